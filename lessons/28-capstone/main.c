/* SPDX-License-Identifier: MIT
 *
 * main.c: bread for one, and two who come too late.
 */
#include <stdio.h>
#include <stdlib.h>

#include "queue.h"

int main(void)
{
    static const char *const late[] = {"Piet", "Vera"};
    int status = EXIT_SUCCESS;
    struct queue queue;
    char said[80];

    queue_init(&queue);
    if (queue_join(&queue, "Lena") != 0)
        status = EXIT_FAILURE;
    if (queue_serve(&queue, said, sizeof said) == 0)
        puts(said);
    for (size_t i = 0; i < sizeof late / sizeof late[0]; i++)
        if (queue_join(&queue, late[i]) != 0)
            status = EXIT_FAILURE;
    if (status == EXIT_SUCCESS)
        printf("the shop closes, %zu are left\n", queue.count);
    queue_release(&queue);
    return status;
}
