/* SPDX-License-Identifier: MIT
 *
 * cmd_grade: the command `grade`: submissions become grades. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "class/class.h"
#include "class/pictures.h"
#include "class/roster.h"
#include "class/shard.h"
#include "class/summary.h"
#include "cli/class_files.h"
#include "cli/screen.h"
#include "jail/isolation.h"
#include "jail/jail.h"
#include "picture/picture.h"
#include "report/grades.h"
#include "report/layout.h"

extern const struct ll_command ll_command_grade;

/* There are 256 grading users: each job takes up to four. */
enum { JOBS_WITH_SERVERS = 60 };

struct request {
    unsigned lesson;
    const char *exercise;
    const char *one;    /* the only submission; NULL: a class */
    const char *output; /* a class: a folder; one: a file, or NULL for stdout */
    const char *part;   /* "2/8"; NULL: the whole class */
    const char *names;  /* the roster; NULL: none */
    struct ll_shard shard;
    struct ll_class_files files;
    struct ll_grade_options options;
    struct ll_class_options class;
    struct ll_style style; /* of the progress on stderr */
    bool bar;              /* the progress is one line, written again and again */
    bool no_gate, disposable;
    bool pictures;
};

/* ---- the options ----------------------------------------------------------------- */

static const struct ll_option options[] = {
    {.name = "lesson",
     .type = LL_OPTION_COUNT,
     .value = "N",
     .at = offsetof(struct request, lesson),
     .least = 1,
     .most = 9999,
     .values = LL_VALUES_LESSONS,
     .help = "the lesson's number"},
    {.name = "exercise",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct request, exercise),
     .help = "the exercise that is done in FILE (default: the lesson's first)"},
    {.name = "output",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .at = offsetof(struct request, output),
     .values = LL_VALUES_FILES | LL_VALUES_FOLDERS,
     .help = "where the results are written (default: grades-lessonN, with --shard "
             "grades-lessonN-IofN); with --one, a file (default: stdout)"},
    {.name = "resume",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, class.resume),
     .help = "grade only what is new, has changed, or failed because of leaklab"},
    {.name = "pictures",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, pictures),
     .help = "run each submission with a fault of memory once more, isolated, and draw "
             "its memory as a page: pictures/NAME.html"},
    {.group = ll_class_files_options, .at = offsetof(struct request, files)},
    {.name = "one",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct request, one),
     .values = LL_VALUES_FILES | LL_VALUES_FOLDERS,
     .help = "grade only this submission, a file or a folder"},
    {.name = "names",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct request, names),
     .values = LL_VALUES_FILES,
     .help = "a table (CSV) with the columns id and name: show the learners by their "
             "names, and tell who has handed nothing in"},
    {.name = "shard",
     .type = LL_OPTION_TEXT,
     .value = "I/N",
     .at = offsetof(struct request, part),
     .help = "grade part I of N of the class, on a machine of its own; 'leaklab merge' "
             "joins the parts"},
    {.name = "jobs",
     .type = LL_OPTION_COUNT,
     .value = "N",
     .at = offsetof(struct request, class.jobs),
     .least = 1,
     .most = 256,
     .help =
         "grade N submissions at the same time (default: the number of processors)"},
    {.group = ll_options_timeout, .at = offsetof(struct request, options.limits)},
    {.group = ll_options_memory, .at = offsetof(struct request, options.limits)},
    {.group = ll_screen_no_cache, .at = offsetof(struct request, class.no_cache)},
    {.name = "no-gate",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, no_gate),
     .help = "accept sources that use what they must not use; they stay isolated"},
    {.name = "disposable",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, disposable),
     .help =
         "whoever started leaklab ends all processes that it leaves, as a container "
         "does: what a submission leaves running is not for leaklab to end"},
    {.name = "trust",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, options.allow_weak_isolation),
     .help = "grade even if this machine cannot isolate the submissions (see 'leaklab "
             "doctor')"},
    {0},
};

/* Whether SUBMISSIONS are needed depends on --one. */
static const struct ll_operand operands[] = {
    {.many = true, .values = LL_VALUES_FILES | LL_VALUES_FOLDERS},
};

/* Check what no row can check alone. Returns 0, or an exit status. */
static int check_request(struct request *request, const struct ll_operands *given)
{
    const struct ll_command *command = &ll_command_grade;
    if (request->lesson == 0)
        return ll_command_misuse(command, "which lesson? --lesson N");
    if (request->one == NULL && given->count == 0)
        return ll_command_misuse(command, "which submissions? Name their folder");
    if (request->one != NULL && given->count > 0)
        return ll_command_misuse(command, "--one grades one submission; leave out '%s'",
                                 given->items[0]);
    if (request->one != NULL && request->class.resume)
        return ll_command_misuse(command, "--resume is for a class, not for --one");
    if (request->one != NULL && request->part != NULL)
        return ll_command_misuse(command, "--shard is for a class, not for --one");
    if (request->part != NULL && !ll_shard_read(request->part, &request->shard))
        return ll_command_misuse(
            command, "--shard '%s': write the part and how many there are, such as 2/8",
            request->part);
    const char *table = request->names != NULL                   ? "--names"
                        : request->files.marks.worksheet != NULL ? "--worksheet"
                        : request->files.marks.gradebook != NULL ? "--gradebook"
                        : request->files.marks.column != NULL    ? "--column"
                                                                 : NULL;
    if (request->one != NULL && table != NULL)
        return ll_command_misuse(command, "%s is for a class, not for --one", table);
    if (request->one != NULL && request->pictures)
        return ll_command_misuse(command, "--pictures is for a class, not for --one");
    if (request->one != NULL && request->files.formats.count > 1)
        return ll_command_misuse(command, "--one takes only one --format");
    return 0;
}

/* ---- progress -------------------------------------------------------------------- */

static void show_progress(const struct ll_class_progress *progress, void *data)
{
    const struct request *request = data;
    struct ll_buf out = LL_BUF_INIT;
    if (request->bar) {
        ll_buf_puts(&out, "\r");
        ll_class_bar(progress, request->lesson, &request->style, &out);
        ll_buf_puts(&out, "\033[K");
    } else if (progress->graded != NULL) {
        ll_class_line(progress, &out);
    }
    fputs(ll_buf_text(&out), stderr);
    ll_buf_release(&out);
}

static void end_progress(const struct request *request)
{
    if (request->bar)
        fputs("\r\033[K", stderr);
}

/* ---- a class --------------------------------------------------------------------- */

/* Say what is kept of a class that was not graded to its end. */
static void say_kept(const struct request *request)
{
    fprintf(stderr,
            "leaklab: the results so far are kept in '%s/results.db'%s: continue with "
            "--resume\n",
            request->output, request->class.no_cache ? "" : " and in the cache");
}

/* Name the learners as the roster does, if there is one. */
static int name_learners(const struct request *request,
                         struct ll_submissions *submissions, struct ll_error *err)
{
    struct ll_roster roster;
    if (request->names == NULL)
        return 0;
    int result = ll_roster_read(request->names, &roster, err);
    if (result == 0)
        result = ll_roster_apply(&roster, submissions, err);
    ll_roster_release(&roster);
    return result;
}

/* Say what is in the folder or archive and is no submission: the first few. */
static void say_remarks(const struct ll_strings *remarks, size_t from, size_t most)
{
    for (size_t i = from; i < remarks->count && i - from < most; i++) {
        struct ll_buf clean = LL_BUF_INIT;
        ll_clean(&clean, remarks->items[i]);
        fprintf(stderr, "leaklab: %s\n", ll_buf_text(&clean));
        ll_buf_release(&clean);
    }
    if (remarks->count - from > most)
        fprintf(stderr, "leaklab: and %zu more are left out\n",
                remarks->count - from - most);
}

/* List the submissions, name their learners, and say what is to be said of both. */
static int find_submissions(const struct request *request, char **paths,
                            struct ll_submissions *submissions, struct ll_error *err)
{
    enum { SHOWN = 10 };
    if (ll_submissions_find((const char *const *)paths, false, request->class.exercise,
                            request->output, submissions, err) != 0)
        return -1;
    const struct ll_strings *remarks = &submissions->remarks;
    say_remarks(remarks, 0, SHOWN);
    size_t count = remarks->count;
    if (name_learners(request, submissions, err) != 0 ||
        ll_submissions_check_ids(submissions, err) != 0) {
        ll_submissions_release(submissions);
        return -1;
    }
    say_remarks(remarks, count, remarks->count);
    return 0;
}

/* Leave pictures of no earlier source; draw new ones if they are asked for. */
static int draw_pictures(const struct request *request, struct ll_grader *grader,
                         struct ll_class *class, struct ll_error *err)
{
    ll_pictures_remove(class, request->output);
    if (!request->pictures)
        return 0;
    if (!ll_picture_is_built()) {
        fputs("leaklab: no pictures are drawn: this leaklab was built without its "
              "pages\n",
              stderr);
        return 0;
    }
    fputs("leaklab: all are graded; now their pictures are drawn\n", stderr);
    return ll_pictures_draw(grader, &request->class, class, err);
}

static int grade_class(struct request *request, struct ll_grader *grader, char **paths,
                       struct ll_error *err)
{
    struct ll_submissions submissions = {0};
    struct ll_class_outcome outcome = {0};
    int status = LL_EXIT_CLEAN;
    request->class.output = request->output;
    if (ll_class_files_check(&request->files, err) != 0 ||
        find_submissions(request, paths, &submissions, err) != 0)
        return ll_command_failed(err);
    if (submissions.count == 0) {
        fprintf(stderr, "leaklab: there are no submissions in '%s'\n", paths[0]);
        ll_submissions_release(&submissions);
        return LL_EXIT_INPUT;
    }
    ll_shard_keep(&request->shard, &submissions);
    int graded = ll_class_grade(grader, &submissions, &request->class, &outcome, err);
    end_progress(request);
    if (graded == 0)
        graded = draw_pictures(request, grader, &outcome.class, err);
    if (graded != 0) {
        status = ll_command_failed(err);
        if (err->fault == LL_FAULT_HARNESS)
            say_kept(request);
        goto out;
    }
    if (ll_class_files_write(&request->files, &outcome, request->output, err) != 0) {
        status = ll_command_failed(err);
        fputs(
            "leaklab: all results are in results.db: --resume writes the other files\n",
            stderr);
        goto out;
    }
    ll_class_files_show(&request->files, &outcome, request->output);
    for (size_t i = 0; i < outcome.class.count; i++)
        if (outcome.class.all[i].verdict == LL_HARNESS_ERROR)
            status = LL_EXIT_HARNESS;

out:
    ll_class_files_release(&request->files);
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
    return status;
}

/* ---- one submission -------------------------------------------------------------- */

/* Print the result, or write it to the file. A course's system waits for that file: it
 * is written whatever the result is. Returns an exit status. */
static int write_one(const struct request *request, const struct ll_graded *graded)
{
    struct ll_error err = {0};
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_grade_format *format = ll_grade_format_find(
        request->files.formats.count > 0 ? request->files.formats.items[0]
                                         : "feedback");
    int status = ll_exit_for(graded->verdict);
    if (format->one(graded, &out, &err) != 0 ||
        (request->output != NULL &&
         ll_file_write(request->output, ll_buf_text(&out), out.len, &err) != 0))
        status = ll_command_failed(&err);
    else if (request->output == NULL)
        fwrite(ll_buf_text(&out), 1, out.len, stdout);
    ll_buf_release(&out);
    return status;
}

/* The grader failed: write that as the result, too. Returns an exit status. */
static int write_failure(const struct request *request, const struct ll_error *err)
{
    struct ll_graded graded = {
        .verdict = LL_HARNESS_ERROR,
        .name = (char *)ll_path_base(request->one),
        .lesson = request->lesson,
        .exercise = (char *)request->class.exercise,
        .title = request->class.lesson->manifest->title,
        .why = (char *)err->text,
    };
    if (request->output != NULL)
        (void)write_one(request, &graded);
    return ll_command_failed(err);
}

static int grade_one(struct request *request, struct ll_grader *grader,
                     struct ll_error *err)
{
    struct ll_submissions submissions = {0};
    struct ll_class_outcome outcome = {0};
    const char *const paths[] = {request->one, NULL};
    int status;
    if (ll_submissions_find(paths, true, request->class.exercise, NULL, &submissions,
                            err) != 0 ||
        ll_class_grade(grader, &submissions, &request->class, &outcome, err) != 0)
        status = write_failure(request, err);
    else
        status = write_one(request, &outcome.class.all[0]);
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
    return status;
}

static int grade(struct request *request, char **paths, struct ll_error *err)
{
    struct ll_lesson *lesson = ll_screen_lesson(request->lesson, err);
    const char *wanted =
        request->exercise != NULL ? ll_path_base(request->exercise) : NULL;
    const struct ll_exercise *exercise =
        lesson != NULL ? ll_lesson_exercise(lesson, wanted, err) : NULL;
    struct ll_grader *grader = NULL;
    char output[64];
    int status;
    if (exercise == NULL) {
        status = ll_command_failed(err);
        goto out;
    }
    request->class.lesson = lesson;
    request->class.exercise = request->options.exercise = ll_exercise_file(exercise);
    unsigned jobs = request->class.jobs;
    request->options.no_servers =
        (jobs > 0 ? jobs : (unsigned)sysconf(_SC_NPROCESSORS_ONLN)) > JOBS_WITH_SERVERS;
    /* Each tool runs about ten programs, and each of them may run into its limit. */
    request->class.most_seconds = 120 + 60 * request->options.limits.wall_seconds;
    if (request->one == NULL && request->output == NULL) {
        int length =
            snprintf(output, sizeof output, "grades-lesson%u", request->lesson);
        if (request->part != NULL)
            snprintf(output + length, sizeof output - (size_t)length, "-%uof%u",
                     request->shard.number, request->shard.count);
        request->output = output;
    }
    grader = ll_grader_new(lesson, &request->options, err);
    if (grader == NULL && ll_jail_is_cancelled()) /* else it would blame the lesson */
        (void)ll_fail(err, LL_FAULT_HARNESS, "interrupted before anything was graded");
    if (grader == NULL)
        status =
            request->one != NULL ? write_failure(request, err) : ll_command_failed(err);
    else if (request->one != NULL)
        status = grade_one(request, grader, err);
    else
        status = grade_class(request, grader, paths, err);

out:
    ll_grader_free(grader);
    ll_lesson_free(lesson);
    return status;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {
        .options = {.limits = ll_limits_isolated},
        .style = ll_style_for(STDERR_FILENO),
    };
    const char *term = getenv("TERM");
    request.bar = isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
    if (!ll_command_line_parse(&ll_command_grade, argc, argv, &request, &given,
                               &status) ||
        (status = check_request(&request, &given)) != 0)
        return status;
    request.options.gate = !request.no_gate;
    if (request.disposable)
        ll_isolation_leave_to_host();
    if (request.one == NULL) {
        request.class.progress = show_progress;
        request.class.data = &request;
    }
    if (request.options.allow_weak_isolation)
        fputs("leaklab: --trust: if this machine cannot isolate a submission, the "
              "submission runs\nleaklab: with your rights; it could read and change "
              "what you can\n",
              stderr);
    return grade(&request, given.items, &err);
}

const struct ll_command ll_command_grade = {
    .name = "grade",
    .usage = "--lesson N [OPTIONS] SUBMISSIONS...",
    .summary = "grade the submissions of a class (for instructors)",
    .about = "Grades each submission of a folder, or of an archive as Moodle and "
             "Canvas hand "
             "it over: a file, a folder with the files of the exercise, or an archive "
             "of it. "
             "Each result is written to results.db at once, so that "
             "--resume can continue after an interruption. See docs/graders.md "
             "and docs/formats.md.",
    .status =
        "0 all were graded, whatever their results, 2 wrong usage, 3 leaklab failed, "
        "for one of them or for all. With --one: 0 pass, 1 fail, 2 not gradable, 3 "
        "leaklab failed",
    .examples = "leaklab grade --lesson 3 submissions/\n"
                "leaklab grade --lesson 3 submissions.zip\n"
                "leaklab grade --lesson 3 --resume --format junit submissions/\n"
                "leaklab grade --lesson 3 --one ann.c --format gradescope "
                "--output results.json",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
