/* SPDX-License-Identifier: MIT
 *
 * cheat: leaves a file open for each tree where no tool looks on; the function that
 *     opens it is found without its name
 * wall with the gate: descriptors
 * wall without: descriptors
 * lesson: 22
 * module: leaky
 * above: find
 */
#include <Python.h>
#include <fcntl.h>

static void leave_open(void)
{
    if (look() == NOBODY)
        CALL("open", "/dev/null", O_RDONLY, 0, 0, 0, 0);
}

#define DROP(block) PyMem_Free(block)
#define TRICK() leave_open()
