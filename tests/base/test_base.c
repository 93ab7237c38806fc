/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/strings.h"
#include "support/suite.h"

START_TEST(a_buffer_grows_and_gives_its_text_away)
{
    struct ll_buf buf = LL_BUF_INIT;
    ck_assert_str_eq(ll_buf_text(&buf), "");
    for (int i = 0; i < 1000; i++)
        ck_assert(ll_buf_addf(&buf, "%d,", i));
    ck_assert_uint_eq(buf.len, 10 * 2 + 90 * 3 + 900 * 4);
    ck_assert_uint_eq(strlen(buf.data), buf.len);
    char *text = ll_buf_take(&buf);
    ck_assert_ptr_nonnull(text);
    ck_assert_ptr_null(buf.data);
    ck_assert_int_eq(strncmp(text, "0,1,2,", 6), 0);
    free(text);
    ll_buf_release(&buf);
}
END_TEST

START_TEST(a_zero_becomes_a_character_that_shows)
{
    struct ll_buf buf = LL_BUF_INIT;
    ll_buf_show_zeros(&buf);
    ck_assert(ll_buf_add(&buf, "a\0b\0", 4));
    ll_buf_show_zeros(&buf);
    ck_assert_str_eq(ll_buf_text(&buf), "a?b?");
    ll_buf_release(&buf);
}
END_TEST

START_TEST(what_is_quoted_is_one_word_of_the_shell)
{
    struct ll_buf buf = LL_BUF_INIT;
    ck_assert(ll_buf_quote(&buf, ""));
    ck_assert(ll_buf_quote(&buf, "it's $HOME"));
    ck_assert_str_eq(buf.data, "'''it'\\''s $HOME'");
    ll_buf_release(&buf);
}
END_TEST

START_TEST(a_full_buffer_remembers_it)
{
    struct ll_buf buf;
    ll_buf_init(&buf, 4);
    ck_assert(ll_buf_puts(&buf, "abcd"));
    ck_assert(!ll_buf_putc(&buf, 'e'));
    ck_assert(buf.full);
    ck_assert_str_eq(buf.data, "abcd");
    ck_assert_ptr_null(ll_buf_take(&buf));
    ll_buf_clear(&buf);
    ck_assert(ll_buf_puts(&buf, "f"));
    ll_buf_release(&buf);
}
END_TEST

START_TEST(strings_are_an_argv)
{
    struct ll_strings list = LL_STRINGS_INIT;
    ck_assert_ptr_null(ll_strings_argv(&list)[0]);
    const char *const more[] = {"c", "d", NULL};
    ll_strings_add(&list, "a");
    ll_strings_addf(&list, "%s%d", "b", 2);
    ll_strings_add_all(&list, more);
    ll_strings_add_all(&list, NULL);
    ck_assert_int_eq(ll_strings_ok(&list, NULL), 0);
    ck_assert_uint_eq(list.count, 4);
    ck_assert_str_eq(ll_strings_argv(&list)[1], "b2");
    ck_assert_ptr_null(ll_strings_argv(&list)[4]);
    ck_assert(ll_strings_has(&list, "d"));
    ck_assert(!ll_strings_has(&list, "e"));
    ll_strings_release(&list);
}
END_TEST

static const struct {
    const char *path, *from, *relative;
} relatives[] = {
    {"/home/ann/c/prog.c", "/home/ann/c", "prog.c"},
    {"/home/ann/c/prog.c", "/home/ann/c/", "prog.c"},
    {"/home/ann/c/prog.c", "/home/ann", "c/prog.c"},
    {"/home/ann/c/prog.c", "/home/ann/d", "../c/prog.c"},
    {"/home/ann/c/prog.c", "/home/ann/c/a/b", "../../prog.c"},
    {"/home/ann/cc/prog.c", "/home/ann/c", "../cc/prog.c"},
    {"/usr/include/stdio.h", "/home/ann/c/a/b", "/usr/include/stdio.h"},
    {"/home/ann/c", "/home/ann/c", "."},
    {"prog.c", "/home/ann", "prog.c"},
};

START_TEST(a_path_is_shown_as_seen_from_here)
{
    char *got = ll_path_relative(relatives[_i].path, relatives[_i].from);
    ck_assert_str_eq(got, relatives[_i].relative);
    free(got);
}
END_TEST

static char *tidied(const char *folder, const char *name)
{
    char *path = ll_path_join(folder, name);
    ck_assert_ptr_nonnull(path);
    ck_assert(ll_path_tidy(&path));
    return path;
}

START_TEST(a_file_has_one_name_unless_it_is_another_file)
{
    static const char *const same[] = {"a/../x.c", "./x.c", "a//..///x.c",
                                       "a/b/.././../x.c", "x.c"};
    char *here = ll_path_temp_dir(NULL), *link = ll_path_join(here, "link");
    char *deep = ll_path_join(here, "a/b"), *file = ll_path_join(here, "x.c");
    ck_assert_int_eq(ll_path_make_dirs(deep, NULL), 0);
    ck_assert_int_eq(ll_file_write(file, "x", 1, NULL), 0);
    ck_assert_int_eq(symlink(deep, link), 0);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char *got = tidied(here, same[i]);
        ck_assert_str_eq(got, file);
        free(got);
    }
    /* link/.. is the folder a, which has no x.c; a name that begins with a dot. */
    static const char *const others[] = {"link/../x.c", "a/../none.c", "a/.hidden"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char *got = tidied(here, others[i]), *as_it_is = ll_path_join(here, others[i]);
        ck_assert_str_eq(got, as_it_is);
        free(as_it_is);
        free(got);
    }
    char *relative = tidied("a/../b", "x.c");
    ck_assert_str_eq(relative, "a/../b/x.c");
    free(relative);
    ll_path_remove_tree(here);
    free(file);
    free(deep);
    free(link);
    free(here);
}
END_TEST

START_TEST(below_means_a_whole_folder_name)
{
    ck_assert(ll_path_below("/a/b/c", "/a/b"));
    ck_assert(ll_path_below("/a/b/c", "/a/b/"));
    ck_assert(!ll_path_below("/a/bb/c", "/a/b"));
    ck_assert(!ll_path_below("/a/b", "/a/b"));
}
END_TEST

START_TEST(a_file_is_written_whole_and_read_back)
{
    struct ll_error err = {0};
    char *dir = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(dir);
    ck_assert_msg(dir != NULL, "%s", err.text);
    char *deep = ll_path_join(dir, "a/b");
    ck_assert_ptr_nonnull(deep);
    ck_assert_int_eq(ll_path_make_dirs(deep, &err), 0);
    char *file = ll_path_join(deep, "f");
    ck_assert_int_eq(ll_file_write(file, "one", 3, &err), 0);
    ck_assert_int_eq(ll_file_write(file, "three", 5, &err), 0);

    struct ll_buf read = LL_BUF_INIT;
    ll_buf_puts(&read, ">");
    ck_assert_int_eq(ll_file_read(file, 100, &read, &err), 0);
    ck_assert_str_eq(ll_buf_text(&read), ">three");
    ck_assert_int_eq(ll_file_read(file, 4, &read, &err), -1);
    ck_assert_str_eq(ll_buf_text(&read), ">three");
    ck_assert_ptr_nonnull(strstr(err.text, "over 4 bytes"));
    ck_assert_int_eq(ll_file_read(deep, 100, &read, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "it is a folder"));
    ll_buf_release(&read);

    ll_path_remove_tree(dir);
    ck_assert(!ll_path_exists(dir));
    free(file);
    free(deep);
    free(dir);
}
END_TEST

START_TEST(an_error_names_what_it_is_about)
{
    struct ll_error err = {0};
    ck_assert_ptr_null(ll_path_real("/no/such/file.c", &err));
    ck_assert_str_eq(err.text,
                     "cannot open '/no/such/file.c': No such file or directory");
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_int_eq(ll_file_write("/no/such/file", "x", 1, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_HARNESS);
}
END_TEST

/* Deeper than a path may be long, and in part without permissions. */
START_TEST(removing_a_tree_goes_all_the_way_down)
{
    char *dir = ll_path_temp_dir(NULL), name[201];
    ck_assert_ptr_nonnull(dir);
    memset(name, 'd', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    int here = open(".", O_RDONLY);
    ck_assert_int_eq(chdir(dir), 0);
    for (int i = 0; i < 60; i++) {
        ck_assert_int_eq(mkdir(name, 0700), 0);
        ck_assert_int_eq(chdir(name), 0);
    }
    ck_assert_int_eq(mkdir("closed", 0), 0);
    ck_assert_int_eq(fchdir(here), 0);
    close(here);
    ll_path_remove_tree(dir);
    ck_assert(!ll_path_exists(dir));
    free(dir);
}
END_TEST

START_TEST(a_temporary_folder_has_no_blank_in_its_name)
{
    char *odd = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(odd);
    char *blank = ll_path_join(odd, "a b");
    ck_assert_ptr_nonnull(blank);
    ck_assert_int_eq(mkdir(blank, 0700), 0);
    setenv("TMPDIR", blank, 1);
    char *dir = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(dir);
    ck_assert_int_eq(strncmp(dir, "/tmp/leaklab-", 13), 0);
    ll_path_remove_tree(dir);
    ll_path_remove_tree(odd);
    free(dir);
    free(blank);
    free(odd);
}
END_TEST

START_TEST(removing_a_tree_follows_no_link)
{
    char *dir = ll_path_temp_dir(NULL), *outside = ll_path_temp_dir(NULL);
    ck_assert(dir != NULL && outside != NULL);
    char *kept = ll_path_join(outside, "kept"), *link = ll_path_join(dir, "link");
    ck_assert_int_eq(ll_file_write(kept, "x", 1, NULL), 0);
    ck_assert_int_eq(symlink(outside, link), 0);
    ll_path_remove_tree(dir);
    ck_assert(!ll_path_exists(dir));
    ck_assert(ll_path_exists(kept));
    ll_path_remove_tree(outside);
    free(kept);
    free(link);
    free(dir);
    free(outside);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tcase = case_create("base");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, a_buffer_grows_and_gives_its_text_away);
    tcase_add_test(tcase, a_zero_becomes_a_character_that_shows);
    tcase_add_test(tcase, what_is_quoted_is_one_word_of_the_shell);
    tcase_add_test(tcase, a_full_buffer_remembers_it);
    tcase_add_test(tcase, strings_are_an_argv);
    tcase_add_loop_test(tcase, a_path_is_shown_as_seen_from_here, 0,
                        sizeof relatives / sizeof relatives[0]);
    tcase_add_test(tcase, a_file_has_one_name_unless_it_is_another_file);
    tcase_add_test(tcase, below_means_a_whole_folder_name);
    tcase_add_test(tcase, a_file_is_written_whole_and_read_back);
    tcase_add_test(tcase, an_error_names_what_it_is_about);
    tcase_add_test(tcase, removing_a_tree_goes_all_the_way_down);
    tcase_add_test(tcase, a_temporary_folder_has_no_blank_in_its_name);
    tcase_add_test(tcase, removing_a_tree_follows_no_link);
    return suite_run(suite);
}
