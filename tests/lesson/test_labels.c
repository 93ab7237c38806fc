/* SPDX-License-Identifier: MIT */
#include "lesson/labels.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "support/suite.h"

/* The labels of `source`, as "name:line name:line ". */
static char *labels_of(const char *source)
{
    char path[] = "/tmp/leaklab-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, source, strlen(source)), (ssize_t)strlen(source));
    close(fd);

    struct ll_labels labels = {0};
    struct ll_error err = {0};
    ck_assert_msg(ll_labels_read(&labels, path, &err) == 0, "%s", err.text);
    unlink(path);
    struct ll_buf out = LL_BUF_INIT;
    ll_buf_puts(&out, "");
    for (size_t i = 0; i < labels.count; i++) {
        ck_assert_str_eq(labels.items[i].file, path);
        ll_buf_addf(&out, "%s:%u ", labels.items[i].name, labels.items[i].line);
    }
    ll_labels_release(&labels);
    char *taken = ll_buf_take(&out);
    ll_buf_release(&out);
    return taken;
}

static const struct {
    const char *source, *labels, *stripped;
} cases[] = {
    {"", "", ""},
    {"a(); // @x\nb();\n", "x:1 ", "a();\nb();\n"},
    {"a(); // @x // @y-2_Z\n", "x:1 y-2_Z:1 ", "a();\n"},
    {"a(); /* @x */ /*@y*/\n", "x:1 y:1 ", "a();\n"},
    {"a(); // @x", "x:1 ", "a();"},
    {"a(); // @x \r\nb();\r\n", "x:1 ", "a();\r\nb();\r\n"},
    /* words stay, the label behind them goes */
    {"a(); // words // @x\n", "x:1 ", "a(); // words\n"},
    {"a(); /* words */ // @x\n", "x:1 ", "a(); /* words */\n"},
    /* a label before code leaves the indentation */
    {"{\n\t/* @x */ a();\n", "x:2 ", "{\n\ta();\n"},
    {"    /* @x */ /* @y */ a();\n", "x:1 y:1 ", "    a();\n"},
    {"a(b, /* @x */ c);\n", "x:1 ", "a(b, c);\n"},
    /* a line of labels alone goes */
    {"a();\n    // @x\nb();\n", "x:2 ", "a();\nb();\n"},
    {"a();\n/* @x */ // @y\r\nb();\n", "x:2 y:2 ", "a();\nb();\n"},
    {"    // @x", "x:1 ", ""},
    /* in Cython and Python */
    {"a()  # @x\nb()\n", "x:1 ", "a()\nb()\n"},
    {"a()  # @x  # @y\r\n", "x:1 y:1 ", "a()\r\n"},
    {"a // b  # @x\n", "x:1 ", "a // b\n"},
    {"s = 'it'  # don't @x\nt = \"\"\"a\nb's\"\"\"\n# @y\n", "y:4 ",
     "s = 'it'  # don't @x\nt = \"\"\"a\nb's\"\"\"\n"},
    {"#include <x.h>\n# define X # @x y\n", "", "#include <x.h>\n# define X # @x y\n"},
    /* no labels */
    {"// @x y\n", "", "// @x y\n"},
    {"// @\n", "", "// @\n"},
    {"// mail a@b\n", "", "// mail a@b\n"},
    {"/* @x y */ /* @ */\n", "", "/* @x y */ /* @ */\n"},
    {"/* see // @x\n*/\n", "", "/* see // @x\n*/\n"},
    {"s = \"// @x\"; c = '\"'; // @y\n", "y:1 ", "s = \"// @x\"; c = '\"';\n"},
    {"s = \"\\\"/* @x */\";\n", "", "s = \"\\\"/* @x */\";\n"},
    /* lines are counted through comments and continued strings */
    {"/* a\n b\n*/ s = \"\\\n\"; // @x\n", "x:4 ", "/* a\n b\n*/ s = \"\\\n\";\n"},
    /* what is not closed ends at the line or the text */
    {"#error don't\na(); // @x\n", "x:2 ", "#error don't\na();\n"},
    {"a(); /* @x", "", "a(); /* @x"},
    {"a(); /* @x *", "", "a(); /* @x *"},
    {"/", "", "/"},
    {"\"\\", "", "\"\\"},
};

START_TEST(labels_are_read_and_stripped)
{
    char *labels = labels_of(cases[_i].source);
    ck_assert_str_eq(labels, cases[_i].labels);
    free(labels);

    struct ll_buf out = LL_BUF_INIT;
    ll_buf_puts(&out, "before ");
    ll_labels_strip(cases[_i].source, &out);
    ck_assert_str_eq(ll_buf_text(&out) + strlen("before "), cases[_i].stripped);
    ll_buf_release(&out);
}
END_TEST

START_TEST(keeps_those_that_are_named)
{
    struct ll_buf out = LL_BUF_INIT;
    struct ll_strings names = LL_STRINGS_INIT;
    ll_strings_add(&names, "lost");
    ll_labels_keep("a(); /* @alloc */\nb(); /* @lost */ /* @los */\n// @lost-early\n",
                   &names, &out);
    ck_assert_str_eq(ll_buf_text(&out), "a();\nb(); /* @lost */\n");
    ll_strings_release(&names);
    ll_buf_release(&out);
}
END_TEST

START_TEST(only_a_label_that_is_unique_is_found)
{
    struct ll_label items[] = {
        {"alloc", "a.c", 3}, {"lost", "a.c", 5}, {"lost", "b.c", 9}};
    struct ll_labels labels = {items, 3, 3};
    ck_assert_ptr_eq(ll_labels_find(&labels, "alloc"), &items[0]);
    ck_assert_ptr_null(ll_labels_find(&labels, "lost"));
    ck_assert_ptr_null(ll_labels_find(&labels, "all"));
}
END_TEST

START_TEST(names_a_missing_file)
{
    struct ll_labels labels = {0};
    struct ll_error err = {0};
    ck_assert_int_eq(ll_labels_read(&labels, "/nowhere/x.c", &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_str_eq(err.text, "cannot open '/nowhere/x.c': No such file or directory");
    ck_assert_uint_eq(labels.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("labels");
    TCase *tests = case_create("labels");
    tcase_add_loop_test(tests, labels_are_read_and_stripped, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(tests, keeps_those_that_are_named);
    tcase_add_test(tests, only_a_label_that_is_unique_is_found);
    tcase_add_test(tests, names_a_missing_file);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
