/* SPDX-License-Identifier: MIT
 *
 * A class is graded whatever its submissions, the disk and our own processes do, and
 * nothing is graded twice. The real grader is replaced by one that does what the
 * submission's text says. */
#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "class/class.h"
#include "class/graded_json.h"
#include "class/results.h"
#include "class/roster.h"
#include "class/summary.h"
#include "class/workers.h"
#include "report/grades.h"
#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"

/* ---- the grader's replacement --------------------------------------------------- */

static char *log_path; /* a line for each grading, with its pid */
static const char *digest = "one grader";

struct ll_grader {
    int unused;
};

static struct ll_grader grader;

struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *error)
{
    (void)lesson, (void)options, (void)error;
    return &grader;
}

void ll_grader_free(struct ll_grader *one)
{
    (void)one;
}

const char *ll_grader_digest(const struct ll_grader *one)
{
    (void)one;
    return digest;
}

static void note(const char *name)
{
    char line[300];
    int length = snprintf(line, sizeof line, "%s %d\n", name, (int)getpid());
    int fd = open(log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    ck_assert_int_eq(write(fd, line, (size_t)length), length);
    close(fd);
}

static bool was_noted(const char *name);

static void nap(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000},
              NULL);
}

/* The digest of the bytes that the grader was given. */
static void digest_of(const struct ll_buf *source,
                      char out[SHA256_DIGEST_STRING_LENGTH])
{
    SHA256Data((const uint8_t *)ll_buf_text(source), source->len, out);
}

int ll_grader_grade(struct ll_grader *one, const char *name,
                    const struct ll_intake *intake, struct ll_graded *graded,
                    struct ll_error *error)
{
    bool again = was_noted(name);
    (void)one;
    note(name);
    *graded = (struct ll_graded){.name = strdup("not its name"), .seconds = 0.5};
    const char *says = ll_buf_text(&intake->source);
    if (strstr(says, "crash") != NULL || (strstr(says, "once") != NULL && !again))
        kill(getpid(), SIGKILL);
    if (strstr(says, "leave") != NULL)
        _exit(7);
    if (strstr(says, "hang") != NULL)
        for (;;)
            pause();
    if (strstr(says, "nap") != NULL)
        nap(20);
    if (strstr(says, "broken") != NULL)
        return ll_fail(error, LL_FAULT_HARNESS, "the machine is broken");
    /* The explanation tells what was graded. */
    char graded_digest[SHA256_DIGEST_STRING_LENGTH];
    digest_of(&intake->source, graded_digest);
    bool pass = strstr(says, "pass") != NULL;
    struct ll_diag diag;
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    diag.bytes = 8;
    ck_assert(ll_diag_add_witness(&diag, "memcheck", "raw"));
    ck_assert(ll_stack_add(&diag.allocated, "f", "/x/y.c", 3, 1, NULL));
    const struct ll_graded_item item = {
        .name = (char *)"memory",
        .title = (char *)"its memory is in order",
        .points = pass ? 10 : 4,
        .most = 10,
        .verdict = pass ? LL_PASS : LL_FAIL,
        .message = pass ? NULL : (char *)"8 bytes \xff were lost",
    };
    graded->verdict = pass ? LL_PASS : LL_FAIL;
    if (strstr(says, "vast") != NULL) {
        graded->explanation = malloc(3000001);
        memset(graded->explanation, 'x', 3000000);
        graded->explanation[3000000] = '\0';
    }
    ck_assert_int_eq(ll_graded_add(graded, &item, NULL), 0);
    if (!pass)
        ck_assert_int_eq(ll_diags_add(&graded->diags, &diag, NULL), 0);
    ll_diag_release(&diag);
    graded->explanation =
        graded->explanation != NULL ? graded->explanation : strdup(graded_digest);
    return 0;
}

/* ---- a class --------------------------------------------------------------------- */

static struct ll_lesson *lesson;
static char *class_folder, *output;
static struct ll_class_options options;
static struct ll_class_outcome outcome;
static struct ll_submissions submissions;

static void set_up(void)
{
    programs_setup();
    lesson = ll_lesson_load(LL_SOURCE_DIR "/lessons/03-lost-realloc", &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    class_folder = in_folder("class");
    output = in_folder("grades");
    log_path = in_folder("log");
    ck_assert_int_eq(mkdir(class_folder, 0700), 0);
    options = (struct ll_class_options){
        .lesson = lesson,
        .exercise = "exercise.c",
        .output = output,
        .jobs = 2,
    };
}

static void forget(void)
{
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
}

static void tear_down(void)
{
    forget();
    ll_lesson_free(lesson);
    free(class_folder);
    free(output);
    free(log_path);
    programs_teardown();
}

static void submit(const char *name, const char *text)
{
    char below[300];
    snprintf(below, sizeof below, "class/%s", name);
    free(write_file(below, text));
}

static int grade(void)
{
    const char *const paths[] = {class_folder, NULL};
    forget();
    err = (struct ll_error){0};
    ck_assert_msg(ll_submissions_find(paths, false, "exercise.c", output, &submissions,
                                      &err) == 0,
                  "%s", err.text);
    return ll_class_grade(&grader, &submissions, &options, &outcome, &err);
}

static void grade_well(void)
{
    ck_assert_msg(grade() == 0, "%s", err.text);
}

/* How often the submission was graded; "": all of them. */
static unsigned count_runs(const char *name)
{
    struct ll_buf text = LL_BUF_INIT;
    unsigned count = 0;
    if (ll_file_read(log_path, 1 << 20, &text, NULL) == 0)
        for (const char *line = text.data; line != NULL && *line != '\0';
             line = strchr(line, '\n') + 1)
            count += name[0] == '\0' || (strncmp(line, name, strlen(name)) == 0 &&
                                         line[strlen(name)] == ' ');
    ll_buf_release(&text);
    return count;
}

static bool was_noted(const char *name)
{
    return count_runs(name) > 0;
}

static const struct ll_graded *of(const char *name)
{
    for (size_t i = 0; i < outcome.class.count; i++)
        if (strcmp(outcome.class.all[i].name, name) == 0)
            return &outcome.class.all[i];
    ck_abort_msg("nothing is known of '%s'", name);
    return NULL;
}

static void assert_why(const char *name, enum ll_verdict verdict, const char *words)
{
    const struct ll_graded *graded = of(name);
    ck_assert_str_eq(ll_verdict_name(graded->verdict), ll_verdict_name(verdict));
    ck_assert_msg(graded->why != NULL && strstr(graded->why, words) != NULL,
                  "%s: '%s' is not in '%s'", name, words,
                  graded->why != NULL ? graded->why : "");
}

/* ---- learners ----------------------------------------------------------------- */

static void submit_in(const char *place, const char *text)
{
    char below[200];
    snprintf(below, sizeof below, "class/%s", place);
    char *path = in_folder(below);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    free(path);
    snprintf(below, sizeof below, "%s/main.c", place);
    submit(below, text);
}

/* Whether the summary, as a whole, has the words. */
static void assert_summed_up(const char *words)
{
    const struct ll_style style = {.width = 100};
    struct ll_buf out = LL_BUF_INIT;
    ll_class_summary(&outcome, &style, &out);
    ck_assert_msg(strstr(ll_buf_text(&out), words) != NULL, "%s is not in:\n%s", words,
                  ll_buf_text(&out));
    ll_buf_release(&out);
}

START_TEST(learners_are_told_by_the_names_that_a_platform_gives)
{
    submit_in("Ann Lee_11_assignsubmission_file_", "pass");
    submit_in("=Eve\xE2\x80\xAE_12_assignsubmission_file_", "fail");
    submit("bob.c", "pass");
    grade_well();
    const struct ll_graded *ann = of("Ann Lee_11");
    ck_assert_str_eq(ann->learner.name, "Ann Lee");
    ck_assert_str_eq(ann->learner.id, "11");
    ck_assert_str_eq(ann->learner.note,
                     "'main.c' was graded: there is no 'exercise.c'");
    ck_assert_ptr_null(of("bob")->learner.id);
    assert_summed_up("Ann Lee (11): 'main.c' was graded: there is no 'exercise.c'");

    struct ll_buf table = LL_BUF_INIT;
    ck_assert_int_eq(ll_grade_format_find("csv")->all(&outcome.class, &table, &err), 0);
    const char *text = ll_buf_text(&table);
    ck_assert(
        ll_starts_with(text, "name,score,most,verdict,why,id,learner,late,note,"));
    ck_assert_ptr_nonnull(strstr(text, "Ann Lee_11,10,10,pass,,11,Ann Lee,,\"'"));
    ck_assert_ptr_nonnull(strstr(text, ",12,\"'=Eve\uFFFD\",,"));
    ll_buf_release(&table);

    /* A result that changes is told with the name; one that does not keeps it. */
    submit("Ann Lee_11_assignsubmission_file_/main.c", "fail");
    options.resume = true;
    grade_well();
    assert_summed_up("Changed since the grading before");
    assert_summed_up("Ann Lee (11): 10 of 10 → 4 of 10");
    ck_assert_str_eq(of("=Eve\xE2\x80\xAE_12")->learner.id, "12");
}
END_TEST

/* Grade with the roster that says `text`. Returns what it says of the class. */
static int grade_with(const char *text, struct ll_strings *remarks)
{
    const char *const paths[] = {class_folder, NULL};
    struct ll_roster roster;
    char *path = write_file("roster.csv", text);
    err = (struct ll_error){0};
    int status = ll_roster_read(path, &roster, &err);
    free(path);
    if (status == 0) {
        forget();
        ck_assert_int_eq(
            ll_submissions_find(paths, false, "exercise.c", output, &submissions, &err),
            0);
        ck_assert_int_eq(ll_roster_apply(&roster, &submissions, &err), 0);
        ck_assert_int_eq(
            ll_class_grade(&grader, &submissions, &options, &outcome, &err), 0);
        for (size_t i = 0; i < submissions.remarks.count; i++)
            ck_assert(ll_strings_add(remarks, submissions.remarks.items[i]));
    }
    ll_roster_release(&roster);
    return status;
}

START_TEST(a_roster_names_learners_and_tells_who_is_missing)
{
    static const char *const bad[] = {
        "id;nombre\n1;x\n",    "name\nAnn\n",   "",
        "id,name\n1,x\n1,y\n", "id,name\n,x\n", "id,name\n1,\xff\n"};
    struct ll_strings remarks = LL_STRINGS_INIT;
    submit_in("ann_11_assignsubmission_file_", "pass");
    submit("s12.c", "fail");
    submit("s13.c", "pass");
    options.resume = true;
    ck_assert_msg(grade_with("\xEF\xBB\xBF"
                             "Name,mail,ID\r\n"
                             "\"Lee, \"\"Ann\"\"\",a@b,11\r\n"
                             "Öz Bob,,s12\r\n\r\nDay Fay,x,s14",
                             &remarks) == 0,
                  "%s", err.text);
    ck_assert_str_eq(of("ann_11")->learner.name, "Lee, \"Ann\"");
    ck_assert_str_eq(of("s12")->learner.name, "Öz Bob");
    ck_assert_str_eq(of("s12")->learner.id, "s12");
    ck_assert_ptr_null(of("s13")->learner.name);
    ck_assert_uint_eq(remarks.count, 2);
    ck_assert_ptr_nonnull(strstr(remarks.items[0], "roster.csv': s13"));
    ck_assert_ptr_nonnull(
        strstr(remarks.items[1], "without a submission: Day Fay (s14)"));
    ll_strings_release(&remarks);

    /* Another name is taken over without grading again. */
    ck_assert_int_eq(grade_with("id\tname\n11\tAnn\ns12\tBob\ns13\tCem\n", &remarks),
                     0);
    ck_assert_str_eq(of("ann_11")->learner.name, "Ann");
    ck_assert_uint_eq(count_runs(""), 3);
    ck_assert_uint_eq(remarks.count, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(grade_with(bad[i], &remarks) == -1, "%s", bad[i]);
        ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    }
    ll_strings_release(&remarks);
}
END_TEST

START_TEST(each_submission_is_graded_once)
{
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    submit("cid.c", "pass vast");
    grade_well();
    ck_assert_uint_eq(outcome.class.count, 3);
    ck_assert_uint_eq(count_runs(""), 3);
    const struct ll_graded *bob = of("bob");
    ck_assert_int_eq(bob->verdict, LL_FAIL);
    ck_assert_double_eq(bob->score, 4);
    ck_assert_double_eq(bob->most, 10);
    ck_assert_str_eq(bob->items[0].message, "8 bytes \xff were lost");
    ck_assert_str_eq(bob->exercise, "exercise.c");
    ck_assert_str_eq(bob->title, lesson->manifest->title);
    ck_assert_uint_eq(bob->lesson, 3);
    ck_assert_uint_eq(strlen(bob->digest), 64);
    ck_assert_uint_eq(bob->diags.count, 1);
    ck_assert_uint_eq(bob->diags.items[0].allocated.frames[0].line, 3);
    ck_assert_uint_eq(strlen(of("cid")->explanation), 3000000);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_worker_that_dies_loses_only_its_own_submission)
{
    submit("ann.c", "pass");
    submit("bob.c", "crash");
    submit("cid.c", "leave");
    submit("dora.c", "once, then pass");
    submit("eve.c", "broken");
    submit("fay.c", "hang");
    submit("gus.c", "pass");
    options.most_seconds = 1.5;
    grade_well();
    assert_why("bob", LL_HARNESS_ERROR, "was killed by SIGKILL, twice");
    assert_why("cid", LL_HARNESS_ERROR, "ended with status 7, twice");
    assert_why("eve", LL_HARNESS_ERROR, "the machine is broken");
    assert_why("fay", LL_HARNESS_ERROR, "had not finished after 1.5 s and was stopped");
    ck_assert_int_eq(of("ann")->verdict, LL_PASS);
    ck_assert_int_eq(of("dora")->verdict, LL_PASS);
    ck_assert_int_eq(of("gus")->verdict, LL_PASS);
    ck_assert_uint_eq(count_runs("bob"), 2);
    ck_assert_uint_eq(count_runs("gus"), 1);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_submission_that_cannot_be_read_is_ungradable_with_a_reason)
{
    submit("ann.c", "pass");
    char *path = in_folder("class/fifo.c");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    free(path);
    path = in_folder("class/link.c");
    ck_assert_int_eq(symlink("/etc/passwd", path), 0);
    free(path);
    path = in_folder("class/loop.c");
    ck_assert_int_eq(symlink("loop.c", path), 0);
    free(path);
    submit("huge.c", "x");
    path = in_folder("class/huge.c");
    ck_assert_int_eq(truncate(path, (off_t)5 << 30), 0);
    free(path);
    path = in_folder("class/empty");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    free(path);
    path = in_folder("class/deep");
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(mkdir(path, 0700), 0);
        char *deeper = ll_path_join(path, "d");
        free(path);
        path = deeper;
    }
    free(path);
    path = in_folder("class/inside");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    free(path);
    path = in_folder("class/inside/test.c");
    ck_assert_int_eq(symlink("/", path), 0);
    free(path);
    submit("new\nline .. \xff.c", "pass");
    submit(".hidden.c", "pass");
    grade_well();
    assert_why("fifo", LL_UNGRADABLE, "'fifo.c' is a FIFO");
    assert_why("link", LL_UNGRADABLE, "'link.c' is a link");
    assert_why("loop", LL_UNGRADABLE, "is a link");
    assert_why("huge", LL_UNGRADABLE, "is larger than 1 MiB");
    assert_why("empty", LL_UNGRADABLE, "is an empty folder");
    assert_why("deep", LL_UNGRADABLE, "'deep' has no C file and no 'exercise.c'");
    assert_why("inside", LL_UNGRADABLE, "'test.c' is a link");
    ck_assert_int_eq(of("new\nline .. \xff")->verdict, LL_PASS);
    ck_assert_uint_eq(outcome.class.count, 9);
    ck_assert_uint_eq(count_runs("ann"), 1);
}
END_TEST

START_TEST(a_submission_that_vanishes_is_a_harness_error)
{
    const char *const paths[] = {class_folder, NULL};
    submit("ann.c", "pass");
    submit("bob.c", "pass");
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", output, &submissions, &err), 0);
    char *path = in_folder("class/bob.c");
    ck_assert_int_eq(unlink(path), 0);
    free(path);
    ck_assert_int_eq(ll_class_grade(&grader, &submissions, &options, &outcome, &err),
                     0);
    assert_why("bob", LL_HARNESS_ERROR, "No such file");
    ck_assert_int_eq(of("ann")->verdict, LL_PASS);
}
END_TEST

START_TEST(names_are_distinct)
{
    submit("ann.c", "pass");
    char *path = in_folder("class/ann");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    free(path);
    submit("ann/exercise.c", "fail");
    submit("bob.c", "pass");
    submit("ann.b.c", "pass");
    grade_well();
    ck_assert_int_eq(of("ann.c")->verdict, LL_PASS);
    ck_assert_int_eq(of("ann")->verdict, LL_FAIL);
    ck_assert_int_eq(of("ann.b")->verdict, LL_PASS);
    ck_assert_int_eq(of("bob")->verdict, LL_PASS);

    /* On the command line: files of one name, and a folder that is a submission. */
    char *one = in_folder("class/ann"), *two = in_folder("class/bob.c"),
         *slashes = in_folder("class/ann//");
    const char *const paths[] = {one, two, NULL}, *const twice[] = {one, slashes, NULL};
    forget();
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", NULL, &submissions, &err), 0);
    ck_assert_uint_eq(submissions.count, 2);
    ck_assert_str_eq(submissions.items[0].name, "ann");
    forget();
    ck_assert_int_eq(
        ll_submissions_find(twice, false, "exercise.c", NULL, &submissions, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "two submissions are called"));
    free(one);
    free(two);
    free(slashes);
}
END_TEST

/* One learner's name does not stop the class. */
START_TEST(a_name_without_its_ending_may_be_a_whole_name)
{
    char *class = in_folder("class"), *path = in_folder("class/ann.b");
    const char *const paths[] = {class, NULL};
    submit("ann.c", "pass");
    submit("ann.b.c", "pass");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    submit("ann.b/exercise.c", "fail");
    forget();
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", NULL, &submissions, &err), 0);
    ck_assert_uint_eq(submissions.count, 3);
    ck_assert_str_eq(submissions.items[2].name, "ann.c");
    ck_assert_ptr_nonnull(strstr(submissions.items[0].name, "class/ann.b"));
    ck_assert_ptr_nonnull(strstr(submissions.items[1].name, "class/ann.b.c"));
    free(path);
    free(class);
}
END_TEST

/* Called once all are read, and before any is graded. */
static void change_submission(const struct ll_class_progress *progress, void *data)
{
    (void)data;
    if (progress->graded == NULL)
        submit("ann.c", "fail: this text was not handed in");
}

START_TEST(what_was_hashed_is_what_is_graded)
{
    char given[SHA256_DIGEST_STRING_LENGTH];
    SHA256Data((const uint8_t *)"pass", 4, given);
    submit("ann.c", "pass");
    options.progress = change_submission;
    grade_well();
    ck_assert_int_eq(of("ann")->verdict, LL_PASS);
    ck_assert_str_eq(of("ann")->digest, given);
    ck_assert_str_eq(of("ann")->explanation, given);

    /* Now that the file has changed, it is another submission. */
    options.progress = NULL;
    options.resume = true;
    grade_well();
    ck_assert_int_eq(of("ann")->verdict, LL_FAIL);
    ck_assert_str_eq(of("ann")->explanation, of("ann")->digest);
}
END_TEST

START_TEST(a_link_on_the_command_line_is_followed)
{
    submit("ann.c", "pass");
    char *target = in_folder("class/ann.c"), *link = in_folder("link.c");
    const char *const paths[] = {link, NULL};
    ck_assert_int_eq(symlink(target, link), 0);
    ck_assert_int_eq(
        ll_submissions_find(paths, true, "exercise.c", NULL, &submissions, &err), 0);
    ck_assert_int_eq(ll_class_grade(&grader, &submissions, &options, &outcome, &err),
                     0);
    ck_assert_int_eq(of("link")->verdict, LL_PASS);
    free(target);
    free(link);
}
END_TEST

/* ---- what is known already ------------------------------------------------------- */

START_TEST(old_results_are_not_overwritten_without_resume)
{
    submit("ann.c", "pass");
    grade_well();
    ck_assert_int_eq(grade(), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "holds 1 results already"));
    ck_assert_ptr_nonnull(strstr(err.text, "--resume"));
    options.resume = true;
    options.exercise = "write.c";
    ck_assert_int_eq(grade(), -1);
    ck_assert_ptr_nonnull(
        strstr(err.text, "holds results of lesson 3, exercise.c, not of lesson 3, "
                         "write.c"));
}
END_TEST

START_TEST(resume_grades_what_is_new_or_changed_or_went_wrong)
{
    options.no_cache = true;
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    submit("cid.c", "crash");
    grade_well();
    options.resume = true;
    submit("bob.c", "pass now");
    submit("dora.c", "pass");
    grade_well();
    ck_assert_uint_eq(outcome.class.count, 4);
    ck_assert_uint_eq(outcome.graded, 3); /* and ann is known */
    ck_assert_uint_eq(count_runs("ann"), 1);
    ck_assert_uint_eq(count_runs("bob"), 2);
    ck_assert_uint_eq(count_runs("cid"), 4);
    ck_assert_uint_eq(count_runs("dora"), 1);
    ck_assert_int_eq(of("bob")->verdict, LL_PASS);
    digest = "another grader";
    grade_well();
    ck_assert_uint_eq(count_runs("ann"), 2);

    /* A submission that is gone keeps its result. */
    char *path = in_folder("class/ann.c");
    ck_assert_int_eq(unlink(path), 0);
    free(path);
    grade_well();
    ck_assert_int_eq(of("ann")->verdict, LL_PASS);
    ck_assert_uint_eq(outcome.class.count, 4);
}
END_TEST

START_TEST(an_unchanged_class_comes_from_the_cache)
{
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    submit("cid.c", "broken");
    grade_well();
    char *elsewhere = in_folder("elsewhere");
    options.output = elsewhere;
    grade_well();
    ck_assert_uint_eq(count_runs("ann"), 1);
    ck_assert_uint_eq(count_runs("bob"), 1);
    ck_assert_uint_eq(count_runs("cid"), 2);
    ck_assert_uint_eq(of("bob")->diags.count, 1);
    ck_assert_str_eq(of("bob")->name, "bob");
    free(elsewhere);
    elsewhere = in_folder("anew");
    options.output = elsewhere;
    options.no_cache = true;
    grade_well();
    ck_assert_uint_eq(count_runs("ann"), 2);
    free(elsewhere);
}
END_TEST

START_TEST(without_an_output_folder_nothing_is_written)
{
    submit("ann.c", "pass");
    options.output = NULL;
    grade_well();
    ck_assert_int_eq(of("ann")->verdict, LL_PASS);
    ck_assert(!ll_path_exists(output));
}
END_TEST

/* ---- when it ends early ---------------------------------------------------------- */

/* The one number that `sql` gives. */
static long long ask(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    char *path = in_folder("grades/results.db");
    long long answer = -1;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    free(path);
    return answer;
}

START_TEST(what_was_read_is_kept_beside_the_results)
{
    submit("ann.c", "pass, now");
    submit("bob.c", "pass");
    grade_well();
    ck_assert_int_eq(ask("SELECT count(*) FROM sources WHERE text = 'pass, now'"), 1);
    submit("ann.c", "fail, later");
    char *path = in_folder("class/bob.c");
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(symlink("ann.c", path), 0);
    free(path);
    options.resume = true;
    grade_well();
    ck_assert_int_eq(ask("SELECT count(*) FROM sources WHERE text = 'fail, later'"), 1);
    ck_assert_int_eq(ask("SELECT count(*) FROM sources"), 1); /* none of a link */
    /* An older leaklab has kept none: they are there after the next run. */
    ck_assert_int_eq(ask("DELETE FROM sources"), -1);
    grade_well();
    ck_assert_int_eq(ask("SELECT count(*) FROM sources"), 1);
}
END_TEST

static void submit_many(int count)
{
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "s%02d.c", i);
        submit(name, i % 3 == 0 ? "nap fail" : "nap pass");
    }
}

/* Whether a worker is left. */
static bool any_alive(void)
{
    struct ll_buf text = LL_BUF_INIT;
    bool alive = false;
    while (waitpid(-1, NULL, WNOHANG) > 0) /* as their new parent */
        continue;
    if (ll_file_read(log_path, 1 << 20, &text, NULL) == 0)
        for (char *line = text.data; line != NULL && *line != '\0';
             line = strchr(line, '\n') + 1)
            alive |= kill(atoi(strchr(line, ' ')), 0) == 0;
    ll_buf_release(&text);
    return alive;
}

/* Killed at another moment each time. */
START_TEST(kill_9_loses_no_result)
{
    enum { COUNT = 24 };
    submit_many(COUNT);
    options.no_cache = true;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t child = fork();
    if (child == 0) {
        (void)grade();
        _exit(0);
    }
    nap(5 + 23 * _i);
    kill(child, SIGKILL);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    long long kept = ll_path_exists(output) ? ask("SELECT count(*) FROM results") : 0;
    unsigned runs = count_runs("");
    for (int i = 0; any_alive() && i < 100; i++)
        nap(20);
    ck_assert(!any_alive());

    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.class.count, COUNT);
    ck_assert_int_eq(ask("SELECT count(*) FROM results"), COUNT);
    ck_assert_int_eq(ask("SELECT count(DISTINCT name) FROM results"), COUNT);
    ck_assert_int_eq(ask("SELECT count(*) FROM faults"), 8);
    ck_assert_int_eq(ask("SELECT count(*) FROM items WHERE points = 4"), 8);
    /* Rows in the file were not graded again; at most the two in hand were. */
    ck_assert_uint_le(outcome.graded, COUNT - (size_t)(kept > 0 ? kept : 0));
    ck_assert_uint_le(count_runs(""), runs + COUNT - (unsigned)(kept > 0 ? kept : 0));
    ck_assert_uint_le(count_runs(""), COUNT + 2);
}
END_TEST

/* As on a full disk: files cannot grow beyond `most` bytes. */
static int grade_within(rlim_t most)
{
    const char *const paths[] = {class_folder, NULL};
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", output, &submissions, &err), 0);
    pid_t child = fork();
    if (child == 0) { /* no ck_assert from here on: it writes files */
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){most, most});
        if (ll_class_grade(&grader, &submissions, &options, &outcome, &err) == 0)
            _exit(0);
        _exit(strstr(err.text, "cannot ") != NULL && err.fault == LL_FAULT_HARNESS ? 1
                                                                                   : 2);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "killed by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

START_TEST(a_full_disk_loses_no_result)
{
    static const rlim_t sizes[] = {0, 5000, 70000, 100000, 150000};
    submit_many(24);
    options.no_cache = true;
    ck_assert_int_eq(grade_within(sizes[_i]), 1);
    char *path = in_folder("grades/results.db");
    long long kept = ll_path_exists(path) ? ask("SELECT count(*) FROM results") : 0;
    free(path);
    ck_assert_int_lt(kept, 24);
    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.class.count, 24);
    ck_assert_int_eq(ask("SELECT count(*) FROM results"), 24);
    ck_assert_uint_le(outcome.graded, 24 - (size_t)(kept > 0 ? kept : 0));
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(an_interrupt_keeps_the_results_so_far)
{
    submit_many(24);
    options.no_cache = true;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGTERM, (void (*)(int))ll_jail_cancel);
        _exit(grade() == -1 && strstr(err.text, "interrupted") != NULL ? 5 : 6);
    }
    nap(120);
    kill(child, SIGTERM);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    ck_assert(!any_alive());
    ck_assert_uint_eq(count_left_over(), 0);
    long long kept = ask("SELECT count(*) FROM results");
    ck_assert_int_lt(kept, 24);
    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.graded, 24 - (size_t)kept);
}
END_TEST

START_TEST(a_second_leaklab_cannot_write_the_same_results)
{
    submit("ann.c", "pass");
    char *aside;
    struct ll_results *held =
        ll_results_open(output, "lesson 3, exercise.c", true, &aside, &err);
    ck_assert_ptr_nonnull(held);
    ck_assert_ptr_null(aside);
    pid_t child = fork();
    if (child == 0) {
        options.resume = true;
        _exit(grade() == -1 && strstr(err.text, "another leaklab") != NULL ? 5 : 6);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    ll_results_close(held);
    grade_well();
}
END_TEST

START_TEST(a_changed_result_is_told)
{
    const struct ll_style style = {.width = 80};
    struct ll_buf out = LL_BUF_INIT;
    submit("ann.c", "fail");
    submit("bob.c", "pass");
    submit("cid.c", "broken");
    grade_well();
    ck_assert_uint_eq(outcome.change_count, 0);
    submit("ann.c", "pass after all");
    submit("bob.c", "pass, only commented");
    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.change_count, 1);
    ck_assert_str_eq(outcome.changes[0].name, "ann");
    ck_assert_int_eq(outcome.changes[0].before.verdict, LL_FAIL);
    ck_assert_int_eq(outcome.changes[0].after.verdict, LL_PASS);
    ll_class_summary(&outcome, &style, &out);
    assert_has(&out, "Changed since the grading before\n   ann: ");
    ll_buf_release(&out);
}
END_TEST

/* Overwrite a part of results.db, with what SQLite keeps beside it gone. */
static void damage(long offset, const char *with)
{
    char *path = ll_path_join(output, "results.db"), *log = NULL;
    ck_assert_int_gt(asprintf(&log, "%s-wal", path), 0);
    unlink(log);
    free(log);
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, offset, SEEK_SET), 0);
    ck_assert_int_eq(fputs(with, file), 1);
    ck_assert_int_eq(fclose(file), 0);
    free(path);
}

static void resume_with_a_broken_file(void)
{
    options.resume = false;
    ck_assert_int_eq(grade(), -1);
    ck_assert_msg(strstr(err.text, "is broken: carry on with --resume") != NULL, "%s",
                  err.text);
    err = (struct ll_error){0};
    options.resume = true;
    grade_well();
    ck_assert_ptr_nonnull(outcome.aside);
    ck_assert(ll_path_exists(outcome.aside));
    ck_assert_uint_eq(outcome.class.count, 2);
}

START_TEST(a_broken_file_is_set_aside)
{
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    grade_well();
    ck_assert_ptr_null(outcome.aside);
    damage(0, "this is no database, and never was one");
    resume_with_a_broken_file();
    ck_assert_uint_eq(outcome.graded, 0); /* the cache knew all of them */
    ck_assert(ll_ends_with(outcome.aside, "results.db.broken-1"));
    damage(4096, "pages after the first have been overwritten");
    resume_with_a_broken_file();
    ck_assert(ll_ends_with(outcome.aside, "results.db.broken-2"));
    grade_well();
    ck_assert_ptr_null(outcome.aside);
}
END_TEST

static void run_in_results(const char *statement)
{
    sqlite3 *db;
    char *path = ll_path_join(output, "results.db");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, statement, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    free(path);
}

START_TEST(a_score_of_any_size_is_compared)
{
    submit("ann.c", "pass");
    submit("bob.c", "pass");
    grade_well();
    run_in_results("UPDATE results SET key = '', score = 1e300 WHERE name = 'ann'");
    run_in_results("UPDATE results SET key = '', score = score - 1e-9"
                   " WHERE name = 'bob'");
    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.change_count, 1); /* of bob's nobody would see a change */
    ck_assert_str_eq(outcome.changes[0].name, "ann");
}
END_TEST

START_TEST(a_row_that_cannot_be_understood_is_graded_again)
{
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    grade_well();
    run_in_results("UPDATE results SET graded = '{\"verdict\":'");
    resume_with_a_broken_file();
}
END_TEST

START_TEST(a_file_that_is_no_database_is_not_changed)
{
    ck_assert_int_eq(mkdir(output, 0700), 0);
    free(write_file("grades/results.db",
                    "these are my results, and they are not yours"));
    submit("ann.c", "pass");
    ck_assert_int_eq(grade(), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "results.db' is broken"));
    err = (struct ll_error){0};
    options.resume = true;
    grade_well();
    struct ll_buf text = LL_BUF_INIT;
    char *path = in_folder("grades/results.db.broken-1");
    ck_assert_int_eq(ll_file_read(path, 1000, &text, &err), 0);
    ck_assert_str_eq(text.data, "these are my results, and they are not yours");
    ll_buf_release(&text);
    free(path);
}
END_TEST

/* ---- near-identical -------------------------------------------------------------- */

static const char own_words[] =
    "#include \"route.h\"\n"
    "/* A list, because I like lists. */\n"
    "struct leg { struct leg *next; int metres; char *label; };\n"
    "static struct leg *first_leg;\n"
    "int legs_add(int metres, const char *label)\n"
    "{\n"
    "    struct leg *leg = malloc(sizeof *leg);\n"
    "    if (leg == NULL)\n"
    "        return -1;\n"
    "    leg->label = strdup(label);\n"
    "    if (leg->label == NULL) {\n"
    "        free(leg);\n"
    "        return -1;\n"
    "    }\n"
    "    for (struct leg *at = first_leg; at != NULL; at = at->next)\n"
    "        if (at->metres > metres && at->next != NULL)\n"
    "            metres += at->next->metres / 2 - 1;\n"
    "    leg->metres = metres;\n"
    "    leg->next = first_leg;\n"
    "    first_leg = leg;\n"
    "    return 0;\n"
    "}\n"
    "void legs_free(void)\n"
    "{\n"
    "    while (first_leg != NULL) {\n"
    "        struct leg *next = first_leg->next;\n"
    "        free(first_leg->label);\n"
    "        free(first_leg);\n"
    "        first_leg = next;\n"
    "    }\n"
    "}\n";

/* Renamed, newly commented, otherwise indented. */
static char *disguise(const char *text)
{
    struct ll_buf out = LL_BUF_INIT;
    for (; *text != '\0'; text++)
        if (strncmp(text, "metres", 6) == 0) {
            ll_buf_puts(&out, "d");
            text += 5;
        } else if (strncmp(text, "leg", 3) == 0)
            ll_buf_puts(&out, "stre"), text += 1;
        else if (*text == '\n')
            ll_buf_puts(&out, " // my own idea: \"quote\n\n\t");
        else
            ll_buf_putc(&out, *text);
    char *disguised = ll_buf_take(&out);
    ck_assert_ptr_nonnull(disguised);
    return disguised;
}

START_TEST(near_identical_ones_are_found)
{
    static const char lone[] = "int f(int n) { switch (n) { case 1: return 3; case 2: "
                               "do n--; while (n > 0 && n % 2); return n ? 4 : 5; } "
                               "return (n << 3) | ~n; } double g(double x[]) { goto a; "
                               "a: x[0] *= x[1] / (x[2] - 1.5); return -x[3]; }";
    char *copy = disguise(own_words);
    struct ll_buf shipped = LL_BUF_INIT, mended = LL_BUF_INIT, more = LL_BUF_INIT;
    ll_buf_addf(&more, "%sint legs_more(void) { return first_leg != NULL; }\n",
                own_words);
    ck_assert_int_eq(ll_file_read(LL_SOURCE_DIR "/lessons/03-lost-realloc/exercise.c",
                                  1 << 20, &shipped, &err),
                     0);
    ll_buf_puts(&mended, shipped.data);
    ll_buf_puts(&mended, "int mended(void) { return 1; }\n");
    submit("ann.c", own_words);
    submit("bob.c", copy);
    submit("cid.c", lone);
    submit("hal.c", more.data);     /* the same, and some more */
    submit("dora.c", shipped.data); /* as shipped: twice */
    submit("eve.c", shipped.data);
    submit("fay.c", mended.data); /* a line of their own */
    submit("gus.c", mended.data);
    grade_well();
    ck_assert_uint_eq(outcome.alike.count, 1);
    const struct ll_similar_group *group = &outcome.alike.groups[0];
    ck_assert_uint_eq(group->count, 3);
    ck_assert_str_eq(outcome.class.all[group->members[0]].name, "ann");
    ck_assert_str_eq(outcome.class.all[group->members[1]].name, "bob");
    ck_assert_str_eq(outcome.class.all[group->members[2]].name, "hal");
    ck_assert_uint_eq(group->most, 100);
    ck_assert_uint_ge(group->least, 80);
    ck_assert_uint_lt(group->least, 100);

    /* They are remembered: the class is not read again. */
    char *path = in_folder("class/bob.c");
    ck_assert_int_eq(unlink(path), 0);
    free(path);
    options.resume = true;
    grade_well();
    ck_assert_uint_eq(outcome.alike.count, 1);
    free(copy);
    ll_buf_release(&more);
    ll_buf_release(&shipped);
    ll_buf_release(&mended);
}
END_TEST

START_TEST(a_copy_of_the_lessons_solution_is_found)
{
    struct ll_buf solution = LL_BUF_INIT;
    ck_assert_int_eq(ll_file_read(LL_SOURCE_DIR
                                  "/lessons/14-ownership/../03-lost-realloc/"
                                  "write_solution.c",
                                  1 << 20, &solution, &err),
                     0);
    options.exercise = "write.c";
    submit("ann.c", solution.data);
    grade_well();
    ck_assert_uint_eq(outcome.alike.count, 1);
    ck_assert_uint_eq(outcome.alike.groups[0].members[1], outcome.class.count);
    ck_assert_str_eq(outcome.solution, "write_solution.c");
    ll_buf_release(&solution);
}
END_TEST

START_TEST(code_that_all_have_does_not_count)
{
    for (int i = 0; i < 14; i++) {
        char name[16];
        snprintf(name, sizeof name, "s%02d.c", i);
        submit(name, own_words);
    }
    grade_well();
    ck_assert_uint_eq(outcome.alike.count, 0);
}
END_TEST

/* ---- the summary ----------------------------------------------------------------- */

/* Allocations are made to fail once all else passes: a submission that did not come so
 * far did not fail there. */
START_TEST(allocations_that_were_not_made_to_fail_do_not_count_as_failures)
{
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_style style = {.width = 80};
    struct ll_graded_item early[] = {
        {.kind = LL_ITEM_TEST, .name = "program", .verdict = LL_FAIL},
        {.kind = LL_ITEM_SWEEP, .name = "sweep", .verdict = LL_FAIL}};
    struct ll_graded_item late[] = {
        {.kind = LL_ITEM_TEST, .name = "program", .verdict = LL_PASS},
        {.kind = LL_ITEM_SWEEP, .name = "sweep", .verdict = LL_FAIL}};
    struct ll_graded all[] = {
        {.name = "ann", .verdict = LL_FAIL, .items = early, .count = 2, .most = 1},
        {.name = "bob", .verdict = LL_FAIL, .items = late, .count = 2, .most = 1}};
    const struct ll_class_outcome two = {.class = {.all = all, .count = 2}};
    ll_class_summary(&two, &style, &out);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "program: fails for 1 of 2"));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "sweep: fails for 1 of 2"));
    ll_buf_release(&out);
}
END_TEST

START_TEST(the_summary_shows_scores_faults_and_reasons)
{
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_style style = {.width = 80};
    char *copy = disguise(own_words);
    submit("ann.c", "pass");
    submit("bob.c", "fail");
    submit("cid.c", "fail too");
    submit("dora.c", "broken");
    submit("eve.c", own_words);
    submit("fay.c", copy);
    char *path = in_folder("class/gus\033[2J.c");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    grade_well();
    ll_class_summary(&outcome, &style, &out);
    static const char *const wanted[] = {
        "7 submissions in ",
        "mean 52 %, median 40 %",
        "1 pass, 4 fail, 1 ungradable",
        "1 harness error",
        "100 %  ██████████ 1\n",
        "definitely-lost             4\n",
        "its memory is in order: fails for 4 of 5",
        "'gus",
        "is a FIFO",
        "dora: the machine is broken",
        "--resume",
        "eve and fay: 100 % of the code that is not the lesson's",
        "no proof"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_msg(strstr(ll_buf_text(&out), wanted[i]) != NULL, "no '%s' in:\n%s",
                      wanted[i], ll_buf_text(&out));
    ck_assert_ptr_null(strchr(out.data, '\033'));
    ll_buf_clear(&out);
    ll_class_bar(
        &(struct ll_class_progress){.done = 41, .count = 60, .known = 1, .seconds = 5},
        3, &style, &out);
    ck_assert_str_eq(out.data, " Lesson 3 · 60 submissions          "
                               "█████████████░░░░░░░  41/60   8/s   2 s left");
    ll_buf_release(&out);
    free(path);
    free(copy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("class");
    TCase *tests = case_create("class");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, learners_are_told_by_the_names_that_a_platform_gives);
    tcase_add_test(tests, a_roster_names_learners_and_tells_who_is_missing);
    tcase_add_test(tests, each_submission_is_graded_once);
    tcase_add_test(tests, a_worker_that_dies_loses_only_its_own_submission);
    tcase_add_test(tests, a_submission_that_cannot_be_read_is_ungradable_with_a_reason);
    tcase_add_test(tests, a_submission_that_vanishes_is_a_harness_error);
    tcase_add_test(tests, names_are_distinct);
    tcase_add_test(tests, a_name_without_its_ending_may_be_a_whole_name);
    tcase_add_test(tests, what_was_hashed_is_what_is_graded);
    tcase_add_test(tests, a_link_on_the_command_line_is_followed);
    tcase_add_test(tests, old_results_are_not_overwritten_without_resume);
    tcase_add_test(tests, resume_grades_what_is_new_or_changed_or_went_wrong);
    tcase_add_test(tests, what_was_read_is_kept_beside_the_results);
    tcase_add_test(tests, an_unchanged_class_comes_from_the_cache);
    tcase_add_test(tests, without_an_output_folder_nothing_is_written);
    tcase_add_loop_test(tests, kill_9_loses_no_result, 0, 16);
    tcase_add_loop_test(tests, a_full_disk_loses_no_result, 0, 5);
    tcase_add_test(tests, an_interrupt_keeps_the_results_so_far);
    tcase_add_test(tests, a_second_leaklab_cannot_write_the_same_results);
    tcase_add_test(tests, a_changed_result_is_told);
    tcase_add_test(tests, a_score_of_any_size_is_compared);
    tcase_add_test(tests, a_broken_file_is_set_aside);
    tcase_add_test(tests, a_row_that_cannot_be_understood_is_graded_again);
    tcase_add_test(tests, a_file_that_is_no_database_is_not_changed);
    tcase_add_test(tests, near_identical_ones_are_found);
    tcase_add_test(tests, a_copy_of_the_lessons_solution_is_found);
    tcase_add_test(tests, code_that_all_have_does_not_count);
    tcase_add_test(tests,
                   allocations_that_were_not_made_to_fail_do_not_count_as_failures);
    tcase_add_test(tests, the_summary_shows_scores_faults_and_reasons);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
