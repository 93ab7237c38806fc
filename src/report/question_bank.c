/* SPDX-License-Identifier: MIT */
#include "report/question_bank.h"

#include <string.h>

#include "report/csv.h"
#include "report/layout.h"

/* ---- gift ------------------------------------------------------------------------ */

static void add_escaped(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    for (const char *c = ll_buf_text(&clean); *c != '\0'; c++)
        if (*c == '\n')
            ll_buf_puts(out, "\\n");
        else
            ll_buf_addf(out, strchr("~=#{}:\\", *c) != NULL ? "\\%c" : "%c", *c);
    out->full |= clean.full;
    ll_buf_release(&clean);
}

/* A category; '/' would begin one below it. */
static void add_category(struct ll_buf *out, const struct ll_question *question)
{
    ll_buf_addf(out, "$CATEGORY: leaklab/%02u ", question->lesson);
    for (const char *c = question->title; *c != '\0'; c++)
        ll_buf_addf(out, *c == '/' ? "//" : "%c", *c);
    ll_buf_puts(out, "\n\n");
}

/* Moodle reads "->" as a pair to be matched, and has no escape for it; '*' stands for
 * any letters, unless a backslash is before it. */
static void add_word(struct ll_buf *out, const char *word)
{
    struct ll_buf text = LL_BUF_INIT;
    for (; *word != '\0'; word++) {
        ll_buf_puts(&text, *word == '*' ? "\\" : "");
        ll_buf_putc(&text, *word);
        ll_buf_puts(&text, word[0] == '-' && word[1] == '>' ? "*" : "");
    }
    add_escaped(out, ll_buf_text(&text));
    out->full |= text.full;
    ll_buf_release(&text);
}

static void add_answer(struct ll_buf *out, const struct ll_question *question)
{
    switch (question->form) {
    case LL_QUESTION_ESSAY:
        ll_buf_puts(out, question->answer != NULL ? "####" : "");
        break;
    case LL_QUESTION_NUMBER:
        ll_buf_putc(out, '#');
        break;
    case LL_QUESTION_CHOICE:
    case LL_QUESTION_WORD:
        ll_buf_putc(out, '=');
        break;
    }
    if (question->answer != NULL && question->form == LL_QUESTION_WORD)
        add_word(out, question->answer);
    else if (question->answer != NULL)
        add_escaped(out, question->answer);
    for (size_t i = 0; i < question->wrong.count; i++) {
        ll_buf_puts(out, " ~");
        add_escaped(out, question->wrong.items[i]);
    }
}

static void write_gift(const struct ll_questions *questions, struct ll_buf *out)
{
    unsigned lesson = 0;
    for (size_t i = 0; i < questions->count; i++) {
        const struct ll_question *question = &questions->items[i];
        if (question->lesson != lesson)
            add_category(out, question);
        lesson = question->lesson;
        ll_buf_puts(out, "::");
        add_escaped(out, question->name);
        ll_buf_puts(out, "::[markdown]");
        add_escaped(out, question->text);
        ll_buf_puts(out, " {");
        add_answer(out, question);
        ll_buf_puts(out, "}\n\n");
    }
}

/* ---- csv ------------------------------------------------------------------------- */

static void write_csv(const struct ll_questions *questions, struct ll_buf *out)
{
    ll_buf_puts(out, "lesson,title,question,form,text,answer,wrong answers\r\n");
    for (size_t i = 0; i < questions->count; i++) {
        const struct ll_question *question = &questions->items[i];
        struct ll_buf wrong = LL_BUF_INIT;
        for (size_t k = 0; k < question->wrong.count; k++)
            ll_buf_addf(&wrong, "%s%s", k > 0 ? "\n" : "", question->wrong.items[k]);
        const char *cells[] = {
            question->title, question->name,   ll_question_form_name(question->form),
            question->text,  question->answer, ll_buf_text(&wrong)};
        ll_buf_addf(out, "%u", question->lesson);
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++) {
            ll_buf_putc(out, ',');
            ll_csv_text(out, cells[c]);
        }
        ll_buf_puts(out, "\r\n");
        out->full |= wrong.full;
        ll_buf_release(&wrong);
    }
}

/* ---- the rows -------------------------------------------------------------------- */

const struct ll_questions_format ll_questions_formats[] = {
    {"gift", write_gift},
    {"csv", write_csv},
    {NULL, NULL},
};

const struct ll_questions_format *ll_questions_format_find(const char *name)
{
    for (const struct ll_questions_format *row = ll_questions_formats;
         row->name != NULL; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}
