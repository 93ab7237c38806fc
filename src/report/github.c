/* SPDX-License-Identifier: MIT
 *
 * github: the result of the grading step of a GitHub Classroom workflow: the JSON, and
 * the same JSON as the line for $GITHUB_OUTPUT.
 *
 * The reporter counts a test without `score` as NaN, and skips everything if
 * `max_score` is 0. It prints messages into the workflow's log, where lines such as
 * "::notice ..." are commands. Scores are reported by such commands, so none may come
 * from a submission. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/grades.h"
#include "report/json_parts.h"

static const char *status_of(enum ll_verdict verdict)
{
    return verdict == LL_PASS ? "pass" : verdict == LL_FAIL ? "fail" : "error";
}

/* Set `key` to `text`, with all commands broken up. */
static bool set_harmless(json_t *object, const char *key, const char *text)
{
    struct ll_buf harmless = LL_BUF_INIT;
    for (const char *c = text; *c != '\0'; c++) {
        ll_buf_putc(&harmless, *c);
        if ((c[0] == ':' && c[1] == ':') ||
            (c[0] == '#' && (c[1] == '#' || c[1] == '[')))
            ll_buf_putc(&harmless, ' ');
    }
    return ll_json_pour(object, key, &harmless);
}

static json_t *test_new(const char *name, enum ll_verdict verdict, double score,
                        const char *message, double seconds)
{
    json_t *object = json_object();
    if (set_harmless(object, "name", name) &&
        ll_json_text(object, "status", status_of(verdict)) &&
        ll_json_real(object, "score", score) &&
        set_harmless(object, "message", message != NULL ? message : "") &&
        ll_json_text(object, "test_code", "") && ll_json_text(object, "filename", "") &&
        ll_json_count(object, "line_no", 0) &&
        ll_json_real(object, "duration", seconds * 1000))
        return object;
    json_decref(object);
    return NULL;
}

static bool add_items(json_t *tests, const struct ll_graded *graded)
{
    size_t count;
    struct ll_graded_item *items = ll_graded_for_learners(graded, &count);
    bool ok = items != NULL, judged = ll_graded_is_judged(graded);
    for (size_t i = 0; ok && i < count; i++) {
        const struct ll_graded_item *item = &items[i];
        ok = json_array_append_new(tests, test_new(ll_item_title(item), item->verdict,
                                                   judged ? item->points : 0,
                                                   item->message, item->seconds)) == 0;
    }
    free(items);
    return ok;
}

/* The first test stands for the whole submission; its message is the explanation. */
static bool add_whole(json_t *tests, const struct ll_graded *graded)
{
    struct ll_buf said = LL_BUF_INIT;
    ll_graded_say(graded, &said);
    enum ll_verdict verdict = ll_graded_is_judged(graded) ? LL_PASS : graded->verdict;
    bool ok = !said.full &&
              json_array_append_new(tests, test_new("could be graded", verdict, 0,
                                                    ll_buf_text(&said), 0)) == 0;
    ll_buf_release(&said);
    return ok;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    json_t *object = json_object(), *tests = json_array();
    bool ok = json_object_set_new(object, "tests", tests) == 0;
    ok = ok && ll_json_count(object, "version", 1) &&
         ll_json_text(object, "status", status_of(graded->verdict)) &&
         ll_json_count(object, "max_score",
                       graded->most < 1 ? 1 : (size_t)ceil(graded->most)) &&
         add_whole(tests, graded) && add_items(tests, graded);
    if (!ok) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

static void add_base64(struct ll_buf *out, const struct ll_buf *bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = (const unsigned char *)ll_buf_text(bytes);
    for (size_t i = 0; i < bytes->len; i += 3) {
        size_t left = bytes->len - i;
        uint32_t three = (uint32_t)from[i] << 16 |
                         (left > 1 ? (uint32_t)from[i + 1] << 8 : 0) |
                         (left > 2 ? (uint32_t)from[i + 2] : 0);
        const char four[] = {digits[three >> 18], digits[three >> 12 & 63],
                             left > 1 ? digits[three >> 6 & 63] : '=',
                             left > 2 ? digits[three & 63] : '='};
        ll_buf_add(out, four, sizeof four);
    }
}

static int output(const struct ll_graded *graded, struct ll_buf *out,
                  struct ll_error *err)
{
    struct ll_buf json = LL_BUF_INIT;
    int result = one(graded, &json, err);
    if (result == 0) {
        ll_buf_puts(out, "result=");
        add_base64(out, &json);
        ll_buf_putc(out, '\n');
        result = out->full ? ll_fail_memory(err) : 0;
    }
    ll_buf_release(&json);
    return result;
}

const struct ll_grade_format ll_grades_github = {
    .name = "github-classroom", .file = "result.json", .one = one};
const struct ll_grade_format ll_grades_github_output = {
    .name = "github-output", .file = "result.txt", .one = output};
