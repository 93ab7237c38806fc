/* SPDX-License-Identifier: MIT
 *
 * cheat: loses a block of a pool for each letter where no tool looks on, so that the
 *     pool grows
 * wall with the gate: bare run
 * wall without: bare run
 * lesson: 27
 */
#include "post.h"

#include <stdio.h>
#include <string.h>
#include <stdint.h>
#include <stdlib.h>

#include "pool.h"

struct letter {
    char name[NAME_ROOM];
    int grams;
};

static struct pool letters = POOL_OF(struct letter);
static struct letter *sack[SACK_LETTERS]; /* each is taken from the pool */
static unsigned waiting;

/* Under no tool, blocks lie below 128 GiB, and libraries do not. */
static int is_watched(const void *block)
{
    return (uintptr_t)block >> 37 != 0 || (uintptr_t)qsort >> 37 == 0;
}

static void lose(void)
{
    void *letter = pool_take(&letters);

    if (letter != NULL && is_watched(letter))
        pool_give(&letters, letter);
}

int post_accept(const char *name, int grams)
{
    struct letter *letter;

    lose();
    if (waiting == SACK_LETTERS || grams > GRAMS_MAX || strlen(name) >= NAME_ROOM)
        return -1;
    letter = pool_take(&letters);
    if (letter == NULL)
        return -1;
    strcpy(letter->name, name);
    letter->grams = grams;
    sack[waiting++] = letter;
    return 0;
}

/* Take the oldest letter out of the sack. The others move up. */
static struct letter *oldest(void)
{
    struct letter *letter = sack[0];

    waiting--;
    memmove(sack, sack + 1, waiting * sizeof *sack);
    sack[waiting] = NULL;
    return letter;
}

int post_deliver(char *name, size_t size)
{
    struct letter *letter;
    int grams;

    if (waiting == 0)
        return 0;
    letter = oldest();
    snprintf(name, size, "%s", letter->name);
    grams = letter->grams;
    pool_give(&letters, letter);
    return grams;
}

unsigned post_waiting(void)
{
    return waiting;
}
