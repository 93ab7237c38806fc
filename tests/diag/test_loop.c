/* SPDX-License-Identifier: MIT
 *
 * Which loop is running around a line. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "diag/loop.h"
#include "support/suite.h"

static char file[] = "/tmp/leaklab-loop.XXXXXX";

static void set_up(void)
{
    static const char source[] = "static int twice(int n)\n"           /*  1 */
                                 "{\n"                                 /*  2 */
                                 "    for (int i = 0; i < n; i++) {\n" /*  3 */
                                 "        while (n > 9)\n"             /*  4 */
                                 "            n--;\n"                  /*  5 */
                                 "        n++;\n"                      /*  6 */
                                 "    }\n"                             /*  7 */
                                 "    do\n"                            /*  8 */
                                 "        if (n)\n"                    /*  9 */
                                 "            n--;\n"                  /* 10 */
                                 "        else\n"                      /* 11 */
                                 "            n = 0;\n"                /* 12 */
                                 "    while (n > 0);\n"                /* 13 */
                                 "    return 2 * n;\n"                 /* 14 */
                                 "}\n"                                 /* 15 */
                                 "int main(void)\n"                    /* 16 */
                                 "{\n"                                 /* 17 */
                                 "    return twice(4);\n"              /* 18 */
                                 "}\n";                                /* 19 */
    int fd = mkstemp(file);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(ll_file_write(file, source, strlen(source), NULL), 0);
}

static void tear_down(void)
{
    unlink(file);
    strcpy(strrchr(file, '.'), ".XXXXXX");
}

static unsigned loop_at(unsigned line)
{
    const struct ll_frame frame = {.file = file, .line = line};
    return ll_loop_line(&frame);
}

START_TEST(the_innermost_loop_around_a_line_is_found)
{
    static const unsigned loops[] = {0, 0, 0, 3, 4, 4, 3, 3, 8, 8,
                                     8, 8, 8, 8, 0, 0, 0, 0, 0, 0};
    for (unsigned line = 1; line < sizeof loops / sizeof *loops; line++)
        ck_assert_msg(loop_at(line) == loops[line], "line %u: %u", line, loop_at(line));
}
END_TEST

START_TEST(a_source_that_cannot_be_read_has_no_loop)
{
    const struct ll_frame gone = {.file = (char *)"/no/such/file.c", .line = 3};
    ck_assert_uint_eq(ll_loop_line(&gone), 0);
    ck_assert_uint_eq(loop_at(99), 0);
    ck_assert_int_eq(ll_file_write(file, "for (;;) { do while (", 21, NULL), 0);
    ck_assert_uint_eq(loop_at(1), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("loop");
    TCase *all = case_create("all");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, the_innermost_loop_around_a_line_is_found);
    tcase_add_test(all, a_source_that_cannot_be_read_has_no_loop);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
