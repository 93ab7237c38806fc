/* SPDX-License-Identifier: MIT
 *
 * The program aborts after the loss; the report is complete. abort() of glibc 2.43 keeps
 * the register rax on the stack, where malloc's pointer would be found: getpid() changes
 * that register.
 *
 * expect: definitely-lost bytes=70 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    char *p = malloc(70); /* @alloc */

    p = NULL; /* @lost */
    getpid();
    abort();
    return p != NULL;
}
