/* SPDX-License-Identifier: MIT
 *
 * What editors and code hosts read, read as they do. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "support/command.h"
#include "support/suite.h"

static char *here;
static struct ll_buf said;

/* A write past the end of a block, and a leak by an assignment. */
static const char over[] = "#include <stdlib.h>\n"
                           "int main(void)\n"
                           "{\n"
                           "    int *a = malloc(4 * sizeof *a);\n"
                           "    a[4] = 1;\n"
                           "    char *b = malloc(8);\n"
                           "    b = malloc(9);\n"
                           "    free(b);\n"
                           "    free(a);\n"
                           "    return 0;\n"
                           "}\n";

static void write_text(const char *name, const char *text)
{
    char *path = ll_path_join(here, name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    ll_buf_init(&said, 1 << 20);
    write_text("over.c", over);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&said);
}

/* Run a line of shell in `here`, with `$leaklab` set; returns its exit status. */
static int run(const char *line)
{
    const char *const argv[] = {"bash", "-c", line, NULL};
    const char *const env[] = {
        "leaklab=" LL_BUILD_DIR "/leaklab", "source=" LL_SOURCE_DIR,
        "data=" LL_TESTS_DIR "/cli/data", "CI_PROJECT_DIR", NULL};
    const struct command_place place = {.folder = here, .env = env};
    return run_command(argv, &place, &said, &said);
}

static void assert_runs(const char *line)
{
    int status = run(line);
    ck_assert_msg(status == 0, "%s: %d: %s", line, status, ll_buf_text(&said));
}

/* ---- GitLab --------------------------------------------------------------------- */

START_TEST(a_finding_is_known_again_when_lines_move)
{
    assert_runs("export XDG_CACHE_HOME=$PWD/cache;"
                "$leaklab check --format gitlab over.c >before; [ $? -eq 1 ] &&"
                "sed -i '1i // one\\n// two' over.c &&"
                "$leaklab check --format gitlab over.c >after; [ $? -eq 1 ] &&"
                "[ $(grep -c fingerprint before) -eq 2 ] &&"
                "diff <(grep fingerprint before) <(grep fingerprint after) &&"
                "grep -q 'begin.: 5$' before && grep -q 'begin.: 7$' after");
}
END_TEST

/* GitLab knows files by their paths in the repository. */
START_TEST(a_finding_is_named_from_the_root_of_the_repository)
{
    assert_runs(
        "export XDG_CACHE_HOME=$PWD/cache; mkdir sub && mv over.c sub && cd sub;"
        "CI_PROJECT_DIR=$OLDPWD $leaklab check --format gitlab over.c >found;"
        "[ $? -eq 1 ] && [ $(grep -c '\"path\": \"sub/over.c\"' found) -eq 2 ]");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("editors");
    TCase *gitlab = case_create("gitlab");
    tcase_add_checked_fixture(gitlab, set_up, tear_down);
    tcase_add_test(gitlab, a_finding_is_known_again_when_lines_move);
    tcase_add_test(gitlab, a_finding_is_named_from_the_root_of_the_repository);
    suite_add_tcase(suite, gitlab);
    return suite_run(suite);
}
