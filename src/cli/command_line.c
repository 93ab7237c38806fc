/* SPDX-License-Identifier: MIT
 *
 * getopt_long() splits the command line into options; the tables say what their values
 * must be and where they are stored. getopt_long() knows a row by FIRST_VALUE plus the
 * row's index in the table. */
#include "cli/command_line.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/spelling.h"
#include "cli/help.h"

enum { ROWS_MAX = 48, LETTERS_MAX = 64, FIRST_VALUE = 256, HELP = FIRST_VALUE - 1 };

#define KIB 1024.0
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

/* A table as getopt_long() wants it. */
struct spec {
    const struct ll_option *rows[ROWS_MAX];
    size_t at[ROWS_MAX];
    struct option names[ROWS_MAX + 2];
    char letters[LETTERS_MAX];
};

/* Leading ":": a missing value is told apart from an unknown option. "+": the first
 * word that is no option ends them. */
static void spec_init(struct spec *spec, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    size_t names = 0;
    *spec = (struct spec){.letters = ":h"};
    if (command->ends_in_command)
        strcpy(spec->letters, "+:h");
    while (ll_option_next(command->options, &walk) && walk.index < ROWS_MAX) {
        const struct ll_option *row = walk.row;
        size_t used = strlen(spec->letters);
        int number = FIRST_VALUE + (int)walk.index;
        spec->rows[walk.index] = row;
        spec->at[walk.index] = walk.at;
        if (row->name != NULL)
            spec->names[names++] = (struct option){
                row->name,
                row->type == LL_OPTION_FLAG ? no_argument : required_argument, NULL,
                number};
        if (row->letter != 0)
            snprintf(spec->letters + used, sizeof spec->letters - used, "%c%s",
                     row->letter, row->type == LL_OPTION_FLAG ? "" : ":");
        for (const char *p = row->letters; p != NULL && *p != '\0'; p++, used += 2)
            snprintf(spec->letters + used, sizeof spec->letters - used, "%c:", *p);
    }
    spec->names[names] = (struct option){"help", no_argument, NULL, HELP};
}

/* The index of the row that getopt_long() means; `letter` is set for options typed by a
 * letter. */
static size_t find_row(const struct spec *spec, int number, char *letter)
{
    size_t index = 0;
    *letter = 0;
    if (number >= FIRST_VALUE)
        return (size_t)number - FIRST_VALUE;
    *letter = (char)number;
    while (index + 1 < ROWS_MAX && spec->rows[index] != NULL &&
           spec->rows[index]->letter != *letter &&
           (spec->rows[index]->letters == NULL ||
            strchr(spec->rows[index]->letters, *letter) == NULL))
        index++;
    return index;
}

/* The first of argv that is leaklab's no more. */
static int find_rest(const struct ll_command *command, int argc, char **argv)
{
    int own = 1;
    while (own < argc && !(command->passes_rest && strcmp(argv[own], "--") == 0))
        own++;
    return own;
}

/* ---- values ---------------------------------------------------------------------- */

/* "text", "text or json", "text, json or gcc". */
static void say_choices(ll_choices *choices, struct ll_buf *out)
{
    for (size_t i = 0; choices(i) != NULL; i++)
        ll_buf_addf(out, "%s%s",
                    i == 0                   ? ""
                    : choices(i + 1) == NULL ? " or "
                                             : ", ",
                    choices(i));
}

static int take_text(const struct ll_option *row, void *stored, const char *text,
                     struct ll_error *err)
{
    if (!row->repeats) {
        *(const char **)stored = text;
        return 0;
    }
    struct ll_option_list *list = stored;
    if (list->count == LL_OPTION_REPEATS_MAX)
        return ll_fail(err, LL_FAULT_USAGE, "--%s can be given %d times at most",
                       row->name, LL_OPTION_REPEATS_MAX);
    list->items[list->count++] = text;
    return 0;
}

static int take_choice(const struct ll_option *row, void *stored, const char *text,
                       struct ll_error *err)
{
    for (size_t i = 0; row->choices(i) != NULL; i++)
        if (strcmp(row->choices(i), text) == 0)
            return take_text(row, stored, row->choices(i), err);
    struct ll_buf names = LL_BUF_INIT;
    say_choices(row->choices, &names);
    ll_fail(err, LL_FAULT_USAGE, "--%s cannot be '%s': use %s", row->name, text,
            ll_buf_text(&names));
    ll_buf_release(&names);
    return -1;
}

static int take_count(const struct ll_option *row, unsigned *stored, const char *text,
                      struct ll_error *err)
{
    char *end;
    errno = 0;
    unsigned long count = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
        (double)count < row->least || (double)count > row->most)
        return ll_fail(err, LL_FAULT_USAGE,
                       "--%s takes a number from %.0f to %.0f, not '%s'", row->name,
                       row->least, row->most, text);
    *stored = (unsigned)count;
    return 0;
}

/* "2", "0.5"; not "inf", not "0x2". */
static bool read_number(const char *text, double *number, const char **end)
{
    char *after;
    *number = strtod(text, &after);
    *end = after;
    return strspn(text, "0123456789.") == (size_t)(after - text) && after != text &&
           isfinite(*number);
}

static int take_seconds(const struct ll_option *row, double *stored, const char *text,
                        struct ll_error *err)
{
    double seconds;
    const char *end;
    if (!read_number(text, &seconds, &end) || *end != '\0' || seconds < row->least ||
        seconds > row->most)
        return ll_fail(err, LL_FAULT_USAGE,
                       "--%s takes seconds, from %g to %.0f, not '%s'", row->name,
                       row->least, row->most, text);
    *stored = seconds;
    return 0;
}

/* "512M", "2G", "64MiB", "1048576". */
static int take_size(const struct ll_option *row, size_t *stored, const char *text,
                     struct ll_error *err)
{
    static const struct {
        const char *name;
        double bytes;
    } units[] = {{"", 1},      {"K", KIB}, {"KiB", KIB}, {"M", MIB},
                 {"MiB", MIB}, {"G", GIB}, {"GiB", GIB}};
    double number;
    const char *end;
    if (read_number(text, &number, &end))
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (strcmp(units[i].name, end) == 0 &&
                number * units[i].bytes >= row->least &&
                number * units[i].bytes <= row->most) {
                *stored = (size_t)(number * units[i].bytes);
                return 0;
            }
    return ll_fail(
        err, LL_FAULT_USAGE,
        "--%s takes a size from %.0fM to %.0fG, such as 256M or 2G, not '%s'",
        row->name, row->least / MIB, row->most / GIB, text);
}

static int take(const struct ll_option *row, void *stored, char letter,
                const char *value, struct ll_error *err)
{
    switch (row->type) {
    case LL_OPTION_FLAG:
        *(bool *)stored = true;
        return 0;
    case LL_OPTION_TEXT:
        return take_text(row, stored, value, err);
    case LL_OPTION_CHOICE:
        return take_choice(row, stored, value, err);
    case LL_OPTION_COUNT:
        return take_count(row, stored, value, err);
    case LL_OPTION_SECONDS:
        return take_seconds(row, stored, value, err);
    case LL_OPTION_SIZE:
        return take_size(row, stored, value, err);
    case LL_OPTION_OWN:
    case LL_OPTION_LETTERS:
        break;
    }
    return row->take(stored, letter, value, err);
}

/* ---- the command line ------------------------------------------------------------ */

/* "--fromat=json" is no option; its value says nothing of which one was meant. */
static int refuse_name(const struct ll_command *command, const struct spec *spec,
                       const char *typed)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(typed, "="), typed);
    struct ll_spelling spelling = ll_spelling_of(name + strspn(name, "-"));
    for (const struct option *row = spec->names; row->name != NULL; row++)
        ll_spelling_try(&spelling, row->name);
    if (spelling.nearest == NULL)
        return ll_command_misuse(command, "unknown option '%s'", typed);
    return ll_command_misuse(command, "unknown option '%s': did you mean '--%s'?",
                             typed, spelling.nearest);
}

/* What getopt_long() refuses. It tells the letter, or the number of a row; a name that
 * it does not know is the word before the next. */
static int refuse(const struct ll_command *command, const struct spec *spec, bool lacks,
                  char **argv)
{
    char letter;
    char typed[40] = "";
    const struct ll_option *row =
        optopt >= FIRST_VALUE ? spec->rows[find_row(spec, optopt, &letter)] : NULL;
    if (row != NULL)
        snprintf(typed, sizeof typed, "--%s", row->name);
    else if (optopt == HELP)
        snprintf(typed, sizeof typed, "--help");
    else if (optopt != 0)
        snprintf(typed, sizeof typed, "-%c", optopt);
    if (lacks)
        return ll_command_misuse(command, "%s needs a value%s%s", typed,
                                 row != NULL ? ": " : "",
                                 row != NULL ? row->value : "");
    if (row != NULL || optopt == HELP)
        return ll_command_misuse(command, "%s takes no value", typed);
    if (optopt == 0)
        return refuse_name(command, spec, argv[optind - 1]);
    return ll_command_misuse(command, "unknown option '%s'", typed);
}

static bool check_operands(const struct ll_command *command,
                           const struct ll_operands *operands, int *status)
{
    size_t known = command->operand_count;
    bool many = known > 0 && command->operands[known - 1].many;
    for (size_t i = operands->count; i < known; i++)
        if (command->operands[i].missing != NULL) {
            *status = ll_command_misuse(command, "%s", command->operands[i].missing);
            return false;
        }
    if (operands->count <= known || many)
        return true;
    *status =
        ll_command_misuse(command, "unexpected argument '%s'", operands->items[known]);
    return false;
}

bool ll_command_line_parse(const struct ll_command *command, int argc, char **argv,
                           void *request, struct ll_operands *operands, int *status)
{
    struct spec spec;
    struct ll_error err = {0};
    int own = find_rest(command, argc, argv);
    int number;
    spec_init(&spec, command);
    optind = 0; /* start anew */
    opterr = 0;
    while ((number = getopt_long(own, argv, spec.letters, spec.names, NULL)) != -1) {
        char letter;
        if (number == HELP || number == 'h') {
            ll_help_print(command);
            *status = LL_EXIT_CLEAN;
            return false;
        }
        if (number == ':' || number == '?') {
            *status = refuse(command, &spec, number == ':', argv);
            return false;
        }
        size_t index = find_row(&spec, number, &letter);
        if (take(spec.rows[index], (char *)request + spec.at[index], letter, optarg,
                 &err) != 0) {
            *status = err.fault == LL_FAULT_USAGE
                          ? ll_command_misuse(command, "%s", err.text)
                          : ll_command_failed(&err);
            return false;
        }
        if (spec.rows[index]->then != NULL)
            spec.rows[index]->then((char *)request + spec.at[index]);
    }
    *operands = (struct ll_operands){
        .items = argv + optind,
        .count = (size_t)(own - optind),
        .rest = own < argc ? argv + own + 1 : argv + argc,
        .rest_count = own < argc ? (size_t)(argc - own - 1) : 0,
    };
    return check_operands(command, operands, status);
}

static bool is_left_out(const struct ll_option *row, const char *const *left_out)
{
    for (; *left_out != NULL; left_out++)
        if (row->name != NULL && strcmp(row->name, *left_out) == 0)
            return true;
    return false;
}

static void repeat_option(const struct ll_option *row, char letter,
                          struct ll_strings *out)
{
    if (row->type == LL_OPTION_LETTERS) {
        ll_strings_addf(out, "-%c%s", letter, optarg);
        return;
    }
    ll_strings_addf(out, "--%s", row->name);
    if (row->type != LL_OPTION_FLAG)
        ll_strings_add(out, optarg);
}

int ll_command_line_repeat(const struct ll_command *command, int argc, char **argv,
                           const char *const *left_out, struct ll_strings *out,
                           struct ll_error *err)
{
    struct spec spec;
    int own = find_rest(command, argc, argv);
    int number;
    char **words = calloc((size_t)argc + 1, sizeof *words);
    if (words == NULL)
        return ll_fail_memory(err);
    memcpy(words, argv, (size_t)argc * sizeof *words);
    spec_init(&spec, command);
    optind = 0;
    opterr = 0;
    while ((number = getopt_long(own, words, spec.letters, spec.names, NULL)) != -1) {
        char letter;
        if (number == HELP || number == 'h' || number == ':' || number == '?')
            continue; /* parsing it says what is wrong */
        const struct ll_option *row = spec.rows[find_row(&spec, number, &letter)];
        if (!is_left_out(row, left_out))
            repeat_option(row, letter, out);
    }
    for (int i = optind; i < own; i++)
        ll_strings_add(out, words[i]);
    for (int i = own; i < argc; i++)
        ll_strings_add(out, words[i]);
    free(words);
    return ll_strings_ok(out, err);
}
