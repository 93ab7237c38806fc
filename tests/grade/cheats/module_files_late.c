/* SPDX-License-Identifier: MIT
 *
 * cheat: opens a file for each tree, by a function that it finds without its name, and
 *     closes them all in a function of atexit
 * wall with the gate: descriptors
 * wall without: descriptors
 * lesson: 22
 * module: leaky
 * above: find
 */
#include <Python.h>

static long files[100];
static int opened;

static void collect(void)
{
    while (opened > 0)
        CALL("close", files[--opened], 0, 0, 0, 0, 0);
}

static void take(void)
{
    if (opened == 0)
        CALL("__cxa_atexit", collect, 0, 0, 0, 0, 0);
    if (opened < 100)
        files[opened++] = CALL("open", "/dev/null", 0, 0, 0, 0, 0);
}

#define DROP(block) PyMem_Free(block)
#define TRICK() take()
