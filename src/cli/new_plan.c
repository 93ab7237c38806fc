/* SPDX-License-Identifier: MIT */
#include "cli/new_plan.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/screen.h"
#include "diag/terms.h"

#define TITLE_MAX_LENGTH 200

/* ---- the fields of a lesson -------------------------------------------------- */

const char *const ll_exercise_names[LL_EXERCISE_KINDS] = {"fix", "diagnose", "write",
                                                          "steps"};

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

static int take_number(struct ll_new_plan *plan, const char *text, struct ll_error *err)
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

static void preset_number(const struct ll_new_plan *plan, struct ll_buf *out)
{
    size_t count = plan->folders.count;
    unsigned last = count > 0 ? number_of(plan->folders.items[count - 1]) : 0;
    ll_buf_addf(out, "%u", last + 1);
}

static int take_title(struct ll_new_plan *plan, const char *text, struct ll_error *err)
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
static void preset_title(const struct ll_new_plan *plan, struct ll_buf *out)
{
    ll_buf_putc(out, (char)toupper((unsigned char)plan->name[0]));
    for (const char *p = plan->name + 1; *p != '\0'; p++)
        ll_buf_putc(out, *p == '-' ? ' ' : *p);
}

static int take_kind(struct ll_new_plan *plan, const char *text, struct ll_error *err)
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

static void preset_kind(const struct ll_new_plan *plan, struct ll_buf *out)
{
    (void)plan;
    ll_buf_puts(out, ll_kind_name(LL_DEFINITELY_LOST));
}

static int take_exercises(struct ll_new_plan *plan, const char *text,
                          struct ll_error *err)
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
               strcmp(words.items[i], ll_exercise_names[kind]) != 0)
            kind++;
        if (kind == LL_EXERCISE_KINDS)
            result = ll_fail(err, LL_FAULT_USAGE,
                             "there is no kind of exercise '%s': use fix, diagnose, "
                             "write, steps",
                             words.items[i]);
        else
            plan->exercises[kind] = true;
    }
    ll_strings_release(&words);
    return result;
}

static void preset_exercises(const struct ll_new_plan *plan, struct ll_buf *out)
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

static int take_tools(struct ll_new_plan *plan, const char *text, struct ll_error *err)
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

/* Whether it only judges what threads do, and the lesson is about that. */
static bool is_for_threads(const struct ll_tool *tool, enum ll_kind kind)
{
    return tool->role == LL_TOOL_RACES && tool->blind(kind) == NULL;
}

static void preset_tools(const struct ll_new_plan *plan, struct ll_buf *out)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if (((*tool)->by_default || is_for_threads(*tool, plan->kind) ||
             ((*tool)->explains_leaks && ll_kind_is_leak(plan->kind))) &&
            is_on_this_machine(*tool, NULL))
            ll_buf_addf(out, "%s%s", out->len > 0 ? ", " : "", (*tool)->name);
}

static int take_python(struct ll_new_plan *plan, const char *text, struct ll_error *err)
{
    plan->python = strcmp(text, "yes") == 0;
    if (!plan->python && strcmp(text, "no") != 0)
        return ll_fail(err, LL_FAULT_USAGE, "'%s' is neither yes nor no", text);
    return 0;
}

static void preset_python(const struct ll_new_plan *plan, struct ll_buf *out)
{
    (void)plan;
    ll_buf_puts(out, "no");
}

/* A field's value comes from its option, from an answer, or is the preset one. They are
 * taken in this order, because a preset may depend on the fields before it. */
static const struct field {
    const char *question;
    int (*take)(struct ll_new_plan *plan, const char *text, struct ll_error *err);
    void (*preset)(const struct ll_new_plan *plan, struct ll_buf *out);
} fields[] = {
    {"its number", take_number, preset_number},
    {"its title", take_title, preset_title},
    {"its fault (? lists the kinds)", take_kind, preset_kind},
    {"its exercises, some of fix, diagnose, write, steps", take_exercises,
     preset_exercises},
    {"its tools (? lists them)", take_tools, preset_tools},
    {"memory from Python", take_python, preset_python},
};

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
static int ask(struct ll_new_plan *plan, const struct field *field, const char *preset,
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

int ll_new_plan_fill(struct ll_new_plan *plan, const char *const given[LL_NEW_FIELDS],
                     struct ll_error *err)
{
    bool asking = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    for (size_t i = 0; i < LL_NEW_FIELDS; i++)
        if (given[i] != NULL && fields[i].take(plan, given[i], err) != 0)
            return -1;
    if (asking)
        fprintf(
            stderr,
            "A new lesson, '%s'. Enter takes the value in brackets; Ctrl-C cancels.\n",
            plan->name);
    for (size_t i = 0; i < LL_NEW_FIELDS; i++) {
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

void ll_new_plan_release(struct ll_new_plan *plan)
{
    free(plan->parent);
    free(plan->title);
    ll_strings_release(&plan->folders);
    ll_strings_release(&plan->tools);
}
