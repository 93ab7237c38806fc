/* SPDX-License-Identifier: MIT
 *
 * objects: a source is compiled once, and again when something has changed. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "support/programs.h"
#include "support/suite.h"

/* Let a gcc be found first that notes its arguments in the file "started". */
static void watch_compiler(void)
{
    struct ll_buf text = LL_BUF_INIT;
    char *bin = in_folder("bin");
    ck_assert_int_eq(mkdir(bin, 0755), 0);
    ll_buf_addf(&text,
                "#!/bin/sh\necho \"$*\" >> '%s/started'\nexec /usr/bin/gcc \"$@\"\n",
                folder);
    char *script = write_file("bin/gcc", ll_buf_text(&text));
    ck_assert_int_eq(chmod(script, 0755), 0);
    ll_buf_clear(&text);
    ll_buf_addf(&text, "%s:%s", bin, getenv("PATH"));
    ck_assert_int_eq(setenv("PATH", ll_buf_text(&text), 1), 0);
    free(script);
    free(bin);
    ll_buf_release(&text);
}

/* How many objects were made since the last call. */
static size_t count_compiled(void)
{
    struct ll_buf text = LL_BUF_INIT;
    size_t count = 0;
    char *started = in_folder("started");
    if (ll_path_exists(started)) {
        ck_assert_int_eq(ll_file_read(started, 1 << 20, &text, &err), 0);
        ck_assert_int_eq(unlink(started), 0);
    }
    for (const char *p = ll_buf_text(&text); (p = strstr(p, " -c ")) != NULL; p++)
        count++;
    free(started);
    ll_buf_release(&text);
    return count;
}

/* Run the program once more, with another argument: what it came to before is then no
 * answer. */
static void run_anew(void)
{
    ck_assert(ll_strings_add(&subject.args, "x"));
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    ll_result_release(&result);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), 0);
    ck_assert(!result.runs[0].cached);
}

static void setup(void)
{
    programs_setup();
    both[0] = ll_tool_find("plain");
    both[1] = NULL;
    watch_compiler();
    free(write_file(
        "word.h", "#ifndef WORD\n#define WORD \"a word\"\n#endif\nvoid say(void);\n"));
    ck_assert(ll_strings_addf(&subject.cflags, "-I%s", folder));
    add_source("main.c", "#include \"word.h\"\nint main(void) { int left; say(); }\n");
    add_source("say.c", "#include <stdio.h>\n#include \"word.h\"\n"
                        "void say(void) { puts(WORD); }\n");
    run_anew();
    ck_assert_uint_eq(count_compiled(), 2);
    ck_assert_str_eq(result.runs[0].output, "a word\n");
}

START_TEST(a_source_is_compiled_once)
{
    char *words = strdup(result.runs[0].compiler);
    ck_assert_ptr_nonnull(strstr(words, "unused variable"));
    run_anew();
    ck_assert_uint_eq(count_compiled(), 0);
    ck_assert_str_eq(result.runs[0].output, "a word\n");
    ck_assert_str_eq(result.runs[0].compiler, words);
    free(words);
}
END_TEST

/* memcheck and lastptr use one object, AddressSanitizer another. */
START_TEST(tools_with_the_same_flags_share_an_object)
{
    both[0] = ll_tool_find("memcheck");
    run_anew();
    ck_assert_uint_eq(count_compiled(), 0);
    both[0] = ll_tool_find("asan");
    run_anew();
    ck_assert_uint_eq(count_compiled(), 2);
}
END_TEST

static void change_header(void)
{
    free(write_file("word.h", "#define WORD \"other\"\nvoid say(void);\n"));
}
static void shadow_header(void)
{
    free(write_file("stdio.h", "#include_next <stdio.h>\n#undef WORD\n"
                               "#define puts(text) fputs(\"other\\n\", stdout)\n"));
}
static void change_source(void)
{
    free(write_file("say.c", "#include <stdio.h>\n"
                             "void say(void) { puts(\"other\"); }\n"));
}
static void change_flag(void)
{
    ck_assert(ll_strings_add(&subject.cflags, "-DWORD=\"other\""));
}

static const struct {
    void (*change)(void);
    size_t compiled;
} changes[] = {
    {change_header, 2}, {shadow_header, 1}, {change_source, 1}, {change_flag, 2}};

START_TEST(a_change_is_compiled)
{
    changes[_i].change();
    run_anew();
    ck_assert_uint_eq(count_compiled(), changes[_i].compiled);
    ck_assert_str_eq(result.runs[0].output, "other\n");
}
END_TEST

START_TEST(what_does_not_compile_is_told_as_by_one_command)
{
    free(write_file("say.c", "#include \"word.h\"\nvoid say(void) { nothing(; }\n"));
    free(write_file("main.c", "int main(void) { return none; }\n"));
    run_anew();
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NOT_BUILT);
    const char *words = result.runs[0].compiler;
    const char *first = strstr(words, "main.c:1:");
    const char *second = strstr(words, "say.c:2:");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(second);
    ck_assert_msg(first < second, "%s", words);
    ck_assert_ptr_null(strstr(first + 1, "In function 'main'"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("objects");
    TCase *tcase = case_create("objects");
    tcase_add_checked_fixture(tcase, setup, programs_teardown);
    tcase_add_test(tcase, a_source_is_compiled_once);
    tcase_add_test(tcase, tools_with_the_same_flags_share_an_object);
    tcase_add_loop_test(tcase, a_change_is_compiled, 0,
                        sizeof changes / sizeof changes[0]);
    tcase_add_test(tcase, what_does_not_compile_is_told_as_by_one_command);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
