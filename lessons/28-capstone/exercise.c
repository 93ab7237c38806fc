/* SPDX-License-Identifier: MIT
 *
 * exercise.c: the game. Five faults are in this file, each of another kind. Mend them.
 *
 *     game ─┬─ rooms[] ── things        what lies there
 *           ├─ bag ────── things        what the player has
 *           ├─ diary ──── pages         the last one first
 *           └─ moves                    what can be undone, the last one first
 *                └─ page, name          what a move took away: its own, until undone
 */
#include "game.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "thing.h"
#include "words.h"

enum { ROOMS = 2, ANSWER_ROOM = 400 };

struct room {
    const char *name;
    struct things things;
};

struct page {
    struct page *before; /* owned */
    char text[];
};

enum deed { TAKE, DROP, CALL, TEAR };

/* What the player did, and what it takes to undo it. */
struct move {
    struct move *before; /* owned */
    enum deed deed;
    struct room *room;   /* TAKE, DROP: where */
    struct thing *thing; /* TAKE, DROP, CALL: borrowed */
    char *name;          /* CALL: the old name, owned */
    struct page *page;   /* TEAR: owned */
};

struct game {
    struct room rooms[ROOMS];
    struct room *here;
    struct things bag;
    struct page *diary;
    struct move *moves;
    char answer[ANSWER_ROOM];
};

static const char tired[] = "You are too tired.";

/* Append to the answer. What does not fit is cut off. */
static void say(struct game *game, const char *format, ...)
{
    size_t length = strlen(game->answer);
    va_list args;

    va_start(args, format);
    vsnprintf(game->answer + length, ANSWER_ROOM - length, format, args);
    va_end(args);
}

/* Note a move that can be undone. Returns it; NULL when memory runs out. */
static struct move *note_move(struct game *game, enum deed deed, struct thing *thing)
{
    struct move *move = malloc(sizeof *move);

    if (move == NULL)
        return NULL;
    move->deed = deed;
    move->thing = thing;
    move->name = NULL;
    move->page = NULL;
    move->before = game->moves;
    game->moves = move;
    return move;
}

/* Take the last move off the list and free it, with what it still owns. */
static void forget_move(struct game *game)
{
    struct move *move = game->moves;

    game->moves = move->before;
    free(move->name);
    free(move->page);
    free(move);
}

static void do_look(struct game *game, const char *rest)
{
    const struct thing *thing = game->here->things.first;

    (void)rest;
    say(game, "You are in the %s", game->here->name);
    for (const char *word = ": "; thing != NULL; word = ", ", thing = thing->next)
        say(game, "%s%s", word, thing->name);
    say(game, ".");
}

static void do_go(struct game *game, const char *rest)
{
    game->here = game->here == game->rooms ? game->rooms + 1 : game->rooms;
    do_look(game, rest);
}

static void do_take(struct game *game, const char *name)
{
    struct thing *thing = things_find(&game->here->things, name);
    struct move *move;

    if (thing == NULL) {
        say(game, "There is no %s here.", name);
    } else if ((move = note_move(game, TAKE, thing)) == NULL) {
        say(game, "%s", tired);
    } else {
        move->room = game->here;
        things_take(&game->here->things, thing);
        things_put(&game->bag, thing);
        say(game, "You have the %s.", thing->name);
    }
}

static void do_drop(struct game *game, const char *name)
{
    struct thing *thing = things_find(&game->bag, name);

    if (thing == NULL) {
        say(game, "You have no %s.", name);
    } else if (note_move(game, DROP, thing) == NULL) {
        say(game, "%s", tired);
    } else {
        things_take(&game->bag, thing);
        things_put(&game->here->things, thing);
        say(game, "The %s lies in the %s.", thing->name, game->here->name);
    }
}

static int by_name(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;

    return strcmp(*left, *right);
}

static void do_bag(struct game *game, const char *rest)
{
    const char **names = malloc(game->bag.count * sizeof *names);
    size_t count = 0;

    (void)rest;
    if (names == NULL) {
        say(game, "%s", tired);
        return;
    }
    for (struct thing *thing = game->bag.first; thing != NULL; thing = thing->next)
        names[count++] = thing->name;
    names[count] = NULL;
    qsort(names, count, sizeof *names, by_name);
    say(game, count > 0 ? "You have:" : "Your bag is empty.");
    for (const char **name = names; *name != NULL; name++)
        say(game, " %s", *name);
    free(names);
}

/* The thing of that name, here or in the bag; NULL, and an answer: there is none. */
static struct thing *find_near(struct game *game, const char *name)
{
    struct thing *thing = things_find(&game->bag, name);

    if (thing == NULL)
        thing = things_find(&game->here->things, name);
    if (thing == NULL)
        say(game, "There is no %s here.", name);
    return thing;
}

static void do_wash(struct game *game, const char *name)
{
    struct thing *thing = find_near(game, name);
    const char *clean;

    if (thing == NULL)
        return;
    if (!words_begin(thing->name, "dirty", &clean)) {
        say(game, "The %s is clean.", thing->name);
        return;
    }
    thing->name += clean - thing->name;
    say(game, "It is a fine %s.", thing->name);
}

/* The names are single words: "lamp sun". */
static void do_call(struct game *game, const char *names)
{
    char old[40], new[40];
    struct thing *thing;
    struct move *move;
    char *name;

    if (sscanf(names, "%39s %39s", old, new) != 2) {
        say(game, "Call what, and how?");
        return;
    }
    thing = find_near(game, old);
    if (thing == NULL)
        return;
    name = strdup(new);
    move = name != NULL ? note_move(game, CALL, thing) : NULL;
    if (move == NULL) {
        free(name);
        say(game, "%s", tired);
        return;
    }
    move->name = thing->name;
    thing->name = name;
    say(game, "It is called %s now.", name);
}

static void do_write(struct game *game, const char *text)
{
    size_t size = strlen(text) + 1;
    struct page *page = malloc(sizeof *page + size);

    if (page == NULL) {
        say(game, "%s", tired);
        return;
    }
    memcpy(page->text, text, size);
    page->before = game->diary;
    game->diary = page;
    say(game, "You write it down.");
}

static void do_tear(struct game *game, const char *rest)
{
    struct move *move;

    (void)rest;
    if (game->diary == NULL) {
        say(game, "The diary is empty.");
        return;
    }
    move = note_move(game, TEAR, NULL);
    if (move == NULL) {
        say(game, "%s", tired);
        return;
    }
    move->page = game->diary;
    game->diary = move->page->before;
    say(game, "The page is out.");
}

static void do_read(struct game *game, const char *rest)
{
    (void)rest;
    if (game->diary == NULL)
        say(game, "The diary is empty.");
    for (struct page *page = game->diary; page != NULL; page = page->before)
        say(game, "%s%s", page == game->diary ? "" : " / ", page->text);
}

static void do_undo(struct game *game, const char *rest)
{
    struct move *move = game->moves;

    (void)rest;
    if (move == NULL) {
        say(game, "There is nothing to undo.");
        return;
    }
    switch (move->deed) {
    case TAKE:
        say(game, "The %s is back in the %s.", move->thing->name, move->room->name);
        things_take(&game->bag, move->thing);
        things_put(&move->room->things, move->thing);
        break;
    case DROP:
        say(game, "The %s of the %s is yours again.", move->thing->name,
            move->room->name);
        things_take(&move->room->things, move->thing);
        things_put(&game->bag, move->thing);
        break;
    case CALL:
        move->thing->name = move->name;
        move->name = NULL;
        say(game, "It is called %s again.", move->thing->name);
        break;
    case TEAR:
        move->page->before = game->diary;
        game->diary = move->page;
        say(game, "The page is back.");
        break;
    }
    forget_move(game);
}

static const struct {
    const char *word;
    void (*act)(struct game *game, const char *rest);
} commands[] = {
    {"look", do_look}, {"go", do_go},     {"take", do_take}, {"drop", do_drop},
    {"bag", do_bag},   {"wash", do_wash}, {"call", do_call}, {"write", do_write},
    {"tear", do_tear}, {"read", do_read}, {"undo", do_undo},
};

const char *game_do(struct game *game, const char *line)
{
    const char *rest;

    game->answer[0] = '\0';
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (words_begin(line, commands[i].word, &rest)) {
            commands[i].act(game, rest);
            return game->answer;
        }
    say(game, "You cannot do that.");
    return game->answer;
}

struct game *game_new(void)
{
    static const char *const names[ROOMS] = {"kitchen", "garden"};
    static const struct {
        int room;
        const char *name;
    } things[] = {{0, "dirty lamp"}, {0, "key"}, {0, "apple"}, {1, "rope"}};
    struct game *game = calloc(1, sizeof *game);

    if (game == NULL)
        return NULL;
    for (int i = 0; i < ROOMS; i++)
        game->rooms[i].name = names[i];
    game->here = &game->rooms[0];
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
        struct thing *thing = thing_new(things[i].name);

        if (thing == NULL) {
            game_free(game);
            return NULL;
        }
        things_put(&game->rooms[things[i].room].things, thing);
    }
    return game;
}

void game_free(struct game *game)
{
    while (game->moves != NULL)
        forget_move(game);
    while (game->diary != NULL) {
        struct page *page = game->diary;

        game->diary = page->before;
        free(page);
    }
    things_clear(&game->bag);
    for (int i = 0; i < ROOMS; i++)
        things_clear(&game->rooms[i].things);
    free(game);
}
