/* SPDX-License-Identifier: MIT */
#include "grade/examine_faults.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/cause.h"
#include "diag/pairs.h"
#include "diag/reachable.h"
#include "diag/returns.h"
#include "grade/examine_races.h"
#include "grade/examine_units.h"
#include "grade/unit_faults.h"

/* ---- what a unit left behind --------------------------------------------------- */

/* Where memcheck says that blocks of that unit came from that are still reachable. */
static const struct ll_stack *reachable(const struct ll_examine_order *order,
                                        const struct ll_trial *trial, long unit)
{
    for (size_t i = 0; i < trial->diags.count; i++)
        if (trial->diags.items[i].kind == LL_STILL_REACHABLE &&
            ll_unit_of_diag(order, &trial->diags.items[i]) == unit)
            return &trial->diags.items[i].allocated;
    return NULL;
}

static bool leaks(const struct ll_examine_order *order, const struct ll_diags *diags,
                  long unit)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind) &&
            ll_kind_is_fault(diags->items[i].kind) &&
            ll_unit_of_diag(order, &diags->items[i]) == unit)
            return true;
    return false;
}

static bool has_kind(const struct ll_diags *diags, enum ll_kind kind)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].kind == kind)
            return true;
    return false;
}

/* "the test 'words_are_counted'". */
static void say_unit(const struct ll_unit *unit, struct ll_buf *out)
{
    if (unit->number == 0)
        ll_buf_puts(out, "the program");
    else
        ll_buf_addf(out, "the test '%s'", unit->name);
}

static enum ll_reachable policy_of(const struct ll_examine_order *order)
{
    return ll_lesson_reachable(order->harness->lesson, order->harness->exercise);
}

/* What a unit allocated and freed, and what the solution did there. */
struct account {
    const struct ll_unit *truth;
    const struct ll_balance *had, *wanted;    /* in memcheck's trace; NULL: not there */
    const struct ll_unit *bare, *bare_wanted; /* NULL: not reached */
    const struct ll_unit *watched;            /* in memcheck's trial; the same */
};

static struct account account_of(const struct ll_examine_order *order,
                                 const struct ll_examination *out,
                                 const struct ll_unit *truth)
{
    const struct ll_reference *reference = order->reference;
    uint32_t number = truth->number;
    return (struct account){
        .truth = truth,
        .had = ll_malloc_trace_find(&out->trials[LL_TRIAL_MEMCHECK].trace, number),
        .wanted = ll_malloc_trace_find(&reference->trace, number),
        .bare = ll_transcript_find(&out->trials[LL_TRIAL_BARE].units, number),
        .bare_wanted = ll_transcript_find(
            out->is_fenced ? &reference->fenced : &reference->bare, number),
        .watched = ll_transcript_find(&out->trials[LL_TRIAL_MEMCHECK].units, number)};
}

static void say_lost_sight(const struct account *account, struct ll_buf *what)
{
    ll_buf_puts(what, "memcheck lost sight of the blocks of ");
    say_unit(account->truth, what);
}

/* How many blocks the unit left behind: by the trace of allocations; or more, where the
 * program has had a line written there which says that a block is freed, and has freed
 * it later: memcheck did not see that it was freed twice. */
static size_t kept_blocks(const struct ll_diags *diags, const struct ll_balance *had)
{
    if (has_kind(diags, LL_DOUBLE_FREE) || has_kind(diags, LL_INVALID_FREE))
        return had->blocks;
    return had->blocks + had->freed_twice;
}

static void say_kept(const struct account *account, size_t kept, struct ll_buf *what)
{
    size_t more = kept - account->wanted->blocks;
    say_unit(account->truth, what);
    ll_buf_addf(what,
                " ended with %zu block%s that it had allocated and that %s never "
                "freed, though something may still point to %s",
                more, ll_plural(more), more == 1 ? "was" : "were",
                more == 1 ? "it" : "them");
}

static void say_kept_bare(const struct account *account, struct ll_buf *what)
{
    ll_buf_puts(what, "when no tool looks on, ");
    say_unit(account->truth, what);
    long long bytes = account->bare->bytes - account->bare_wanted->bytes;
    ll_buf_addf(what,
                " ends with %lld byte%s more than it began with: it does something "
                "else then",
                bytes, ll_plural((size_t)bytes));
}

/* Bytes that the unit keeps where no tool looks on, more than under memcheck: in a
 * lesson that lets a program keep blocks. Only the fence tells exact numbers. */
static long long kept_unwatched(const struct ll_examination *out,
                                const struct account *account)
{
    return out->is_fenced && account->had != NULL
               ? account->bare->bytes - (long long)account->had->bytes
               : 0;
}

static void say_kept_unwatched(const struct account *account, long long bytes,
                               struct ll_buf *what)
{
    ll_buf_puts(what, "when no tool looks on, ");
    say_unit(account->truth, what);
    ll_buf_addf(what,
                " ends with %lld byte%s more than when one does: it does something "
                "else then",
                bytes, ll_plural((size_t)bytes));
}

/* Descriptors that the unit left open: more than the solution, with a tool or without.
 */
static int64_t left_open(const struct account *account)
{
    int64_t had = account->bare->descriptors;
    if (account->watched != NULL && account->watched->descriptors > had)
        had = account->watched->descriptors;
    return had - account->bare_wanted->descriptors;
}

static void say_left_open(const struct account *account, struct ll_buf *what)
{
    long long more = left_open(account);
    say_unit(account->truth, what);
    ll_buf_addf(what, " ended with %lld file%s open that it had opened", more,
                ll_plural((size_t)more));
}

/* References to the objects of that group that the unit, when it was run again, took
 * and did not drop: more than the solution, with a tool or without. */
static int64_t lost_references(const struct account *account, enum ll_shared group)
{
    int64_t had = account->bare->references[group];
    if (account->watched != NULL && account->watched->references[group] > had)
        had = account->watched->references[group];
    return had - account->bare_wanted->references[group];
}

/* Say it of the first group of which it is so. */
static void say_references(const struct account *account, struct ll_buf *what)
{
    static const char *const groups[LL_SHARED_COUNT] = {
        [LL_SHARED_CONSTANTS] = "None, True and the like",
        [LL_SHARED_NUMBERS] = "small numbers",
        [LL_SHARED_TEXTS] = "short texts and texts of the script",
        [LL_SHARED_TYPES] = "Python's own types, exceptions and functions"};
    for (int group = 0; group < LL_SHARED_COUNT && what->len == 0; group++) {
        int64_t lost = lost_references(account, (enum ll_shared)group);
        if (lost <= 0)
            continue;
        say_unit(account->truth, what);
        ll_buf_addf(what,
                    ", run again, took %lld reference%s to %s that %s never dropped",
                    (long long)lost, ll_plural((size_t)lost), groups[group],
                    lost == 1 ? "was" : "were");
    }
}

/* Add the first of these that is so. */
static int check_account(const struct ll_examine_order *order,
                         struct ll_examination *out, const struct account *account,
                         struct ll_error *err)
{
    const struct ll_trial *memcheck = &out->trials[LL_TRIAL_MEMCHECK];
    const struct ll_balance *had = account->had, *wanted = account->wanted;
    const struct ll_stack *allocated = NULL;
    const char *witness = ll_tool_for(LL_TOOL_WATCHER)->name;
    struct ll_buf what = LL_BUF_INIT;
    /* What a script keeps is made anew when it is run again, maybe in larger blocks. */
    size_t kept = had == NULL ? 0 : kept_blocks(&memcheck->diags, had);
    bool is_script = order->harness->has_interpreter && account->truth->number == 0;
    if ((had == NULL || !had->ended) && wanted->ended) {
        say_lost_sight(account, &what);
    } else if (left_open(account) > 0 &&
               !has_kind(&memcheck->diags, LL_DESCRIPTOR_LEAK)) {
        say_left_open(account, &what);
    } else if (order->harness->has_interpreter && had != NULL && !had->repeated) {
        ; /* a script that is run once also imports the module, which may have more
             functions and constants */
    } else if (policy_of(order) != LL_REACHABLE_FAULT) {
        /* a unit may keep more than the solution does, and the same in each run */
        long long more = kept_unwatched(out, account);
        if (more > 0 && !order->harness->has_interpreter) {
            say_kept_unwatched(account, more, &what);
            witness = ll_tool_for(LL_TOOL_BARE)->name;
        }
    } else if (kept > wanted->blocks) {
        say_kept(account, kept, &what);
        allocated = reachable(order, memcheck, (long)account->truth->number);
    } else if (account->bare->bytes > account->bare_wanted->bytes && !is_script) {
        say_kept_bare(account, &what);
        witness = ll_tool_for(LL_TOOL_BARE)->name;
    } else {
        say_references(account, &what);
    }
    int result = what.len == 0
                     ? 0
                     : ll_diags_add_words(&out->diags, &what, allocated, witness, err);
    ll_buf_release(&what);
    return result;
}

/* Blocks that are in memcheck's report, and not in its trace of allocations: the
 * program has had lines written there which say that they are freed. One that has
 * faults besides has hidden nothing. */
static int add_untraced(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_error *err)
{
    const struct ll_trial *memcheck = &out->trials[LL_TRIAL_MEMCHECK];
    size_t reported = ll_reported_blocks(&memcheck->diags), traced = 0;
    for (size_t i = 0; i < memcheck->trace.count; i++)
        traced += memcheck->trace.items[i].all;
    if (policy_of(order) != LL_REACHABLE_FAULT || order->harness->has_interpreter ||
        reported <= traced || ll_diags_faults(&out->diags) > 0)
        return 0;
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_addf(&what,
                "%zu block%s that were said to be freed, and never freed: the account "
                "of them was tampered with",
                reported - traced, ll_plural(reported - traced));
    int result = ll_diags_add_words(&out->diags, &what, NULL,
                                    ll_tool_for(LL_TOOL_WATCHER)->name, err);
    ll_buf_release(&what);
    return result;
}

/* Blocks that a unit left behind and that are no leak to the tools: where it passed,
 * and no leak was reported for it. */
static int add_balance(const struct ll_examine_order *order, struct ll_examination *out,
                       struct ll_error *err)
{
    const struct ll_diags *reported = &out->trials[LL_TRIAL_MEMCHECK].diags;
    const struct ll_transcript *truths = &order->reference->units;
    int result = 0;
    for (size_t i = 0; i < truths->count && result == 0; i++) {
        const struct account account = account_of(order, out, &truths->units[i]);
        uint32_t number = account.truth->number;
        if (out->units[number].passed && account.wanted != NULL &&
            account.bare != NULL && account.bare_wanted != NULL &&
            !leaks(order, reported, (long)number))
            result = check_account(order, out, &account, err);
    }
    return result == 0 ? add_untraced(order, out, err) : result;
}

/* Whether the fenced trial, in which each unit may have gone well, printed something
 * else than the others, or did not end as they did. */
static bool differs_fenced(const struct ll_examine_order *order,
                           const struct ll_examination *out)
{
    const struct ll_trial *fenced = &out->trials[LL_TRIAL_FENCED];
    const char *wanted = order->harness->exercise->prints;
    bool ended = true;
    for (size_t i = 0; i < fenced->death_count; i++)
        ended = ended && ll_process_hung(&fenced->deaths[i].ended);
    if (wanted != NULL && out->units[0].passed && out->printed == NULL &&
        !ll_trial_hung(fenced, 0) && strcmp(ll_buf_text(&fenced->output), wanted) != 0)
        return true;
    return out->whole && !ended;
}

/* Add the fault of a program that tells the fence from the trials after it: they saw
 * what it does elsewhere. */
static int add_unfenced(struct ll_diags *into, struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_puts(&what, "when each block lies in pages of its own, the program prints "
                       "something else or ends in another way: it uses memory that is "
                       "not its own, or hides from the tools what it does");
    int result =
        ll_diags_add_words(into, &what, NULL, ll_tool_for(LL_TOOL_BARE)->name, err);
    ll_buf_release(&what);
    return result;
}

/* A unit that goes wrong only when blocks are fenced, though no tool saw a fault. */
static int add_fenced(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_error *err)
{
    const struct ll_transcript *truths = &order->reference->units;
    int result = 0;
    if (out->is_fenced || ll_diags_faults(&out->diags) > 0)
        return 0;
    for (size_t i = 0; i < truths->count && result == 0; i++) {
        const struct ll_unit *truth = &truths->units[i];
        struct ll_buf what = LL_BUF_INIT, words = LL_BUF_INIT;
        bool ended = true;
        if (out->units[truth->number].passed &&
            !ll_unit_judge(order, LL_TRIAL_FENCED, out->trials, truth, &ended,
                           &words)) {
            ll_buf_puts(&what, "when each block lies in pages of its own, ");
            say_unit(truth, &what);
            ll_buf_addf(
                &what,
                " goes wrong: it misuses memory, or has far more blocks than the "
                "solution, and hides that from the tools (%s)",
                ll_buf_text(&words));
            result = ll_diags_add_words(&out->diags, &what, NULL,
                                        ll_tool_for(LL_TOOL_BARE)->name, err);
        }
        ll_buf_release(&what);
        ll_buf_release(&words);
    }
    if (result == 0 && ll_diags_faults(&out->diags) == 0 && differs_fenced(order, out))
        result = add_unfenced(&out->diags, err);
    return result;
}

/* ---- lastptr ------------------------------------------------------------------- */

static bool has_leak(const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind) &&
            !ll_kind_is_reachable(diags->items[i].kind))
            return true;
    return false;
}

/* Where there is a leak, run lastptr, as at home, to see where the last pointers went.
 */
static int look_again(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_diags *driver, struct ll_error *err)
{
    const struct ll_tool *lastptr = ll_tool_for(LL_TOOL_EXPLAINER);
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    char *version = has_leak(driver) ? lastptr->version(NULL) : NULL;
    if (version == NULL)
        return 0;
    free(version);
    const struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = lastptr,
                  .program = &order->compiled->programs[LL_WAY_PLAIN],
                  .source = &order->compiled->source,
                  .fail = true},
        .before = &out->trials[LL_TRIAL_MEMCHECK],
        .server = order->servers[LL_FORK_SERVER_LASTPTR],
        .limits = order->limits,
        .most_seconds = ll_examine_time_left(order, out->seconds)};
    struct ll_trial trial;
    int result = ll_trial_run(&what, &trial, err);
    out->looked_again = true;
    out->seconds += trial.seconds;
    if (result == 0)
        result = ll_diags_merge(driver, &trial.diags, roots, err);
    ll_trial_release(&trial);
    return result;
}

/* Whether the exercise needs the tool: it follows references and an interpreter runs,
 * or it judges what threads share and the lesson lists it. */
static bool is_asked(const struct ll_examine_order *order, const struct ll_tool *tool)
{
    const struct ll_manifest *manifest = order->harness->lesson->manifest;
    if (tool->follows_references)
        return order->harness->has_interpreter;
    for (unsigned i = 0; i < manifest->tools_count; i++)
        if (tool->role == LL_TOOL_RACES && strcmp(manifest->tools[i], tool->name) == 0)
            return true;
    return false;
}

/* Look at the driver as at home, for references that it lost. */
static int look_for_references(const struct ll_examine_order *order,
                               const struct ll_tool *tool, struct ll_examination *out,
                               struct ll_diags *driver, struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_home_seen seen;
    int result = ll_home_look(order->look, tool, NULL, &seen, err);
    out->seconds += seen.seconds;
    if (result == 0)
        result = ll_diags_merge(driver, &seen.diags, roots, err);
    ll_diags_release(&seen.diags);
    return result;
}

/* What the driver does under the tools that only some exercises need: where it comes to
 * its end. */
static int look_closer(const struct ll_examine_order *order, struct ll_examination *out,
                       struct ll_diags *driver, struct ll_error *err)
{
    int result = 0;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL && result == 0;
         tool++)
        if (is_asked(order, *tool) && out->units[0].ended)
            result = (*tool)->follows_references
                         ? look_for_references(order, *tool, out, driver, err)
                         : ll_examine_races(order, *tool, out, driver, err);
    return result;
}

/* ---- what is kept to the end ----------------------------------------------------- */

/* Run the driver with more input, under memcheck. */
static int run_with_more(const struct ll_examine_order *order,
                         struct ll_examination *out, struct ll_trial *trial,
                         struct ll_error *err)
{
    const struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = ll_tool_for(LL_TOOL_WATCHER),
                  .program = &order->compiled->programs[LL_WAY_PLAIN],
                  .more = true,
                  .fail = true,
                  .canaries = true},
        .before = &out->trials[LL_TRIAL_BARE],
        .server = order->servers[LL_FORK_SERVER_MEMCHECK],
        .limits = order->limits,
        .most_seconds = ll_examine_time_left(order, out->seconds)};
    int result = ll_trial_run(&what, trial, err);
    out->seconds += trial->seconds;
    if (result == 0 && trial->tampered != NULL && out->tampered == NULL) {
        out->tampered = trial->tampered;
        trial->tampered = NULL;
    }
    return result;
}

/* The run with more input did not come to its end: nothing can be compared. */
static int add_endless(struct ll_diags *into, struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_puts(&what, "with more input, the program does not run to its end");
    int result =
        ll_diags_add_words(into, &what, NULL, ll_tool_for(LL_TOOL_WATCHER)->name, err);
    ll_buf_release(&what);
    return result;
}

/* Whether the driver left more blocks behind than that of the solution. */
static bool keeps_more(const struct ll_examine_order *order,
                       const struct ll_examination *out)
{
    const struct ll_balance *had =
        ll_malloc_trace_find(&out->trials[LL_TRIAL_MEMCHECK].trace, 0);
    const struct ll_balance *wanted = ll_malloc_trace_find(&order->reference->trace, 0);
    return had != NULL && wanted != NULL && had->all > wanted->all;
}

/* Whether memcheck's report has more blocks of a module's than of the solution's,
 * whatever the trace of allocations says, in which a module may have had lines written.
 * What an interpreter keeps is in neither count. */
static bool is_untraced(const struct ll_examine_order *order,
                        const struct ll_examination *out)
{
    return order->harness->has_interpreter &&
           ll_reported_blocks(&out->trials[LL_TRIAL_MEMCHECK].diags) >
               order->reference->reported;
}

/* Judge what the driver kept to its end, in memcheck's trial, as at home. */
static int judge_kept(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    enum ll_reachable policy = policy_of(order);
    struct ll_diags *diags = &out->trials[LL_TRIAL_MEMCHECK].diags;
    struct ll_diags driver = {0};
    struct ll_trial more = {0};
    int result = 0;
    if (!out->units[0].ended || (policy == LL_REACHABLE_FAULT &&
                                 !keeps_more(order, out) && !is_untraced(order, out)))
        return 0;
    for (size_t i = diags->count; i-- > 0 && result == 0;)
        if (ll_unit_of_diag(order, &diags->items[i]) == 0) {
            result = ll_diags_add_copy(&driver, &diags->items[i], err);
            ll_diags_remove(diags, i);
        }
    if (result == 0 && policy == LL_REACHABLE_GROWS)
        result = run_with_more(order, out, &more, err);
    if (result == 0 && !ll_trial_hung(&more, 0))
        result = ll_diags_judge_reachable(&driver, policy, &more.diags, roots, err);
    if (result == 0 && policy == LL_REACHABLE_GROWS &&
        (!more.whole || more.death_count > 0) && ll_diags_faults(&driver) == 0)
        result = add_endless(&driver, err);
    for (size_t i = driver.count; i-- > 0 && result == 0;)
        result = ll_diags_add_copy(diags, &driver.items[i], err);
    ll_diags_release(&driver);
    ll_trial_release(&more);
    return result;
}

/* ---- names --------------------------------------------------------------------- */

static bool replace(char **text, const char *with)
{
    char *copy = strdup(with);
    if (copy == NULL)
        return false;
    free(*text);
    *text = copy;
    return true;
}

/* A test's function by the test's name. */
static void name_test(const struct ll_examine_order *order, char *function)
{
    if (ll_unit_of_function(order->reference, function) > 0)
        function[strlen(function) - 3] = '\0';
}

/* The submission's file by its real name, tests by theirs. */
static bool name_stack(const struct ll_examine_order *order, struct ll_stack *stack)
{
    bool good = true;
    for (size_t i = 0; i < stack->count && good; i++) {
        struct ll_frame *frame = &stack->frames[i];
        if (ll_frame_is_submissions(frame) &&
            strcmp(ll_path_base(frame->file), order->compiled->name) == 0)
            good = replace(&frame->file, order->path);
        if (!good || frame->function == NULL)
            continue;
        name_test(order, frame->function);
    }
    return good;
}

static int name_all(const struct ll_examine_order *order, struct ll_diags *diags,
                    struct ll_error *err)
{
    const struct ll_strings none = LL_STRINGS_INIT;
    char *folder = ll_path_dir(order->path);
    const char *named[] = {folder, order->harness->lesson->folder, NULL};
    bool good = folder != NULL;
    for (size_t i = 0; i < diags->count && good; i++) {
        struct ll_diag *diag = &diags->items[i];
        for (size_t call = 0; call < diag->path.count; call++)
            name_test(order, diag->path.calls[call].function);
        good = name_stack(order, &diag->at) && name_stack(order, &diag->allocated) &&
               name_stack(order, &diag->freed) && name_stack(order, &diag->lost) &&
               name_stack(order, &diag->other);
        for (size_t k = 0; k < diag->held_count && good; k++)
            good = name_stack(order, &diag->held[k].allocated);
    }
    /* No tool could read the submission. */
    good = good && ll_pairs_settle(diags, &none, named, err) == 0 &&
           ll_diags_settle_returns(diags, named);
    free(folder);
    return good ? 0 : ll_fail_memory(err);
}

/* ---- all of it ----------------------------------------------------------------- */

int ll_examine_faults(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_diags driver = {0}, tests = {0};
    int result = judge_kept(order, out, err);
    for (int kind = 0; kind < LL_TRIAL_COUNT && result == 0; kind++) {
        struct ll_diags one = {0};
        result =
            ll_split_faults(order, out, (enum ll_trial_kind)kind, &one, &tests, err);
        if (result == 0)
            result = ll_diags_merge(&driver, &one, roots, err);
        ll_diags_release(&one);
    }
    if (result == 0)
        result = look_closer(order, out, &driver, err);
    if (result == 0)
        result = look_again(order, out, &driver, err);
    out->diags = driver;
    if (result == 0)
        result = ll_diags_settle(&out->diags, roots, NULL, err);
    if (result == 0)
        result = ll_settle_tests(order, &tests, err);
    if (result == 0)
        result = ll_add_tests(order, &out->diags, &tests, err);
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
