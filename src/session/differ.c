/* SPDX-License-Identifier: MIT */
#include "session/differ.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

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
           run->tool->blind != NULL;
}

/* Whether `one` saw a fault that the tool of `other` would have seen. */
static bool missed_one(const struct ll_result *result, const struct ll_run *one,
                       const struct ll_run *other)
{
    for (size_t i = 0; i < result->diags.count; i++) {
        const struct ll_diag *diag = &result->diags.items[i];
        if (ll_kind_is_fault(diag->kind) && ll_diag_seen_by(diag, one->tool->name) &&
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

static bool ends_differ(const struct ll_result *result, const struct ll_run *one,
                        const struct ll_run *other)
{
    return has_crash(result, one) && has_crash(result, other) &&
           missed_one(result, one, other) && missed_one(result, other, one);
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

bool ll_result_ends_differ(const struct ll_result *result, const struct ll_run **one,
                           const struct ll_run **other)
{
    return find_two(result, ends_differ, one, other);
}
