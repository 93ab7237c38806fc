/* SPDX-License-Identifier: MIT
 *
 * The child frees its copy of the block, the parent does not.
 *
 * expect: definitely-lost bytes=73 blocks=1 how=scope-end variable=p
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    char *p = malloc(73); /* @alloc */
    pid_t child = fork();

    if (child == 0) {
        free(p);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    return 0; /* @lost */
}
