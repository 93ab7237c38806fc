/* SPDX-License-Identifier: MIT
 *
 * A sweep for people: a block for each cause, then one line about the failures that are
 * no faults. */
#include "report/text_sweep.h"

#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/allocator.h"
#include "report/layout.h"
#include "report/text.h"

void ll_attempt_name(const struct ll_attempt *attempt, char *name)
{
    snprintf(name, 32, "%lu%s", attempt->number, attempt->with_all ? "+" : "");
}

void ll_replay(struct ll_buf *out, const char *again, const struct ll_attempt *attempt)
{
    char name[32];
    const char *gap = strstr(again, "%s");
    ll_attempt_name(attempt, name);
    if (gap == NULL)
        ll_buf_puts(out, again);
    else
        ll_buf_addf(out, "%.*s%s%s", (int)(gap - again), again, name, gap + 2);
}

/* "7th" */
static void add_ordinal(struct ll_buf *out, unsigned long n)
{
    bool teen = n % 100 >= 11 && n % 100 <= 13;
    const char *ending = teen          ? "th"
                         : n % 10 == 1 ? "st"
                         : n % 10 == 2 ? "nd"
                         : n % 10 == 3 ? "rd"
                                       : "th";
    ll_buf_addf(out, "%lu%s", n, ending);
}

/* Append "six.c:7". */
static void add_place(struct ll_buf *out, const struct ll_frame *frame,
                      const struct ll_style *style)
{
    char *file = ll_path_relative(frame->file, style->from);
    ll_buf_addf(out, "%s:%u", ll_path_base(file == NULL ? frame->file : file),
                frame->line);
    free(file);
}

/* Of a program without debug information, no more is known. */
static const char *inner_function(const struct ll_stack *site)
{
    return site->count > 0 ? site->frames[0].function : NULL;
}

/* Append "realloc at series.c:41". If a library function made the allocation, append
 * that function. */
static void add_call(struct ll_buf *out, const struct ll_attempt *attempt,
                     const struct ll_style *style, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&attempt->site, roots);
    ll_buf_puts(out, attempt->through != NULL ? attempt->through : attempt->function);
    if (own != NULL) {
        ll_buf_puts(out, " at ");
        add_place(out, own, style);
    } else if (inner_function(&attempt->site) != NULL) {
        ll_buf_addf(out, " in %s", inner_function(&attempt->site));
    }
}

/* "leaks 48 bytes" */
static void add_outcome(struct ll_buf *out, const struct ll_attempt *attempt)
{
    unsigned long long bytes = 0;
    for (size_t i = 0; i < attempt->result.diags.count; i++)
        if (ll_kind_is_leak(attempt->result.diags.items[i].kind))
            bytes += attempt->result.diags.items[i].bytes;
    switch (attempt->outcome) {
    case LL_LEAKED:
        if (bytes > 0)
            ll_buf_addf(out, "leaks %llu byte%s", bytes, ll_plural(bytes));
        else
            ll_buf_puts(out, "leaves a file open");
        break;
    case LL_QUIT:
        ll_buf_puts(out, "ends the program");
        break;
    case LL_CRASHED:
        ll_buf_puts(out, "crashes");
        break;
    case LL_CORRUPTED:
        ll_buf_puts(out, "touches memory that is not its own");
        break;
    case LL_NO_END:
        ll_buf_puts(out, "does not end");
        break;
    default:
        ll_buf_puts(out, "could not be judged");
    }
}

/* Count the other failures with the same cause. */
static size_t count_same(const struct ll_sweep *sweep, size_t cause)
{
    size_t same = 0;
    for (size_t i = 0; i < sweep->count; i++)
        same += sweep->attempts[i].same_as == cause && i != cause;
    return same;
}

/* "failing the 7th allocation (realloc at series.c:41, 96 bytes)" */
static void add_failure(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_sweep *sweep, size_t cause)
{
    const struct ll_attempt *attempt = &sweep->attempts[cause];
    ll_buf_puts(out, "failing the ");
    add_ordinal(out, attempt->number);
    ll_buf_addf(out, " allocation%s (", attempt->with_all ? " and all after it" : "");
    add_call(out, attempt, style, ll_strings_argv(&sweep->base.subject->roots));
    ll_buf_addf(out, ", %llu byte%s", attempt->bytes, ll_plural(attempt->bytes));
    if (attempt->test != NULL)
        ll_buf_addf(out, ", in test '%s'", attempt->test);
    ll_buf_putc(out, ')');
}

static bool is_cause(const struct ll_sweep *sweep, size_t i)
{
    return sweep->attempts[i].same_as == i &&
           ll_outcome_is_fault(sweep->attempts[i].outcome);
}

void ll_sweep_headline(const struct ll_sweep *sweep, size_t attempt, struct ll_buf *out)
{
    const struct ll_style style = {0};
    add_failure(out, &style, sweep, attempt);
    ll_buf_putc(out, ' ');
    add_outcome(out, &sweep->attempts[attempt]);
}

void ll_sweep_headlines(const struct ll_sweep *sweep, struct ll_buf *out)
{
    for (size_t i = 0; i < sweep->count; i++) {
        if (!is_cause(sweep, i))
            continue;
        ll_buf_puts(out, out->len > 0 ? "; " : "");
        ll_sweep_headline(sweep, i, out);
    }
}

bool ll_sweep_is_told(const struct ll_sweep *sweep, size_t attempt)
{
    const struct ll_attempt *one = &sweep->attempts[attempt];
    return one->same_as == attempt && one->outcome >= LL_UNJUDGED;
}

const struct ll_frame *ll_sweep_frame(const struct ll_sweep *sweep, size_t attempt)
{
    const struct ll_attempt *one = &sweep->attempts[attempt];
    return one->asked != NULL
               ? one->asked
               : ll_stack_own(&one->site, ll_strings_argv(&sweep->base.subject->roots));
}

/* Append the functions of a program without debug information: "main → load". */
static void add_names(struct ll_buf *out, const struct ll_style *style,
                      const struct ll_stack *site)
{
    struct ll_buf words = LL_BUF_INIT;
    size_t count = site->count;
    if (count > 0 && ll_same_text(site->frames[count - 1].function, "_start"))
        count--;
    ll_buf_puts(&words, "asked for by ");
    for (size_t i = count; i-- > 0;)
        ll_buf_addf(&words, "%s%s",
                    site->frames[i].function != NULL ? site->frames[i].function : "?",
                    i > 0 ? " → " : "");
    if (count > 1 && inner_function(site) != NULL)
        ll_wrap(out, style, 1, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append the calls that led to the allocation, outermost first: "main (six.c:27) → load
 * (six.c:15)". One call is told by the headline. */
static void add_calls(struct ll_buf *out, const struct ll_style *style,
                      const struct ll_attempt *attempt, const char *const *roots)
{
    const struct ll_frame *own[LL_SWEEP_CALLS_MOST];
    const size_t count = ll_stack_owns(&attempt->site, roots, own, LL_SWEEP_CALLS_MOST);
    struct ll_buf words = LL_BUF_INIT;
    if (count == 0)
        add_names(out, style, &attempt->site);
    if (count < 2)
        return;
    ll_buf_puts(&words, "asked for by ");
    for (size_t i = count; i-- > 0;) {
        ll_buf_addf(&words, "%s (", own[i]->function != NULL ? own[i]->function : "?");
        add_place(&words, own[i], style);
        ll_buf_puts(&words, i > 0 ? ") → " : ")");
    }
    ll_wrap(out, style, 1, ll_buf_text(&words));
    ll_buf_release(&words);
}

static void add_head(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_sweep *sweep, size_t cause)
{
    const struct ll_attempt *attempt = &sweep->attempts[cause];
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT, words = LL_BUF_INIT;
    ll_buf_putc(&words, ' ');
    add_failure(&words, style, sweep, cause);
    ll_paint(&left, style, LL_PAINT_BOLD, ll_buf_text(&words));
    ll_buf_release(&words);
    add_outcome(&words, attempt);
    ll_paint(&right, style, LL_PAINT_BAD, ll_buf_text(&words));
    ll_columns(out, style, ll_buf_text(&left), ll_buf_text(&right));
    ll_buf_release(&words);
    ll_buf_release(&left);
    ll_buf_release(&right);
    add_calls(out, style, attempt, ll_strings_argv(&sweep->base.subject->roots));
    size_t same = count_same(sweep, cause);
    if (same > 0)
        ll_buf_addf(out, " %zu more failure%s lead%s to the same fault\n", same,
                    ll_plural(same), same == 1 ? "s" : "");
}

/* The function whose result `asked` got. */
static const char *callee_of(const struct ll_attempt *attempt, const char *const *roots)
{
    const struct ll_frame *own[LL_SWEEP_CALLS_MOST];
    const size_t count = ll_stack_owns(&attempt->site, roots, own, LL_SWEEP_CALLS_MOST);
    for (size_t i = 1; i < count; i++)
        if (own[i] == attempt->asked && own[i - 1]->function != NULL)
            return own[i - 1]->function;
    return attempt->through != NULL ? attempt->through : attempt->function;
}

/* Append which result was not checked, where the source shows it. */
static void add_unchecked(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_attempt *attempt, const char *const *roots)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "Not checked: what was returned by %s at ",
                callee_of(attempt, roots));
    add_place(&words, attempt->asked, style);
    ll_buf_putc(&words, '.');
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append which function ended the program, and what it has to do. */
static void add_quit(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_attempt *attempt, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&attempt->left, roots);
    struct ll_buf words = LL_BUF_INIT;
    if (own == NULL)
        return;
    ll_buf_addf(&words, "%s ended the program at ",
                own->function != NULL ? own->function : "It");
    add_place(&words, own, style);
    ll_buf_puts(&words, ". It has to return, and report the failure: its caller "
                        "decides what to do then.");
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Whether a block was lost, and the tool that follows pointers saw where. */
static bool has_loss(const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind) &&
            !ll_kind_is_reachable(diags->items[i].kind) &&
            diags->items[i].lost.count > 0)
            return true;
    return false;
}

void ll_text_cause(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_sweep *sweep, const char *again, size_t i)
{
    const char *const *roots = ll_strings_argv(&sweep->base.subject->roots);
    const struct ll_attempt *attempt = &sweep->attempts[i];
    const struct ll_diags *diags = &attempt->result.diags;
    ll_buf_putc(out, '\n');
    add_head(out, style, sweep, i);
    for (size_t d = 0; d < diags->count; d++) {
        ll_buf_putc(out, '\n');
        ll_text_diag(out, style, &diags->items[d], d > 0 ? &diags->items[d - 1] : NULL,
                     roots, NULL);
    }
    if (attempt->unchecked && !attempt->with_all)
        add_unchecked(out, style, attempt, roots);
    if (attempt->outcome == LL_QUIT)
        add_quit(out, style, attempt, roots);
    if (attempt->outcome == LL_UNJUDGED || attempt->outcome == LL_NO_END)
        ll_text_trouble(out, style, &attempt->result, style->limits);
    if (again == NULL)
        return;
    ll_buf_puts(out, "\n   again, just that one:  ");
    ll_replay(out, again, attempt);
    ll_buf_putc(out, '\n');
    if (style->picture == NULL || !has_loss(diags))
        return;
    ll_buf_puts(out, "   to see it happen:      ");
    ll_replay(out, style->picture, attempt);
    ll_buf_putc(out, '\n');
}

/* Append at most `most` causes. */
static void add_causes(struct ll_buf *out, const struct ll_style *style,
                       const struct ll_sweep *sweep, const char *again, size_t most)
{
    for (size_t i = 0, shown = 0; i < sweep->count && shown < most; i++)
        if (ll_sweep_is_told(sweep, i)) {
            shown++;
            ll_text_cause(out, style, sweep, again, i);
        }
}

void ll_text_causes(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_sweep *sweep, const char *again)
{
    add_causes(out, style, sweep, again, SIZE_MAX);
}

void ll_text_swept_lead(struct ll_buf *out, const struct ll_style *style, bool is_suite,
                        bool follows)
{
    if (out->len > 0)
        ll_buf_putc(out, '\n');
    ll_wrap(out, style, 3,
            follows    ? "The same with each allocation that its tests make:"
            : is_suite ? "As long as there is memory, it is in order. Then each "
                         "allocation that its tests make was made to fail once, alone "
                         "and with all after it:"
                       : "As long as there is memory, it is in order. Then each "
                         "allocation of the program was made to fail once, alone and "
                         "with all after it:");
}

void ll_text_swept(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_sweep *sweep, const char *again, size_t most)
{
    if (ll_sweep_faults(sweep) == 0)
        return;
    ll_text_swept_lead(out, style, sweep->base.subject->is_suite,
                       sweep->base.subject->is_suite);
    add_causes(out, style, sweep, again, most);
}

/* Append how many of the failures that were tried are those of each allocator of the
 * program, and which of them ended the program. */
static void add_allocators(struct ll_buf *out, const struct ll_style *style,
                           const struct ll_sweep *sweep)
{
    const struct ll_strings *allocators = &sweep->base.subject->allocators;
    for (size_t k = 0; k < allocators->count && sweep->count > 0; k++) {
        unsigned long asked = 0, ended = 0, last = 0;
        size_t length = 0;
        const char *name = ll_allocator_name(allocators->items[k], &length);
        for (size_t i = 0; i < sweep->count; i++) {
            const struct ll_attempt *attempt = &sweep->attempts[i];
            bool is_its = ll_same_text(attempt->allocator, allocators->items[k]);
            asked += is_its && attempt->number != last;
            if (is_its)
                last = attempt->number;
            ended += ll_same_text(attempt->ended_in, allocators->items[k]);
        }
        struct ll_buf line = LL_BUF_INIT;
        if (asked == 0)
            ll_buf_addf(&line,
                        "%.*s() asked for none of the allocations that were tried.",
                        (int)length, name);
        else
            ll_buf_addf(&line, "%.*s() asked for %lu of the allocations.", (int)length,
                        name, asked);
        if (ended > 0)
            ll_buf_addf(
                &line,
                " After %lu of the failures the program ended in %.*s() itself, "
                "so that its callers never see a failure.",
                ended, (int)length, name);
        ll_buf_putc(out, '\n');
        ll_wrap(out, style, 1, ll_buf_text(&line));
        ll_buf_release(&line);
    }
}

/* Append the outcomes of the failures that are no faults: "10 failures were …". */
static void add_others(struct ll_buf *out, const struct ll_style *style,
                       const struct ll_sweep *sweep)
{
    static const struct {
        enum ll_outcome outcome;
        const char *words;
    } all[] = {
        {LL_GAVE_UP, "it ended with an error and had freed everything"},
        {LL_WENT_ON, "it went on and ended as usual"},
        {LL_TEST_FAILED, "the test noticed, and nothing was touched that must not be"},
        {LL_ABORTED, "it ended itself on purpose, with abort() or an assertion"},
    };
    struct ll_buf words = LL_BUF_INIT;
    unsigned long sum = 0;
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        unsigned long count = 0;
        for (size_t i = 0; i < sweep->count; i++)
            count += sweep->attempts[i].outcome == all[k].outcome;
        if (count > 0)
            ll_buf_addf(&words, "%s%lu time%s %s", sum > 0 ? "; " : "", count,
                        ll_plural(count), all[k].words);
        sum += count;
    }
    if (sum == 0)
        goto out;
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "%lu failure%s %s no fault: ", sum, ll_plural(sum),
                sum == 1 ? "was" : "were");
    ll_buf_puts(&line, ll_buf_text(&words));
    ll_buf_putc(&line, '.');
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, 1, ll_buf_text(&line));
    ll_buf_release(&line);
out:
    ll_buf_release(&words);
}

/* What one tool did not try: "memcheck did not try 3 allocations: …". */
static void say_left_out(struct ll_buf *line, const struct ll_sweep *sweep,
                         const struct ll_left_out *left)
{
    if (sweep->untried == 0 || left->count == 0)
        return;
    ll_buf_addf(line, "%s did not try %lu allocation%s", left->tool->title, left->count,
                ll_plural(left->count));
    if (left->late)
        ll_buf_addf(line, ": the time was up after %.0f s (longer: --time)",
                    sweep->seconds);
    else if (sweep->distinct)
        ll_buf_puts(line, ": another one came from the same call stack");
    ll_buf_puts(line, ". ");
}

static void say_untried(struct ll_buf *line, const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->base.run_count && sweep->left_out != NULL; i++)
        say_left_out(line, sweep, &sweep->left_out[i]);
}

static void add_untried(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_sweep *sweep)
{
    struct ll_buf line = LL_BUF_INIT;
    if (sweep->unfit != NULL)
        ll_buf_addf(&line, "The program was run anew for each failure: %s. ",
                    sweep->unfit);
    say_untried(&line, sweep);
    if (line.len > 0) {
        ll_buf_putc(out, '\n');
        ll_wrap(out, style, 1, ll_buf_text(&line));
    }
    ll_buf_release(&line);
}

static void add_closing(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_sweep *sweep)
{
    struct ll_buf line = LL_BUF_INIT;
    size_t faults = ll_sweep_faults(sweep);
    enum ll_verdict verdict = ll_sweep_verdict(sweep);
    if (faults > 0)
        ll_buf_addf(&line, "%zu fault%s", faults, ll_plural(faults));
    else if (verdict == LL_PASS && sweep->allocations > 0)
        ll_buf_puts(&line, "survives every failing allocation");
    else if (verdict == LL_PASS)
        ll_buf_puts(&line, "no allocation to fail");
    else
        ll_buf_puts(&line, "no verdict");
    ll_buf_puts(&line, " · ");
    if (sweep->allocations > 0 || sweep->count > 0 || ll_sweep_base_ended(sweep))
        ll_buf_addf(&line, "%lu allocation%s, %zu failure%s tried · ",
                    sweep->allocations, ll_plural(sweep->allocations), sweep->count,
                    ll_plural(sweep->count));
    ll_text_tools(&line, &sweep->base);
    ll_buf_addf(&line, " · %.1f s", sweep->seconds);
    struct ll_buf wrapped = LL_BUF_INIT;
    ll_wrap(&wrapped, style, 0, ll_buf_text(&line));
    if (wrapped.len > 0)
        wrapped.data[--wrapped.len] = '\0'; /* the line end stays unpainted */
    ll_buf_putc(out, '\n');
    ll_pour_paint(out, style,
                  faults > 0           ? LL_PAINT_BAD
                  : verdict == LL_PASS ? LL_PAINT_GOOD
                                       : LL_PAINT_BOLD,
                  &wrapped);
    ll_buf_putc(out, '\n');
    ll_buf_release(&line);
}

/* With what status a finished program ended that is no suite; 0 for all else. A test
 * that does not find its files fails at once, and its sweep says little. */
static int base_failed(const struct ll_sweep *sweep)
{
    const struct ll_result *base = &sweep->base;
    if (base->subject->finished == NULL || base->subject->is_suite ||
        base->run_count == 0 || base->runs[0].ended.how != LL_END_EXITED)
        return 0;
    return base->runs[0].ended.status;
}

/* Faults that occur without a failure are left to `leaklab check`; `leaklab run` takes
 * a finished program. */
static void say_base(struct ll_buf *line, const struct ll_sweep *sweep)
{
    size_t faults = ll_diags_faults(&sweep->base.diags);
    if (!ll_sweep_base_ended(sweep) && sweep->count == 0)
        ll_buf_puts(line, "No failure was judged: the program has to end when no "
                          "allocation fails. ");
    else if (faults > 0)
        ll_buf_addf(line,
                    "Without any failure it has %zu fault%s already, which `%s` "
                    "shows. What follows comes on top. ",
                    faults, ll_plural(faults),
                    sweep->base.subject->finished != NULL ? "run" : "check");
    else if (base_failed(sweep) != 0)
        ll_buf_addf(
            line,
            "Without any failure it ended with status %d already, and may have "
            "done little: does it need arguments, or another folder to start in? ",
            base_failed(sweep));
}

void ll_sweep_caveat(const struct ll_sweep *sweep, struct ll_buf *out)
{
    say_base(out, sweep);
    say_untried(out, sweep);
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

static void add_base(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_sweep *sweep)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_text_trouble(out, style, &sweep->base, style->limits);
    say_base(&line, sweep);
    if (line.len > 0)
        ll_wrap(out, style, 1, ll_buf_text(&line));
    ll_buf_release(&line);
}

int ll_text_sweep(const struct ll_sweep *sweep, const char *again,
                  const struct ll_style *style, struct ll_buf *out,
                  struct ll_error *err)
{
    add_base(out, style, sweep);
    ll_text_causes(out, style, sweep, again);
    add_others(out, style, sweep);
    add_allocators(out, style, sweep);
    add_untried(out, style, sweep);
    bool ran = false;
    for (size_t i = 0; i < sweep->base.run_count; i++)
        ran |= sweep->base.runs[i].status == LL_RUN_JUDGED;
    if (ran)
        add_closing(out, style, sweep);
    return out->full ? ll_fail_memory(err) : 0;
}
