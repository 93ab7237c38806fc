/* SPDX-License-Identifier: MIT
 *
 * loadable: makes a shared object a program as well, with the C library's Scrt1.o: the
 * path of the dynamic linker, which the linker itself puts into programs only.
 */
#include "runtime/machine.h"

static const char interpreter[] __attribute__((used, section(".interp"))) =
    LL_MACHINE_INTERPRETER;
