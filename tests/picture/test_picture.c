/* SPDX-License-Identifier: MIT
 *
 * The data of a page, of programs that really run. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "picture/files.h"
#include "picture/picture.h"
#include "picture/recording.h"
#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"
#include "tools/lastptr_log.h"

static struct ll_buf page;
static json_t *data;

static void setup(void)
{
    programs_setup();
    setenv("LEAKLAB_HOME", LL_TESTS_DIR "/picture/data", 1);
    page = (struct ll_buf)LL_BUF_INIT;
    data = NULL;
}

static void teardown(void)
{
    ll_buf_release(&page);
    json_decref(data);
    data = NULL;
    programs_teardown();
}

/* Check the subject and draw it. False: lastptr is missing, and the test is skipped. */
static bool draw(const char *report)
{
    static const char start[] = "<script type=\"application/json\" id=\"data\">";
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), 0);
    ck_assert_int_eq(
        ll_session_explain(&session, &(struct ll_result *){&result}, 1, &err), 0);
    const struct ll_picture_order order = {.session = &session,
                                           .subject = &subject,
                                           .result = &result,
                                           .from = folder,
                                           .report = report};
    int drawn = ll_picture_page(&order, &page, &err);
    if (drawn < 0 && strstr(err.text, "was not built") != NULL) {
        skip("%s", err.text);
        return false;
    }
    ck_assert_msg(drawn == 0, "%s", err.text);
    const char *text = strstr(ll_buf_text(&page), start);
    ck_assert_ptr_nonnull(text);
    text += strlen(start);
    const char *end = strstr(text, "</script>");
    ck_assert_ptr_nonnull(end);
    json_error_t bad;
    data = json_loadb(text, (size_t)(end - text), 0, &bad);
    ck_assert_msg(data != NULL, "%s", bad.text);
    return true;
}

static bool draw_file(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, LL_TESTS_DIR "/picture/programs/%s", name);
    ck_assert_int_eq(ll_subject_add_source(&subject, path, &err), 0);
    return draw(NULL);
}

/* ---- the data ------------------------------------------------------------------- */

static json_t *list(const char *name)
{
    json_t *found = json_object_get(data, name);
    ck_assert_msg(json_is_array(found), "%s", name);
    return found;
}

/* The item of a list that has that name. */
static json_t *named(json_t *of, const char *name)
{
    size_t i;
    json_t *item;
    json_array_foreach(of, i, item)
    {
        const char *found = json_string_value(json_object_get(item, "name"));
        if (found != NULL && strcmp(found, name) == 0)
            return item;
    }
    ck_abort_msg("there is no %s", name);
    return NULL;
}

static long long number(json_t *object, const char *key)
{
    json_t *found = json_object_get(object, key);
    ck_assert_msg(json_is_integer(found), "%s", key);
    return json_integer_value(found);
}

static const char *text(json_t *object, const char *key)
{
    const char *found = json_string_value(json_object_get(object, key));
    ck_assert_msg(found != NULL, "%s", key);
    return found;
}

/* The type of a variable, a member or an element, behind typedefs. */
static json_t *type_of(json_t *item, const char *key)
{
    json_t *type = json_array_get(list("types"), (size_t)number(item, key));
    while (strcmp(text(type, "k"), "typedef") == 0)
        type = json_array_get(list("types"), (size_t)number(type, "type"));
    return type;
}

static json_t *variables(const char *function)
{
    return json_object_get(named(list("functions"), function), "variables");
}

static unsigned line_with(const char *file, const char *words)
{
    char path[512];
    snprintf(path, sizeof path, LL_TESTS_DIR "/picture/programs/%s", file);
    char *all = read_text(path);
    const char *at = strstr(all, words);
    ck_assert_ptr_nonnull(at);
    unsigned line = 1;
    for (const char *c = all; c < at; c++)
        line += *c == '\n';
    free(all);
    return line;
}

START_TEST(a_hostile_log_names_no_file_outside)
{
    const char *const roots[] = {LL_TESTS_DIR "/picture/programs", NULL};
    const char *const path = LL_TESTS_DIR "/picture/programs/../test_picture.c";
    for (int hostile = 0; hostile < 2; hostile++) {
        struct ll_files files = {
            .list = json_array(), .roots = roots, .is_hostile = hostile == 1};
        json_t *index = ll_files_index(&files, path);
        ck_assert_int_eq(json_is_null(index), hostile);
        ck_assert_uint_eq(json_array_size(files.list), hostile == 0);
        json_decref(index);
        json_decref(files.list);
        ll_files_release(&files);
    }
}
END_TEST

START_TEST(a_loss_has_its_moment_and_its_words)
{
    if (!draw_file("kinds.c"))
        return;
    json_t *fault = json_array_get(list("faults"), 0), *mark;
    ck_assert_uint_eq(json_array_size(list("faults")), 2);
    ck_assert_str_eq(text(fault, "kind"), "definitely-lost");
    ck_assert_str_eq(text(fault, "how"), "overwritten");
    ck_assert_str_eq(text(fault, "variable"), "head");
    ck_assert_str_eq(text(fault, "function"), "main");
    ck_assert_int_eq(number(fault, "block"), 2);
    ck_assert_int_gt(number(fault, "event"), 10);
    ck_assert_uint_eq((unsigned)number(fault, "line"), line_with("kinds.c", "@lost"));
    ck_assert_ptr_nonnull(strstr(text(fault, "headline"), "lost for good"));

    /* The second block has a pointer to it, in the first one. */
    json_t *second = json_array_get(list("faults"), 1);
    ck_assert_str_eq(text(second, "kind"), "indirectly-lost");
    ck_assert_int_eq(number(second, "block"), 1);
    ck_assert(json_is_null(json_object_get(second, "event")));

    /* The mark is where the source has the variable. */
    json_t *marks = json_object_get(fault, "marks");
    mark = json_array_get(marks, json_array_size(marks) - 1);
    ck_assert_str_eq(text(mark, "role"), "lost");
    ck_assert_int_eq(number(mark, "from"), 4);
    ck_assert_int_eq(number(mark, "to"), 8);
    ck_assert_str_eq(text(data, "output"), "</script><b> 2 (null)\n");
    ck_assert(json_is_null(json_object_get(data, "cut")));
    ck_assert(json_is_null(json_object_get(data, "lesson")));
    ck_assert_ptr_null(json_object_get(data, "report"));
}
END_TEST

/* Two nodes point to each other: the last pointer from outside counts. */
START_TEST(a_lost_ring_has_its_moment)
{
    add_source("ring.c", "#include <stdlib.h>\n"
                         "struct node {\n    struct node *next, *back;\n};\n"
                         "int main(void)\n{\n"
                         "    struct node *a = calloc(1, sizeof *a);\n"
                         "    struct node *b = calloc(1, sizeof *b);\n"
                         "    if (a == NULL || b == NULL)\n        abort();\n"
                         "    a->next = a->back = b;\n"
                         "    b->next = b->back = a;\n"
                         "    b = NULL;\n"
                         "    a = NULL;\n"
                         "    return a == b ? 0 : 1;\n}\n");
    if (!draw(NULL))
        return;
    json_t *fault = json_array_get(list("faults"), 0);
    ck_assert_int_eq(number(fault, "line"), 14);
    ck_assert(json_is_integer(json_object_get(fault, "event")));
}
END_TEST

/* The line of the allocation is then that of the caller, which the log does not know.
 */
START_TEST(a_loss_is_found_behind_an_allocator)
{
    add_source("own.c", "#include <stdlib.h>\n"
                        "static void *xmalloc(size_t size)\n{\n"
                        "    void *block = malloc(size);\n"
                        "    if (block == NULL)\n        abort();\n"
                        "    return block;\n}\n"
                        "int main(void)\n{\n"
                        "    char *kept = xmalloc(5);\n"
                        "    char *lost = xmalloc(7);\n"
                        "    lost = NULL;\n"
                        "    free(kept);\n"
                        "    return lost != NULL;\n}\n");
    ck_assert(ll_strings_add(&subject.allocators, "xmalloc"));
    if (!draw(NULL))
        return;
    json_t *fault = json_array_get(list("faults"), 0);
    ck_assert_int_eq(number(fault, "block"), 2);
    ck_assert_int_eq(number(json_object_get(fault, "allocated"), "line"), 12);
    ck_assert(json_is_integer(json_object_get(fault, "event")));
}
END_TEST

START_TEST(types_are_told_with_their_members)
{
    if (!draw_file("kinds.c"))
        return;
    json_t *node = named(list("types"), "struct node");
    json_t *fields = json_object_get(node, "fields");
    ck_assert_str_eq(text(node, "k"), "struct");
    json_t *next = type_of(named(fields, "next"), "type");
    ck_assert_str_eq(text(next, "k"), "pointer");
    ck_assert_ptr_eq(type_of(next, "to"), node);
    json_t *colour = type_of(named(fields, "colour"), "type");
    ck_assert_str_eq(text(colour, "name"), "enum colour");
    ck_assert(json_is_true(json_object_get(colour, "signed")));
    char *values = json_dumps(json_object_get(colour, "values"), JSON_COMPACT);
    ck_assert_str_eq(values, "[[\"RED\",0],[\"GREEN\",5],[\"BLUE\",-1]]");
    free(values);
    json_t *wide = named(fields, "wide");
    ck_assert_int_eq(number(wide, "bits"), 7);
    ck_assert_int_eq(8 * number(wide, "at") + number(wide, "bit"), 8 * 20 + 3);
    json_t *value = type_of(named(fields, "value"), "type");
    ck_assert_str_eq(text(value, "k"), "union");
    ck_assert_str_eq(
        text(type_of(named(json_object_get(value, "fields"), "real"), "type"), "k"),
        "float");
    json_t *call = type_of(named(fields, "call"), "type");
    ck_assert_str_eq(text(type_of(call, "to"), "k"), "function");
    json_t *letters = type_of(named(fields, "name"), "type");
    ck_assert_int_eq(number(letters, "count"), 8);
    ck_assert_str_eq(text(type_of(letters, "of"), "k"), "char");
    json_t *letter = type_of(type_of(named(fields, "text"), "type"), "to");
    ck_assert_str_eq(text(letter, "name"), "signed char");
}
END_TEST

START_TEST(variables_lie_in_their_frames)
{
    if (!draw_file("kinds.c"))
        return;
    json_t *argc = named(variables("main"), "argc");
    json_t *inner = named(variables("main"), "inner");
    json_t *grid = named(variables("main"), "grid");
    ck_assert(json_is_true(json_object_get(argc, "parameter")));
    ck_assert(json_is_false(json_object_get(grid, "parameter")));
    ck_assert_int_lt(number(argc, "at"), 0);
    ck_assert_uint_eq((unsigned)number(inner, "declared"),
                      line_with("kinds.c", "size_t inner"));
    ck_assert_int_ge(number(inner, "from"), number(inner, "declared"));
    ck_assert_int_eq(number(inner, "to"), number(inner, "declared") + 1);
    json_t *rows = type_of(grid, "type");
    ck_assert_int_eq(number(rows, "count"), 2);
    ck_assert_int_eq(number(rows, "size"), 24);
    ck_assert_int_eq(number(type_of(rows, "of"), "count"), 3);

    ck_assert_str_eq(text(named(list("globals"), "calls"), "function"), "twice");
    ck_assert_ptr_null(json_object_get(named(list("globals"), "head"), "function"));
    ck_assert_str_ne(text(named(list("globals"), "head"), "address"), "0");
    ck_assert_int_eq(number(named(list("globals"), "title"), "file"), 0);
}
END_TEST

START_TEST(a_type_that_one_file_only_names_is_taken_from_the_other)
{
    add_source("shape.h", "struct shape;\nstruct shape *make(void);\n");
    ll_strings_release(&subject.sources);
    add_source("main.c", "#include <stdlib.h>\n#include \"shape.h\"\n"
                         "int main(void)\n{\n    struct shape *shape = make();\n"
                         "    free(shape);\n    return 0;\n}\n");
    add_source("shape.c", "#include <stdlib.h>\n#include \"shape.h\"\n"
                          "struct shape {\n    double area;\n};\n"
                          "struct shape *make(void)\n{\n"
                          "    return malloc(sizeof(struct shape));\n}\n");
    if (!draw(NULL))
        return;
    json_t *shape = named(variables("main"), "shape");
    json_t *fields = json_object_get(type_of(type_of(shape, "type"), "to"), "fields");
    ck_assert_ptr_nonnull(named(fields, "area"));
}
END_TEST

/* A line that is only a label stays, so that the lines have their numbers. */
START_TEST(sources_are_shown_without_labels)
{
    add_source("labels.c", "int main(void)\n{\n    /* @alone */\n"
                           "    return 0; /* @end */ // \xff\xe2\x80\xae\n}\n");
    if (!draw("the report"))
        return;
    json_t *file = json_array_get(list("files"), 0);
    ck_assert_str_eq(text(file, "shown"), "labels.c");
    ck_assert_str_eq(text(file, "text"), "int main(void)\n{\n\n    return 0; "
                                         "// \xef\xbf\xbd\xe2\x80\xae\n}\n");
    ck_assert_str_eq(text(data, "report"), "the report");
    ck_assert_uint_eq(json_array_size(list("faults")), 0);
}
END_TEST

/* No text of the program can end the element that holds the data. */
START_TEST(hostile_texts_stay_texts)
{
    if (!draw_file("kinds.c"))
        return;
    const char *end = strstr(ll_buf_text(&page), "</script>");
    ck_assert_ptr_null(strstr(end + 1, "</script>"));
    ck_assert_ptr_nonnull(
        strstr(text(json_array_get(list("files"), 0), "text"), "\"</script><b>\""));
}
END_TEST

/* The log of the page is the one that was written, byte by byte. */
START_TEST(the_log_is_that_of_the_run)
{
    char path[512];
    struct ll_recording recording;
    struct ll_buf log = LL_BUF_INIT;
    snprintf(path, sizeof path, LL_TESTS_DIR "/picture/programs/kinds.c");
    ck_assert_int_eq(ll_subject_add_source(&subject, path, &err), 0);
    if (!draw(NULL))
        return;
    ck_assert_int_eq(ll_recording_make(&recording, &session, &subject, &err), 0);
    ck_assert_int_eq(ll_file_read(recording.log, 1 << 20, &log, &err), 0);
    size_t length = strlen(text(data, "log"));
    ck_assert_uint_eq(length, (log.len + 2) / 3 * 4);
    ck_assert_str_eq(recording.run.output, text(data, "output"));
    ll_recording_release(&recording);
    ll_buf_release(&log);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

/* Numbers are those of the sweep: what puts() allocates counts. The log tells which of
 * the calls of the line it is. */
START_TEST(an_allocation_that_fails_is_told_with_its_moment)
{
    struct ll_recording recording;
    struct ll_event event;
    size_t allocated = 0;
    add_source("failing.c", "#include <stdio.h>\n"
                            "#include <stdlib.h>\n"
                            "static char *get(size_t size)\n"
                            "{\n"
                            "    return malloc(size);\n"
                            "}\n"
                            "int main(void)\n"
                            "{\n"
                            "    char *kept = NULL;\n"
                            "    puts(\"begin\");\n"
                            "    for (size_t i = 0; i < 4; i++) {\n"
                            "        char *next = get(10 + i);\n"
                            "        if (next == NULL)\n"
                            "            return 1;\n"
                            "        free(kept);\n"
                            "        kept = next;\n"
                            "    }\n"
                            "    free(kept);\n"
                            "    return 0;\n"
                            "}\n");
    subject.sweep = strdup("fail:4");
    if (!draw(NULL))
        return;
    json_t *failed = json_object_get(data, "failed");
    ck_assert_int_eq(number(failed, "number"), 4);
    ck_assert_int_eq(number(failed, "size"), 12);
    ck_assert_int_eq(number(failed, "line"), 5);
    ck_assert_int_eq(number(failed, "file"), 0);
    ck_assert_str_eq(text(failed, "call"), "malloc");
    ck_assert_str_eq(text(failed, "function"), "get");
    ck_assert(json_is_false(json_object_get(failed, "with_all")));
    json_t *fault = json_array_get(list("faults"), 0);
    ck_assert_str_eq(text(fault, "variable"), "kept");
    ck_assert_int_eq(number(fault, "line"), 14);

    ck_assert_int_eq(ll_recording_make(&recording, &session, &subject, &err), 0);
    struct ll_events *log = ll_events_open(recording.log);
    ck_assert_ptr_nonnull(log);
    while (ll_events_next(log, &event) == 1 && event.type != LL_EVENT_DENIED)
        allocated += event.type == LL_EVENT_ALLOC && event.size < 20;
    ck_assert_int_eq(event.type, LL_EVENT_DENIED);
    ck_assert_uint_eq(event.size, 4);
    ck_assert_uint_eq(allocated, 2);
    ll_events_close(log);
    ll_recording_release(&recording);
}
END_TEST

START_TEST(without_pages_that_is_said)
{
    const struct ll_picture_order order = {
        .session = &session, .subject = &subject, .result = &result};
    unsetenv("LEAKLAB_HOME");
    if (ll_picture_is_built()) {
        skip("the pages are built beside this program");
        return;
    }
    ck_assert_int_eq(ll_picture_page(&order, &page, &err), -1);
    ck_assert_str_eq(err.text, "the pages were not built");
    ck_assert_uint_eq(page.len, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *pages = case_create("pages");
    tcase_add_checked_fixture(pages, setup, teardown);
    tcase_add_test(pages, a_hostile_log_names_no_file_outside);
    tcase_add_test(pages, a_loss_has_its_moment_and_its_words);
    tcase_add_test(pages, a_lost_ring_has_its_moment);
    tcase_add_test(pages, a_loss_is_found_behind_an_allocator);
    tcase_add_test(pages, types_are_told_with_their_members);
    tcase_add_test(pages, variables_lie_in_their_frames);
    tcase_add_test(pages, a_type_that_one_file_only_names_is_taken_from_the_other);
    tcase_add_test(pages, sources_are_shown_without_labels);
    tcase_add_test(pages, hostile_texts_stay_texts);
    tcase_add_test(pages, the_log_is_that_of_the_run);
    tcase_add_test(pages, an_allocation_that_fails_is_told_with_its_moment);
    tcase_add_test(pages, without_pages_that_is_said);
    suite_add_tcase(suite, pages);
    return suite_run(suite);
}
