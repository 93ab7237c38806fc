/* SPDX-License-Identifier: MIT
 *
 * A grade in JSON, as in results.db, which may come from another machine: read alone,
 * and as a row of a database that is loaded and merged. */
#include <stdlib.h>
#include <string.h>

#include "class/graded_json.h"
#include "class/results_parts.h"
#include "fuzz/fuzz.h"
#include "fuzz/show.h"

static struct ll_results *open_results(void)
{
    struct ll_results *results = ll_results_open(NULL, "x", false, &(char *){0}, NULL);
    fuzz_expect(results != NULL, "a database can be in memory");
    return results;
}

/* Put the text into the only row of the database, as another program would. */
static void put(struct ll_results *results, const char *json, size_t count)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO results (name, verdict, score, most, key, graded, "
        "prints) VALUES ('ann', 'pass', 1, 2, 'k', ?1, ?1)";
    sqlite3_stmt *statement = NULL;
    fuzz_expect(sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) ==
                        SQLITE_OK &&
                    sqlite3_bind_text(statement, 1, json, (int)count, SQLITE_STATIC) ==
                        SQLITE_OK &&
                    sqlite3_step(statement) == SQLITE_DONE,
                "a row can be written");
    sqlite3_finalize(statement);
}

static void use_rows(const struct ll_buf *json)
{
    static struct ll_results *from, *to;
    struct ll_class class = {0};
    struct ll_fingerprints *prints = NULL;
    struct ll_result_mark mark;
    struct ll_strings conflicts = LL_STRINGS_INIT;
    if (from == NULL) {
        from = open_results();
        to = open_results();
    }
    put(from, ll_buf_text(json), json->len);
    if (ll_results_mark(from, "ann", &mark))
        (void)ll_verdict_name(mark.verdict);
    if (ll_results_load(from, &class, &prints, NULL) == 0) {
        for (size_t i = 0; i < class.count; i++)
            ll_fingerprints_release(&prints[i]);
        free(prints);
        ll_class_release(&class);
    }
    if (ll_results_begin(to, NULL) == 0) {
        (void)!ll_results_merge(to, from, &conflicts, NULL);
        ll_results_rollback(to);
    }
    ll_strings_release(&conflicts);
}

static bool read_graded(const uint8_t *bytes, size_t count)
{
    struct ll_buf json = fuzz_buf(bytes, count);
    struct ll_graded graded, back;
    bool good = ll_graded_from_json(&graded, ll_buf_text(&json));
    if (good) {
        char *text = ll_graded_to_json(&graded);
        fuzz_expect(text != NULL && ll_graded_from_json(&back, text),
                    "what was read can be written and read again");
        free(text);
        ll_graded_release(&back);
        fuzz_show_graded(&graded);
        ll_graded_release(&graded);
    }
    use_rows(&json);
    ll_buf_release(&json);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    struct ll_graded graded = {.verdict = LL_FAIL, .lesson = 3, .most = 3};
    const struct ll_graded_item item = {.name = (char *)"t", .most = 3};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_USE_AFTER_FREE);
    fuzz_expect((graded.name = strdup("ann")) != NULL &&
                    (graded.exercise = strdup("exercise.c")) != NULL &&
                    ll_graded_add(&graded, &item, NULL) == 0 &&
                    ll_stack_add(&diag.at, "main", "/src/a.c", 7, 2, NULL) &&
                    ll_stack_add(&diag.freed, "main", "/src/a.c", 6, 2, NULL) &&
                    ll_diag_add_witness(&diag, "memcheck", "raw") &&
                    ll_diags_add(&graded.diags, &diag, NULL) == 0,
                "a grade can be made");
    char *text = ll_graded_to_json(&graded);
    fuzz_expect(text != NULL, "a grade can be written");
    ll_buf_puts(good, text);
    ll_buf_add(bad, text, strlen(text) - 1);
    free(text);
    ll_graded_release(&graded);
}

const struct fuzzer fuzzer = {read_graded, examples};
