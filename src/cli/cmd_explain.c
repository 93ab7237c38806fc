/* SPDX-License-Identifier: MIT
 *
 * cmd_explain: the command `explain`: what a kind of fault is. */
#include <stdio.h>
#include <string.h>

#include "cli/command_line.h"
#include "diag/explain.h"
#include "diag/terms.h"

extern const struct ll_command ll_command_explain;

/* Append a piece of code, indented. */
static void add_code(struct ll_buf *out, const char *code)
{
    while (*code != '\0') {
        size_t length = strcspn(code, "\n");
        ll_buf_addf(out, "     %.*s\n", (int)length, code);
        code += length + (code[length] == '\n');
    }
}

static void add_part(struct ll_buf *out, const struct ll_style *style,
                     const char *heading, const char *text)
{
    ll_buf_puts(out, "\n ");
    ll_paint(out, style, LL_PAINT_BOLD, heading);
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, 3, text);
}

static void explain(struct ll_buf *out, enum ll_kind kind)
{
    struct ll_style style = ll_style_for(1);
    const struct ll_explanation *words = ll_explain(kind);
    ll_paint(out, &style, LL_PAINT_BOLD, words->title);
    ll_buf_putc(out, '\n');
    add_part(out, &style, "What happened", words->happened);
    add_part(out, &style, "Why it is wrong", words->wrong);
    add_part(out, &style, "Where to look first", words->look);
    ll_buf_puts(out, "\n ");
    ll_paint(out, &style, LL_PAINT_BOLD, "For example");
    ll_buf_putc(out, '\n');
    add_code(out, words->example);
    ll_buf_puts(out, "\n ");
    ll_paint(out, &style, LL_PAINT_BOLD, "Corrected");
    ll_buf_putc(out, '\n');
    add_code(out, words->mended);
    ll_buf_putc(out, '\n');
    ll_paint(out, &style, LL_PAINT_DIM, words->refs);
    ll_buf_putc(out, '\n');
}

/* Append the words of the command line as one: "use after free". */
static void join_words(const struct ll_operands *words, struct ll_buf *out)
{
    for (size_t i = 0; i < words->count; i++)
        ll_buf_addf(out, "%s%s", i > 0 ? " " : "", words->items[i]);
}

/* Append the other kinds that the word can mean. */
static void add_others(struct ll_buf *out, const struct ll_term *term)
{
    if (term->count < 2)
        return;
    ll_buf_addf(out, "\n'%s' can also mean ", term->word);
    for (size_t i = 1; i < term->count; i++)
        ll_buf_addf(out, "%s%s",
                    i == 1                 ? ""
                    : i + 1 == term->count ? " or "
                                           : ", ",
                    ll_kind_name(term->kinds[i]));
    ll_buf_addf(out, ": %s explain KIND\n", ll_command_program());
}

/* Explain what the words stand for. Returns an exit status. */
static int explain_words(const struct ll_operands *given, struct ll_buf *out)
{
    struct ll_buf words = LL_BUF_INIT, near = LL_BUF_INIT;
    join_words(given, &words);
    const struct ll_term *term = ll_term_find(ll_buf_text(&words));
    int status = LL_EXIT_CLEAN;
    if (term != NULL) {
        explain(out, term->kinds[0]);
        add_others(out, term);
    } else {
        ll_term_suggest(ll_buf_text(&words), &near);
        status = ll_command_misuse(
            &ll_command_explain, "there is no kind '%s'%s ('%s explain' lists them)",
            ll_buf_text(&words), ll_buf_text(&near), ll_command_program());
    }
    ll_buf_release(&near);
    ll_buf_release(&words);
    return status;
}

/* Append "  bad-shift   a shift by ...": a title begins with the kind. */
static void add_row(struct ll_buf *out, enum ll_kind kind)
{
    const char *title = ll_explain(kind)->title, *colon = strstr(title, ": ");
    ll_buf_addf(out, "  %-17s %s\n", ll_kind_name(kind),
                colon != NULL ? colon + 2 : title);
}

static const char *kind_name(size_t index)
{
    return index < LL_KIND_COUNT ? ll_kind_name((enum ll_kind)index) : NULL;
}

static const struct ll_operand operands[] = {{.many = true, .choices = kind_name}};

static int run(int argc, char **argv)
{
    int status = LL_EXIT_CLEAN;
    struct ll_operands given;
    struct ll_buf out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_explain, argc, argv, NULL, &given, &status))
        return status;
    if (given.count == 0) {
        for (int i = 0; i < LL_KIND_COUNT; i++)
            add_row(&out, (enum ll_kind)i);
        ll_buf_addf(&out, "\nMore about one of them: %s explain %s\n",
                    ll_command_program(), ll_kind_name(LL_DEFINITELY_LOST));
    } else {
        status = explain_words(&given, &out);
    }
    fwrite(ll_buf_text(&out), 1, out.len, stdout);
    ll_buf_release(&out);
    return status;
}

const struct ll_command ll_command_explain = {
    .name = "explain",
    .usage = "[KIND]",
    .summary = "what a kind of fault means, with an example",
    .about =
        "Explains what happened, why it is wrong and where to look first. Without "
        "KIND, it lists all kinds. Other words for a fault are understood as well: "
        "memory leak, segfault, heap-buffer-overflow.",
    .status = "0, or 2 when there is no such kind",
    .examples = "leaklab explain use-after-free",
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
