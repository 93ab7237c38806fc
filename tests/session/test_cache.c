/* SPDX-License-Identifier: MIT
 *
 * cache: an answer from it is the answer that a run would give. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "session/key.h"
#include "session/store.h"
#include "support/programs.h"
#include "support/suite.h"

/* Wait until a change of a file has another time than one before. */
static void let_time_pass(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static void assert_cached(bool cached)
{
    for (size_t i = 0; i < result.run_count; i++)
        ck_assert_msg(result.runs[i].cached == cached, "%s: %s",
                      result.runs[i].tool->name, cached ? "not cached" : "cached");
}

/* A run as text, without its times. */
static char *tell(struct ll_run *one)
{
    one->build_seconds = one->run_seconds = 0;
    one->ended.wall_seconds = one->ended.cpu_seconds = 0;
    json_t *json = ll_store_run(one);
    ck_assert_ptr_nonnull(json);
    char *text = json_dumps(json, 0);
    json_decref(json);
    return text;
}

START_TEST(a_cached_answer_is_the_same)
{
    add_source("test.c", leaky_program);
    let_time_pass();
    run();
    assert_cached(false);
    char *fresh[] = {tell(&result.runs[0]), tell(&result.runs[1])};
    run();
    assert_cached(true);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    for (size_t i = 0; i < 2; i++) {
        char *cached = tell(&result.runs[i]);
        ck_assert_str_eq(cached, fresh[i]);
        free(cached);
        free(fresh[i]);
    }
    session.no_cache = true;
    run();
    assert_cached(false);
}
END_TEST

START_TEST(only_what_was_run_is_recalled)
{
    struct ll_task task = {&subject, both};
    add_source("test.c", clean_program);
    let_time_pass();
    ck_assert_int_eq(ll_session_recall(&session, &task, &result, &err), 0);
    run();
    ll_result_release(&result);
    ck_assert_int_eq(ll_session_recall(&session, &task, &result, &err), 1);
    ck_assert_int_eq(result.verdict, LL_PASS);
    assert_cached(true);
    ll_result_release(&result);
    session.no_cache = true;
    ck_assert_int_eq(ll_session_recall(&session, &task, &result, &err), 0);
}
END_TEST

/* Each changes one thing that a run depends on. */
static void change_source(void)
{
    free(write_file("test.c", "#include \"word.h\"\nint main(void) { return 1; }\n"));
}
static void change_header(void)
{
    free(write_file("word.h", "#define WORD \"other\"\n"));
}
static void shadow_header(void)
{
    free(write_file("stdio.h", "#include_next <stdio.h>\n"));
}
static void remove_header(void)
{
    char *path = in_folder("word.h");
    ck_assert_int_eq(unlink(path), 0);
    free(path);
}
static void change_input(void)
{
    free(write_file("input", "other\n"));
}
static void change_named_file(void)
{
    free(write_file("data", "other\n"));
}
static void change_argument(void)
{
    ck_assert(ll_strings_add(&subject.args, "more"));
}
static void change_flag(void)
{
    ck_assert(ll_strings_add(&subject.cflags, "-DMORE"));
}
static void change_library(void)
{
    ck_assert(ll_strings_add(&subject.libs, "-lm"));
}
static void change_environment(void)
{
    ck_assert(ll_strings_add(&subject.env, "A=1"));
}
static void change_locale(void)
{
    setenv("LC_ALL", "C", 1);
}
static void change_limit(void)
{
    session.limits.output_bytes = 9 << 20;
}
static void change_failure(void)
{
    subject.fail = strdup("malloc:1");
}
static void change_folder(void)
{
    subject.folder = strdup(folder);
}

static void change_leaklab(void)
{
    ll_key_program("/bin/true");
}

static void (*const changes[])(void) = {
    change_source,  change_header,      shadow_header,   remove_header,
    change_input,   change_named_file,  change_argument, change_flag,
    change_library, change_environment, change_locale,   change_limit,
    change_failure, change_folder,      change_leaklab,
};

/* Under memcheck for the first of them: the key is made alike for every tool, and plain
 * is the fastest. */
START_TEST(a_change_is_noticed)
{
    if (_i > 0)
        both[0] = ll_tool_find("plain");
    unsetenv("LC_ALL");
    free(write_file("word.h", "#define WORD \"a word\"\n"));
    subject.stdin_path = write_file("input", "input\n");
    char *data = write_file("data", "data\n");
    ck_assert(ll_strings_add(&subject.args, data));
    ck_assert(ll_strings_addf(&subject.cflags, "-I%s", folder));
    free(data);
    add_source("test.c", "#include <stdio.h>\n"
                         "#include \"word.h\"\n"
                         "int main(void) { puts(WORD); }\n");
    let_time_pass();
    run();
    run();
    assert_cached(true);
    changes[_i]();
    let_time_pass();
    run();
    assert_cached(false);
}
END_TEST

/* gcc and clang tell in other ways which headers they read. */
static const char *const others[] = {"clang-asan", "msan",         "ubsan",
                                     "lastptr",    "gcc-analyzer", "clang-analyzer"};

START_TEST(each_tool_answers_from_the_cache_until_a_header_changes)
{
    struct ll_error missing = {0};
    const struct ll_tool *tool = ll_tool_find(others[_i]);
    char *version = tool->version(&missing);
    if (version == NULL) {
        skip("%s", missing.text);
        return;
    }
    free(version);
    both[0] = tool;
    both[1] = ll_tool_find("plain");
    free(write_file("a word.h", "#define WORD \"a word\"\n"));
    add_source("test.c", "#include <stdio.h>\n"
                         "#include \"a word.h\"\n"
                         "int main(void) { puts(WORD); }\n");
    let_time_pass();
    run();
    run();
    assert_cached(true);
    free(write_file("a word.h", "#define WORD \"other\"\n"));
    let_time_pass();
    run();
    assert_cached(false);
}
END_TEST

/* What leaklab does not pass on does not matter. */
START_TEST(an_irrelevant_change_runs_nothing)
{
    add_source("test.c", clean_program);
    let_time_pass();
    run();
    setenv("WINDOWID", "4711", 1);
    free(write_file("notes.txt", "unrelated\n"));
    run();
    assert_cached(true);
}
END_TEST

/* A header that is not there is in no list of the compiler's. */
START_TEST(a_header_that_was_asked_for_is_noticed_when_it_comes)
{
    static const char asking[] = "#ifdef __has_include\n"
                                 "#if __has_include(%s)\n"
                                 "#include %s\n"
                                 "#endif\n"
                                 "#endif\n"
                                 "#include <there.h>\n"
                                 "int main(void) { return 0; }\n";
    static const char *const names[] = {"\"later.h\"", "<later.h>", "<more/later.h>"};
    static const char *const files[] = {"own/later.h", "system/later.h",
                                        "system/more/later.h"};
    static const char *const folders[] = {"own", "system", "system/more"};
    char *source;
    for (size_t i = 0; i < 3; i++) {
        char *path = in_folder(folders[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
        free(path);
    }
    ck_assert_int_ge(asprintf(&source, asking, names[_i], names[_i]), 0);
    free(write_file("system/there.h", "enum { THERE };\n"));
    ck_assert(ll_strings_addf(&subject.cflags, "-isystem%s/system", folder));
    add_source("own/test.c", source);
    let_time_pass();
    run();
    ck_assert_int_eq(result.verdict, LL_PASS);
    run();
    assert_cached(true);
    free(write_file(files[_i], "#error it is here now\n"));
    run();
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NOT_BUILT);
    free(source);
}
END_TEST

START_TEST(a_question_in_other_words_is_not_cached)
{
    static const char *const sources[] = {
        "#define LATER \"later.h\"\n#if __has_include(LATER)\n#endif\n",
        "#define HAS(x) __has_include(x)\n#if HAS(\"later.h\")\n#endif\n",
        "#define HAS __has_include\n#if HAS(\"later.h\")\n#endif\n",
    };
    char *source;
    ck_assert_int_ge(asprintf(&source, "%s%s", sources[_i], clean_program), 0);
    add_source("test.c", source);
    let_time_pass();
    run();
    ck_assert_int_eq(result.verdict, LL_PASS);
    run();
    assert_cached(false);
    free(source);
}
END_TEST

START_TEST(a_failed_build_is_not_cached)
{
    add_source("test.c", "#include \"later.h\"\nint main(void) { return LATER; }\n");
    let_time_pass();
    run();
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    free(write_file("later.h", "#define LATER 0\n"));
    run();
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

START_TEST(a_broken_cache_is_replaced)
{
    char *dir = in_folder("leaklab");
    ck_assert_int_eq(mkdir(dir, 0700), 0);
    free(write_file("leaklab/cache.db", "This is no database, but a text that is long "
                                        "enough to be taken for the head of one.\n"));
    add_source("test.c", clean_program);
    let_time_pass();
    run();
    run();
    assert_cached(true);
    free(dir);
}
END_TEST

START_TEST(without_a_place_for_it_there_is_no_cache)
{
    char *file = write_file("file", "");
    setenv("XDG_CACHE_HOME", file, 1);
    free(file);
    run_program(clean_program);
    ck_assert_int_eq(result.verdict, LL_PASS);
    assert_cached(false);
}
END_TEST

START_TEST(output_of_any_bytes_is_cached)
{
    add_source("test.c",
               "#include <stdio.h>\n"
               "int main(void) { fwrite(\"\\xff\\xfe \\0 \\x80\", 1, 6, stdout); }\n");
    let_time_pass();
    run();
    ck_assert_str_eq(result.runs[0].output, "\xff\xfe ? \x80");
    run();
    assert_cached(true);
    ck_assert_str_eq(result.runs[0].output, "\xff\xfe ? \x80");
}
END_TEST

/* Every field of a diagnosis comes back. */
START_TEST(every_field_of_a_diagnosis_is_stored)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_USE_AFTER_FREE);
    diag.bytes = ~0ULL;
    diag.blocks = 2;
    diag.access = 4;
    diag.place = (struct ll_place){.region = LL_REGION_HEAP,
                                   .position = LL_AFTER,
                                   .distance = 3,
                                   .block_size = 1ULL << 63,
                                   .is_null = true,
                                   .may_be_local = true,
                                   .null_offset = 5,
                                   .first_bad = true};
    diag.cut_short = true;
    diag.sequel = strdup("and so it went on");
    ck_assert(ll_stack_add(&diag.at, "f", "/a.c", 1, 2, "/o"));
    ck_assert(ll_stack_add(&diag.at, NULL, NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "g", "/b.c", 3, 4, NULL));
    ck_assert(ll_stack_add(&diag.freed, "h", "/c.c", 5, 6, NULL));
    ck_assert(ll_stack_add(&diag.lost, "i", "/d.c", 7, 8, NULL));
    diag.how = LL_LOSS_LONGJMP;
    diag.variable = strdup("v");
    diag.declared = strdup("here");
    diag.allocated_by = strdup("malloc");
    diag.freed_by = strdup("delete");
    diag.signal = 11;
    diag.what = strdup("\xff");
    diag.got = strdup("\"a\"");
    diag.wanted = strdup("\"b\"");
    diag.approximate = diag.inside = true;
    diag.operation = strdup("1 + 2");
    diag.bound = strdup("`i < 3` in line 10");
    diag.type = strdup("int");
    struct ll_call *call = ll_path_add(&diag.path, "j");
    ck_assert_ptr_nonnull(call);
    call->file = strdup("/e.c");
    call->line = 9;
    call->by_library = call->is_cut = true;
    ck_assert(ll_values_add(&call->arguments, &(struct ll_value){.name = (char *)"n"}));
    ck_assert(ll_diag_add_witness(&diag, "asan", "raw"));
    ck_assert(ll_diag_add_witness(&diag, "memcheck", NULL));
    diag.witnesses[1].of_sequel = true;
    struct ll_held held = {.bytes = 160, .blocks = 5, .is_object = true};
    ck_assert(ll_stack_add(&held.allocated, "k", "/f.c", 9, 0, NULL));
    ck_assert(ll_diag_add_held(&diag, &held));
    ll_stack_release(&held.allocated);
    struct ll_run one = {.status = LL_RUN_JUDGED, .complete = LL_NO_LEAK_CHECK};
    one.ended = (struct ll_ended){.how = LL_END_SIGNALLED,
                                  .status = 1,
                                  .signal = 11,
                                  .wall_seconds = 0.1,
                                  .cpu_seconds = 1.0 / 3,
                                  .peak_kib = 1L << 40};
    one.build_seconds = 0.7;
    one.allocations = 12;
    one.interpreted = one.by_cython = true;
    ck_assert_int_eq(ll_diags_add(&one.diags, &diag, &err), 0);

    struct ll_run back = {0};
    json_t *json = ll_store_run(&one);
    char *text = json_dumps(json, JSON_REAL_PRECISION(17));
    json_decref(json);
    json = json_loads(text, 0, NULL);
    ck_assert(ll_store_load(&back, json));
    ck_assert(back.interpreted &&
              back.by_cython); /* the words of reports depend on both */
    json_decref(json);
    json = ll_store_run(&back);
    char *again = json_dumps(json, JSON_REAL_PRECISION(17));
    ck_assert_str_eq(text, again);
    json_decref(json);
    free(text);
    free(again);

    const struct ll_diag *copy = &back.diags.items[0];
    ck_assert_int_eq(
        memcmp(&copy->place, &one.diags.items[0].place, sizeof copy->place), 0);
    ck_assert_uint_eq(copy->bytes, ~0ULL);
    ck_assert_str_eq(copy->what, "\xff");
    ck_assert_str_eq(copy->got, "\"a\"");
    ck_assert_str_eq(copy->wanted, "\"b\"");
    ck_assert_ptr_null(copy->at.frames[1].function);
    ck_assert_str_eq(copy->lost.frames[0].file, "/d.c");
    ck_assert_str_eq(copy->operation, "1 + 2");
    ck_assert_str_eq(copy->bound, "`i < 3` in line 10");
    ck_assert_uint_eq(copy->path.count, 1);
    ck_assert_str_eq(copy->path.calls[0].file, "/e.c");
    ck_assert_uint_eq(copy->path.calls[0].line, 9);
    ck_assert(copy->path.calls[0].by_library && copy->path.calls[0].is_cut);
    ck_assert_str_eq(copy->path.calls[0].arguments.items[0].name, "n");
    ck_assert(copy->witnesses[1].tool == both[0]->name && copy->approximate &&
              copy->inside);
    ck_assert_uint_eq(copy->held_count, 1);
    ck_assert_uint_eq(copy->held[0].bytes, 160);
    ck_assert_uint_eq(copy->held[0].blocks, 5);
    ck_assert(copy->held[0].is_object);
    ck_assert_str_eq(copy->held[0].allocated.frames[0].file, "/f.c");
    ck_assert(back.ended.cpu_seconds == 1.0 / 3 && back.ended.peak_kib == 1L << 40);

    json_t *junk = json_pack("{s:[{}]}", "diags");
    struct ll_run none = {0};
    ck_assert(!ll_store_load(&none, junk) && !ll_store_load(&none, NULL));
    json_decref(junk);
    ll_diags_release(&one.diags);
    ll_diags_release(&back.diags);
}
END_TEST

static struct ll_key numbered(unsigned number)
{
    struct ll_key key = {{0}};
    memcpy(key.bytes, &number, sizeof number);
    return key;
}

START_TEST(many_objects_push_out_no_results)
{
    enum { MANY = 1100 };
    struct ll_key first = numbered(0), last = numbered(MANY - 1);
    struct ll_buf bytes = LL_BUF_INIT;
    struct ll_cache *cache = ll_cache_open();
    ll_cache_put(cache, &first, "a result");
    for (unsigned i = 0; i < MANY; i++) {
        struct ll_key key = numbered(i);
        ll_cache_put_bytes(cache, &key, "an\0object", 9);
    }
    char *text = ll_cache_get(cache, &first);
    ck_assert_str_eq(text, "a result");
    ck_assert(!ll_cache_get_bytes(cache, &first, &bytes));
    ck_assert(ll_cache_get_bytes(cache, &last, &bytes));
    ck_assert_uint_eq(bytes.len, 9);
    ck_assert_mem_eq(bytes.data, "an\0object", 9);
    free(text);
    ll_buf_release(&bytes);
    ll_cache_close(cache);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cache");
    TCase *tcase = case_create("cache");
    tcase_add_checked_fixture(tcase, programs_setup, programs_teardown);
    tcase_add_test(tcase, a_cached_answer_is_the_same);
    tcase_add_test(tcase, only_what_was_run_is_recalled);
    tcase_add_loop_test(tcase, a_change_is_noticed, 0,
                        sizeof changes / sizeof changes[0]);
    tcase_add_loop_test(tcase, each_tool_answers_from_the_cache_until_a_header_changes,
                        0, sizeof others / sizeof *others);
    tcase_add_test(tcase, an_irrelevant_change_runs_nothing);
    tcase_add_loop_test(tcase, a_header_that_was_asked_for_is_noticed_when_it_comes, 0,
                        3);
    tcase_add_loop_test(tcase, a_question_in_other_words_is_not_cached, 0, 3);
    tcase_add_test(tcase, a_failed_build_is_not_cached);
    tcase_add_test(tcase, many_objects_push_out_no_results);
    tcase_add_test(tcase, a_broken_cache_is_replaced);
    tcase_add_test(tcase, without_a_place_for_it_there_is_no_cache);
    tcase_add_test(tcase, output_of_any_bytes_is_cached);
    tcase_add_test(tcase, every_field_of_a_diagnosis_is_stored);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
