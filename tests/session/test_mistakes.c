/* SPDX-License-Identifier: MIT
 *
 * Programs with one mistake, from which more follows, under memcheck and
 * AddressSanitizer: one fault is told. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"

#define INCLUDES                                                                       \
    "#include <pthread.h>\n"                                                           \
    "#include <regex.h>\n"                                                             \
    "#include <stdio.h>\n"                                                             \
    "#include <stdlib.h>\n"                                                            \
    "#include <string.h>\n"                                                            \
    "#include <unistd.h>\n"

/* The first line of main is line 9. */
static const struct {
    const char *name, *text, *kind;
    unsigned line;       /* of the fault; 0: not asked */
    const char *follows; /* part of its sequel; NULL: not asked */
} mistakes[] = {
    {"an unset pointer",
     "    int *p;\n"
     "    *p = 1;\n",
     "uninitialised", 10, "SIGSEGV"},
    {"an unset divisor, of which only the compiler knows",
     "    int parts;\n"
     "    printf(\"%d\\n\", 100 / parts);\n",
     "uninitialised", 10, "SIGFPE"},
    {"an unset index",
     "    int *n = malloc(sizeof *n), table[4] = {0};\n"
     "    if (n == NULL) return 1;\n"
     "    *n |= 0x7000000;\n"
     "    table[*n] = 1;\n"
     "    free(n);\n",
     "uninitialised", 12, NULL},
    {"an unset size",
     "    size_t *n = malloc(sizeof *n);\n"
     "    if (n == NULL) return 1;\n"
     "    char *p = malloc(*n);\n"
     "    free(p);\n"
     "    free(n);\n",
     "uninitialised", 11, "malloc was given a size that came from an unset value"},
    {"an unset size, and what was written into the block",
     "    size_t *n = malloc(sizeof *n);\n"
     "    if (n == NULL) return 1;\n"
     "    char *p = malloc(*n);\n"
     "    if (p != NULL) p[0] = 'x';\n"
     "    free(p);\n"
     "    free(n);\n",
     "uninitialised", 11, "the size of the block was left to chance"},
    {"a product that does not fit in calloc, and its NULL used",
     "    size_t n = (size_t)1 << 62;\n"
     "    int *a = calloc(n, sizeof *a);\n"
     "    *a = 1;\n"
     "    free(a);\n",
     "crash", 11, NULL},
    {"more than the system has, and the NULL used",
     "    size_t n = (size_t)1 << 50;\n"
     "    char *a = malloc(n);\n"
     "    *a = 1;\n"
     "    free(a);\n",
     "crash", 11, NULL},
    {"a product that wrapped around, and the block too small",
     "    size_t n = ((size_t)1 << 62) + 1;\n"
     "    int *a = malloc(n * sizeof *a);\n"
     "    if (a == NULL) return 1;\n"
     "    a[1] = 1;\n"
     "    free(a);\n",
     "invalid-write", 12, NULL},
    {"a number below 0, with its NULL checked",
     "    char *a = malloc((size_t)(atoi(\"1\") - 2));\n"
     "    if (a == NULL) return 1;\n"
     "    free(a);\n",
     "bad-size", 9, NULL},
    {"an index far past an array whose length is known late",
     "    int length = atoi(\"4\"), squares[length];\n"
     "    squares[0] = 1;\n"
     "    squares[atoi(\"1000000\")] = 3;\n"
     "    printf(\"%d\\n\", squares[0]);\n",
     "invalid-write", 11, NULL},
    {"an unset double that is printed",
     "    double *mean = malloc(sizeof *mean);\n"
     "    if (mean == NULL) return 1;\n"
     "    printf(\"%f\\n\", *mean);\n"
     "    free(mean);\n",
     "uninitialised", 11, NULL},
    {"a smashed stack",
     "    char *copy = malloc(8), line[8];\n"
     "    memset(line, 'x', 8 + 8 * (size_t)strlen(getenv(\"PATH\") ? \"12345678\" : "
     "\"\"));\n"
     "    free(copy);\n",
     "invalid-write", 10, NULL},
    {"a pointer behind a smashed array, used in another line",
     "    char *name = malloc(8), line[8];\n"
     "    memset(line, 'x', 8 + (size_t)strlen(getenv(\"PATH\") ? \"12345678\" : "
     "\"\"));\n"
     "    *name = 'y';\n",
     "invalid-write", 10, "SIGSEGV"},
    {"a read past an array into an open file's pointer",
     "    FILE *file = fopen(\"/bin/sh\", \"r\");\n"
     "    char line[8];\n"
     "    if (file == NULL || fread(line, 1, 64, file) == 0) return 1;\n"
     "    fclose(file);\n",
     "invalid-write", 11, "SIGSEGV"},
    {"a write beyond a freed block",
     "    int *a = malloc(4 * sizeof *a);\n"
     "    free(a);\n"
     "    a[5] = 1;\n",
     "use-after-free", 11, NULL},
    {"a crash before a store, with a file open",
     "    FILE *file = fopen(\"/dev/null\", \"r\");\n"
     "    char **p = NULL;\n"
     "    *p = malloc(10);\n"
     "    fclose(file);\n",
     "crash", 11, NULL},
    {"a wild address on the stack after an overflow",
     "    int a[] = {1, 2, 3, 4};\n"
     "    a[a[a[a[a[0]]]]] = 1;\n",
     "invalid-write", 10, NULL},
    {"an address near NULL",
     "    struct { int a[20], b; } *p = NULL;\n"
     "    printf(\"%d\\n\", p->b);\n",
     "crash", 10, NULL},
    {"a folder that is not closed: a block and a descriptor",
     "    void *opendir(const char *), *folder = opendir(\"/\");\n"
     "    if (folder == NULL) return 1;\n",
     "descriptor-leak", 9, NULL},
    {"a file that is not closed: a note and a descriptor",
     "    FILE *file = fopen(\"/dev/null\", \"r\");\n"
     "    if (file == NULL || fgetc(file) != EOF) return 1;\n",
     "descriptor-leak", 9, NULL},
    {"a realloc to nothing, taken for a failure",
     "    char *text = malloc(8), *less = realloc(text, (size_t)atoi(\"0\"));\n"
     "    if (less == NULL) free(text);\n",
     "double-free", 10, "a realloc with the size 0"},
    {"one missing regfree",
     "    regex_t pattern;\n"
     "    if (regcomp(&pattern, \"^[a-z]+(foo|bar)*$\", REG_EXTENDED) != 0) return 1;\n"
     "    printf(\"%d\\n\", regexec(&pattern, \"abcfoo\", 0, NULL, 0));\n",
     "definitely-lost", 0, NULL},
    {"one missing free of five slots",
     "    int *slots[5];\n"
     "    for (int i = 0; i < 5; i++)\n"
     "        slots[i] = malloc(sizeof(int));\n"
     "    if (slots[0] == NULL) return 1;\n",
     "definitely-lost", 0, NULL},
    {"copies without room for their end, made twice and printed",
     "    char *copies[2];\n"
     "    for (int i = 0; i < 2; i++) {\n"
     "        const char *name = i == 0 ? \"Ada\" : \"Grace\";\n"
     "        copies[i] = malloc(strlen(name));\n"
     "        if (copies[i] == NULL) return 1;\n"
     "        strcpy(copies[i], name);\n"
     "    }\n"
     "    printf(\"%s %s\\n\", copies[0], copies[1]);\n"
     "    for (int i = 0; i < 2; i++)\n"
     "        free(copies[i]);\n",
     "invalid-write", 14, "test.c:16 reads past the end, too."},
    {"a text without an end, printed and compared",
     "    char *text = malloc(6);\n"
     "    if (text == NULL) return 1;\n"
     "    memcpy(text, \"hello\", 5);\n"
     "    printf(\"%s\\n\", text);\n"
     "    if (strcmp(text, \"hello\") == 0) puts(\"the same\");\n"
     "    free(text);\n",
     "uninitialised", 12, "test.c:13"},
    {"a realloc whose result is not kept",
     "    int *numbers = malloc(sizeof *numbers);\n"
     "    if (numbers == NULL) return 1;\n"
     "    if (realloc(numbers, 8 * sizeof *numbers) == NULL) return 1;\n"
     "    numbers[0] = 1;\n"
     "    printf(\"%d\\n\", numbers[0]);\n"
     "    free(numbers);\n",
     "use-after-free", 12, "That realloc (test.c:11) returned the address"},
};

static void run_main(const char *body)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, INCLUDES "int main(void)\n{\n%s    return 0;\n}\n", body);
    run_program(ll_buf_text(&text));
    ll_buf_release(&text);
}

static void assert_said(void (*say)(const struct ll_diag *diag, struct ll_buf *out),
                        const struct ll_diag *diag, const char *expected)
{
    struct ll_buf words = LL_BUF_INIT;
    say(diag, &words);
    ck_assert_str_eq(ll_buf_text(&words), expected);
    ll_buf_release(&words);
}

START_TEST(one_mistake_is_one_fault)
{
    run_main(mistakes[_i].text);
    struct ll_result *results[] = {&result};
    ck_assert_int_eq(ll_session_explain(&session, results, 1, &err), 0);

    const char *name = mistakes[_i].name;
    const struct ll_diag *diag = result.diags.items;
    ck_assert_msg(result.diags.count == 1, "%s: %zu diagnoses", name,
                  result.diags.count);
    ck_assert_msg(strcmp(ll_kind_name(diag->kind), mistakes[_i].kind) == 0, "%s: %s",
                  name, ll_kind_name(diag->kind));
    const struct ll_frame *own =
        ll_stack_own(&diag->at, ll_strings_argv(&subject.roots));
    if (mistakes[_i].line > 0)
        ck_assert_msg(own != NULL && own->line == mistakes[_i].line, "%s: line %u",
                      name, own == NULL ? 0 : own->line);
    if (mistakes[_i].follows != NULL)
        ck_assert_msg(diag->sequel != NULL &&
                          strstr(diag->sequel, mistakes[_i].follows) != NULL,
                      "%s: '%s'", name, diag->sequel == NULL ? "" : diag->sequel);
    ck_assert_str_eq(ll_verdict_name(result.verdict), "fail");
}
END_TEST

START_TEST(blocks_that_a_wrapper_allocates_are_one_fault)
{
    run_program(INCLUDES "static char *copy(const char *text)\n"
                         "{\n"
                         "    char *new = malloc(strlen(text) + 1);\n"
                         "    return new == NULL ? NULL : strcpy(new, text);\n"
                         "}\n"
                         "int main(void)\n"
                         "{\n"
                         "    char *names[3];\n"
                         "    names[0] = copy(\"a\");\n"
                         "    names[1] = copy(\"bb\");\n"
                         "    names[2] = copy(\"ccc\");\n"
                         "    return names[0] == NULL;\n"
                         "}\n");
    struct ll_result *results[] = {&result};
    ck_assert_int_eq(ll_session_explain(&session, results, 1, &err), 0);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = result.diags.items;
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->blocks, 3);
    if (has_tool("lastptr"))
        ck_assert_str_eq(diag->variable, "names[...]");
}
END_TEST

/* The value is set in part, so that memcheck does not see that it is not. */
START_TEST(an_unset_size_is_told_as_unset)
{
    run_main("    size_t *n = malloc(sizeof *n);\n"
             "    if (n == NULL) return 1;\n"
             "    *n |= (size_t)1 << 63;\n"
             "    char *p = malloc(*n);\n"
             "    free(p);\n"
             "    free(n);\n");
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = result.diags.items;
    ck_assert_int_eq(diag->kind, LL_BAD_SIZE);
    assert_said(ll_diag_headline, diag,
                "malloc was given a size that came from an unset value");
    assert_said(ll_diag_look, diag,
                "where `*n` should have been set, on each way to this line.");
}
END_TEST

START_TEST(blocks_that_elements_of_one_array_held_are_one_fault)
{
    run_main("    int *slots[5];\n"
             "    for (int i = 0; i < 5; i++)\n"
             "        slots[i] = malloc(sizeof(int));\n"
             "    if (slots[0] == NULL) return 1;\n");
    struct ll_result *results[] = {&result};
    ck_assert_int_eq(ll_session_explain(&session, results, 1, &err), 0);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = result.diags.items;
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->blocks, 5);
    ck_assert_str_eq(diag->variable, "slots[...]");
    assert_said(ll_explain_diag, diag,
                "The same happened to each of these blocks: an element of `slots` was "
                "part of a local variable, and ended while it held the last pointer to "
                "the block. Nobody can free them any more.");
}
END_TEST

#define THREAD(then)                                                                   \
    "    pthread_t helper;\n"                                                          \
    "    if (pthread_create(&helper, NULL, (void *(*)(void *))pause, NULL) != 0)\n"    \
    "        return 1;\n" then "    usleep(100000);\n"

START_TEST(a_thread_is_detached_where_the_source_says_so)
{
    static const char *const ends[] = {
        THREAD("    pthread_detach(helper);\n"),
        THREAD("    if (getpid() == 1) pthread_detach(helper);\n"),
        THREAD("    pthread_detach(pthread_self());\n")};
    run_main(ends[_i]);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_THREAD_LEAK);
    ck_assert_int_eq(result.diags.items[0].operation != NULL, _i == 0);
}
END_TEST

/* A pointer that was kept over a realloc is found in the first run, also where the C
 * library leaves the block where it is. */
START_TEST(every_realloc_moves_its_block)
{
    static const char *const sizes[] = {"65", "64", "32", "1"};
    static const char *const tools[] = {"memcheck", "asan", "clang-asan", "lastptr"};
    const struct ll_tool *const one[] = {ll_tool_find(tools[_i]), NULL};
    struct ll_buf text = LL_BUF_INIT;
    if (!has_tool(tools[_i])) {
        skip("%s", tools[_i]);
        return;
    }
    ll_buf_puts(&text, INCLUDES "int main(void)\n{\n    char *p = malloc(64), *old;\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        ll_buf_addf(&text,
                    "    old = p;\n    p = realloc(p, %s);\n"
                    "    if (p == old) return 1;\n",
                    sizes[i]);
    ll_buf_puts(&text, "    free(p);\n    return 0;\n}\n");
    add_source("main.c", ll_buf_text(&text));
    ll_buf_release(&text);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, one, &result, &err), 0);
    ck_assert_int_eq(result.runs[0].ended.how, LL_END_EXITED);
    ck_assert_int_eq(result.runs[0].ended.status, 0);
}
END_TEST

/* Calls that write past a static array, by functions that AddressSanitizer itself does
 * not look at (runtime/writes.c), each with the most that is right. */
struct past_array {
    const char *call, *right;
};
static const struct past_array writes[] = {
    {"memccpy(to, from, 0, 24)", "memccpy(to, from, 'g', 24)"},
    {"copy(to, from, 9)", "copy(to, from, 8)"},
    {"stpcpy(to, from)", "stpcpy(to, from + 17)"},
    {"stpncpy(to, from, 9)", "stpncpy(to, from + 20, 8)"},
    {"explicit_bzero(to, 9)", "explicit_bzero(to, 8)"},
    {"swab(from, to, 10)", "swab(from, to, 9)"},
    {"memfrob(to, 9)", "memfrob(to, 8)"},
    {"strftime(to, 24, \"%Y-%m-%d\", &when)", "strftime(to, 24, \"%H:%M\", &when)"},
    {"fclose(fmemopen(to, 9, \"w\"))", "fclose(fmemopen(to, 8, \"r+\"))"},
    {"fclose(fmemopen(to, 9, \"r+\"))", "fclose(fmemopen(from, 24, \"r\"))"},
    {"wcscpy(wide, L\"four\")", "wcscpy(wide, L\"six\")"},
    {"wcpcpy(wide, L\"four\")", "wcpcpy(wide, L\"six\")"},
    {"wcsncpy(wide, L\"a\", 5)", "wcsncpy(wide, L\"five!\", 4)"},
    {"wmemcpy(wide, L\"four\", 5)", "wmemcpy(wide, L\"four\", 4)"},
    {"wmemmove(wide, L\"four\", 5)", "wmemmove(wide, L\"four\", 4)"},
    {"wmempcpy(wide, L\"four\", 5)", "wmempcpy(wide, L\"four\", 4)"},
    {"wmemset(wide, L' ', 5)", "wmemset(wide, L' ', 4)"},
    {"strtod(\"1.5\", ends + 1)", "strtod(\"1.5\", ends)"},
    {"strtof(\"1.5\", ends + 1)", "strtof(\"1.5\", ends)"},
    {"strtold(\"1.5\", ends + 1)", "strtold(\"1.5\", ends)"},
    {"strtoul(\"15\", ends + 1, 10)", "strtoul(\"15\", ends, 10)"},
    {"strtoull(\"15\", ends + 1, 10)", "strtoull(\"15\", ends, 99)"},
    {"strtok_r(from, \" \", ends + 1)", "strtok_r(from, \" \", ends)"},
    {"ends[0] = from, strsep(ends + 1, \" \")", "ends[0] = from, strsep(ends, \" \")"},
    {"if (posix_memalign(blocks + 1, 8, 8)) return 1",
     "if (posix_memalign(blocks, 8, 8)) return 1; free(blocks[0])"},
    {"timespec_get(&now + 1, TIME_UTC)", "timespec_get(&now, TIME_UTC)"},
    {"sscanf(from, \"longer%n\", counts + 1)", "sscanf(from, \"longer%n\", counts)"},
    {"sscanf(from, \"%*[a-z]%n%d\", counts + 1, counts)",
     "sscanf(from, \"%*[]a-z]%%%d%n\", counts, counts + 1)"},
    {"sscanf(from, \"%hhn\", (char *)(counts + 1))",
     "sscanf(from, \"%hhn\", (char *)(counts + 1) - 1)"},
    {"sscanf(from, \"%ln\", (long *)counts)", "sscanf(from, \"%ln\", (long *)to)"},
    {"fscanf(stdin, \"%n\", counts + 1)", "fscanf(stdin, \"%n\", counts)"},
    {"pthread_mutex_init(locks + 1, NULL)", "pthread_mutex_init(locks, NULL)"},
    {"pthread_mutex_lock(locks + 1)", "pthread_mutex_lock(locks)"},
    {"pthread_rwlock_init((pthread_rwlock_t *)locks, NULL)",
     "pthread_attr_init(&attr); pthread_attr_destroy(&attr)"},
    {"sem_init((sem_t *)to, 0, 1)", "sem_getvalue((sem_t *)locks, counts)"},
    {"sem_getvalue((sem_t *)locks, counts + 1)", "mtx_init(&lock, mtx_plain)"},
    {"mtx_init(&lock + 1, mtx_plain)", "pthread_mutex_trylock(locks)"},
};
/* Calls that read past one which has no '\0' at its end. */
static const struct past_array reads[] = {
    {"number = atof(digits)", "number = atof(\"1234\")"},
    {"number = strtod(digits, NULL)", "number = strtod(from, NULL)"},
    {"number = strtof(blanks, NULL)", "number = strtof(\"  x\", NULL)"},
    {"number = strtold(digits, ends)", "number = strtold(\"x\", ends)"},
    {"number = strtoul(digits, NULL, 10)", "number = strtoul(\"1\", NULL, 10)"},
    {"number = strtoull(digits, NULL, 10)", "number = strtoull(\"\", NULL, 10)"},
    {"number = strcoll(digits, \"1234\")", "number = strcoll(from, \"1234\")"},
    {"strtok_r(digits, \",\", ends)", "strtok_r(from, \"xyz\", ends)"},
    {"strtok_r(digits, \"1234\", ends)", "strtok_r(to, \"1234\", ends)"},
    {"strtok_r(from, digits, ends)", "strtok_r(NULL, \" \", (ends[0] = from, ends))"},
    {"ends[0] = digits, strsep(ends, \",\")", "ends[0] = NULL, strsep(ends, \",\")"},
};
enum { WRITES = sizeof writes / sizeof *writes, READS = sizeof reads / sizeof *reads };

static void one_past_array(const struct past_array *calls, int i, enum ll_kind kind)
{
    bool is_right = i % 2 == 1;
    const char *call = is_right ? calls[i / 2].right : calls[i / 2].call;
    const struct ll_tool *const asan[] = {ll_tool_find("asan"), NULL};
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#define _GNU_SOURCE\n" INCLUDES
                "#include <pthread.h>\n#include <semaphore.h>\n"
                "#include <threads.h>\n#include <time.h>\n#include <wchar.h>\n"
                "char to[8], from[24] = \"longer than eight bytes\";\n"
                "char digits[] = {'1', '2', '3', '4'}, blanks[] = {' ', ' '};\n"
                "char *ends[1];\nvoid *blocks[1];\nwchar_t wide[4];\n"
                "int counts[1];\npthread_mutex_t locks[1];\npthread_attr_t attr;\n"
                "mtx_t lock;\n"
                "struct tm when = {.tm_mday = 1};\nstruct timespec now;\n"
                "volatile double number;\n"
                "void *(*volatile copy)(void *, const void *, size_t) = mempcpy;\n"
                "int main(void)\n{\n    %s;\n    return 0;\n}\n",
                call);
    add_source("main.c", ll_buf_text(&text));
    ll_buf_release(&text);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, asan, &result, &err), 0);
    ck_assert_msg(result.diags.count == !is_right, "%s: %zu faults", call,
                  result.diags.count);
    ck_assert(is_right || result.diags.items[0].kind == kind);
}

START_TEST(what_functions_write_past_a_static_array_is_seen)
{
    one_past_array(writes, _i, LL_INVALID_WRITE);
}
END_TEST

START_TEST(what_functions_read_past_a_static_array_is_seen)
{
    one_past_array(reads, _i, LL_INVALID_READ);
}
END_TEST

/* What was read to tell the values of the overflow keeps no address of the block. */
START_TEST(a_block_is_lost_also_after_its_values_were_told)
{
    const struct ll_tool *const asan[] = {ll_tool_find("asan"), NULL};
    add_source("main.c", INCLUDES "int main(int argc, char **argv)\n{\n"
                                  "    int *sums = malloc(40);\n"
                                  "    (void)argv;\n"
                                  "    if (sums == NULL) return 1;\n"
                                  "    sums[0] = 0x7fffffff;\n"
                                  "    sums[0] += argc;\n"
                                  "    sums = NULL;\n"
                                  "    return sums != NULL;\n}\n");
    ck_assert_int_eq(ll_session_run_one(&session, &subject, asan, &result, &err), 0);
    ck_assert_uint_eq(result.diags.count, 2);
    ck_assert_int_eq(result.diags.items[0].kind, LL_SIGNED_OVERFLOW);
    ck_assert_int_eq(result.diags.items[1].kind, LL_DEFINITELY_LOST);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mistakes");
    TCase *programs = case_create("programs");
    tcase_add_checked_fixture(programs, programs_setup, programs_teardown);
    if (has_tool("lastptr"))
        tcase_add_test(programs, blocks_that_a_wrapper_allocates_are_one_fault);
    if (has_tool("lastptr"))
        tcase_add_test(programs, blocks_that_elements_of_one_array_held_are_one_fault);
    tcase_add_test(programs, an_unset_size_is_told_as_unset);
    tcase_add_test(programs, a_block_is_lost_also_after_its_values_were_told);
    tcase_add_loop_test(programs, one_mistake_is_one_fault, 0,
                        sizeof mistakes / sizeof *mistakes);
    tcase_add_loop_test(programs, a_thread_is_detached_where_the_source_says_so, 0, 3);
    tcase_add_loop_test(programs, every_realloc_moves_its_block, 0, 4);
    tcase_add_loop_test(programs, what_functions_write_past_a_static_array_is_seen, 0,
                        2 * WRITES);
    tcase_add_loop_test(programs, what_functions_read_past_a_static_array_is_seen, 0,
                        2 * READS);
    suite_add_tcase(suite, programs);
    return suite_run(suite);
}
