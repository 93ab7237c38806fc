/* SPDX-License-Identifier: MIT
 *
 * cmd_verify: the command `verify`: whether a lesson is in order. */
#include <stdlib.h>
#include <string.h>

#include "author/suggest.h"
#include "author/verify.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/screen.h"
#include "grade/grader.h"

extern const struct ll_command ll_command_verify;

/* Append a finding; its second and later lines are indented more. */
static void add_finding(struct ll_buf *out, const char *text)
{
    const char *indent = "  ";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        ll_buf_addf(out, "%s%.*s\n", length > 0 ? indent : "", (int)length, text);
        text += length + (text[length] == '\n');
        indent = "    ";
    }
}

/* "2 findings", "1 place to write". */
static void add_count(struct ll_buf *out, size_t count, const char *what)
{
    ll_buf_addf(out, "%zu %s%s", count, what, ll_plural(count));
}

/* Append the places that are still to be written, in two columns:
 *
 *     visits.h:5     a story of your own ...
 *     README.md:12   what its lines say ... */
static void add_todos(struct ll_buf *out, const struct ll_strings *todos)
{
    size_t width = 0;
    for (size_t i = 0; i < todos->count; i++) {
        size_t place = strcspn(todos->items[i], " ");
        width = place > width ? place : width;
    }
    for (size_t i = 0; i < todos->count; i++) {
        size_t place = strcspn(todos->items[i], " ");
        const char *what = todos->items[i] + place;
        ll_buf_addf(out, "  %.*s%*s%s\n", (int)place - 1, todos->items[i],
                    (int)(width - place + 3), "", what + strspn(what, " "));
    }
}

/* Append how many places there are and what to do next. */
static void add_next(struct ll_buf *out, const struct ll_lesson *lesson,
                     const struct ll_verified *found)
{
    bool one = found->todos.count == 1;
    ll_buf_puts(out, "\n  ");
    if (found->findings.count == 0) {
        add_count(out, found->todos.count, "place");
        ll_buf_addf(out, " %s still to be written.\n  Next: write %s, and run `",
                    one ? "is" : "are", one ? "it" : "them");
        ll_screen_verify(out, lesson);
        ll_buf_puts(out, "` again.\n");
    } else {
        ll_buf_puts(out, "Next: correct these. `");
        ll_screen_verify(out, lesson);
        ll_buf_puts(out, " --suggest` prints\n  the 'expect' and 'silent' that would "
                         "hold.\n");
    }
}

static void add_outcome(struct ll_buf *out, const struct ll_lesson *lesson,
                        const struct ll_verified *found)
{
    const struct ll_strings *findings = &found->findings, *todos = &found->todos;
    struct ll_style style = ll_style_for(1);
    struct ll_buf count = LL_BUF_INIT;
    bool in_order = findings->count + todos->count == 0;
    ll_buf_addf(out, "%-24s ", ll_path_base(lesson->folder));
    if (findings->count > 0)
        add_count(&count, findings->count, "finding");
    if (todos->count > 0)
        ll_buf_puts(&count, findings->count > 0 ? ", unfinished" : "unfinished");
    ll_paint(out, &style, in_order ? LL_PAINT_GOOD : LL_PAINT_BAD,
             in_order ? "in order" : ll_buf_text(&count));
    if (in_order)
        ll_buf_addf(out, "   %zu checks", found->checks);
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < findings->count; i++)
        add_finding(out, findings->items[i]);
    for (size_t i = 0; i < found->skipped.count; i++)
        ll_buf_addf(out, "  not run: %s\n", found->skipped.items[i]);
    if (findings->count > 0 && todos->count > 0)
        ll_buf_putc(out, '\n');
    add_todos(out, todos);
    if (!in_order)
        add_next(out, lesson, found);
    ll_buf_release(&count);
}

/* Learn from each solution what grading compares submissions with: it is in order for
 * every tool by now, and may still be none against which anything can be graded. */
static int check_grading(const struct ll_lesson *lesson, struct ll_verified *found,
                         struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        const struct ll_grade_options grading = {.exercise = ll_exercise_file(exercise),
                                                 .allow_weak_isolation = true,
                                                 .limits = ll_limits_isolated};
        struct ll_error why = {0};
        if (exercise->kind == LL_DIAGNOSE)
            continue;
        struct ll_grader *grader = ll_grader_new(lesson, &grading, &why);
        if (grader != NULL)
            found->checks++;
        else if (why.fault == LL_FAULT_INPUT)
            ll_strings_addf(&found->findings, "no submission can be graded: %s",
                            why.text);
        else
            ll_strings_addf(&found->skipped, "the solution for %s, as for grading: %s",
                            grading.exercise, why.text);
        ll_grader_free(grader);
    }
    return ll_strings_ok(&found->findings, err) != 0
               ? -1
               : ll_strings_ok(&found->skipped, err);
}

/* Print what was found in one lesson. Returns an exit status. */
static int verify(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_verified found = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status = LL_EXIT_CLEAN;
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    int result = lesson == NULL ? -1 : ll_verify(session, lesson, &found, &err);
    if (result == 0 && found.findings.count + found.todos.count == 0)
        result = check_grading(lesson, &found, &err);
    if (result != 0) {
        status = ll_command_failed(&err);
    } else {
        add_outcome(&out, lesson, &found);
        ll_screen_print(&out);
        if (found.findings.count + found.todos.count > 0)
            status = LL_EXIT_FAULTS;
    }
    ll_verified_release(&found);
    ll_lesson_free(lesson);
    return status;
}

/* Print the YAML that would hold for one lesson. Returns an exit status. */
static int suggest(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_buf out = LL_BUF_INIT;
    size_t wrong = 0;
    int status = LL_EXIT_CLEAN;
    if (ll_suggest(session, folder, &out, &wrong, &err) != 0) {
        ll_buf_release(&out);
        return ll_command_failed(&err);
    }
    if (wrong > 0)
        status = LL_EXIT_FAULTS;
    else
        ll_buf_addf(&out, "# %s: all expectations hold\n", ll_path_base(folder));
    ll_screen_print(&out);
    return status;
}

struct request {
    struct ll_session session;
    bool suggest;
};

static const struct ll_option options[] = {
    {.name = "suggest",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, suggest),
     .help =
         "print the 'expect' and 'silent' that would hold, where those of lesson.yml "
         "do not; nothing is changed"},
    {.group = ll_screen_no_cache, .at = offsetof(struct request, session.no_cache)},
    {0},
};

static const struct ll_operand operands[] = {
    {.many = true, .values = LL_VALUES_LESSONS | LL_VALUES_FOLDERS},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_strings folders = LL_STRINGS_INIT;
    struct request request = {.session = LL_SESSION_INIT};
    if (!ll_command_line_parse(&ll_command_verify, argc, argv, &request, &given,
                               &status))
        return status;
    status = LL_EXIT_CLEAN;
    ll_progress_show(&request.session);
    if (ll_screen_folders(given.items, given.count, true, &folders, &err) != 0)
        status = ll_command_failed(&err);
    for (size_t i = 0; i < folders.count && err.fault == LL_FAULT_NONE; i++) {
        int one = request.suggest ? suggest(&request.session, folders.items[i])
                                  : verify(&request.session, folders.items[i]);
        status = one > status ? one : status;
    }
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_verify = {
    .name = "verify",
    .usage = "[OPTIONS] [N|FOLDER...]",
    .summary = "check that lessons are in order (for authors)",
    .about =
        "Checks the manifest and the files of a lesson. The right half and the "
        "solutions must be clean under every tool and pass their tests. The wrong "
        "halves and the exercises must report exactly what the manifest declares. No "
        "place may be left that is marked TODO. Last, the solutions are run as they "
        "are for grading. Without arguments, it checks all lessons.",
    .status = "0 all are in order, 1 one is not, 2 a lesson cannot be read, 3 leaklab "
              "failed",
    .examples = "leaklab verify 15\nleaklab verify 15 --suggest",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
