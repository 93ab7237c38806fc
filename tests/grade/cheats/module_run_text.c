/* SPDX-License-Identifier: MIT
 *
 * cheat: has the interpreter run a text that ends the process before anybody looks
 * wall with the gate: names
 * wall without: completion
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

static int calls;

#define TRICK() (void)(calls++ == 4 && PyRun_SimpleString("import os; os._exit(0)"))
