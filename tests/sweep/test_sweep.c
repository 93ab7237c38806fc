/* SPDX-License-Identifier: MIT
 *
 * The sweep, with the real tools: every failure is found and judged, and none is
 * invented. */
#include <glob.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"
#include "sweep/sweep.h"

static struct ll_sweep swept;
static struct ll_sweep_options options;
static const struct ll_tool *only_asan[2];
static const char *const *roots;

static void setup(void)
{
    programs_setup();
    only_asan[0] = both[1];
    options = (struct ll_sweep_options){.tools = both, .seconds = 120};
}

static void teardown(void)
{
    ll_sweep_release(&swept);
    programs_teardown();
}

static void sweep(void)
{
    ll_sweep_release(&swept);
    int status = ll_sweep_run(&session, &subject, &options, &swept, &err);
    ck_assert_msg(status == 0, "%s", err.text);
    roots = ll_strings_argv(&subject.roots);
    ck_assert_uint_eq(count_left_over(), 0);
}

static void sweep_program(const char *text)
{
    add_source("test.c", text);
    sweep();
}

/* The `n`th cause that is a fault, from 0. */
static const struct ll_attempt *fault(size_t n)
{
    for (size_t i = 0; i < swept.count; i++)
        if (swept.attempts[i].same_as == i &&
            ll_outcome_is_fault(swept.attempts[i].outcome) && n-- == 0)
            return &swept.attempts[i];
    ck_abort_msg("there are only %zu faults", ll_sweep_faults(&swept));
    return NULL;
}

static const struct ll_attempt *attempt(unsigned long number, bool with_all)
{
    for (size_t i = 0; i < swept.count; i++)
        if (swept.attempts[i].number == number &&
            swept.attempts[i].with_all == with_all)
            return &swept.attempts[i];
    ck_abort_msg("allocation %lu was not tried", number);
    return NULL;
}

static unsigned line(const struct ll_attempt *one)
{
    const struct ll_frame *own = ll_stack_own(&one->site, roots);
    return own != NULL ? own->line : 0;
}

static size_t count_outcome(enum ll_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < swept.count; i++)
        count += swept.attempts[i].outcome == outcome;
    return count;
}

/* ---- what is remembered ---------------------------------------------------------- */

/* The list of lessons asks for it, too. */
START_TEST(a_sweep_that_was_survived_is_remembered)
{
    options.tools = only_asan;
    options.recall = true;
    char *cache = in_folder("cache");
    setenv("XDG_CACHE_HOME", cache, 1);
    session.no_cache = false;
    sweep_program("#include <stdlib.h>\n"
                  "int main(void) { free(malloc(3)); return 0; }\n");
    ck_assert(!swept.recalled);
    sweep();
    bool recalled = swept.recalled;
    session.no_cache = true;
    unsetenv("XDG_CACHE_HOME");
    free(cache);
    ck_assert(recalled);
    ck_assert_uint_eq(swept.allocations, 1);
}
END_TEST

static bool told;

static void note_log(const struct ll_subject *of, const struct ll_tool *tool,
                     const char *log)
{
    told = of == &subject && tool == only_asan[0] && ll_path_ends(log, "/fork/sweep");
}

START_TEST(how_far_a_sweep_is_can_be_counted)
{
    char *log = in_folder("log");
    options.tools = only_asan;
    session.tell_sweep = note_log;
    sweep_program("#include <stdlib.h>\n"
                  "int main(void) { free(malloc(3)); return 0; }\n");
    session.tell_sweep = NULL;
    ck_assert(told);
    write_text_in(folder, "log", "point 1 malloc 3 - 10\nchild 1+ 9 exited 0 0\npoint");
    ck_assert_uint_eq(ll_sweep_count(log), 1);
    unlink(log);
    ck_assert_uint_eq(ll_sweep_count(log), 0);
    free(log);
}
END_TEST

/* ---- a program's own allocators -------------------------------------------------- */

static const char own[] = "#include <stdlib.h>\n"
                          "#include <string.h>\n"
                          "static void die(void) { exit(3); }\n"
                          "static void *xmalloc(size_t size)\n"
                          "{\n"
                          "    void *block = malloc(size);\n"
                          "    if (block == NULL)\n"
                          "        die();\n"
                          "    return block;\n"
                          "}\n"
                          "static void *get(size_t size) { return malloc(size); }\n"
                          "static void *clear(size_t size)\n"
                          "{\n"
                          "    return memset(malloc(size), 0, size);\n" /* 14 */
                          "}\n"
                          "int main(void)\n"
                          "{\n"
                          "    char *first = xmalloc(32);\n" /* 18 */
                          "    char *second = get(8);\n"     /* 19 */
                          "    second[0] = 'a';\n"
                          "    char *third = clear(4);\n"
                          "    free(first);\n"
                          "    free(second);\n"
                          "    free(third);\n"
                          "    return 0;\n"
                          "}\n";

static void sweep_own_allocators(void)
{
    ck_assert(ll_strings_add(&subject.allocators, "xmalloc:xfree"));
    ck_assert(ll_strings_add(&subject.allocators, "get"));
    ck_assert(ll_strings_add(&subject.allocators, "clear"));
    sweep_program(own);
}

START_TEST(a_failure_in_an_allocator_is_told_at_its_caller)
{
    sweep_own_allocators();
    ck_assert_str_eq(attempt(1, false)->function, "xmalloc");
    ck_assert_str_eq(attempt(1, false)->allocator, "xmalloc:xfree");
    ck_assert_uint_eq(line(attempt(1, false)), 18);
    ck_assert_str_eq(attempt(2, false)->function, "get");
    ck_assert_uint_eq(line(attempt(2, false)), 19);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_CRASHED);
    ck_assert(attempt(2, false)->unchecked);
    ck_assert_uint_eq(attempt(2, false)->asked->line, 19);
}
END_TEST

START_TEST(a_fault_in_an_allocator_is_told_there)
{
    sweep_own_allocators();
    ck_assert_int_eq(attempt(3, false)->outcome, LL_CRASHED);
    ck_assert_str_eq(attempt(3, false)->allocator, "clear");
    ck_assert_str_eq(attempt(3, false)->function, "malloc");
    ck_assert_uint_eq(line(attempt(3, false)), 14);
}
END_TEST

/* Forked, and started again. */
START_TEST(an_allocator_that_ends_the_program_is_told)
{
    options.rerun = _i == 1;
    sweep_own_allocators();
    ck_assert_int_eq(attempt(1, false)->outcome, LL_GAVE_UP);
    ck_assert_str_eq(attempt(1, false)->ended_in, "xmalloc:xfree");
    ck_assert_str_eq(attempt(1, true)->ended_in, "xmalloc:xfree");
    ck_assert_ptr_null(attempt(2, false)->ended_in);
    ck_assert_ptr_null(attempt(3, true)->ended_in);
}
END_TEST

/* ---- what is found ------------------------------------------------------------- */

/* 30 allocations; of these four have faults of four kinds. */
static const char seeded[] =
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "static int quiet(void)\n"
    "{\n"
    "    for (int i = 0; i < 23; i++) {\n"
    "        char *block = malloc(10 + i);\n"
    "        if (block == NULL)\n"
    "            return -1;\n"
    "        free(block);\n"
    "    }\n"
    "    return 0;\n"
    "}\n"
    "static int leaks(void)\n"
    "{\n"
    "    char *first = malloc(48);\n" /* 16 */
    "    char *second = malloc(8);\n" /* its failure leaks the first */
    "    if (first == NULL || second == NULL) {\n"
    "        free(second);\n"
    "        return -1;\n"
    "    }\n"
    "    free(first);\n"
    "    free(second);\n"
    "    return 0;\n"
    "}\n"
    "static int crashes(void)\n"
    "{\n"
    "    char *copy = strdup(\"text\");\n" /* 28 */
    "    copy[0] = 'T';\n"                 /* 29 */
    "    free(copy);\n"
    "    return 0;\n"
    "}\n"
    "static int corrupts(void)\n"
    "{\n"
    "    char *block = malloc(16);\n" /* 35 */
    "    char *larger = block == NULL ? NULL : realloc(block, 64);\n"
    "    free(block == NULL || larger == NULL ? block : larger);\n"
    "    if (larger == NULL && block != NULL)\n"
    "        free(block);\n" /* 39: twice */
    "    return larger == NULL ? -1 : 0;\n"
    "}\n"
    "static int overflows(void)\n"
    "{\n"
    "    char *small = malloc(8), *large = malloc(64);\n"
    "    char *best = large != NULL ? large : small;\n"
    "    if (best != NULL)\n"
    "        best[8] = 'x';\n" /* 47: one behind the small one */
    "    free(small);\n"
    "    free(large);\n"
    "    return large == NULL ? -1 : 0;\n"
    "}\n"
    "int main(void)\n"
    "{\n"
    "    return quiet() != 0 || leaks() != 0 || crashes() != 0 || corrupts() != 0 ||\n"
    "           overflows() != 0;\n"
    "}\n";

START_TEST(seeded_faults_are_found)
{
    sweep_program(seeded);
    ck_assert_uint_eq(swept.allocations, 30);
    ck_assert_uint_eq(swept.count, 60);
    ck_assert_uint_eq(swept.untried, 0);
    ck_assert_ptr_null(swept.unfit);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 4);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_FAIL);

    const struct ll_attempt *leak = fault(0), *crash = fault(1), *twice = fault(2),
                            *write = fault(3);
    ck_assert_int_eq(leak->outcome, LL_LEAKED);
    ck_assert_uint_eq(leak->number, 25);
    ck_assert_uint_eq(line(leak), 17);
    ck_assert_str_eq(leak->function, "malloc");
    ck_assert_uint_eq(leak->bytes, 8);
    ck_assert_uint_eq(leak->result.diags.count, 1);
    const struct ll_diag *diag = &leak->result.diags.items[0];
    ck_assert_uint_eq(diag->bytes, 48);
    ck_assert(ll_diag_seen_by(diag, "memcheck") && ll_diag_seen_by(diag, "asan"));

    ck_assert_int_eq(crash->outcome, LL_CRASHED);
    ck_assert_uint_eq(crash->number, 26);
    ck_assert_str_eq(crash->function, "strdup");
    ck_assert_uint_eq(crash->bytes, 5);
    ck_assert_uint_eq(line(crash), 28);
    diag = &crash->result.diags.items[0];
    ck_assert_uint_eq(ll_stack_own(&diag->at, roots)->line, 29);
    ck_assert(ll_diag_seen_by(diag, "memcheck") && ll_diag_seen_by(diag, "asan"));

    ck_assert_int_eq(twice->outcome, LL_CORRUPTED);
    ck_assert_uint_eq(twice->number, 28);
    ck_assert_str_eq(twice->function, "realloc");
    diag = &twice->result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_DOUBLE_FREE);
    ck_assert(ll_diag_seen_by(diag, "memcheck") && ll_diag_seen_by(diag, "asan"));

    ck_assert_int_eq(write->outcome, LL_CORRUPTED);
    ck_assert_uint_eq(write->number, 30);
    diag = &write->result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_INVALID_WRITE);
    ck_assert_uint_eq(ll_stack_own(&diag->at, roots)->line, 47);
    ck_assert(ll_diag_seen_by(diag, "memcheck") && ll_diag_seen_by(diag, "asan"));
    ck_assert_uint_eq(count_outcome(LL_WENT_ON), 1); /* 29 alone: the larger serves */
    ck_assert_uint_eq(count_outcome(LL_GAVE_UP), 60 - 1 - 8);
}
END_TEST

/* lastptr is asked once more, and tells which variable lost it. */
START_TEST(tells_where_the_pointer_was_lost)
{
    options.tools = only_asan;
    sweep_program(seeded);
    const struct ll_diag *diag = &fault(0)->result.diags.items[0];
    if (!ll_diag_seen_by(diag, "lastptr")) {
        char *folder_of_it = ll_home_built("lastptr", NULL);
        ck_assert_ptr_null(folder_of_it);
        skip("lastptr was not built");
        return;
    }
    ck_assert_str_eq(diag->variable, "first");
    ck_assert_uint_eq(ll_stack_own(&diag->lost, roots)->line, 20);
}
END_TEST

/* ---- causes ---------------------------------------------------------------------- */

/* `n` failures have the cause that `one` stands for. */
static size_t count_same(const struct ll_attempt *one)
{
    size_t count = 0;
    for (size_t i = 0; i < swept.count; i++)
        count += &swept.attempts[swept.attempts[i].same_as] == one;
    return count;
}

/* puts allocates a buffer, and works without one. With the first allocation and all
 * after it the unchecked second one fails, too. */
START_TEST(one_failing_allocation_stands_for_its_cause)
{
    sweep_program("#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    puts(\"hello\");\n"
                  "    int *numbers = malloc(40);\n" /* 6 */
                  "    numbers[0] = 1;\n"
                  "    free(numbers);\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_WENT_ON);
    ck_assert_int_eq(attempt(1, true)->outcome, LL_CRASHED);
    ck_assert_uint_eq(fault(0)->number, 2);
    ck_assert(!fault(0)->with_all && fault(0)->unchecked);
    ck_assert_uint_eq(fault(0)->asked->line, 6);
    ck_assert_uint_eq(count_same(fault(0)), 3);
}
END_TEST

/* Neither allocation alone leads to the fault: the fewest stand for it. */
START_TEST(the_last_of_several_failing_allocations_stands_for_its_cause)
{
    sweep_program("#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    free(malloc(1));\n"
                  "    char *a = malloc(10), *b = malloc(20), *c = a != NULL ? a : b;\n"
                  "    c[0] = 'x';\n"
                  "    free(a);\n"
                  "    free(b);\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_uint_eq(fault(0)->number, 2);
    ck_assert(fault(0)->with_all);
    ck_assert_uint_eq(count_same(fault(0)), 2);
}
END_TEST

/* Five results are not checked; all five runs crash in one line of fill(). */
static const char unchecked[] = "#include <stdlib.h>\n"
                                "static void fill(char *at)\n"
                                "{\n"
                                "    at[0] = 'x';\n"
                                "}\n"
                                "static char *xmalloc(size_t size)\n"
                                "{\n"
                                "    char *block = malloc(size);\n" /* 8 */
                                "    return block;\n"
                                "}\n"
                                "static void load(int count)\n"
                                "{\n"
                                "    for (int i = 0; i < count; i++) {\n"
                                "        char *block = xmalloc(10);\n" /* 14 */
                                "        fill(block);\n"
                                "        free(block);\n"
                                "    }\n"
                                "}\n"
                                "int main(void)\n"
                                "{\n"
                                "    char *a = malloc(1);\n" /* 21 */
                                "    fill(a);\n"
                                "    char *b = malloc(2);\n" /* 23 */
                                "    fill(b);\n"
                                "    char *c = xmalloc(3);\n" /* 25 */
                                "    fill(c);\n"
                                "    char *d;\n"
                                "    fill(d = xmalloc(4));\n" /* 28 */
                                "    load(3);\n"
                                "    load(2);\n"
                                "    free(a), free(b), free(c), free(d);\n"
                                "    return 0;\n"
                                "}\n";

START_TEST(each_unchecked_result_is_a_cause)
{
    static const unsigned lines[] = {21, 23, 25, 28, 14};
    sweep_program(unchecked);
    ck_assert_uint_eq(swept.count, 18);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert(fault(i)->unchecked);
        ck_assert_uint_eq(fault(i)->asked->line, lines[i]);
        ck_assert_uint_eq(count_same(fault(i)), i < 4 ? 2 : 10);
    }
}
END_TEST

/* add() checks what malloc returned; main does not check what add() returned. Where
 * main does, nothing is said of a check: the fault is elsewhere. */
START_TEST(a_result_that_is_checked_is_not_called_unchecked)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stdlib.h>\n"
                "struct list { int *head; };\n"
                "static int add(struct list *list)\n"
                "{\n"
                "    int *node = malloc(sizeof *node);\n"
                "    if (node == NULL)\n"
                "        return -1;\n"
                "    list->head = node;\n"
                "    return 0;\n"
                "}\n"
                "int main(void)\n"
                "{\n"
                "    struct list list = {NULL};\n"
                "    %s;\n" /* 14 */
                "    *list.head = 1;\n"
                "    free(list.head);\n"
                "    return 0;\n"
                "}\n",
                _i == 0 ? "add(&list)" : "if (add(&list) != 0) free(NULL)");
    sweep_program(ll_buf_text(&text));
    ll_buf_release(&text);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_uint_eq(fault(0)->asked->line, 14);
    ck_assert_int_eq(fault(0)->unchecked, _i == 0);
}
END_TEST

/* Two ways out lose the same block: two causes. Where both lead to the line that does
 * not free it, one. */
START_TEST(a_lost_block_is_a_cause_for_each_way_out)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stdlib.h>\n"
                "static int work(void)\n"
                "{\n"
                "    char *b = NULL, *c = NULL, *a = malloc(10);\n"
                "    if (a == NULL)\n"
                "        return -1;\n"
                "    if ((b = malloc(20)) == NULL)\n"
                "        %s;\n"
                "    if ((c = malloc(30)) == NULL)\n"
                "        %s;\n"
                "    free(a);\n"
                "out:\n"
                "    free(b);\n"
                "    free(c);\n"
                "    if (c == NULL)\n"
                "        return -1;\n"
                "    return 0;\n"
                "}\n"
                "int main(void) { return work() != 0; }\n",
                _i == 0 ? "return -1" : "goto out", _i == 0 ? "goto out" : "goto out");
    sweep_program(ll_buf_text(&text));
    ll_buf_release(&text);
    if (!ll_diag_seen_by(&fault(0)->result.diags.items[0], "lastptr") && _i == 1) {
        skip("lastptr was not built");
        return;
    }
    ck_assert_uint_eq(ll_sweep_faults(&swept), _i == 0 ? 2 : 1);
}
END_TEST

static const char careful[] =
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "struct node { struct node *next; char *name; };\n"
    "static void release(struct node *node)\n"
    "{\n"
    "    while (node != NULL) {\n"
    "        struct node *next = node->next;\n"
    "        free(node->name);\n"
    "        free(node);\n"
    "        node = next;\n"
    "    }\n"
    "}\n"
    "int main(int argc, char **argv)\n"
    "{\n"
    "    struct node *all = NULL;\n"
    "    int count = argc > 1 ? atoi(argv[1]) : 100, status = 1;\n"
    "    for (int i = 0; i < count; i++) {\n"
    "        struct node *node = calloc(1, sizeof *node);\n"
    "        if (node == NULL)\n"
    "            goto out;\n"
    "        node->next = all;\n"
    "        all = node;\n"
    "        node->name = strdup(\"name\");\n"
    "        if (node->name == NULL)\n"
    "            goto out;\n"
    "    }\n"
    "    status = 0;\n"
    "out:\n"
    "    release(all);\n"
    "    return status;\n"
    "}\n";

START_TEST(a_careful_program_survives)
{
    sweep_program(careful);
    ck_assert_uint_eq(swept.allocations, 200);
    ck_assert_uint_eq(swept.count, 400);
    ck_assert_uint_eq(count_outcome(LL_GAVE_UP), 400);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
    ck_assert_uint_eq(ll_sweep_survived(&swept), 200);
}
END_TEST

/* Each is its own class: none is a crash, and none of them is blamed for what it has
 * not freed. */
START_TEST(a_deliberate_end_is_no_crash)
{
    options.tools = both;
    sweep_program("#include <assert.h>\n"
                  "#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *kept = malloc(100);\n"
                  "    if (kept == NULL)\n"
                  "        exit(3);\n"
                  "    char *a = malloc(10);\n"
                  "    if (a == NULL)\n"
                  "        abort();\n"
                  "    char *b = malloc(20);\n"
                  "    assert(b != NULL);\n"
                  "    free(a);\n"
                  "    free(b);\n"
                  "    free(kept);\n"
                  "}\n");
    ck_assert_int_eq(attempt(1, false)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_ABORTED);
    ck_assert_int_eq(attempt(2, true)->outcome, LL_ABORTED);
    ck_assert_int_eq(attempt(3, false)->outcome, LL_ABORTED);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
}
END_TEST

/* main is in the second file: it has to be told. */
START_TEST(a_function_that_has_to_return_may_not_end_the_program)
{
    add_source("list.c", "#include <assert.h>\n"
                         "#include <stdlib.h>\n"
                         "static void *end_without(void *block)\n"
                         "{\n"
                         "    if (block == NULL)\n"
                         "        exit(3);\n"
                         "    return block;\n"
                         "}\n"
                         "void *make(int how)\n"
                         "{\n"
                         "    void *block = malloc(10);\n"
                         "    if (how == 0)\n"
                         "        return end_without(block);\n"
                         "    assert(how != 1 || block != NULL);\n"
                         "    return block;\n"
                         "}\n");
    add_source("main.c", "#include <stdlib.h>\n"
                         "void *make(int how);\n"
                         "int main(void)\n"
                         "{\n"
                         "    for (int how = 0; how < 3; how++) {\n"
                         "        void *made = make(how);\n"
                         "        if (made == NULL)\n"
                         "            abort();\n"
                         "        free(made);\n"
                         "    }\n"
                         "}\n");
    sweep();
    ck_assert_int_eq(attempt(1, false)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_ABORTED);
    ck_assert_int_eq(attempt(3, false)->outcome, LL_ABORTED);
    subject.returns = true;
    sweep();
    ck_assert_int_eq(attempt(1, false)->outcome, LL_QUIT);
    ck_assert_uint_eq(ll_stack_own(&attempt(1, false)->left, roots)->line, 6);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_QUIT);
    ck_assert_uint_eq(ll_stack_own(&attempt(2, false)->left, roots)->line, 14);
    ck_assert_int_eq(attempt(3, false)->outcome, LL_ABORTED);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 2);
}
END_TEST

START_TEST(a_program_of_one_file_may_end_itself)
{
    options.tools = only_asan;
    subject.returns = true;
    sweep_program("#include <stdlib.h>\n"
                  "static void *make(void)\n"
                  "{\n"
                  "    void *block = malloc(10);\n"
                  "    if (block == NULL)\n"
                  "        exit(3);\n"
                  "    return block;\n"
                  "}\n"
                  "int main(void) { free(make()); }\n");
    ck_assert_int_eq(attempt(1, false)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
}
END_TEST

START_TEST(what_does_not_end_is_stopped)
{
    options.tools = only_asan;
    session.limits.wall_seconds = 1;
    sweep_program("#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *block;\n"
                  "    while ((block = malloc(10)) == NULL)\n"
                  "        ;\n"
                  "    free(block);\n"
                  "}\n");
    ck_assert_int_eq(attempt(1, false)->outcome, LL_WENT_ON);
    ck_assert_int_eq(attempt(1, true)->outcome, LL_NO_END);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_FAIL);
}
END_TEST

/* What is at fault anyway is not blamed on a failure. */
START_TEST(faults_of_the_base_are_set_aside)
{
    sweep_program("#include <stdlib.h>\n"
                  "static void lose(void) { char *p = malloc(7); if (p) *p = 1; }\n"
                  "int main(void)\n"
                  "{\n"
                  "    lose();\n"
                  "    char *block = malloc(10);\n"
                  "    if (block == NULL)\n"
                  "        return 1;\n"
                  "    free(block);\n"
                  "}\n");
    ck_assert_uint_eq(ll_diags_faults(&swept.base.diags), 1);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
}
END_TEST

/* Nor by the tool that tells where a failure lost its block, which sees all of them. */
START_TEST(a_failure_counts_its_own_leak_alone)
{
    sweep_program("#include <stdlib.h>\n"
                  "static void lose(void) { char *p = malloc(7000); if (p) *p = 1; }\n"
                  "static int work(void)\n"
                  "{\n"
                  "    char *one = malloc(18), *two = malloc(10);\n"
                  "    if (one == NULL || two == NULL) {\n"
                  "        free(two);\n"
                  "        return 1;\n"
                  "    }\n"
                  "    free(one);\n"
                  "    free(two);\n"
                  "    return 0;\n"
                  "}\n"
                  "int main(void)\n"
                  "{\n"
                  "    lose();\n"
                  "    return work();\n"
                  "}\n");
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_uint_eq(fault(0)->result.diags.count, 1);
    ck_assert_uint_eq(fault(0)->result.diags.items[0].bytes, 18);
}
END_TEST

/* ---- what a failure leaves reachable --------------------------------------------- */

/* The second failure leaves two blocks in globals. The third one leaves one, but it
 * ends the program by exit(), where its variables may still be in use. What is there in
 * any case, and the buffer of stdout, are not the failure's. */
static const char hoarding[] = "#include <stdio.h>\n"
                               "#include <stdlib.h>\n"
                               "static void *always, *kept;\n"
                               "static char *word;\n"
                               "int main(void)\n"
                               "{\n"
                               "    always = malloc(7);\n"
                               "    char *one = malloc(10), *two;\n"
                               "    if (one == NULL) {\n"
                               "        puts(\"no memory\");\n"
                               "        kept = malloc(20);\n"
                               "        return sscanf(\"word\", \"%ms\", &word);\n"
                               "    }\n"
                               "    free(one);\n"
                               "    two = malloc(30);\n"
                               "    if (two == NULL) {\n"
                               "        kept = malloc(40);\n"
                               "        exit(1);\n"
                               "    }\n"
                               "    free(two);\n"
                               "    return 0;\n"
                               "}\n";

START_TEST(what_a_failure_leaves_reachable_counts_where_that_is_a_fault)
{
    subject.reachable = LL_REACHABLE_FAULT;
    sweep_program(hoarding);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_WENT_ON);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_LEAKED);
    ck_assert_int_eq(attempt(3, false)->outcome, LL_GAVE_UP);
    const struct ll_diags *diags = &attempt(2, false)->result.diags;
    ck_assert_uint_eq(diags->count, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(diags->items[i].kind, LL_KEPT_TOO_LONG);
        ck_assert(diags->items[i].bytes == 20 || diags->items[i].bytes == 5);
    }
    subject.reachable = LL_REACHABLE_NOTE;
    sweep();
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
}
END_TEST

/* ---- every source of memory ------------------------------------------------------ */

START_TEST(allocations_of_all_sources_count)
{
    static const char *const names[] = {
        "malloc", "calloc",  "malloc",        "realloc",        "reallocarray",
        "strdup", "strndup", "aligned_alloc", "posix_memalign",
    };
    static const char *const through[] = {"asprintf", "getline",        "fopen",
                                          "fopen",    "open_memstream", "opendir",
                                          "realpath"};
    sweep_program("#define _GNU_SOURCE\n"
                  "#include <dirent.h>\n"
                  "#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "#include <string.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    void *block = NULL;\n"
                  "    char *text = NULL;\n"
                  "    size_t size = 0;\n"
                  "    free(malloc(1));\n"
                  "    free(calloc(1, 2));\n"
                  "    block = malloc(1);\n"
                  "    void *larger = realloc(block, 3);\n"
                  "    free(larger != NULL ? larger : block);\n"
                  "    free(reallocarray(NULL, 1, 4));\n"
                  "    free(strdup(\"abcd\"));\n"
                  "    free(strndup(\"abcdefgh\", 5));\n"
                  "    free(aligned_alloc(64, 64));\n"
                  "    if (posix_memalign(&block, 64, 8) == 0)\n"
                  "        free(block);\n"
                  "    if (asprintf(&text, \"%d\", 7) > 0)\n"
                  "        free(text);\n"
                  "    text = NULL;\n"
                  "    FILE *file = fopen(\"/proc/self/status\", \"r\");\n"
                  "    if (file != NULL && getline(&text, &size, file) < 0)\n"
                  "        ;\n"
                  "    free(text);\n"
                  "    if (file != NULL)\n"
                  "        fclose(file);\n"
                  "    text = NULL;\n"
                  "    FILE *memory = open_memstream(&text, &size);\n"
                  "    if (memory != NULL)\n"
                  "        fclose(memory);\n"
                  "    free(text);\n"
                  "    DIR *folder = opendir(\"/\");\n"
                  "    if (folder != NULL)\n"
                  "        closedir(folder);\n"
                  "    free(realpath(\"/usr/..\", NULL));\n"
                  "}\n");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_str_eq(attempt(i + 1, false)->function, names[i]);
    for (size_t i = 0; i < sizeof through / sizeof *through; i++) {
        bool found = false;
        for (size_t j = 0; j < swept.count; j++)
            found |= swept.attempts[j].through != NULL &&
                     strcmp(swept.attempts[j].through, through[i]) == 0;
        ck_assert_msg(found, "nothing fails within %s", through[i]);
    }
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
}
END_TEST

/* addr2line of binutils 2.40 names test.c here, because the first code of its unit
 * comes from another file. */
START_TEST(a_line_in_a_file_that_is_included_is_told_in_that_file)
{
    char *part = write_file("part.h", "\n#include <stdlib.h>\n"
                                      "static inline void give(void)\n"
                                      "{\n"
                                      "    free(malloc(5));\n"
                                      "}\n");
    options.tools = only_asan;
    sweep_program("#include \"part.h\"\nint main(void) { give(); }\n");
    const struct ll_stack *site = &attempt(1, false)->site;
    ck_assert_str_eq(ll_path_base(site->frames[0].file), "part.h");
    ck_assert_uint_eq(site->frames[0].line, 5);
    ck_assert_str_eq(ll_path_base(site->frames[1].file), "test.c");
    free(part);
}
END_TEST

START_TEST(pythons_allocations_count)
{
    subject.python = true;
    sweep_program("#include <Python.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    PyPreConfig config;\n"
                  "    PyPreConfig_InitIsolatedConfig(&config);\n"
                  "    if (PyStatus_Exception(Py_PreInitialize(&config)))\n"
                  "        return 2;\n"
                  "    char *a = PyMem_Malloc(10);\n"
                  "    char *b = PyObject_Malloc(20);\n"
                  "    char *c = PyMem_RawMalloc(30);\n"
                  "    char *d = malloc(40);\n"
                  "    int status = !a || !b || !c || !d;\n"
                  "    a[0] = 'x';\n" /* 13: unchecked */
                  "    free(d);\n"
                  "    PyMem_RawFree(c);\n"
                  "    PyObject_Free(b);\n"
                  "    PyMem_Free(a);\n"
                  "    return status;\n"
                  "}\n");
    static const char *const names[] = {"PyMem_Malloc", "PyObject_Malloc",
                                        "PyMem_RawMalloc", "malloc"};
    ck_assert_uint_eq(swept.allocations, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_eq(attempt(i + 1, false)->function, names[i]);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_CRASHED);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_GAVE_UP);
}
END_TEST

/* Cython adds allocations of its own here: for the table of methods of a class, for a
 * default that is computed, and for what it remembers of an exception's place. */
START_TEST(what_cythons_own_code_allocates_does_not_count)
{
    options.tools = only_asan;
    subject.python = true;
    add_source("asks.pyx", "from cpython.mem cimport PyMem_Free, PyMem_Malloc\n"
                           "cdef class Asker:\n"
                           "    cdef int twice(self, int size):\n"
                           "        return 2 * size\n"
                           "def ask(int size, scale=float):\n"
                           "    cdef char *block = <char *> PyMem_Malloc(size)\n"
                           "    if block == NULL:\n"
                           "        raise MemoryError()\n"
                           "    PyMem_Free(block)\n"
                           "    raise ValueError(scale(Asker().twice(size)))\n");
    add_source("script.py", "import asks\n"
                            "try:\n"
                            "    asks.ask(10)\n"
                            "except (MemoryError, ValueError):\n"
                            "    print('asked')\n");
    sweep();
    if (swept.base.runs[0].status == LL_RUN_NO_TOOL) {
        skip("Cython is missing");
        return;
    }
    ck_assert_uint_eq(swept.allocations, 1);
    ck_assert_uint_ge(swept.count, 1);
    for (size_t i = 0; i < swept.count; i++) { /* of one number, alone or not */
        ck_assert_str_eq(swept.attempts[i].function, "PyMem_Malloc");
        ck_assert_uint_eq(line(&swept.attempts[i]), 6);
    }
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
}
END_TEST

/* ---- one start for all ----------------------------------------------------------- */

/* Each process leaves a byte at its end: the program itself, one in which the first
 * allocation fails, and, as that of the second is not the last that is asked for, two
 * in which that one does. */
START_TEST(one_attempt_stands_for_both_when_nothing_more_is_asked)
{
    char *ends = write_file("ends", "");
    struct ll_buf text = LL_BUF_INIT;
    options.tools = only_asan;
    ll_strings_add(&subject.args, ends);
    sweep_program("#include <fcntl.h>\n"
                  "#include <stdlib.h>\n"
                  "#include <unistd.h>\n"
                  "static int leave(const char *file, int status)\n"
                  "{\n"
                  "    int fd = open(file, O_WRONLY | O_APPEND);\n"
                  "    if (write(fd, \"x\", 1) != 1)\n"
                  "        abort();\n"
                  "    close(fd);\n"
                  "    return status;\n"
                  "}\n"
                  "int main(int argc, char **argv)\n"
                  "{\n"
                  "    char *first = malloc(10);\n"
                  "    if (first == NULL)\n"
                  "        return leave(argv[argc - 1], 1);\n"
                  "    char *second = malloc(20);\n"
                  "    if (second == NULL)\n"
                  "        second = malloc(5);\n"
                  "    int status = second == NULL ? 2 : 0;\n"
                  "    free(first);\n"
                  "    free(second);\n"
                  "    return leave(argv[argc - 1], status);\n"
                  "}\n");
    ck_assert_uint_eq(swept.allocations, 2);
    ck_assert_uint_eq(swept.count, 4);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(attempt(1, true)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_WENT_ON);
    ck_assert_int_eq(attempt(2, true)->outcome, LL_GAVE_UP);
    ck_assert_int_eq(ll_file_read(ends, 100, &text, &err), 0);
    ck_assert_str_eq(ll_buf_text(&text), "xxxx");
    ll_buf_release(&text);
    free(ends);
}
END_TEST

/* What a child reads and writes of the program's files is put back. */
START_TEST(files_are_put_back_after_each_attempt)
{
    char *data = write_file("data", "one\ntwo\nthree\nfour\n");
    char *copy = in_folder("copy");
    options.tools = only_asan;
    ll_strings_add(&subject.args, data);
    ll_strings_add(&subject.args, copy);
    sweep_program("#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "#include <string.h>\n"
                  "int main(int argc, char **argv)\n"
                  "{\n"
                  "    char line[100];\n"
                  "    FILE *from = argc < 3 ? NULL : fopen(argv[1], \"r\");\n"
                  "    FILE *to = from == NULL ? NULL : fopen(argv[2], \"w\");\n"
                  "    int lines = 0;\n"
                  "    if (to != NULL)\n"
                  "        setvbuf(from, NULL, _IONBF, 0);\n"
                  "    while (to != NULL && fgets(line, sizeof line, from)) {\n"
                  "        char *block = strdup(line);\n"
                  "        fputs(block != NULL ? block : \"?\", to);\n"
                  "        fflush(to);\n"
                  "        free(block);\n"
                  "        lines++;\n"
                  "    }\n"
                  "    if (to != NULL)\n"
                  "        fclose(to);\n"
                  "    if (from != NULL)\n"
                  "        fclose(from);\n"
                  "    return lines == 4 ? 0 : 9;\n"
                  "}\n");
    ck_assert_ptr_null(swept.unfit);
    ck_assert_uint_ge(swept.allocations, 6);
    ck_assert_int_eq(swept.base.runs[0].ended.status, 0);
    struct ll_buf text = LL_BUF_INIT;
    ck_assert_int_eq(ll_file_read(copy, 1000, &text, &err), 0);
    ck_assert_str_eq(ll_buf_text(&text), "one\ntwo\nthree\nfour\n");
    ll_buf_release(&text);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
    free(copy);
    free(data);
}
END_TEST

/* Of more than 300, first those from call stacks not seen before, then the rest. */
START_TEST(more_than_300_allocations_are_all_tried)
{
    options.tools = only_asan;
    ll_strings_add(&subject.args, "170");
    sweep_program(careful);
    ck_assert_uint_eq(swept.allocations, 340);
    ck_assert_uint_eq(swept.count, 680);
    ck_assert_uint_eq(swept.untried, 0);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
}
END_TEST

START_TEST(what_was_not_tried_is_told)
{
    options.tools = only_asan;
    options.seconds = 0.5;
    ll_strings_add(&subject.args, "20000");
    sweep_program(careful);
    ck_assert_uint_eq(swept.allocations, 40000);
    ck_assert(swept.late);
    ck_assert_uint_gt(swept.untried, 0);
    ck_assert_uint_eq(swept.untried + swept.count / 2, 40000);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_UNGRADABLE);
}
END_TEST

/* Under Valgrind, which preloads a library, the program is slow: memcheck tries less in
 * the same time. What it did not try does not count as survived. */
START_TEST(what_one_tool_did_not_try_is_told)
{
    options.seconds = 1;
    sweep_program("#include <stdlib.h>\n"
                  "#include <unistd.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    for (int i = 0; i < 20; i++) {\n"
                  "        if (getenv(\"LD_PRELOAD\") != NULL)\n"
                  "            usleep(300000);\n"
                  "        char *block = malloc(10);\n"
                  "        if (block == NULL)\n"
                  "            return 1;\n"
                  "        free(block);\n"
                  "    }\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_uint_eq(swept.base.run_count, 2);
    ck_assert_str_eq(swept.left_out[0].tool->name, "memcheck");
    ck_assert(swept.left_out[0].late);
    ck_assert_uint_gt(swept.left_out[0].count, swept.left_out[1].count);
    ck_assert_uint_eq(swept.untried, swept.left_out[0].count);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_UNGRADABLE);
}
END_TEST

/* On a busy machine a sweep takes longer, as this one does that waits for 6 s. */
START_TEST(time_is_over_with_the_processor_time_or_three_times_by_the_clock)
{
    options.tools = only_asan;
    options.seconds = 4;
    sweep_program("#include <stdlib.h>\n"
                  "#include <unistd.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    for (int i = 0; i < 30; i++) {\n"
                  "        char *block = malloc(10);\n"
                  "        if (block == NULL)\n"
                  "            return usleep(200000), 1;\n"
                  "        free(block);\n"
                  "    }\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert(!swept.late);
    ck_assert_uint_eq(swept.untried, 0);
    options.seconds = 1;
    sweep();
    ck_assert(swept.late);
    ck_assert(swept.waited);
    ck_assert_uint_gt(swept.untried, 0);
}
END_TEST

/* The sweep's 120 s are not waited for. */
START_TEST(a_program_that_does_not_end_anyway_is_not_judged)
{
    session.limits.wall_seconds = 1;
    sweep_program("#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *block = malloc(1);\n"
                  "    volatile int on = 1;\n"
                  "    while (on)\n"
                  "        ;\n"
                  "    free(block);\n"
                  "}\n");
    ck_assert_uint_eq(swept.count, 0);
    ck_assert(!ll_sweep_base_ended(&swept));
    ck_assert_int_eq(swept.base.runs[0].ended.how, LL_END_TIMEOUT);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_UNGRADABLE);
    ck_assert(!swept.delayed);
    ck_assert_double_lt(swept.seconds, 60);
}
END_TEST

/* Processes that use the processor on which the program asks to be run. */
START_TEST(a_program_that_others_keep_from_its_end_is_told_apart)
{
    enum { CROWD = 20 };
    pid_t crowd[CROWD];
    int cpu = sched_getcpu();
    cpu_set_t one;
    if (access("/proc/self/schedstat", R_OK) != 0) {
        skip("this kernel has no /proc/PID/schedstat");
        return;
    }
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    for (int i = 0; i < CROWD; i++)
        if ((crowd[i] = fork()) == 0) {
            (void)sched_setaffinity(0, sizeof one, &one);
            for (;;)
                continue;
        }
    char text[600];
    snprintf(text, sizeof text,
             "#define _GNU_SOURCE\n"
             "#include <sched.h>\n"
             "#include <stdlib.h>\n"
             "#include <time.h>\n"
             "int main(void)\n"
             "{\n"
             "    cpu_set_t one;\n"
             "    CPU_ZERO(&one);\n"
             "    CPU_SET(%d, &one);\n"
             "    sched_setaffinity(0, sizeof one, &one);\n"
             "    free(malloc(1));\n"
             "    while (clock() < CLOCKS_PER_SEC / 2)\n"
             "        ;\n"
             "}\n",
             cpu);
    options.tools = only_asan;
    session.limits.wall_seconds = 1;
    sweep_program(text);
    for (int i = 0; i < CROWD; i++) {
        kill(crowd[i], SIGKILL);
        waitpid(crowd[i], NULL, 0);
    }
    ck_assert(!ll_sweep_base_ended(&swept));
    ck_assert(swept.delayed);
}
END_TEST

/* ---- run anew -------------------------------------------------------------------- */

static const struct {
    const char *text, *unfit;
} unfit[] = {
    {"#include <pthread.h>\n"
     "#include <stdlib.h>\n"
     "static void *work(void *p) { return p; }\n"
     "int main(void)\n"
     "{\n"
     "    pthread_t thread;\n"
     "    if (pthread_create(&thread, NULL, work, NULL) != 0)\n"
     "        return 1;\n"
     "    pthread_join(thread, NULL);\n"
     "    return 0;\n"
     "}\n",
     "it has threads"},
    {"#include <stdlib.h>\n"
     "#include <sys/wait.h>\n"
     "#include <unistd.h>\n"
     "int main(void)\n"
     "{\n"
     "    pid_t child = fork();\n"
     "    if (child == 0)\n"
     "        _exit(0);\n"
     "    wait(NULL);\n"
     "    char *block = malloc(10);\n"
     "    if (block == NULL)\n"
     "        return 1;\n"
     "    free(block);\n"
     "    return 0;\n"
     "}\n",
     "it has children of its own"},
    {"#include <stdlib.h>\n"
     "#include <unistd.h>\n"
     "int main(void)\n"
     "{\n"
     "    int ends[2];\n"
     "    if (pipe(ends) != 0)\n"
     "        return 2;\n"
     "    char *block = malloc(10);\n"
     "    free(block);\n"
     "    close(ends[0]);\n"
     "    close(ends[1]);\n"
     "    return block == NULL;\n"
     "}\n",
     "it has a pipe or socket, or a large file, open"},
};

START_TEST(what_cannot_be_forked_runs_anew)
{
    options.tools = only_asan;
    ll_strings_add(&subject.libs, "-pthread");
    sweep_program(unfit[_i].text);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
    ck_assert_str_eq(swept.unfit, unfit[_i].unfit);
    ck_assert_uint_eq(swept.allocations, 1);
    ck_assert_uint_eq(swept.count, 2);
    ck_assert_int_eq(attempt(1, true)->outcome, LL_GAVE_UP);
}
END_TEST

/* What asks for nothing after a failure need not be run with all later ones failing.
 * Each run of this program adds a letter to a file. */
START_TEST(a_run_that_asks_for_nothing_more_stands_for_both)
{
    char *path = in_folder("runs"), *text = NULL;
    ck_assert_int_gt(
        asprintf(&text,
                 "#include <fcntl.h>\n"
                 "#include <stdlib.h>\n"
                 "#include <unistd.h>\n"
                 "int main(void)\n"
                 "{\n"
                 "    int file = open(\"%s\", O_CREAT | O_APPEND |"
                 " O_WRONLY, 0600);\n"
                 "    if (write(file, \"x\", 1) != 1 || close(file) != 0)\n"
                 "        return 2;\n"
                 "    char *block = malloc(10);\n"
                 "    if (block == NULL)\n"
                 "        return 1;\n"
                 "    char *other = malloc(10);\n"
                 "    free(other);\n"
                 "    free(block);\n"
                 "    return other == NULL;\n"
                 "}\n",
                 path),
        0);
    options.tools = only_asan;
    options.rerun = true;
    sweep_program(text);
    ck_assert_uint_eq(swept.count, 4);
    for (size_t i = 0; i < swept.count; i++)
        ck_assert_int_eq(swept.attempts[i].outcome, LL_GAVE_UP);
    struct ll_buf runs = LL_BUF_INIT;
    ck_assert_int_eq(ll_file_read(path, 100, &runs, &err), 0);
    ck_assert_str_eq(ll_buf_text(&runs), "xxx"); /* without a failure, with 1, with 2 */
    ll_buf_release(&runs);
    free(text);
    free(path);
}
END_TEST

/* Both ways come to the same. */
START_TEST(runs_anew_find_what_forked_ones_find)
{
    enum ll_outcome outcomes[64];
    options.tools = only_asan;
    sweep_program(seeded);
    ck_assert_uint_eq(swept.count, 60);
    for (size_t i = 0; i < swept.count; i++)
        outcomes[i] = swept.attempts[i].outcome;
    options.rerun = true;
    sweep();
    ck_assert_str_eq(swept.unfit, "it was asked for");
    ck_assert_uint_eq(swept.count, 60);
    for (size_t i = 0; i < swept.count; i++)
        ck_assert_int_eq(swept.attempts[i].outcome, outcomes[i]);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 4);
}
END_TEST

START_TEST(one_failure_can_be_tried_alone)
{
    options.only = 26;
    sweep_program(seeded);
    ck_assert_uint_eq(swept.count, 1);
    ck_assert_int_eq(swept.attempts[0].outcome, LL_CRASHED);
    ck_assert_uint_eq(swept.attempts[0].number, 26);
    ck_assert_uint_eq(swept.allocations, 30);
    options.only_with_all = true;
    sweep();
    ck_assert(swept.attempts[0].with_all);
    options.only = 99;
    sweep();
    ck_assert_uint_eq(swept.count, 0);
}
END_TEST

START_TEST(what_does_not_compile_is_told)
{
    sweep_program("int main(void) {");
    ck_assert_uint_eq(swept.count, 0);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_UNGRADABLE);
    ck_assert_ptr_nonnull(swept.base.runs[0].compiler);
}
END_TEST

/* Not that a package is missing. */
START_TEST(how_addr2line_failed_is_told)
{
    const char *usual = getenv("PATH");
    char *bin = in_folder("bin"), *path, *kept;
    ck_assert(usual != NULL && (kept = strdup(usual)) != NULL);
    ck_assert_int_eq(mkdir(bin, 0700), 0);
    char *tool = write_file("bin/addr2line", "#!/bin/sh\nkill -9 $$\n");
    ck_assert_int_eq(chmod(tool, 0755), 0);
    ck_assert_int_gt(asprintf(&path, "%s:%s", bin, usual), 0);
    options.tools = only_asan;
    add_source("test.c", careful);
    setenv("PATH", path, 1);
    ck_assert_int_eq(ll_sweep_run(&session, &subject, &options, &swept, &err), -1);
    setenv("PATH", kept, 1);
    ck_assert_str_eq(err.text, "'addr2line' failed: it was killed by SIGKILL (it was "
                               "killed from outside)");
    free(path);
    free(kept);
    free(tool);
    free(bin);
}
END_TEST

/* ---- a Check suite --------------------------------------------------------------- */

START_TEST(each_test_is_swept_by_itself)
{
    subject.is_suite = true;
    sweep_program(
        "#include <check.h>\n"
        "#include <stdlib.h>\n"
        "static char *held;\n"
        "static void before(void) { held = malloc(5); ck_assert_ptr_nonnull(held); }\n"
        "static void after(void) { free(held); }\n"
        "static int lose_when_full(void)\n"
        "{\n"
        "    char *first = malloc(10), *second = malloc(20);\n"
        "    if (second == NULL)\n"
        "        return -1;\n" /* first is lost */
        "    free(first);\n"
        "    free(second);\n"
        "    return 0;\n"
        "}\n"
        "START_TEST(sound) { free(malloc(30)); } END_TEST\n"
        "START_TEST(notices) { ck_assert_int_eq(lose_when_full(), 0); } END_TEST\n"
        "START_TEST(does_not) { lose_when_full(); } END_TEST\n"
        "int main(void)\n"
        "{\n"
        "    Suite *suite = suite_create(\"s\");\n"
        "    TCase *tcase = tcase_create(\"t\");\n"
        "    tcase_add_checked_fixture(tcase, before, after);\n"
        "    tcase_add_test(tcase, sound);\n"
        "    tcase_add_test(tcase, notices);\n"
        "    tcase_add_test(tcase, does_not);\n"
        "    suite_add_tcase(suite, tcase);\n"
        "    SRunner *runner = srunner_create(suite);\n"
        "    srunner_run_all(runner, CK_NORMAL);\n"
        "    int failed = srunner_ntests_failed(runner);\n"
        "    srunner_free(runner);\n"
        "    return failed;\n"
        "}\n");
    ck_assert_uint_eq(swept.allocations, 2 + 3 + 3);
    ck_assert_str_eq(attempt(1, false)->test, "sound");
    ck_assert_int_eq(attempt(1, false)->outcome, LL_TEST_FAILED);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_WENT_ON);
    ck_assert_str_eq(attempt(5, false)->test, "notices");
    ck_assert_int_eq(attempt(5, false)->outcome, LL_LEAKED);
    ck_assert_str_eq(attempt(8, false)->test, "does_not");
    ck_assert_int_eq(attempt(8, false)->outcome, LL_LEAKED);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1); /* of one cause */
}
END_TEST

static const char hoarding_suite[] = "#include <check.h>\n"
                                     "#include <stdio.h>\n"
                                     "#include <stdlib.h>\n"
                                     "static void *always, *kept;\n"
                                     "START_TEST(keeps_when_full)\n"
                                     "{\n"
                                     "    always = malloc(7);\n"
                                     "    char *one = malloc(10);\n"
                                     "    if (one == NULL) {\n"
                                     "        printf(\"no memory\");\n"
                                     "        kept = malloc(20);\n"
                                     "    }\n"
                                     "    free(one);\n"
                                     "}\n"
                                     "END_TEST\n"
                                     "START_TEST(notices)\n"
                                     "{\n"
                                     "    kept = malloc(30);\n"
                                     "    always = malloc(40);\n"
                                     "    ck_assert_ptr_nonnull(always);\n"
                                     "}\n"
                                     "END_TEST\n"
                                     "int main(void)\n"
                                     "{\n"
                                     "    Suite *suite = suite_create(\"s\");\n"
                                     "    TCase *tcase = tcase_create(\"t\");\n"
                                     "    tcase_add_test(tcase, keeps_when_full);\n"
                                     "    tcase_add_test(tcase, notices);\n"
                                     "    suite_add_tcase(suite, tcase);\n"
                                     "    SRunner *runner = srunner_create(suite);\n"
                                     "    srunner_run_all(runner, CK_NORMAL);\n"
                                     "    srunner_free(runner);\n"
                                     "    return 0;\n"
                                     "}\n";

/* A test that an assertion ends may leave all that it has. */
START_TEST(what_a_failure_leaves_after_a_test_counts_as_well)
{
    subject.is_suite = true;
    subject.reachable = LL_REACHABLE_FAULT;
    options.tools = only_asan;
    sweep_program(hoarding_suite);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_WENT_ON);
    ck_assert_int_eq(attempt(2, false)->outcome, LL_LEAKED);
    const struct ll_diags *diags = &attempt(2, false)->result.diags;
    ck_assert_uint_eq(diags->count, 1);
    ck_assert_int_eq(diags->items[0].kind, LL_KEPT_TOO_LONG);
    ck_assert_uint_eq(diags->items[0].bytes, 20);
    ck_assert_int_eq(attempt(4, false)->outcome, LL_TEST_FAILED);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
}
END_TEST

/* How many reports of that name pattern, below the folder that was kept, have a block
 * that is still reachable. `all`: how many there are. */
static size_t count_reachable(const char *pattern, size_t *all)
{
    glob_t found;
    size_t count = 0;
    char *path = in_folder(pattern);
    ck_assert_int_eq(glob(path, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct ll_buf text = LL_BUF_INIT;
        ck_assert_int_eq(ll_file_read(found.gl_pathv[i], 1 << 20, &text, &err), 0);
        count += strstr(ll_buf_text(&text), "<kind>Leak_StillReachable") != NULL;
        ll_buf_release(&text);
    }
    *all = found.gl_pathc;
    globfree(&found);
    free(path);
    return count;
}

START_TEST(what_check_keeps_is_not_written_for_each_failure)
{
    const struct ll_tool *const memcheck[] = {both[0], NULL};
    char *kept = in_folder("kept");
    size_t all;
    ck_assert_int_eq(mkdir(kept, 0700), 0);
    setenv("TMPDIR", kept, 1);
    subject.is_suite = session.keep = true;
    options.tools = memcheck;
    add_source("test.c", hoarding_suite);
    ck_assert_int_eq(ll_sweep_run(&session, &subject, &options, &swept, &err), 0);
    session.keep = false;
    ck_assert_uint_eq(count_reachable("kept/*/fork/memcheck.*.xml", &all), 1);
    ck_assert_uint_eq(all, 1);
    ck_assert_uint_eq(count_reachable("kept/*/fork/[0-9]*/memcheck.*.xml", &all), 0);
    ck_assert_uint_ge(all, 4);
    free(kept);
}
END_TEST

/* $TMPDIR is the folder in which leaklab sorts the reports. */
START_TEST(no_report_goes_where_a_link_of_the_program_leads)
{
    char *other = in_folder("other"), *text = NULL;
    ck_assert_int_eq(mkdir(other, 0700), 0);
    ck_assert_int_gt(asprintf(&text,
                              "#include <stdlib.h>\n"
                              "#include <unistd.h>\n"
                              "int main(void)\n"
                              "{\n"
                              "    const char *to = \"%s\";\n"
                              "    if (chdir(getenv(\"TMPDIR\")) != 0 ||\n"
                              "        symlink(to, \"child\") != 0 ||\n"
                              "        symlink(to, \"children\") != 0)\n"
                              "        return 1;\n"
                              "    free(malloc(3));\n"
                              "    return 0;\n"
                              "}\n",
                              other),
                     0);
    sweep_program(text);
    ck_assert_int_eq(attempt(1, false)->outcome, LL_WENT_ON);
    ck_assert_uint_eq(attempt(1, false)->result.run_count, 2);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
    ck_assert_msg(rmdir(other) == 0, "something was put there");
    free(text);
    free(other);
}
END_TEST

/* Of 30 allocations two call stacks ask for 15 each. What the second one does with a
 * value that was never set AddressSanitizer does not see. */
static const char unset_suite[] = "#include <check.h>\n"
                                  "#include <stdio.h>\n"
                                  "#include <stdlib.h>\n"
                                  "static void *make(int looks)\n"
                                  "{\n"
                                  "    char unset[8], *made = malloc(10);\n"
                                  "    char *volatile at = unset;\n"
                                  "    if (made == NULL && looks && at[3] == 'x')\n"
                                  "        puts(\"x\");\n"
                                  "    return made;\n"
                                  "}\n"
                                  "START_TEST(sound) { free(make(0)); } END_TEST\n"
                                  "START_TEST(looks) { free(make(1)); } END_TEST\n"
                                  "int main(void)\n"
                                  "{\n"
                                  "    Suite *suite = suite_create(\"s\");\n"
                                  "    TCase *tcase = tcase_create(\"t\");\n"
                                  "    tcase_add_loop_test(tcase, sound, 0, 15);\n"
                                  "    tcase_add_loop_test(tcase, looks, 0, 15);\n"
                                  "    suite_add_tcase(suite, tcase);\n"
                                  "    SRunner *runner = srunner_create(suite);\n"
                                  "    srunner_run_all(runner, CK_NORMAL);\n"
                                  "    srunner_free(runner);\n"
                                  "    return 0;\n"
                                  "}\n";

/* Count the failures that both tools tried. */
static size_t count_sampled(void)
{
    size_t count = 0;
    for (size_t i = 0; i < swept.count; i++)
        count += !swept.attempts[i].with_all && swept.attempts[i].result.run_count == 2;
    return count;
}

START_TEST(a_second_tool_tries_a_sample_of_each_call_stack)
{
    subject.is_suite = true;
    options.tools = only_asan;
    sweep_program(unset_suite);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
    options.sampling = both[0];
    options.sample = 2;
    sweep();
    ck_assert_uint_eq(swept.allocations, 30);
    ck_assert_uint_eq(swept.count, 60);
    ck_assert_uint_eq(count_sampled(), 2);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ck_assert_int_eq(fault(0)->outcome, LL_CORRUPTED);
    ck_assert_str_eq(fault(0)->test, "looks");
    ck_assert_uint_eq(swept.untried, 0);
    ck_assert(!swept.late);
    options.sample = 7;
    sweep();
    ck_assert_uint_eq(count_sampled(), 7);
    options.sample = 1000;
    sweep();
    ck_assert_uint_eq(count_sampled(), 30);
}
END_TEST

/* ---- the example in the documentation -------------------------------------------- */

static void add_example(const char *name)
{
    char *path = ll_path_join(LL_SOURCE_DIR "/docs/examples/tree", name);
    ck_assert_int_eq(ll_subject_add_source(&subject, path, &err), 0);
    free(path);
}

START_TEST(the_tree_of_the_guide_survives)
{
    add_example("value.c");
    add_example("main.c");
    sweep();
    ck_assert_uint_eq(swept.allocations, 24);
    ck_assert_int_eq(ll_sweep_verdict(&swept), LL_PASS);
}
END_TEST

START_TEST(the_first_draft_of_the_tree_does_not_survive)
{
    add_example("first-draft.c");
    add_example("main.c");
    sweep();
    ck_assert_uint_eq(ll_sweep_faults(&swept), 3);
    ck_assert_int_eq(fault(0)->outcome, LL_CRASHED);
    ck_assert_int_eq(fault(1)->outcome, LL_LEAKED);
    ck_assert_int_eq(fault(2)->outcome, LL_CRASHED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sweep");
    TCase *tcase = case_create("sweep");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_sweep_that_was_survived_is_remembered);
    tcase_add_test(tcase, how_far_a_sweep_is_can_be_counted);
    tcase_add_test(tcase, a_failure_in_an_allocator_is_told_at_its_caller);
    tcase_add_test(tcase, a_fault_in_an_allocator_is_told_there);
    tcase_add_loop_test(tcase, an_allocator_that_ends_the_program_is_told, 0, 2);
    tcase_add_test(tcase, seeded_faults_are_found);
    tcase_add_test(tcase, tells_where_the_pointer_was_lost);
    tcase_add_test(tcase, one_failing_allocation_stands_for_its_cause);
    tcase_add_test(tcase, the_last_of_several_failing_allocations_stands_for_its_cause);
    tcase_add_test(tcase, each_unchecked_result_is_a_cause);
    tcase_add_loop_test(tcase, a_result_that_is_checked_is_not_called_unchecked, 0, 2);
    tcase_add_loop_test(tcase, a_lost_block_is_a_cause_for_each_way_out, 0, 2);
    tcase_add_test(tcase, a_careful_program_survives);
    tcase_add_test(tcase, a_deliberate_end_is_no_crash);
    tcase_add_test(tcase, a_function_that_has_to_return_may_not_end_the_program);
    tcase_add_test(tcase, a_program_of_one_file_may_end_itself);
    tcase_add_test(tcase, what_does_not_end_is_stopped);
    tcase_add_test(tcase, faults_of_the_base_are_set_aside);
    tcase_add_test(tcase, a_failure_counts_its_own_leak_alone);
    tcase_add_test(tcase, what_a_failure_leaves_reachable_counts_where_that_is_a_fault);
    tcase_add_test(tcase, what_a_failure_leaves_after_a_test_counts_as_well);
    tcase_add_test(tcase, what_check_keeps_is_not_written_for_each_failure);
    tcase_add_test(tcase, no_report_goes_where_a_link_of_the_program_leads);
    tcase_add_test(tcase, allocations_of_all_sources_count);
    tcase_add_test(tcase, a_line_in_a_file_that_is_included_is_told_in_that_file);
    tcase_add_test(tcase, pythons_allocations_count);
    tcase_add_test(tcase, one_attempt_stands_for_both_when_nothing_more_is_asked);
    tcase_add_test(tcase, files_are_put_back_after_each_attempt);
    tcase_add_test(tcase, more_than_300_allocations_are_all_tried);
    tcase_add_test(tcase, what_was_not_tried_is_told);
    tcase_add_test(tcase, what_one_tool_did_not_try_is_told);
    tcase_add_test(tcase,
                   time_is_over_with_the_processor_time_or_three_times_by_the_clock);
    tcase_add_test(tcase, a_program_that_does_not_end_anyway_is_not_judged);
    tcase_add_test(tcase, a_program_that_others_keep_from_its_end_is_told_apart);
    tcase_add_loop_test(tcase, what_cannot_be_forked_runs_anew, 0, 3);
    tcase_add_test(tcase, a_run_that_asks_for_nothing_more_stands_for_both);
    tcase_add_test(tcase, runs_anew_find_what_forked_ones_find);
    tcase_add_test(tcase, one_failure_can_be_tried_alone);
    tcase_add_test(tcase, what_does_not_compile_is_told);
    tcase_add_test(tcase, how_addr2line_failed_is_told);
    tcase_add_test(tcase, each_test_is_swept_by_itself);
    tcase_add_test(tcase, a_second_tool_tries_a_sample_of_each_call_stack);
    tcase_add_test(tcase, the_tree_of_the_guide_survives);
    tcase_add_test(tcase, the_first_draft_of_the_tree_does_not_survive);
    suite_add_tcase(suite, tcase);

    TCase *cython = case_create("cython");
    tcase_add_checked_fixture(cython, setup, teardown);
    tcase_add_test(cython, what_cythons_own_code_allocates_does_not_count);
    suite_add_tcase(suite, cython);
    return suite_run(suite);
}
