/* SPDX-License-Identifier: MIT */
#include "cli/lists.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const struct ll_option ll_lists_options[] = {
    {.name = "baseline",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_lists_asked, baseline),
     .values = LL_VALUES_FILES,
     .help = "the faults that FILE lists are known, and do not count"},
    {.name = "write-baseline",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_lists_asked, write),
     .values = LL_VALUES_FILES,
     .help = "write the faults to FILE, as known from now on"},
    {.name = "suppressions",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_lists_asked, suppressions),
     .values = LL_VALUES_FILES,
     .help = "do not report the faults that FILE describes"},
    {0},
};

static int open_lists(struct ll_lists *lists, struct ll_error *err)
{
    const struct ll_lists_asked *asked = &lists->asked;
    int result = 0;
    if (asked->baseline != NULL)
        result = ll_listed_read(asked->baseline, true, &lists->baseline, err);
    else if (asked->write != NULL)
        result = ll_listed_begin(asked->write, &lists->baseline, err);
    if (result == 0 && asked->suppressions != NULL)
        result = ll_listed_read(asked->suppressions, false, &lists->suppressions, err);
    return result;
}

int ll_lists_open(struct ll_lists *lists, const struct ll_lists_asked *asked,
                  const struct ll_command *command)
{
    struct ll_error err = {0};
    *lists = (struct ll_lists){.asked = *asked};
    if (asked->baseline != NULL && asked->write != NULL)
        return ll_command_misuse(command, "--write-baseline reads what FILE has, and "
                                          "takes no --baseline beside it");
    if (open_lists(lists, &err) == 0)
        return LL_EXIT_CLEAN;
    int status = ll_command_failed(&err);
    return status == LL_EXIT_INPUT ? LL_EXIT_LISTS : status;
}

void ll_lists_release(struct ll_lists *lists)
{
    ll_listed_release_all(&lists->baseline);
    ll_listed_release_all(&lists->suppressions);
}

/* ---- a result -------------------------------------------------------------------- */

/* Whether each tool that can judge the program saw all of it. */
static bool is_whole(const struct ll_result *result)
{
    bool whole = result->run_count > 0;
    for (size_t i = 0; i < result->run_count; i++)
        whole = whole && (ll_run_is_whole(&result->runs[i]) ||
                          result->runs[i].status == LL_RUN_NO_TOOL ||
                          result->runs[i].status == LL_RUN_UNFIT);
    return whole;
}

/* A run that did not come to its end takes no line away. */
static int write_baseline(struct ll_lists *lists, const struct ll_result *result,
                          struct ll_error *err)
{
    struct ll_listed_faults *list = &lists->baseline;
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    if (result->verdict != LL_PASS && result->verdict != LL_FAIL)
        return 0;
    for (size_t i = 0; i < list->count && !lists->whole; i++)
        list->items[i].occurs = true;
    for (size_t i = 0; i < result->diags.count; i++) {
        const struct ll_diag *diag = &result->diags.items[i];
        int found =
            !ll_kind_is_fault(diag->kind) ? 1 : ll_listed_find(list, diag, roots, err);
        int unnamed = found == 0 ? ll_listed_add(list, diag, roots, err) : 0;
        if (found < 0 || unnamed < 0)
            return -1;
        lists->unnamed += (size_t)unnamed;
    }
    lists->written = true;
    return ll_listed_write(list, err);
}

int ll_lists_apply(struct ll_lists *lists, struct ll_result *result,
                   struct ll_error *err)
{
    lists->whole = is_whole(result);
    if (lists->asked.suppressions != NULL &&
        ll_result_leave_out(result, &lists->suppressions, err) != 0)
        return -1;
    if (lists->asked.baseline != NULL)
        return ll_result_leave_out(result, &lists->baseline, err);
    return lists->asked.write != NULL ? write_baseline(lists, result, err) : 0;
}

int ll_lists_exit(const struct ll_lists *lists, const struct ll_result *result)
{
    return lists->written ? LL_EXIT_CLEAN : ll_exit_for(result->verdict);
}

/* ---- what is told ---------------------------------------------------------------- */

static size_t count_idle(const struct ll_listed_faults *list)
{
    size_t idle = 0;
    for (size_t i = 0; i < list->count; i++)
        idle += !list->items[i].occurs;
    return idle;
}

static void add_idle(struct ll_buf *out, const struct ll_listed_faults *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].occurs) {
            ll_buf_addf(out, "  %s:%d: ", list->path, list->items[i].line);
            ll_listed_say(&list->items[i], out);
            ll_buf_putc(out, '\n');
        }
}

static void add_baseline(struct ll_buf *out, const struct ll_listed_faults *list,
                         bool whole)
{
    size_t idle = count_idle(list), count = list->count;
    ll_buf_addf(out, "%zu known fault%s in %s", count, ll_plural(count), list->path);
    if (idle == 0)
        ll_buf_puts(out, count == 0 ? ".\n" : ", none gone.\n");
    else if (whole)
        ll_buf_addf(out, ", %zu of them gone. Remove the line%s:\n", idle,
                    ll_plural(idle));
    else
        ll_buf_addf(out, ", %zu of them not seen, but not all was judged to its end:\n",
                    idle);
    add_idle(out, list);
}

static void add_suppressions(struct ll_buf *out, const struct ll_listed_faults *list)
{
    size_t idle = count_idle(list);
    if (idle == 0)
        return;
    ll_buf_addf(out, "%zu of %zu suppression%s in %s matched nothing:\n", idle,
                list->count, ll_plural(list->count), list->path);
    add_idle(out, list);
}

static void add_written(struct ll_buf *out, const struct ll_lists *lists)
{
    const struct ll_listed_faults *list = &lists->baseline;
    if (!lists->written) {
        ll_buf_addf(out, "%s was not written: nothing was judged.\n", list->path);
        return;
    }
    ll_buf_addf(out,
                "%s is written: %zu known fault%s. With --baseline %s, only new ones "
                "count.\n",
                list->path, list->count, ll_plural(list->count), list->path);
    if (lists->unnamed > 0)
        ll_buf_addf(out,
                    "%zu fault%s could not be written: nobody knows in which function. "
                    "Build with -g.\n",
                    lists->unnamed, ll_plural(lists->unnamed));
}

void ll_lists_tell(const struct ll_lists *lists, const char *format, struct ll_buf *out)
{
    struct ll_buf text = LL_BUF_INIT, clean = LL_BUF_INIT;
    if (lists->asked.baseline != NULL)
        add_baseline(&text, &lists->baseline, lists->whole);
    if (lists->asked.write != NULL)
        add_written(&text, lists);
    add_suppressions(&text, &lists->suppressions);
    ll_clean(&clean, ll_buf_text(&text));
    if (strcmp(format, "text") == 0)
        ll_buf_puts(out, ll_buf_text(&clean));
    else
        fputs(ll_buf_text(&clean), stderr);
    ll_buf_release(&clean);
    ll_buf_release(&text);
}
