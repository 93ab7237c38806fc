/* SPDX-License-Identifier: MIT
 *
 * A lesson is made in a temporary folder and moved to its place when it is complete:
 *
 *     lessons/.new-lesson-Xy12Ab/40-my-lesson ──► lessons/40-my-lesson
 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "author/draft.h"
#include "base/home.h"
#include "base/path.h"
#include "cli/screen.h"
#include "diag/terms.h"

extern const struct ll_command ll_command_new;

#define NAME_MAX_LENGTH 40
#define TITLE_MAX_LENGTH 200

/* The lesson to make. */
struct plan {
    const char *name;          /* borrowed from the command line */
    char *parent;              /* where its folder will be, absolute */
    struct ll_strings folders; /* of the lessons that are there */
    unsigned number;
    char *title;
    enum ll_kind kind;
    bool exercises[LL_EXERCISE_KINDS];
    struct ll_strings tools;
    bool python;
    enum ll_language language;
};

/* ---- the fields of a lesson -------------------------------------------------- */

static const char *const exercise_names[LL_EXERCISE_KINDS] = {"fix", "diagnose",
                                                              "write"};

static bool is_on_this_machine(const struct ll_tool *tool, struct ll_error *err)
{
    char *version = tool->version(err);
    free(version);
    return version != NULL;
}

/* Append the words of a list such as "fix, write". */
static void split(const char *text, struct ll_strings *out)
{
    static const char between[] = ", \t";
    for (text += strspn(text, between); *text != '\0'; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        ll_strings_addf(out, "%.*s", (int)length, text);
        text += length;
    }
}

static unsigned number_of(const char *folder)
{
    return (unsigned)strtoul(ll_path_base(folder), NULL, 10);
}

static int take_number(struct plan *plan, const char *text, struct ll_error *err)
{
    if (ll_screen_number(text, &plan->number, err) != 0)
        return -1;
    for (size_t i = 0; i < plan->folders.count; i++)
        if (number_of(plan->folders.items[i]) == plan->number)
            return ll_fail(err, LL_FAULT_USAGE,
                           "number %u is taken by '%s': choose another", plan->number,
                           ll_path_base(plan->folders.items[i]));
    return 0;
}

static void preset_number(const struct plan *plan, struct ll_buf *out)
{
    size_t count = plan->folders.count;
    unsigned last = count > 0 ? number_of(plan->folders.items[count - 1]) : 0;
    ll_buf_addf(out, "%u", last + 1);
}

static int take_title(struct plan *plan, const char *text, struct ll_error *err)
{
    bool bad = *text == '\0' || strlen(text) > TITLE_MAX_LENGTH;
    for (const char *p = text; *p != '\0'; p++)
        bad |= iscntrl((unsigned char)*p) != 0;
    if (bad)
        return ll_fail(err, LL_FAULT_USAGE, "a title must be one line of 1 to %d bytes",
                       TITLE_MAX_LENGTH);
    free(plan->title);
    plan->title = strdup(text);
    return plan->title == NULL ? ll_fail_memory(err) : 0;
}

/* From "lost-realloc": "Lost realloc". */
static void preset_title(const struct plan *plan, struct ll_buf *out)
{
    ll_buf_putc(out, (char)toupper((unsigned char)plan->name[0]));
    for (const char *p = plan->name + 1; *p != '\0'; p++)
        ll_buf_putc(out, *p == '-' ? ' ' : *p);
}

static int take_kind(struct plan *plan, const char *text, struct ll_error *err)
{
    struct ll_buf known = LL_BUF_INIT;
    const struct ll_term *term = ll_term_find(text);
    for (size_t i = 0; term != NULL && i < term->count; i++)
        if (ll_skeleton_has(term->kinds[i])) {
            plan->kind = term->kinds[i];
            return 0;
        }
    ll_skeleton_kinds(&known);
    ll_fail(err, LL_FAULT_USAGE, "no lesson can be made about the kind '%s': use %s",
            text, ll_buf_text(&known));
    ll_buf_release(&known);
    return -1;
}

static void preset_kind(const struct plan *plan, struct ll_buf *out)
{
    (void)plan;
    ll_buf_puts(out, ll_kind_name(LL_DEFINITELY_LOST));
}

static int take_exercises(struct plan *plan, const char *text, struct ll_error *err)
{
    struct ll_strings words = LL_STRINGS_INIT;
    split(text, &words);
    int result = ll_strings_ok(&words, err);
    memset(plan->exercises, 0, sizeof plan->exercises);
    if (result == 0 && words.count == 0)
        result = ll_fail(err, LL_FAULT_USAGE, "a lesson needs at least one exercise");
    for (size_t i = 0; i < words.count && result == 0; i++) {
        size_t kind = 0;
        while (kind < LL_EXERCISE_KINDS &&
               strcmp(words.items[i], exercise_names[kind]) != 0)
            kind++;
        if (kind == LL_EXERCISE_KINDS)
            result = ll_fail(err, LL_FAULT_USAGE,
                             "there is no kind of exercise '%s': use fix, diagnose, "
                             "write",
                             words.items[i]);
        else
            plan->exercises[kind] = true;
    }
    ll_strings_release(&words);
    return result;
}

static void preset_exercises(const struct plan *plan, struct ll_buf *out)
{
    (void)plan;
    ll_buf_puts(out, "fix, diagnose");
}

/* The tool of that name that reports faults; NULL: there is none. */
static const struct ll_tool *find_witness(const char *name)
{
    const struct ll_tool *tool = ll_tool_find(name);
    return tool != NULL && tool->blind != NULL ? tool : NULL;
}

static int refuse_tool(const char *name, struct ll_error *err)
{
    struct ll_buf names = LL_BUF_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->blind != NULL)
            ll_buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", (*tool)->name);
    ll_fail(err, LL_FAULT_USAGE, "there is no tool '%s': use some of %s", name,
            ll_buf_text(&names));
    ll_buf_release(&names);
    return -1;
}

static int take_tools(struct plan *plan, const char *text, struct ll_error *err)
{
    int result = 0;
    struct ll_strings words = LL_STRINGS_INIT;
    ll_strings_release(&plan->tools);
    split(text, &words);
    for (size_t i = 0; i < words.count && result == 0; i++) {
        const struct ll_tool *tool = find_witness(words.items[i]);
        struct ll_error missing = {0};
        if (tool == NULL)
            result = refuse_tool(words.items[i], err);
        else if (!is_on_this_machine(tool, &missing))
            result = ll_fail(err, LL_FAULT_USAGE,
                             "'%s' cannot run here, and the lesson needs its "
                             "report: %s",
                             words.items[i], missing.text);
        else if (!ll_strings_has(&plan->tools, words.items[i]))
            ll_strings_add(&plan->tools, words.items[i]);
    }
    if (result == 0 && words.count == 0)
        result = ll_fail(err, LL_FAULT_USAGE, "a lesson needs at least one tool");
    if (result == 0)
        result =
            ll_strings_ok(&words, err) != 0 ? -1 : ll_strings_ok(&plan->tools, err);
    ll_strings_release(&words);
    return result;
}

static void preset_tools(const struct plan *plan, struct ll_buf *out)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if (((*tool)->by_default ||
             ((*tool)->explains_leaks && ll_kind_is_leak(plan->kind))) &&
            is_on_this_machine(*tool, NULL))
            ll_buf_addf(out, "%s%s", out->len > 0 ? ", " : "", (*tool)->name);
}

static int take_python(struct plan *plan, const char *text, struct ll_error *err)
{
    plan->python = strcmp(text, "yes") == 0;
    if (!plan->python && strcmp(text, "no") != 0)
        return ll_fail(err, LL_FAULT_USAGE, "'%s' is neither yes nor no", text);
    return 0;
}

static void preset_python(const struct plan *plan, struct ll_buf *out)
{
    (void)plan;
    ll_buf_puts(out, "no");
}

/* A field's value comes from its option, from an answer, or is the preset one. They are
 * taken in this order, because a preset may depend on the fields before it. */
static const struct field {
    const char *question;
    int (*take)(struct plan *plan, const char *text, struct ll_error *err);
    void (*preset)(const struct plan *plan, struct ll_buf *out);
} fields[] = {
    {"its number", take_number, preset_number},
    {"its title", take_title, preset_title},
    {"its fault (? lists the kinds)", take_kind, preset_kind},
    {"its exercises, some of fix, diagnose, write", take_exercises, preset_exercises},
    {"its tools (? lists them)", take_tools, preset_tools},
    {"memory from Python", take_python, preset_python},
};

enum { NUMBER, TITLE, KIND, EXERCISES, TOOLS, PYTHON, FIELDS_COUNT };

/* ---- questions -------------------------------------------------------------- */

/* Wait until a line was typed, or leaklab was asked to end. ppoll() looks for a signal
 * and waits in one step, so that no signal is missed in between. */
static void await_line(void)
{
    sigset_t ours, before;
    struct pollfd typed = {.fd = STDIN_FILENO, .events = POLLIN};
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    sigprocmask(SIG_BLOCK, &ours, &before);
    while (!ll_jail_is_cancelled() && ppoll(&typed, 1, NULL, &before) < 0 &&
           errno == EINTR)
        ;
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Read a line into `answer`, without the blanks around it. */
static int read_answer(struct ll_buf *answer, struct ll_error *err)
{
    char line[1024];
    ll_buf_clear(answer);
    await_line();
    if (ll_jail_is_cancelled()) {
        fputc('\n', stderr);
        return ll_fail(err, LL_FAULT_HARNESS, "cancelled: nothing was made");
    }
    if (fgets(line, sizeof line, stdin) == NULL) {
        fputc('\n', stderr);
        return ll_fail(err, LL_FAULT_USAGE, "no more answers: nothing was made");
    }
    const char *start = line + strspn(line, " \t\r\n");
    size_t length = strlen(start);
    while (length > 0 && isspace((unsigned char)start[length - 1]))
        length--;
    ll_buf_add(answer, start, length);
    return answer->full ? ll_fail_memory(err) : 0;
}

/* Ask until the answer can be taken. */
static int ask(struct plan *plan, const struct field *field, const char *preset,
               struct ll_error *err)
{
    struct ll_buf answer = LL_BUF_INIT;
    int result = -1;
    for (bool taken = false; !taken;) {
        struct ll_error wrong = {0};
        fprintf(stderr, "  %s [%s]: ", field->question, preset);
        if (read_answer(&answer, err) != 0)
            goto out;
        taken = field->take(plan, answer.len > 0 ? ll_buf_text(&answer) : preset,
                            &wrong) == 0;
        if (!taken)
            fprintf(stderr, "    %s\n", wrong.text);
    }
    result = 0;
out:
    ll_buf_release(&answer);
    return result;
}

/* Take the values of the options, then ask for the others, or take the presets. */
static int fill(struct plan *plan, const char *const given[FIELDS_COUNT],
                struct ll_error *err)
{
    bool asking = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    for (size_t i = 0; i < FIELDS_COUNT; i++)
        if (given[i] != NULL && fields[i].take(plan, given[i], err) != 0)
            return -1;
    if (asking)
        fprintf(
            stderr,
            "A new lesson, '%s'. Enter takes the value in brackets; Ctrl-C cancels.\n",
            plan->name);
    for (size_t i = 0; i < FIELDS_COUNT; i++) {
        struct ll_buf preset = LL_BUF_INIT;
        if (given[i] != NULL)
            continue;
        fields[i].preset(plan, &preset);
        int result = preset.full ? ll_fail_memory(err)
                     : asking    ? ask(plan, &fields[i], ll_buf_text(&preset), err)
                                 : fields[i].take(plan, ll_buf_text(&preset), err);
        ll_buf_release(&preset);
        if (result != 0)
            return -1;
    }
    return 0;
}

/* ---- the name and the place -------------------------------------------------- */

static int check_name(const struct plan *plan, struct ll_error *err)
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

static int find_place(struct plan *plan, const char *wanted, struct ll_error *err)
{
    plan->parent = wanted == NULL ? ll_home_lessons(err) : ll_path_real(wanted, err);
    return plan->parent == NULL ? -1
                                : ll_lesson_folders(plan->parent, &plan->folders, err);
}

/* ---- making it --------------------------------------------------------------- */

static int draft(const struct plan *plan, const char *folder, struct ll_error *err)
{
    struct ll_session session = LL_SESSION_INIT;
    struct ll_skeleton skeleton = {
        .title = plan->title,
        .kind = plan->kind,
        .tools = ll_strings_argv(&plan->tools),
        .python = plan->python,
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
static char *make(const struct plan *plan, struct ll_error *err)
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
static int report(const struct plan *plan, const char *folder, struct ll_error *err)
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
    const char *given[FIELDS_COUNT]; /* NULL: not given */
    bool python;
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
    return index < LL_EXERCISE_KINDS ? exercise_names[index] : NULL;
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
static int choose_language(struct plan *plan, const char *name, struct ll_error *err)
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

static const struct ll_option options[] = {
    {.name = "number",
     .type = LL_OPTION_TEXT,
     .value = "N",
     .at = offsetof(struct request, given[NUMBER]),
     .help = "its number (default: one more than the last lesson's)"},
    {.name = "title",
     .type = LL_OPTION_TEXT,
     .value = "TITLE",
     .at = offsetof(struct request, given[TITLE]),
     .help = "its title (default: from NAME)"},
    {.name = "kind",
     .type = LL_OPTION_TEXT,
     .value = "KIND",
     .at = offsetof(struct request, given[KIND]),
     .choices = kind_name,
     .help = "the fault that it teaches, by default the first of these"},
    {.name = "exercises",
     .type = LL_OPTION_TEXT,
     .value = "LIST",
     .at = offsetof(struct request, given[EXERCISES]),
     .choices = exercise_name,
     .help = "some of fix, diagnose, write (default: fix,diagnose)"},
    {.name = "tools",
     .type = LL_OPTION_TEXT,
     .value = "LIST",
     .at = offsetof(struct request, given[TOOLS]),
     .choices = tool_name,
     .help =
         "the tools that must report the fault (default: memcheck,asan, and lastptr "
         "for a leak)"},
    {.name = "python",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, python),
     .help = "take memory from Python, not from malloc"},
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
        request.given[PYTHON] = "yes";

    struct plan plan = {.name = given.items[0]};
    char *folder = NULL;
    status = LL_EXIT_CLEAN;
    if (find_place(&plan, request.in, &err) != 0 || check_name(&plan, &err) != 0 ||
        fill(&plan, request.given, &err) != 0 ||
        choose_language(&plan, request.language, &err) != 0)
        status = ll_command_failed(&err);
    if (status == 0 && isatty(STDERR_FILENO))
        fputs("leaklab: running it under the tools, to see what they report\n", stderr);
    if (status == 0 &&
        ((folder = make(&plan, &err)) == NULL || report(&plan, folder, &err) != 0))
        status = ll_command_failed(&err);
    free(folder);
    free(plan.parent);
    free(plan.title);
    ll_strings_release(&plan.folders);
    ll_strings_release(&plan.tools);
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
