/* SPDX-License-Identifier: MIT
 *
 * options: the tables of a command's options and operands.
 *
 * A command describes its command line once, in two tables. They are read by
 *   - ll_command_line_parse(), which parses, checks and stores what was typed;
 *   - `leaklab COMMAND --help` and the man page (help.h);
 *   - `leaklab completion` (cmd_completion.c).
 *
 * A value is stored in a struct of the command's own, the request, at the offset in the
 * row. Rows that several commands share are a table of their own (a group); their
 * offsets count from a part of the request:
 *
 *     struct request { const char *format; struct ll_limits limits; };
 *
 *     static const struct ll_option options[] = {
 *         {.name = "format", .type = LL_OPTION_CHOICE, .choices = format_name,
 *          .at = offsetof(struct request, format), ...},
 *         {.group = ll_options_limits, .at = offsetof(struct request, limits)},
 *         {0},
 *     };
 */
#ifndef LL_CLI_OPTIONS_H
#define LL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum ll_option_type {
    LL_OPTION_FLAG,    /* bool: set */
    LL_OPTION_TEXT,    /* const char *, borrowed from the command line */
    LL_OPTION_CHOICE,  /* const char *: one of `choices` */
    LL_OPTION_COUNT,   /* unsigned: a whole number from `least` to `most` */
    LL_OPTION_SECONDS, /* double: a number from `least` to `most` */
    LL_OPTION_SIZE,    /* size_t: bytes, typed as 512M or 2G, from `least` to `most` */
    LL_OPTION_OWN,     /* what `take` makes of it */
    LL_OPTION_LETTERS, /* options of one letter with a value, for `take` */
};

/* What a value names, for completion. */
enum ll_values {
    LL_VALUES_ANY = 0, /* nothing that could be listed */
    LL_VALUES_LESSONS = 1 << 0,
    LL_VALUES_FILES = 1 << 1,
    LL_VALUES_FOLDERS = 1 << 2,
    LL_VALUES_PROGRAM = 1 << 3, /* C sources, objects, archives */
};

/* The name number `index` (from 0) of a list; NULL after the last. */
typedef const char *ll_choices(size_t index);

struct ll_option {
    const char *name; /* "format": typed as --format; NULL: see LETTERS, group */
    char letter;      /* 'i': typed as -i, too; 0: none */
    enum ll_option_type type; /* of the value, and of what it is stored in */
    bool repeats;      /* may be given again: with TEXT and CHOICE, it is stored in
                          a struct ll_option_list */
    const char *value; /* how the help names the value: "FILE"; NULL for flags */
    const char *help;  /* a sentence, without capital and full stop */
    size_t at;         /* the offset of what it is stored in */
    double least, most;
    ll_choices *choices; /* CHOICE: all values; TEXT and OWN: values to complete */
    unsigned values;     /* bits of enum ll_values */

    /* OWN, LETTERS: store `value` in what is at `at`. An error says what is wanted:
     * "--only takes ...". */
    int (*take)(void *stored, char letter, const char *value, struct ll_error *err);

    /* Called once the value is stored. NULL: nothing follows from it. */
    void (*then)(void *stored);

    /* LETTERS: the letters, and how the help shows them. */
    const char *letters, *shown;

    /* A group of options in place of one; `at` is added to their offsets. */
    const struct ll_option *group;
};

/* The values of an option that repeats, in the order in which they were typed. */
enum { LL_OPTION_REPEATS_MAX = 16 };
struct ll_option_list {
    const char *items[LL_OPTION_REPEATS_MAX];
    size_t count;
};

/* A word of the command line that is no option: FILE, N. */
struct ll_operand {
    const char *missing; /* a question, printed where there is none: "which lesson?";
                            NULL: it may be left out */
    bool many;           /* the last row: any number of words */
    ll_choices *choices; /* to complete; NULL: none */
    unsigned values;     /* bits of enum ll_values */
};

/* The next row of a table, groups taken apart:
 *
 *     struct ll_option_walk walk = {0};
 *     while (ll_option_next(command->options, &walk)) use(walk.row, walk.at);
 */
struct ll_option_walk {
    const struct ll_option *row;
    size_t at;    /* of row->at: counted from the request */
    size_t index; /* of the row; its number in getopt_long() */
    size_t outer, inner;
};
bool ll_option_next(const struct ll_option *table, struct ll_option_walk *walk);

/* ---- groups ---------------------------------------------------------------------- */

/* --timeout, --memory; stored in a struct ll_limits. --memory needs isolation: the jail
 * watches the memory of isolated programs only. */
extern const struct ll_option ll_options_timeout[], ll_options_memory[];

#endif
