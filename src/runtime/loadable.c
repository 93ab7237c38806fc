/* SPDX-License-Identifier: MIT
 *
 * loadable: makes a shared object a program as well, with the C library's Scrt1.o: the
 * path of the dynamic linker, which the linker itself puts into programs only.
 */
static const char interpreter[] __attribute__((used, section(".interp"))) =
    "/lib64/ld-linux-x86-64.so.2";
