/* SPDX-License-Identifier: MIT
 *
 * What learning platforms hand over is found and read as they name it, and no archive
 * reaches anything outside of the folder that it is unpacked into. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "class/find.h"
#include "class/platform.h"
#include "submission/intake.h"
#include "support/packed.h"
#include "support/programs.h"
#include "support/suite.h"

static struct ll_submissions found;
static struct ll_intake intake;
static struct ll_buf why;

static void set_up(void)
{
    programs_setup();
    ll_buf_init(&why, LL_BUF_DEFAULT_MAX);
}

static void tear_down(void)
{
    ll_intake_release(&intake);
    ll_submissions_release(&found);
    ll_buf_release(&why);
    programs_teardown();
}

/* Pack the entries into the archive `name` in the folder, and find its submissions. */
static int find_in(const char *name, const struct packed *entries)
{
    char *path = in_folder(name);
    const char *const paths[] = {path, NULL};
    pack_files(path, NULL, entries);
    err = (struct ll_error){0};
    ll_submissions_release(&found);
    int status = ll_submissions_find(paths, false, "exercise.c", NULL, &found, &err);
    free(path);
    return status;
}

static void find_well_in(const char *name, const struct packed *entries)
{
    ck_assert_msg(find_in(name, entries) == 0, "%s", err.text);
}

static const struct ll_submission *of(const char *name)
{
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.items[i].name, name) == 0)
            return &found.items[i];
    ck_abort_msg("there is no '%s' among %zu", name, found.count);
    return NULL;
}

/* Read the submission at `path`. */
static int read_path(const char *path)
{
    ll_intake_release(&intake);
    ll_buf_clear(&why);
    err = (struct ll_error){0};
    return ll_intake_read(path, "exercise.c", true, folder, &intake, &why, &err);
}

/* The submission can be graded, and what is graded is `text`. */
static void assert_graded(const char *name, const char *text)
{
    ck_assert_msg(read_path(of(name)->path) == 0, "%s: %s%s", name, ll_buf_text(&why),
                  err.text);
    ck_assert_str_eq(ll_buf_text(&intake.source), text);
}

static void assert_said(const char *text, const char *words)
{
    ck_assert_msg(text != NULL && strstr(text, words) != NULL, "'%s' is not in '%s'",
                  words, text != NULL ? text : "(null)");
}

static bool is_remarked(const char *words)
{
    for (size_t i = 0; i < found.remarks.count; i++)
        if (strstr(found.remarks.items[i], words) != NULL)
            return true;
    return false;
}

/* ---- names ----------------------------------------------------------------------- */

START_TEST(the_names_that_platforms_give_are_taken_apart)
{
    static const struct {
        const char *name, *id, *original;
        size_t learner;
        bool canvas, late, no_file;
    } cases[] = {
        {"Ann Lee_12345_assignsubmission_file_", "12345", "", 7, 0, 0, 0},
        {"Ann Lee_12345_assignsubmission_file", "12345", "", 7, 0, 0, 0},
        {"Ann Lee_12_assignsubmission_file_a_b.c", "12", "a_b.c", 7, 0, 0, 0},
        {"Ann Lee_12_assignsubmission_onlinetext_", "12", "", 7, 0, 0, 1},
        {"A_7_assignsubmission_file_A_7_assignsubmission_file_x.c", "7",
         "A_7_assignsubmission_file_x.c", 1, 0, 0, 0},
        {"Participant_7_assignsubmission_file_x.c", "7", "x.c", 11, 0, 0, 0},
        {"leeann_12345_67890_exercise.c", "12345", "exercise.c", 6, 1, 0, 0},
        {"leeann_LATE_12345_67890_a_1_2_b.c", "12345", "a_1_2_b.c", 6, 1, 1, 0},
        {"lee_ann_5_6_x.c", "5", "x.c", 7, 1, 0, 0},
        {"leeann_12345_text.html", "12345", "text.html", 6, 1, 0, 1},
        {"anon_Xy12z_678_x.c", "Xy12z", "x.c", 0, 1, 0, 0},
        {"LATE_anon_Xy12z_678_x.c", "Xy12z", "x.c", 0, 1, 1, 0},
    };
    static const char *const others[] = {
        "exercise.c",
        "ann_lee.c",
        "Ann_assignsubmission_file_x.c",
        "_1_assignsubmission_file_",
        "_1_2_x.c",
        "a_1_x.c",
        "a_1_2_",
        "Eve_1_assignsubmission_file_Lee_2_assignsubmission_file_",
        "a_1_2"};
    struct ll_platform_name parts;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = cases[i].name;
        ck_assert_msg(cases[i].canvas ? ll_platform_canvas(name, &parts)
                                      : ll_platform_moodle(name, &parts),
                      "%s", name);
        ck_assert_uint_eq(parts.id_length, strlen(cases[i].id));
        ck_assert_int_eq(strncmp(parts.id, cases[i].id, parts.id_length), 0);
        ck_assert_str_eq(parts.original, cases[i].original);
        ck_assert_uint_eq(parts.learner, cases[i].learner);
        ck_assert_int_eq(parts.late, cases[i].late);
        ck_assert_int_eq(parts.no_file, cases[i].no_file);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!ll_platform_moodle(others[i], &parts) &&
                          !ll_platform_canvas(others[i], &parts),
                      "%s", others[i]);
}
END_TEST

START_TEST(a_download_of_moodle_is_a_class)
{
    static const struct packed entries[] = {
        {.path = "Ann Lee_11_assignsubmission_file_/exercise.c", .text = "ann"},
        {.path = "Ann Lee_11_assignsubmission_onlinetext_/onlinetext.html",
         .text = "<p>"},
        {.path = "Bob Öz_12_assignsubmission_file/work/main.c", .text = "bob"},
        {.path = "Bob Öz_12_assignsubmission_file/work/notes.txt", .text = "x"},
        {.path = "Ann Lee_13_assignsubmission_file_exercise.c", .text = "other ann"},
        {.path = "Ann Lee_13_assignsubmission_file_notes.txt", .text = "x"},
        {.path = "Eve_14_assignsubmission_onlinetext_/onlinetext.html", .text = "<p>"},
        {.path = "Fay_15_assignsubmission_file_a.c", .text = "fay"},
        {.path = "Fay_15_assignsubmission_file_b.c", .text = "fay"},
        {0}};
    static const char *const kinds[] = {"class.zip", "class.tar", "class.tar.gz",
                                        "class.tar.xz", "class.7z"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        find_well_in(kinds[i], entries);
        ck_assert_uint_eq(found.count, 5);
        assert_graded("Ann Lee_11", "ann");
        ck_assert_ptr_null(intake.note);
        assert_graded("Bob Öz_12", "bob");
        assert_said(intake.note, "'work/main.c' was graded: there is no 'exercise.c'");
        assert_graded("Ann Lee_13", "other ann");
        ck_assert_int_eq(read_path(of("Eve_14")->path), 1);
        assert_said(ll_buf_text(&why), "has no C file and no 'exercise.c'");
        assert_said(of("Fay_15")->refused, "several files, and no 'exercise.c'");
    }
    ck_assert_str_eq(of("Ann Lee_11")->learner.name, "Ann Lee");
    ck_assert_str_eq(of("Ann Lee_11")->learner.id, "11");
    ck_assert_str_eq(of("Ann Lee_11")->learner.place,
                     "Ann Lee_11_assignsubmission_file_");
    ck_assert_ptr_nonnull(
        strstr(of("Ann Lee_11")->shown, "/class.7z/Ann Lee_11_assignsubmission_file_"));
}
END_TEST

START_TEST(a_learners_name_does_not_change_the_platform)
{
    static const struct packed entries[] = {
        {.path = "Ann Lee_11_assignsubmission_file_/exercise.c", .text = "ann"},
        {.path = "a_1_2_b_12_assignsubmission_file_/exercise.c", .text = "a"},
        {0}};
    find_well_in("class.zip", entries);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_str_eq(of("Ann Lee_11")->learner.id, "11");
    ck_assert_str_eq(of("a_1_2_b_12")->learner.id, "12");
}
END_TEST

/* A name that begins with another learner's name and ID gets no mark of that learner.
 */
START_TEST(nobody_claims_the_id_of_another)
{
    static const struct packed entries[] = {
        {.path = "Ann Lee_1_assignsubmission_file_/exercise.c", .text = "int ann;\n"},
        {.path = "Ann Lee_1_assignsubmission_file_Eve_2_assignsubmission_file_/"
                 "exercise.c",
         .text = "int eve;\n"},
        {.path = "Bob_1_assignsubmission_file_/exercise.c", .text = "int bob;\n"},
        {.path = NULL}};
    find_well_in("moodle.zip", entries);
    ck_assert_uint_eq(found.count, 3);
    assert_graded("Ann Lee_1", "int ann;\n");
    ck_assert(is_remarked("has Moodle's mark behind two IDs"));
    ck_assert(!is_remarked("the ID 1 is"));
    ck_assert_int_eq(ll_submissions_check_ids(&found, &err), 0);
    ck_assert(is_remarked("the ID 1 is that of 2 submissions: 'Ann Lee_1', 'Bob_1'"));
}
END_TEST

START_TEST(a_download_of_canvas_is_a_class)
{
    static const struct packed entries[] = {
        {.path = "leeann_11_100_exercise.c", .text = "first"},
        {.path = "leeann_11_101_exercise-1.c", .text = "second"},
        {.path = "leeann_11_102_exercise-10.c", .text = "last"},
        {.path = "leeann_11_103_notes.txt", .text = "x"},
        {.path = "ozbob_LATE_12_104_main.c", .text = "bob"},
        {.path = "day_13_105_exercise.c", .text = "fay"},
        {.path = "day_13_99_exercise.c", .text = "fay before"},
        {.path = "eve_14_text.html", .text = "<p>"},
        {.path = "what I noted.txt", .text = "x"},
        {0}};
    find_well_in("submissions.zip", entries);
    ck_assert_uint_eq(found.count, 5);
    assert_graded("leeann_11", "last");
    assert_said(of("leeann_11")->learner.note,
                "'exercise-10.c' was graded, the last of 3");
    ck_assert(!of("leeann_11")->learner.late);
    assert_graded("ozbob_12", "bob");
    assert_said(of("ozbob_12")->learner.note, "'main.c' was graded: there is no");
    ck_assert(of("ozbob_12")->learner.late);
    ck_assert_str_eq(of("ozbob_12")->learner.name, "ozbob");
    ck_assert_str_eq(of("ozbob_12")->learner.place, "ozbob_LATE_12_104_");
    assert_graded("day_13", "fay");
}
END_TEST

/* Names like Canvas's are Canvas's only where all are. */
START_TEST(other_names_stay_names)
{
    static const struct packed entries[] = {
        {.path = "lab_1_2_x.c", .text = "a"}, {.path = "ann.c", .text = "b"}, {0}};
    find_well_in("class.zip", entries);
    ck_assert_uint_eq(found.count, 2);
    assert_graded("lab_1_2_x", "a");
    ck_assert_ptr_null(of("ann")->learner.id);
}
END_TEST

START_TEST(the_only_folder_in_an_archive_is_the_class)
{
    static const struct packed entries[] = {
        {.path = "./group 1/class/ann.c", .text = "ann"},
        {.path = "group 1//class/bob/exercise.c", .text = "bob"},
        {.path = "__MACOSX/group 1/._x", .text = "x"},
        {.path = "group 1/.DS_Store", .text = "x"},
        {0}};
    find_well_in("class.zip", entries);
    ck_assert_uint_eq(found.count, 2);
    assert_graded("ann", "ann");
    assert_graded("bob", "bob");
}
END_TEST

/* Each of several archives is a class, or the work of one learner. */
START_TEST(several_archives_are_told_apart)
{
    static const struct packed ann[] = {{.path = "work/main.c", .text = "ann"},
                                        {.path = "work/notes.txt", .text = "x"},
                                        {0}};
    static const struct packed group[] = {
        {.path = "bob.c", .text = "bob"}, {.path = "cem.c", .text = "cem"}, {0}};
    static const struct packed moodle[] = {
        {.path = "Dee_14_assignsubmission_file_/exercise.c", .text = "dee"}, {0}};
    char *paths[] = {in_folder("ann.zip"), in_folder("group.zip"), in_folder("all.zip"),
                     NULL};
    pack_files(paths[0], NULL, ann);
    pack_files(paths[1], NULL, group);
    pack_files(paths[2], NULL, moodle);
    ck_assert_int_eq(ll_submissions_find((const char *const *)paths, false,
                                         "exercise.c", NULL, &found, &err),
                     0);
    ck_assert_uint_eq(found.count, 4);
    assert_graded("ann", "ann");
    assert_graded("bob", "bob");
    assert_graded("cem", "cem");
    assert_graded("Dee_14", "dee");
    ck_assert(is_remarked("all.zip' names learners as a learning platform does"));
    ll_submissions_release(&found);
    ck_assert_int_eq(ll_submissions_find((const char *const *)(paths + 1), false,
                                         "exercise.c", NULL, &found, &err),
                     0);
    ck_assert_uint_eq(found.remarks.count, 0); /* both may be of a class */
    for (size_t i = 0; i < 3; i++)
        free(paths[i]);
}
END_TEST

/* ---- archives of learners -------------------------------------------------------- */

START_TEST(an_archive_in_a_submission_is_read)
{
    static const struct packed entries[] = {
        {.path = "work/exercise.c", .text = "nearest"},
        {.path = "work/old/exercise.c", .text = "old"},
        {.path = "work/a.out", .text = "\177ELF"},
        {0}};
    char *inside = in_folder("ann"), *deeper = in_folder("ann/things");
    ck_assert_int_eq(mkdir(inside, 0700), 0);
    ck_assert_int_eq(mkdir(deeper, 0700), 0);
    char *archive = in_folder("ann/things/work.tar.gz");
    pack_files(archive, NULL, entries);
    ck_assert_msg(read_path(inside) == 0, "%s", ll_buf_text(&why));
    ck_assert_str_eq(ll_buf_text(&intake.source), "nearest");
    ck_assert_msg(read_path(archive) == 0, "%s", ll_buf_text(&why));
    ck_assert_str_eq(ll_buf_text(&intake.source), "nearest");
    ck_assert(ll_path_exists(intake.path)); /* what explains it shows its lines */

    /* A source beside it comes first. */
    free(write_file("ann/main.c.txt", "beside"));
    ck_assert_int_eq(read_path(inside), 0);
    ck_assert_str_eq(ll_buf_text(&intake.source), "beside");
    assert_said(intake.note, "'main.c.txt' was graded");
    free(archive);
    free(deeper);
    free(inside);
}
END_TEST

START_TEST(an_archive_without_one_source_is_refused_with_a_reason)
{
    static const struct packed none[] = {{.path = "a.txt", .text = "x"}, {0}};
    static const struct packed nested[] = {{.path = "b.zip", .text = "PK"}, {0}};
    static const struct packed several[] = {
        {.path = "a.c", .text = "x"}, {.path = "b.c", .text = "x"}, {0}};
    static const struct packed twice[] = {{.path = "a/exercise.c", .text = "x"},
                                          {.path = "b/exercise.c", .text = "y"},
                                          {0}};
    static const struct packed out[] = {{.path = "../exercise.c", .text = "x"}, {0}};
    static const struct packed link[] = {{.path = "exercise.c", .link = "/etc/passwd"},
                                         {0}};
    static const struct packed large[] = {{.path = "exercise.c", .size = (1 << 20) + 1},
                                          {0}};
    static const struct {
        const struct packed *entries;
        const char *words;
    } cases[] = {
        {none, "has no C file and no 'exercise.c'"},
        {nested, "has no C file and no 'exercise.c'"},
        {several, "has several C files and no 'exercise.c'"},
        {twice, "has several files 'exercise.c'"},
        {out, "'../exercise.c' leads out of the archive"},
        {link, "'exercise.c' is a link, and links are not followed"},
        {large, "'exercise.c' is larger than 1 MiB"},
    };
    char *path = in_folder("ann.zip");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pack_files(path, NULL, cases[i].entries);
        ck_assert_int_eq(read_path(path), 1);
        assert_said(ll_buf_text(&why), cases[i].words);
    }
    free(path);
}
END_TEST

/* ---- hostile archives ------------------------------------------------------------ */

/* Whether anything stands in the folder that a test did not put there. */
static void assert_nothing_outside(const char *name)
{
    char *path = in_folder(name);
    ck_assert_msg(!ll_path_exists(path), "%s", path);
    free(path);
}

START_TEST(no_path_leads_out_of_the_folder)
{
    char absolute[300], up[300];
    snprintf(absolute, sizeof absolute, "%s/absolute.c", folder);
    snprintf(up, sizeof up, "../../../../../../..%s/up.c", folder);
    const struct packed entries[] = {{.path = absolute, .text = "x"},
                                     {.path = up, .text = "x"},
                                     {.path = "a/../../up.c", .text = "x"},
                                     {.path = "door", .link = folder},
                                     {.path = "door/through.c", .text = "x"},
                                     {.path = "hard.c", .hard = "/etc/passwd"},
                                     {.path = "null.c", .device = true},
                                     {.path = "ann.c", .text = "ann"},
                                     {.path = "ann.c/below.c", .text = "x"},
                                     {.path = "ann.c", .text = "again"},
                                     {0}};
    find_well_in("class.tar", entries);
    assert_graded("ann", "ann");
    assert_nothing_outside("absolute.c");
    assert_nothing_outside("up.c");
    assert_nothing_outside("through.c");
    ck_assert_uint_eq(found.count, 2); /* ann, and the folder "door" */
    ck_assert(is_remarked("has an absolute path"));
    ck_assert(is_remarked("leads out of the archive"));
    ck_assert(is_remarked("'door' is a link"));
    ck_assert(is_remarked("'hard.c' is a link"));
    ck_assert(is_remarked("'null.c' is not a file"));
    ck_assert(is_remarked("'ann.c/below.c' is left out"));
    ck_assert(is_remarked("'ann.c' is left out"));
    char *unpacked = strdup(found.unpacked);
    ll_submissions_release(&found);
    ck_assert(!ll_path_exists(unpacked));
    free(unpacked);
}
END_TEST

START_TEST(odd_names_stay_names)
{
    static const struct packed entries[] = {
        {.path = "Ann.c", .text = "upper"},
        {.path = "ann.c", .text = "lower"},
        {.path = "=cmd|' calc'!A0.c", .text = "formula"},
        {.path = "\u202Etxt.c", .text = "right to left"},
        {.path = "new\nline\x1b[2J.c", .text = "control"},
        {.path = "C:\\autoexec.c", .text = "backslash"},
        {0}};
    find_well_in("class.tar", entries);
    ck_assert_uint_eq(found.count, 6);
    assert_graded("Ann", "upper");
    assert_graded("ann", "lower");
    assert_graded("=cmd|' calc'!A0", "formula");
    assert_graded("\u202Etxt", "right to left");
    assert_graded("new\nline\x1b[2J", "control");
    assert_graded("C:\\autoexec", "backslash");
}
END_TEST

/* The archive cannot be used as a class, and as one submission. */
static void assert_refused(const char *name, const char *words)
{
    char *path = in_folder(name);
    const char *const paths[] = {path, NULL};
    ll_submissions_release(&found);
    err = (struct ll_error){0};
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", NULL, &found, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    assert_said(err.text, words);
    assert_said(err.text, "nothing was graded");
    ck_assert_int_eq(read_path(path), 1);
    assert_said(ll_buf_text(&why), words);
    free(path);
}

START_TEST(an_encrypted_archive_is_refused)
{
    static const struct packed entries[] = {{.path = "exercise.c", .text = "x"}, {0}};
    char *path = in_folder("class.zip");
    pack_files(path, "secret", entries);
    free(path);
    assert_refused("class.zip", "class.zip' is encrypted");
}
END_TEST

START_TEST(a_broken_archive_is_refused)
{
    static const struct packed entries[] = {
        {.path = "exercise.c", .text = "int main(void) { return 0; }"},
        {.path = "other.c", .size = 300000},
        {0}};
    static const char *const kinds[] = {"class.zip", "class.tar.gz", "class.7z"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *path = in_folder(kinds[i]);
        struct stat st;
        pack_files(path, NULL, entries);
        ck_assert_int_eq(stat(path, &st), 0);
        ck_assert_int_eq(truncate(path, st.st_size / 2), 0);
        free(path);
        assert_refused(kinds[i], "cannot be read as an archive");
    }
    free(write_file("text.zip", "int main(void) { return 0; }\n"));
    assert_refused("text.zip", "cannot be read as an archive");
    free(write_file("empty.tar", ""));
    assert_refused("empty.tar", "cannot be read as an archive");
}
END_TEST

START_TEST(too_many_files_are_refused)
{
    enum { COUNT = 100000 };
    struct packed *entries = calloc(COUNT + 1, sizeof *entries);
    char(*names)[16] = calloc(COUNT, sizeof *names);
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof names[i], "%zu.c", i);
        entries[i] = (struct packed){.path = names[i], .text = "x"};
    }
    char *path = in_folder("class.tar");
    pack_files(path, NULL, entries);
    free(path);
    free(names);
    free(entries);
    char *archive = in_folder("class.tar");
    const char *const paths[] = {archive, NULL};
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", NULL, &found, &err), -1);
    assert_said(err.text, "holds more than 50000 files");
    free(archive);
}
END_TEST

START_TEST(a_bomb_is_refused)
{
    static const struct packed bomb[] = {{.path = "a.zip", .size = (size_t)64 << 20},
                                         {.path = "b.zip", .size = (size_t)64 << 20},
                                         {.path = "c.zip", .size = (size_t)64 << 20},
                                         {0}};
    struct packed many[300] = {{0}};
    char names[300][8];
    for (size_t i = 0; i + 1 < sizeof many / sizeof *many; i++) {
        snprintf(names[i], sizeof names[i], "%zu.c", i);
        many[i] = (struct packed){.path = names[i], .size = (size_t)1 << 20};
    }
    char *path = in_folder("ann.zip");
    pack_files(path, NULL, bomb); /* a fifth of a megabyte */
    ck_assert_int_eq(read_path(path), 1);
    assert_said(ll_buf_text(&why), "'ann.zip' unpacks to more than 32 MiB");
    free(path);
    ck_assert_int_eq(find_in("class.zip", many), -1);
    assert_said(err.text, "class.zip' unpacks to more than 256 MiB");
}
END_TEST

int main(void)
{
    if (!can_pack())
        return skip_suite("leaklab was built without libarchive");
    Suite *suite = suite_create("archives");
    TCase *tests = case_create("platforms");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_names_that_platforms_give_are_taken_apart);
    tcase_add_test(tests, a_download_of_moodle_is_a_class);
    tcase_add_test(tests, a_learners_name_does_not_change_the_platform);
    tcase_add_test(tests, nobody_claims_the_id_of_another);
    tcase_add_test(tests, a_download_of_canvas_is_a_class);
    tcase_add_test(tests, other_names_stay_names);
    tcase_add_test(tests, the_only_folder_in_an_archive_is_the_class);
    tcase_add_test(tests, several_archives_are_told_apart);
    tcase_add_test(tests, an_archive_in_a_submission_is_read);
    tcase_add_test(tests, an_archive_without_one_source_is_refused_with_a_reason);
    suite_add_tcase(suite, tests);
    tests = case_create("hostile");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, no_path_leads_out_of_the_folder);
    tcase_add_test(tests, odd_names_stay_names);
    tcase_add_test(tests, an_encrypted_archive_is_refused);
    tcase_add_test(tests, a_broken_archive_is_refused);
    tcase_add_test(tests, too_many_files_are_refused);
    tcase_add_test(tests, a_bomb_is_refused);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
