/* SPDX-License-Identifier: MIT
 *
 * Whatever a snapshot holds, reading it neither crashes nor takes long. The program
 * under test writes the snapshot, so it may hold anything: here one that a program
 * really left is cut, changed, and made up anew. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <valgrind/valgrind.h>

#include "base/path.h"
#include "runtime/snapshot.h"
#include "session/build.h"
#include "session/run.h"
#include "support/programs.h"
#include "support/suite.h"
#include "values/explain.h"

/* Locals, arguments, pointers to the heap and the stack, structs, texts, and an array
 * whose length is a variable. */
static const char source[] =
    "#include <stdlib.h>\n"
    "struct node { struct node *next; char *name; int n[4]; };\n"
    "static struct node global = {0, \"global\", {1, 2}};\n"
    "static int sum(struct node *node, int count, int *all)\n"
    "{\n"
    "    int more[count + 2], i;\n"
    "    double half = 0.5;\n"
    "    char text[20] = \"some text\";\n"
    "    for (i = 0; i <= count; i++)\n"
    "        more[i] = text[i] + (int)half;\n"
    "    for (i = 0; node != NULL && i <= count; i++)\n"
    "        more[0] += all[i] + node->n[i] + node->next->n[i];\n"
    "    return more[0];\n"
    "}\n"
    "int main(void)\n"
    "{\n"
    "    int *all = calloc(3, sizeof *all);\n"
    "    struct node node = {&global, \"first\", {3, 4}};\n"
    "    return all == NULL ? 1 : sum(&node, 3, all);\n"
    "}\n";
enum { FAULT_LINE = 12 };

static struct ll_buf genuine, program_file;
static struct ll_program program;
static struct ll_diags diags;
static char *source_file, *program_path;

/* A fault in the line of sum() in which it happened. */
static void add_fault(void)
{
    struct ll_diag diag;
    struct ll_frame frame = {
        .function = (char *)"sum", .file = source_file, .line = FAULT_LINE};
    struct ll_stack stack = {.frames = &frame, .count = 1};
    ll_diag_init(&diag, LL_INVALID_READ);
    ck_assert(ll_stack_copy(&diag.at, &stack));
    ck_assert_int_eq(ll_diags_add(&diags, &diag, &err), 0);
}

/* Build the program with snapshot.o, and run it. */
static void take_snapshot(void)
{
    struct ll_run made = {0};
    char *command = NULL;
    add_source("hostile.c", source);
    source_file = in_folder("hostile.c");
    ck_assert_int_eq(ll_build(&subject, both[1], folder, NULL, &made, &err), 0);
    ck_assert_int_eq(made.status, LL_RUN_JUDGED);
    char *path = program_path = in_folder(LL_BUILD_PROGRAM);
    ck_assert_int_gt(asprintf(&command,
                              "env " LL_SNAPSHOT_ENV "=%s/snapshots "
                              "ASAN_OPTIONS=log_path=%s/asan %s;"
                              "cp %s/snapshots.* %s/left",
                              folder, folder, path, folder, folder),
                     0);
    ck_assert_int_eq(system(command), 0);
    char *left = in_folder("left");
    ck_assert_int_eq(ll_file_read(left, LL_SNAPSHOT_BYTES, &genuine, &err), 0);
    ck_assert_int_eq(ll_file_read(path, 64 << 20, &program_file, &err), 0);
    free(left);
    free(command);
    free(made.note);
    free(made.compiler);
}

static void set_up(void)
{
    programs_setup();
    ll_buf_init(&genuine, LL_SNAPSHOT_BYTES);
    ll_buf_init(&program_file, 64 << 20);
    take_snapshot();
    ck_assert(ll_program_open(&program, &program_file));
}

static void tear_down(void)
{
    ll_program_close(&program);
    ll_diags_release(&diags);
    ll_buf_release(&genuine);
    ll_buf_release(&program_file);
    free(source_file);
    free(program_path);
    programs_teardown();
}

static bool read_source(void *data, const char *file, struct ll_buf *to)
{
    (void)data;
    return ll_file_read(file, 1 << 20, to, NULL) == 0;
}

/* Explain the fault from these bytes. */
static const struct ll_diag *explain(const struct ll_buf *snapshot)
{
    const struct ll_values_order order = {
        .snapshots = snapshot, .program = &program, .read = read_source};
    ll_diags_release(&diags);
    diags = (struct ll_diags){0};
    add_fault();
    ck_assert_int_eq(ll_values_explain_order(&order, &diags, &err), 0);
    return &diags.items[0];
}

START_TEST(a_genuine_snapshot_tells_values)
{
    const struct ll_diag *diag = explain(&genuine);
    ck_assert_uint_eq(diag->path.count, 2);
    ck_assert_str_eq(diag->path.calls[0].function, "sum");
    ck_assert_ptr_nonnull(ll_values_find(&diag->values, "i"));
    ck_assert_str_eq(ll_values_find(&diag->values, "i")->value, "3");
}
END_TEST

/* Numbers that are the same in each run. */
static uint64_t seed;

static uint64_t any(uint64_t below)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (seed >> 33) % below;
}

static void copy_genuine(struct ll_buf *to, size_t count)
{
    ll_buf_clear(to);
    ck_assert(ll_buf_add(to, genuine.data, count));
}

START_TEST(a_cut_snapshot_tells_nothing)
{
    struct ll_buf cut = LL_BUF_INIT;
    for (int i = 0; i < 200; i++) {
        copy_genuine(&cut, any(genuine.len - 1));
        ck_assert_uint_eq(explain(&cut)->path.count, 0);
    }
    ll_buf_release(&cut);
}
END_TEST

/* Numbers at which additions and comparisons go wrong. */
static uint64_t odd_number(void)
{
    static const uint64_t numbers[] = {
        0,          1,          7,           8,          4096,       INT32_MAX,
        UINT32_MAX, 1ULL << 47, INT64_MAX,   UINT64_MAX, 1ULL << 63, UINT64_MAX - 7,
        1ULL << 31, 0xfefefefe, 0x41b58ab3U, 255};
    return numbers[any(sizeof numbers / sizeof *numbers)];
}

/* Change some words, at the places of fields and anywhere. */
static void change(struct ll_buf *bytes)
{
    for (uint64_t i = any(30) + 1; i > 0; i--) {
        uint64_t number = odd_number(), old;
        size_t at = any(2) == 0 ? any(bytes->len - 8) & ~7UL : any(bytes->len - 8);
        memcpy(&old, bytes->data + at, sizeof old);
        number = any(3) == 0 ? old + any(64) - 32 : number;
        memcpy(bytes->data + at, &number, any(2) == 0 ? 8 : 1);
    }
}

START_TEST(a_changed_snapshot_does_no_harm)
{
    struct ll_buf changed = LL_BUF_INIT;
    size_t told = 0;
    for (int i = 0; i < 400; i++) {
        copy_genuine(&changed, genuine.len);
        change(&changed);
        told += explain(&changed)->path.count > 0;
    }
    ck_assert_uint_gt(told, 50); /* the changes were not too coarse */
    ll_buf_release(&changed);
}
END_TEST

/* Change what the frames, and the first bytes of their memory, hold: the numbers that
 * variables are found by. */
START_TEST(changed_frames_do_no_harm)
{
    struct ll_buf changed = LL_BUF_INIT;
    enum { FRAMES = 2 * (sizeof(struct ll_snapshot_record) + 256) + 2048 };
    for (int i = 0; i < 400; i++) {
        copy_genuine(&changed, genuine.len);
        for (uint64_t k = any(200); k > 0; k--) {
            uint64_t number = odd_number();
            size_t at = sizeof(struct ll_snapshot_record) + (any(FRAMES) & ~7UL);
            memcpy(changed.data + at, &number, sizeof number);
        }
        explain(&changed);
    }
    ll_buf_release(&changed);
}
END_TEST

START_TEST(random_bytes_do_no_harm)
{
    struct ll_buf bytes = LL_BUF_INIT;
    for (int i = 0; i < 100; i++) {
        ll_buf_clear(&bytes);
        for (uint64_t k = any(5000); k > 0; k--)
            ll_buf_putc(&bytes, (char)any(256));
        ck_assert_uint_eq(explain(&bytes)->path.count, 0);
    }
    ll_buf_release(&bytes);
}
END_TEST

static void put(struct ll_buf *to, uint32_t type, uint64_t a, uint64_t b,
                const void *bytes, size_t size)
{
    const struct ll_snapshot_record record = {
        .type = type, .size = (uint32_t)size, .a = a, .b = b};
    ll_buf_add(to, &record, sizeof record);
    ll_buf_add(to, bytes, size);
}

/* Records that cost much: as many of each as there is room for, over and over. */
static void put_costly(struct ll_buf *to)
{
    static const unsigned char set[512];
    uint64_t calls[2 * LL_SNAPSHOT_CALLS] = {0};
    struct ll_snapshot_record begin, frame;
    unsigned char registers[LL_SNAPSHOT_REGISTERS * 8];
    memcpy(&begin, genuine.data, sizeof begin);
    memcpy(&frame, genuine.data + sizeof begin, sizeof frame);
    ck_assert_uint_eq(frame.type, LL_SNAPSHOT_FRAME);
    memcpy(registers, genuine.data + 2 * sizeof begin, sizeof registers);
    while (to->len < LL_SNAPSHOT_BYTES - (4 << 20)) {
        put(to, LL_SNAPSHOT_BEGIN, LL_SNAPSHOT_MAGIC, begin.b, NULL, 0);
        for (int i = 0; i < 2000; i++)
            put(to, LL_SNAPSHOT_FRAME, frame.a, frame.b, registers, sizeof registers);
        for (int i = 0; i < 2000; i++)
            put(to, LL_SNAPSHOT_BLOCK, 1, UINT64_MAX - 8, calls, sizeof calls);
        for (int i = 0; i < 3000; i++)
            put(to, LL_SNAPSHOT_UNSET, frame.b - 512, 0, set, sizeof set);
        ll_buf_add(to, genuine.data + sizeof begin, genuine.len - sizeof begin);
    }
}

static void check_time(const struct ll_buf *snapshot)
{
    clock_t start = clock();
    explain(snapshot);
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 60);
}

START_TEST(costly_snapshots_take_little_time)
{
    struct ll_buf costly = LL_BUF_INIT;
    put_costly(&costly);
    check_time(&costly);
    ll_buf_clear(&costly);
    while (costly.len < LL_SNAPSHOT_BYTES - sizeof(struct ll_snapshot_record)) {
        put(&costly, LL_SNAPSHOT_BEGIN, LL_SNAPSHOT_MAGIC, 0, NULL, 0);
        put(&costly, LL_SNAPSHOT_END, 0, 0, NULL, 0);
    }
    check_time(&costly);
    ll_buf_release(&costly);
}
END_TEST

/* Grading reads it in a process apart; nothing else reads what an isolated program
 * left. */
START_TEST(of_an_isolated_program_no_snapshot_is_read)
{
    const struct ll_isolation isolation = LL_ISOLATION_INIT;
    const struct ll_tool_run tool_run = {.dir = folder, .program = program_path};
    if (RUNNING_ON_VALGRIND) {
        skip("a process apart, which may only compute, does not run under Valgrind");
        return;
    }
    for (int isolated = 0; isolated < 2; isolated++) {
        struct ll_run read = {.tool = both[1]};
        subject.isolation = isolated != 0 ? &isolation : NULL;
        ck_assert_int_eq(ll_run_read(&subject, &tool_run, &read, &err), 0);
        ck_assert_uint_eq(read.diags.count, 1);
        ck_assert_uint_eq(read.diags.items[0].path.count, isolated != 0 ? 0 : 2);
        ll_diags_release(&read.diags);
        free(read.note);
    }
    subject.isolation = NULL;
}
END_TEST

START_TEST(a_program_that_is_none_does_no_harm)
{
    struct ll_program other;
    for (int i = 0; i < 100; i++) {
        struct ll_buf file = LL_BUF_INIT;
        ck_assert(ll_buf_add(&file, program_file.data, any(program_file.len)));
        const struct ll_values_order order = {
            .snapshots = &genuine, .program = &other, .read = read_source};
        if (ll_program_open(&other, &file))
            ck_assert_int_eq(ll_values_explain_order(&order, &diags, &err), 0);
        ll_program_close(&other);
        ll_buf_release(&file);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tcase = case_create("hostile");
    tcase_add_unchecked_fixture(tcase, set_up, tear_down); /* once */
    tcase_add_test(tcase, a_genuine_snapshot_tells_values);
    tcase_add_test(tcase, a_cut_snapshot_tells_nothing);
    tcase_add_test(tcase, a_changed_snapshot_does_no_harm);
    tcase_add_test(tcase, changed_frames_do_no_harm);
    tcase_add_test(tcase, random_bytes_do_no_harm);
    tcase_add_test(tcase, costly_snapshots_take_little_time);
    tcase_add_test(tcase, of_an_isolated_program_no_snapshot_is_read);
    tcase_add_test(tcase, a_program_that_is_none_does_no_harm);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
