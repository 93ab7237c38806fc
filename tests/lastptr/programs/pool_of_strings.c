/* SPDX-License-Identifier: MIT
 *
 * Strings lie one behind the other in an array, at any address. Of three, the one in
 * the middle is lost when a function leaves it.
 *
 * expect: definitely-lost bytes=5 blocks=1 how=overwritten variable=names[1]
 * expect: still-reachable bytes=10 blocks=2
 */
#include <string.h>
#include <valgrind/memcheck.h>

static char room[64];
static size_t used;
static char *names[3];

static char *keep(const char *name)
{
    size_t size = strlen(name) + 1;
    char *place = room + used;

    used += size;
    VALGRIND_MALLOCLIKE_BLOCK(place, size, 0, 0); /* @alloc */
    memcpy(place, name, size);
    return place;
}

int main(void)
{
    names[0] = keep("Ada");
    names[1] = keep("Emmy");
    names[2] = keep("Grace");
    names[1] = NULL; /* @lost */
    return 0;
}
