/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "submission/gate.h"
#include "support/suite.h"

static struct ll_buf why = LL_BUF_INIT;

static void forget(void)
{
    ll_buf_release(&why);
}

/* ---- directives ---------------------------------------------------------------- */

static const struct {
    const char *source, *why; /* NULL: it passes */
} directives[] = {
    {"#include <stdio.h>\n # define A 1\n#\n#if 0\n#endif\n", NULL},
    {"int a; # line\n", NULL},                      /* in the middle of a line */
    {"/*\n#line 3\n*/ int a;\n", NULL},             /* in a comment */
    {"char *a = \"\\\"\\\n#line 3\\\n\";\n", NULL}, /* in a string */
    {"// a \\\n#line 3\n", NULL},
    {"#line 3\n", "'a.c', line 1, has the directive '#line'"},
    {"int a;\n /* b */ # /* c */ line 3\n", "'a.c', line 2, has the directive '#line'"},
    {"%:line 3\n", "'a.c', line 1, has the directive '#line'"},
    {"#li\\\nne 3\n", "'a.c', line 1, has the directive '#line'"},
    {"int a; \\\n\n#include_next <a.h>\n",
     "'a.c', line 3, has the directive '#include_next'"},
    {"# 1 \"b.c\"\n", "'a.c', line 1, has the directive '#1'"},
    /* What a compiler may read as a raw string hides what stands in it or behind it. */
    {"char *a = R\"(\" /* )\";\n#line 3\n", "'a.c', line 1, has a raw string"},
    {"char *a =\nu8R\"x(\"\n#line 3\n)x\";\n", "'a.c', line 2, has a raw string"},
    {"char *a = R\\\n\"(/*)\";\n", "'a.c', line 1, has a raw string"},
};

START_TEST(directives_that_move_lines_are_refused)
{
    const char *expected = directives[_i].why != NULL ? directives[_i].why : "";
    ck_assert_int_eq(ll_gate_directives("a.c", directives[_i].source, &why),
                     directives[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

/* ---- tokens -------------------------------------------------------------------- */

#define OWN "# 1 \"a.c\"\n"

static const struct {
    const char *text, *why; /* NULL: it passes */
} tokens[] = {
    {OWN "int f(int a[3]) { return a[0]; }\n", NULL},
    {OWN "char *a = \"asm\"; int asm_a, b = 'a';\n", NULL},
    {OWN "int f(void) __attribute__((unused, __malloc__)) ;\n", NULL},
    {OWN "[[nodiscard]] int f(void);\n", NULL},
    {OWN "#pragma GCC diagnostic push\n#pragma once\n", NULL},
    {"# 1 \"b.h\"\nasm(\"\");\n", NULL}, /* of a header */
    {OWN "int a;\nasm(\"\");\n", "'a.c', line 2, uses 'asm'"},
    {OWN "# 7 \"b.h\"\nint b;\n# 40 \"a.c\" 2\nint a;\n asm(\"\");\n",
     "'a.c', line 41, uses 'asm'"},
    {OWN "int a;\n#pragma GCC optimize(0)\n", "'a.c', line 2, has a '#pragma'"},
    {OWN "int f(void) __attribute__((constructor));\n", "'a.c', line 1, uses 'constr"},
    {OWN "[[gnu::constructor]] int f(void);\n", "'a.c', line 1, uses 'constructor'"},
    {OWN "[ [gnu::constructor] ] int f(void);\n", "'a.c', line 1, uses 'constructor'"},
    {OWN "<:<:gnu::constructor:>:> int f(void);\n",
     "'a.c', line 1, uses 'constructor'"},
    /* No marker: it does not start its line. */
    {OWN " # 1 \"b.h\"\nasm(\"\");\n", "'a.c', line 2, uses 'asm'"},
    {OWN "int a = 1e+5; asm(\"\");\n", "'a.c', line 1, uses 'asm'"},
    {OWN "char *a = \"\\\\\"; asm(\"\");\n", "'a.c', line 1, uses 'asm'"},
};

START_TEST(tokens_that_change_what_runs_are_refused)
{
    const char *expected = tokens[_i].why != NULL ? tokens[_i].why : "";
    ck_assert_int_eq(ll_gate_tokens("a.c", tokens[_i].text, &why),
                     tokens[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tcase = tcase_create("gate");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, directives_that_move_lines_are_refused, 0,
                        sizeof directives / sizeof *directives);
    tcase_add_loop_test(tcase, tokens_that_change_what_runs_are_refused, 0,
                        sizeof tokens / sizeof *tokens);
    return suite_run(suite);
}
