/* SPDX-License-Identifier: MIT
 *
 * Marks and feedback are written as learning platforms take them back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "class/feedback_zip.h"
#include "class/marks.h"
#include "report/sheet.h"
#include "support/packed.h"
#include "support/programs.h"
#include "support/suite.h"

static struct ll_class class;
static struct ll_strings written, remarks;
static struct ll_buf text;

static void set_up(void)
{
    programs_setup();
    ll_buf_init(&text, LL_BUF_DEFAULT_MAX);
}

static void tear_down(void)
{
    ll_class_release(&class);
    ll_strings_release(&written);
    ll_strings_release(&remarks);
    ll_buf_release(&text);
    programs_teardown();
}

/* A graded submission of 10 points at most. */
static void add(const char *name, const char *id, const char *place,
                enum ll_verdict verdict, double score)
{
    class.all = realloc(class.all, (class.count + 1) * sizeof *class.all);
    ck_assert_ptr_nonnull(class.all);
    struct ll_graded *graded = &class.all[class.count++];
    *graded = (struct ll_graded){.verdict = verdict, .score = score, .most = 10};
    graded->name = strdup(name);
    graded->title = strdup("A lesson");
    graded->learner.name = strdup(name);
    graded->learner.id = id != NULL ? strdup(id) : NULL;
    graded->learner.place = place != NULL ? strdup(place) : NULL;
    if (verdict > LL_FAIL)
        graded->why = strdup("it does not compile");
}

/* The learners of the tests. */
static void add_class(bool moodle)
{
    add("Ann Lee", "11",
        moodle ? "Ann Lee_11_assignsubmission_file_" : "leeann_11_100_", LL_PASS, 10);
    add("=1+1", "12", moodle ? "=1+1_12_assignsubmission_file_" : "11_LATE_12_101_",
        LL_FAIL, 7.125);
    add("Öz", "13", moodle ? "Öz_13_assignsubmission_file" : "öz_13_102_",
        LL_UNGRADABLE, 0);
    add("bob", NULL, NULL, LL_PASS, 10);
}

static int write_marks(const struct ll_marks *marks)
{
    err = (struct ll_error){0};
    ll_strings_release(&written);
    ll_strings_release(&remarks);
    return ll_marks_write(&class, marks, folder, &written, &remarks, &err);
}

/* The file in the folder is exactly that. */
static void assert_file(const char *name, const char *expected)
{
    char *path = in_folder(name);
    ll_buf_clear(&text);
    ck_assert_msg(ll_file_read(path, 1 << 20, &text, &err) == 0, "%s", err.text);
    free(path);
    ck_assert_str_eq(ll_buf_text(&text), expected);
    ck_assert(ll_strings_has(&written, name));
}

static void assert_remark(const char *words)
{
    for (size_t i = 0; i < remarks.count; i++)
        if (strstr(remarks.items[i], words) != NULL)
            return;
    ck_abort_msg("'%s' is not remarked", words);
}

START_TEST(a_table_is_written_back_as_it_was)
{
    static const char table[] = "\xEF\xBB\xBF"
                                "a;\"b \"\"x\"\";\r\ny\"; c \r\n\r\n1;2\n;;;\n\"3\"";
    char *path = write_file("table.csv", table);
    struct ll_sheet sheet;
    ck_assert_int_eq(ll_sheet_read(path, &sheet, &err), 0);
    ck_assert_uint_eq(sheet.count, 4);
    char *cell = ll_sheet_get(&sheet, 0, 1);
    ck_assert_str_eq(cell, "b \"x\";\r\ny");
    free(cell);
    ck_assert_uint_eq(ll_sheet_column(&sheet, "C"), 2);
    ck_assert_uint_eq(ll_sheet_column(&sheet, "d"), 3);
    ll_sheet_write(&sheet, &text);
    ck_assert_str_eq(ll_buf_text(&text), table);
    ll_buf_clear(&text);
    ck_assert_int_eq(ll_sheet_set(&sheet, 0, 1, "B", &err), 0);
    ck_assert_int_eq(ll_sheet_set(&sheet, 1, 1, "20", &err), 0);
    ll_sheet_write(&sheet, &text);
    ck_assert_str_eq(ll_buf_text(&text), "\xEF\xBB\xBF"
                                         "a;B; c \r\n\r\n1;20\n;;;\n\"3\"");
    ll_sheet_release(&sheet);
    free(path);
}
END_TEST

START_TEST(a_worksheet_of_moodles_is_filled_in)
{
    static const char given[] =
        "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\","
        "\"Grade can be changed\",\"Last modified (grade)\",\"Feedback comments\"\n"
        "\"Participant 13\",Öz,o@x,\"Submitted, late\",3.00,100.00,Yes,-,\"a "
        "\"\"b\"\"\"\n"
        "\"Participant 11\",\"Ann Lee\",a@x,Submitted,,100.00,Yes,-,\n"
        "\"Participant 12\",=1+1,e@x,Submitted,-,\"5,00\",Yes,-,\n"
        "\"Participant 99\",Fay,f@x,\"No submission\",,100.00,Yes,-,\n";
    static const char filled[] =
        "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\","
        "\"Grade can be changed\",\"Last modified (grade)\",\"Feedback comments\"\n"
        "\"Participant 13\",Öz,o@x,\"Submitted, late\",3.00,100.00,Yes,-,\"a "
        "\"\"b\"\"\"\n"
        "\"Participant 11\",\"Ann Lee\",a@x,Submitted,100,100.00,Yes,-,\n"
        "\"Participant 12\",=1+1,e@x,Submitted,3.56,\"5,00\",Yes,-,\n"
        "\"Participant 99\",Fay,f@x,\"No submission\",,100.00,Yes,-,\n";
    char *path = write_file("given.csv", given);
    add_class(true);
    ck_assert_msg(write_marks(&(struct ll_marks){.worksheet = path}) == 0, "%s",
                  err.text);
    assert_file("moodle-worksheet.csv", filled);
    ck_assert_uint_eq(remarks.count, 2);
    assert_remark("1 submission has no mark in");
    assert_remark("bob has no mark in");

    ck_assert_int_eq(
        write_marks(&(struct ll_marks){.worksheet = path, .column = "Mark"}), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "has no column 'Mark'"));
    free(path);
}
END_TEST

START_TEST(without_a_worksheet_one_is_made)
{
    add_class(true);
    ck_assert_int_eq(write_marks(&(struct ll_marks){0}), 0);
    assert_file("moodle-worksheet.csv",
                "Identifier,Full name,Grade,Maximum Grade,Last modified (grade)\r\n"
                "Participant 11,Ann Lee,10,10,-\r\n"
                "Participant 12,\"'=1+1\",7.13,10,-\r\n"
                "Participant 13,Öz,,,-\r\n");
    ck_assert_uint_eq(remarks.count, 1);
    assert_remark("1 submission has no mark in 'moodle-worksheet.csv': not judged");
    ll_class_release(&class);
    add_class(false);
    ck_assert_int_eq(write_marks(&(struct ll_marks){0}), 0);
    ck_assert_uint_eq(written.count, 0);
}
END_TEST

#define HEAD "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 3 (77),Essay (78),"
#define TOTALS "Current Score,Final Score\n"

START_TEST(a_gradebook_of_canvas_is_filled_in)
{
    static const char given[] =
        HEAD TOTALS ",,,,,Manual Posting,,,\n"
                    "    Points Possible,,,,,20,5,(read only),(read only)\n"
                    "\"Lee, Ann\",11,a1,ann,S 1,,4,80,80\n"
                    "\"Eve, =1+1\",12,a2,eve,S 1,EX,,,\n"
                    "\"Öz\",13,a3,oz,S 1,,,,\n"
                    "\"Student, Test\",14,,x,S 1,,,,\n";
    static const char filled[] =
        HEAD TOTALS ",,,,,Manual Posting,,,\n"
                    "    Points Possible,,,,,20,5,(read only),(read only)\n"
                    "\"Lee, Ann\",11,a1,ann,S 1,20,4,80,80\n"
                    "\"Eve, =1+1\",12,a2,eve,S 1,EX,,,\n"
                    "\"Öz\",13,a3,oz,S 1,,,,\n"
                    "\"Student, Test\",14,,x,S 1,,,,\n";
    static const char *const columns[] = {"Lesson 3", "lesson 3 (77)"};
    char *path = write_file("given.csv", given);
    struct ll_marks marks = {.gradebook = path};
    add_class(false);
    ck_assert_int_eq(ll_marks_check(&marks, &err), -1);
    ck_assert_ptr_nonnull(
        strstr(err.text, "--column; there are 'Lesson 3 (77)', 'Essay (78)'"));
    for (size_t i = 0; i < 2; i++) {
        marks.column = columns[i];
        ck_assert_int_eq(ll_marks_check(&marks, &err), 0);
        ck_assert_msg(write_marks(&marks) == 0, "%s", err.text);
        assert_file("canvas-gradebook.csv", filled);
        ck_assert_uint_eq(remarks.count, 3);
        assert_remark("=1+1 (12) has no mark in");
        assert_remark("is excused");
        assert_remark("bob has no mark in");
    }
    free(path);
}
END_TEST

START_TEST(the_only_assignment_of_a_gradebook_is_filled_in)
{
    char *path =
        write_file("given.csv", "Student;ID;SIS Login ID;Section;Lesson 3 (77)\n"
                                "Points Possible;;;;\n"
                                "Lee, Ann;11;ann;S;\n");
    add_class(false);
    ck_assert_int_eq(write_marks(&(struct ll_marks){.gradebook = path}), 0);
    assert_file("canvas-gradebook.csv",
                "Student;ID;SIS Login ID;Section;Lesson 3 (77)\n"
                "Points Possible;;;;\n"
                "Lee, Ann;11;ann;S;10\n");
    free(path);
}
END_TEST

START_TEST(a_table_of_another_kind_is_refused)
{
    static const char *const bad[] = {"", "\n\n", "a,b\n", "\xff\xfeI\n",
                                      "id,name\n1,x\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = write_file("given.csv", bad[i]);
        ck_assert_int_eq(ll_marks_check(&(struct ll_marks){.worksheet = path}, &err),
                         -1);
        ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
        ck_assert_int_eq(ll_marks_check(&(struct ll_marks){.gradebook = path}, &err),
                         -1);
        ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
        free(path);
    }
}
END_TEST

static void list_file(const char *name, const char *content, size_t size, void *data)
{
    (void)size;
    ck_assert_ptr_nonnull(strstr(content, "A lesson"));
    ll_buf_addf(data, "%s: %s\n", name,
                strstr(content, "10 of 10") != NULL      ? "10"
                : strstr(content, "7.13 of 10") != NULL  ? "7.13"
                : strstr(content, "Not graded:") != NULL ? "not graded"
                                                         : "?");
}

START_TEST(feedback_has_the_names_that_the_platform_gave)
{
    if (!can_pack()) {
        skip("leaklab was built without libarchive");
        return;
    }
    char *moodle = in_folder("moodle-feedback.zip");
    char *canvas = in_folder("canvas-feedback.zip");
    add_class(true);
    ck_assert_int_eq(ll_feedback_zip_write(&class, folder, &written, &remarks, &err),
                     0);
    ck_assert(!ll_path_exists(canvas));
    unpack_files(moodle, list_file, &text);
    ck_assert_str_eq(ll_buf_text(&text),
                     "Ann Lee_11_assignsubmission_file_/feedback.txt: 10\n"
                     "=1+1_12_assignsubmission_file_/feedback.txt: 7.13\n"
                     "Öz_13_assignsubmission_file/feedback.txt: not graded\n");
    ll_class_release(&class);
    ll_buf_clear(&text);
    add_class(false);
    ck_assert_int_eq(ll_feedback_zip_write(&class, folder, &written, &remarks, &err),
                     0);
    unpack_files(canvas, list_file, &text);
    ck_assert_str_eq(ll_buf_text(&text), "leeann_11_100_feedback.txt: 10\n"
                                         "11_LATE_12_101_feedback.txt: 7.13\n"
                                         "öz_13_102_feedback.txt: not graded\n");
    ck_assert_uint_eq(remarks.count, 0);
    free(moodle);
    free(canvas);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("marks");
    TCase *tests = case_create("marks");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_table_is_written_back_as_it_was);
    tcase_add_test(tests, a_worksheet_of_moodles_is_filled_in);
    tcase_add_test(tests, without_a_worksheet_one_is_made);
    tcase_add_test(tests, a_gradebook_of_canvas_is_filled_in);
    tcase_add_test(tests, the_only_assignment_of_a_gradebook_is_filled_in);
    tcase_add_test(tests, a_table_of_another_kind_is_refused);
    tcase_add_test(tests, feedback_has_the_names_that_the_platform_gave);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
