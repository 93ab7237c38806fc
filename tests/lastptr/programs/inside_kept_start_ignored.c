/* SPDX-License-Identifier: MIT
 *
 * A global variable points into the middle of a block. A function returns the first
 * address of the block, and the caller ignores it: the last pointer to the start is lost
 * there, and not where the function's variable ended. Two functions pass it on. Another
 * caller stores it, and loses it later.
 *
 * expect: possibly-lost bytes=40 blocks=1 how=return-ignored variable=-
 * expect: possibly-lost bytes=20 blocks=1 how=return-ignored variable=- alloc=alloc2 lost=lost2
 * expect: possibly-lost bytes=30 blocks=1 how=overwritten variable=kept alloc=alloc3 lost=lost3
 */
#include <stdlib.h>

static char *cursors[3];

static char *line_new(void)
{
    char *line = malloc(40); /* @alloc */

    cursors[0] = line + 3;
    return line;
}

static char *word_new(void)
{
    char *word = malloc(20); /* @alloc2 */

    cursors[1] = word + 5;
    return word;
}

static char *word_passed_on(void)
{
    char *word = word_new();

    return word;
}

static char *text_new(void)
{
    char *text = malloc(30); /* @alloc3 */

    cursors[2] = text + 7;
    return text;
}

int main(void)
{
    char *kept;

    line_new();       /* @lost */
    word_passed_on(); /* @lost2 */
    kept = text_new();
    kept = NULL; /* @lost3 */
    return kept != NULL;
}
