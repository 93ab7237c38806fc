/* SPDX-License-Identifier: MIT
 *
 * text_trouble: why there is nothing to judge, or not all. */
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/words.h"
#include "report/text.h"
#include "report/text_parts.h"

/* As much as --output-limit takes. */
#define OUTPUT_MOST ((size_t)1 << 30)

static void pour_clean(struct ll_buf *out, struct ll_buf *from)
{
    ll_clean(out, ll_buf_text(from));
    ll_drop(from, out);
}

static bool was_stopped(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && !ll_ended_by_itself(&run->ended);
}

static bool is_not_built(const struct ll_run *run)
{
    return run->status == LL_RUN_NOT_BUILT;
}

/* Append the compiler's messages, with paths as the reader knows them. */
static void add_compiler(struct ll_buf *out, const struct ll_style *style,
                         const char *said)
{
    struct ll_buf lines = LL_BUF_INIT;
    while (*said != '\0') {
        size_t length = strcspn(said, "\n"), name_length = strcspn(said, ":\n");
        char *name = strndup(said, name_length);
        char *shorter = name == NULL ? NULL : ll_path_relative(name, style->from);
        lines.full = lines.full || shorter == NULL;
        ll_buf_puts(&lines, shorter == NULL ? "" : shorter);
        ll_buf_add(&lines, said + name_length, length - name_length);
        ll_buf_putc(&lines, '\n');
        free(shorter);
        free(name);
        said += length + (said[length] == '\n');
    }
    ll_text_lines(out, LL_TEXT_INDENT, ll_buf_text(&lines));
    ll_drop(&lines, out);
}

/* Explanations of the errors of gcc and the linker that beginners see most often. */
static void add_advice(struct ll_buf *out, const struct ll_style *style,
                       const char *said)
{
    static const struct {
        const char *said, *means;
    } advice[] = {
        {"undefined reference to `main'",
         "None of these files has a main(): name all files of the program."},
        {"undefined reference to `sqrt'", "The mathematical functions need -lm."},
        {"undefined reference to `pow'", "The mathematical functions need -lm."},
        {"undefined reference to `sin'", "The mathematical functions need -lm."},
        {"undefined reference to `floor'", "The mathematical functions need -lm."},
        {"multiple definition of `main'",
         "Several of these files have a main(): name the files of one program."},
    };
    for (size_t i = 0; i < sizeof advice / sizeof *advice; i++)
        if (strstr(said, advice[i].said) != NULL) {
            ll_text_words(out, style, "", advice[i].means);
            return;
        }
    if (strstr(said, "cc1plus") != NULL) {
        struct ll_buf words = LL_BUF_INIT;
        ll_buf_addf(&words,
                    "gcc's compiler for C++ is missing: install the package 'g++'%s.",
                    ll_home_advise("c++").text);
        ll_text_words(out, style, "", ll_buf_text(&words));
        ll_buf_release(&words);
    }
}

/* Append what is wrong, in one sentence: a message of ours, or a paragraph of a screen.
 * `below`: more on what stands above. */
static void say(struct ll_buf *out, const struct ll_style *style, bool below,
                struct ll_buf *words)
{
    if (style->is_part) {
        ll_buf_puts(out, below ? "" : "\n");
        ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(words));
        ll_drop(words, out);
        return;
    }
    ll_buf_puts(out, below ? "" : "leaklab: ");
    ll_blanks(out, below ? LL_TEXT_INDENT : 0);
    ll_buf_putc(words, '\n');
    pour_clean(out, words);
}

static void add_not_built(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_result *result, const struct ll_run *run)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, style->is_part ? "%s was not built: " : "cannot build '%s': ",
                result->subject->name);
    const char *who = run->by_cython ? "Cython" : run->tool->compiler;
    if (ll_run_refusal(run) != NULL)
        ll_buf_addf(&line, "%s says", who);
    else
        ll_buf_puts(&line, run->note != NULL ? run->note : "the compiler failed");
    say(out, style, false, &line);
    if (ll_run_refusal(run) != NULL)
        ll_buf_putc(out, '\n');
    else if (run->compiler != NULL)
        ll_buf_addf(out, "\nuntil then %s said\n\n", who);
    if (run->compiler != NULL) {
        add_compiler(out, style, run->compiler);
        add_advice(out, style, run->compiler);
    }
    if (!style->is_part && ll_text_find_run(result, ll_text_is_judged) == NULL)
        ll_buf_puts(out, "\nnothing was run. (exit 2)\n");
}

/* "did not end within 10 s and was stopped". */
static void say_stop(struct ll_buf *out, const struct ll_run *run,
                     const struct ll_limits *limits)
{
    const struct ll_limits own =
        ll_run_limits(run, limits != NULL ? limits : &ll_limits_default);
    ll_ended_say(&run->ended, &own, out);
}

static void add_stopped(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_result *result, const struct ll_run *run,
                        const struct ll_limits *limits)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "'%s' ", result->subject->name);
    say_stop(&words, run, limits);
    if ((style->is_part ? ll_diags_faults(&result->diags) : result->diags.count) > 0)
        ll_buf_puts(&words, "; what the tools saw until then:");
    say(out, style, false, &words);
}

/* Whether the line about the end of the run already says its note. */
static bool is_said(const struct ll_run *run, const struct ll_run *stopped,
                    const struct ll_limits *limits)
{
    struct ll_buf words = LL_BUF_INIT;
    if (stopped != NULL)
        say_stop(&words, stopped, limits);
    bool said = words.len > 0 && strstr(run->note, words.data) != NULL;
    ll_buf_release(&words);
    return said;
}

/* Append what a stop by time may mean, and the command that gives more. A run that had
 * little of a processor does not show that a loop is to blame. */
static void add_command(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_run *stopped, const struct ll_limits *limits)
{
    const struct ll_ended *ended = &stopped->ended;
    const double most =
        ll_run_limits(stopped, limits != NULL ? limits : &ll_limits_default)
            .wall_seconds;
    struct ll_buf words = LL_BUF_INIT;
    if (ended->how == LL_END_TIMEOUT && ended->cpu_seconds < most * 0.7)
        ll_buf_addf(&words,
                    "(of these %g s it had a processor for %.1f s: the machine is "
                    "busy, or the program waits)",
                    most, ended->cpu_seconds);
    else
        ll_buf_puts(&words, "(perhaps a loop does not end)");
    ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&words));
    ll_drop(&words, out);
    if (ended->how != LL_END_OUTPUT)
        ll_buf_addf(out, "%*s(more time: `%s`)\n", LL_TEXT_INDENT, "", style->longer);
}

/* Append the option with which the run would have gone on, or the usual cause. */
static void add_longer(struct ll_buf *out, const struct ll_style *style,
                       const struct ll_run *stopped, const struct ll_limits *limits)
{
    bool by_time =
        stopped->ended.how == LL_END_TIMEOUT || stopped->ended.how == LL_END_CPU;
    if (style->longer != NULL) {
        if (by_time || stopped->ended.how == LL_END_OUTPUT)
            add_command(out, style, stopped, limits);
        return;
    }
    if (stopped->ended.how == LL_END_OUTPUT && limits != NULL)
        ll_buf_addf(out, "%*s(more: --output-limit SIZE, such as %zuM)\n",
                    LL_TEXT_INDENT, "",
                    limits->output_bytes < OUTPUT_MOST / 16
                        ? limits->output_bytes / (1 << 20) * 16
                        : OUTPUT_MOST / (1 << 20));
    if (!by_time)
        return;
    if (limits != NULL)
        ll_buf_addf(out, "%*s(longer: --timeout %g)\n", LL_TEXT_INDENT, "",
                    limits->wall_seconds * 6);
    else
        ll_buf_addf(out, "%*s(longer: --timeout SECONDS)\n", LL_TEXT_INDENT, "");
}

static void add_note(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_run *run, bool below)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "%s: %s", run->tool->title, run->note);
    say(out, style, below, &line);
}

void ll_text_trouble(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_result *result, const struct ll_limits *limits)
{
    const struct ll_run *not_built = ll_text_find_run(result, is_not_built);
    const struct ll_run *stopped = ll_text_find_run(result, was_stopped);
    if (not_built != NULL)
        add_not_built(out, style, result, not_built);
    if (stopped != NULL)
        add_stopped(out, style, result, stopped, limits);
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (run->status == LL_RUN_NO_TOOL && style->missing_told)
            continue;
        if (run->note != NULL && run->status != LL_RUN_NOT_BUILT &&
            !ll_run_is_whole(run) && !is_said(run, stopped, limits))
            add_note(out, style, run, was_stopped(run));
    }
    if (stopped != NULL)
        add_longer(out, style, stopped, limits);
}
