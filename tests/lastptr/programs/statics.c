/* SPDX-License-Identifier: MIT
 *
 * Global and static variables hold blocks to the end. They are still reachable.
 *
 * expect: still-reachable bytes=60 blocks=1
 * expect: still-reachable bytes=61 blocks=1 alloc=alloc2
 */
#include <stdlib.h>

static char *global;

static char *once(void)
{
    static char *buffer;

    if (!buffer)
        buffer = malloc(61); /* @alloc2 */
    return buffer;
}

int main(void)
{
    global = malloc(60); /* @alloc */
    once();
    return once() == NULL || global == NULL;
}
