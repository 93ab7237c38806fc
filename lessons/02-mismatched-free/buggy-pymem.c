/* SPDX-License-Identifier: MIT
 *
 * buggy-pymem.c: a label whose text C allocates and Python frees.
 */
#include <Python.h>

#include "label.h"

struct label *label_new(const char *name, const char *unit)
{
    struct label *label = PyMem_Malloc(sizeof *label);

    if (label == NULL)
        return NULL;
    label->length = strlen(name) + strlen(unit) + strlen(" []");
    label->text = malloc(label->length + 1); /* @bug */
    if (label->text == NULL) {
        PyMem_Free(label);
        return NULL;
    }
    snprintf(label->text, label->length + 1, "%s [%s]", name, unit);
    return label;
}

void label_free(struct label *label)
{
    if (label == NULL)
        return;
    PyMem_Free(label->text); /* @freed */
    PyMem_Free(label);
}
