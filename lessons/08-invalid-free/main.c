/* SPDX-License-Identifier: MIT
 *
 * main.c: read the settings of a game and greet the player.
 */
#include <stdio.h>
#include <stdlib.h>

#include "settings.h"

static const char *const lines[] = {
    "player=Ada",
    "weather=rain",
    "world = an island that no map shows",
};
enum { LINES = sizeof lines / sizeof lines[0] };

int main(void)
{
    struct settings settings;
    int status = EXIT_SUCCESS;

    if (settings_init(&settings) != 0) {
        fprintf(stderr, "no memory for the settings\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < LINES; i++) {
        int set = settings_read(&settings, lines[i]);

        if (set == 0)
            printf("not a setting: \"%s\"\n", lines[i]);
        if (set == -1) {
            fprintf(stderr, "no memory for \"%s\"\n", lines[i]);
            status = EXIT_FAILURE;
        }
    }
    printf("%s wakes up in %s.\n", settings.value[SETTING_PLAYER],
           settings.value[SETTING_WORLD]);
    settings_release(&settings);
    return status;
}
