/* SPDX-License-Identifier: MIT
 *
 * End to end: `leaklab sweep` of a finished program (finished/), which nobody built for
 * it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/expected.h"
#include "support/shell.h"
#include "support/suite.h"

static struct shell sh;

static int shell(const char *command)
{
    return shell_run(&sh, command);
}

static void set_up(void)
{
    shell_open(&sh);
    ll_strings_addf(&sh.env, "XDG_CACHE_HOME=%s/cache", sh.folder);
    ll_strings_add(&sh.env, "LD_PRELOAD");
    ck_assert_int_eq(shell("cp " LL_TESTS_DIR "/cli/finished/* " LL_TESTS_DIR
                           "/../docs/examples/tree/*.[ch] ."),
                     0);
}

static void tear_down(void)
{
    shell_close(&sh);
}

/* ---- the same as from the sources ------------------------------------------------ */

/* Sweep it, and return the failures that were tried. */
static json_t *failures_of(const char *command)
{
    json_error_t error;
    ck_assert_int_eq(shell(command), 1);
    json_t *root = json_loads(ll_buf_text(&sh.out), 0, &error);
    ck_assert_msg(root != NULL, "%s", error.text);
    json_t *failures = json_incref(json_object_get(root, "failures"));
    json_decref(root);
    ck_assert_uint_eq(json_array_size(failures), 48);
    return failures;
}

/* What is said of a failure, whatever the tool. */
static void assert_same_failures(const json_t *a, const json_t *b)
{
    static const char *const keys[] = {"fail",  "function", "through", "bytes",  "at",
                                       "calls", "outcome",  "fault",   "same_as"};
    for (size_t i = 0; i < json_array_size(a); i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            const json_t *x = json_object_get(json_array_get(a, i), keys[k]);
            const json_t *y = json_object_get(json_array_get(b, i), keys[k]);
            ck_assert_msg(x == NULL ? y == NULL : json_equal(x, y),
                          "'%s' of failure %zu differs", keys[k], i);
        }
}

/* The variant runs under AddressSanitizer, the program itself under memcheck, and the
 * sources under both. */
START_TEST(the_program_its_variant_and_its_sources_have_the_same_failures)
{
    ck_assert_int_eq(shell("leaklab cc -g -O0 -o draft first-draft.c main.c"), 0);
    json_t *variant = failures_of("leaklab sweep --format json ./draft");
    json_t *itself = failures_of("leaklab sweep --format json --tool memcheck ./draft");
    assert_lacks(&sh.out, "leaklab-sweep"); /* none of our functions is told */
    json_t *sources = failures_of("leaklab sweep --format json first-draft.c main.c");
    assert_same_failures(itself, variant);
    assert_same_failures(itself, sources);
    json_decref(variant);
    json_decref(itself);
    json_decref(sources);
}
END_TEST

START_TEST(a_program_that_anybody_built_is_swept)
{
    ck_assert_int_eq(shell("cc -g -o draft first-draft.c main.c && leaklab sweep --raw "
                           "./draft"),
                     1);
    assert_has(&sh.out,
               "failing the 3rd allocation (strndup at first-draft.c:32, 7 bytes)");
    assert_has(&sh.out, "Not checked: what was returned by strndup");
    assert_has(&sh.out, "the last pointer to them, `item`, ended here");
    assert_has(&sh.out, "3 faults · 24 allocations, 48 failures tried · memcheck");
    assert_lacks(&sh.out, "leaklab-sweep");
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
    ck_assert_int_eq(shell("leaklab sweep --only 4 ./draft"), 1);
    assert_has(&sh.out, "32 bytes were lost for good");
}
END_TEST

/* As a test does in a folder without its files. */
START_TEST(a_program_that_fails_at_once_is_told)
{
    ck_assert_int_eq(shell("printf '#include <stdlib.h>\n#include <stdio.h>\n"
                           "int main(void)\n{\n"
                           "    FILE *file = fopen(\"missing\", \"r\");\n"
                           "    return file == NULL ? 3 : fclose(file);\n}\n'"
                           " > none.c && cc -g -o none none.c && leaklab sweep ./none"),
                     0);
    assert_has(&sh.out, "Without any failure it ended with status 3 already");
}
END_TEST

/* ---- more than one file ---------------------------------------------------------- */

START_TEST(allocations_in_libraries_of_its_own_are_told_with_their_lines)
{
    ck_assert_int_eq(shell("mkdir bin && make -s && cp program *.so bin &&"
                           "leaklab sweep bin/program -- ./libplugin.so"),
                     1);
    assert_has(&sh.out, "failing the 2nd allocation (malloc at copy.c:9, 5 bytes)");
    assert_has(&sh.out, "asked for by main (program.c:32) → pair_new (pair.c:15) → "
                        "copy_text");
    assert_has(&sh.out, "the block that held the last pointer to them, `pair->right`");
    assert_has(&sh.out, "(calloc at plugin.c:9, 12 bytes)");
    assert_has(&sh.out, "Not checked: what was returned by calloc at plugin.c:9.");
    assert_lacks(&sh.out, "Without any failure"); /* what dlopen() keeps */
    assert_has(&sh.out, "2 faults");
}
END_TEST

START_TEST(a_source_that_a_test_includes_is_its_own_code)
{
    ck_assert_int_eq(
        shell(
            "mkdir t && cd t && printf '#include \"../copy.c\"\\n#include <stdio.h>\\n"
            "int main(void)\\n{\\n    char *copy = copy_text(\"abc\");\\n"
            "    puts(copy);\\n    free(copy);\\n    return 0;\\n}\\n' > test.c &&"
            "cc -g -fno-builtin -o test test.c && leaklab sweep ./test"),
        1);
    assert_has(&sh.out, "failing the 1st allocation (malloc at copy.c:9, 4 bytes)");
    assert_has(&sh.out, "asked for by main (test.c:5) → copy_text (copy.c:9)");
}
END_TEST

START_TEST(a_check_suite_is_swept_test_by_test)
{
    if (shell("make -s suite") != 0) {
        skip("Check cannot be linked");
        return;
    }
    ck_assert_int_eq(shell("leaklab sweep ./suite"), 1);
    assert_has(&sh.errors, "'./suite' is a Check suite: each test is swept by itself");
    assert_has(&sh.out, "(malloc at copy.c:9, 2 bytes, in test 'two')");
    assert_has(&sh.out, "1 fault · 4 allocations, 8 failures tried");
    ck_assert_int_eq(shell("leaklab sweep --but two ./suite"), 0);
    assert_has(&sh.out, "survives every failing allocation · 1 allocation");
}
END_TEST

/* ---- what is lost, and what cannot be -------------------------------------------- */

START_TEST(without_debug_information_functions_are_named)
{
    ck_assert_int_eq(shell("cc -o draft first-draft.c main.c && leaklab sweep ./draft"),
                     1);
    assert_has(&sh.errors, "'./draft' has no debug information");
    assert_has(&sh.out,
               "failing the 3rd allocation (strndup in value_new_text, 7 bytes)");
    assert_has(&sh.out, "asked for by main → value_read → read_list → value_read →");
    assert_has(&sh.out, "32 bytes were lost for good");
    assert_has(&sh.out, "3 faults · 24 allocations, 48 failures tried");
    ck_assert_int_eq(shell("strip draft; leaklab sweep ./draft"), 1);
    assert_has(&sh.errors, "'./draft' was stripped");
    assert_has(&sh.out, "2 faults · 24 allocations, 48 failures tried");
}
END_TEST

static const struct {
    const char *make, *sweep, *why;
} refused[] = {
    {"cc -g -static -o x first-draft.c main.c", "leaklab sweep ./x",
     "'./x' is linked statically, or is a library"},
    {"cc -g -shared -fPIC -o x copy.c", "leaklab sweep ./x",
     "'./x' is linked statically, or is a library"},
    {"cc -g -fsanitize=address -o x first-draft.c main.c", "leaklab sweep ./x",
     "'./x' was built with a sanitizer"},
    {"cc -g -o x first-draft.c main.c && chmod u+s x", "leaklab sweep ./x",
     "'./x' gains privileges"},
    {"echo 'void *malloc(unsigned long n) { return (void *)n; }' > own.c &&"
     "cc -g -fno-builtin -o x first-draft.c main.c own.c",
     "leaklab sweep ./x", "'./x' has a malloc of its own"},
    {"echo 'void *malloc(unsigned long n) { return (void *)n; }' > own.c &&"
     "cc -g -fno-builtin -shared -fPIC -o libown.so own.c &&"
     "cc -g -o x first-draft.c main.c -Wl,--no-as-needed ./libown.so",
     "leaklab sweep ./x", "'./libown.so' has a malloc of its own"},
    {"make -s && mv libcopy.so elsewhere", "leaklab sweep ./program",
     "'./program' needs a library that is not found"},
    {"cc -g -o x first-draft.c main.c", "leaklab sweep --suite ./x",
     "'./x' has no Check suite in it"},
    {"cc -g -o x first-draft.c main.c", "leaklab sweep --tool asan ./x",
     "'./x' was not built by `leaklab cc`"},
    {"cc -g -o x first-draft.c main.c", "leaklab sweep --returns ./x",
     "'./x' is built already"},
};

START_TEST(what_cannot_be_swept_is_refused_with_what_helps)
{
    ck_assert_int_eq(shell(refused[_i].make), 0);
    ck_assert_int_eq(shell(refused[_i].sweep), 2);
    assert_has(&sh.errors, refused[_i].why);
    ck_assert_str_eq(ll_buf_text(&sh.out), "");
}
END_TEST

/* ---- the suite ------------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("finished");
    TCase *swept = case_create("swept");
    tcase_add_checked_fixture(swept, set_up, tear_down);
    tcase_add_test(swept,
                   the_program_its_variant_and_its_sources_have_the_same_failures);
    tcase_add_test(swept, a_program_that_anybody_built_is_swept);
    tcase_add_test(swept, a_program_that_fails_at_once_is_told);
    tcase_add_test(swept,
                   allocations_in_libraries_of_its_own_are_told_with_their_lines);
    tcase_add_test(swept, a_source_that_a_test_includes_is_its_own_code);
    tcase_add_test(swept, a_check_suite_is_swept_test_by_test);
    suite_add_tcase(suite, swept);

    TCase *lacking = case_create("lacking");
    tcase_add_checked_fixture(lacking, set_up, tear_down);
    tcase_add_test(lacking, without_debug_information_functions_are_named);
    tcase_add_loop_test(lacking, what_cannot_be_swept_is_refused_with_what_helps, 0,
                        (int)(sizeof refused / sizeof *refused));
    suite_add_tcase(suite, lacking);
    return suite_run(suite);
}
