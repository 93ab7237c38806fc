/* SPDX-License-Identifier: MIT
 *
 * cc: be the compiler of a project, and build a variant (variant.h) of each file that
 * it makes.
 *
 *     leaklab cc -O2 -c -o list.o list.c
 *         cc -O2 -c -o list.o list.c                  as without leaklab
 *         cc -O2 -c -o VARIANT list.c -O0 -fsanitize=address ...
 *
 *     leaklab cc -o prog main.o libx.a
 *         cc -o prog main.o libx.a
 *         cc -o VARIANT (main.o's variant) (libx.a, of variants) -fsanitize=address ...
 *
 * Where an object has no variant it is linked as it is. The second command prints
 * nothing, writes nowhere else, and decides nothing: if it fails, the variant is
 * missing, and the reason is kept with it.
 */
#ifndef LL_PROJECT_CC_H
#define LL_PROJECT_CC_H

/* The compiler: this variable has the first words of its command line. "cc", where it
 * is not set. */
#define LL_CC_VARIABLE "LEAKLAB_CC"

/* Run the compiler with the words of `argv`, which ends with NULL. If the first word is
 * a program, such as "gcc" or "/usr/bin/c++", it is the compiler. Returns the
 * compiler's exit status, or ends by the signal that ended the compiler. */
int ll_cc_run(char *const *argv);

#endif
