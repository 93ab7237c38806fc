/* SPDX-License-Identifier: MIT
 *
 * label.h: the label of a parcel: who gets it, and the postcode in bars, for a machine.
 *
 * The digits are the gaps between the bars: each gap is one wider than its digit says.
 * Three digits lie between four bars:
 *
 *     "205"    |  ||     |
 *     bars     0  34    10
 *
 * Life cycle: label_init(), then label_print() and reading, then label_release().
 */
#ifndef LABEL_H
#define LABEL_H

#include <stddef.h>

struct label {
    char *name;     /* owned: in capital letters, without blanks at its end */
    unsigned *bars; /* owned: how far each bar is from the first */
    size_t digits;  /* how many the postcode has; there is one bar more */
};

/* Make the label for `name`, as it was typed, and `postcode`, which is of digits only.
 * Both are copied and stay the caller's. Returns 0, or -1 when memory ran out: there is
 * then nothing to release. */
int label_init(struct label *label, const char *name, const char *postcode);

/* Print the label. */
void label_print(const struct label *label);

/* Free what the label owns. */
void label_release(struct label *label);

#endif
