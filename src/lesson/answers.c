/* SPDX-License-Identifier: MIT */
#include "lesson/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/explain.h"
#include "diag/source.h"
#include "diag/terms.h"

#define ANSWERS_MAX ((size_t)64 * 1024)

/* ---- the file ---------------------------------------------------------------- */

/* The program, and the fault that the tools found in it. */
struct truth {
    const struct ll_diag *diag;
    const char *program;
    const char *const *roots;
};

static struct ll_answer *find(struct ll_answers *answers, const char *question)
{
    for (size_t i = 0; i < answers->count; i++)
        if (strcmp(answers->items[i].question, question) == 0)
            return &answers->items[i];
    return NULL;
}

/* Append `text` with a blank behind the ':' of each question that lacks one. */
static void add_blanks(struct ll_answers *answers, const char *text, struct ll_buf *out)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), name = strcspn(text, ":\n");
        char question[16];
        snprintf(question, sizeof question, "%.*s", (int)name, text);
        bool asked = text[name] == ':' && find(answers, question) != NULL;
        size_t head = asked ? name + 1 : 0;
        ll_buf_add(out, text, head);
        if (asked && strchr(" \t\r\n", text[head]) == NULL)
            ll_buf_putc(out, ' ');
        ll_buf_add(out, text + head, length - head);
        text += length;
        if (*text == '\n')
            ll_buf_putc(out, *text++);
    }
}

/* The text of a scalar node; NULL for other nodes. */
static const char *text_of(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
                                          : NULL;
}

static int read_pair(struct ll_answers *answers, const yaml_node_t *key,
                     const yaml_node_t *value, const char *path, struct ll_error *err)
{
    int line = (int)key->start_mark.line + 1;
    const char *question = text_of(key), *given = text_of(value);
    struct ll_answer *answer = question != NULL ? find(answers, question) : NULL;
    if (answer == NULL) {
        struct ll_buf asked = LL_BUF_INIT;
        for (size_t i = 0; i < answers->count; i++)
            ll_buf_addf(&asked, "%s %s", i == 0 ? "" : ",", answers->items[i].question);
        ll_fail_at(err, LL_FAULT_INPUT, path, line,
                   "'%.40s' is not asked here: answer%s",
                   question != NULL ? question : "?", ll_buf_text(&asked));
        ll_buf_release(&asked);
        return -1;
    }
    if (given == NULL)
        return ll_fail_at(err, LL_FAULT_INPUT, path, line,
                          "the answer to '%s' must be one value", question);
    if (answer->given != NULL)
        return ll_fail_at(err, LL_FAULT_INPUT, path, line,
                          "'%s' is answered twice: keep one answer", question);
    if (given[0] == '\0')
        return 0;
    answer->given = strdup(given);
    return answer->given != NULL ? 0 : ll_fail_memory(err);
}

static int read_document(struct ll_answers *answers, yaml_document_t *document,
                         const char *path, struct ll_error *err)
{
    const yaml_node_t *root = yaml_document_get_root_node(document);
    if (root == NULL)
        return 0; /* only comments */
    if (root->type != YAML_MAPPING_NODE)
        return ll_fail_at(err, LL_FAULT_INPUT, path, (int)root->start_mark.line + 1,
                          "write each answer as 'question: answer', such as 'kind: "
                          "definitely-lost'");
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++)
        if (read_pair(answers, yaml_document_get_node(document, pair->key),
                      yaml_document_get_node(document, pair->value), path, err) != 0)
            return -1;
    return 0;
}

/* A line without ':' is noticed only in the line below, and a quote that does not end
 * only at the end of the file. */
static void fail_unreadable(const yaml_parser_t *parser, const char *text,
                            const char *path, struct ll_error *err)
{
    const char *context = parser->context != NULL ? parser->context : "";
    const char *problem = parser->problem != NULL ? parser->problem : "";
    bool above = strstr(context, "scanning a simple key") != NULL ||
                 strstr(context, "scanning a quoted scalar") != NULL;
    size_t line = above ? parser->context_mark.line : parser->problem_mark.line;
    for (size_t i = 0; i < line; i++)
        text = ll_next_line(text);
    if (!above && line > 0 && text[0] != ' ' &&
        strstr(problem, "mapping values are not allowed") != NULL)
        line--; /* the one above goes on in this one */
    ll_fail_at(
        err, LL_FAULT_INPUT, path, (int)line + 1,
        "this line cannot be read: write each answer as 'question: answer', on a "
        "line of its own, from its start on");
}

int ll_answers_read(const char *path, const struct ll_exercise *exercise,
                    struct ll_answers *out, struct ll_error *err)
{
    struct ll_buf raw = LL_BUF_INIT, text = LL_BUF_INIT;
    yaml_parser_t parser;
    yaml_document_t document;
    int result = -1;
    out->items = calloc(exercise->asks_count, sizeof *out->items);
    if (out->items == NULL)
        return ll_fail_memory(err);
    out->count = exercise->asks_count;
    for (size_t i = 0; i < out->count; i++)
        out->items[i].question = exercise->asks[i];
    if (ll_file_read(path, ANSWERS_MAX, &raw, err) != 0)
        goto out;
    add_blanks(out, ll_buf_text(&raw), &text);
    if (!yaml_parser_initialize(&parser)) {
        ll_fail_memory(err);
        goto out;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)ll_buf_text(&text),
                                 text.len);
    if (yaml_parser_load(&parser, &document)) {
        result = read_document(out, &document, path, err);
        yaml_document_delete(&document);
    } else if (parser.error == YAML_MEMORY_ERROR) {
        ll_fail_memory(err);
    } else {
        fail_unreadable(&parser, ll_buf_text(&text), path, err);
    }
    yaml_parser_delete(&parser);
out:
    ll_buf_release(&raw);
    ll_buf_release(&text);
    return result;
}

void ll_answers_release(struct ll_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        free(answers->items[i].given);
        free(answers->items[i].remark);
    }
    free(answers->items);
    free(answers->trouble);
    *answers = (struct ll_answers){0};
}

size_t ll_answers_left(const struct ll_answers *answers)
{
    size_t left = 0;
    for (size_t i = 0; i < answers->count; i++)
        left += answers->items[i].mark == LL_ANSWER_OPEN ||
                answers->items[i].mark == LL_ANSWER_WRONG;
    return left;
}

/* ---- marking, question by question --------------------------------------------
 *
 * Each returns the mark. For a wrong answer, it appends to `remark` what is wrong. */

static enum ll_mark_given mark_kind(const struct truth *truth, const char *question,
                                    const char *given, struct ll_buf *remark)
{
    const struct ll_term *term = ll_term_find(given);
    (void)question;
    if (term == NULL) {
        ll_buf_puts(remark, "no fault has that name");
        ll_term_suggest(given, remark);
        return LL_ANSWER_WRONG;
    }
    if (ll_term_means(term, truth->diag->kind))
        return LL_ANSWER_RIGHT;
    ll_buf_addf(remark, "that name means \"%s\"", ll_explain(term->kinds[0])->title);
    return LL_ANSWER_WRONG;
}

static unsigned long long number_for(const struct ll_diag *diag, const char *question)
{
    if (strcmp(question, "blocks") == 0)
        return diag->blocks;
    return diag->bytes != 0 ? diag->bytes : diag->place.block_size;
}

/* "", " bytes", " byte" */
static bool is_unit(const char *text, const char *question)
{
    text += strspn(text, " ");
    size_t length = strlen(text);
    return length == 0 ||
           (length + 1 >= strlen(question) && length <= strlen(question) &&
            strncasecmp(text, question, length) == 0);
}

static enum ll_mark_given mark_number(const struct truth *truth, const char *question,
                                      const char *given, struct ll_buf *remark)
{
    bool blocks = strcmp(question, "blocks") == 0;
    char *end;
    unsigned long long number = strtoull(given, &end, 10);
    if (given[0] < '0' || given[0] > '9' || !is_unit(end, question)) {
        ll_buf_puts(remark, "write a whole number, such as 48");
        return LL_ANSWER_WRONG;
    }
    if (number == number_for(truth->diag, question))
        return LL_ANSWER_RIGHT;
    ll_buf_puts(remark, blocks ? "the report has a different number of blocks"
                               : "the report has a different number of bytes");
    return LL_ANSWER_WRONG;
}

static const struct ll_stack *stack_for(const struct ll_diag *diag,
                                        const char *question)
{
    return strcmp(question, "allocated") == 0 ? &diag->allocated
           : strcmp(question, "freed") == 0   ? &diag->freed
           : strcmp(question, "lost") == 0    ? &diag->lost
                                              : &diag->at;
}

/* How much of `text` is quoted, so that the remark fits on the screen: whole characters
 * of UTF-8. */
static size_t quoted_length(const char *text)
{
    enum { MOST = 24 };
    size_t length = strlen(text);
    if (length <= MOST)
        return length;
    length = MOST;
    while (((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* Quote the learner's line, so that an answer one line off is easy to see. */
static void quote_line(const char *file, unsigned line, struct ll_buf *remark)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_frame frame = {.file = (char *)file, .line = line};
    if (ll_source_line(&frame, &text)) {
        const char *words = ll_buf_text(&text) + strspn(ll_buf_text(&text), " \t");
        if (words[0] == '\0')
            ll_buf_puts(remark, "that line is empty");
        else
            ll_buf_addf(remark, "that line is `%.*s%s`", (int)quoted_length(words),
                        words, quoted_length(words) < strlen(words) ? "…" : "");
    } else {
        ll_buf_puts(remark, "there is no such line");
    }
    ll_buf_release(&text);
}

static enum ll_mark_given mark_line(const struct truth *truth, const char *question,
                                    const char *given, struct ll_buf *remark)
{
    const struct ll_stack *stack = stack_for(truth->diag, question);
    const struct ll_frame *own = ll_stack_own(stack, truth->roots);
    if (own == NULL)
        return LL_ANSWER_UNKNOWN;
    if (strncasecmp(given, "line ", strlen("line ")) == 0)
        given += strlen("line ");
    const char *colon = strrchr(given, ':');
    const char *digits = colon != NULL ? colon + 1 : given;
    char *end;
    unsigned line = (unsigned)strtoul(digits, &end, 10);
    if (line == 0 || *end != '\0') {
        ll_buf_puts(remark, "write the number of a line, such as 12");
        return LL_ANSWER_WRONG;
    }
    size_t length = colon != NULL ? (size_t)(colon - given) : 0;
    const char *base = ll_path_base(own->file != NULL ? own->file : "");
    const char *wanted = length > 0 ? given : ll_path_base(truth->program);
    if (length == 0)
        length = strlen(wanted);
    bool same_file = strlen(base) == length && strncmp(base, wanted, length) == 0;
    if (same_file && line == own->line)
        return LL_ANSWER_RIGHT;
    if (colon == NULL)
        quote_line(truth->program, line, remark);
    else
        ll_buf_puts(remark, "it is another line");
    return LL_ANSWER_WRONG;
}

/* The function or the variable; NULL: not known. */
static const char *name_for(const struct truth *truth, const char *question)
{
    const struct ll_diag *diag = truth->diag;
    if (strcmp(question, "function") != 0)
        return diag->variable;
    const struct ll_stack *stack = diag->lost.count > 0 ? &diag->lost : &diag->at;
    const struct ll_frame *own = ll_stack_own(stack, truth->roots);
    return own != NULL ? own->function : NULL;
}

/* Whether `given` is the name `right`, perhaps with more behind it: "lose()", "text (in
 * main)". */
static bool is_name(const char *given, const char *right)
{
    size_t length = strlen(right);
    const char *more = given + length;
    return strncmp(given, right, length) == 0 &&
           (*more == '\0' || *more == ' ' || strcmp(more, "()") == 0);
}

/* The name of the member at the end of "list->head" or "self.samples"; the whole, if
 * there is none. */
static const char *member_of(const char *name)
{
    const char *member = name;
    for (const char *p = name; *p != '\0'; p++)
        if (*p == '.' || (p[0] == '-' && p[1] == '>'))
            member = p + (*p == '.' ? 1 : 2);
    return member;
}

static enum ll_mark_given mark_name(const struct truth *truth, const char *question,
                                    const char *given, struct ll_buf *remark)
{
    const char *right = name_for(truth, question);
    if (right == NULL)
        return LL_ANSWER_UNKNOWN;
    /* Outside of its class, a member of `self` is one of a variable. */
    const char *named = ll_starts_with(right, "self.") ? member_of(given) : given;
    if (is_name(given, right) || is_name(named, member_of(right)))
        return LL_ANSWER_RIGHT;
    ll_buf_addf(remark, "it is another %s", question);
    return LL_ANSWER_WRONG;
}

/* ---- the right answers, question by question ----------------------------------- */

static void add_kind(const struct truth *truth, const char *question,
                     struct ll_buf *out)
{
    (void)question;
    ll_buf_puts(out, ll_kind_name(truth->diag->kind));
}

static void add_number(const struct truth *truth, const char *question,
                       struct ll_buf *out)
{
    ll_buf_addf(out, "%llu", number_for(truth->diag, question));
}

static void add_line(const struct truth *truth, const char *question,
                     struct ll_buf *out)
{
    const struct ll_stack *stack = stack_for(truth->diag, question);
    const struct ll_frame *own = ll_stack_own(stack, truth->roots);
    if (own == NULL || own->file == NULL)
        return;
    const char *base = ll_path_base(own->file);
    if (strcmp(base, ll_path_base(truth->program)) != 0)
        ll_buf_addf(out, "%s:", base);
    ll_buf_addf(out, "%u", own->line);
}

static void add_name(const struct truth *truth, const char *question,
                     struct ll_buf *out)
{
    const char *name = name_for(truth, question);
    if (name != NULL)
        ll_buf_puts(out, name);
}

/* ---- the questions ----------------------------------------------------------- */

static const struct {
    const char *question;
    enum ll_mark_given (*mark)(const struct truth *truth, const char *question,
                               const char *given, struct ll_buf *remark);
    void (*add_right)(const struct truth *truth, const char *question,
                      struct ll_buf *out); /* nothing, if it is not known */
} questions[] = {
    {"kind", mark_kind, add_kind},       {"bytes", mark_number, add_number},
    {"blocks", mark_number, add_number}, {"at", mark_line, add_line},
    {"allocated", mark_line, add_line},  {"freed", mark_line, add_line},
    {"lost", mark_line, add_line},       {"variable", mark_name, add_name},
    {"function", mark_name, add_name},
};
#define COUNT (sizeof questions / sizeof questions[0])

bool ll_question_known(const char *question)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(questions[i].question, question) == 0)
            return true;
    return false;
}

int ll_answers_mark(struct ll_answers *answers, const struct ll_diag *truth,
                    const char *program, const char *const *roots, struct ll_error *err)
{
    const struct truth known = {truth, program, roots};
    for (size_t i = 0; i < answers->count; i++) {
        struct ll_answer *answer = &answers->items[i];
        struct ll_buf remark = LL_BUF_INIT;
        for (size_t j = 0; j < COUNT && answer->given != NULL; j++)
            if (strcmp(questions[j].question, answer->question) == 0)
                answer->mark =
                    questions[j].mark(&known, answer->question, answer->given, &remark);
        bool full = remark.full;
        if (remark.len > 0)
            answer->remark = ll_buf_take(&remark);
        ll_buf_release(&remark);
        if (full)
            return ll_fail_memory(err);
    }
    return 0;
}

bool ll_answers_right(const char *question, const struct ll_diag *truth,
                      const char *program, const char *const *roots, struct ll_buf *out)
{
    const struct truth known = {truth, program, roots};
    size_t before = out->len;
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(questions[i].question, question) == 0)
            questions[i].add_right(&known, question, out);
    return out->len > before && !out->full;
}
