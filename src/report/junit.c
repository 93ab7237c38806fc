/* SPDX-License-Identifier: MIT
 *
 * junit: JUnit XML for Jenkins, GitLab and similar systems: one suite for each
 * submission.
 *
 * The first case says whether the submission could be graded. Without it, a submission
 * whose items were all skipped would look like a good one. */
#include <string.h>

#include "report/grades.h"
#include "report/junit_parts.h"
#include "report/layout.h"

struct counts {
    size_t tests, failures, errors, skipped;
};

static void count(struct counts *counts, enum ll_verdict verdict, bool whole)
{
    counts->tests++;
    counts->failures += verdict == LL_FAIL || (whole && verdict == LL_UNGRADABLE);
    counts->errors += verdict == LL_HARNESS_ERROR;
    counts->skipped += !whole && verdict == LL_UNGRADABLE;
}

static enum ll_verdict whole_of(const struct ll_graded *graded)
{
    return ll_graded_is_judged(graded) ? LL_PASS : graded->verdict;
}

static void count_all(struct counts *counts, const struct ll_graded *graded)
{
    count(counts, whole_of(graded), true);
    for (size_t i = 0; i < graded->count; i++)
        count(counts, graded->items[i].verdict, false);
}

static void add_counts(struct ll_buf *out, const struct counts *counts)
{
    ll_buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
                counts->tests, counts->failures, counts->errors, counts->skipped);
}

/* `element` is "failure", "error" or "skipped"; NULL: it passed. */
static void add_case(struct ll_buf *out, const struct ll_graded *graded,
                     const char *name, double seconds, const char *element,
                     const char *title, const char *message)
{
    ll_buf_addf(out, "    <testcase classname=\"lesson%u", graded->lesson);
    if (graded->name != NULL) {
        ll_buf_putc(out, '.');
        ll_junit_text(out, graded->name);
    }
    ll_buf_putc(out, '"');
    ll_junit_attribute(out, "name", name);
    ll_junit_seconds(out, seconds);
    ll_junit_end(out, element, element, title, message);
}

static void add_property(struct ll_buf *out, const char *name, const char *text)
{
    ll_buf_puts(out, "      <property");
    ll_junit_attribute(out, "name", name);
    ll_junit_attribute(out, "value", text);
    ll_buf_puts(out, "/>\n");
}

static void add_properties(struct ll_buf *out, const struct ll_graded *graded)
{
    struct ll_buf points = LL_BUF_INIT;
    ll_buf_puts(out, "    <properties>\n");
    add_property(out, "verdict", ll_verdict_name(graded->verdict));
    ll_say_points(&points, graded->score);
    if (ll_graded_is_judged(graded))
        add_property(out, "score", ll_buf_text(&points));
    ll_buf_clear(&points);
    ll_say_points(&points, graded->most);
    add_property(out, "most", ll_buf_text(&points));
    ll_buf_puts(out, "    </properties>\n");
    out->full |= points.full;
    ll_buf_release(&points);
}

static void add_suite(struct ll_buf *out, const struct ll_graded *graded)
{
    static const char *const elements[] = {[LL_PASS] = NULL,
                                           [LL_FAIL] = "failure",
                                           [LL_UNGRADABLE] = "skipped",
                                           [LL_HARNESS_ERROR] = "error"};
    struct counts counts = {0};
    count_all(&counts, graded);
    ll_buf_puts(out, "  <testsuite");
    ll_junit_attribute(out, "name", graded->name != NULL ? graded->name : "");
    add_counts(out, &counts);
    ll_junit_seconds(out, graded->seconds);
    ll_buf_puts(out, ">\n");
    add_properties(out, graded);
    enum ll_verdict whole = whole_of(graded);
    add_case(out, graded, "could_be_graded", 0,
             whole == LL_UNGRADABLE ? "failure" : elements[whole],
             ll_graded_why(graded), NULL);
    for (size_t i = 0; i < graded->count; i++) {
        const struct ll_graded_item *item = &graded->items[i];
        add_case(out, graded, item->name != NULL ? item->name : "", item->seconds,
                 elements[item->verdict], ll_item_title(item), item->message);
    }
    struct ll_buf said = LL_BUF_INIT;
    ll_graded_say(graded, &said);
    ll_buf_puts(out, "    <system-out>");
    ll_junit_text(out, ll_buf_text(&said));
    ll_buf_puts(out, "</system-out>\n  </testsuite>\n");
    out->full |= said.full;
    ll_buf_release(&said);
}

static int all(const struct ll_class *class, struct ll_buf *out, struct ll_error *err)
{
    struct counts counts = {0};
    for (size_t i = 0; i < class->count; i++)
        count_all(&counts, &class->all[i]);
    ll_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"leaklab\"");
    add_counts(out, &counts);
    ll_junit_seconds(out, class->seconds);
    ll_buf_puts(out, ">\n");
    for (size_t i = 0; i < class->count; i++)
        add_suite(out, &class->all[i]);
    ll_buf_puts(out, "</testsuites>\n");
    return out->full ? ll_fail_memory(err) : 0;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    struct ll_graded alone = *graded;
    const struct ll_class class = {&alone, 1, graded->seconds};
    return all(&class, out, err);
}

const struct ll_grade_format ll_grades_junit = {
    .name = "junit", .file = "junit.xml", .one = one, .all = all};
