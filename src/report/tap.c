/* SPDX-License-Identifier: MIT
 *
 * tap: the Test Anything Protocol, version 14.
 *
 * The first test says whether the submission could be graded. For a single submission,
 * a failure of the grader ends the stream with "Bail out!". For a class, each
 * submission is a subtest, and the stream continues. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/grades.h"
#include "report/layout.h"

/* Append `text` on one line, with the characters escaped that begin a TAP directive. */
static void add_words(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    for (const char *c = ll_buf_text(&clean); *c != '\0'; c++) {
        if (*c == '#' || *c == '\\')
            ll_buf_putc(out, '\\');
        ll_buf_putc(out, *c == '\n' ? ' ' : *c);
    }
    out->full |= clean.full;
    ll_buf_release(&clean);
}

/* Append a line of a YAML block. A quoted JSON string is a valid YAML string. */
static void add_yaml(struct ll_buf *out, const char *indent, const char *key,
                     const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    json_t *value = clean.full ? NULL : json_string(ll_buf_text(&clean));
    char *quoted = value != NULL ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    if (quoted != NULL)
        ll_buf_addf(out, "%s  %s: %s\n", indent, key, quoted);
    else
        out->full = true;
    free(quoted);
    json_decref(value);
    ll_buf_release(&clean);
}

static void add_points(struct ll_buf *out, const char *indent, const char *key,
                       double points)
{
    ll_buf_addf(out, "%s  %s: ", indent, key);
    ll_say_points(out, points);
    ll_buf_putc(out, '\n');
}

static void add_item(struct ll_buf *out, const char *indent, size_t number,
                     const struct ll_graded_item *item)
{
    /* A skipped test counts as ok: the first test says what is wrong. */
    bool skipped = item->verdict == LL_UNGRADABLE;
    bool ok = item->verdict == LL_PASS || skipped;
    ll_buf_addf(out, "%s%s %zu - ", indent, ok ? "ok" : "not ok", number);
    add_words(out, ll_item_title(item));
    if (skipped) {
        ll_buf_puts(out, " # SKIP ");
        add_words(out, item->message != NULL ? item->message : "not judged");
    }
    ll_buf_addf(out, "\n%s  ---\n", indent);
    if (item->name != NULL)
        add_yaml(out, indent, "name", item->name);
    if (item->message != NULL)
        add_yaml(out, indent, "message", item->message);
    add_yaml(out, indent, "severity", ll_verdict_name(item->verdict));
    add_points(out, indent, "points", item->points);
    add_points(out, indent, "most", item->most);
    ll_buf_addf(out, "%s  duration_ms: %llu\n", indent,
                (unsigned long long)(item->seconds * 1000 + 0.5));
    ll_buf_addf(out, "%s  ...\n", indent);
}

static void add_graded(struct ll_buf *out, const char *indent,
                       const struct ll_graded *graded)
{
    bool judged = ll_graded_is_judged(graded);
    struct ll_buf said = LL_BUF_INIT;
    ll_graded_say(graded, &said);
    ll_buf_addf(out, "%s1..%zu\n", indent, graded->count + 1);
    ll_buf_addf(out, "%s%s 1 - could be graded\n%s  ---\n", indent,
                judged ? "ok" : "not ok", indent);
    add_yaml(out, indent, "severity", ll_verdict_name(graded->verdict));
    if (said.len > 0)
        add_yaml(out, indent, "message", ll_buf_text(&said));
    if (judged)
        add_points(out, indent, "points", graded->score);
    add_points(out, indent, "most", graded->most);
    ll_buf_addf(out, "%s  ...\n", indent);
    for (size_t i = 0; i < graded->count; i++)
        add_item(out, indent, i + 2, &graded->items[i]);
    out->full |= said.full;
    ll_buf_release(&said);
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    ll_buf_puts(out, "TAP version 14\n");
    add_graded(out, "", graded);
    if (graded->verdict == LL_HARNESS_ERROR) {
        ll_buf_puts(out, "Bail out! ");
        add_words(out, ll_graded_why(graded));
        ll_buf_putc(out, '\n');
    }
    return out->full ? ll_fail_memory(err) : 0;
}

static int all(const struct ll_class *class, struct ll_buf *out, struct ll_error *err)
{
    ll_buf_addf(out, "TAP version 14\n1..%zu\n", class->count);
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        ll_buf_puts(out, "# Subtest: ");
        add_words(out, graded->name != NULL ? graded->name : "");
        ll_buf_putc(out, '\n');
        add_graded(out, "    ", graded);
        ll_buf_addf(out, "%s %zu - ", graded->verdict == LL_PASS ? "ok" : "not ok",
                    i + 1);
        add_words(out, graded->name != NULL ? graded->name : "");
        ll_buf_putc(out, '\n');
    }
    return out->full ? ll_fail_memory(err) : 0;
}

const struct ll_grade_format ll_grades_tap = {
    .name = "tap", .file = "results.tap", .one = one, .all = all};
