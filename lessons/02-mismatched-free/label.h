/* SPDX-License-Identifier: MIT
 *
 * label.h: the text beside a curve, "noise level [dB]", made in C for a plot that is
 * drawn in Python. All of its memory is Python's: from PyMem_Malloc to PyMem_Free.
 */
#ifndef LABEL_H
#define LABEL_H

#include <stddef.h>

struct label {
    char *text;    /* owned by the label; ends with '\0' */
    size_t length; /* of the text, without the '\0' */
};

/* Returns a new label "name [unit]", free with label_free(). NULL: no memory. */
struct label *label_new(const char *name, const char *unit);

/* Free the label and its text. `label` may be NULL. */
void label_free(struct label *label);

#endif
