/* SPDX-License-Identifier: MIT
 *
 * memmove shifts the elements of an array of which one or all were never set: they have what
 * an older function left there. The two ranges overlap. The shifted copies are no pointers
 * either.
 *
 * expect: definitely-lost bytes=30 blocks=1 how=overwritten variable=kept
 * expect: definitely-lost bytes=40 blocks=1 how=overwritten variable=kept alloc=alloc2 lost=lost2
 * expect: definitely-lost bytes=50 blocks=1 how=overwritten variable=kept alloc=alloc3 lost=lost3
 */
#include <stdlib.h>
#include <string.h>

static char *kept;

static void leave_pointers(void)
{
    char *words[20];

    for (int i = 0; i < 20; i++)
        words[i] = kept;
}

static void shift(void)
{
    char *words[3];

    words[0] = NULL;
    memmove(words + 1, words, 2 * sizeof *words);
}

static void leave_every_second(void)
{
    char *words[20];

    for (int i = 0; i < 20; i++)
        words[i] = i % 2 ? kept : NULL;
}

static void write_upper_halves(void)
{
    int halves[40];

    for (int i = 1; i < 40; i += 2)
        halves[i] = 0;
}

static void shift_unset(void)
{
    char *words[5];

    memmove(words, words + 1, 2 * sizeof *words);
    memmove(words + 3, words + 2, 2 * sizeof *words);
}

static void shift_there_and_back(void)
{
    char *words[3];

    words[0] = words[2] = NULL;
    memmove(words + 1, words, 2 * sizeof *words);
    kept = NULL; /* @lost3 */
    memmove(words, words + 1, 2 * sizeof *words);
}

int main(void)
{
    kept = malloc(30); /* @alloc */
    leave_pointers();
    kept = NULL; /* @lost */
    shift();
    kept = malloc(40); /* @alloc2 */
    leave_every_second();
    write_upper_halves();
    kept = NULL; /* @lost2 */
    shift_unset();
    kept = malloc(50); /* @alloc3 */
    leave_pointers();
    shift_there_and_back();
    return 0;
}
