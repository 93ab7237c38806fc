/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/screen.h"
#include "class/class.h"
#include "class/outputs.h"
#include "class/summary.h"

extern const struct ll_command ll_command_grade;

enum { FORMATS_MOST = 16, JOBS_WITH_SERVERS = 80 };

struct request {
    unsigned lesson;
    const char *exercise;
    const char *one;    /* the only submission; NULL: a class */
    const char *output; /* a class: a folder; one: a file, or NULL for stdout */
    const struct ll_grade_format *formats[FORMATS_MOST];
    size_t format_count;
    struct ll_grade_options options;
    struct ll_class_options class;
    struct ll_style style; /* of stderr: the progress */
    bool bar;
};

enum {
    OPT_LESSON = 256,
    OPT_EXERCISE,
    OPT_ONE,
    OPT_OUTPUT,
    OPT_FORMAT,
    OPT_JOBS,
    OPT_RESUME,
    OPT_NO_CACHE,
    OPT_NO_GATE,
    OPT_TRUST,
    OPT_TIMEOUT
};

static const struct option long_options[] = {
    {"lesson", required_argument, NULL, OPT_LESSON},
    {"exercise", required_argument, NULL, OPT_EXERCISE},
    {"one", required_argument, NULL, OPT_ONE},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"jobs", required_argument, NULL, OPT_JOBS},
    {"resume", no_argument, NULL, OPT_RESUME},
    {"no-cache", no_argument, NULL, OPT_NO_CACHE},
    {"no-gate", no_argument, NULL, OPT_NO_GATE},
    {"trust", no_argument, NULL, OPT_TRUST},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {0},
};

static int misuse(const char *format, const char *value)
{
    return ll_command_misuse(&ll_command_grade, format, value);
}

static int add_format(struct request *request, const char *name)
{
    const struct ll_grade_format *format = ll_grade_format_find(name);
    if (format != NULL && request->format_count < FORMATS_MOST) {
        request->formats[request->format_count++] = format;
        return 0;
    }
    struct ll_buf known = LL_BUF_INIT;
    for (size_t i = 0; ll_grade_formats[i] != NULL; i++)
        ll_buf_addf(&known, "%s%s", i > 0 ? ", " : "", ll_grade_formats[i]->name);
    int status = ll_command_misuse(&ll_command_grade, "there is no format '%s' (%s)",
                                   name, ll_buf_text(&known));
    ll_buf_release(&known);
    return status;
}

static int set_timeout(struct request *request, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (*end != '\0' || !(seconds > 0 && seconds <= 86400))
        return misuse("--timeout takes seconds, not '%s'", text);
    request->options.limits.wall_seconds = seconds;
    request->options.limits.cpu_seconds = 2 * seconds;
    return 0;
}

static int set_jobs(struct request *request, const char *text)
{
    char *end;
    errno = 0;
    unsigned long jobs = strtoul(text, &end, 10);
    if (text[0] < '1' || text[0] > '9' || *end != '\0' || errno != 0 || jobs > 256)
        return misuse("--jobs takes a number from 1 to 256, not '%s'", text);
    request->class.jobs = (unsigned)jobs;
    return 0;
}

static int take_option(struct request *request, int option, const char *value)
{
    struct ll_error err = {0};
    switch (option) {
    case OPT_LESSON:
        return ll_screen_number(value, &request->lesson, &err) == 0
                   ? 0
                   : ll_command_failed(&err);
    case OPT_EXERCISE:
        request->exercise = ll_path_base(value);
        return 0;
    case OPT_ONE:
        request->one = value;
        return 0;
    case OPT_OUTPUT:
        request->output = value;
        return 0;
    case OPT_FORMAT:
        return add_format(request, value);
    case OPT_JOBS:
        return set_jobs(request, value);
    case OPT_RESUME:
        request->class.resume = true;
        return 0;
    case OPT_NO_CACHE:
        request->class.no_cache = true;
        return 0;
    case OPT_NO_GATE:
        request->options.gate = false;
        return 0;
    case OPT_TRUST:
        request->options.allow_weak_isolation = true;
        return 0;
    case OPT_TIMEOUT:
        return set_timeout(request, value);
    case ':':
        return misuse("an option lacks its value%s", "");
    default:
        return misuse("unknown option '%s'", value);
    }
}

static int take_arguments(struct request *request, int argc, char **argv)
{
    int option;
    optind = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        const char *value = option == '?' ? argv[optind - 1] : optarg;
        int status = take_option(request, option, value);
        if (status != 0)
            return status;
    }
    if (request->lesson == 0)
        return misuse("which lesson? --lesson %s", "N");
    if (request->one == NULL && optind == argc)
        return misuse("which submissions? Name their folder%s", "");
    if (request->one != NULL && optind < argc)
        return misuse("--one is for one submission, and there is '%s', too",
                      argv[optind]);
    if (request->one != NULL && request->class.resume)
        return misuse("--resume is for a class, not for --one%s", "");
    if (request->one != NULL && request->format_count > 1)
        return misuse("--one takes one --format%s", "");
    return 0;
}

/* ---- while it runs
 * --------------------------------------------------------------------
 */

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

/* ---- a class
 * --------------------------------------------------------------------------
 */

static int write_all(const struct request *request, const struct ll_class *class,
                     struct ll_error *err)
{
    for (const char *const *name = ll_outputs_always; *name != NULL; name++) {
        const struct ll_grade_format *format = ll_grade_format_find(*name);
        if (format != NULL &&
            ll_outputs_write(class, request->output, format, err) != 0)
            return -1;
    }
    for (size_t i = 0; i < request->format_count; i++)
        if (ll_outputs_write(class, request->output, request->formats[i], err) != 0)
            return -1;
    return 0;
}

static void print_summary(const struct request *request,
                          const struct ll_class_outcome *outcome)
{
    struct ll_style style = ll_style_for(STDOUT_FILENO);
    struct ll_buf out = LL_BUF_INIT;
    struct ll_buf files = LL_BUF_INIT;
    ll_class_summary(outcome, &style, &out);
    for (size_t i = 0; i < request->format_count; i++)
        ll_buf_addf(&files, " · %s%s",
                    request->formats[i]->all != NULL ? request->formats[i]->file
                                                     : request->formats[i]->name,
                    request->formats[i]->all != NULL ? "" : "/");
    ll_buf_addf(&out, "\n results.db · scores.csv · feedback/NAME.txt%s, in %s\n",
                ll_buf_text(&files), request->output);
    ll_buf_release(&files);
    ll_screen_print(&out);
}

static int grade_class(struct request *request, struct ll_grader *grader, char **paths,
                       struct ll_error *err)
{
    struct ll_submissions submissions = {0};
    struct ll_class_outcome outcome = {0};
    int status = LL_EXIT_CLEAN;
    request->class.output = request->output;
    if (ll_submissions_find((const char *const *)paths, false, request->class.exercise,
                            request->output, &submissions, err) != 0)
        return ll_command_failed(err);
    if (submissions.count == 0) {
        fprintf(stderr, "leaklab: there are no submissions in '%s'\n", paths[0]);
        return LL_EXIT_INPUT;
    }
    int graded = ll_class_grade(grader, &submissions, &request->class, &outcome, err);
    end_progress(request);
    if (graded != 0) {
        status = ll_command_failed(err);
        if (err->fault == LL_FAULT_HARNESS)
            fputs(
                "leaklab: what was graded until then is kept: carry on with --resume\n",
                stderr);
        goto out;
    }
    if (write_all(request, &outcome.class, err) != 0) {
        status = ll_command_failed(err);
        fputs(
            "leaklab: all results are in results.db: --resume writes the rest again\n",
            stderr);
        goto out;
    }
    print_summary(request, &outcome);
    for (size_t i = 0; i < outcome.class.count; i++)
        if (outcome.class.all[i].verdict == LL_HARNESS_ERROR)
            status = LL_EXIT_HARNESS;

out:
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
    return status;
}

/* ---- one submission
 * -------------------------------------------------------------------
 */

/* Print it, or write it to the file: whatever becomes of it, a course's system waits
 * for that file. Returns an exit status. */
static int tell_one(const struct request *request, const struct ll_graded *graded)
{
    struct ll_error err = {0};
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_grade_format *format = request->format_count > 0
                                               ? request->formats[0]
                                               : ll_grade_format_find("feedback");
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

static int tell_failure(const struct request *request, const struct ll_error *err)
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
        (void)tell_one(request, &graded);
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
        status = tell_failure(request, err);
    else
        status = tell_one(request, &outcome.class.all[0]);
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
    return status;
}

static int grade(struct request *request, char **paths, struct ll_error *err)
{
    struct ll_lesson *lesson = ll_screen_lesson(request->lesson, err);
    const struct ll_exercise *exercise =
        lesson != NULL ? ll_lesson_exercise(lesson, request->exercise, err) : NULL;
    struct ll_grader *grader = NULL;
    char output[32];
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
    /* Ten programs a tool, all of which may have to be stopped, and then some. */
    request->class.most_seconds = 120 + 60 * request->options.limits.wall_seconds;
    if (request->one == NULL && request->output == NULL) {
        snprintf(output, sizeof output, "grades-lesson%u", request->lesson);
        request->output = output;
    }
    grader = ll_grader_new(lesson, &request->options, err);
    if (grader == NULL)
        status =
            request->one != NULL ? tell_failure(request, err) : ll_command_failed(err);
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
    struct ll_error err = {0};
    struct request request = {
        .options = {.gate = true, .limits = ll_limits_isolated},
        .style = ll_style_for(STDERR_FILENO),
    };
    const char *term = getenv("TERM");
    request.bar = isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
    int status = take_arguments(&request, argc, argv);
    if (status != 0)
        return status;
    if (request.one == NULL) {
        request.class.progress = show_progress;
        request.class.data = &request;
    }
    if (request.options.allow_weak_isolation)
        fputs("leaklab: --trust: where this machine cannot isolate a submission, it "
              "runs with\nleaklab: your own rights; it could read and change what you "
              "can\n",
              stderr);
    return grade(&request, argv + optind, &err);
}

const struct ll_command ll_command_grade = {
    .name = "grade",
    .usage = "--lesson N [OPTIONS] SUBMISSIONS...",
    .summary = "grade a class's submissions (for instructors)",
    .help =
        "Grades each submission of a folder (a file, or a folder with the exercise's\n"
        "files) and keeps every result the moment it is there.\n"
        "\n"
        "  --lesson N       the lesson\n"
        "  --exercise FILE  its exercise of that file (default: the first)\n"
        "  --output FOLDER  where results go (default: grades-lessonN)\n"
        "  --resume         carry on: grade what is new, changed, or went wrong\n"
        "  --format F       in this format, too; may be repeated\n"
        "  --one FILE       this submission alone; --format F and --output FILE tell\n"
        "                   how and where\n"
        "  --jobs N         so many side by side (default: as many as processors)\n"
        "  --timeout S      stop a program after S seconds (default 10)\n"
        "  --no-cache       run, even what was graded before\n"
        "  --no-gate        let sources through that use what they must not\n"
        "  --trust          go on where the machine cannot isolate the submissions\n"
        "\n"
        "Exit status: 0 all were graded, whatever came of it, 2 wrong usage, 3 "
        "leaklab\n"
        "failed, for one of them or altogether. With --one: 0 pass, 1 fail, 2 not\n"
        "gradable, 3 leaklab failed\n"
        "\n"
        "  leaklab grade --lesson 3 submissions/\n"
        "  leaklab grade --lesson 3 --one ann.c --format gradescope --output "
        "results.json\n",
    .run = run,
};
