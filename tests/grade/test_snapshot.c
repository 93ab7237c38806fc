/* SPDX-License-Identifier: MIT
 *
 * What a graded process leaves of its memory: it tells values, and can do no harm. */
#include "grade/snapshot.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "grade/process.h"
#include "lesson/lesson.h"
#include "submission/compile.h"
#include "support/programs.h"
#include "support/suite.h"

/* ---- a lesson whose suite has something to hide ---------------------------------- */

static struct ll_lesson *lesson;
static struct ll_harness harness;
static struct ll_compiled compiled;
static struct ll_process process;

/* A copy of lesson 3. Its first test calls builder_add() with a text of its own, by a
 * function that has an argument. */
static void setup(void)
{
    char *command = NULL, *copy;
    struct ll_buf why = LL_BUF_INIT;
    folder = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(folder);
    copy = in_folder("03-copy");
    ck_assert_int_gt(
        asprintf(&command,
                 "cp -r " LL_SOURCE_DIR "/lessons/03-lost-realloc %s && "
                 "cd %s && sed -i '"
                 "/^START_TEST(a_new_builder/i "
                 "static int add(int key_of_mine) {"
                 " char hidden_text[8] = \"s3cr3t\";"
                 " return builder_add(&builder, hidden_text) + key_of_mine;"
                 "}\n"
                 "/_text(&builder), \"\");/a ck_assert_int_eq(add(41), 41);"
                 "' test_builder.c && grep -q 's3cr3t' test_builder.c",
                 copy, copy),
        0);
    ck_assert_int_eq(system(command), 0);
    lesson = ll_lesson_load(copy, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_msg(exercise != NULL && ll_harness_make(lesson, exercise, true, &harness,
                                                      &why, &err) == 0,
                  "%s%s", err.text, ll_buf_text(&why));
    free(command);
    free(copy);
}

static void teardown(void)
{
    ll_process_release(&process);
    ll_compiled_release(&compiled);
    ll_harness_release(&harness);
    ll_lesson_free(lesson);
    ll_path_remove_tree(folder);
    free(folder);
}

/* The lesson's solution with `more` before it, and `line` in place of the line in which
 * the length grows. */
static void compile(const char *more, const char *line)
{
    static const char grows[] = "builder->length += length;";
    struct ll_buf source = LL_BUF_INIT, text = LL_BUF_INIT, why = LL_BUF_INIT;
    char *path = ll_path_join(lesson->folder, harness.exercise->solution);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &source, &err), 0);
    const char *at = strstr(ll_buf_text(&source), grows);
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&text, "%s%.*s%s%s", more, (int)(at - ll_buf_text(&source)),
                ll_buf_text(&source), line, at + strlen(grows));
    int made =
        ll_compiled_open(&harness, ll_buf_text(&text), text.len, &compiled, &err);
    if (made == 0)
        made = ll_compiled_preprocess(&harness, &compiled, &why, &err);
    for (int way = 0; way <= LL_WAY_ASAN && made == 0; way++)
        made = ll_compiled_compile(&harness, &compiled, (enum ll_way)way, &why, &err);
    if (made == 0)
        made = ll_compiled_link(&harness, &compiled, LL_WAY_ASAN, &why, &err);
    ck_assert_msg(made == 0, "%s%s%s", ll_buf_text(&why), err.text,
                  ll_buf_text(&compiled.words));
    ll_buf_release(&why);
    ll_buf_release(&text);
    ll_buf_release(&source);
    free(path);
}

static struct ll_process_setup process_setup(void)
{
    return (struct ll_process_setup){.harness = &harness,
                                     .tool = harness.tools[LL_WAY_ASAN],
                                     .program = &compiled.programs[LL_WAY_ASAN],
                                     .source = &compiled.source,
                                     .canaries = true};
}

/* Run the units from `first` to `last` under AddressSanitizer. */
static void run_units(uint32_t first, uint32_t last)
{
    const struct ll_process_setup how = process_setup();
    ck_assert_int_eq(
        ll_process_open(&process, &how, &ll_limits_isolated, first, last, &err), 0);
    ck_assert_msg(ll_process_run(&process, &how, &err) == 0, "%s", err.text);
    ck_assert_msg(ll_process_read(&process, &how, &err) == 0, "%s", err.text);
    ck_assert_msg(process.tampered == NULL, "%s", process.tampered);
}

/* Writes right past the block. */
static const char overflow[] = "builder->length += length;"
                               "builder->text[builder->capacity] = *part;";

static const struct ll_diag *the_fault(void)
{
    ck_assert_uint_eq(process.diags.count, 1);
    ck_assert_int_eq(process.diags.items[0].kind, LL_INVALID_WRITE);
    return &process.diags.items[0];
}

/* ---- what is told ---------------------------------------------------------------- */

START_TEST(a_fault_in_the_driver_has_values_and_calls)
{
    compile("", overflow);
    run_units(0, 0);
    const struct ll_diag *diag = the_fault();
    ck_assert_uint_gt(process.snapshot.len, 0);
    ck_assert_uint_eq(diag->path.count, 2);
    ck_assert_str_eq(diag->path.calls[0].function, "builder_add");
    ck_assert_str_eq(diag->path.calls[1].function, "main");
    ck_assert_ptr_nonnull(ll_values_find(&diag->values, "*part"));
    ck_assert_str_eq(ll_values_find(&diag->values, "*part")->value, "'E'");
}
END_TEST

/* The canaries are faults, too, but of our own making. */
START_TEST(no_snapshot_is_taken_where_there_is_no_fault)
{
    compile("", "builder->length += length;");
    run_units(0, 2);
    ck_assert_uint_eq(process.diags.count, 0);
    ck_assert(process.units.done);
    ck_assert_int_eq(process.complete, LL_COMPLETE);
    ck_assert_uint_eq(process.snapshot.len, 0);
}
END_TEST

static void add_all(const struct ll_value_list *values, struct ll_buf *to)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct ll_value *value = &values->items[i];
        const char *texts[] = {value->name, value->type, value->value, value->note};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            ll_buf_addf(to, "%s\n", texts[k] == NULL ? "" : texts[k]);
    }
}

/* A test's functions are named, as they are in stacks. Their arguments and variables
 * are not. What the submission itself was given is: it could print it. */
START_TEST(of_hidden_tests_only_the_functions_names_are_told)
{
    struct ll_buf told = LL_BUF_INIT;
    compile("", overflow);
    run_units(1, 1);
    const struct ll_diag *diag = the_fault();
    ck_assert_uint_eq(diag->path.count, 4);
    ck_assert_str_eq(diag->path.calls[1].function, "add");
    ck_assert_uint_eq(diag->path.calls[1].arguments.count, 0);
    ck_assert_str_eq(diag->path.calls[2].function, "a_new_builder_is_empty_fn");
    ck_assert_uint_eq(diag->path.calls[2].arguments.count, 0);
    add_all(&diag->values, &told);
    for (size_t i = 0; i < diag->path.count; i++)
        add_all(&diag->path.calls[i].arguments, &told);
    const char *words = ll_buf_text(&told);
    ck_assert_msg(strstr(words, "\"s3cr3t\"") != NULL, "%s", words); /* part */
    ck_assert_msg(strstr(words, "key_of_mine") == NULL, "%s", words);
    ck_assert_msg(strstr(words, "hidden_text") == NULL, "%s", words);
    ck_assert_msg(strstr(words, "41") == NULL, "%s", words);
    ll_buf_release(&told);
}
END_TEST

/* ---- hostile submissions --------------------------------------------------------- */

/* Statements that put something else where the snapshot goes, and faults after that. */
static const char *const in_its_place[] = {
    "mkfifo(name, 0600)", "mkdir(name, 0700)", "symlink(\"/etc/passwd\", name)",
    "symlink(\"/dev/zero\", name)", "symlink(name, name)"};
enum { IN_ITS_PLACE = sizeof in_its_place / sizeof *in_its_place };

START_TEST(what_is_in_the_place_of_a_snapshot_changes_no_diagnosis)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line,
                "{ char name[64];"
                "snprintf(name, sizeof name, \"snapshot.%%d\", (int)getpid());"
                "if (%s != 0) abort(); } %s",
                in_its_place[_i], overflow);
    compile("#include <stdio.h>\n#include <unistd.h>\n#include <sys/stat.h>\n",
            ll_buf_text(&line));
    run_units(0, 0);
    ck_assert_uint_eq(the_fault()->path.count, 0);
    ll_buf_release(&line);
}
END_TEST

START_TEST(only_a_plain_file_is_fetched)
{
    struct ll_buf got = LL_BUF_INIT;
    char *plain = write_file("plain", "text");
    char *out = in_folder("out"), *name = in_folder("out/snapshot.7");
    ck_assert_int_eq(mkdir(out, 0700), 0);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_int_eq(symlink(plain, name), 0);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_int_eq(unlink(name), 0);
    ck_assert_int_eq(mkfifo(name, 0600), 0);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_int_eq(unlink(name), 0);
    ck_assert_int_eq(mkdir(name, 0700), 0);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_int_eq(rmdir(name), 0);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ck_assert_int_eq(ftruncate(fd, (off_t)1 << 40), 0);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_uint_eq(got.len, 0);
    ck_assert_int_eq(ftruncate(fd, 0), 0);
    ck_assert_int_eq(write(fd, "bytes", 5), 5);
    close(fd);
    ck_assert_int_eq(ll_snapshot_fetch(out, &got, &err), 0);
    ck_assert_str_eq(ll_buf_text(&got), "bytes");
    ll_buf_release(&got);
    free(name);
    free(out);
    free(plain);
}
END_TEST

/* Tell again, from other bytes than those that were left. */
static const struct ll_diag *tell(const struct ll_buf *snapshot,
                                  const struct ll_buf *program)
{
    const struct ll_snapshot_order order = {.harness = &harness,
                                            .snapshot = snapshot,
                                            .program = program,
                                            .source = &compiled.source};
    struct ll_diag *diag = &process.diags.items[0];
    ll_values_release(&diag->values);
    ll_path_release(&diag->path);
    ck_assert_int_eq(ll_snapshot_tell(&order, &process.diags, &err), 0);
    return the_fault();
}

START_TEST(what_is_no_snapshot_changes_no_diagnosis)
{
    struct ll_buf junk = LL_BUF_INIT, cut = LL_BUF_INIT;
    compile("", overflow);
    run_units(0, 0);
    for (int i = 0; i < 10000; i++)
        ll_buf_putc(&junk, (char)(i * i));
    ll_buf_add(&cut, process.snapshot.data, process.snapshot.len - 1);
    ck_assert_uint_eq(tell(&junk, &compiled.programs[LL_WAY_ASAN])->path.count, 0);
    ck_assert_uint_eq(tell(&cut, &compiled.programs[LL_WAY_ASAN])->path.count, 0);
    ck_assert_uint_eq(tell(&process.snapshot, &junk)->path.count, 0);
    ck_assert_uint_eq(
        tell(&process.snapshot, &compiled.programs[LL_WAY_ASAN])->path.count, 2);
    ll_buf_release(&junk);
    ll_buf_release(&cut);
}
END_TEST

/* Without the gate, a submission could put anything into its debug information. libdw,
 * which reads it, may crash or not come to an end. */
START_TEST(wrong_debug_information_changes_no_diagnosis)
{
    const struct ll_buf *program = &compiled.programs[LL_WAY_ASAN];
    uint32_t number = 1;
    compile("", overflow);
    run_units(0, 0);
    for (int i = 0; i < 50; i++) {
        struct ll_buf wrong = LL_BUF_INIT;
        ck_assert(ll_buf_add(&wrong, program->data, program->len));
        for (size_t at = 64; at < wrong.len; at += 1 + number % 500) {
            number = number * 1664525 + 1013904223;
            wrong.data[at] = (char)(number >> 24);
        }
        memcpy(wrong.data, program->data, 64); /* the ELF header */
        size_t tail = wrong.len / 4;           /* the table of sections is at the end */
        memcpy(wrong.data + wrong.len - tail, program->data + wrong.len - tail, tail);
        tell(&process.snapshot, &wrong);
        ll_buf_release(&wrong);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("snapshot");
    TCase *told = case_create("told");
    tcase_add_checked_fixture(told, setup, teardown);
    tcase_add_test(told, a_fault_in_the_driver_has_values_and_calls);
    tcase_add_test(told, no_snapshot_is_taken_where_there_is_no_fault);
    tcase_add_test(told, of_hidden_tests_only_the_functions_names_are_told);
    suite_add_tcase(suite, told);
    TCase *hostile = case_create("hostile");
    tcase_add_checked_fixture(hostile, setup, teardown);
    tcase_add_loop_test(hostile,
                        what_is_in_the_place_of_a_snapshot_changes_no_diagnosis, 0,
                        IN_ITS_PLACE);
    tcase_add_test(hostile, only_a_plain_file_is_fetched);
    tcase_add_test(hostile, what_is_no_snapshot_changes_no_diagnosis);
    tcase_add_test(hostile, wrong_debug_information_changes_no_diagnosis);
    suite_add_tcase(suite, hostile);
    return suite_run(suite);
}
