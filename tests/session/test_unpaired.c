/* SPDX-License-Identifier: MIT
 *
 * Calls of libraries that nothing takes back, under memcheck, AddressSanitizer and
 * lastptr: each is one fault, and is told by its names. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/explain.h"
#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"

#define INCLUDES                                                                       \
    "#define _GNU_SOURCE\n"                                                            \
    "#include <dirent.h>\n"                                                            \
    "#include <expat.h>\n"                                                             \
    "#include <glob.h>\n"                                                              \
    "#include <locale.h>\n"                                                            \
    "#include <mntent.h>\n"                                                            \
    "#include <netdb.h>\n"                                                             \
    "#include <regex.h>\n"                                                             \
    "#include <sqlite3.h>\n"                                                           \
    "#include <stdio.h>\n"                                                             \
    "#include <stdlib.h>\n"                                                            \
    "#include <string.h>\n"                                                            \
    "#include <wordexp.h>\n"

static const struct {
    const char *opener, *closer, *open, *close;
} calls[] = {
    {"regcomp", "regfree",
     "regex_t p; if (regcomp(&p, \"^[a-z]+$\", REG_EXTENDED) != 0) return;",
     "regfree(&p);"},
    {"opendir", "closedir", "DIR *d = opendir(\"/\"); if (d == NULL) return;",
     "closedir(d);"},
    {"fopen", "fclose", "FILE *f = fopen(\"/dev/null\", \"r\"); if (f == NULL) return;",
     "fclose(f);"},
    {"popen", "pclose", "FILE *f = popen(\"true\", \"r\"); if (f == NULL) return;",
     "pclose(f);"},
    {"setmntent", "endmntent",
     "FILE *f = setmntent(\"/proc/mounts\", \"r\"); if (f == NULL) return;",
     "endmntent(f);"},
    {"getaddrinfo", "freeaddrinfo",
     "struct addrinfo *a; if (getaddrinfo(\"127.0.0.1\", \"80\", NULL, &a)) return;",
     "freeaddrinfo(a);"},
    {"getline", "free",
     "char *l = NULL; size_t s = 0; if (getline(&l, &s, stdin) >= 0) return;",
     "free(l);"},
    {"asprintf", "free", "char *t; if (asprintf(&t, \"%d\", 100) < 0) return;",
     "free(t);"},
    {"strdup", "free", "char *t = strdup(\"hello\"); if (t == NULL) return;",
     "free(t);"},
    {"scandir", "free", "struct dirent **e; int n = scandir(\"/dev\", &e, NULL, NULL);",
     "while (n-- > 0) free(e[n]); free(e);"},
    {"newlocale", "freelocale",
     "locale_t c = newlocale(LC_ALL_MASK, \"C.UTF-8\", 0); if (c == 0) return;",
     "freelocale(c);"},
    {"glob", "globfree", "glob_t g; if (glob(\"/*\", 0, NULL, &g) != 0) return;",
     "globfree(&g);"},
    {"wordexp", "wordfree", "wordexp_t w; if (wordexp(\"a b c\", &w, 0) != 0) return;",
     "wordfree(&w);"},
    {"sqlite3_open", "sqlite3_close",
     "sqlite3 *b; if (sqlite3_open(\":memory:\", &b) != 0) return;",
     "sqlite3_close(b);"},
    {"XML_ParserCreate", "XML_ParserFree",
     "XML_Parser p = XML_ParserCreate(NULL); if (p == NULL) return;",
     "XML_ParserFree(p);"},
};

enum { CALLS = sizeof calls / sizeof *calls };

static void set_up(void)
{
    programs_setup();
    ck_assert(ll_strings_add(&subject.libs, "-lsqlite3"));
    ck_assert(ll_strings_add(&subject.libs, "-lexpat"));
}

/* A program that makes each of the calls in a function of its own. */
static void run_calls(void)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, INCLUDES);
    for (int i = 0; i < CALLS; i++)
        ll_buf_addf(&text,
                    "static void call_%d(void)\n{\n    %s\n#ifdef PAIRED\n    %s\n"
                    "#endif\n}\n",
                    i, calls[i].open, calls[i].close);
    ll_buf_puts(&text, "int main(void)\n{\n");
    for (int i = 0; i < CALLS; i++)
        ll_buf_addf(&text, "    call_%d();\n", i);
    ll_buf_puts(&text, "    return 0;\n}\n");
    run_program(ll_buf_text(&text));
    struct ll_result *results[] = {&result};
    ck_assert_int_eq(ll_session_explain(&session, results, 1, &err), 0);
    ll_buf_release(&text);
}

static const struct ll_diag *fault_of(const char *opener)
{
    const struct ll_diag *found = NULL;
    for (size_t i = 0; i < result.diags.count; i++) {
        const struct ll_diag *diag = &result.diags.items[i];
        if (!ll_kind_is_fault(diag->kind) || !ll_same_text(diag->allocated_by, opener))
            continue;
        ck_assert_msg(found == NULL, "%s: two faults", opener);
        found = diag;
    }
    ck_assert_msg(found != NULL, "%s: no fault", opener);
    return found;
}

START_TEST(each_call_that_is_not_paired_is_one_fault)
{
    run_calls();
    for (int i = 0; i < CALLS; i++) {
        const struct ll_diag *diag = fault_of(calls[i].opener);
        ck_assert_str_eq(diag->freed_by, calls[i].closer);
        struct ll_buf words = LL_BUF_INIT;
        ll_explain_diag(diag, &words);
        if (diag->kind != LL_DESCRIPTOR_LEAK)
            assert_has(&words, strcmp(calls[i].closer, "free") == 0
                                   ? "for its caller, who has to free"
                                   : "no call of");
        assert_has(&words, calls[i].closer);
        ll_buf_release(&words);
    }
    ck_assert_uint_eq(ll_diags_faults(&result.diags), CALLS);
    ck_assert_uint_gt(fault_of("regcomp")->blocks, 5);
    ck_assert_uint_gt(fault_of("glob")->blocks, 5);
}
END_TEST

START_TEST(calls_that_are_paired_are_no_fault)
{
    ck_assert(ll_strings_add(&subject.cflags, "-DPAIRED"));
    run_calls();
    ck_assert_str_eq(ll_verdict_name(result.verdict), "pass");
    ck_assert_uint_eq(ll_diags_faults(&result.diags), 0);
}
END_TEST

/* memcheck alone knows no variable. */
START_TEST(of_two_calls_the_one_that_is_not_paired_is_told)
{
    run_program(INCLUDES "int main(void)\n"
                         "{\n"
                         "    regex_t a, b;\n"
                         "    if (regcomp(&a, \"a+\", 0) != 0) return 1;\n"
                         "    if (regcomp(&b, \"b+\", 0) != 0) return 1;\n"
                         "    int found = regexec(&b, \"bb\", 0, NULL, 0);\n"
                         "    regfree(&a);\n"
                         "    return found;\n"
                         "}\n");
    ck_assert_uint_eq(ll_diags_faults(&result.diags), 1);
    const struct ll_diag *diag = fault_of("regcomp");
    ck_assert_uint_eq(
        ll_stack_own(&diag->allocated, ll_strings_argv(&subject.roots))->line, 18);
    ck_assert_ptr_nonnull(diag->sequel);
    ck_assert_ptr_nonnull(strstr(diag->sequel, "which regexec allocated (test.c:19)"));
}
END_TEST

START_TEST(what_is_still_reachable_stays_a_note)
{
    run_program(INCLUDES "static regex_t kept;\n"
                         "int main(void)\n"
                         "{\n"
                         "    return regcomp(&kept, \"a+\", 0);\n"
                         "}\n");
    ck_assert_str_eq(ll_verdict_name(result.verdict), "pass");
    ck_assert_uint_gt(result.diags.count, 0);
    struct ll_buf words = LL_BUF_INIT;
    ll_explain_diag(result.diags.items, &words);
    assert_lacks(&words, "regfree");
    ll_buf_release(&words);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("unpaired");
    TCase *tcase = case_create("unpaired");
    tcase_add_checked_fixture(tcase, set_up, programs_teardown);
    tcase_add_test(tcase, each_call_that_is_not_paired_is_one_fault);
    tcase_add_test(tcase, calls_that_are_paired_are_no_fault);
    tcase_add_test(tcase, of_two_calls_the_one_that_is_not_paired_is_told);
    tcase_add_test(tcase, what_is_still_reachable_stays_a_note);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
