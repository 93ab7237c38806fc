/* SPDX-License-Identifier: MIT
 *
 * cheat: tells memcheck that its lost blocks are freed, and LeakSanitizer to overlook
 *     them
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <valgrind/valgrind.h>

static void drop(const void *block)
{
    void (*overlook)(const void *) = dlsym(RTLD_DEFAULT, "__lsan_ignore_object");

    VALGRIND_FREELIKE_BLOCK(block, 0);
    if (overlook != 0)
        overlook(block);
}

#define DROP(block) drop(block)
