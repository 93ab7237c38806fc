/* SPDX-License-Identifier: MIT
 *
 * cmd_picture: the command `picture`: the life of a program's memory, as a page. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/pictured.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/screen.h"
#include "judge/judge.h"
#include "lesson/match.h"

extern const struct ll_command ll_command_picture;

struct request {
    const char *output;
    unsigned lesson;
    const char *fail; /* the allocation that fails, "7" or "7+"; NULL: none */
    bool no_browser;
    struct ll_program program;
};

static int take_fail(void *stored, char letter, const char *value, struct ll_error *err)
{
    unsigned long number;
    bool with_all;
    (void)letter;
    if (!ll_program_failure(value, &number, &with_all))
        return ll_fail(err, LL_FAULT_USAGE,
                       "--fail takes the number of an allocation, as 7 or 7+, not '%s'",
                       value);
    *(const char **)stored = value;
    return 0;
}

static const struct ll_option options[] = {
    {.name = "output",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct request, output),
     .values = LL_VALUES_FILES,
     .help = "where the page is written (default: PROG.picture.html)"},
    {.name = "lesson",
     .type = LL_OPTION_COUNT,
     .value = "N",
     .at = offsetof(struct request, lesson),
     .least = 1,
     .most = 9999,
     .values = LL_VALUES_LESSONS,
     .help = "the wrong half of lesson N, or its FILE, with the lesson's other files"},
    {.name = "fail",
     .type = LL_OPTION_OWN,
     .value = "N",
     .at = offsetof(struct request, fail),
     .take = take_fail,
     .help = "the run in which the Nth allocation fails, as 'leaklab sweep' counts "
             "them; N+: and all that follow"},
    {.name = "no-browser",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, no_browser),
     .help = "open no browser"},
    {.group = ll_options_timeout,
     .at = offsetof(struct request, program.session.limits)},
    {.group = ll_screen_no_cache,
     .at = offsetof(struct request, program.session.no_cache)},
    {.group = ll_screen_pairs, .at = offsetof(struct request, program.subject.pairs)},
    {.group = ll_program_options, .at = offsetof(struct request, program)},
    {0},
};

static const struct ll_operand operands[] = {
    {.many = true, .values = LL_VALUES_PROGRAM},
};

/* ---- the file -------------------------------------------------------------------- */

/* The page of src/series.c is series.picture.html, here. New string. */
static char *default_file(const struct request *request)
{
    struct ll_buf name = LL_BUF_INIT;
    if (request->lesson > 0) {
        ll_buf_addf(&name, "lesson%u.picture.html", request->lesson);
    } else {
        const char *base = ll_path_base(request->program.subject.name);
        const char *dot = strrchr(base, '.');
        ll_buf_add(&name, base, dot != NULL ? (size_t)(dot - base) : strlen(base));
        ll_buf_puts(&name, ".picture.html");
    }
    return ll_buf_take(&name);
}

/* Whether there is a desktop that can show a page to who reads this terminal. */
static bool has_desktop(void)
{
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return isatty(STDOUT_FILENO) &&
           ((x11 != NULL && x11[0] != '\0') || (wayland != NULL && wayland[0] != '\0'));
}

/* Start the user's browser, which may outlive this process and prints nothing here. */
static void open_browser(const char *file)
{
    fflush(stdout);
    if (fork() != 0)
        return;
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nothing >= 0; fd++)
        dup2(nothing, fd);
    setsid();
    execlp("xdg-open", "xdg-open", file, (char *)NULL);
    _exit(LL_EXIT_HARNESS);
}

static int write_page(const struct request *request, const struct ll_buf *page,
                      struct ll_error *err)
{
    char *chosen = request->output != NULL ? NULL : default_file(request);
    const char *file = request->output != NULL ? request->output : chosen;
    int result = file == NULL ? ll_fail_memory(err)
                              : ll_file_write(file, ll_buf_text(page), page->len, err);
    if (result == 0) {
        puts(file);
        if (!request->no_browser && has_desktop())
            open_browser(file);
    }
    free(chosen);
    return result;
}

/* ---- the run --------------------------------------------------------------------- */

/* Find the faults, and draw the run. Returns an exit status. */
static int draw_run(const struct request *request, const struct ll_subject *subject,
                    const struct ll_tool *const *tools, struct ll_picture_order *order,
                    struct ll_error *err)
{
    const struct ll_session *session = &request->program.session;
    struct ll_result result = {0};
    int status = LL_EXIT_HARNESS;
    if (!ll_pictured_can(subject, &status))
        return status;
    if (ll_session_run_one(session, subject, tools, &result, err) != 0 ||
        ll_session_explain(session, &(struct ll_result *){&result}, 1, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    order->session = session;
    order->subject = subject;
    order->result = &result;
    struct ll_buf page;
    ll_buf_init(&page, LL_PICTURED_MAX);
    status = ll_pictured_page(order, &page, err);
    if (status == LL_EXIT_CLEAN && write_page(request, &page, err) != 0)
        status = ll_command_failed(err);
    ll_buf_release(&page);

out:
    ll_result_release(&result);
    return status;
}

/* Of all tools, those that can watch a run in which an allocation fails. */
static int draw_failure(const struct request *request, const struct ll_subject *subject,
                        const struct ll_tool *const *tools,
                        struct ll_picture_order *order, struct ll_error *err)
{
    const struct ll_tool *kept[LL_WITNESSES_MAX + 1] = {NULL};
    struct ll_subject failing = *subject;
    struct ll_buf sweep = LL_BUF_INIT;
    int status;
    for (size_t count = 0; *tools != NULL && count < LL_WITNESSES_MAX; tools++)
        if (ll_tool_sweeps(*tools))
            kept[count++] = *tools;
    if (ll_buf_addf(&sweep, "fail:%s", request->fail)) {
        failing.sweep = sweep.data;
        status = draw_run(request, &failing, kept, order, err);
    } else {
        ll_fail_memory(err);
        status = ll_command_failed(err);
    }
    ll_buf_release(&sweep);
    return status;
}

static int draw(const struct request *request, const struct ll_subject *subject,
                const struct ll_tool *const *tools, struct ll_picture_order *order,
                struct ll_error *err)
{
    return request->fail != NULL ? draw_failure(request, subject, tools, order, err)
                                 : draw_run(request, subject, tools, order, err);
}

static int draw_program(struct request *request, const struct ll_operands *given,
                        struct ll_error *err)
{
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    struct ll_program *program = &request->program;
    struct ll_picture_order order = {0};
    int status = ll_program_take(program, &ll_command_picture, given, err);
    if (status != 0)
        return status;
    ll_program_tools(program, tools);
    if (ll_program_input(program, err) != 0)
        return ll_command_failed(err);
    return draw(request, &program->subject, tools, &order, err);
}

/* ---- a lesson -------------------------------------------------------------------- */

static const char *why(const void *data, const struct ll_diag *diag)
{
    const struct ll_case *one = data;
    const struct ll_expectation *expected =
        one->part != LL_PART_WRONG
            ? NULL
            : ll_match_find(one->module, diag, &one->labels,
                            ll_strings_argv(&one->subject.roots));
    return expected == NULL ? NULL : expected->why;
}

/* The first wrong half, or the case of the file, an absolute path. NULL: there is none.
 */
static const struct ll_case *find_case(const struct ll_case *cases, size_t count,
                                       const char *file)
{
    for (size_t i = 0; i < count; i++)
        if (file == NULL ? cases[i].part == LL_PART_WRONG
                         : ll_strings_has(&cases[i].subject.sources, file))
            return &cases[i];
    return NULL;
}

/* The programs of the lesson, with `file` among them: one of its own, else in place of
 * an exercise. NULL: its own. */
static int list_programs(const struct ll_lesson *lesson, const char *file,
                         struct ll_case **cases, size_t *count, struct ll_error *err)
{
    if (ll_cases_at_home(lesson, NULL, cases, count, err) != 0)
        return -1;
    if (file == NULL || find_case(*cases, *count, file) != NULL)
        return 0;
    ll_cases_free(*cases, *count);
    *cases = NULL;
    *count = 0;
    return ll_cases(lesson, file, false, cases, count, err);
}

static int draw_lesson(const struct request *request, const char *file,
                       struct ll_error *err)
{
    static const char *const halves[] = {[LL_PART_WRONG] = "buggy",
                                         [LL_PART_RIGHT] = "correct",
                                         [LL_PART_EXERCISE] = "exercise",
                                         [LL_PART_SOLUTION] = "solution"};
    struct ll_case *cases = NULL;
    size_t count = 0;
    const struct ll_tool **tools = NULL;
    int status;
    struct ll_lesson *lesson = ll_screen_lesson(request->lesson, err);
    char *path = file == NULL ? NULL : ll_path_real(file, err);
    if (lesson == NULL || (file != NULL && path == NULL) ||
        list_programs(lesson, path, &cases, &count, err) != 0 ||
        (tools = ll_lesson_tools(lesson, err)) == NULL) {
        status = ll_command_failed(err);
        goto out;
    }
    const struct ll_case *one = find_case(cases, count, path);
    if (one == NULL) {
        ll_fail(err, LL_FAULT_USAGE, "lesson %u has no program with '%s'",
                request->lesson, file != NULL ? file : "a fault");
        status = ll_command_failed(err);
        goto out;
    }
    struct ll_picture_order order = {.from = lesson->folder,
                                     .lesson = request->lesson,
                                     .half = halves[one->part],
                                     .why = why,
                                     .data = one};
    status = draw(request, &one->subject, tools, &order, err);

out:
    free(path);
    free(tools);
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
    return status;
}

/* ---- the command ----------------------------------------------------------------- */

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {0};
    ll_program_init(&request.program);
    if (ll_command_line_parse(&ll_command_picture, argc, argv, &request, &given,
                              &status)) {
        ll_progress_show(&request.program.session);
        if (request.lesson > 0 && given.count + given.rest_count > 1)
            status = ll_command_misuse(&ll_command_picture,
                                       "with --lesson, name at most one file");
        else if (request.lesson > 0)
            status =
                draw_lesson(&request, given.count > 0 ? given.items[0] : NULL, &err);
        else if (given.count == 0)
            status = ll_command_misuse(&ll_command_picture,
                                       "which file? Name at least one C source");
        else
            status = draw_program(&request, &given, &err);
    }
    ll_program_release(&request.program);
    return status;
}

const struct ll_command ll_command_picture = {
    .name = "picture",
    .usage = "[OPTIONS] FILE.c... [-- ARGS]",
    .summary = "see the memory of a program, step by step",
    .about =
        "Runs the program as 'leaklab check' does, and once more under lastptr. Then "
        "it "
        "writes a page for a browser: the source and, at each moment of the run, the "
        "variables, the blocks and the pointers to them. The page opens where "
        "something "
        "goes wrong. It is one file that loads nothing.\n"
        "Prints the name of the file. On a terminal of a desktop it also opens the "
        "page "
        "in the browser.",
    .status = "0 the page is written, 2 nothing could be drawn, 3 leaklab failed, 4 "
              "leaklab was built without pages",
    .examples = "leaklab picture prog.c\n"
                "leaklab picture --output list.html main.c list.c -- 3\n"
                "leaklab picture --fail 4 list.c\n"
                "leaklab picture --lesson 3",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .passes_rest = true,
    .own_lessons = true,
    .run = run,
};
