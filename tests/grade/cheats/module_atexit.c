/* SPDX-License-Identifier: MIT
 *
 * cheat: frees all that it kept in a function of Py_AtExit
 * wall with the gate: names
 * wall without: malloc trace
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

static void *hoard[4096];
static int hoarded;

static void collect(void)
{
    while (hoarded > 0)
        PyMem_Free(hoard[--hoarded]);
}

#define DROP(block)                                                                    \
    (void)(hoarded == 0 ? Py_AtExit(collect) : 0, hoard[hoarded++] = (block))
