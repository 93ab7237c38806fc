/* SPDX-License-Identifier: MIT */
#include "base/spelling.h"

#include <string.h>

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many characters have to be added, left out, changed, or swapped with the next
 * one, to make `a` of `b`. */
static size_t distance(const char *a, const char *b)
{
    size_t away[WORD_MAX][WORD_MAX], height = strlen(a), width = strlen(b);
    for (size_t i = 0; i <= height; i++)
        away[i][0] = i;
    for (size_t j = 0; j <= width; j++)
        away[0][j] = j;
    for (size_t i = 1; i <= height; i++)
        for (size_t j = 1; j <= width; j++) {
            size_t other = least(away[i - 1][j], away[i][j - 1]) + 1;
            away[i][j] = least(other, away[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                away[i][j] = least(away[i][j], away[i - 2][j - 2] + 1);
        }
    return away[height][width];
}

struct ll_spelling ll_spelling_of(const char *word)
{
    return (struct ll_spelling){.word = word, .distance = strlen(word) / 3 + 1};
}

void ll_spelling_try(struct ll_spelling *spelling, const char *candidate)
{
    if (strlen(candidate) >= WORD_MAX || strlen(spelling->word) >= WORD_MAX)
        return;
    size_t away = distance(spelling->word, candidate);
    if (away < spelling->distance) {
        spelling->distance = away;
        spelling->nearest = candidate;
    }
}
