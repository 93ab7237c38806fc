/* SPDX-License-Identifier: MIT
 *
 * fail: allocations that fail on request, so that the code which handles a lack of
 * memory can be run.
 *
 * fail.o is linked into a program under test that asks for it, with LL_LINK_FAIL
 * (see link.h), and obeys one variable of the environment, which it removes:
 *
 *     LEAKLAB_FAIL=realloc:2             the second call of realloc fails
 *     LEAKLAB_FAIL=malloc:3+             the third and every later call
 *     LEAKLAB_FAIL=calloc:1,strdup:4     several, separated by commas
 *
 * Functions: malloc calloc realloc reallocarray aligned_alloc posix_memalign strdup
 * strndup, and Python's PyMem_Malloc, PyMem_RawMalloc, PyObject_Malloc and their
 * Calloc and Realloc. Calls are counted from 1, for each function by itself, in all
 * threads together, and only those made by the program's own objects: what the C
 * library allocates for itself (stdio's buffers, getline) neither counts nor fails. A
 * child made by fork() counts on from where its parent was.
 *
 * A call that fails does what the C library does when memory has run out: it returns
 * NULL with errno ENOMEM (posix_memalign: returns ENOMEM), allocates nothing, and
 * leaves the block given to realloc as it was. It never reaches the allocator, so
 * the program behaves the same bare, under memcheck and under AddressSanitizer.
 *
 * A value that cannot be understood ends the program before main with status
 * LL_FAIL_MISUSED and a message. If it were ignored, no allocation would fail, and the
 * program would pass a test that did not take place.
 */
#ifndef LL_RUNTIME_FAIL_H
#define LL_RUNTIME_FAIL_H

#define LL_FAIL_ENV "LEAKLAB_FAIL"
#define LL_FAIL_MISUSED 125
#define LL_FAIL_RULES_MAX 16

#endif
