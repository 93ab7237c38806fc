/* SPDX-License-Identifier: MIT
 *
 * Each case is a result built here, and what each format makes of it, in
 * tests/report/data/report/. After a change that is meant, write them anew with
 * LL_UPDATE_EXPECTED=1 and read the difference. */
#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "report/excerpt.h"
#include "report/layout.h"
#include "report/report.h"
#include "report/text.h"
#include "report/text_boxes.h"
#include "support/expected.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/report/data/report"
#define SERIES DATA "/src/series.c"
#define ODD DATA "/src/odd.c"

static char *sources[] = {(char[]){SERIES}, NULL};
static char *folders[] = {(char[]){DATA "/src"}, NULL};

static struct ll_subject subject = {
    .name = (char[]){"series.c"},
    .sources = {.items = sources, .count = 1},
    .roots = {.items = folders, .count = 1},
};

/* ---- building results ------------------------------------------------------- */

static void push(struct ll_stack *stack, const char *called, const char *function,
                 const char *file, unsigned line, unsigned column)
{
    if (called != NULL)
        ck_assert(ll_stack_add(stack, called, NULL, 0, 0, "/usr/lib/libc.so.6"));
    ck_assert(ll_stack_add(stack, function, file, line, column, NULL));
}

static struct ll_diag *add(struct ll_result *result, enum ll_kind kind, bool both)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    ck_assert(ll_diag_add_witness(&diag, "memcheck", "as memcheck\n  says it"));
    if (both)
        ck_assert(ll_diag_add_witness(&diag, "asan", NULL));
    ck_assert_int_eq(ll_diags_add(&result->diags, &diag, NULL), 0);
    return &result->diags.items[result->diags.count - 1];
}

static void add_lost(struct ll_result *result)
{
    struct ll_diag *lost = add(result, LL_DEFINITELY_LOST, true);
    lost->bytes = 32;
    lost->blocks = 1;
    lost->how = LL_LOSS_OVERWRITTEN;
    lost->variable = strdup("series->data");
    push(&lost->allocated, "malloc", "series_new", SERIES, 10, 0);
    push(&lost->lost, NULL, "series_resize", SERIES, 18, 0);
}

static void lost_realloc(struct ll_result *result)
{
    add_lost(result);
    result->verdict = LL_FAIL;
}

static void add_path(struct ll_path *path)
{
    struct ll_call *call = ll_path_add(path, "mean_of");
    ck_assert(call != NULL && ll_call_place(call, ODD, 3));
    ck_assert(
        ll_values_add(&call->arguments, &(struct ll_value){.name = (char[]){"count"},
                                                           .type = (char[]){"int"},
                                                           .value = (char[]){"10"}}));
    call = ll_path_add(path, "main");
    ck_assert(call != NULL && ll_call_place(call, SERIES, 30));
}

static void mixed(struct ll_result *result)
{
    struct ll_diag *read = add(result, LL_INVALID_READ, true);
    read->access = 4;
    read->place = (struct ll_place){
        .region = LL_REGION_HEAP, .position = LL_AFTER, .block_size = 40};
    push(&read->at, NULL, "main", ODD, 3, 10);
    push(&read->allocated, "__interceptor_malloc", "series_new", SERIES, 10, 0);
    add_path(&read->path);
    add_lost(result);
    struct ll_diag *held = add(result, LL_STILL_REACHABLE, false);
    held->bytes = 472;
    held->blocks = 1;
    push(&held->allocated, "calloc", "series_new", SERIES, 7, 0);
    result->verdict = LL_FAIL;
    result->runs[0].ended.status = result->runs[1].ended.status = 3;
    result->runs[0].complete = LL_COMPLETE;
}

static void add_ended(struct ll_result *result, const char *variable, unsigned line)
{
    struct ll_diag *lost = add(result, LL_DEFINITELY_LOST, false);
    lost->bytes = 8;
    lost->blocks = 1;
    lost->how = LL_LOSS_SCOPE_END;
    lost->variable = strdup(variable);
    push(&lost->allocated, "malloc", "series_new", SERIES, line, 0);
    push(&lost->lost, NULL, "series_new", SERIES, 12, 0);
}

/* Losses of one kind, and what follows the first, is said once; what a mark shows is no
 * value. */
static void ended(struct ll_result *result)
{
    add_ended(result, "series", 7);
    ck_assert(
        ll_values_add(&result->diags.items[0].values,
                      &(struct ll_value){.name = (char[]){"series"},
                                         .value = (char[]){"the block of line 7"}}));
    add_ended(result, "data", 10);
    result->verdict = LL_FAIL;
}

static void odd(struct ll_result *result)
{
    struct ll_diag *twice = add(result, LL_DOUBLE_FREE, false);
    twice->place.block_size = 24;
    push(&twice->allocated, "malloc", "main", ODD, 2, 0);
    push(&twice->freed, "free", "main", ODD, 4, 5);
    push(&twice->at, "free", "main", ODD, 4, 19);

    struct ll_diag *same = add(result, LL_DEFINITELY_LOST, false);
    same->bytes = 12;
    same->how = LL_LOSS_OVERWRITTEN;
    push(&same->allocated, "malloc", "main", ODD, 5, 0);
    push(&same->lost, "malloc", "main", ODD, 5, 0);

    struct ll_diag *crash = add(result, LL_CRASH, false);
    crash->signal = SIGABRT;
    push(&crash->at, "puts", "main", ODD, 6, 0);

    struct ll_diag *gone = add(result, LL_USE_AFTER_FREE, false);
    push(&gone->allocated, NULL, "main", DATA "/src/gone.c", 3, 0);
    push(&gone->freed, "free", "main", ODD, 7, 0);
    push(&gone->at, NULL, "main", ODD, 700, 0);

    struct ll_diag *other = add(result, LL_OTHER, false);
    other->what = strdup("something \033[31mnew\nin two lines");
    result->verdict = LL_FAIL;
}

/* A crash of which nobody knows where it was. */
static void nowhere(struct ll_result *result)
{
    struct ll_diag *crash = add(result, LL_CRASH, false);
    crash->signal = SIGABRT;
    ck_assert(ll_diag_add_witness(crash, "plain", "free(): invalid pointer"));
    result->verdict = LL_FAIL;
}

static void clean(struct ll_result *result)
{
    result->runs[0].allocations = 41;
}

static void held(struct ll_result *result)
{
    clean(result);
    struct ll_diag *diag = add(result, LL_STILL_REACHABLE, false);
    diag->bytes = 1;
    push(&diag->allocated, "calloc", "series_new", SERIES, 7, 0);
    ck_assert_int_eq(ll_diags_add_copy(&result->runs[0].diags, diag, NULL), 0);
}

static void refused(struct ll_result *result, const char *file)
{
    for (size_t i = 0; i < 2; i++) {
        struct ll_run *run = &result->runs[i];
        run->status = LL_RUN_NOT_BUILT;
        ck_assert_int_gt(asprintf(&run->compiler,
                                  "%s:14:5: error: expected ';' before 'return'\n"
                                  "   14 |     return\033[0m 0;\n",
                                  file),
                         0);
        run->note = strdup("it does not compile");
    }
    result->verdict = LL_UNGRADABLE;
}

static void not_built(struct ll_result *result)
{
    refused(result, "list.c");
}

static void not_built_here(struct ll_result *result)
{
    refused(result, SERIES);
}

static void not_built_in_time(struct ll_result *result)
{
    for (size_t i = 0; i < 2; i++) {
        struct ll_run *run = &result->runs[i];
        run->status = LL_RUN_NOT_BUILT;
        run->ended.how = LL_END_TIMEOUT;
        run->compiler = strdup("list.c:9:5: warning: this statement may fall through "
                               "[-Wimplicit-fallthrough=]\n");
        run->note =
            strdup("the compiler 'gcc' did not end within 600 s and was stopped");
    }
    result->verdict = LL_UNGRADABLE;
}

static void not_translated(struct ll_result *result)
{
    refused(result, "noise.pyx");
    result->runs[0].by_cython = result->runs[1].by_cython = true;
}

static void raised(struct ll_result *result)
{
    result->runs[1].interpreted = true;
    result->runs[1].ended.status = 1;
    result->runs[1].output = strdup("Traceback (most recent call last):\n"
                                    "  File \"/here/noise.pyx\", line 2, in step\n"
                                    "    raise ValueError(\"no noise\")\n"
                                    "ValueError: no noise\n");
}

static void closed(struct ll_result *result)
{
    static const enum ll_kind kinds[] = {LL_USE_AFTER_FREE, LL_DOUBLE_FREE};
    for (size_t i = 0; i < 2; i++) {
        struct ll_diag *diag = add(result, kinds[i], false);
        push(&diag->at, kinds[i] == LL_DOUBLE_FREE ? "fclose" : "getc", "work", SERIES,
             15, 0);
        push(&diag->freed, "fclose", "work", SERIES, 14, 0);
    }
    struct ll_diag *block = add(result, LL_USE_AFTER_FREE, false);
    push(&block->at, "memcpy", "work", SERIES, 16, 0);
    push(&block->freed, "free", "work", SERIES, 14, 0);
    result->verdict = LL_FAIL;
}

static void stopped(struct ll_result *result)
{
    for (size_t i = 0; i < 2; i++) {
        result->runs[i].ended.how = LL_END_TIMEOUT;
        result->runs[i].run_seconds = 10;
        result->runs[i].complete = LL_REPORT_CUT;
    }
    result->runs[0].note = strdup("the run was stopped in main (series.c:22)");
    result->runs[1].note =
        strdup("the program did not end within 10 s and was stopped");
    result->verdict = LL_UNGRADABLE;
}

static void stopped_late(struct ll_result *result)
{
    stopped(result);
    add_lost(result);
    result->verdict = LL_FAIL;
}

static void stopped_script(struct ll_result *result)
{
    stopped(result);
    result->runs[0].interpreted = result->runs[1].interpreted = true;
    free(result->runs[1].note);
    result->runs[1].note =
        strdup("the program did not end within 60 s and was stopped");
}

static void no_tool(struct ll_result *result)
{
    result->runs[0].status = LL_RUN_NO_TOOL;
    result->runs[0].note =
        strdup("'valgrind' is missing: install the package 'valgrind'");
    result->runs[1].status = LL_RUN_FAILED;
    result->runs[1].note = strdup("out of memory");
    result->verdict = LL_HARNESS_ERROR;
}

static void killed(struct ll_result *result)
{
    result->runs[1].ended =
        (struct ll_ended){.how = LL_END_SIGNALLED, .signal = SIGKILL};
    result->runs[1].complete = LL_NO_LEAK_CHECK;
    result->runs[1].note =
        strdup("the program was killed before its leaks were counted");
    result->verdict = LL_UNGRADABLE;
}

/* ---- the table -------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*build)(struct ll_result *result);
    const char *format;
    unsigned width;
    bool colour, raw;
} cases[] = {
    {"lost-realloc", lost_realloc, "text", 80, false, false},
    {"lost-realloc-40", lost_realloc, "text", 40, false, false},
    {"lost-realloc-100", lost_realloc, "text", 100, false, true},
    {"lost-realloc-colour", lost_realloc, "text", 80, true, false},
    {"mixed", mixed, "text", 80, false, false},
    {"mixed", mixed, "json", 80, false, false},
    {"mixed", mixed, "gcc", 80, false, false},
    {"mixed", mixed, "sarif", 80, false, false},
    {"mixed", mixed, "gitlab", 80, false, false},
    {"mixed", mixed, "ctest", 80, false, false},
    {"mixed", mixed, "junit", 80, false, false},
    {"ended", ended, "text", 80, false, false},
    {"odd", odd, "text", 80, false, false},
    {"odd-40", odd, "text", 40, false, false},
    {"odd", odd, "json", 80, false, false},
    {"odd", odd, "gcc", 80, false, false},
    {"odd", odd, "sarif", 80, false, false},
    {"odd", odd, "gitlab", 80, false, false},
    {"odd", odd, "junit", 80, false, false},
    {"clean", clean, "text", 80, false, false},
    {"clean", clean, "json", 80, false, false},
    {"clean", clean, "gcc", 80, false, false},
    {"clean", clean, "gitlab", 80, false, false},
    {"clean", clean, "ctest", 80, false, false},
    {"clean", clean, "junit", 80, false, false},
    {"held", held, "text", 80, false, false},
    {"not-built", not_built, "text", 80, false, false},
    {"not-built-here", not_built_here, "text", 80, false, false},
    {"not-built", not_built, "json", 80, false, false},
    {"not-built", not_built, "gcc", 80, false, false},
    {"not-built", not_built, "sarif", 80, false, false},
    {"not-built", not_built, "gitlab", 80, false, false},
    {"not-built", not_built, "junit", 80, false, false},
    {"not-built-in-time", not_built_in_time, "text", 80, false, false},
    {"not-built-in-time", not_built_in_time, "gcc", 80, false, false},
    {"not-built-in-time", not_built_in_time, "sarif", 80, false, false},
    {"not-built-in-time", not_built_in_time, "gitlab", 80, false, false},
    {"stopped", stopped, "text", 80, false, false},
    {"stopped", stopped, "json", 80, false, false},
    {"stopped", stopped, "gcc", 80, false, false},
    {"stopped", stopped, "gitlab", 80, false, false},
    {"stopped", stopped, "junit", 80, false, false},
    {"stopped-late", stopped_late, "text", 80, false, false},
    {"stopped-script", stopped_script, "text", 80, false, false},
    {"not-translated", not_translated, "text", 80, false, false},
    {"raised", raised, "text", 80, false, false},
    {"closed", closed, "text", 80, false, false},
    {"nowhere", nowhere, "text", 80, false, true},
    {"nowhere", nowhere, "json", 80, false, false},
    {"nowhere", nowhere, "gcc", 80, false, false},
    {"nowhere", nowhere, "sarif", 80, false, false},
    {"nowhere", nowhere, "gitlab", 80, false, false},
    {"nowhere", nowhere, "junit", 80, false, false},
    {"no-tool", no_tool, "text", 80, false, false},
    {"no-tool", no_tool, "json", 80, false, false},
    {"killed", killed, "text", 80, false, false},
    {"killed", killed, "json", 80, false, false},
};

static void init(struct ll_result *result, struct ll_run runs[2])
{
    runs[0] = (struct ll_run){.tool = ll_tool_find("memcheck"), .run_seconds = 0.6};
    runs[1] = (struct ll_run){.tool = ll_tool_find("asan"), .run_seconds = 0.125};
    *result = (struct ll_result){.subject = &subject, .runs = runs, .run_count = 2};
}

static void release(struct ll_result *result)
{
    ll_diags_release(&result->diags);
    for (size_t i = 0; i < 2; i++) {
        ll_diags_release(&result->runs[i].diags);
        free(result->runs[i].compiler);
        free(result->runs[i].note);
        free(result->runs[i].output);
    }
}

START_TEST(reports_are_as_recorded)
{
    struct ll_result result;
    struct ll_run runs[2];
    init(&result, runs);
    cases[_i].build(&result);
    struct ll_style style = {.width = cases[_i].width,
                             .colour = cases[_i].colour,
                             .raw = cases[_i].raw,
                             .from = DATA};
    if (strcmp(cases[_i].name, "stopped-late") == 0)
        style.limits = &ll_limits_default;
    struct ll_buf out = LL_BUF_INIT, expected = LL_BUF_INIT;
    const struct ll_format *format = ll_format_find(cases[_i].format);
    ck_assert_ptr_nonnull(format);
    ck_assert_int_eq(format->check(&result, &style, &out, NULL), 0);

    char name[512];
    snprintf(name, sizeof name, DATA "/%s.%s", cases[_i].name,
             strcmp(cases[_i].format, "text") == 0 ? "txt" : cases[_i].format);
    assert_recorded(name, ll_buf_text(&out));
    ck_assert_int_eq(ll_file_read(name, 1 << 20, &expected, NULL), 0);

    /* The width holds, and nothing that a terminal would obey comes through. */
    ll_buf_puts(&expected, ""); /* strtok() wants a text, also where nothing is said */
    ck_assert_ptr_nonnull(expected.data);
    for (char *line = strtok(expected.data, "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        bool text = strcmp(cases[_i].format, "text") == 0;
        /* Unbreakable: a compiler's line, the lead of a stopped run. */
        bool rigid = strncmp(cases[_i].name, "not-", 4) == 0 || strstr(line, ": ");
        if (text && !rigid)
            ck_assert_msg(ll_text_columns(line) <= style.width, "too long: %s", line);
        if (!style.colour)
            ck_assert_ptr_null(strchr(line, '\033'));
    }
    ll_buf_release(&expected);
    ll_buf_release(&out);
    release(&result);
}
END_TEST

static const char *const swept_formats[] = {"text", "gcc", "sarif", "gitlab", "junit"};

static char malloc_name[] = "malloc";

/* Four failures: a loss, the same again, no end, and one that a tool did not see
 * through; a tool had no time for more. */
static void fill_sweep(struct ll_sweep *sweep, struct ll_attempt *attempts)
{
    static const struct {
        enum ll_outcome outcome;
        unsigned line;
        size_t same_as;
        bool with_all;
    } rows[] = {{LL_LEAKED, 10, 0, false},
                {LL_LEAKED, 10, 0, true},
                {LL_NO_END, 10, 2, false},
                {LL_UNJUDGED, 7, 3, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        attempts[i] = (struct ll_attempt){.number = i / 2 + 1,
                                          .with_all = rows[i].with_all,
                                          .function = malloc_name,
                                          .bytes = 32,
                                          .outcome = rows[i].outcome,
                                          .same_as = rows[i].same_as};
        push(&attempts[i].site, "malloc", "series_new", SERIES, rows[i].line, 0);
        push(&attempts[i].site, NULL, "main", SERIES, 30, 0);
    }
    add_lost(&attempts[0].result);
    sweep->attempts = attempts;
    sweep->count = sizeof rows / sizeof *rows;
    sweep->allocations = 9;
    sweep->untried = 7;
    sweep->late = true;
    sweep->seconds = 60;
}

START_TEST(sweeps_are_as_recorded)
{
    struct ll_run runs[2];
    struct ll_attempt attempts[4];
    struct ll_left_out left_out[2] = {{ll_tool_find("memcheck"), 7, true},
                                      {ll_tool_find("asan"), 0, false}};
    struct ll_sweep sweep = {.left_out = left_out};
    struct ll_style style = {.width = 80, .from = DATA};
    struct ll_buf out = LL_BUF_INIT;
    const char *format = swept_formats[_i];
    char name[512];
    init(&sweep.base, runs);
    fill_sweep(&sweep, attempts);
    ck_assert_int_eq(ll_format_find(format)->sweep(&sweep,
                                                   "leaklab sweep --only %s series.c",
                                                   &style, &out, NULL),
                     0);
    snprintf(name, sizeof name, DATA "/swept.%s",
             strcmp(format, "text") == 0 ? "txt" : format);
    assert_recorded(name, ll_buf_text(&out));
    for (size_t i = 0; i < sweep.count; i++)
        ll_stack_release(&attempts[i].site);
    ll_diags_release(&attempts[0].result.diags);
    ll_buf_release(&out);
    release(&sweep.base);
}
END_TEST

START_TEST(json_tells_both_threads_of_a_race)
{
    struct ll_result result;
    struct ll_run runs[2];
    init(&result, runs);
    struct ll_diag *race = add(&result, LL_DATA_RACE, false);
    push(&race->at, NULL, "series_new", SERIES, 10, 0);
    push(&race->other, NULL, "series_resize", SERIES, 18, 0);
    push(&race->thread.started, "pthread_create", "main", SERIES, 30, 0);
    race->variable = strdup("series->data");
    race->thread.number = 2;
    race->other_thread.number = 1;
    race->other_thread.writes = true;
    race->other_thread.locks = strdup("`lock`");
    struct ll_style style = {.width = 80, .from = DATA};
    struct ll_buf out = LL_BUF_INIT;
    ck_assert_int_eq(ll_format_find("json")->check(&result, &style, &out, NULL), 0);
    json_t *root = json_loads(ll_buf_text(&out), JSON_REJECT_DUPLICATES, NULL);
    json_t *diag = json_array_get(json_object_get(root, "diagnoses"), 0);
    json_t *threads = json_object_get(diag, "threads");
    const char *variable, *access, *other, *locks;
    int number, at, started, wrote;
    ck_assert_int_eq(json_unpack(diag, "{s:s}", "variable", &variable), 0);
    ck_assert_str_eq(variable, "series->data");
    ck_assert_uint_eq(json_array_size(threads), 2);
    ck_assert_int_eq(json_unpack(json_array_get(threads, 0),
                                 "{s:i, s:s, s:{s:i}, s:{s:i}}", "number", &number,
                                 "access", &access, "at", "line", &at, "started",
                                 "line", &started),
                     0);
    ck_assert(number == 2 && at == 10 && started == 30);
    ck_assert_str_eq(access, "read");
    ck_assert_int_eq(json_unpack(json_array_get(threads, 1), "{s:s, s:s, s:{s:i}}",
                                 "access", &other, "locks", &locks, "at", "line",
                                 &wrote),
                     0);
    ck_assert_str_eq(other, "write");
    ck_assert_str_eq(locks, "`lock`");
    ck_assert_int_eq(wrote, 18);
    json_decref(root);
    ll_buf_release(&out);
    release(&result);
}
END_TEST

START_TEST(json_can_be_read_back)
{
    struct ll_result result;
    struct ll_run runs[2];
    init(&result, runs);
    mixed(&result);
    struct ll_style style = {.width = 80, .from = DATA};
    struct ll_buf out = LL_BUF_INIT;
    result.diags.items[0].operation = strdup("4");
    result.diags.items[0].type = strdup("int[4]");
    ck_assert_int_eq(ll_format_find("json")->check(&result, &style, &out, NULL), 0);
    json_t *root = json_loads(ll_buf_text(&out), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    const char *file, *variable, *how, *verdict, *operation, *type;
    int line, bytes;
    ck_assert_int_eq(json_unpack(json_array_get(json_object_get(root, "diagnoses"), 0),
                                 "{s:s, s:s}", "operation", &operation, "type", &type),
                     0);
    ck_assert_str_eq(operation, "4");
    ck_assert_str_eq(type, "int[4]");
    ck_assert_int_eq(json_unpack(json_array_get(json_object_get(root, "diagnoses"), 1),
                                 "{s:i, s:{s:s, s:i, s:s, s:s}}", "bytes", &bytes,
                                 "lost", "file", &file, "line", &line, "variable",
                                 &variable, "how", &how),
                     0);
    ck_assert_int_eq(bytes, 32);
    ck_assert_str_eq(file, "src/series.c");
    ck_assert_int_eq(line, 18);
    ck_assert_str_eq(variable, "series->data");
    ck_assert_str_eq(how, "overwritten");
    ck_assert_int_eq(json_unpack(root, "{s:s}", "verdict", &verdict), 0);
    ck_assert_str_eq(verdict, "fail");
    json_decref(root);
    ll_buf_release(&out);
    release(&result);
}
END_TEST

START_TEST(a_named_file_is_not_named_again)
{
    struct ll_result result;
    struct ll_run runs[2];
    init(&result, runs);
    add_lost(&result);
    struct ll_style style = {.width = 80, .from = DATA, .named = SERIES};
    struct ll_buf out = LL_BUF_INIT;
    const char *const roots[] = {DATA, NULL};
    ll_text_diag(&out, &style, &result.diags.items[0], NULL, roots,
                 "Words of its own.");
    assert_lacks(&out, "series.c");
    ck_assert_ptr_nonnull(
        strstr(ll_buf_text(&out), "\n\n   Words of its own.\n\n   Look at: "));
    assert_lacks(&out, "realloc failed");
    ll_buf_release(&out);
    release(&result);
}
END_TEST

/* ---- pieces ----------------------------------------------------------------- */

static void say_compared(const char *got, const char *wanted, struct ll_buf *out)
{
    static const char *const roots[] = {"/src", NULL};
    const struct ll_style style = {.width = 60};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_OTHER);
    diag.what = strdup("the test 't' failed: `sign`");
    diag.got = strdup(got);
    diag.wanted = strdup(wanted);
    ll_buf_clear(out);
    ll_text_diag(out, &style, &diag, NULL, roots, NULL);
    ll_diag_release(&diag);
}

START_TEST(texts_that_a_test_compared_are_shown_whole)
{
    struct ll_buf out = LL_BUF_INIT, long_text = LL_BUF_INIT;
    say_compared("\"+--+\\n| a |\\n\"", "\"+--+\\n| b |\\n\"", &out);
    ck_assert_str_eq(ll_buf_text(&out),
                     "   the test 't' failed: `sign` is not what it should be\n"
                     "\n"
                     "     expected  \"+--+\\n\"\n"
                     "               \"| b |\\n\"\n"
                     "     got       \"+--+\\n\"\n"
                     "               \"| a |\\n\"\n"
                     "                  ▲ the first difference\n");
    say_compared("\"\"", "\"ä\"", &out);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "     got       \"\"\n"));
    say_compared("NULL", "\"a\"", &out);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "     got       NULL\n"));
    ll_buf_putc(&long_text, '"');
    for (int i = 0; i < 500; i++)
        ll_buf_puts(&long_text, "äöü\\t");
    ll_buf_putc(&long_text, '"');
    say_compared(ll_buf_text(&long_text), "\"äöü\\tx\"", &out);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "... and "));
    for (const char *line = ll_buf_text(&out); *line != '\0';
         line = ll_next_line(line)) {
        struct ll_buf one = LL_BUF_INIT;
        ll_buf_add(&one, line, strcspn(line, "\n"));
        ck_assert_uint_le(ll_text_columns(ll_buf_text(&one)), 60);
        ll_buf_release(&one);
    }
    ll_buf_release(&long_text);
    ll_buf_release(&out);
}
END_TEST

/* What is drawn of a fault at a block of four bytes from line 3. */
static void draw_boxes(struct ll_diag *diag, unsigned width, struct ll_buf *out)
{
    static const char *const roots[] = {"/src", NULL};
    const struct ll_style style = {.width = width, .named = "/src/a.c"};
    diag->place.region = LL_REGION_HEAP;
    diag->place.block_size = 4;
    ck_assert(ll_stack_add(&diag->allocated, "f", "/src/a.c", 3, 0, NULL));
    ll_buf_clear(out);
    ll_text_boxes(out, &style, 2, diag, roots);
    ll_diag_release(diag);
}

START_TEST(memory_is_drawn_as_boxes)
{
    struct ll_diag diag;
    struct ll_buf out = LL_BUF_INIT;
    struct ll_value text = {.name = (char *)"t",
                            .value = (char *)"\"a\\nä\"",
                            .note = (char *)"`t` has 4 elements, the last is `t[3]`"};
    ll_diag_init(&diag, LL_INVALID_WRITE);
    diag.access = 1;
    diag.place.position = LL_AFTER;
    diag.place.distance = 1;
    ck_assert(ll_values_add(&diag.values, &text));
    draw_boxes(&diag, 60, &out);
    ck_assert_str_eq(ll_buf_text(&out), "\n"
                                        "    0    1   2   3       5  \n"
                                        "  [ a | \\n | ä |   ] … [ ✗ ]     4 bytes, "
                                        "from line 3\n");
    ll_diag_init(&diag, LL_INVALID_READ);
    diag.access = 2;
    diag.place.position = LL_BEFORE;
    diag.place.distance = 2;
    draw_boxes(&diag, 60, &out);
    ck_assert_str_eq(ll_buf_text(&out),
                     "\n"
                     "    -1     0   1  \n"
                     "  [  ✗ ] [   |   ]     4 bytes, from line 3\n");
    ll_diag_init(&diag, LL_INVALID_READ);
    diag.access = 1;
    diag.place.position = LL_AFTER;
    draw_boxes(&diag, 40, &out);
    ck_assert_str_eq(ll_buf_text(&out), ""); /* too wide */
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    diag.bytes = 4;
    diag.variable = strdup("t");
    draw_boxes(&diag, 80, &out);
    ck_assert_str_eq(
        ll_buf_text(&out),
        "\n  t  ─ ✗   [ 4 bytes, from line 3 ]   nothing points to it any more\n");
    ll_diag_init(&diag, LL_USE_AFTER_FREE);
    ck_assert(ll_stack_add(&diag.freed, "f", "/src/b.c", 5, 0, NULL));
    draw_boxes(&diag, 80, &out);
    ck_assert_str_eq(ll_buf_text(&out),
                     "\n  [ 4 bytes, from line 3 ]   freed in line 5 of b.c\n");
    ll_buf_release(&out);
}
END_TEST

START_TEST(formats_are_found_by_name)
{
    for (const struct ll_format *const *format = ll_formats; *format != NULL; format++)
        ck_assert_ptr_eq(ll_format_find((*format)->name), *format);
    ck_assert_ptr_null(ll_format_find("yaml"));
}
END_TEST

START_TEST(style_follows_the_surroundings)
{
    int fd = open("/dev/null", O_RDWR);
    ck_assert_int_ge(fd, 0);
    unsetenv("COLUMNS");
    ck_assert_uint_eq(ll_style_for(fd).width, 80);
    ck_assert(!ll_style_for(fd).colour);
    setenv("COLUMNS", "64", 1);
    ck_assert_uint_eq(ll_style_for(fd).width, 64);
    setenv("COLUMNS", "7", 1);
    ck_assert_uint_eq(ll_style_for(fd).width, 40);
    setenv("COLUMNS", "many", 1);
    ck_assert_uint_eq(ll_style_for(fd).width, 80);
    close(fd);

    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) {
        skip("there are no terminals");
        return;
    }
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    ck_assert(ll_style_for(terminal).colour);
    setenv("NO_COLOR", "1", 1);
    ck_assert(!ll_style_for(terminal).colour);
    setenv("NO_COLOR", "", 1);
    setenv("TERM", "dumb", 1);
    ck_assert(!ll_style_for(terminal).colour);
    close(terminal);
}
END_TEST

/* What `leaklab lesson` has, make calls TIMEOUT. */
START_TEST(a_lesson_tells_its_own_way_to_more_time)
{
    struct ll_result result;
    struct ll_run runs[2];
    struct ll_style style = {.width = 80, .longer = "make lesson3 TIMEOUT=60"};
    struct ll_buf out = LL_BUF_INIT;
    init(&result, runs);
    stopped(&result);
    runs[0].ended.cpu_seconds = 2.5;
    ll_text_trouble(&out, &style, &result, &ll_limits_default);
    assert_lacks(&out, "--timeout");
    assert_has(&out, "(more time: `make lesson3 TIMEOUT=60`)");
    assert_has(&out, "of these 10 s it had a processor for 2.5 s");
    assert_lacks(&out, "a loop");
    ll_buf_clear(&out);
    runs[0].ended.cpu_seconds = 9.5;
    ll_text_trouble(&out, &style, &result, &ll_limits_default);
    assert_has(&out, "perhaps a loop does not end");
    assert_lacks(&out, "busy");
    ll_buf_release(&out);
    release(&result);
}
END_TEST

START_TEST(wrapping_counts_columns_not_bytes)
{
    struct ll_style style = {.width = 40};
    struct ll_buf out = LL_BUF_INIT;
    ll_wrap(&out, &style, 3,
            "größe größe größe größe größe größe größe\nund noch\tein Wort\n\nneu ");
    ck_assert_str_eq(ll_buf_text(&out), "   größe größe größe größe größe größe\n"
                                        "   größe und noch ein Wort\n\n"
                                        "   neu\n");
    ll_buf_clear(&out);
    ll_wrap(&out, &style, 0, " \n ");
    ck_assert_str_eq(ll_buf_text(&out), "");
    ll_wrap(&out, &style, 2,
            "a-word-that-is-longer-than-the-whole-width-of-the-style b");
    ck_assert_str_eq(
        ll_buf_text(&out),
        "  a-word-that-is-longer-than-the-whole-width-of-the-style\n  b\n");
    ll_buf_clear(&out);
    ll_wrap(&out, &style, 0,
            "called capitals(typed = \" \")   and\n   name = \"   \" ");
    ck_assert_str_eq(ll_buf_text(&out),
                     "called capitals(typed = \" \")   and name\n= \"   \"\n");
    ll_buf_release(&out);
}
END_TEST

START_TEST(columns_end_at_the_width)
{
    struct ll_style style = {.width = 40};
    struct ll_buf out = LL_BUF_INIT;
    ll_columns(&out, &style, "größe", "rechts");
    ck_assert_str_eq(ll_buf_text(&out), "größe                             rechts\n");
    ll_buf_clear(&out);
    ll_columns(&out, &style, "\033[1mbold\033[0m", "x");
    ck_assert_uint_eq(ll_text_columns(ll_buf_text(&out)), 41); /* with the line end */
    ll_buf_clear(&out);
    ll_columns(&out, &style, "a left side of thirty columns.", "nine right");
    ck_assert_str_eq(ll_buf_text(&out), "a left side of thirty columns.\n"
                                        "                              nine right\n");
    ll_buf_clear(&out);
    ll_columns(&out, &style, "alone", "");
    ck_assert_str_eq(ll_buf_text(&out), "alone\n");
    ll_buf_release(&out);
}
END_TEST

START_TEST(text_is_painted_only_in_colour)
{
    struct ll_style style = {.width = 40};
    struct ll_buf out = LL_BUF_INIT;
    ll_paint(&out, &style, LL_PAINT_BAD, "a");
    ck_assert_str_eq(ll_buf_text(&out), "a");
    style.colour = true;
    ll_paint(&out, &style, LL_PAINT_NONE, "b");
    ck_assert_str_eq(ll_buf_text(&out), "ab");
    ll_paint(&out, &style, LL_PAINT_GOOD, "c");
    ck_assert_str_eq(ll_buf_text(&out), "ab\033[32mc\033[0m");
    ll_buf_release(&out);
}
END_TEST

START_TEST(cleaned_text_commands_no_terminal)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_clean(&out,
             "a\033[2J\tb\r\n\xff\xc3(\xe2\x80\xae \xc0\x80 \xed\xa0\x80 \xc2\x9b 大");
    const char *p = ll_buf_text(&out);
    while (*p != '\0') {
        unsigned c = ll_next_character(&p);
        ck_assert(c == '\n' || (c >= ' ' && c != 0x7F));
    }
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), " 大"));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "\n\xef\xbf\xbd"));
    ck_assert_uint_eq(ll_text_columns("大e\xcc\x81"), 3);
    ll_buf_clear(&out);
    ll_clean(&out, "a\u200Bn\uFEFFn\u2028\u2060\u00AD\u200D");
    ck_assert_str_eq(ll_buf_text(&out), "a\uFFFDn\uFFFDn\uFFFD\uFFFD\uFFFD\u200D");
    ll_buf_clear(&out);
    ll_cut(&out, "\tabc大d", 2, 7);
    ck_assert_str_eq(ll_buf_text(&out), "  abc");
    ll_buf_release(&out);
}
END_TEST

START_TEST(spans_find_what_a_mark_is_about)
{
    static const struct {
        enum ll_role role;
        const char *called, *variable, *line, *part;
        unsigned column;
    } spans[] = {
        {LL_ROLE_ALLOCATED, "malloc", NULL, "  p = malloc(4);", "malloc", 0},
        {LL_ROLE_ALLOCATED, "__interceptor_calloc", NULL, "p=calloc(1, 4);", "calloc",
         0},
        {LL_ROLE_ALLOCATED, "pymem_malloc", NULL, "p = PyMem_Malloc(4);",
         "PyMem_Malloc", 0},
        {LL_ROLE_ALLOCATED, "malloc", NULL, "  list->head = node_new();", "node_new",
         0},
        {LL_ROLE_ALLOCATED, "malloc", NULL, "  char *p = (char *)make(1);", "make", 0},
        {LL_ROLE_ALLOCATED, "PyMem_Malloc", NULL, "  a->b = PyMem_New(double, 2);",
         "PyMem_New", 0},
        {LL_ROLE_ALLOCATED, "malloc", NULL, "  list->head =", "list->head", 0},
        {LL_ROLE_ALLOCATED, "malloc", NULL, "  return make(1); // malloc()",
         "return make(1);", 0},
        {LL_ROLE_ALLOCATED, NULL, NULL, "  if (a == (p = q)) /* x */ y();",
         "if (a == (p = q)) /* x */ y();", 0},
        {LL_ROLE_LOST, NULL, "p", "  pp = 3; p = NULL;", "p", 0},
        {LL_ROLE_LOST, NULL, "gone", "  q = NULL;", "q", 0},
        {LL_ROLE_LOST, NULL, NULL, "}", "}", 0},
        {LL_ROLE_LOST, NULL, NULL, "    // p = 3", "// p = 3", 0},
        {LL_ROLE_FREED, "free", NULL, "freeze(p); free (p);", "free", 0},
        {LL_ROLE_AT, "puts", NULL, "  puts(\"// x\"); // y", "puts", 0},
        {LL_ROLE_AT, NULL, NULL, "  sum += a->b[3];  ", "sum += a->b[3];", 0},
        {LL_ROLE_AT, NULL, NULL, "  sum += a->b[3];", "a->b[3]", 10},
        {LL_ROLE_AT, NULL, NULL, "  sum += a->b[3];", "sum += a->b[3];", 99},
        {LL_ROLE_AT, NULL, NULL, "x = *p;", "*", 5},
        {LL_ROLE_AT, NULL, NULL, "  a[b[c[0]] + 1] = 1;", "a[b[c[0]] + 1]", 3},
        {LL_ROLE_AT, NULL, NULL, "  a[b[0] = 1;", "a", 3},
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct ll_diag diag = {.kind = LL_DEFINITELY_LOST, .how = LL_LOSS_OVERWRITTEN};
        struct ll_stack *const stacks[] = {[LL_ROLE_ALLOCATED] = &diag.allocated,
                                           [LL_ROLE_CALLED] = &diag.allocated,
                                           [LL_ROLE_FREED] = &diag.freed,
                                           [LL_ROLE_LOST] = &diag.lost,
                                           [LL_ROLE_AT] = &diag.at};
        struct ll_stack *stack = stacks[spans[i].role];
        push(stack, spans[i].called, "f", SERIES, 1, spans[i].column);
        diag.variable = spans[i].variable == NULL ? NULL : strdup(spans[i].variable);
        struct ll_mark mark = {.role = spans[i].role,
                               .frame = &stack->frames[stack->count - 1]};
        struct ll_span span = ll_span_find(&diag, &mark, spans[i].line);
        char part[80];
        snprintf(part, sizeof part, "%.*s", (int)span.length,
                 spans[i].line + span.start);
        ck_assert_str_eq(part, spans[i].part);
        ll_diag_release(&diag);
    }
    struct ll_diag diag = {.variable = NULL};
    struct ll_frame frame = {.line = 1};
    struct ll_mark mark = {.role = LL_ROLE_LOST, .frame = &frame};
    diag.lost.frames = &frame;
    diag.variable = (char[]){"p"};
    ck_assert_uint_eq(ll_span_find(&diag, &mark, "  pp = 3; p = NULL;").start, 10);
}
END_TEST

/* `leg` in the line that reads is the parameter of this call, which lives. */
START_TEST(an_ended_variable_has_no_name_where_it_is_read)
{
    static const struct {
        enum ll_role role;
        const char *line, *part;
    } lines[] = {
        {LL_ROLE_ALLOCATED, "int add(struct relay *relay, int leg)", "leg"},
        {LL_ROLE_LOST, "    relay->fastest = &leg;", "leg"},
        {LL_ROLE_AT, "  if (leg.seconds < relay->fastest->seconds)",
         "if (leg.seconds < relay->fastest->seconds)"},
    };
    struct ll_diag diag = {.kind = LL_STACK_ESCAPE, .variable = (char[]){"leg"}};
    struct ll_frame frame = {.line = 1};
    diag.allocated.frames = diag.lost.frames = diag.at.frames = &frame;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct ll_mark mark = {.role = lines[i].role, .frame = &frame};
        struct ll_span span = ll_span_find(&diag, &mark, lines[i].line);
        ck_assert_uint_eq(span.length, strlen(lines[i].part));
        ck_assert_ptr_eq(lines[i].line + span.start,
                         strstr(lines[i].line, lines[i].part));
    }
}
END_TEST

/* A tool tells where the condition begins; what was unset stands further right. */
START_TEST(what_was_set_is_not_marked_as_unset)
{
    static const char line[] = "  if (i > 0 && sum_a != sum_last) k++;";
    const struct ll_value values[] = {
        {.name = (char[]){"i"}, .value = (char[]){"1"}},
        {.name = (char[]){"sum_a"}, .value = (char[]){LL_VALUE_SPOILT}},
        {.name = (char[]){"sum_last"}, .value = (char[]){LL_VALUE_UNSET}}};
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    struct ll_frame frame = {.line = 1, .column = 7};
    struct ll_mark mark = {.role = LL_ROLE_AT, .frame = &frame};
    diag.at.frames = &frame;
    static const char *const parts[] = {"i", "sum_a", "sum_a != sum_last"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        ck_assert(ll_values_add(&diag.values, &values[i]));
        struct ll_span span = ll_span_find(&diag, &mark, line);
        ck_assert_uint_eq(span.length, strlen(parts[i]));
        ck_assert_ptr_eq(line + span.start, strstr(line + 6, parts[i]));
    }
    ll_values_release(&diag.values);
}
END_TEST

/* What ended the variable, not another use of it on that line. */
START_TEST(the_end_of_a_scope_is_marked_at_its_return)
{
    static const char *const lines[][2] = {
        {"  if (n < 0) free(name); return -1;", "return -1;"},
        {"  if (a) return 1; else return 2; // x", "if (a) return 1; else return 2;"},
        {"} // return", "}"},
    };
    struct ll_diag diag = {.kind = LL_DEFINITELY_LOST,
                           .how = LL_LOSS_SCOPE_END,
                           .variable = (char[]){"name"}};
    struct ll_frame frame = {.line = 1};
    struct ll_mark mark = {.role = LL_ROLE_LOST, .frame = &frame};
    diag.lost.frames = &frame;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct ll_span span = ll_span_find(&diag, &mark, lines[i][0]);
        char part[80];
        snprintf(part, sizeof part, "%.*s", (int)span.length, lines[i][0] + span.start);
        ck_assert_str_eq(part, lines[i][1]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *formats = case_create("formats");
    tcase_add_loop_test(formats, reports_are_as_recorded, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(formats, sweeps_are_as_recorded, 0,
                        (int)(sizeof swept_formats / sizeof *swept_formats));
    tcase_add_test(formats, json_tells_both_threads_of_a_race);
    tcase_add_test(formats, json_can_be_read_back);
    tcase_add_test(formats, a_named_file_is_not_named_again);
    tcase_add_test(formats, formats_are_found_by_name);
    tcase_add_test(formats, texts_that_a_test_compared_are_shown_whole);
    tcase_add_test(formats, memory_is_drawn_as_boxes);
    suite_add_tcase(suite, formats);
    TCase *pieces = case_create("pieces");
    tcase_add_test(pieces, style_follows_the_surroundings);
    tcase_add_test(pieces, a_lesson_tells_its_own_way_to_more_time);
    tcase_add_test(pieces, wrapping_counts_columns_not_bytes);
    tcase_add_test(pieces, columns_end_at_the_width);
    tcase_add_test(pieces, text_is_painted_only_in_colour);
    tcase_add_test(pieces, cleaned_text_commands_no_terminal);
    tcase_add_test(pieces, spans_find_what_a_mark_is_about);
    tcase_add_test(pieces, an_ended_variable_has_no_name_where_it_is_read);
    tcase_add_test(pieces, what_was_set_is_not_marked_as_unset);
    tcase_add_test(pieces, the_end_of_a_scope_is_marked_at_its_return);
    suite_add_tcase(suite, pieces);
    return suite_run(suite);
}
