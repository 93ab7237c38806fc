/* SPDX-License-Identifier: MIT */
#include "author/questions.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/verify.h"
#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/explain.h"
#include "judge/judge.h"
#include "lesson/handout.h"

enum { FILE_MAX = 1 << 20, WRONG_ANSWERS = 4 };

const char *ll_question_form_name(enum ll_question_form form)
{
    static const char *const names[] = {"essay", "choice", "number", "word"};
    return names[form];
}

static void release(struct ll_question *question)
{
    free(question->title);
    free(question->name);
    free(question->text);
    free(question->answer);
    ll_strings_release(&question->wrong);
}

void ll_questions_release(struct ll_questions *questions)
{
    for (size_t i = 0; i < questions->count; i++)
        release(&questions->items[i]);
    free(questions->items);
    ll_strings_release(&questions->left_out);
    *questions = (struct ll_questions){0};
}

/* Add a question; `name`, `text` and `answer` lose their content. An empty `answer` is
 * none. */
static int add(struct ll_questions *questions, unsigned lesson, const char *title,
               enum ll_question_form form, struct ll_buf *name, struct ll_buf *text,
               struct ll_buf *answer, struct ll_error *err)
{
    bool answered = answer->len > 0;
    struct ll_question question = {
        .lesson = lesson,
        .title = strdup(title),
        .name = ll_buf_take(name),
        .text = ll_buf_take(text),
        .form = form,
        .answer = answered ? ll_buf_take(answer) : NULL,
    };
    if (question.title != NULL && question.name != NULL && question.text != NULL &&
        answered == (question.answer != NULL) &&
        LL_GROW(questions->items, questions->count, questions->cap)) {
        questions->items[questions->count++] = question;
        return 0;
    }
    release(&question);
    return ll_fail_memory(err);
}

/* ---- "Check yourself" ------------------------------------------------------------ */

/* Whether the line starts an item of a numbered list; then its text is `*text`. */
static bool is_item(const char *line, const char **text)
{
    const char *at = line;
    while (isdigit((unsigned char)*at))
        at++;
    if (at == line || at[0] != '.' || at[1] != ' ')
        return false;
    *text = at + 1 + strspn(at + 1, " ");
    return true;
}

/* The line without the blanks that put it into an item of a list. */
static const char *unindented(const char *line)
{
    for (int i = 0; i < 3 && *line == ' '; i++)
        line++;
    return line;
}

static void add_line(struct ll_buf *out, const char *line)
{
    size_t length = strcspn(line, "\n");
    if (length > 0 || out->len > 0)
        ll_buf_addf(out, "%.*s\n", (int)length, line);
}

/* Remove empty lines at the end. */
static void trim(struct ll_buf *text)
{
    while (text->len > 0 && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
}

/* An item of the list, as far as it was read. */
struct item {
    unsigned number;
    bool in_answer;
    struct ll_buf text, answer;
};

static int end_item(struct item *item, unsigned lesson, const char *title,
                    struct ll_questions *questions, struct ll_error *err)
{
    struct ll_buf name = LL_BUF_INIT;
    int result = 0;
    trim(&item->text);
    trim(&item->answer);
    ll_buf_addf(&name, "lesson %u, question %u", lesson, item->number);
    if (item->text.len > 0)
        result = add(questions, lesson, title, LL_QUESTION_ESSAY, &name, &item->text,
                     &item->answer, err);
    ll_buf_release(&name);
    ll_buf_clear(&item->text);
    ll_buf_clear(&item->answer);
    return result;
}

static void read_line(struct item *item, const char *line)
{
    const char *own = unindented(line);
    if (ll_starts_with(own, "<details>"))
        item->in_answer = true;
    else if (ll_starts_with(own, "</details>"))
        item->in_answer = false;
    else if (item->number > 0)
        add_line(item->in_answer ? &item->answer : &item->text, own);
}

int ll_questions_read(const char *text, unsigned lesson, const char *title,
                      struct ll_questions *questions, struct ll_error *err)
{
    struct item item = {.text = LL_BUF_INIT, .answer = LL_BUF_INIT};
    bool inside = false;
    int result = 0;
    for (const char *line = text; *line != '\0' && result == 0;
         line = ll_next_line(line)) {
        const char *rest;
        if (ll_starts_with(line, "## ")) {
            inside = ll_starts_with(line, "## Check yourself");
        } else if (inside && is_item(line, &rest)) {
            result = end_item(&item, lesson, title, questions, err);
            item.number++;
            item.in_answer = false;
            add_line(&item.text, rest);
        } else if (inside) {
            read_line(&item, line);
        }
    }
    if (result == 0)
        result = end_item(&item, lesson, title, questions, err);
    ll_buf_release(&item.text);
    ll_buf_release(&item.answer);
    return result;
}

/* ---- programs to be diagnosed ---------------------------------------------------- */

/* How each question is answered. */
static const struct {
    const char *question;
    enum ll_question_form form;
} forms[] = {
    {"kind", LL_QUESTION_CHOICE},      {"bytes", LL_QUESTION_NUMBER},
    {"blocks", LL_QUESTION_NUMBER},    {"at", LL_QUESTION_NUMBER},
    {"allocated", LL_QUESTION_NUMBER}, {"freed", LL_QUESTION_NUMBER},
    {"lost", LL_QUESTION_NUMBER},      {"variable", LL_QUESTION_WORD},
    {"function", LL_QUESTION_WORD},
};

static enum ll_question_form form_of(const char *question)
{
    size_t i = 0;
    while (strcmp(forms[i].question, question) != 0)
        i++; /* the manifest has no question that is not listed */
    return forms[i].form;
}

/* What the file of answers asks in words: the comment behind "bytes:". */
static void add_words(const char *answers, const char *question, struct ll_buf *out)
{
    size_t length = strlen(question);
    for (const char *line = answers; *line != '\0'; line = ll_next_line(line)) {
        if (!ll_starts_with(line, question) || line[length] != ':')
            continue;
        const char *words = line + strcspn(line, "#\n");
        words += strspn(words, "# ");
        ll_buf_addf(out, "%.*s", (int)strcspn(words, "\n"), words);
    }
}

/* The program, and the fault that the tools found in it. */
struct program {
    const struct ll_lesson *lesson;
    const struct ll_case *one;
    const struct ll_diag *fault;
    struct ll_buf answers; /* the file that learners fill in */
    struct ll_buf files;   /* Markdown: the program's files */
};

/* Add faults that nobody who understands the program takes for this one. `turn` makes
 * them differ from question to question. */
static void add_wrong(enum ll_kind right, unsigned turn, struct ll_strings *wrong)
{
    static const enum ll_kind others[] = {
        LL_USE_AFTER_FREE,  LL_DOUBLE_FREE,     LL_INVALID_WRITE, LL_UNINITIALISED,
        LL_DEFINITELY_LOST, LL_MISMATCHED_FREE, LL_INVALID_FREE,  LL_DESCRIPTOR_LEAK};
    enum { COUNT = sizeof others / sizeof *others };
    for (unsigned i = 0; i < COUNT && wrong->count < WRONG_ANSWERS; i++) {
        enum ll_kind other = others[(i + turn) % COUNT];
        if (other != right && !(ll_kind_is_leak(other) && ll_kind_is_leak(right)))
            ll_strings_add(wrong, ll_explain(other)->title);
    }
}

/* Append a file as learners get it, with the numbers of its lines. */
static int add_file(const struct ll_lesson *lesson, const char *name,
                    const char *folder, struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = ll_path_join(folder, name);
    unsigned number = 1;
    int result =
        path == NULL ? ll_fail_memory(err) : ll_handout_file(lesson, name, folder, err);
    if (result == 0)
        result = ll_file_read(path, FILE_MAX, &text, err);
    ll_buf_addf(out, "\n\n`%s`:\n\n```\n", name);
    for (const char *line = ll_buf_text(&text); *line != '\0';
         line = ll_next_line(line))
        ll_buf_addf(out, "%3u  %.*s\n", number++, (int)strcspn(line, "\n"), line);
    ll_buf_puts(out, "```");
    ll_buf_release(&text);
    free(path);
    return result;
}

/* Append the files of the exercise. */
static int add_files(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                     const char *folder, struct ll_buf *out, struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    int result = ll_handout_files(lesson, exercise, &files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        if (strcmp(files.items[i], exercise->answers) != 0)
            result = add_file(lesson, files.items[i], folder, out, err);
    ll_strings_release(&files);
    return result;
}

/* The text of a question. */
static void say(const struct program *program, const char *question, struct ll_buf *out)
{
    if (form_of(question) == LL_QUESTION_CHOICE) {
        ll_buf_puts(out, "Which fault has this program?");
    } else {
        ll_buf_addf(out, "This program has one fault (%s).\n\nFind out ",
                    ll_explain(program->fault->kind)->title);
        add_words(ll_buf_text(&program->answers), question, out);
        ll_buf_putc(out, '.');
    }
    ll_buf_puts(out, ll_buf_text(&program->files));
}

/* Turn the name of the kind into a choice between titles. */
static int offer(const struct program *program, struct ll_question *question,
                 struct ll_error *err)
{
    char *title = strdup(ll_explain(program->fault->kind)->title);
    if (title == NULL)
        return ll_fail_memory(err);
    free(question->answer);
    question->answer = title;
    add_wrong(program->fault->kind, program->lesson->number, &question->wrong);
    return ll_strings_ok(&question->wrong, err);
}

static int ask(const struct program *program, const char *question,
               struct ll_questions *questions, struct ll_error *err)
{
    const struct ll_subject *subject = &program->one->subject;
    const struct ll_lesson *lesson = program->lesson;
    struct ll_buf name = LL_BUF_INIT, text = LL_BUF_INIT, answer = LL_BUF_INIT;
    enum ll_question_form form = form_of(question);
    int result = 0;
    bool known = ll_answers_right(question, program->fault, subject->sources.items[0],
                                  ll_strings_argv(&subject->roots), &answer);
    if (strchr(ll_buf_text(&answer), ':') != NULL)
        form = LL_QUESTION_WORD; /* a line of another file */
    ll_buf_addf(&name, "lesson %u, %s: %s", lesson->number, program->one->file,
                question);
    say(program, question, &text);
    if (known)
        result = add(questions, lesson->number, lesson->manifest->title, form, &name,
                     &text, &answer, err);
    if (result == 0 && known && form == LL_QUESTION_CHOICE)
        result = offer(program, &questions->items[questions->count - 1], err);
    ll_buf_release(&answer);
    ll_buf_release(&text);
    ll_buf_release(&name);
    return result;
}

/* Ask about the program what the exercise asks. */
static int ask_all(struct program *program, struct ll_questions *questions,
                   struct ll_error *err)
{
    const struct ll_exercise *exercise = program->one->exercise;
    char *folder = ll_path_temp_dir(err);
    if (folder == NULL)
        return -1;
    int result = ll_file_read(program->one->answers, FILE_MAX, &program->answers, err);
    if (result == 0)
        result = add_files(program->lesson, exercise, folder, &program->files, err);
    for (unsigned i = 0; i < exercise->asks_count && result == 0; i++)
        result = ask(program, exercise->asks[i], questions, err);
    ll_path_remove_tree(folder);
    free(folder);
    return result;
}

/* Return the first run that says nothing of the fault, or not all; NULL: there is none.
 * A tool that the machine lacks does not count. */
static const struct ll_run *find_trouble(const struct ll_result *memory)
{
    for (size_t i = 0; i < memory->run_count; i++)
        if (memory->runs[i].status != LL_RUN_NO_TOOL &&
            ll_verify_trouble(&memory->runs[i]) != NULL)
            return &memory->runs[i];
    return NULL;
}

static bool ran_late(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && !run->tool->reads_sources &&
           ll_ended_late(&run->ended);
}

/* Judge the program. The machine may be busy: if the session's time is too short, it
 * becomes twice as long, and the program is judged once more. */
static int judge(struct ll_session *session, const struct ll_lesson *lesson,
                 const struct ll_case *one, struct ll_judgement *judgement,
                 struct ll_error *err)
{
    if (ll_judge(session, lesson, one, 1, judgement, err) != 0)
        return -1;
    const struct ll_run *trouble = find_trouble(&judgement->memory);
    if (trouble == NULL || !ran_late(trouble))
        return 0;
    ll_judgement_release(judgement);
    session->limits.wall_seconds *= 2;
    session->limits.cpu_seconds *= 2;
    return ll_judge(session, lesson, one, 1, judgement, err);
}

/* Say which questions are left out, and why. */
static int leave_out(const struct program *program, const struct ll_run *trouble,
                     const struct ll_limits *limits, struct ll_questions *questions,
                     struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    if (ll_jail_is_cancelled())
        return ll_fail(err, LL_FAULT_HARNESS, "interrupted: there are no questions");
    if (ran_late(trouble)) {
        const struct ll_limits own = ll_run_limits(trouble, limits);
        ll_buf_puts(&why, "the program ");
        ll_ended_say(&trouble->ended, &own, &why);
        ll_buf_puts(&why, "; give it more time with --timeout SECONDS");
    } else {
        ll_buf_puts(&why, ll_verify_trouble(trouble));
    }
    ll_strings_addf(&questions->left_out,
                    "the questions about %s of lesson %u are left out: under %s, %s",
                    program->one->file, program->lesson->number, trouble->tool->name,
                    ll_buf_text(&why));
    ll_buf_release(&why);
    return ll_strings_ok(&questions->left_out, err);
}

/* Run the program of an exercise and ask about its fault. */
static int add_program(const struct ll_session *session, const struct ll_lesson *lesson,
                       const struct ll_case *one, struct ll_questions *questions,
                       struct ll_error *err)
{
    struct ll_judgement judgement = {0};
    struct ll_session own = *session;
    struct program program = {lesson, one, NULL, LL_BUF_INIT, LL_BUF_INIT};
    int result = judge(&own, lesson, one, &judgement, err);
    if (result != 0)
        return result;
    const struct ll_diags *diags = &judgement.memory.diags;
    for (size_t i = 0; i < diags->count && program.fault == NULL; i++)
        if (ll_kind_is_fault(diags->items[i].kind))
            program.fault = &diags->items[i];
    const struct ll_run *trouble = find_trouble(&judgement.memory);
    if (trouble != NULL)
        result = leave_out(&program, trouble, &own.limits, questions, err);
    else if (program.fault != NULL)
        result = ask_all(&program, questions, err);
    ll_buf_release(&program.files);
    ll_buf_release(&program.answers);
    ll_judgement_release(&judgement);
    return result;
}

/* ---- a lesson -------------------------------------------------------------------- */

static int add_lesson(const struct ll_session *session, const struct ll_lesson *lesson,
                      struct ll_questions *questions, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_case *cases = NULL;
    size_t count = 0;
    char *path = ll_path_join(lesson->folder, "README.md");
    int result =
        path == NULL ? ll_fail_memory(err) : ll_file_read(path, FILE_MAX, &text, err);
    if (result == 0)
        result = ll_questions_read(ll_buf_text(&text), lesson->number,
                                   lesson->manifest->title, questions, err);
    if (result == 0)
        result = ll_cases(lesson, NULL, false, &cases, &count, err);
    for (size_t i = 0; i < count && result == 0; i++)
        if (cases[i].answers != NULL)
            result = add_program(session, lesson, &cases[i], questions, err);
    ll_cases_free(cases, count);
    ll_buf_release(&text);
    free(path);
    return result;
}

int ll_questions_make(const struct ll_session *session,
                      const struct ll_strings *folders, struct ll_questions *questions,
                      struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < folders->count && result == 0; i++) {
        struct ll_lesson *lesson = ll_lesson_load(folders->items[i], err);
        result = lesson == NULL ? -1 : add_lesson(session, lesson, questions, err);
        ll_lesson_free(lesson);
    }
    return result;
}
