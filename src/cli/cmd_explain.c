/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "diag/explain.h"

extern const struct ll_command ll_command_explain;

/* A snippet, each line after the same margin. */
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
    ll_paint(out, &style, LL_PAINT_BOLD, "Mended");
    ll_buf_putc(out, '\n');
    add_code(out, words->mended);
    ll_buf_putc(out, '\n');
    ll_paint(out, &style, LL_PAINT_DIM, words->refs);
    ll_buf_putc(out, '\n');
}

/* The kind that the words name, however they are written: "Double free". */
static bool find_kind(int argc, char **argv, enum ll_kind *kind)
{
    struct ll_buf name = LL_BUF_INIT;
    for (int i = 1; i < argc; i++)
        ll_buf_addf(&name, "%s%s", i > 1 ? "-" : "", argv[i]);
    for (size_t i = 0; i < name.len; i++)
        name.data[i] = name.data[i] == ' ' || name.data[i] == '_'
                           ? '-'
                           : (char)tolower((unsigned char)name.data[i]);
    bool found = ll_kind_from_name(ll_buf_text(&name), kind);
    ll_buf_release(&name);
    return found;
}

static int run(int argc, char **argv)
{
    struct ll_buf out = LL_BUF_INIT;
    enum ll_kind kind;
    if (argc == 1) {
        for (int i = 0; i < LL_KIND_COUNT; i++)
            ll_buf_addf(&out, "  %-17s %s\n", ll_kind_name((enum ll_kind)i),
                        ll_explain((enum ll_kind)i)->title);
        ll_buf_puts(&out, "\nMore of one: leaklab explain KIND\n");
    } else if (find_kind(argc, argv, &kind)) {
        explain(&out, kind);
    } else {
        return ll_command_misuse(&ll_command_explain,
                                 "there is no kind '%s' ('leaklab explain' lists them)",
                                 argv[1]);
    }
    fwrite(ll_buf_text(&out), 1, out.len, stdout);
    ll_buf_release(&out);
    return LL_EXIT_CLEAN;
}

const struct ll_command ll_command_explain = {
    .name = "explain",
    .usage = "[KIND]",
    .summary = "what a kind of fault means, with an example",
    .help = "Without KIND, all kinds with one line each.\n",
    .run = run,
};
