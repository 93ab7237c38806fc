/* SPDX-License-Identifier: MIT */
#include "picture/picture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/text.h"
#include "picture/debug.h"
#include "picture/faults.h"
#include "picture/log_copy.h"
#include "picture/recording.h"
#include "report/json_parts.h"
#include "report/web_page.h"

enum {
    EVENTS_MOST =
        200000, /* a page of so many opens at once, and steps without a stutter */
    OUTPUT_MOST = 64 * 1024,
};

#define LOG_MOST ((size_t)8 << 20)

#define PAGE "picture"
#define DATA_MAX ((size_t)1 << 30)

/* Set `key` to `value`, which is taken; NULL: memory ran out. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

/* ---- what was run --------------------------------------------------------------- */

/* "series" of "src/series.c" */
static char *program_name(const struct ll_subject *subject)
{
    const char *name = ll_path_base(subject->name);
    const char *dot = strrchr(name, '.');
    return strndup(name,
                   dot != NULL && dot > name ? (size_t)(dot - name) : strlen(name));
}

static bool set_command(json_t *data, const struct ll_subject *subject)
{
    json_t *words = json_array();
    char *program = program_name(subject);
    bool ok = program != NULL && set(data, "command", words) &&
              ll_json_text(data, "title", ll_path_base(subject->name));
    for (size_t i = 0; i < subject->args.count + 1 && ok; i++) {
        struct ll_buf word = LL_BUF_INIT;
        json_t *holder = json_object();
        if (i == 0)
            ll_buf_addf(&word, "./%s", program);
        else
            ll_buf_puts(&word, subject->args.items[i - 1]);
        ok = ll_json_pour(holder, "word", &word) &&
             json_array_append(words, json_object_get(holder, "word")) == 0;
        json_decref(holder);
    }
    free(program);
    return ok;
}

/* The start of what the program printed. */
static bool set_output(json_t *data, const char *output)
{
    struct ll_buf text = LL_BUF_INIT;
    size_t length = output == NULL ? 0 : strlen(output);
    if (length > OUTPUT_MOST)
        length = (size_t)(ll_utf8_start(output, output + OUTPUT_MOST) - output);
    if (length > 0)
        ll_buf_add(&text, output, length);
    return ll_json_pour(data, "output", &text);
}

static bool set_lesson(json_t *data, const struct ll_picture_order *order)
{
    return set(data, "lesson",
               order->lesson == 0
                   ? json_null()
                   : json_pack("{s:i, s:s}", "number", (int)order->lesson, "half",
                               order->half)) &&
           ll_json_text(data, "report", order->report);
}

/* The allocation that failed, as the sweep's counter saw it. */
static bool set_failed(json_t *data, const struct ll_picture_order *order,
                       const struct ll_recording *recording, struct ll_files *files)
{
    const struct ll_point *point = recording->swept.points;
    if (recording->swept.point_count == 0)
        return set(data, "failed", json_null());
    const struct ll_frame *own =
        ll_stack_own(&point->site, ll_strings_argv(&order->subject->roots));
    const char *sweep = order->subject->sweep;
    json_t *failed = json_object();
    return set(data, "failed", failed) &&
           ll_json_number(failed, "number", point->number) &&
           ll_json_bool(failed, "with_all", sweep[strlen(sweep) - 1] == '+') &&
           ll_json_text(failed, "call",
                        point->through != NULL ? point->through : point->function) &&
           ll_json_number(failed, "size", point->bytes) &&
           set(failed, "file", ll_files_index(files, own == NULL ? NULL : own->file)) &&
           set(failed, "line", own == NULL ? json_null() : json_integer(own->line)) &&
           ll_json_text(failed, "function", own == NULL ? NULL : own->function);
}

/* ---- the log -------------------------------------------------------------------- */

/* How many events are kept: fewer where an event has many bytes. */
static size_t events_most(const char *log, const struct ll_log_size *size)
{
    struct stat st;
    if (stat(log, &st) != 0 || (size_t)st.st_size <= LOG_MOST)
        return EVENTS_MOST;
    size_t fit = LOG_MOST / ((size_t)st.st_size / (size->events + 1) + 1);
    return fit < EVENTS_MOST ? fit : EVENTS_MOST;
}

static const char *why_cut(const struct ll_log_copy *copy,
                           const struct ll_log_size *size)
{
    if (copy->lacks_blocks)
        return "the run has more events than a page can hold: steps and values are "
               "there "
               "around the faults, at the start and at the end; blocks that were "
               "allocated and freed in between are left out";
    if (copy->is_cut)
        return "the run has more events than a page can hold: steps and values are "
               "there "
               "around the faults, at the start and at the end; elsewhere only the "
               "allocations and releases";
    return size->is_whole ? NULL : "the run was stopped before its end";
}

static bool set_log(json_t *data, const struct ll_log_copy *copy,
                    const struct ll_log_size *size)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)ll_buf_text(&copy->log);
    const char *reason = why_cut(copy, size);
    struct ll_buf text;
    ll_buf_init(&text, DATA_MAX);
    for (size_t i = 0; i < copy->log.len; i += 3) {
        size_t left = copy->log.len - i;
        unsigned three = (unsigned)bytes[i] << 16 |
                         (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);
        const char four[] = {digits[three >> 18], digits[three >> 12 & 63],
                             left > 1 ? digits[three >> 6 & 63] : '=',
                             left > 2 ? digits[three & 63] : '='};
        ll_buf_add(&text, four, sizeof four);
    }
    bool ok =
        !text.full && set(data, "log", json_stringn(ll_buf_text(&text), text.len)) &&
        set(data, "cut",
            reason == NULL
                ? json_null()
                : json_pack("{s:s, s:I, s:I}", "reason", reason, "events",
                            (json_int_t)size->events, "kept", (json_int_t)copy->kept));
    ll_buf_release(&text);
    return ok;
}

/* ---- faults, sources, types ----------------------------------------------------- */

static bool set_faults(json_t *data, const struct ll_picture_order *order,
                       const struct ll_moment *moments, struct ll_files *files)
{
    const struct ll_diags *diags = &order->result->diags;
    json_t *faults = json_array(), *notes = json_array();
    bool ok = set(data, "faults", faults) && set(data, "notes", notes);
    for (size_t i = 0; i < diags->count && ok; i++) {
        const struct ll_diag *diag = &diags->items[i];
        const char *why = order->why == NULL ? NULL : order->why(order->data, diag);
        ok = json_array_append_new(ll_kind_is_fault(diag->kind) ? faults : notes,
                                   ll_fault_new(diag, &moments[i], why, files)) == 0;
    }
    return ok;
}

/* Put the index of its file in place of the path of each item; drop those of files that
 * cannot be read. */
static bool place_all(json_t *list, struct ll_files *files)
{
    for (size_t i = json_array_size(list); i > 0; i--) {
        json_t *item = json_array_get(list, i - 1);
        const char *path = json_string_value(json_object_get(item, "file"));
        json_t *index = ll_files_index(files, path);
        if (index == NULL)
            return false;
        if (json_is_integer(index)) {
            if (!set(item, "file", index))
                return false;
            continue;
        }
        json_decref(index);
        json_array_remove(list, i - 1);
    }
    return true;
}

static bool set_debug(json_t *data, json_t *debug, struct ll_files *files)
{
    return place_all(json_object_get(debug, "functions"), files) &&
           place_all(json_object_get(debug, "globals"), files) &&
           json_object_update(data, debug) == 0;
}

/* ---- the whole ------------------------------------------------------------------ */

static bool fill(json_t *data, const struct ll_picture_order *order,
                 const struct ll_recording *recording, const struct ll_log_copy *copy,
                 const struct ll_moment *moments, const struct ll_log_size *size,
                 json_t *debug)
{
    json_t *list = json_array();
    struct ll_files files = {.list = list,
                             .roots = ll_strings_argv(&order->subject->roots),
                             .from = order->from,
                             .is_hostile = order->subject->isolation != NULL};
    bool ok = set(data, "format", json_string("leaklab-picture/1")) &&
              set_command(data, order->subject) && set(data, "files", list);
    for (size_t i = 0; i < copy->files.count && ok; i++) {
        json_t *index = ll_files_index(&files, copy->files.items[i]);
        ok = index != NULL;
        json_decref(index);
    }
    ok = ok && set_debug(data, debug, &files) &&
         set_faults(data, order, moments, &files) &&
         set_failed(data, order, recording, &files) && set_lesson(data, order) &&
         set_output(data, recording->run.output) && set_log(data, copy, size);
    ll_files_release(&files);
    return ok;
}

static int append(const char *bytes, size_t count, void *out)
{
    return ll_buf_add(out, bytes, count) ? 0 : -1;
}

static int write_data(const struct ll_picture_order *order,
                      const struct ll_recording *recording, struct ll_buf *out,
                      struct ll_error *err)
{
    const struct ll_diags *diags = &order->result->diags;
    const char *const *roots = ll_strings_argv(&order->subject->roots);
    struct ll_log_copy copy = {0};
    struct ll_log_size size;
    json_t *data = json_object(), *debug = NULL;
    struct ll_moment *moments = calloc(diags->count + 1, sizeof *moments);
    int result = data == NULL || moments == NULL ? ll_fail_memory(err) : 0;
    if (result == 0)
        result = ll_moments_find(recording->log, diags, roots, moments, &size, err);
    if (result == 0) {
        moments[diags->count] = size.denied;
        result = ll_log_copy(&copy, recording->log, &size,
                             events_most(recording->log, &size), moments,
                             diags->count + 1, err);
    }
    if (result == 0 && (debug = ll_debug_read(recording->program, roots, err)) == NULL)
        result = -1;
    if (result == 0 && (!fill(data, order, recording, &copy, moments, &size, debug) ||
                        json_dump_callback(data, append, out, JSON_COMPACT) != 0))
        result = ll_fail_memory(err);
    ll_log_copy_release(&copy);
    json_decref(debug);
    json_decref(data);
    free(moments);
    return result;
}

bool ll_picture_is_built(void)
{
    return ll_web_page_is_built(PAGE);
}

int ll_picture_page(const struct ll_picture_order *order, struct ll_buf *out,
                    struct ll_error *err)
{
    struct ll_recording recording = {0};
    struct ll_buf page = LL_BUF_INIT, data;
    ll_buf_init(&data, DATA_MAX);
    int result = ll_web_page_read(PAGE, &page, err);
    if (result == 1)
        result = ll_fail(err, LL_FAULT_HARNESS, "the pages were not built");
    if (result == 0)
        result = ll_recording_make(&recording, order->session, order->subject, err);
    if (result == 0)
        result = write_data(order, &recording, &data, err);
    if (result == 0)
        result = ll_web_page_fill(&page, &data, out, err);
    ll_recording_release(&recording);
    ll_buf_release(&page);
    ll_buf_release(&data);
    return result;
}
