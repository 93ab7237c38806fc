/* SPDX-License-Identifier: MIT */
#include "cli/lesson_notes.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

/* ---- a fault behind another one ------------------------------------------------- */

/* Whether another fault ended the program under that tool. */
static bool was_ended_before(const struct ll_result *result, const struct ll_tool *tool,
                             const struct ll_diag *diag)
{
    bool ran = false, ended = false;
    for (size_t i = 0; i < result->run_count; i++)
        ran = ran || (result->runs[i].tool == tool &&
                      result->runs[i].status == LL_RUN_JUDGED &&
                      !ll_run_keeps_status(&result->runs[i]));
    for (size_t i = 0; i < result->diags.count; i++)
        ended = ended || (&result->diags.items[i] != diag &&
                          !ll_kind_is_leak(result->diags.items[i].kind) &&
                          ll_diag_seen_by(&result->diags.items[i], tool->name));
    return ran && ended;
}

void ll_lesson_note_hidden(struct ll_buf *out, const struct ll_style *style,
                           const struct ll_result *result, const struct ll_diag *diag,
                           const char *const *roots)
{
    const struct ll_tool *tool = ll_tool_for(LL_TOOL_BUILT_IN);
    const struct ll_frame *own[2];
    struct ll_buf words = LL_BUF_INIT;
    if (ll_kind_is_leak(diag->kind) || ll_diag_seen_by(diag, tool->name) ||
        diag->values.count > 0 || diag->path.count > 0 ||
        (tool->blind != NULL && tool->blind(diag->kind) != NULL) ||
        !was_ended_before(result, tool, diag))
        return;
    if (ll_stack_owns(&diag->at, roots, own, 2) == 2 && own[0]->function != NULL &&
        own[1]->function != NULL && own[1]->line > 0)
        ll_buf_addf(&words, "Line %u of %s, in %s, had called %s. ", own[1]->line,
                    ll_path_base(own[1]->file), own[1]->function, own[0]->function);
    ll_buf_addf(&words,
                "Another fault stopped the program under %s. Once that is mended, more "
                "may be told of this one: what its variables held.",
                tool->title);
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* ---- tests that a signal stopped ------------------------------------------------ */

/* So many of them are run once more. */
enum { TESTS_MAX = 3, FAULTS_MAX = 3 };

/* Whether a fault of that kind can lead to that signal. */
static bool can_stop(enum ll_kind kind, int signal)
{
    switch (kind) {
    case LL_INVALID_WRITE:
    case LL_USE_AFTER_FREE:
    case LL_DOUBLE_FREE:
    case LL_INVALID_FREE:
        return true; /* the C library calls abort() where its notes are broken */
    case LL_INVALID_READ:
    case LL_UNINITIALISED:
    case LL_STACK_ESCAPE:
    case LL_CRASH:
        return signal == SIGSEGV || signal == SIGBUS;
    default:
        return false;
    }
}

/* The place of a fault of `told` that `seen` is, too; NULL: it is none of them. */
static const struct ll_frame *find_told(const struct ll_diags *told,
                                        const struct ll_diag *seen,
                                        const char *const *roots)
{
    const struct ll_frame *at = ll_stack_own(&seen->at, roots);
    for (size_t i = 0; i < told->count; i++)
        if (told->items[i].kind == seen->kind &&
            ll_frames_same_line(ll_stack_own(&told->items[i].at, roots), at))
            return at;
    return NULL;
}

/* Say in `failed` which of the faults that are told were seen in the test. */
static int say_faults(struct ll_diag *failed, const struct ll_diags *told,
                      const struct ll_result *seen, const char *const *roots,
                      struct ll_error *err)
{
    const struct ll_frame *at[FAULTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < seen->diags.count && count < FAULTS_MAX; i++) {
        const struct ll_diag *diag = &seen->diags.items[i];
        const struct ll_frame *frame =
            can_stop(diag->kind, failed->signal) ? find_told(told, diag, roots) : NULL;
        bool known = frame == NULL;
        for (size_t k = 0; k < count; k++)
            known = known || ll_frames_same_line(at[k], frame);
        if (!known)
            at[count++] = frame;
    }
    if (count == 0)
        return 0;
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "%s sees in this test, too, the fault%s told of ",
                ll_tool_for(LL_TOOL_WATCHER)->title,
                count == 1 ? " that is" : "s that are");
    for (size_t i = 0; i < count; i++)
        ll_buf_addf(&words, "%s%s:%u",
                    i == 0           ? ""
                    : i + 1 == count ? " and "
                                     : ", ",
                    ll_path_base(at[i]->file), at[i]->line);
    ll_buf_puts(&words, count == 1 ? ". It may be what stopped the test: mend it first."
                                   : ". They may be what stopped the test: mend them "
                                     "first.");
    free(failed->sequel);
    failed->sequel = ll_buf_take(&words);
    ll_buf_release(&words);
    return failed->sequel == NULL ? ll_fail_memory(err) : 0;
}

/* Whether it is a test that a signal stopped, and its name is known. */
static bool is_stopped(const struct ll_diag *failed)
{
    return failed->signal != 0 && failed->at.count > 0 &&
           failed->at.frames[0].function != NULL;
}

int ll_lesson_find_stops(const struct ll_session *session, const struct ll_case *one,
                         struct ll_judgement *judgement, struct ll_error *err)
{
    const struct ll_tool *const watcher[] = {ll_tool_for(LL_TOOL_WATCHER), NULL};
    struct ll_diags *tests = &judgement->behaviour.diags;
    struct ll_diag *stopped[TESTS_MAX];
    struct ll_subject subjects[TESTS_MAX] = {0};
    struct ll_task tasks[TESTS_MAX];
    struct ll_result seen[TESTS_MAX] = {0};
    size_t count = 0;
    int result = 0;
    if (ll_diags_faults(&judgement->memory.diags) == 0)
        return 0;
    for (size_t i = 0; i < tests->count && count < TESTS_MAX && result == 0; i++) {
        if (!is_stopped(&tests->items[i]))
            continue;
        stopped[count] = &tests->items[i];
        result = ll_watched_subject(&one->tests, tests->items[i].at.frames[0].function,
                                    &subjects[count], err);
        tasks[count] = (struct ll_task){&subjects[count], watcher};
        count += result == 0;
    }
    if (result == 0 && count > 0)
        result = ll_session_run(session, tasks, count, seen, err);
    for (size_t i = 0; i < count && result == 0; i++)
        result = say_faults(stopped[i], &judgement->memory.diags, &seen[i],
                            ll_strings_argv(&one->tests.roots), err);
    for (size_t i = 0; i < count; i++) {
        ll_result_release(&seen[i]);
        free(subjects[i].only);
    }
    return result;
}
