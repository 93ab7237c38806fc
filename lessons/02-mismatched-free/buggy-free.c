/* SPDX-License-Identifier: MIT
 *
 * buggy-free.c: a label whose text Python allocates and C frees.
 */
#include <Python.h>

#include "label.h"

struct label *label_new(const char *name, const char *unit)
{
    struct label *label = PyMem_Malloc(sizeof *label);

    if (label == NULL)
        return NULL;
    label->length = strlen(name) + strlen(unit) + strlen(" []");
    label->text = PyMem_Malloc(label->length + 1); /* @alloc */
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
    free(label->text); /* @bug */
    PyMem_Free(label);
}
