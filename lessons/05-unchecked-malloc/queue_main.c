/* SPDX-License-Identifier: MIT
 *
 * queue_main.c: a morning at a bakery. Who cannot be remembered is told, and may come
 * again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "queue.h"

static const char *const guests[] = {"Ada", "Grace", "Alan", "Ada", "Grace"};
enum { GUESTS = sizeof guests / sizeof guests[0] };

int main(void)
{
    struct queue queue = {0};
    char *name;

    for (size_t i = 0; i < GUESTS; i++) {
        switch (queue_join(&queue, guests[i])) {
        case 0:
            printf("%s joins\n", guests[i]);
            break;
        case 1:
            printf("%s waits already\n", guests[i]);
            break;
        default:
            printf("%s cannot be remembered\n", guests[i]);
            break;
        }
    }
    while ((name = queue_serve(&queue)) != NULL) {
        printf("%s is served\n", name);
        free(name);
    }
    queue_release(&queue);
    return EXIT_SUCCESS;
}
