/* SPDX-License-Identifier: MIT
 *
 * main.c: the melody of a doorbell. Its beginning is played twice; and at night it is
 * made so short that nobody wakes up.
 */
#include <stdio.h>
#include <stdlib.h>

#include "melody.h"

static void play(const char *when, const struct melody *melody)
{
    static const char names[] = "-CDEFGAB";

    printf("%s:", when);
    for (size_t i = 0; i < melody->length; i++)
        printf(" %c", names[melody->notes[i] & 7]); /* @played */
    printf("\n");
}

int main(void)
{
    struct melody bell;
    int status = EXIT_FAILURE;

    melody_init(&bell);
    if (melody_set_length(&bell, 4) != 0)
        goto done;
    for (int i = 0; i < 3; i++)
        bell.notes[i] = 3 - i;
    if (melody_repeat(&bell, 0, 2) != 0)
        goto done;
    play("by day", &bell);

    if (melody_set_length(&bell, 0) != 0)
        goto done;
    play("at night", &bell);
    status = EXIT_SUCCESS;
done:
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "no memory for the melody\n");
    melody_release(&bell);
    return status;
}
