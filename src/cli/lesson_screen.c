/* SPDX-License-Identifier: MIT */
#include "cli/lesson_screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "cli/lesson_notes.h"
#include "cli/pictured.h"
#include "cli/screen.h"
#include "cli/unreadable.h"
#include "diag/terms.h"
#include "lesson/match.h"
#include "report/text.h"
#include "report/text_steps.h"
#include "report/text_sweep.h"
#include "report/text_warnings.h"
#include "sweep/cause.h"

/* So many failed tests of a suite are shown in full. */
#define TESTS_SHOWN 3

/* So many faults of a sweep. */
#define CAUSES_SHOWN 2

void ll_lesson_screen_title(struct ll_lesson_screen *screen)
{
    const struct ll_manifest *manifest = screen->lesson->manifest;
    struct ll_buf text = LL_BUF_INIT, title = LL_BUF_INIT, refs = LL_BUF_INIT;
    ll_buf_addf(&text, "Lesson %u · %s", screen->lesson->number, manifest->title);
    for (unsigned i = 0; i < manifest->cwe_count; i++)
        ll_buf_addf(&refs, "%sCWE-%u", refs.len > 0 ? " · " : "", manifest->cwe[i]);
    for (unsigned i = 0; i < manifest->cert_count; i++)
        ll_buf_addf(&refs, "%s%s", refs.len > 0 ? " · " : "", manifest->cert[i]);
    ll_paint(&title, &screen->style, LL_PAINT_BOLD, ll_buf_text(&text));
    ll_columns(&screen->out, &screen->style, ll_buf_text(&title), ll_buf_text(&refs));
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 1, manifest->about);
    ll_buf_release(&text);
    ll_buf_release(&title);
    ll_buf_release(&refs);
}

/* " The right half   lessons/.../correct.c          clean under 2 tools" */
static void add_heading(struct ll_lesson_screen *screen, const char *what,
                        const char *file, const char *outcome, enum ll_paint paint)
{
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT;
    ll_buf_putc(&left, ' ');
    ll_paint(&left, &screen->style, LL_PAINT_BOLD, what);
    ll_buf_addf(&left, "%*s", (int)(17 - strlen(what)), "");
    ll_screen_file(&left, screen->lesson, file);
    ll_paint(&right, &screen->style, paint, outcome);
    ll_buf_putc(&screen->out, '\n');
    ll_columns(&screen->out, &screen->style, ll_buf_text(&left), ll_buf_text(&right));
    ll_buf_release(&left);
    ll_buf_release(&right);
}

/* How many tests of the suite failed. */
static size_t failed_tests(const struct ll_judgement *judgement)
{
    return judgement->behaviour.diags.count - judgement->misprints;
}

/* ---- what it does when memory runs out ---------------------------------------- */

/* A cause of failures, of the program or of its suite. */
struct cause {
    const struct ll_sweep *sweep; /* NULL: none */
    size_t attempt;
};

static const struct ll_attempt *attempt_of(const struct cause *cause)
{
    return cause->sweep == NULL ? NULL : &cause->sweep->attempts[cause->attempt];
}

/* Whether who mends an earlier cause mends this one. The suite's mostly are those of
 * the program. */
static bool is_told_before(const struct ll_judgement *judgement,
                           const struct cause *cause)
{
    const char *const *roots = ll_strings_argv(&cause->sweep->base.subject->roots);
    for (const struct ll_sweep *sweep = judgement->sweeps; sweep <= cause->sweep;
         sweep++)
        for (size_t i = 0; i < sweep->count; i++) {
            if (sweep == cause->sweep && i >= cause->attempt)
                return false;
            if (sweep->attempts[i].same_as == i &&
                ll_causes_alike(&sweep->attempts[i], attempt_of(cause), roots))
                return true;
        }
    return false;
}

/* The cause number `number`, from 0. Without a sweep: there are not so many. */
static struct cause find_cause(const struct ll_judgement *judgement, size_t number)
{
    for (const struct ll_sweep *sweep = judgement->sweeps;
         sweep < judgement->sweeps + 2; sweep++)
        for (size_t i = 0; i < sweep->count; i++) {
            const struct cause cause = {sweep, i};
            if (sweep->attempts[i].same_as == i &&
                ll_outcome_is_fault(sweep->attempts[i].outcome) &&
                !is_told_before(judgement, &cause) && number-- == 0)
                return cause;
        }
    return (struct cause){0};
}

static size_t count_causes(const struct ll_judgement *judgement)
{
    size_t count = 0;
    while (find_cause(judgement, count).sweep != NULL)
        count++;
    return count;
}

/* ---- a module ------------------------------------------------------------------ */

/* "2 faults", "1 fault, 1 failed test, wrong output", "1 fault in its tests", "2 of 5
 * faults mended", "none of 4 answered", "3 of 4 answers right", "clean under 2 tools".
 */
void ll_lesson_screen_outcome(const struct ll_case *one,
                              const struct ll_judgement *judgement, struct ll_buf *out)
{
    size_t faults = ll_diags_faults(&judgement->memory.diags);
    size_t failed = failed_tests(judgement);
    size_t watched = ll_diags_faults(&judgement->watched.result.diags);
    size_t tools = 0;
    enum ll_verdict verdict = ll_judgement_verdict(judgement);
    if (one->subject.sources.count == 0) {
        ll_buf_puts(out, "missing");
        return;
    }
    for (size_t i = 0; i < judgement->memory.run_count; i++)
        tools += judgement->memory.runs[i].status == LL_RUN_JUDGED;
    if (judgement->answers.trouble != NULL) {
        ll_buf_puts(out, "not read");
        return;
    }
    if (judgement->answers.count > 0 && verdict < LL_UNGRADABLE) {
        size_t left = ll_answers_left(&judgement->answers), given = 0;
        for (size_t i = 0; i < judgement->answers.count; i++)
            given += judgement->answers.items[i].given != NULL;
        if (given == 0) {
            ll_buf_addf(out, "none of %zu answered", judgement->answers.count);
            return;
        }
        ll_buf_addf(out, "%zu of %zu answers right", judgement->answers.count - left,
                    judgement->answers.count);
        return;
    }
    if (judgement->steps.count > 0 && verdict == LL_FAIL) {
        ll_text_steps_score(out, one->exercise, &judgement->memory, &judgement->steps);
        return;
    }
    size_t swept = count_causes(judgement);
    if (swept > 0 && verdict < LL_UNGRADABLE) {
        ll_buf_addf(out, "%zu fault%s when memory runs out", swept, ll_plural(swept));
        return;
    }
    if (faults + failed + judgement->misprints > 0 &&
        judgement->memory.verdict < LL_UNGRADABLE) {
        if (faults > 0)
            ll_buf_addf(out, "%zu fault%s", faults, ll_plural(faults));
        if (failed > 0)
            ll_buf_addf(out, "%s%zu failed test%s", faults > 0 ? ", " : "", failed,
                        ll_plural(failed));
        if (judgement->misprints)
            ll_buf_addf(out, "%swrong output", faults + failed > 0 ? ", " : "");
        return;
    }
    if (watched > 0 && verdict < LL_UNGRADABLE) {
        ll_buf_addf(out, "%zu fault%s in its tests", watched, ll_plural(watched));
        return;
    }
    switch (verdict) {
    case LL_PASS:
        ll_buf_addf(out, "clean under %zu tool%s", tools, ll_plural(tools));
        if (ll_judgement_survived(judgement) > 0)
            ll_buf_addf(out, ", survives %lu failing allocation%s",
                        ll_judgement_survived(judgement),
                        ll_plural(ll_judgement_survived(judgement)));
        break;
    case LL_HARNESS_ERROR:
        ll_buf_puts(out, "not judged: leaklab failed");
        break;
    default:
        ll_buf_puts(out, ll_result_is_not_built(&judgement->memory) ? "not built"
                         : ll_result_was_late(&judgement->memory)
                             ? "did not end in time"
                             : "not judged");
        break;
    }
}

/* Whether a failure left blocks that are still reachable. */
static bool keeps_blocks(const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++) {
        const struct ll_diags *diags = &sweep->attempts[i].result.diags;
        for (size_t k = 0; k < diags->count; k++)
            if (diags->items[k].kind == LL_KEPT_TOO_LONG)
                return true;
    }
    return false;
}

static bool has_quit(const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->attempts[i].outcome == LL_QUIT)
            return true;
    return false;
}

/* Append the command that repeats a failure of a sweep, with "%s" for its number. It
 * names no allocators: a lesson's are not in each of its programs. */
static void add_again(struct ll_buf *out, const struct ll_sweep *sweep)
{
    const struct ll_subject *subject = sweep->base.subject;
    const struct ll_strings *words[] = {&subject->cflags, &subject->sources,
                                        &subject->scripts, &subject->libs};
    ll_screen_command(out, "sweep", 0, 0);
    ll_buf_addf(out, " --only %%s%s%s%s%s", subject->is_suite ? " --suite" : "",
                keeps_blocks(sweep) ? " --reachable" : "",
                has_quit(sweep) ? " --returns" : "",
                subject->python ? " --python" : "");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t j = 0; j < words[i]->count; j++) {
            char *shown = ll_path_relative(words[i]->items[j], NULL);
            ll_buf_addf(out, " %s", shown != NULL ? shown : words[i]->items[j]);
            free(shown);
        }
}

/* Append a cause, after what was done to its program where that was not told yet. */
static void add_cause(struct ll_lesson_screen *screen, const struct cause *cause,
                      bool leads)
{
    const struct ll_subject *subject = cause->sweep->base.subject;
    struct ll_buf again = LL_BUF_INIT;
    if (leads)
        ll_text_swept_lead(&screen->out, &screen->style, subject->is_suite, false);
    add_again(&again, cause->sweep);
    /* No option tells a module in Cython its name. */
    ll_text_cause(&screen->out, &screen->style, cause->sweep,
                  screen->has_keys || subject->module != NULL ? NULL
                                                              : ll_buf_text(&again),
                  cause->attempt);
    ll_buf_release(&again);
}

/* Append what an exercise does when memory runs out: the first faults. */
static void add_sweeps(struct ll_lesson_screen *screen,
                       const struct ll_judgement *judgement)
{
    const size_t count = count_causes(judgement);
    const struct ll_sweep *above = NULL;
    for (size_t i = 0; i < count && i < CAUSES_SHOWN; i++) {
        const struct cause cause = find_cause(judgement, i);
        add_cause(screen, &cause, cause.sweep != above);
        above = cause.sweep;
    }
    if (count > CAUSES_SHOWN)
        ll_buf_addf(&screen->out,
                    "\n   ... and %zu more. Mend the first ones, then look again.\n",
                    count - CAUSES_SHOWN);
}

/* "... and 2 more failed tests: sum_of_none, sum_of_one", of `count` that failed. */
static void add_more_failed(struct ll_lesson_screen *screen,
                            const struct ll_diags *failed, size_t count)
{
    size_t more = count - TESTS_SHOWN;
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "... and %zu more failed test%s", more, ll_plural(more));
    for (size_t i = TESTS_SHOWN; i < count; i++) {
        const struct ll_stack *at = &failed->items[i].at;
        const char *name = at->count > 0 ? at->frames[0].function : NULL;
        ll_buf_addf(&words, "%s%s", i == TESTS_SHOWN ? ": " : ", ",
                    name != NULL ? name : "one without a name");
    }
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append a failed test, and what it ran into. */
static void add_test(struct ll_lesson_screen *screen, const struct ll_case *one,
                     const struct ll_diag *failed)
{
    ll_text_diag(&screen->out, &screen->style, failed, NULL,
                 ll_strings_argv(&one->tests.roots), NULL);
    if (failed->sequel == NULL)
        return;
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3, failed->sequel);
}

/* Append the failed tests, the first ones in full, and what is wrong in the output. */
static void add_failed(struct ll_lesson_screen *screen, const struct ll_case *one,
                       const struct ll_judgement *judgement)
{
    const struct ll_diags *failed = &judgement->behaviour.diags;
    size_t count = failed_tests(judgement);
    for (size_t i = 0; i < failed->count; i++) {
        if (i == TESTS_SHOWN && i < count)
            add_more_failed(screen, failed, count);
        if (i >= TESTS_SHOWN && i < count)
            continue;
        ll_buf_putc(&screen->out, '\n');
        add_test(screen, one, &failed->items[i]);
    }
}

/* Append why the file of an exercise cannot be judged, where that is the file's and not
 * the program's. False: it is not so. */
static bool add_unreadable(struct ll_lesson_screen *screen, const struct ll_case *one,
                           const struct ll_judgement *judgement)
{
    struct ll_buf words = LL_BUF_INIT;
    const char *file = one->answers != NULL ? one->answers : one->file;
    char *path = ll_path_join(screen->lesson->folder, file);
    bool said = one->part == LL_PART_EXERCISE && path != NULL &&
                ll_judgement_verdict(judgement) == LL_UNGRADABLE &&
                ll_unreadable_say(path, &words);
    if (said) {
        ll_buf_puts(&words, screen->has_keys ? " r" : " `");
        if (!screen->has_keys)
            ll_screen_reset(&words, screen->lesson, ll_path_base(file));
        ll_buf_addf(&words, "%s puts it back as it was handed out%s.",
                    screen->has_keys ? "" : "`",
                    ll_path_exists(path) ? ", and keeps what is there" : "");
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    }
    ll_buf_release(&words);
    free(path);
    return said;
}

/* Append a note on the encoding of an exercise that is not done. */
static void add_encoding(struct ll_lesson_screen *screen, const struct ll_case *one,
                         const struct ll_judgement *judgement)
{
    struct ll_buf words = LL_BUF_INIT;
    if (one->part == LL_PART_EXERCISE && one->answers == NULL &&
        ll_judgement_verdict(judgement) != LL_PASS &&
        ll_unreadable_note(one->subject.sources.items[0], &words)) {
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    }
    ll_buf_release(&words);
}

void ll_lesson_screen_changed(struct ll_lesson_screen *screen,
                              const struct ll_strings *edited)
{
    struct ll_buf words = LL_BUF_INIT;
    bool one = edited->count == 1;
    for (size_t i = 0; i < edited->count; i++)
        ll_buf_addf(&words, "%s%s",
                    i == 0                   ? ""
                    : i + 1 == edited->count ? " and "
                                             : ", ",
                    edited->items[i]);
    ll_buf_addf(&words, " %s not as %s handed out. A grader takes its own. `",
                one ? "is" : "are", one ? "it was" : "they were");
    ll_screen_reset(&words, screen->lesson, edited->items[0]);
    ll_buf_addf(&words, "` puts %s back, and keeps what is there.",
                one ? "it" : edited->items[0]);
    if (edited->count > 0) {
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(&screen->out, &screen->style, 1, ll_buf_text(&words));
    }
    ll_buf_release(&words);
}

/* Append the faults and failed tests of a module, and why it could not be judged. The
 * manifest explains the faults of a wrong half only: an exercise may have another fault
 * at the same place. */
static void add_faults(struct ll_lesson_screen *screen, const struct ll_case *one,
                       const struct ll_judgement *judgement)
{
    bool wrong = one->part == LL_PART_WRONG;
    const struct ll_result *memory = &judgement->memory;
    if (add_unreadable(screen, one, judgement))
        return;
    add_encoding(screen, one, judgement);
    const char *const *roots = ll_strings_argv(&one->subject.roots);
    screen->style.named = one->subject.sources.items[0];
    ll_text_trouble(&screen->out, &screen->style, memory, &screen->session.limits);
    screen->style.missing_told = true; /* the same tools are missing for all parts */
    const struct ll_diag *above = NULL;
    for (size_t i = 0; i < memory->diags.count; i++) {
        const struct ll_diag *diag = &memory->diags.items[i];
        if (!ll_kind_is_fault(diag->kind))
            continue;
        const struct ll_expectation *expected =
            wrong ? ll_match_find(one->module, diag, &one->labels, roots) : NULL;
        ll_buf_putc(&screen->out, '\n');
        ll_text_diag(&screen->out, &screen->style, diag, above, roots,
                     expected == NULL ? NULL : expected->why);
        if (!wrong)
            ll_lesson_note_hidden(&screen->out, &screen->style, memory, diag, roots);
        ll_text_warnings(&screen->out, &screen->style, &memory->warnings,
                         &memory->diags, roots, i);
        above = diag;
    }
    if (memory->verdict == LL_UNGRADABLE || wrong)
        return; /* the tests of a wrong half do not matter */
    ll_text_trouble(&screen->out, &screen->style, &judgement->behaviour,
                    &screen->session.limits);
    add_failed(screen, one, judgement);
}

/* " allocated   23                right" */
static void add_answers(struct ll_lesson_screen *screen, const struct ll_case *one,
                        const struct ll_judgement *judgement)
{
    static const struct {
        const char *words;
        enum ll_paint paint;
    } marks[] = {
        [LL_ANSWER_OPEN] = {"not answered yet", LL_PAINT_DIM},
        [LL_ANSWER_RIGHT] = {"right", LL_PAINT_GOOD},
        [LL_ANSWER_WRONG] = {"no", LL_PAINT_BAD},
        [LL_ANSWER_UNKNOWN] = {"not judged: lastptr is missing", LL_PAINT_DIM},
    };
    struct ll_buf *out = &screen->out;
    if (add_unreadable(screen, one, judgement))
        return;
    if (judgement->answers.trouble != NULL) {
        ll_buf_putc(out, '\n');
        ll_wrap(out, &screen->style, 3, judgement->answers.trouble);
        return;
    }
    if (ll_judgement_verdict(judgement) >= LL_UNGRADABLE) {
        ll_text_trouble(out, &screen->style, &judgement->memory,
                        &screen->session.limits);
        return;
    }
    ll_buf_puts(out, "\n   What is wrong with ");
    ll_screen_file(out, screen->lesson, one->file);
    ll_buf_puts(out, "?\n\n");
    bool unknown = false;
    for (size_t i = 0; i < judgement->answers.count; i++) {
        const struct ll_answer *answer = &judgement->answers.items[i];
        ll_buf_addf(out, "     %-10s %-18s ", answer->question,
                    answer->given != NULL ? answer->given : "");
        ll_paint(out, &screen->style, marks[answer->mark].paint,
                 marks[answer->mark].words);
        if (answer->remark != NULL)
            ll_buf_addf(out, ": %s", answer->remark);
        ll_buf_putc(out, '\n');
        unknown =
            unknown || (strcmp(answer->question, "kind") == 0 &&
                        answer->given != NULL && ll_term_find(answer->given) == NULL);
    }
    if (unknown && !screen->has_keys) /* there, a key lists them */
        ll_buf_addf(out, "\n   `%s explain` lists the kinds of fault.\n",
                    ll_command_program());
}

bool ll_lesson_screen_has_answers(const struct ll_judgement *judgement)
{
    for (size_t i = 0; i < judgement->answers.count; i++)
        if (judgement->answers.items[i].given != NULL)
            return true;
    return judgement->answers.trouble != NULL;
}

/* Append the steps of an exercise. Where no fault is seen in the program, show what is
 * seen in the tests of the first step that is left. */
static void add_steps(struct ll_lesson_screen *screen, const struct ll_case *one,
                      const struct ll_judgement *judgement)
{
    const struct ll_steps *steps = &judgement->steps;
    const struct ll_step_judgement *item =
        ll_text_step_to_show(&judgement->memory, steps);
    if (ll_judgement_verdict(judgement) == LL_FAIL)
        ll_text_steps(&screen->out, &screen->style, one->exercise, &judgement->memory,
                      steps);
    for (size_t i = 0; item != NULL && i < item->result.diags.count; i++) {
        ll_buf_putc(&screen->out, '\n');
        ll_text_diag(&screen->out, &screen->style, &item->result.diags.items[i],
                     i > 0 ? &item->result.diags.items[i - 1] : NULL,
                     ll_strings_argv(&item->subject.roots), NULL);
    }
}

/* Append what the tools see when the tests of an exercise run: a way that the program
 * does not go. */
static void add_watched(struct ll_lesson_screen *screen,
                        const struct ll_judgement *judgement)
{
    const struct ll_result *result = &judgement->watched.result;
    if (result->run_count == 0)
        return;
    const struct ll_limits limits = ll_watched_limits(&screen->session.limits);
    ll_text_trouble(&screen->out, &screen->style, result, &limits);
    if (ll_diags_faults(&result->diags) > 0) {
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(
            &screen->out, &screen->style, 3,
            failed_tests(judgement) > 0
                ? "The program is clean. In the tests the tools see where they went "
                  "wrong:"
                : "The program is clean and the tests pass. But the tests go ways "
                  "that the program does not, and there the tools see:");
    }
    const struct ll_diag *above = NULL;
    for (size_t i = 0; i < result->diags.count; i++) {
        if (!ll_kind_is_fault(result->diags.items[i].kind))
            continue;
        ll_buf_putc(&screen->out, '\n');
        ll_text_diag(&screen->out, &screen->style, &result->diags.items[i], above,
                     ll_strings_argv(&judgement->watched.subject.roots), NULL);
        above = &result->diags.items[i];
    }
}

/* Append how to see a block being lost. The lesson's picture is of its first wrong
 * half.
 */
static void add_picture(struct ll_lesson_screen *screen, const struct ll_case *one,
                        const struct ll_judgement *judgement, bool is_first)
{
    struct ll_buf words = LL_BUF_INIT;
    if (!ll_pictured_is_worth(&judgement->memory))
        return;
    ll_buf_puts(&words, "To see it happen: `");
    if (is_first) {
        ll_screen_command(&words, "picture", screen->lesson->number, 0);
    } else {
        const char *file = one->subject.sources.items[0];
        char *shown = ll_path_relative(file, NULL);
        ll_buf_addf(&words, "%s picture --lesson %u", ll_command_program(),
                    screen->lesson->number);
        ll_screen_word(&words, shown != NULL ? shown : file);
        free(shown);
    }
    ll_buf_putc(&words, '`');
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append one module: its heading and, unless it is `folded`, its faults. */
void ll_lesson_screen_case(struct ll_lesson_screen *screen, const struct ll_case *one,
                           const struct ll_judgement *judgement, bool is_first,
                           bool folded)
{
    static const char *const exercises[] = {
        [LL_FIX] = "Your exercise",
        [LL_DIAGNOSE] = "Your diagnosis",
        [LL_WRITE] = "Your own code",
    };
    struct ll_buf outcome = LL_BUF_INIT;
    bool pass = ll_judgement_verdict(judgement) == LL_PASS;
    const char *what = one->part == LL_PART_WRONG   ? "The wrong half"
                       : one->part == LL_PART_RIGHT ? "The right half"
                                                    : exercises[one->exercise->kind];
    if (one->part != LL_PART_WRONG)
        ll_lesson_screen_outcome(one, judgement, &outcome);
    add_heading(screen, what, one->answers != NULL ? one->answers : one->file,
                ll_buf_text(&outcome), pass ? LL_PAINT_GOOD : LL_PAINT_BAD);
    ll_buf_release(&outcome);
    if (folded)
        return;
    if (judgement->steps.count > 0)
        add_steps(screen, one, judgement);
    if (one->answers != NULL)
        add_answers(screen, one, judgement);
    else
        add_faults(screen, one, judgement);
    add_picture(screen, one, judgement, is_first);
    add_watched(screen, judgement);
    add_sweeps(screen, judgement);
}

/* The fault number `part` of the list, which is counted down. NULL: it has not so many.
 */
static const struct ll_diag *take_fault(const struct ll_diags *diags, size_t *part)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_fault(diags->items[i].kind) && (*part)-- == 0)
            return &diags->items[i];
    return NULL;
}

size_t ll_lesson_screen_parts(const struct ll_judgement *judgement)
{
    return ll_diags_faults(&judgement->memory.diags) +
           judgement->behaviour.diags.count +
           ll_diags_faults(&judgement->watched.result.diags) + count_causes(judgement);
}

/* Append why there is no verdict, where no fault can be shown. */
static void add_rest_of_trouble(struct ll_lesson_screen *screen,
                                const struct ll_judgement *judgement)
{
    struct ll_buf words = LL_BUF_INIT;
    const struct ll_limits limits = ll_watched_limits(&screen->session.limits);
    if (judgement->memory.verdict != LL_UNGRADABLE)
        ll_text_trouble(&screen->out, &screen->style, &judgement->behaviour,
                        &screen->session.limits);
    ll_text_trouble(&screen->out, &screen->style, &judgement->watched.result, &limits);
    for (size_t i = 0; i < 2 && words.len == 0; i++)
        if (!ll_judge_swept_well(&judgement->sweeps[i]))
            ll_sweep_caveat(&judgement->sweeps[i], &words);
    if (words.len > 0) {
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    }
    ll_buf_release(&words);
}

struct ll_lesson_part ll_lesson_screen_part(struct ll_lesson_screen *screen,
                                            const struct ll_case *one,
                                            const struct ll_judgement *judgement,
                                            size_t part)
{
    const struct ll_result *memory = &judgement->memory;
    const char *const *roots = ll_strings_argv(&one->subject.roots);
    struct ll_lesson_part shown = {0};
    if (judgement->steps.count > 0)
        add_steps(screen, one, judgement);
    if (one->answers != NULL) {
        add_answers(screen, one, judgement);
        return shown;
    }
    if (add_unreadable(screen, one, judgement))
        return shown;
    add_encoding(screen, one, judgement);
    screen->style.named = one->subject.sources.items[0];
    ll_text_trouble(&screen->out, &screen->style, memory, &screen->session.limits);
    shown.diag = take_fault(&memory->diags, &part);
    const bool of_program = shown.diag != NULL;
    bool of_test = false;
    if (shown.diag == NULL && part < judgement->behaviour.diags.count) {
        shown.diag = &judgement->behaviour.diags.items[part];
        of_test = true;
    } else if (shown.diag == NULL) {
        part -= judgement->behaviour.diags.count;
        shown.diag = take_fault(&judgement->watched.result.diags, &part);
        roots = ll_strings_argv(&judgement->watched.subject.roots);
    }
    if (shown.diag != NULL) {
        ll_buf_putc(&screen->out, '\n');
        if (of_test)
            add_test(screen, one, shown.diag);
        else
            ll_text_diag(&screen->out, &screen->style, shown.diag, NULL, roots, NULL);
        if (of_program)
            ll_lesson_note_hidden(&screen->out, &screen->style, memory, shown.diag,
                                  roots);
        return shown;
    }
    const struct cause cause = find_cause(judgement, part);
    shown.attempt = attempt_of(&cause);
    if (shown.attempt == NULL) {
        add_rest_of_trouble(screen, judgement);
        return shown;
    }
    add_cause(screen, &cause, true);
    shown.of_suite = cause.sweep->base.subject->is_suite;
    if (shown.attempt->result.diags.count > 0)
        shown.diag = &shown.attempt->result.diags.items[0];
    return shown;
}

void ll_lesson_screen_tests(const struct ll_judgement *judgement, struct ll_buf *out)
{
    size_t failed = failed_tests(judgement);
    for (size_t i = 0; i < judgement->behaviour.run_count; i++) {
        const struct ll_run *run = &judgement->behaviour.runs[i];
        const size_t tests = run->tests;
        if (ll_run_is_whole(run) && ll_ended_by_itself(&run->ended) && tests > 0 &&
            tests >= failed)
            ll_buf_addf(out, "tests %zu/%zu", tests - failed, tests);
    }
}
