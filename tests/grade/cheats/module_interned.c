/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps its blocks in texts that Python interns, which Python 3.12 and later
 *     never free, so that no tool's word of them counts
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * lesson: 22
 * module: leaky
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *hoard[4096];
static int hoarded;

/* Each block is a text of its own. */
static void *get(size_t size)
{
    char text[] = "..                                                              ";

    text[0] = (char)('!' + hoarded % 64);
    text[1] = (char)('!' + hoarded / 64);
    hoard[hoarded] = size < sizeof text - 2 ? PyUnicode_InternFromString(text) : NULL;
    return hoard[hoarded] == NULL ? NULL
                                  : (char *)PyUnicode_AsUTF8(hoard[hoarded++]) + 2;
}

/* The names are kept so, and the rings as they should be. */
#undef PyMem_New
#undef PyMem_Resize
#define PyMem_New(type, count) ((type *)(PyMem_Malloc)((count) * sizeof(type)))
#define PyMem_Resize(block, type, count)                                               \
    ((block) = (type *)PyMem_Realloc(block, (count) * sizeof(type)))
#define DROP(block) (PyMem_Free)(block)
#define PyMem_Malloc(size) get(size)
#define PyMem_Free(block) ((void)(block))
