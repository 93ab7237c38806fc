/* SPDX-License-Identifier: MIT */
#include "grade/snapshot.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "jail/apart.h"
#include "lesson/lesson.h"
#include "runtime/snapshot.h"
#include "session/store.h"
#include "submission/isolate.h"
#include "values/explain.h"

#define NAME "snapshot"

/* Of a process of ours in that folder there is one file, and few others. */
enum { ENTRIES_MOST = 64, SOURCE_MAX = 1 << 20, SNAPSHOTS_MAX = 64 << 20 };

/* A process apart takes some milliseconds. */
enum { SECONDS = 5, BYTES = 1 << 30, ANSWER_MAX = 256 << 10 };

/* ---- the file ------------------------------------------------------------------ */

void ll_snapshot_variable(const char *out, struct ll_strings *env)
{
    ll_strings_addf(env, LL_SNAPSHOT_ENV "=%s/" NAME, out);
}

static bool is_snapshot(const char *name)
{
    const char *digits = name + strlen(NAME ".");
    return ll_starts_with(name, NAME ".") && *digits != '\0' &&
           digits[strspn(digits, "0123456789")] == '\0';
}

/* The process may have another number in its own namespace. It cannot fork, so there is
 * one file. */
int ll_snapshot_fetch(const char *out, struct ll_buf *to, struct ll_error *err)
{
    DIR *folder = opendir(out);
    struct dirent *entry;
    int result = 0;
    for (int i = 0; folder != NULL && i < ENTRIES_MOST; i++) {
        if ((entry = readdir(folder)) == NULL)
            break;
        if (!is_snapshot(entry->d_name))
            continue;
        result = ll_isolate_fetch(out, entry->d_name, SNAPSHOTS_MAX, to, err);
        break;
    }
    if (folder != NULL)
        closedir(folder);
    return result < 0 ? -1 : 0;
}

/* ---- the sources --------------------------------------------------------------- */

/* A source whose functions are told of, by the name that debug information has. */
struct source {
    char *file;
    struct ll_buf text;
};

struct sources {
    struct source *items;
    size_t count;
};

static int add_source(struct sources *sources, const char *folder, const char *name,
                      const char *from, const struct ll_buf *text, struct ll_error *err)
{
    struct source *source = &sources->items[sources->count++];
    *source = (struct source){.file = ll_path_join(folder, name), .text = LL_BUF_INIT};
    if (source->file == NULL)
        return ll_fail_memory(err);
    if (text == NULL)
        return ll_file_read(from != NULL ? from : source->file, SOURCE_MAX,
                            &source->text, err);
    return ll_buf_add(&source->text, ll_buf_text(text), text->len)
               ? 0
               : ll_fail_memory(err);
}

/* The submission's file, the lesson's headers beside it, and the driver. */
static int read_sources(const struct ll_snapshot_order *order, struct sources *sources,
                        struct ll_error *err)
{
    const struct ll_harness *harness = order->harness;
    const struct ll_exercise *exercise = harness->exercise;
    size_t most = 1 + harness->headers.count + exercise->files_count;
    sources->items = calloc(most, sizeof *sources->items);
    if (sources->items == NULL)
        return ll_fail_memory(err);
    int result = add_source(sources, LL_SUBMISSION_ROOT, ll_exercise_file(exercise),
                            NULL, order->source, err);
    for (size_t i = 0; i < harness->headers.count && result == 0; i++)
        result = add_source(sources, LL_SUBMISSION_ROOT,
                            ll_path_base(harness->headers.items[i]),
                            harness->headers.items[i], NULL, err);
    for (size_t i = 0; i < exercise->files_count && result == 0; i++)
        result = add_source(sources, harness->lesson->folder, exercise->files[i], NULL,
                            NULL, err);
    return result;
}

static void release_sources(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->items[i].file);
        ll_buf_release(&sources->items[i].text);
    }
    free(sources->items);
}

static const struct source *find_source(const struct sources *sources, const char *file)
{
    for (size_t i = 0; i < sources->count; i++)
        if (strcmp(sources->items[i].file, file) == 0)
            return &sources->items[i];
    return NULL;
}

static bool read_source(void *data, const char *file, struct ll_buf *to)
{
    const struct source *source = find_source(data, file);
    return source != NULL &&
           ll_buf_add(to, ll_buf_text(&source->text), source->text.len);
}

static bool is_hidden(void *data, const char *file)
{
    return find_source(data, file) == NULL;
}

/* ---- in the process apart -------------------------------------------------------- */

struct work {
    const struct ll_snapshot_order *order;
    struct sources sources;
    struct ll_diags *diags;
};

/* Write the values and calls of each diagnosis, and nothing else of it. */
static bool write_values(const struct ll_diags *diags, struct ll_buf *answer)
{
    struct ll_diags bare = {0};
    bool ok = true;
    for (size_t i = 0; i < diags->count && ok; i++) {
        struct ll_diag diag;
        ll_diag_init(&diag, LL_OTHER);
        ok = ll_values_copy(&diag.values, &diags->items[i].values) &&
             ll_path_copy(&diag.path, &diags->items[i].path) &&
             ll_diags_add(&bare, &diag, NULL) == 0;
    }
    json_t *json = ok ? ll_store_diags(&bare) : NULL;
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    ok = text != NULL && ll_buf_puts(answer, text);
    free(text);
    json_decref(json);
    ll_diags_release(&bare);
    return ok;
}

static bool work(void *data, struct ll_buf *answer)
{
    struct work *work = data;
    struct ll_program program;
    const struct ll_values_order order = {.snapshots = work->order->snapshot,
                                          .program = &program,
                                          .read = read_source,
                                          .is_hidden = is_hidden,
                                          .data = &work->sources};
    bool ok = ll_program_open_bytes(&program, work->order->program) &&
              ll_values_explain_order(&order, work->diags, NULL) == 0 &&
              write_values(work->diags, answer);
    ll_program_close(&program);
    return ok;
}

/* ---- its answer ---------------------------------------------------------------- */

/* Whether it is text for people: UTF-8 without control characters. */
static bool is_plain(const char *text)
{
    while (*text != '\0') {
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
        const char *texts[] = {value->name, value->type, value->value, value->note};
        if (value->name == NULL)
            return false;
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (texts[k] != NULL && !is_plain(texts[k]))
                return false;
    }
    return true;
}

static bool is_path_plain(const struct ll_path *path)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->calls[i].function == NULL || !is_plain(path->calls[i].function) ||
            !are_plain(&path->calls[i].arguments))
            return false;
    return true;
}

/* Move what is in order to the diagnosis. */
static void take(struct ll_diag *from, struct ll_diag *to)
{
    if (from->path.count == 0 || from->path.count > LL_SNAPSHOT_FRAMES ||
        !is_path_plain(&from->path) || !are_plain(&from->values))
        return;
    ll_values_release(&to->values);
    ll_path_release(&to->path);
    to->values = from->values;
    to->path = from->path;
    from->values = (struct ll_value_list){0};
    from->path = (struct ll_path){0};
}

static void take_all(const struct ll_buf *answer, struct ll_diags *diags)
{
    struct ll_diags told = {0};
    json_t *json = json_loadb(ll_buf_text(answer), answer->len, 0, NULL);
    if (json != NULL && ll_load_diags(&told, json) && told.count == diags->count)
        for (size_t i = 0; i < told.count; i++)
            take(&told.items[i], &diags->items[i]);
    ll_diags_release(&told);
    json_decref(json);
}

int ll_snapshot_tell(const struct ll_snapshot_order *order, struct ll_diags *diags,
                     struct ll_error *err)
{
    struct work here = {.order = order, .diags = diags};
    struct ll_buf answer;
    const struct ll_apart apart = {.answer = work,
                                   .data = &here,
                                   .seconds = SECONDS,
                                   .bytes = BYTES,
                                   .allow_weak = order->harness->allow_weak};
    ll_buf_init(&answer, ANSWER_MAX);
    int result = read_sources(order, &here.sources, err);
    if (result == 0)
        result = ll_apart(&apart, &answer, err);
    if (result == 0)
        take_all(&answer, diags);
    ll_buf_release(&answer);
    release_sources(&here.sources);
    return result < 0 ? -1 : 0;
}
