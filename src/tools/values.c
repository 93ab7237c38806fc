/* SPDX-License-Identifier: MIT */
#include "tools/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/pack.h"
#include "jail/apart.h"
#include "runtime/snapshot.h"
#include "values/explain.h"

enum {
    BYTES = 1 << 30,      /* of memory, for the process apart */
    ANSWER_MAX = 4 << 20, /* a fault's values are some hundred bytes */
    SECONDS = 20,         /* for a program that ran here: it takes milliseconds */
    SOURCES_MOST = 64,
};
#define SOURCE_MAX ((size_t)4 * 1024 * 1024)
#define FILE_MAX ((size_t)64 * 1024 * 1024)

/* ---- sources --------------------------------------------------------------------- */

int ll_sources_add(struct ll_sources *sources, const char *file, const char *from,
                   const struct ll_buf *text, struct ll_error *err)
{
    if (!LL_GROW_ONE(sources->items, sources->count))
        return ll_fail_memory(err);
    struct ll_source source = {.file = strdup(file), .text = LL_BUF_INIT};
    int result = source.file == NULL ? ll_fail_memory(err) : 0;
    if (result == 0 && text == NULL)
        result = ll_file_read(from, SOURCE_MAX, &source.text, err);
    else if (result == 0 && !ll_buf_add(&source.text, ll_buf_text(text), text->len))
        result = ll_fail_memory(err);
    if (result == 0) {
        sources->items[sources->count++] = source;
    } else {
        free(source.file);
        ll_buf_release(&source.text);
    }
    return result;
}

void ll_sources_release(struct ll_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->items[i].file);
        ll_buf_release(&sources->items[i].text);
    }
    free(sources->items);
    *sources = (struct ll_sources){0};
}

static const struct ll_source *find_source(const struct ll_sources *sources,
                                           const char *file)
{
    for (size_t i = 0; i < sources->count; i++)
        if (strcmp(sources->items[i].file, file) == 0)
            return &sources->items[i];
    return NULL;
}

/* ---- in the process apart -------------------------------------------------------- */

/* All that it answers of a diagnosis. */
static const struct ll_field told_fields[] = {
    LL_FIELD(ll_diag, VALUES, values), LL_FIELD(ll_diag, PATH, path),
    LL_FIELD(ll_diag, TEXT, type),     LL_FIELD(ll_diag, TEXT, operation),
    LL_FIELD(ll_diag, TEXT, bound),
};

struct work {
    const struct ll_values_apart *apart;
    struct ll_diags *diags;
};

static bool read_source(void *data, const char *file, struct ll_buf *to)
{
    const struct work *work = data;
    const struct ll_source *source = find_source(work->apart->sources, file);
    return source != NULL &&
           ll_buf_add(to, ll_buf_text(&source->text), source->text.len);
}

static bool is_hidden(void *data, const char *file)
{
    const struct work *work = data;
    return work->apart->hide_others && find_source(work->apart->sources, file) == NULL;
}

static bool write_told(const struct ll_diags *diags, struct ll_buf *answer)
{
    json_t *json = ll_pack_array(diags->items, diags->count, sizeof *diags->items,
                                 LL_FIELDS(told_fields));
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;
    bool ok = text != NULL && ll_buf_puts(answer, text);
    free(text);
    json_decref(json);
    return ok;
}

static bool work(void *data, struct ll_buf *answer)
{
    struct work *work = data;
    struct ll_program program;
    const struct ll_values_order order = {.snapshots = work->apart->snapshots,
                                          .program = &program,
                                          .read = read_source,
                                          .is_hidden = is_hidden,
                                          .data = work};
    bool ok = ll_program_open(&program, work->apart->program) &&
              ll_values_explain_order(&order, work->diags, NULL) == 0 &&
              write_told(work->diags, answer);
    ll_program_close(&program);
    return ok;
}

/* ---- its answer ------------------------------------------------------------------ */

/* Whether it is text for people: UTF-8 without control characters. */
static bool is_plain(const char *text)
{
    while (text != NULL && *text != '\0') {
        long character = ll_utf8_next(&text);
        if (character < ' ' || (character >= 0x7f && character < 0xa0))
            return false;
    }
    return true;
}

static bool are_plain(const struct ll_value_list *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct ll_value *value = &values->items[i];
        if (value->name == NULL || !is_plain(value->name) || !is_plain(value->type) ||
            !is_plain(value->value) || !is_plain(value->note))
            return false;
    }
    return true;
}

static bool is_path_plain(const struct ll_path *path)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->calls[i].function == NULL || !is_plain(path->calls[i].function) ||
            !is_plain(path->calls[i].file) || !are_plain(&path->calls[i].arguments))
            return false;
    return true;
}

/* Move a text that is not known yet. */
static void take_text(char **from, char **to)
{
    if (*to != NULL)
        return;
    *to = *from;
    *from = NULL;
}

/* Move what is in order to the diagnosis. */
static void take(struct ll_diag *from, struct ll_diag *to)
{
    if (from->path.count == 0 || from->path.count > LL_SNAPSHOT_FRAMES ||
        !is_path_plain(&from->path) || !are_plain(&from->values) ||
        !is_plain(from->type) || !is_plain(from->operation) || !is_plain(from->bound))
        return;
    ll_values_release(&to->values);
    ll_path_release(&to->path);
    to->values = from->values;
    to->path = from->path;
    from->values = (struct ll_value_list){0};
    from->path = (struct ll_path){0};
    take_text(&from->type, &to->type);
    take_text(&from->operation, &to->operation);
    take_text(&from->bound, &to->bound);
}

static void take_all(const struct ll_buf *answer, struct ll_diags *diags)
{
    json_t *json = json_loadb(ll_buf_text(answer), answer->len, 0, NULL);
    for (size_t i = 0; i < json_array_size(json) && i < diags->count; i++) {
        struct ll_diag told;
        ll_diag_init(&told, LL_OTHER);
        if (ll_unpack(&told, LL_FIELDS(told_fields), json_array_get(json, i)))
            take(&told, &diags->items[i]);
        ll_diag_release(&told);
    }
    json_decref(json);
}

int ll_values_explain_apart(const struct ll_values_apart *apart, struct ll_diags *diags,
                            struct ll_error *err)
{
    struct work here = {.apart = apart, .diags = diags};
    struct ll_buf answer;
    const struct ll_apart order = {.answer = work,
                                   .data = &here,
                                   .seconds = apart->seconds,
                                   .bytes = BYTES,
                                   .allow_weak = apart->allow_weak};
    ll_buf_init(&answer, ANSWER_MAX);
    int result = ll_apart(&order, &answer, err);
    if (result == 0)
        take_all(&answer, diags);
    ll_buf_release(&answer);
    return result < 0 ? -1 : 0;
}

/* ---- a program that ran here ----------------------------------------------------- */

/* The sources of the frames of a stack that can be read: not those of libraries. */
static int add_sources(struct ll_sources *sources, const struct ll_stack *stack,
                       struct ll_error *err)
{
    for (size_t i = 0; i < stack->count && sources->count < SOURCES_MOST; i++) {
        const char *file = stack->frames[i].file;
        if (file == NULL || find_source(sources, file) != NULL || !ll_path_exists(file))
            continue;
        struct ll_error ignored = {0};
        if (ll_sources_add(sources, file, file, NULL, &ignored) != 0 &&
            ignored.fault == LL_FAULT_HARNESS)
            return ll_fail_memory(err);
    }
    return 0;
}

int ll_values_explain_run(const char *snapshots, const char *program,
                          struct ll_diags *diags, struct ll_error *err)
{
    struct ll_buf left, executable;
    struct ll_sources sources = {0};
    int result = 0;
    ll_buf_init(&left, FILE_MAX);
    ll_buf_init(&executable, FILE_MAX);
    if (diags->count == 0 || !ll_path_exists(snapshots) ||
        ll_file_read(snapshots, FILE_MAX, &left, NULL) != 0 ||
        ll_file_read(program, FILE_MAX, &executable, NULL) != 0)
        goto out;
    for (size_t i = 0; i < diags->count && result == 0; i++) {
        result = add_sources(&sources, &diags->items[i].at, err);
        if (result == 0)
            result = add_sources(&sources, &diags->items[i].lost, err);
    }
    const struct ll_values_apart apart = {.snapshots = &left,
                                          .program = &executable,
                                          .sources = &sources,
                                          .seconds = SECONDS,
                                          .allow_weak = true};
    if (result == 0)
        result = ll_values_explain_apart(&apart, diags, err);

out:
    ll_sources_release(&sources);
    ll_buf_release(&left);
    ll_buf_release(&executable);
    return result;
}
