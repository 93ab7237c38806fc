/* SPDX-License-Identifier: MIT */
#include "picture/faults.h"

#include <string.h>

#include "diag/explain.h"
#include "diag/source.h"
#include "diag/span.h"
#include "diag/words.h"
#include "lesson/labels.h"
#include "report/json_parts.h"

/* Set `key` to `value`, which is taken; NULL: memory ran out. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

/* The same, with null for a text that is not known. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return text == NULL ? set(object, key, json_null())
                        : ll_json_text(object, key, text);
}

static bool set_known(json_t *object, const char *key, bool known,
                      unsigned long long number)
{
    return set(object, key, known ? json_integer((json_int_t)number) : json_null());
}

static bool set_frame(json_t *object, const struct ll_frame *frame,
                      struct ll_files *files)
{
    return set(object, "file", ll_files_index(files, frame->file)) &&
           set(object, "line", json_integer((json_int_t)frame->line));
}

/* Set `key` to the innermost own line of a stack. */
static bool set_place(json_t *object, const char *key, const struct ll_stack *stack,
                      struct ll_files *files)
{
    const struct ll_frame *own = ll_stack_own(stack, files->roots);
    if (own == NULL)
        return set(object, key, json_null());
    json_t *place = json_object();
    return set(object, key, place) && set_frame(place, own, files);
}

/* ---- its words ------------------------------------------------------------------ */

/* Append a text, each line of which is a paragraph; release it. */
static bool add_paragraphs(json_t *list, struct ll_buf *text)
{
    bool ok = !text->full;
    for (const char *at = ll_buf_text(text); *at != '\0' && ok;) {
        struct ll_buf line = LL_BUF_INIT;
        json_t *holder = json_object();
        size_t length = strcspn(at, "\n");
        ll_buf_add(&line, at, length);
        ok = ll_json_pour(holder, "text", &line) &&
             (length == 0 ||
              json_array_append(list, json_object_get(holder, "text")) == 0);
        json_decref(holder);
        at += length + (at[length] == '\n');
    }
    ll_buf_release(text);
    return ok;
}

static bool set_words(json_t *object, const struct ll_diag *diag, const char *why)
{
    struct ll_buf headline = LL_BUF_INIT, text = LL_BUF_INIT, look = LL_BUF_INIT;
    json_t *list = json_array();
    ll_diag_headline(diag, &headline);
    if (why != NULL)
        ll_buf_puts(&text, why);
    else
        ll_explain_diag(diag, &text);
    ll_diag_look(diag, &look);
    if (look.len > 0)
        ll_buf_addf(&text, "\nLook at: %s", ll_buf_text(&look));
    ll_drop(&look, &text);
    bool ok = ll_json_pour(object, "headline", &headline) && set(object, "text", list);
    return add_paragraphs(list, &text) && ok;
}

static bool set_values(json_t *object, const struct ll_diag *diag)
{
    json_t *list = json_array();
    bool ok = set(object, "values", list);
    for (size_t i = 0; i < diag->values.count && ok; i++) {
        const struct ll_value *value = &diag->values.items[i];
        json_t *one = json_object();
        ok = json_array_append_new(list, one) == 0 &&
             set_text(one, "name", value->name) &&
             set_text(one, "text", value->value != NULL ? value->value : "") &&
             set_text(one, "note", value->note);
    }
    return ok;
}

/* ---- its lines ------------------------------------------------------------------ */

static const char *const roles[] = {
    [LL_ROLE_ALLOCATED] = "allocated",
    [LL_ROLE_CALLED] = "called",
    [LL_ROLE_FREED] = "freed",
    [LL_ROLE_LOST] = "lost",
    [LL_ROLE_STARTED] = "started",
    [LL_ROLE_OTHER] = "other",
    [LL_ROLE_AT] = "at",
};

static bool set_span(json_t *object, const struct ll_diag *diag,
                     const struct ll_mark *mark)
{
    struct ll_buf line = LL_BUF_INIT, plain = LL_BUF_INIT;
    struct ll_span span = {0};
    if (ll_source_line(mark->frame, &line)) {
        ll_labels_strip(ll_buf_text(&line), &plain);
        span = ll_span_find(diag, mark, ll_buf_text(&plain));
    }
    const char *text = ll_buf_text(&plain);
    bool ok =
        !line.full && !plain.full &&
        set(object, "from",
            json_integer((json_int_t)ll_files_column(text, span.start))) &&
        set(object, "to",
            json_integer((json_int_t)ll_files_column(text, span.start + span.length)));
    ll_buf_release(&line);
    ll_buf_release(&plain);
    return ok;
}

static bool set_marks(json_t *object, const struct ll_diag *diag,
                      struct ll_files *files)
{
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, files->roots, marks);
    const struct ll_mark *main = ll_diag_main_mark(marks, count);
    json_t *list = json_array();
    bool ok = set(object, "marks", list);
    for (size_t i = 0; i < count && ok; i++) {
        json_t *one = json_object();
        ok = json_array_append_new(list, one) == 0 &&
             set_frame(one, marks[i].frame, files) && set_span(one, diag, &marks[i]) &&
             set_text(one, "text", marks[i].caption) &&
             set_text(one, "role", roles[marks[i].role]);
    }
    if (main == NULL)
        return ok && set(object, "file", json_null()) &&
               set(object, "line", json_null()) && set(object, "function", json_null());
    return ok && set_frame(object, main->frame, files) &&
           set_text(object, "function", main->frame->function);
}

json_t *ll_fault_new(const struct ll_diag *diag, const struct ll_moment *moment,
                     const char *why, struct ll_files *files)
{
    const bool is_leak = ll_kind_is_leak(diag->kind);
    const unsigned long long size = !is_leak           ? diag->place.block_size
                                    : diag->blocks > 0 ? diag->bytes / diag->blocks
                                                       : diag->bytes;
    const char *how = diag->how == LL_LOSS_UNKNOWN ? NULL : ll_loss_name(diag->how);
    const char *tool = diag->witness_count > 0 ? diag->witnesses[0].tool : NULL;
    json_t *object = json_object();
    if (set_text(object, "kind", ll_kind_name(diag->kind)) &&
        set_words(object, diag, why) && set_text(object, "tool", tool) &&
        set_marks(object, diag, files) &&
        set_known(object, "block", moment->block > 0, moment->block) &&
        set_known(object, "event", moment->has_event, moment->event) &&
        set_text(object, "how", how) && set_text(object, "variable", diag->variable) &&
        set_place(object, "allocated", &diag->allocated, files) &&
        set_place(object, "freed", &diag->freed, files) &&
        set_known(object, "size", size > 0, size) && set_values(object, diag))
        return object;
    json_decref(object);
    return NULL;
}
