/* SPDX-License-Identifier: MIT
 *
 * What the source of a function tells: where the address of a local variable was handed
 * out, and which variable held an open file. Each source marks the line that must be
 * found by a comment. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag/escape.h"
#include "diag/holder.h"
#include "support/suite.h"

#define FOLDER "/tmp/leaklab-test-XXXXXX"

static char folder[] = FOLDER;
static char path[sizeof folder + sizeof "/a.c"];
static const char *const roots[] = {folder, NULL};
static struct ll_diag diag;

static void setup(void)
{
    strcpy(folder, FOLDER);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.c", folder);
    ll_diag_init(&diag, LL_STACK_ESCAPE);
}

static void teardown(void)
{
    ll_diag_release(&diag);
    unlink(path);
    rmdir(folder);
}

static void write_source(const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* The line that has the comment; 0: none has. */
static unsigned line_of(const char *text, const char *comment)
{
    const char *at = strstr(text, comment);
    unsigned line = 1;
    for (; at != NULL && text < at; text++)
        line += *text == '\n';
    return at == NULL ? 0 : line;
}

static unsigned line_in(const struct ll_stack *stack)
{
    return stack->count == 0 ? 0 : stack->frames[0].line;
}

/* ---- local variables ---------------------------------------------------------- */

/* The variable is `x`, of f(); its declaration is marked D, the way out O. */
static const struct {
    const char *name, *text;
} escapes[] = {
    {"an array returned", "char *f(void)\n{\n  char x[4]; /*D*/\n  strcpy(x, \"a\");\n"
                          "  return x; /*O*/\n}\n"},
    {"an array, by another name",
     "char *f(void)\n{\n  char x[4]; /*D*/\n  char *p = x;\n  *p = 0;\n  p[1] = 'a';\n"
     "  return p + 1; /*O*/\n}\n"},
    {"an address in a struct",
     "void f(struct menu *menu)\n{\n  int x = 1; /*D*/\n  menu->first = &x; /*O*/\n"
     "  x++;\n}\n"},
    {"a struct with the address, returned",
     "struct view f(void)\n{\n  char x[4]; /*D*/\n  struct view v = {x, 4};\n"
     "  return v; /*O*/\n}\n"},
    {"a compound literal",
     "void f(struct menu *menu)\n{\n  int x[3]; /*D*/\n  if (menu) {\n    x[0] = 1;\n"
     "    *menu = (struct menu){x, 3}; /*O*/\n  }\n}\n"},
    {"a global variable",
     "static const char *said;\nvoid f(void)\n{\n  char x[4]; /*D*/\n"
     "  if (said == NULL || strcmp(said, x) != 0)\n    said = x; /*O*/\n}\n"},
    {"a parameter", "void f(struct leg x, struct relay *r) /*D*/\n{\n"
                    "  if (x.seconds < r->fastest->seconds)\n"
                    "    r->fastest = &x; /*O*/\n}\n"},
    {"a function that may keep it", "void f(struct list *list)\n{\n  struct node x; "
                                    "/*D*/\n  memset(&x, 0, sizeof x);\n"
                                    "  list_push(list, &x); /*O*/\n}\n"},
    {"an inner block",
     "int f(int n)\n{\n  char *p = NULL;\n  if (n) {\n    char x[4]; /*D*/\n"
     "    p = x; /*O*/\n  }\n  return p[0];\n}\n"},
    {"one of two variables of the name",
     "char *g(void)\n{\n  char x[4];\n  return x;\n}\nchar *f(void)\n{\n"
     "  char x[4]; /*D*/\n  return x; /*O*/\n}\n"},
    {"two ways out: it may be either",
     "char *f(int n)\n{\n  char x[4]; /*D*/\n  if (n)\n    return x;\n"
     "  return x + 1;\n}\n"},
    {"values that are no addresses",
     "int f(void)\n{\n  char x[4] = \"a\"; /*D*/\n  int n = x[0] == *x;\n"
     "  if (x != NULL)\n    n = x[1];\n  return n;\n}\n"},
    {"a function of the C library", "int f(void)\n{\n  char x[4]; /*D*/\n  strcpy(x, "
                                    "\"a\");\n  return (int)strlen(x);\n"
                                    "}\n"},
};

START_TEST(the_way_out_of_an_address_is_found)
{
    const char *text = escapes[_i].text, *name = escapes[_i].name;
    unsigned declared = line_of(text, "/*D*/");
    struct ll_frame owner = {"f", path, NULL, line_of(text, " f(void)"), 0};
    if (owner.line == 0)
        owner.line = declared;
    write_source(text);
    diag.variable = strdup("x");
    ck_assert(ll_escape_find(&diag, &owner, declared));
    ck_assert_msg(line_in(&diag.allocated) == declared, "%s: declared in line %u", name,
                  line_in(&diag.allocated));
    ck_assert_msg(line_in(&diag.lost) == line_of(text, "/*O*/"), "%s: line %u", name,
                  line_in(&diag.lost));
    if (diag.lost.count > 0)
        ck_assert_str_eq(diag.lost.frames[0].function, "f");
}
END_TEST

START_TEST(without_a_source_nothing_is_claimed)
{
    struct ll_frame owner = {"f", path, NULL, 1, 0};
    diag.variable = strdup("x");
    ck_assert(ll_escape_find(&diag, &owner, 1));
    ck_assert_uint_eq(diag.allocated.count + diag.lost.count, 0);
    write_source("int f(void)\n{\n  return 1;\n}\n");
    ck_assert(ll_escape_find(&diag, &owner, 2));
    ck_assert_uint_eq(diag.allocated.count + diag.lost.count, 0);
}
END_TEST

START_TEST(an_owner_of_which_only_the_words_are_known_is_found)
{
    const char *text = escapes[0].text;
    write_source(text);
    diag.variable = strdup("x");
    ck_assert_int_ge(
        asprintf(&diag.declared, "exercise.c:%u, in f", line_of(text, "/*D*/")), 0);
    ck_assert(ll_escape_find_declared(&diag, "other.c", path));
    ck_assert_uint_eq(diag.allocated.count + diag.lost.count, 0);
    ck_assert(ll_escape_find_declared(&diag, "exercise.c", path));
    ck_assert_uint_eq(line_in(&diag.allocated), line_of(text, "/*D*/"));
    ck_assert_uint_eq(line_in(&diag.lost), line_of(text, "/*O*/"));
    ck_assert_str_eq(diag.lost.frames[0].file, path);
}
END_TEST

/* ---- NULL for an address --------------------------------------------------------- */

static const char returned[] = "char *name(void)\n{\n  char x[4]; /*D*/\n"
                               "  return x; /*O*/\n}\n"
                               "int use(int n)\n{\n  char *p = name();\n"
                               "  char *q = other();\n"
                               "  if (n) return q[0]; /*other*/\n"
                               "  return p[0]; /*used*/\n}\n";

static void explain_null(const char *at)
{
    struct ll_frame returns = {"name", path, NULL, line_of(returned, "/*O*/"), 0};
    write_source(returned);
    diag.kind = LL_CRASH;
    diag.place.is_null = true;
    ck_assert(ll_stack_add(&diag.at, "use", path, line_of(returned, at), 0, NULL));
    ck_assert(ll_escape_explain_null(&diag, &returns, roots));
}

START_TEST(the_null_of_a_returned_local_is_a_stack_escape)
{
    explain_null("/*used*/");
    ck_assert_int_eq(diag.kind, LL_STACK_ESCAPE);
    ck_assert_str_eq(diag.variable, "x");
    ck_assert_uint_eq(line_in(&diag.allocated), line_of(returned, "/*D*/"));
    ck_assert_uint_eq(line_in(&diag.lost), line_of(returned, "/*O*/"));
}
END_TEST

START_TEST(a_null_from_elsewhere_stays_a_null)
{
    explain_null("/*other*/");
    ck_assert_int_eq(diag.kind, LL_CRASH);
    ck_assert_ptr_null(diag.variable);
    ck_assert_uint_eq(diag.lost.count, 0);
}
END_TEST

/* ---- what a call was given ------------------------------------------------------- */

/* In the line marked L, g() returned a block that nobody kept. */
static const struct {
    const char *text, *given_to;
} given[] = {
    {"void f(void)\n{\n  keep(1, g(2)); /*L*/\n}\n", "keep"},
    {"void f(void)\n{\n  int n = keep((char *)g()); /*L*/\n}\n", "keep"},
    {"void f(void)\n{\n  g(); /*L*/\n}\n", NULL},
    {"void f(void)\n{\n  if (g()) /*L*/\n    keep(1);\n}\n", NULL},
    {"int f(void)\n{\n  return (int)strlen(g()); /*L*/\n}\n", NULL},
    {"void f(void)\n{\n  keep(g()), drop(g()); /*L*/\n}\n", NULL},
};

START_TEST(the_call_that_was_given_a_result_is_found)
{
    unsigned line = line_of(given[_i].text, "/*L*/");
    write_source(given[_i].text);
    diag.kind = LL_DEFINITELY_LOST;
    diag.how = LL_LOSS_RETURN_IGNORED;
    ck_assert(ll_stack_add(&diag.allocated, "malloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "g", path, 100, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "f", path, line, 0, NULL));
    ck_assert(ll_stack_add(&diag.lost, "f", path, line, 0, NULL));
    char *name = ll_escape_given_to(&diag);
    if (given[_i].given_to == NULL)
        ck_assert_ptr_null(name);
    else
        ck_assert_pstr_eq(name, given[_i].given_to);
    free(name);
    diag.how = LL_LOSS_SCOPE_END; /* a variable held it */
    ck_assert_ptr_null(ll_escape_given_to(&diag));
}
END_TEST

/* ---- open files ------------------------------------------------------------------ */

/* The call in the line marked H opened it, with fopen or open. */
static const struct {
    const char *name, *text, *opener, *variable;
    bool ended;
} holders[] = {
    {"a local variable",
     "int f(void)\n{\n  FILE *log = fopen(\"a\", \"r\"); /*H*/\n"
     "  return fgetc(log);\n}\n",
     "fopen", "log", true},
    {"a descriptor",
     "int f(void)\n{\n  int fd = open(\"a\", 0); /*H*/\n  char c;\n"
     "  return read(fd, &c, 1);\n}\n",
     "__open64", "fd", true},
    {"a member",
     "void f(struct log *log)\n{\n  log->file = fopen(\"a\", \"r\"); /*H*/\n"
     "}\n",
     "fopen", "log->file", false},
    {"a variable whose value goes on",
     "void f(struct log *log)\n{\n  FILE *file = fopen(\"a\", \"r\"); /*H*/\n"
     "  log->file = file;\n}\n",
     "fopen", "file", false},
    {"a variable that is set again",
     "int f(void)\n{\n  FILE *file = fopen(\"a\", \"r\"); /*H*/\n"
     "  file = fopen(\"b\", \"r\");\n  return fgetc(file);\n}\n",
     "fopen", "file", false},
    {"no variable", "int f(void)\n{\n  return open(\"a\", 0) == -1; /*H*/\n}\n", "open",
     NULL, false},
    {"two calls in a line",
     "int f(void)\n{\n  int a = open(\"a\", 0), b = open(\"b\", 0); /*H*/\n"
     "  return a + b;\n}\n",
     "open", NULL, false},
};

START_TEST(the_variable_that_held_a_file_is_found)
{
    const char *name = holders[_i].name;
    diag.kind = LL_DESCRIPTOR_LEAK;
    write_source(holders[_i].text);
    ck_assert(ll_stack_add(&diag.allocated, holders[_i].opener, NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "f", path,
                           line_of(holders[_i].text, "/*H*/"), 0, NULL));
    ck_assert(ll_holder_find(&diag, roots));
    if (holders[_i].variable == NULL)
        ck_assert_msg(diag.variable == NULL, "%s: %s", name, diag.variable);
    else
        ck_assert_str_eq(diag.variable, holders[_i].variable);
    ck_assert_msg((diag.how == LL_LOSS_SCOPE_END) == holders[_i].ended, "%s", name);
}
END_TEST

static const struct {
    const char *text, *variable;
    bool ended;
} threads[] = {
    {"int f(void)\n{\n  pthread_t worker;\n"
     "  return pthread_create(&worker, NULL, work, NULL); /*H*/\n}\n",
     "worker", true},
    {"int f(void)\n{\n  pthread_t worker;\n"
     "  pthread_create(&worker, NULL, work, NULL); /*H*/\n"
     "  return pthread_equal(worker, pthread_self());\n}\n",
     "worker", false},
    {"int f(struct pool *pool, int i)\n{\n"
     "  return pthread_create(&pool->workers[i], NULL, work, NULL); /*H*/\n}\n",
     "pool->workers[i]", false},
    {"int f(pthread_t *worker)\n{\n"
     "  return pthread_create(worker, NULL, work, NULL); /*H*/\n}\n",
     "*worker", false},
    {"int f(pthread_t *workers)\n{\n"
     "  return pthread_create(workers + 1, NULL, work, NULL); /*H*/\n}\n",
     NULL, false},
};

START_TEST(the_variable_that_held_a_thread_is_found)
{
    const char *text = threads[_i].text;
    diag.kind = LL_THREAD_LEAK;
    write_source(text);
    ck_assert(
        ll_stack_add(&diag.allocated, "pthread_create@@GLIBC_2.34", NULL, 0, 0, NULL));
    ck_assert(
        ll_stack_add(&diag.allocated, "f", path, line_of(text, "/*H*/"), 0, NULL));
    ck_assert(ll_holder_find(&diag, roots));
    if (threads[_i].variable == NULL)
        ck_assert_ptr_null(diag.variable);
    else
        ck_assert_str_eq(diag.variable, threads[_i].variable);
    ck_assert((diag.how == LL_LOSS_SCOPE_END) == threads[_i].ended);
}
END_TEST

START_TEST(a_file_that_is_returned_is_held_by_the_caller)
{
    static const char text[] =
        "FILE *f(void)\n{\n  FILE *file = fopen(\"a\", \"r\"); /*H*/"
        "\n  return file;\n}\n"
        "int g(void)\n{\n  FILE *book = f(); /*G*/\n"
        "  return fgetc(book);\n}\n";
    diag.kind = LL_DESCRIPTOR_LEAK;
    write_source(text);
    ck_assert(ll_stack_add(&diag.allocated, "fopen", NULL, 0, 0, NULL));
    ck_assert(
        ll_stack_add(&diag.allocated, "f", path, line_of(text, "/*H*/"), 0, NULL));
    ck_assert(
        ll_stack_add(&diag.allocated, "g", path, line_of(text, "/*G*/"), 0, NULL));
    ck_assert(ll_holder_find(&diag, roots));
    ck_assert_str_eq(diag.variable, "book");
    ck_assert_int_eq(diag.how, LL_LOSS_SCOPE_END);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("escape");
    TCase *locals = case_create("locals"), *files = case_create("files");
    suite_add_tcase(suite, locals);
    tcase_add_checked_fixture(locals, setup, teardown);
    tcase_add_loop_test(locals, the_way_out_of_an_address_is_found, 0,
                        sizeof escapes / sizeof *escapes);
    tcase_add_test(locals, without_a_source_nothing_is_claimed);
    tcase_add_test(locals, an_owner_of_which_only_the_words_are_known_is_found);
    tcase_add_test(locals, the_null_of_a_returned_local_is_a_stack_escape);
    tcase_add_loop_test(locals, the_call_that_was_given_a_result_is_found, 0,
                        sizeof given / sizeof *given);
    tcase_add_test(locals, a_null_from_elsewhere_stays_a_null);
    suite_add_tcase(suite, files);
    tcase_add_checked_fixture(files, setup, teardown);
    tcase_add_loop_test(files, the_variable_that_held_a_file_is_found, 0,
                        sizeof holders / sizeof *holders);
    tcase_add_loop_test(files, the_variable_that_held_a_thread_is_found, 0,
                        sizeof threads / sizeof *threads);
    tcase_add_test(files, a_file_that_is_returned_is_held_by_the_caller);
    return suite_run(suite);
}
