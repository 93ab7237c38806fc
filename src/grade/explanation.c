/* SPDX-License-Identifier: MIT */
#include "grade/explanation.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "report/text.h"
#include "report/text_sweep.h"
#include "report/text_warnings.h"

enum { WIDTH = 80, INDENT = 3, WORDS_SHOWN = 2000 };

/* What a compiler printed, word for word, up to a limit. */
static void add_words(struct ll_buf *out, const char *words)
{
    size_t left = WORDS_SHOWN;
    for (const char *line = words; *line != '\0' && left > 0;) {
        size_t length = strcspn(line, "\n");
        ll_buf_addf(out, "%*s%.*s\n", length > 0 ? INDENT : 0, "",
                    (int)(length < left ? length : left), line);
        left -= length < left ? length : left;
        line += length + (line[length] == '\n');
    }
}

static void add_faults(const struct ll_graded *graded, const struct ll_style *style,
                       const struct ll_warnings *warnings, const char *const *roots,
                       struct ll_buf *out)
{
    const struct ll_diag *above = NULL;
    for (size_t i = 0; i < graded->diags.count; i++) {
        const struct ll_diag *diag = &graded->diags.items[i];
        if (!ll_kind_is_fault(diag->kind))
            continue;
        if (out->len > 0)
            ll_buf_putc(out, '\n');
        ll_text_diag(out, style, diag, above, roots, NULL);
        ll_text_warnings(out, style, warnings, &graded->diags, roots, i);
        above = diag;
    }
}

/* The sweep ran on a copy: show the learner's path. */
static void add_swept(const struct ll_sweep *sweep, struct ll_buf *out)
{
    if (sweep->base.subject == NULL)
        return;
    const char *source = sweep->base.subject->sources.items[0];
    char *from = ll_path_dir(source);
    const struct ll_style style = {.width = WIDTH, .from = from, .named = source};
    ll_text_swept(out, &style, sweep, NULL, SIZE_MAX);
    free(from);
}

int ll_explanation_fill(struct ll_graded *graded, const struct ll_lesson *lesson,
                        const char *path, const char *words,
                        const struct ll_warnings *warnings,
                        const struct ll_judgement *judgement, const char *const *roots,
                        struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    char *from = ll_path_dir(path);
    const struct ll_style style = {
        .width = WIDTH, .from = from, .lesson = lesson->folder, .named = path};
    if (words != NULL && words[0] != '\0')
        add_words(&out, words);
    if (graded->verdict == LL_PASS)
        ll_wrap(&out, &style, INDENT, lesson->manifest->habit);
    add_faults(graded, &style, warnings, roots, &out);
    for (size_t i = 0; judgement != NULL && i < 2; i++)
        add_swept(&judgement->sweeps[i], &out);
    graded->explanation = out.len > 0 ? ll_buf_take(&out) : strdup("");
    ll_buf_release(&out);
    int result = from == NULL || graded->explanation == NULL ? ll_fail_memory(err) : 0;
    free(from);
    return result;
}
