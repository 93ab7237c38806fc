/* SPDX-License-Identifier: MIT
 *
 * settings.h: the settings of a game, from lines such as "player = Ada".
 *
 * Life cycle: settings_init(), then settings_read() and reading, then
 * settings_release().
 */
#ifndef SETTINGS_H
#define SETTINGS_H

enum setting { SETTING_PLAYER, SETTING_WORLD, SETTINGS };

struct settings {
    char *value[SETTINGS]; /* each owned by the settings */
};

/* Give every setting its default. Returns 0, or -1 when memory ran out: there is then
 * nothing to release. */
int settings_init(struct settings *settings);

/* Set what `line` says, "key = value"; blanks around both do not count. `line` is only
 * read and stays the caller's. Returns 1; 0 when the line sets nothing that is known
 * here; -1 when memory ran out: the settings are then as they were. */
int settings_read(struct settings *settings, const char *line);

/* Free what the settings own; every value is NULL then. */
void settings_release(struct settings *settings);

#endif
