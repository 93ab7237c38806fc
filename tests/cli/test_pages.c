/* SPDX-License-Identifier: MIT
 *
 * End to end: the commands that write a page. The page of these tests is only a place
 * for the data (tests/picture/data/pages). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/runs.h"
#include "support/suite.h"

static const char leaklab[] = LL_BUILD_DIR "/leaklab";
static const char *home;
static char *here;
static struct ll_buf out, errors;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    home = LL_TESTS_DIR "/picture/data";
    ll_buf_init(&out, 8 << 20);
    ll_buf_init(&errors, 1 << 20);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&out);
    ll_buf_release(&errors);
}

/* Run the command line (words separated by blanks) in `here`; returns its exit status.
 */
static int run(const char *line)
{
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    char *copy = strdup(line), *rest = copy, *word;
    const char *cache = shared_runs();
    while ((word = strsep(&rest, " ")) != NULL)
        ll_strings_add(&argv, strcmp(word, "leaklab") == 0 ? leaklab : word);
    ll_strings_addf(&env, "XDG_CACHE_HOME=%s", cache != NULL ? cache : here);
    if (home != NULL)
        ll_strings_addf(&env, "LEAKLAB_HOME=%s", home);
    ll_strings_add(&env, "LEAKLAB_FRONT");
    const struct command_place place = {here, ll_strings_argv(&env), NULL};
    int status = run_command(ll_strings_argv(&argv), &place, &out, &errors);
    ll_strings_release(&argv);
    ll_strings_release(&env);
    free(copy);
    return status;
}

static bool has_lastptr(void)
{
    return ll_path_is_dir(LL_BUILD_DIR "/lastptr");
}

/* What is in `out` may be a page: too long for a message of Check. */
static void assert_out(const char *wanted)
{
    ck_assert_msg(strstr(ll_buf_text(&out), wanted) != NULL, "there is no %s", wanted);
}

/* Read a page that was written in `here`, to `out`. */
static void read_page(const char *name)
{
    char *path = ll_path_join(here, name);
    ll_buf_clear(&out);
    ck_assert_int_eq(ll_file_read(path, out.max, &out, NULL), 0);
    assert_out("<title>A page of the tests</title>");
    free(path);
}

#define LOSING                                                                         \
    "#include <stdlib.h>\n"                                                            \
    "int main(int argc, char **argv)\n"                                                \
    "{\n"                                                                              \
    "    char *p = malloc((size_t)argc * 8);\n"                                        \
    "    p = NULL;\n"                                                                  \
    "    return p == NULL && argv == NULL;\n"                                          \
    "}\n"

/* ---- a class --------------------------------------------------------------------- */

/* Copy a file of the lesson into a class, with a line in front. */
static void hand_in(const char *file, const char *first, const char *name)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = ll_path_join(LL_SOURCE_DIR "/lessons/03-lost-realloc", file);
    ll_buf_puts(&text, first);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, NULL), 0);
    write_text_in(here, name, ll_buf_text(&text));
    ll_buf_release(&text);
    free(path);
}

static bool is_there(const char *name)
{
    char *path = ll_path_join(here, name);
    bool there = ll_path_exists(path);
    free(path);
    return there;
}

static void read_result(const char *name)
{
    char *path = ll_path_join(here, name);
    ll_buf_clear(&out);
    ck_assert_int_eq(ll_file_read(path, out.max, &out, NULL), 0);
    free(path);
}

#define SCRIPT "/* </script><script>alert(1)</script> */\n"

START_TEST(a_class_gets_the_pictures_of_its_faults)
{
    const char *const first = "grades-lesson3/pictures/bob.html";
    const char *const second = "grades-lesson3/pictures/cid.html";
    ck_assert_int_eq(run("mkdir class"), 0);
    hand_in("solution.c", "", "class/ann.c");
    hand_in("exercise.c", "", "class/bob.c");
    hand_in("exercise.c", SCRIPT, "class/cid.c");
    ck_assert_int_eq(run("leaklab grade --lesson 3 --pictures class"), 0);
    assert_out("pictures/NAME.html");
    ck_assert(!is_there("grades-lesson3/pictures/ann.html"));
    read_page(first);
    assert_out("\"format\":\"leaklab-picture/1\"");
    assert_out("\"kind\":\"definitely-lost\"");
    assert_out("\"how\":\"overwritten\"");
    assert_out("\"shown\":\"exercise.c\"");
    assert_lacks(&out, "\"block\":null");
    read_page(second);
    assert_lacks(&out, "<script>alert");
    ck_assert_str_eq(strstr(ll_buf_text(&out), "</script>"), "</script>\n<p>end</p>\n");
    assert_out("\\u003c/script>\\u003cscript>alert");
    read_result("grades-lesson3/class.html");
    assert_out("\"picture\":\"pictures/bob.html\"");
    assert_lacks(&out, "pictures/ann.html");
    read_result("grades-lesson3/feedback/bob.txt");
    assert_out("is a page for a browser: pictures/bob.html\n");

    /* What an earlier grading drew may be of an earlier source. */
    ck_assert_int_eq(run("leaklab grade --lesson 3 --resume class"), 0);
    ck_assert(!is_there(first) && !is_there(second));
    read_result("grades-lesson3/class.html");
    assert_lacks(&out, "\"picture\"");
    read_result("grades-lesson3/feedback/bob.txt");
    assert_lacks(&out, "pictures/");
}
END_TEST

/* With --no-gate it may use the system: in the run that leaves a log, a pipe takes the
 * log's place, which nobody writes to. Who opened it would wait for ever. */
#define PIPE                                                                           \
    "#include <sys/stat.h>\n#include <unistd.h>\n"                                     \
    "static void attack(const char *home)\n{\n"                                        \
    "    if (home != NULL && chdir(home) == 0 && unlink(\"events\") == 0)\n"           \
    "        mkfifo(\"events\", 0666);\n}\n"

START_TEST(a_pipe_in_place_of_the_log_only_costs_the_picture)
{
    ck_assert_int_eq(run("mkdir class"), 0);
    hand_in("exercise.c", PIPE, "class/dan.c");
    read_result("class/dan.c");
    struct ll_buf text = LL_BUF_INIT;
    const char *all = ll_buf_text(&out), *at = strstr(all, "    free(builder->text);");
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&text, "%.*s    attack(getenv(\"TMPDIR\"));\n%s", (int)(at - all), all,
                at);
    write_text_in(here, "class/dan.c", ll_buf_text(&text));
    ll_buf_release(&text);
    ll_buf_clear(&out);
    ck_assert_int_eq(run("leaklab grade --lesson 3 --no-gate --pictures class"), 0);
    assert_out("definitely-lost             1");
    ck_assert(!is_there("grades-lesson3/pictures"));
    read_result("grades-lesson3/class.html");
    assert_lacks(&out, "\"picture\"");
}
END_TEST

/* ---- one program ----------------------------------------------------------------- */

START_TEST(a_page_is_written_beside_its_reader)
{
    write_text_in(here, "losing.c", LOSING);
    ck_assert_int_eq(run("leaklab picture losing.c -- one two"), 0);
    ck_assert_str_eq(ll_buf_text(&out), "losing.picture.html\n");
    ck_assert_uint_eq(errors.len, 0);
    read_page("losing.picture.html");
    assert_out("\"command\":[\"./losing\",\"one\",\"two\"]");
    assert_out("\"headline\":\"24 bytes were lost for good\"");
    assert_out("\"shown\":\"losing.c\"");
    ck_assert_int_eq(run("leaklab picture --output page.html losing.c"), 0);
    ck_assert_str_eq(ll_buf_text(&out), "page.html\n");
    read_page("page.html");
    assert_out("\"headline\":\"8 bytes were lost for good\"");
}
END_TEST

/* Draw losing.c on a terminal, with an xdg-open that writes what it opens into a file.
 * Whether it was started. */
static bool opens(const char *display, const char *option)
{
    struct ll_buf line = LL_BUF_INIT;
    char *opened = ll_path_join(here, "opened");
    write_text_in(here, "see.sh",
                  "PATH=$PWD:$PATH\n"
                  "script -qec \"$1 picture $2 losing.c\" /dev/null\n"
                  "for i in 1 2 3 4 5 6 7 8 9 10; do\n"
                  "  [ -e opened ] || sleep 0.2\n"
                  "done\n");
    unlink(opened);
    ll_buf_addf(&line, "env -u WAYLAND_DISPLAY DISPLAY=%s sh see.sh leaklab %s",
                display, option);
    ck_assert_int_eq(run(ll_buf_text(&line)), 0);
    bool started = ll_path_exists(opened);
    free(opened);
    ll_buf_release(&line);
    return started;
}

START_TEST(a_desktop_shows_the_page_at_once)
{
    if (run("sh -c script\t-qec\ttrue\t/dev/null") != 0) {
        skip("there is no script, which makes a terminal");
        return;
    }
    write_text_in(here, "losing.c", LOSING);
    write_text_in(here, "xdg-open", "#!/bin/sh\necho \"$1\" >opened\n");
    ck_assert_int_eq(run("chmod +x xdg-open"), 0);
    ck_assert(opens(":9", ""));
    ck_assert(!opens(":9", "--no-browser"));
    ck_assert(!opens("", ""));
}
END_TEST

START_TEST(a_lessons_page_has_its_wrong_half)
{
    ck_assert_int_eq(run("leaklab picture --lesson 3"), 0);
    ck_assert_str_eq(ll_buf_text(&out), "lesson3.picture.html\n");
    read_page("lesson3.picture.html");
    assert_out("\"half\":\"buggy\"");
    assert_out("the four readings in it cannot be read any more either.");
    assert_out("\"shown\":\"main.c\"");
    ck_assert_int_eq(run("make -n -C " LL_SOURCE_DIR " picture3"), 0);
    assert_out("picture --lesson 3 --output build/lesson3.picture.html");
}
END_TEST

START_TEST(a_learners_file_is_drawn_with_the_lessons_other_files)
{
    ck_assert_int_eq(
        run("cp " LL_SOURCE_DIR "/lessons/03-lost-realloc/exercise.c mine.c"), 0);
    ck_assert_int_eq(run("leaklab picture --lesson 3 --output mine.html mine.c"), 0);
    read_page("mine.html");
    assert_out("\"half\":\"exercise\"");
    assert_out("builder_main.c");
    ck_assert_int_eq(run("leaklab picture --lesson 3 mine.c other.c"), 2);
    assert_has(&errors, "with --lesson, name at most one file");
    ck_assert_int_eq(run("leaklab picture --lesson 3 none.c"), 2);
    assert_has(&errors, "none.c");
}
END_TEST

START_TEST(a_diagnosis_is_a_page_too)
{
    write_text_in(here, "losing.c", LOSING);
    ck_assert_int_eq(run("leaklab check --format html losing.c"), 1);
    assert_out("<title>A page of the tests</title>");
    assert_out("\"report\":\"   8 bytes were lost for good");
    assert_out("\"variable\":\"p\"");
    ck_assert_uint_eq(errors.len, 0);
}
END_TEST

/* What is told after a loss is a command that works. */
START_TEST(the_command_told_draws_the_run)
{
    static const char told[] = "To see it happen: ";
    write_text_in(here, "losing.c", LOSING);
    ck_assert_int_eq(run("leaklab check --raw --tool memcheck --tool lastptr -DX=1 "
                         "losing.c -- 2 3"),
                     1);
    const char *line = strstr(ll_buf_text(&out), told);
    ck_assert_ptr_nonnull(line);
    char *command = strndup(line + strlen(told), strcspn(line + strlen(told), "\n"));
    ck_assert_ptr_nonnull(strstr(command, "picture -DX=1 losing.c -- 2 3"));
    ck_assert_int_eq(run(command), 0);
    read_page("losing.picture.html");
    assert_out("[\"./losing\",\"2\",\"3\"]");
    free(command);

    ck_assert_int_eq(run("env LEAKLAB_FRONT=make leaklab lesson 3"), 1);
    assert_out("To see it happen: `make picture3`");
    assert_out("picture --lesson 3");
}
END_TEST

/* The first command behind those words. New string. */
static char *command_behind(const char *words)
{
    const char *line = strstr(ll_buf_text(&out), words);
    ck_assert_msg(line != NULL, "there is no %s", words);
    line += strlen(words);
    return strndup(line, strcspn(line, "\n"));
}

/* A failure that loses a block is told with the command that draws it. */
START_TEST(a_failure_of_the_sweep_is_drawn)
{
    ck_assert_int_eq(run("cp -r " LL_SOURCE_DIR "/docs/examples/tree tree"), 0);
    ck_assert_int_eq(run("leaklab sweep --time 50 --raw -DX=1 tree/first-draft.c "
                         "tree/main.c"),
                     1);
    char *command = command_behind("to see it happen:      ");
    ck_assert_ptr_nonnull(
        strstr(command, "picture --fail 4 -DX=1 tree/first-draft.c tree/main.c"));
    ck_assert_int_eq(run(command), 0);
    free(command);
    read_page("first-draft.picture.html");
    assert_out("\"failed\":{\"number\":4,\"with_all\":false,\"call\":\"realloc\","
               "\"size\":16,\"file\":1,\"line\":46,\"function\":\"make_room\"}");
    assert_out("\"variable\":\"item\"");
    assert_out("\"headline\":\"32 bytes were lost for good\"");
    ck_assert_int_eq(run("leaklab picture --fail 4+ tree/first-draft.c tree/main.c"),
                     0);
    read_page("first-draft.picture.html");
    assert_out("\"failed\":{\"number\":4,\"with_all\":true");
}
END_TEST

START_TEST(an_allocation_that_is_not_there_cannot_fail)
{
    write_text_in(here, "losing.c", LOSING);
    ck_assert_int_eq(run("leaklab picture --fail 2 losing.c"), 2);
    assert_has(&errors, "there is no allocation number 2: the run has 1");
    ck_assert_uint_eq(out.len, 0);
    ck_assert_int_eq(run("leaklab picture --fail none losing.c"), 2);
    assert_has(&errors, "--fail takes the number of an allocation");
}
END_TEST

START_TEST(nothing_is_told_where_nothing_was_lost)
{
    write_text_in(here, "freeing.c",
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *p = malloc(8);\n"
                  "    free(p);\n"
                  "    free(p);\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check freeing.c"), 1);
    assert_lacks(&out, "To see it happen");
    ck_assert_int_eq(run("leaklab picture freeing.c"), 0);
    read_page("freeing.picture.html");
    assert_out("\"kind\":\"double-free\"");
}
END_TEST

START_TEST(what_cannot_be_run_is_not_drawn)
{
    write_text_in(here, "bad.c", "int main(void) { return }\n");
    ck_assert_int_eq(run("leaklab picture bad.c"), 2);
    assert_has(&errors, "expected expression");
    ck_assert_uint_eq(out.len, 0);
    ck_assert_int_eq(run("leaklab check --format html bad.c"), 2);
    ck_assert_uint_eq(out.len, 0);
    ck_assert_int_eq(run("leaklab picture --lesson 22"), 2);
    assert_has(&errors, "Python");
    ck_assert_int_eq(run("leaklab picture"), 2);
    assert_has(&errors, "which file?");
}
END_TEST

/* A leaklab without pages has an exit status of its own for that, and tells of none. */
START_TEST(without_pages_the_packages_are_told)
{
    home = NULL;
    write_text_in(here, "losing.c", LOSING);
    ck_assert_int_eq(run("cp " LL_BUILD_DIR "/leaklab apart"), 0);
    ck_assert_int_eq(run("./apart picture losing.c"), 4);
    assert_has(&errors, "install esbuild and node-d3, and build it again");
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pages");
    TCase *pages = case_create("pages");
    tcase_add_checked_fixture(pages, set_up, tear_down);
    if (has_lastptr()) {
        tcase_add_test(pages, a_class_gets_the_pictures_of_its_faults);
        tcase_add_test(pages, a_pipe_in_place_of_the_log_only_costs_the_picture);
        tcase_add_test(pages, a_page_is_written_beside_its_reader);
        tcase_add_test(pages, a_desktop_shows_the_page_at_once);
        tcase_add_test(pages, a_lessons_page_has_its_wrong_half);
        tcase_add_test(pages, a_learners_file_is_drawn_with_the_lessons_other_files);
        tcase_add_test(pages, a_diagnosis_is_a_page_too);
        tcase_add_test(pages, the_command_told_draws_the_run);
        tcase_add_test(pages, a_failure_of_the_sweep_is_drawn);
        tcase_add_test(pages, an_allocation_that_is_not_there_cannot_fail);
        tcase_add_test(pages, nothing_is_told_where_nothing_was_lost);
    } else {
        skip_part("pages", "lastptr was not built");
    }
    tcase_add_test(pages, what_cannot_be_run_is_not_drawn);
    tcase_add_test(pages, without_pages_the_packages_are_told);
    suite_add_tcase(suite, pages);
    return suite_run(suite);
}
