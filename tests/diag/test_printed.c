/* SPDX-License-Identifier: MIT
 *
 * Which text was printed though nobody had set it, read from the source. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "diag/printed.h"
#include "support/suite.h"

static char path[] = "/tmp/ll-printed-XXXXXX";
static const char *const roots[] = {"/tmp", NULL};

/* The variable that is found where strlen was called in the last line of a function
 * with these statements; NULL: none. */
static char *find(const char *statements)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    strcpy(path + strlen("/tmp/ll-printed-"), "XXXXXX");
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    dprintf(file, "int main(void)\n{\n%s\n}\n", statements);
    close(file);
    unsigned line = 3;
    for (const char *at = statements; (at = strchr(at, '\n')) != NULL; at++)
        line++;
    ck_assert(ll_stack_add(&diag.at, "strlen", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "fputs", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "main", path, line, 0, NULL));
    ck_assert(ll_printed_find(&diag, roots));
    unlink(path);
    char *variable = diag.variable;
    diag.variable = NULL;
    if (variable != NULL)
        ck_assert_str_eq(diag.type, "char[5]");
    ll_diag_release(&diag);
    return variable;
}

START_TEST(the_only_text_that_is_printed_is_named)
{
    static const char *const lines[] = {
        "char str[5];\nfprintf(f, \"%s\", str);",
        "char a = 1, other[4] = \"\";\nchar str[5], *p;\nputs(str);",
        "char str[5]; str[4] = 0;\nprintf(\"<%s>\\n\", str);",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char *variable = find(lines[i]);
        ck_assert(ll_same_text(variable, "str"));
        free(variable);
    }
}
END_TEST

START_TEST(what_may_be_another_text_is_not_named)
{
    static const char *const lines[] = {
        "char str[5] = \"a\";\nputs(str);",
        "char str[5], *p;\nputs(p);",
        "char str[5];\nprintf(\"%s %p\", p, str);",
        "char str[5], b[5];\nprintf(\"%s\", c ? str : b);",
        "char str[5];\nputs(str); puts(p);",
        "char str[5];\nfputs(\"text\", str);",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        ck_assert_ptr_null(find(lines[i]));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("printed");
    TCase *sources = case_create("sources");
    tcase_add_test(sources, the_only_text_that_is_printed_is_named);
    tcase_add_test(sources, what_may_be_another_text_is_not_named);
    suite_add_tcase(suite, sources);
    return suite_run(suite);
}
