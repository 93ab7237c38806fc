/* SPDX-License-Identifier: MIT
 *
 * realloc.c: what Python's realloc says of a block that is not its own: "foreign",
 * from malloc, whose values are kept; "freed" before; "static", not a block at all.
 */
#include <Python.h>

int main(int argc, char **argv)
{
    static char none[64];
    const char *which = argc > 1 ? argv[1] : "";
    char *block = PyMem_Malloc(10), *moved;
    int kept = 1;

    PyMem_Free(block);
    if (strcmp(which, "static") == 0)
        block = none;
    if (strcmp(which, "foreign") == 0)
        block = strdup("values");
    moved = PyMem_Realloc(block, 90);
    if (strcmp(which, "foreign") == 0)
        kept = moved != NULL && strcmp(moved, "values") == 0;
    PyMem_Free(moved);
    return kept ? 0 : 1;
}
