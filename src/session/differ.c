/* SPDX-License-Identifier: MIT */
#include "session/differ.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "base/text.h"

/* How often each byte was printed, without the digits of addresses. */
static void count_bytes(const char *text, size_t counts[UCHAR_MAX + 1])
{
    memset(counts, 0, (UCHAR_MAX + 1) * sizeof *counts);
    for (; text != NULL && *text != '\0'; text++) {
        counts[(unsigned char)*text]++;
        if (text[0] != '0' || text[1] != 'x')
            continue;
        while (isxdigit((unsigned char)text[2]))
            text++;
    }
}

/* Whether neither of two runs printed all that the other one did. */
static bool prints_differ(const char *a, const char *b)
{
    size_t x[UCHAR_MAX + 1], y[UCHAR_MAX + 1];
    bool more = false, less = false;
    count_bytes(a, x);
    count_bytes(b, y);
    for (size_t i = 0; i <= UCHAR_MAX; i++) {
        more |= x[i] > y[i];
        less |= x[i] < y[i];
    }
    return more && less;
}

static bool is_run(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && !run->tool->reads_sources &&
           run->tool->blind != NULL && !run->in_part;
}

/* Whether an access went beside a variable, where some tools know of no end. */
static bool is_beside_variable(const struct ll_diag *diag)
{
    enum ll_region region = diag->place.region;
    return ll_kind_is_access(diag->kind) &&
           (region == LL_REGION_STACK || region == LL_REGION_GLOBAL ||
            region == LL_REGION_ARRAY || region == LL_REGION_ALLOCA);
}

/* Whether `one` saw a fault that the tool of `other` would have seen. */
static bool missed_one(const struct ll_result *result, const struct ll_run *one,
                       const struct ll_run *other)
{
    for (size_t i = 0; i < result->diags.count; i++) {
        const struct ll_diag *diag = &result->diags.items[i];
        if (ll_kind_is_fault(diag->kind) && !is_beside_variable(diag) &&
            ll_diag_seen_by(diag, one->tool->name) &&
            !ll_diag_seen_by(diag, other->tool->name) &&
            other->tool->blind(diag->kind) == NULL)
            return true;
    }
    return false;
}

/* Whether one of the crashes that not all runs had is of this run. */
static bool has_crash(const struct ll_result *result, const struct ll_run *run)
{
    for (size_t i = 0; i < result->diags.count; i++)
        if (result->diags.items[i].in_one_run &&
            ll_diag_seen_by(&result->diags.items[i], run->tool->name))
            return true;
    return false;
}

static bool print_differ(const struct ll_result *result, const struct ll_run *one,
                         const struct ll_run *other)
{
    return prints_differ(one->output, other->output) &&
           (missed_one(result, one, other) || missed_one(result, other, one));
}

static bool signals_differ(const struct ll_result *result, const struct ll_run *one,
                           const struct ll_run *other)
{
    return has_crash(result, one) && has_crash(result, other) &&
           missed_one(result, one, other) && missed_one(result, other, one);
}

/* Whether the program went on to an end of its own, and the tool saw all of it. */
static bool is_to_the_end(const struct ll_run *run)
{
    return ll_run_is_whole(run) && run->ended.how == LL_END_EXITED &&
           ll_run_keeps_status(run);
}

static bool statuses_differ(const struct ll_result *result, const struct ll_run *one,
                            const struct ll_run *other)
{
    return is_to_the_end(one) && is_to_the_end(other) &&
           one->ended.status != other->ended.status &&
           (missed_one(result, one, other) || missed_one(result, other, one));
}

static bool ends_differ(const struct ll_result *result, const struct ll_run *one,
                        const struct ll_run *other)
{
    return signals_differ(result, one, other) || statuses_differ(result, one, other);
}

/* ---- faults that no tool misses ---- */

/* Every tool that watches blocks keeps at least so many bytes around each unused. */
enum { BESIDE = 16 };

/* Whether a read can have begun in the block, by its last bytes: memcheck accepts a
 * word of which it knows a part. */
static bool is_read_of_rest(const struct ll_diag *diag)
{
    enum { WORD = 8 };
    return diag->kind == LL_INVALID_READ && diag->access >= WORD &&
           diag->place.position == LL_AFTER && diag->place.distance == 0 &&
           diag->place.block_size % WORD != 0;
}

/* An access of the reader's own code right beside a block. Nothing but the block and
 * its neighbourhood is needed to see it. */
static bool is_beside_block(const struct ll_diag *diag, const char *const *roots)
{
    const struct ll_place *place = &diag->place;
    bool beside = place->position == LL_BEFORE || place->position == LL_AFTER;
    return ll_kind_is_access(diag->kind) && place->region == LL_REGION_HEAP && beside &&
           !place->first_bad && !is_read_of_rest(diag) && place->distance < BESIDE &&
           diag->at.count > 0 && ll_stack_own(&diag->at, roots) == diag->at.frames;
}

/* Whether two faults may be one that two tools tell by other lines or other bytes. */
static bool may_be_same(const struct ll_diag *a, const struct ll_diag *b,
                        const char *const *roots)
{
    const struct ll_frame *x = ll_stack_own(ll_diag_key_stack(a), roots);
    const struct ll_frame *y = ll_stack_own(ll_diag_key_stack(b), roots);
    bool same_place = a->place.position == b->place.position &&
                      a->place.distance == b->place.distance && a->bytes == b->bytes;
    return x == NULL || y == NULL || ll_frames_same_line(x, y) ||
           (same_place && ll_same_text(x->function, y->function));
}

static bool saw_one_like(const struct ll_run *run, const struct ll_diag *diag,
                         bool (*is_one)(enum ll_kind kind), const char *const *roots)
{
    for (size_t i = 0; i < run->diags.count; i++)
        if (is_one(run->diags.items[i].kind) &&
            may_be_same(&run->diags.items[i], diag, roots))
            return true;
    return false;
}

/* Whether `run`, which saw the program to its end, did not come across that fault of
 * another run. What was lost in one run has to be there in the other, at least as a
 * block that is still reachable: which of the two it is depends on old pointers. */
static bool came_not_across(const struct ll_run *run, const struct ll_diag *diag,
                            const char *const *roots)
{
    if (run->tool->blind(diag->kind) != NULL)
        return false;
    if (is_beside_block(diag, roots))
        return !saw_one_like(run, diag, ll_kind_is_access, roots);
    return ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
           run->tool->blind(LL_STILL_REACHABLE) == NULL &&
           !saw_one_like(run, diag, ll_kind_is_leak, roots);
}

static bool has_another(const struct ll_result *result, const struct ll_run *one,
                        const struct ll_run *other)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    for (size_t i = 0; is_to_the_end(other) && i < result->diags.count; i++) {
        const struct ll_diag *diag = &result->diags.items[i];
        if (ll_diag_seen_by(diag, one->tool->name) &&
            !ll_diag_seen_by(diag, other->tool->name) &&
            came_not_across(other, diag, roots))
            return true;
    }
    return false;
}

/* Of an interpreter, other things than the program's decide which blocks there are. */
static bool ways_differ(const struct ll_result *result, const struct ll_run *one,
                        const struct ll_run *other)
{
    return !one->interpreted && !other->interpreted &&
           (has_another(result, one, other) || has_another(result, other, one));
}

typedef bool differ_of(const struct ll_result *result, const struct ll_run *one,
                       const struct ll_run *other);

static bool find_two(const struct ll_result *result, differ_of *differ,
                     const struct ll_run **one, const struct ll_run **other)
{
    for (size_t i = 0; i < result->run_count; i++)
        for (size_t j = i + 1; j < result->run_count; j++) {
            *one = &result->runs[i];
            *other = &result->runs[j];
            if (is_run(*one) && is_run(*other) && differ(result, *one, *other))
                return true;
        }
    return false;
}

bool ll_result_differs(const struct ll_result *result, const struct ll_run **one,
                       const struct ll_run **other)
{
    return find_two(result, print_differ, one, other);
}

bool ll_result_ways_differ(const struct ll_result *result, const struct ll_run **one,
                           const struct ll_run **other)
{
    return find_two(result, ways_differ, one, other);
}

bool ll_result_ends_differ(const struct ll_result *result, const struct ll_run **one,
                           const struct ll_run **other)
{
    return find_two(result, ends_differ, one, other);
}

/* How many bytes of a line are shown, at most. */
enum { LINE_SHOWN = 200 };

static void say_line(const char *line, struct ll_buf *out)
{
    size_t length = strcspn(line, "\n"), shown = length;
    if (length > LINE_SHOWN) /* no character is cut */
        shown = (size_t)(ll_utf8_start(line, line + LINE_SHOWN) - line);
    ll_buf_addf(out, "'%.*s'", (int)shown, line);
    if (shown < length)
        ll_buf_addf(out, " and %zu more bytes", length - shown);
}

void ll_differ_say(const char *printed, const char *wanted, struct ll_buf *out)
{
    unsigned line = 1;
    size_t got = strcspn(printed, "\n"), want = strcspn(wanted, "\n");
    while (got == want && strncmp(printed, wanted, got) == 0 && printed[got] != '\0' &&
           wanted[want] != '\0') {
        printed += got + 1;
        wanted += want + 1;
        got = strcspn(printed, "\n");
        want = strcspn(wanted, "\n");
        line++;
    }
    if (printed[0] == '\0') {
        ll_buf_addf(out, "it stops printing before line %u, ", line);
        say_line(wanted, out);
    } else if (wanted[0] == '\0') {
        ll_buf_puts(out, "it prints more than it should: ");
        say_line(printed, out);
    } else {
        ll_buf_addf(out, "line %u that it prints is ", line);
        say_line(printed, out);
        ll_buf_puts(out, ", and should be ");
        say_line(wanted, out);
    }
}
