/* SPDX-License-Identifier: MIT
 *
 * exercise.c: each letter that is delivered goes back to the pool.
 */
#include "post.h"

#include <stdio.h>
#include <string.h>

#include "pool.h"

struct letter {
    char name[NAME_ROOM];
    int grams;
};

static struct pool letters = POOL_OF(struct letter);
static struct letter *sack[SACK_LETTERS]; /* each is taken from the pool */
static unsigned waiting;

int post_accept(const char *name, int grams)
{
    struct letter *letter = pool_take(&letters);

    if (letter == NULL)
        return -1;
    if (waiting == SACK_LETTERS || grams > GRAMS_MAX || strlen(name) >= NAME_ROOM)
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

    if (waiting == 0)
        return 0;
    letter = oldest();
    snprintf(name, size, "%s", letter->name);
    pool_give(&letters, letter);
    return letter->grams;
}

unsigned post_waiting(void)
{
    return waiting;
}
