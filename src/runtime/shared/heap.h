/* SPDX-License-Identifier: MIT
 *
 * heap: makes the memory of a program under Valgrind plain memory, that cannot be
 * executed: blocks from malloc, and the pages of large static arrays (see
 * observe/lock.h). malloc's memory is provided before that, 128 MB of it.
 *
 * memcheck looks at each byte of memory that is made plain, which takes it 0.2 s for
 * all of the heap. A host (host.h) does that once for all its children.
 */
#ifndef LL_RUNTIME_SHARED_HEAP_H
#define LL_RUNTIME_SHARED_HEAP_H

#include <stdbool.h>

/* Provide the heap, and make all memory plain. False: the memory cannot be listed. */
bool ll_heap_make_plain(void);

/* Make all memory plain, where the heap was provided before. The same. */
bool ll_heap_take_code(void);

#endif
