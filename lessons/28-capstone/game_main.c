/* SPDX-License-Identifier: MIT
 *
 * game_main.c: one evening in the house by the mill.
 */
#include <stdio.h>
#include <stdlib.h>

#include "game.h"

static const char *const evening[] = {
    "look",
    "take key",
    "take apple",
    "bag",
    "drop key",
    "undo",
    "write It rains",
    "tear",
    "undo",
    "read",
    "wash dirty lamp",
    "call apple pear",
    "undo",
    "look",
    "go",
};

int main(void)
{
    struct game *game = game_new();

    if (game == NULL) {
        fputs("no memory for the game\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof evening / sizeof evening[0]; i++)
        printf("> %s\n%s\n", evening[i], game_do(game, evening[i]));
    game_free(game);
    return EXIT_SUCCESS;
}
