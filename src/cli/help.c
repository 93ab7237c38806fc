/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

/* The columns of --help: options, and what they do. */
enum { WIDTH = 80, LEFT = 2, RIGHT = 24 };

static const char usual_status[] =
    "0 no fault, 1 faults, 2 wrong usage or nothing could be judged, 3 leaklab failed";

static const struct ll_option help_option = {
    .name = "help", .letter = 'h', .help = "print this help"};

void ll_help_option(struct ll_buf *out, const struct ll_option *option)
{
    if (option->type == LL_OPTION_LETTERS)
        ll_buf_puts(out, option->shown);
    if (option->letter != 0)
        ll_buf_addf(out, "-%c, ", option->letter);
    if (option->name != NULL)
        ll_buf_addf(out, "--%s", option->name);
    if (option->value != NULL)
        ll_buf_addf(out, " %s", option->value);
}

/* Append what the option does: its help, its choices, whether it repeats. */
static void add_meaning(struct ll_buf *out, const struct ll_option *option)
{
    ll_buf_puts(out, option->help);
    if (option->type == LL_OPTION_CHOICE) {
        ll_buf_puts(out, ": ");
        for (size_t i = 0; option->choices(i) != NULL; i++)
            ll_buf_addf(out, "%s%s", i > 0 ? ", " : "", option->choices(i));
    }
    if (option->repeats)
        ll_buf_puts(out, "; may be repeated");
}

/* ---- --help ---------------------------------------------------------------------- */

/* "  --timeout SECONDS      stop a run after ...": wrapped in the right column. */
static void add_row(struct ll_buf *out, const struct ll_option *option)
{
    struct ll_style style = {.width = WIDTH};
    struct ll_buf left = LL_BUF_INIT, meaning = LL_BUF_INIT, right = LL_BUF_INIT;
    ll_help_option(&left, option);
    add_meaning(&meaning, option);
    ll_wrap(&right, &style, RIGHT, ll_buf_text(&meaning));
    ll_buf_addf(out, "%*s%s", LEFT, "", ll_buf_text(&left));
    if (LEFT + left.len + 2 > RIGHT || right.len < RIGHT)
        ll_buf_addf(out, "\n%s", ll_buf_text(&right));
    else
        ll_buf_addf(out, "%*s%s", (int)(RIGHT - LEFT - left.len), "",
                    ll_buf_text(&right) + RIGHT);
    ll_buf_release(&left);
    ll_buf_release(&meaning);
    ll_buf_release(&right);
}

/* Paragraphs, one a line of `text`, with an empty line between two. */
static void add_text(struct ll_buf *out, const char *text)
{
    struct ll_style style = {.width = WIDTH};
    while (*text != '\0') {
        struct ll_buf paragraph = LL_BUF_INIT;
        size_t length = strcspn(text, "\n");
        ll_buf_add(&paragraph, text, length);
        ll_wrap(out, &style, 0, ll_buf_text(&paragraph));
        ll_buf_release(&paragraph);
        text += length;
        if (*text == '\n') {
            ll_buf_putc(out, '\n');
            text++;
        }
    }
}

static void add_examples(struct ll_buf *out, const char *examples)
{
    ll_buf_puts(out, "\nExamples:\n");
    for (const char *line = examples; *line != '\0'; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        ll_buf_addf(out, "  %.*s\n", (int)length, line);
        line += length;
    }
}

static void add_options(struct ll_buf *out, const struct ll_option *options)
{
    struct ll_option_walk walk = {0};
    ll_buf_puts(out, "\nOptions:\n");
    while (ll_option_next(options, &walk))
        add_row(out, walk.row);
    add_row(out, &help_option);
}

void ll_help_print(const struct ll_command *command)
{
    struct ll_buf out = LL_BUF_INIT, status = LL_BUF_INIT;
    ll_buf_addf(&out, "leaklab %s: %s\n\nusage: leaklab %s%s%s\n\n", command->name,
                command->summary, command->name, command->usage[0] != '\0' ? " " : "",
                command->usage);
    add_text(&out, command->about);
    add_options(&out, command->options);
    ll_buf_addf(&status, "Exit status: %s",
                command->status != NULL ? command->status : usual_status);
    ll_buf_putc(&out, '\n');
    add_text(&out, ll_buf_text(&status));
    if (command->examples != NULL)
        add_examples(&out, command->examples);
    fputs(ll_buf_text(&out), stdout);
    ll_buf_release(&out);
    ll_buf_release(&status);
}

/* ---- the man page ---------------------------------------------------------------- */

/* Append text for roff: hyphens that can be copied, no backslash or line that roff
 * would obey. A line break becomes `line_break`. */
static void add_roff(struct ll_buf *out, const char *text, const char *line_break)
{
    bool line_starts = true;
    for (; *text != '\0'; text++) {
        if (line_starts && (*text == '.' || *text == '\''))
            ll_buf_puts(out, "\\&");
        line_starts = *text == '\n';
        if (*text == '-')
            ll_buf_puts(out, "\\-");
        else if (*text == '\\')
            ll_buf_puts(out, "\\e");
        else if (*text == '\n')
            ll_buf_puts(out, line_break);
        else
            ll_buf_putc(out, *text);
    }
}

static void add_manual_option(struct ll_buf *out, const struct ll_option *option)
{
    struct ll_buf typed = LL_BUF_INIT, meaning = LL_BUF_INIT;
    ll_help_option(&typed, option);
    add_meaning(&meaning, option);
    ll_buf_puts(out, ".TP\n.B ");
    add_roff(out, ll_buf_text(&typed), " ");
    ll_buf_putc(out, '\n');
    add_roff(out, ll_buf_text(&meaning), " ");
    ll_buf_puts(out, ".\n");
    ll_buf_release(&typed);
    ll_buf_release(&meaning);
}

static void add_manual(struct ll_buf *out, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    ll_buf_puts(out, ".SS leaklab ");
    add_roff(out, command->name, " ");
    ll_buf_puts(out, command->usage[0] != '\0' ? " " : "");
    add_roff(out, command->usage, " ");
    ll_buf_putc(out, '\n');
    add_roff(out, command->about, "\n.PP\n");
    ll_buf_putc(out, '\n');
    while (ll_option_next(command->options, &walk))
        add_manual_option(out, walk.row);
    if (command->status != NULL) {
        ll_buf_puts(out, ".PP\nExit status: ");
        add_roff(out, command->status, " ");
        ll_buf_puts(out, ".\n");
    }
    if (command->examples != NULL) {
        ll_buf_puts(out, ".PP\n.EX\n");
        add_roff(out, command->examples, "\n");
        ll_buf_puts(out, "\n.EE\n");
    }
}

void ll_help_manual(struct ll_buf *out)
{
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        if (!(*row)->hidden)
            add_manual(out, *row);
}
