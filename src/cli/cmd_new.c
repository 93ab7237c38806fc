/* SPDX-License-Identifier: MIT
 *
 * A lesson is made in a temporary folder and moved to its place when it is complete:
 *
 *     lessons/.new-lesson-Xy12Ab/40-my-lesson ──► lessons/40-my-lesson
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "author/draft.h"
#include "base/home.h"
#include "base/path.h"
#include "cli/new_plan.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_new;

#define NAME_MAX_LENGTH 40

/* ---- the name and the place -------------------------------------------------- */

static int check_name(const struct ll_new_plan *plan, struct ll_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    const char *name = plan->name;
    size_t length = strlen(name);
    if (length == 0 || length > NAME_MAX_LENGTH || strchr(letters, name[0]) == NULL ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != length ||
        name[length - 1] == '-')
        return ll_fail(err, LL_FAULT_USAGE,
                       "'%s' cannot be a lesson's name: use small letters, digits and "
                       "hyphens, as in 'lost-realloc'",
                       name);
    for (size_t i = 0; i < plan->folders.count; i++) {
        const char *other = ll_path_base(plan->folders.items[i]);
        if (strcmp(other + strspn(other, "0123456789") + 1, name) == 0)
            return ll_fail(err, LL_FAULT_USAGE,
                           "the lesson '%s' exists already: choose another name",
                           other);
    }
    return 0;
}

static int find_place(struct ll_new_plan *plan, const char *wanted,
                      struct ll_error *err)
{
    plan->parent = wanted == NULL ? ll_home_lessons(err) : ll_path_real(wanted, err);
    return plan->parent == NULL ? -1
                                : ll_lesson_folders(plan->parent, &plan->folders, err);
}

/* ---- making it --------------------------------------------------------------- */

static int draft(const struct ll_new_plan *plan, const char *folder,
                 struct ll_error *err)
{
    struct ll_session session = LL_SESSION_INIT;
    struct ll_skeleton skeleton = {
        .title = plan->title,
        .kind = plan->kind,
        .tools = ll_strings_argv(&plan->tools),
        .python = plan->python,
        .pool = plan->pool,
        .language = plan->language,
    };
    session.no_cache = true; /* its folder will be another one */
    memcpy(skeleton.exercises, plan->exercises, sizeof plan->exercises);
    for (size_t i = 0; i < plan->tools.count; i++)
        skeleton.tells_lost |= ll_tool_find(plan->tools.items[i])->explains_leaks;
    char *templates = ll_home_templates(err);
    if (templates == NULL)
        return -1;
    skeleton.templates = templates;
    int result = ll_draft(&session, &skeleton, folder, err);
    free(templates);
    return result;
}

/* Make the lesson, completely or not at all. Returns its folder's path, a new string;
 * NULL with an error. */
static char *make(const struct ll_new_plan *plan, struct ll_error *err)
{
    char *work = NULL, *folder = NULL, *made = NULL;
    bool begun = false;
    if (asprintf(&work, "%s/.new-lesson-XXXXXX", plan->parent) < 0)
        work = NULL;
    if (asprintf(&made, "%s/%02u-%s", plan->parent, plan->number, plan->name) < 0)
        made = NULL;
    if (work == NULL || made == NULL) {
        ll_fail_memory(err);
        goto failed;
    }
    begun = mkdtemp(work) != NULL;
    folder = begun ? ll_path_join(work, ll_path_base(made)) : NULL;
    if (!begun || (folder != NULL && mkdir(folder, 0777) != 0)) {
        ll_fail(err, LL_FAULT_INPUT, "cannot make a folder in '%s': %s", plan->parent,
                strerror(errno));
        goto failed;
    }
    if (folder == NULL) {
        ll_fail_memory(err);
        goto failed;
    }
    if (draft(plan, folder, err) != 0)
        goto failed;
    if (ll_jail_is_cancelled()) {
        ll_fail(err, LL_FAULT_HARNESS, "cancelled: nothing was made");
        goto failed;
    }
    if (rename(folder, made) != 0) {
        ll_fail(err, LL_FAULT_INPUT, "cannot make '%s': %s", made, strerror(errno));
        goto failed;
    }
    goto out;

failed:
    free(made);
    made = NULL;
out:
    if (begun)
        ll_path_remove_tree(work);
    free(folder);
    free(work);
    return made;
}

/* Print what was made and what to do next. */
static int report(const struct ll_new_plan *plan, const char *folder,
                  struct ll_error *err)
{
    struct ll_style style = ll_style_for(1);
    struct ll_strings todos = LL_STRINGS_INIT;
    struct ll_buf out = LL_BUF_INIT, words = LL_BUF_INIT;
    int result = -1;
    char *shown = ll_path_relative(folder, NULL);
    struct ll_lesson *lesson = ll_lesson_load(folder, err);
    if (lesson == NULL || ll_lesson_todos(lesson, &todos, err) != 0)
        goto out;
    ll_paint(&out, &style, LL_PAINT_BOLD, shown != NULL ? shown : folder);
    ll_buf_addf(&out, "   a lesson about %s\n\n", ll_kind_name(plan->kind));
    ll_buf_addf(
        &words,
        "It compiles and runs, and lesson.yml expects what the tools have just "
        "reported. Its program is only a start: %zu places, each marked TODO, are "
        "still to be written.",
        todos.count);
    ll_wrap(&out, &style, 2, ll_buf_text(&words));
    ll_buf_puts(&out, "\n  Next: `");
    ll_screen_verify(&out, lesson);
    ll_buf_puts(&out, "`\n");
    ll_screen_print(&out);
    result = 0;
out:
    ll_buf_release(&out);
    ll_buf_release(&words);
    ll_strings_release(&todos);
    ll_lesson_free(lesson);
    free(shown);
    return result;
}

/* ---- the command --------------------------------------------------------------- */

struct request {
    const char *in;
    const char *given[LL_NEW_FIELDS]; /* NULL: not given */
    bool python, allocator;
    const char *language;
};

/* The kinds that a lesson can be made about. */
static const char *kind_name(size_t index)
{
    for (int i = 0; i < LL_KIND_COUNT; i++)
        if (ll_skeleton_has((enum ll_kind)i) && index-- == 0)
            return ll_kind_name((enum ll_kind)i);
    return NULL;
}

static const char *exercise_name(size_t index)
{
    return index < LL_EXERCISE_KINDS ? ll_exercise_names[index] : NULL;
}

static const char *tool_name(size_t index)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->blind != NULL && index-- == 0)
            return (*tool)->name;
    return NULL;
}

static const char *language_name(size_t index)
{
    static const char *const names[] = {"c", "cython"};
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

/* There are fewer skeletons in Cython. */
static int choose_language(struct ll_new_plan *plan, const char *name,
                           struct ll_error *err)
{
    plan->language = strcmp(name, "cython") == 0 ? LL_CYTHON : LL_C;
    if (plan->language == LL_CYTHON &&
        !ll_skeleton_in_cython(plan->kind, plan->exercises))
        return ll_fail(
            err, LL_FAULT_USAGE,
            "in Cython there are lessons about definitely-lost only, with the "
            "exercises fix and diagnose");
    return 0;
}

/* There are fewer skeletons with an allocator of their own, too. */
static int choose_allocator(struct ll_new_plan *plan, bool wanted, struct ll_error *err)
{
    plan->pool = wanted;
    if (wanted && (plan->python || plan->language != LL_C ||
                   !ll_skeleton_with_pool(plan->kind, plan->exercises)))
        return ll_fail(err, LL_FAULT_USAGE,
                       "with an allocator of their own there are lessons in C about "
                       "definitely-lost only, with the exercises fix and diagnose");
    return 0;
}

static const struct ll_option options[] = {
    {.name = "number",
     .type = LL_OPTION_TEXT,
     .value = "N",
     .at = offsetof(struct request, given[LL_NEW_NUMBER]),
     .help = "its number (default: one more than the last lesson's)"},
    {.name = "title",
     .type = LL_OPTION_TEXT,
     .value = "TITLE",
     .at = offsetof(struct request, given[LL_NEW_TITLE]),
     .help = "its title (default: from NAME)"},
    {.name = "kind",
     .type = LL_OPTION_TEXT,
     .value = "KIND",
     .at = offsetof(struct request, given[LL_NEW_KIND]),
     .choices = kind_name,
     .help = "the fault that it teaches, by default the first of these"},
    {.name = "exercises",
     .type = LL_OPTION_TEXT,
     .value = "LIST",
     .at = offsetof(struct request, given[LL_NEW_EXERCISES]),
     .choices = exercise_name,
     .help = "some of fix, diagnose, write, steps (default: fix,diagnose); steps is a "
             "fix exercise with several faults"},
    {.name = "tools",
     .type = LL_OPTION_TEXT,
     .value = "LIST",
     .at = offsetof(struct request, given[LL_NEW_TOOLS]),
     .choices = tool_name,
     .help =
         "the tools that must report the fault (default: memcheck,asan, lastptr for a "
         "leak, and helgrind for a race)"},
    {.name = "python",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, python),
     .help = "take memory from Python, not from malloc"},
    {.name = "allocator",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, allocator),
     .help = "take memory from an allocator of the program's own"},
    {.name = "language",
     .type = LL_OPTION_CHOICE,
     .value = "LANGUAGE",
     .at = offsetof(struct request, language),
     .choices = language_name,
     .help = "the language of the pair and the exercises"},
    {.name = "in",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .at = offsetof(struct request, in),
     .values = LL_VALUES_FOLDERS,
     .help = "where to make it (default: among leaklab's lessons)"},
    {0},
};

static const struct ll_operand operands[] = {
    {.missing = "which name? For example: lost-realloc"},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {.language = "c"};
    if (!ll_command_line_parse(&ll_command_new, argc, argv, &request, &given, &status))
        return status;
    if (request.python)
        request.given[LL_NEW_PYTHON] = "yes";

    struct ll_new_plan plan = {.name = given.items[0]};
    char *folder = NULL;
    status = LL_EXIT_CLEAN;
    if (find_place(&plan, request.in, &err) != 0 || check_name(&plan, &err) != 0 ||
        ll_new_plan_fill(&plan, request.given, &err) != 0 ||
        choose_language(&plan, request.language, &err) != 0 ||
        choose_allocator(&plan, request.allocator, &err) != 0)
        status = ll_command_failed(&err);
    if (status == 0 && isatty(STDERR_FILENO))
        fputs("leaklab: running it under the tools, to see what they report\n", stderr);
    if (status == 0 &&
        ((folder = make(&plan, &err)) == NULL || report(&plan, folder, &err) != 0))
        status = ll_command_failed(&err);
    free(folder);
    ll_new_plan_release(&plan);
    return status;
}

const struct ll_command ll_command_new = {
    .name = "new",
    .usage = "[OPTIONS] NAME",
    .summary = "make a new lesson (for authors)",
    .about =
        "Makes the folder of a lesson that compiles and runs. What its author must "
        "still write is marked TODO. On a terminal, leaklab asks for what no option "
        "says; elsewhere it takes the default.",
    .status = "0, or 2 when nothing was made",
    .examples = "leaklab new lost-early --kind use-after-free --exercises fix,write",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
