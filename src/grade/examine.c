/* SPDX-License-Identifier: MIT */
#include "grade/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "diag/explain.h"
#include "judge/judge.h"

/* ---- the trials -------------------------------------------------------------------
 */

/* `again`: which share of the time limit is for what did not end in the bare trial. */
static const struct {
    const char *tool; /* NULL: none */
    double again;
} trials_of[LL_TRIAL_COUNT] = {
    [LL_TRIAL_MEMCHECK] = {"memcheck", 0.2},
    [LL_TRIAL_ASAN] = {"asan", 0.1},
    [LL_TRIAL_ASAN_TESTS] = {"asan", 0.1},
};

/* The order in which they are run. */
static const enum ll_trial_kind turns[] = {LL_TRIAL_BARE, LL_TRIAL_MEMCHECK,
                                           LL_TRIAL_ASAN, LL_TRIAL_ASAN_TESTS,
                                           LL_TRIAL_FENCED};

/* What the bare trial may take: that part of the time limit, or of solutions. */
enum { BARE_SHARE = 10, SOLUTIONS = 20 };

static bool covers(enum ll_trial_kind kind, uint32_t unit)
{
    return kind == LL_TRIAL_ASAN ? unit == 0 : kind != LL_TRIAL_ASAN_TESTS || unit > 0;
}

/* The limits of the bare trial: see examine.h. Who is as slow as that many solutions is
 * not held to more than the lesson itself is. */
static void limit_bare(const struct ll_examine_order *order, struct ll_limits *limits)
{
    double seconds = limits->wall_seconds / BARE_SHARE;
    double most = SOLUTIONS * order->reference->bare_seconds;
    if (seconds < most)
        seconds = most;
    if (seconds > 0 && (seconds < limits->cpu_seconds || limits->cpu_seconds <= 0))
        limits->cpu_seconds = seconds;
}

static int run_trial(const struct ll_examine_order *order, enum ll_trial_kind kind,
                     const struct ll_trial *trials, struct ll_trial *trial,
                     struct ll_error *err)
{
    bool asan = kind == LL_TRIAL_ASAN || kind == LL_TRIAL_ASAN_TESTS;
    bool seen = kind == LL_TRIAL_ASAN_TESTS && ll_trial_hung(&trials[LL_TRIAL_ASAN], 0);
    const char *tool = trials_of[kind].tool;
    struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = tool == NULL ? NULL : ll_tool_find(tool),
                  .program =
                      &order->compiled->programs[asan ? LL_WAY_ASAN : LL_WAY_PLAIN],
                  .fail = kind != LL_TRIAL_ASAN_TESTS,
                  .canaries = true,
                  .fenced = kind == LL_TRIAL_FENCED},
        .before = kind == LL_TRIAL_BARE ? NULL : &trials[LL_TRIAL_BARE],
        .again_seconds = seen ? 0 : trials_of[kind].again * order->limits.wall_seconds,
        .server =
            kind == LL_TRIAL_MEMCHECK ? order->servers[LL_FORK_SERVER_MEMCHECK] : NULL,
        .shared = &order->compiled->shared,
        .first = kind == LL_TRIAL_ASAN_TESTS,
        .last = kind == LL_TRIAL_ASAN ? 0 : order->reference->last,
        .limits = order->limits,
    };
    if (kind == LL_TRIAL_BARE)
        limit_bare(order, &what.limits);
    if (what.first > what.last) {
        trial->whole = true;
        return 0;
    }
    return ll_trial_run(&what, trial, err);
}

/* Once more where the tool failed: that may have been the machine's doing, but not
 * twice, as the same tool worked with the solution. */
static int run_again(const struct ll_examine_order *order, enum ll_trial_kind kind,
                     struct ll_trial *trials, double *seconds, struct ll_error *err)
{
    struct ll_trial *trial = &trials[kind];
    int result = run_trial(order, kind, trials, trial, err);
    *seconds += trial->seconds;
    if (result != 0 || trial->broken == NULL || trial->tampered != NULL)
        return result;
    ll_trial_release(trial);
    result = run_trial(order, kind, trials, trial, err);
    *seconds += trial->seconds;
    return result;
}

/* Copy the first that is not NULL. */
static int keep(char **to, const char *from, struct ll_error *err)
{
    if (*to != NULL || from == NULL)
        return 0;
    *to = strdup(from);
    return *to == NULL ? ll_fail_memory(err) : 0;
}

/* ---- which unit a fault belongs to --------------------------------------------------
 */

enum { NO_UNIT = -1 };

/* Of a function that is a test. */
static long unit_of_function(const struct ll_reference *reference, const char *function)
{
    size_t length = strlen(function);
    if (length < 3 || strcmp(function + length - 3, "_fn") != 0)
        return NO_UNIT;
    for (size_t i = 0; i < reference->units.count; i++) {
        const struct ll_unit *unit = &reference->units.units[i];
        if (strlen(unit->name) == length - 3 &&
            strncmp(unit->name, function, length - 3) == 0)
            return (long)unit->number;
    }
    return NO_UNIT;
}

static long unit_of(const struct ll_examine_order *order, const struct ll_diag *diag)
{
    const struct ll_stack *stack = ll_diag_key_stack(diag);
    long unit = NO_UNIT;
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->function == NULL)
            continue;
        unit = unit_of_function(order->reference, frame->function);
        if (unit != NO_UNIT)
            return unit;
        for (unsigned k = 0; k < order->harness->exercise->files_count; k++)
            if (strcmp(frame->function, "main") == 0 && frame->file != NULL &&
                strcmp(ll_path_base(frame->file), order->harness->exercise->files[k]) ==
                    0)
                return 0;
    }
    return NO_UNIT;
}

static bool is_submissions(const struct ll_frame *frame)
{
    return frame != NULL && frame->file != NULL &&
           ll_path_below(frame->file, LL_SUBMISSION_ROOT);
}

/* ---- units -------------------------------------------------------------------------
 */

/* The fault at which a tool, or the system, ended the process in that unit; NULL: there
 * is none. */
static const struct ll_diag *fatal_fault(const struct ll_examine_order *order,
                                         const struct ll_trial *trial, uint32_t number)
{
    for (size_t i = trial->diags.count; i-- > 0;) {
        const struct ll_diag *diag = &trial->diags.items[i];
        if (!ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
            unit_of(order, diag) == (long)number)
            return diag;
    }
    return NULL;
}

/* What ended the process in that unit, in words. Who did not end when no tool looked on
 * may not have been run again. */
static void say_death(const struct ll_examine_order *order,
                      const struct ll_trial *trials, enum ll_trial_kind kind,
                      uint32_t number, struct ll_buf *out)
{
    const struct ll_trial *trial = &trials[kind];
    const struct ll_death *death = ll_trial_death(trial, number);
    if (death == NULL)
        death = ll_trial_death(&trials[LL_TRIAL_BARE], number);
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    const struct ll_diag *diag = fatal_fault(order, trial, number);
    if (diag != NULL) {
        const struct ll_frame *own = ll_stack_own(&diag->at, roots);
        ll_diag_headline(diag, out);
        if (own != NULL)
            ll_buf_addf(out, " (%s:%u)", ll_path_base(own->file), own->line);
        return;
    }
    if (death == NULL) {
        ll_buf_puts(out, "it was not reached, as what came before it did not end well");
        return;
    }
    ll_buf_puts(out, "the program ");
    if (death->ended.how == LL_END_EXITED)
        ll_buf_puts(out, "was ended in it");
    else
        ll_ended_say(&death->ended, &death->limits, out);
}

/* An address that lay in a block of the heap, in the solution, has to here too. */
static bool is_from_heap(const struct ll_examine_order *order,
                         const struct ll_trial *trial, const struct ll_unit *truth,
                         const struct ll_unit *unit, struct ll_buf *out)
{
    const struct ll_balance *wanted =
        ll_malloc_trace_find(&order->reference->trace, truth->number);
    const struct ll_balance *had = ll_malloc_trace_find(&trial->trace, unit->number);
    if (wanted == NULL || had == NULL)
        return true;
    for (size_t i = 0; i < truth->count; i++) {
        /* The addresses of the solution's trial under memcheck, where the ledger is. */
        const struct ll_observation *one = &unit->items[i];
        if (!truth->items[i].from_heap || one->value.address == 0 ||
            ll_balance_has(had, one->value.address))
            continue;
        ll_buf_addf(
            out,
            "%s is not in memory from malloc and its family, where it should be "
            "(%s:%u)",
            truth->items[i].text, ll_path_base(truth->items[i].file), one->value.line);
        return false;
    }
    return true;
}

/* Judge a unit by one trial. False when it did not pass, with a message. Where a tool
 * ended it at a fault of memory, it is that fault that counts, and not the test as
 * well: whether the test passes is then seen where no tool looks on. */
static bool judge_unit(const struct ll_examine_order *order, enum ll_trial_kind kind,
                       const struct ll_trial *trials, const struct ll_unit *truth,
                       bool *ended, struct ll_buf *out)
{
    const struct ll_trial *trial = &trials[kind];
    const struct ll_unit *unit = ll_transcript_find(&trial->units, truth->number);
    if (unit == NULL) {
        *ended = false;
        say_death(order, trials, kind, truth->number, out);
        return false;
    }
    *ended = *ended && unit->end == truth->end;
    enum ll_difference difference = ll_unit_compare(truth, unit, out);
    if (difference == LL_UNIT_BROKE_OFF && kind < LL_TRIAL_BARE &&
        unit->end == LL_UNIT_CUT && fatal_fault(order, trial, truth->number) != NULL)
        return true;
    if (difference == LL_UNIT_BROKE_OFF && out->len == 0)
        say_death(order, trials, kind, truth->number, out);
    if (difference != LL_UNIT_SAME)
        return false;
    return kind != LL_TRIAL_MEMCHECK || is_from_heap(order, trial, truth, unit, out);
}

static int judge_units(const struct ll_examine_order *order, struct ll_examination *out,
                       struct ll_error *err)
{
    const struct ll_transcript *truths = &order->reference->units;
    out->unit_count = order->reference->last + 1;
    out->units = calloc(out->unit_count, sizeof *out->units);
    if (out->units == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < truths->count; i++) {
        const struct ll_unit *truth = &truths->units[i];
        struct ll_unit_outcome *outcome = &out->units[truth->number];
        struct ll_buf message = LL_BUF_INIT;
        outcome->passed = outcome->ended = true;
        for (int kind = 0; kind < LL_TRIAL_FENCED; kind++) {
            struct ll_buf words = LL_BUF_INIT;
            if (covers((enum ll_trial_kind)kind, truth->number) &&
                !judge_unit(order, (enum ll_trial_kind)kind, out->trials, truth,
                            &outcome->ended, &words)) {
                if (outcome->passed)
                    ll_buf_puts(&message, ll_buf_text(&words));
                outcome->passed = false;
            }
            ll_buf_release(&words);
        }
        if (!outcome->passed && (outcome->message = ll_buf_take(&message)) == NULL)
            return ll_fail_memory(err);
        ll_buf_release(&message);
    }
    return 0;
}

/* ---- faults ------------------------------------------------------------------------
 */

/* Whether a fault that a test brought to light counts: not what a failed test did
 * outside of the submission's own functions, nor what it did not free. */
static bool counts(const struct ll_examine_order *order,
                   const struct ll_examination *examination, const struct ll_diag *diag,
                   long unit)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    if (!ll_kind_is_fault(diag->kind))
        return false;
    if (unit == NO_UNIT || examination->units[unit].passed ||
        !examination->units[unit].ended)
        return true;
    return !ll_kind_is_leak(diag->kind) &&
           is_submissions(ll_stack_own(&diag->at, roots));
}

/* Sort a trial's diagnoses: those of the driver, and those of the tests that count. */
static int split(const struct ll_examine_order *order,
                 const struct ll_examination *examination, enum ll_trial_kind kind,
                 struct ll_diags *driver, struct ll_diags *tests, struct ll_error *err)
{
    const struct ll_diags *from = &examination->trials[kind].diags;
    for (size_t i = 0; i < from->count; i++) {
        const struct ll_diag *diag = &from->items[i];
        long unit = unit_of(order, diag);
        bool is_drivers =
            unit == 0 || (unit == NO_UNIT && covers(kind, 0) && !covers(kind, 1));
        if (!is_drivers && !counts(order, examination, diag, unit))
            continue;
        if (ll_diags_add_copy(is_drivers ? driver : tests, diag, err) != 0)
            return -1;
    }
    return 0;
}

/* Whether two frames are the same line of the same function. */
static bool same_frame(const struct ll_frame *a, const struct ll_frame *b)
{
    return a->line == b->line && a->function != NULL && b->function != NULL &&
           strcmp(a->function, b->function) == 0;
}

/* Whether two diagnoses are one fault as far as the submission's own code tells: the
 * same kind at the same lines, whichever test or driver came there. */
static bool same_fault(const struct ll_diag *a, const struct ll_diag *b)
{
    const struct ll_stack *left = ll_diag_key_stack(a), *right = ll_diag_key_stack(b);
    size_t i = 0, k = 0, same = 0;
    if (a->kind != b->kind && !(ll_kind_is_leak(a->kind) && ll_kind_is_leak(b->kind)))
        return false;
    for (;; i++, k++, same++) {
        while (i < left->count && !is_submissions(&left->frames[i]))
            i++;
        while (k < right->count && !is_submissions(&right->frames[k]))
            k++;
        if (i == left->count || k == right->count)
            return same > 0 && i == left->count && k == right->count;
        if (!same_frame(&left->frames[i], &right->frames[k]))
            return false;
    }
}

/* Add to `into` what of `tests` is new. */
static int add_tests(const struct ll_examine_order *order, struct ll_diags *into,
                     const struct ll_diags *tests, struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_diags fresh = {0};
    int result = 0;
    for (size_t i = 0; i < tests->count && result == 0; i++) {
        bool known = false;
        for (size_t k = 0; k < into->count && !known; k++)
            known = same_fault(&tests->items[i], &into->items[k]);
        for (size_t k = 0; k < fresh.count && !known; k++) {
            known = same_fault(&tests->items[i], &fresh.items[k]);
            const char *tool = tests->items[i].witnesses[0].tool;
            if (known && !ll_diag_seen_by(&fresh.items[k], tool) &&
                !ll_diag_add_witness(&fresh.items[k], tool,
                                     tests->items[i].witnesses[0].raw))
                result = ll_fail_memory(err);
        }
        if (!known && result == 0)
            result = ll_diags_add_copy(&fresh, &tests->items[i], err);
    }
    if (result == 0)
        result = ll_diags_merge(into, &fresh, roots, err);
    ll_diags_release(&fresh);
    return result;
}

static int add_fault(struct ll_diags *into, struct ll_buf *what,
                     const struct ll_stack *allocated, const char *witness,
                     struct ll_error *err)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_OTHER);
    diag.what = ll_buf_take(what);
    if (diag.what == NULL || !ll_diag_add_witness(&diag, witness, NULL) ||
        (allocated != NULL && !ll_stack_copy(&diag.allocated, allocated))) {
        ll_diag_release(&diag);
        return ll_fail_memory(err);
    }
    return ll_diags_add(into, &diag, err);
}

/* Where memcheck says that blocks of that unit came from that are still reachable. */
static const struct ll_stack *reachable(const struct ll_examine_order *order,
                                        const struct ll_trial *trial, long unit)
{
    for (size_t i = 0; i < trial->diags.count; i++)
        if (trial->diags.items[i].kind == LL_STILL_REACHABLE &&
            unit_of(order, &trial->diags.items[i]) == unit)
            return &trial->diags.items[i].allocated;
    return NULL;
}

static bool leaks(const struct ll_examine_order *order, const struct ll_diags *diags,
                  long unit)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind) &&
            ll_kind_is_fault(diags->items[i].kind) &&
            unit_of(order, &diags->items[i]) == unit)
            return true;
    return false;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* "the test 'words_are_counted'". */
static void say_unit(const struct ll_unit *unit, struct ll_buf *out)
{
    if (unit->number == 0)
        ll_buf_puts(out, "the program");
    else
        ll_buf_addf(out, "the test '%s'", unit->name);
}

/* What a unit left behind that is no leak to the tools. */
static int add_balance(const struct ll_examine_order *order, struct ll_examination *out,
                       struct ll_error *err)
{
    const struct ll_trial *memcheck = &out->trials[LL_TRIAL_MEMCHECK];
    const struct ll_trial *bare = &out->trials[LL_TRIAL_BARE];
    const struct ll_transcript *truths = &order->reference->units;
    int result = 0;
    for (size_t i = 0; i < truths->count && result == 0; i++) {
        uint32_t number = truths->units[i].number;
        const struct ll_balance *had = ll_malloc_trace_find(&memcheck->trace, number);
        const struct ll_balance *wanted =
            ll_malloc_trace_find(&order->reference->trace, number);
        const struct ll_unit *alone = ll_transcript_find(&bare->units, number);
        const struct ll_unit *alone_wanted =
            ll_transcript_find(&order->reference->bare, number);
        if (!out->units[number].passed || wanted == NULL || alone == NULL ||
            alone_wanted == NULL || leaks(order, &memcheck->diags, (long)number))
            continue;
        struct ll_buf what = LL_BUF_INIT;
        if ((had == NULL || !had->ended) && wanted->ended) {
            ll_buf_puts(&what, "memcheck lost sight of the blocks of ");
            say_unit(&truths->units[i], &what);
            result = add_fault(&out->diags, &what, NULL, "memcheck", err);
        } else if (had != NULL && had->blocks > wanted->blocks) {
            size_t more = had->blocks - wanted->blocks;
            say_unit(&truths->units[i], &what);
            ll_buf_addf(
                &what,
                " ended with %zu block%s that it had allocated and that %s never "
                "freed, though something may still point to %s",
                more, plural(more), more == 1 ? "was" : "were",
                more == 1 ? "it" : "them");
            result =
                add_fault(&out->diags, &what, reachable(order, memcheck, (long)number),
                          "memcheck", err);
        } else if (alone->bytes > alone_wanted->bytes) {
            ll_buf_puts(&what, "when no tool looks on, ");
            say_unit(&truths->units[i], &what);
            ll_buf_addf(&what,
                        " ends with %lld bytes more than it began with: it does "
                        "something else then",
                        (long long)(alone->bytes - alone_wanted->bytes));
            result = add_fault(&out->diags, &what, NULL, "plain", err);
        }
        ll_buf_release(&what);
    }
    return result;
}

/* What goes wrong when blocks are fenced, and no tool saw. */
static int add_fenced(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_error *err)
{
    const struct ll_transcript *truths = &order->reference->units;
    int result = 0;
    if (ll_diags_faults(&out->diags) > 0)
        return 0;
    for (size_t i = 0; i < truths->count && result == 0; i++) {
        const struct ll_unit *truth = &truths->units[i];
        struct ll_buf what = LL_BUF_INIT, words = LL_BUF_INIT;
        bool ended;
        if (out->units[truth->number].passed &&
            !judge_unit(order, LL_TRIAL_FENCED, out->trials, truth, &ended, &words)) {
            ll_buf_puts(&what, "when each block lies in pages of its own, ");
            say_unit(truth, &what);
            ll_buf_addf(
                &what,
                " goes wrong: it uses memory that is not its own, and hides that "
                "from the tools (%s)",
                ll_buf_text(&words));
            result = add_fault(&out->diags, &what, NULL, "plain", err);
        }
        ll_buf_release(&what);
        ll_buf_release(&words);
    }
    return result;
}

/* Where did the last pointers go? As at home, where there is a leak. */
static int look_again(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_diags *driver, struct ll_error *err)
{
    const struct ll_tool *lastptr = ll_tool_find("lastptr");
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    bool wanted = false;
    for (size_t i = 0; i < driver->count; i++)
        wanted = wanted || (ll_kind_is_leak(driver->items[i].kind) &&
                            ll_kind_is_fault(driver->items[i].kind));
    char *version = wanted ? lastptr->version(NULL) : NULL;
    if (version == NULL)
        return 0;
    free(version);
    const struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = lastptr,
                  .program = &order->compiled->programs[LL_WAY_PLAIN],
                  .fail = true},
        .before = &out->trials[LL_TRIAL_MEMCHECK],
        .server = order->servers[LL_FORK_SERVER_LASTPTR],
        .shared = &order->compiled->shared,
        .limits = order->limits};
    struct ll_trial trial;
    int result = ll_trial_run(&what, &trial, err);
    out->looked_again = true;
    out->seconds += trial.seconds;
    if (result == 0)
        result = ll_diags_merge(driver, &trial.diags, roots, err);
    ll_trial_release(&trial);
    return result;
}

/* ---- as the learner knows it
 * --------------------------------------------------------- */

static bool replace(char **text, const char *with)
{
    char *copy = strdup(with);
    if (copy == NULL)
        return false;
    free(*text);
    *text = copy;
    return true;
}

/* The submission's file by its real name, tests by theirs. */
static bool name_stack(const struct ll_examine_order *order, struct ll_stack *stack)
{
    bool good = true;
    for (size_t i = 0; i < stack->count && good; i++) {
        struct ll_frame *frame = &stack->frames[i];
        if (is_submissions(frame) &&
            strcmp(ll_path_base(frame->file), order->compiled->name) == 0)
            good = replace(&frame->file, order->path);
        if (!good || frame->function == NULL)
            continue;
        if (unit_of_function(order->reference, frame->function) > 0)
            frame->function[strlen(frame->function) - 3] = '\0';
    }
    return good;
}

static int name_all(const struct ll_examine_order *order, struct ll_diags *diags,
                    struct ll_error *err)
{
    for (size_t i = 0; i < diags->count; i++) {
        struct ll_diag *diag = &diags->items[i];
        if (!name_stack(order, &diag->at) || !name_stack(order, &diag->allocated) ||
            !name_stack(order, &diag->freed) || !name_stack(order, &diag->lost))
            return ll_fail_memory(err);
    }
    return 0;
}

/* ---- all of it
 * ------------------------------------------------------------------------ */

/* What the driver printed, in each trial in which it came to its end. */
static int judge_output(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_error *err)
{
    const char *wanted = order->harness->exercise->prints;
    if (wanted == NULL)
        return 0;
    for (int kind = 0; kind < LL_TRIAL_FENCED; kind++) {
        const struct ll_trial *trial = &out->trials[kind];
        const struct ll_unit *unit = ll_transcript_find(&trial->units, 0);
        if (unit == NULL || unit->end == LL_UNIT_CUT ||
            strcmp(ll_buf_text(&trial->output), wanted) == 0)
            continue;
        struct ll_buf words = LL_BUF_INIT;
        ll_judge_say_difference(ll_buf_text(&trial->output), wanted, &words);
        out->printed = ll_buf_take(&words);
        ll_buf_release(&words);
        return out->printed == NULL ? ll_fail_memory(err) : 0;
    }
    return 0;
}

static int gather(const struct ll_examine_order *order, struct ll_examination *out,
                  struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_diags driver = {0}, tests = {0};
    int result = 0;
    for (int kind = 0; kind < LL_TRIAL_COUNT && result == 0; kind++) {
        struct ll_diags one = {0};
        result = split(order, out, (enum ll_trial_kind)kind, &one, &tests, err);
        if (result == 0)
            result = ll_diags_merge(&driver, &one, roots, err);
        ll_diags_release(&one);
    }
    if (result == 0)
        result = look_again(order, out, &driver, err);
    out->diags = driver;
    if (result == 0)
        result = add_tests(order, &out->diags, &tests, err);
    if (result == 0)
        result = add_balance(order, out, err);
    if (result == 0)
        result = add_fenced(order, out, err);
    if (result == 0)
        result = name_all(order, &out->diags, err);
    ll_diags_sort(&out->diags);
    ll_diags_release(&tests);
    return result;
}

/* Whether blocks were allocated where none of the submission's code is to run. */
static int check_bounds(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_error *err)
{
    const struct ll_malloc_trace *had = &out->trials[LL_TRIAL_MEMCHECK].trace;
    if (had->outside <= order->reference->trace.outside)
        return 0;
    return keep(
        &out->tampered,
        "blocks were allocated outside of driver and tests: the account of them "
        "was tampered with",
        err);
}

int ll_examine(const struct ll_examine_order *order, struct ll_examination *out,
               struct ll_error *err)
{
    int result = 0;
    *out = (struct ll_examination){.whole = true};
    for (int turn = 0; turn < LL_TRIAL_COUNT && result == 0; turn++) {
        enum ll_trial_kind kind = turns[turn];
        struct ll_trial *trial = &out->trials[kind];
        result = run_again(order, kind, out->trials, &out->seconds, err);
        out->whole = out->whole && (kind == LL_TRIAL_FENCED ||
                                    (trial->whole && trial->death_count == 0));
        if (result == 0)
            result = keep(&out->tampered, trial->tampered, err);
        if (result == 0 && kind == LL_TRIAL_MEMCHECK)
            result = check_bounds(order, out, err);
        if (result == 0)
            result = keep(&out->broken, trial->broken, err);
        if (out->tampered != NULL || out->broken != NULL)
            return result;
    }
    if (result == 0)
        result = judge_units(order, out, err);
    if (result == 0)
        result = judge_output(order, out, err);
    if (result == 0)
        result = gather(order, out, err);
    return result;
}

void ll_examination_release(struct ll_examination *examination)
{
    for (int kind = 0; kind < LL_TRIAL_COUNT; kind++)
        ll_trial_release(&examination->trials[kind]);
    for (uint32_t i = 0; i < examination->unit_count && examination->units != NULL; i++)
        free(examination->units[i].message);
    free(examination->units);
    free(examination->printed);
    free(examination->tampered);
    free(examination->broken);
    ll_diags_release(&examination->diags);
    *examination = (struct ll_examination){0};
}
