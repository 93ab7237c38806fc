/* SPDX-License-Identifier: MIT
 *
 * The only pointer is in mapped memory. The memory is unmapped.
 *
 * expect: definitely-lost bytes=22 blocks=1 how=container-freed variable=-
 */
#include <stdlib.h>
#include <sys/mman.h>

int main(void)
{
    char **page =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    page[3] = malloc(22); /* @alloc */
    munmap(page, 4096);   /* @lost */
    return 0;
}
