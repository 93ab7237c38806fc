/* SPDX-License-Identifier: MIT
 *
 * lastref, leaklab's own: it tells the references to Python's objects that the program
 * took and did not give back. LeakSanitizer knows which objects are lost, and our
 * runtime who raised their counts (runtime/references.h):
 *
 *     LeakSanitizer   0x60400000f7d0 (38 bytes)       lost; allocated in pack, line 17
 *     the runtime     0x60400000f7d0 bytes b'two 2'   count raised in pack, line 18
 *
 * What both know is told. An object that can be reached from another lost object is
 * not: that one may hold the reference. Faults that AddressSanitizer sees on the way do
 * not end the program, and are not told: the tool of that name tells them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "runtime/references.h"
#include "tools/asan.h"
#include "tools/mark.h"
#include "tools/sanitizer.h"
#include "tools/sanitizer_text.h"

#define NAME "lastref"
#define LOG "references"
#define REPORT_MAX ((size_t)16 * 1024 * 1024)

/* ---- running --------------------------------------------------------------------- */

static char *version(struct ll_error *err)
{
    const struct ll_sanitizer sanitizer = {.title = "AddressSanitizer"};
    return ll_sanitizer_version(&sanitizer, "gcc", NULL, err);
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    if (strchr(run->dir, '\'') != NULL)
        return ll_fail(err, LL_FAULT_HARNESS,
                       "cannot keep reports in %s: its name has a quote", run->dir);
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    /* Of two values of one option the last counts. */
    ll_strings_addf(env, "ASAN_OPTIONS=%s:halt_on_error=0:log_path='%s/" NAME "'",
                    ll_asan_options, run->dir);
    ll_strings_add(env, LL_LSAN_OPTIONS("1"));
    ll_strings_add(env, "LD_PRELOAD"); /* the library insists on being first */
    ll_strings_addf(env, LL_REFERENCES_ENV "=%s/" LOG, run->dir);
    ll_mark_prepare(run, env);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

/* ---- what the runtime wrote ------------------------------------------------------ */

/* An object, and where its count was raised last. The strings point into the log. */
struct object {
    unsigned long long address;
    char *type, *repr; /* NULL: no repr */
    unsigned line;
    char *by, *function, *file;
};

struct log {
    struct ll_buf text;
    struct object *objects; /* owned */
    size_t count;
    bool whole; /* all that the program did is in it */
};

static void release(struct log *log)
{
    free(log->objects);
    ll_buf_release(&log->text);
}

/* Cut the next word off `*at`; the last one, with `rest`, is the rest of the line. */
static char *take(char **at, bool rest)
{
    char *word = *at;
    size_t length = rest ? strlen(word) : strcspn(word, " ");
    *at += length;
    if (**at != '\0')
        *(*at)++ = '\0';
    return *word == '\0' ? NULL : word;
}

static void read_object(struct log *log, char *line)
{
    struct object *object = &log->objects[log->count++];
    char *address = take(&line, false);
    (void)take(&line, false); /* its count */
    *object = (struct object){.type = take(&line, false), .repr = take(&line, true)};
    object->address = address == NULL ? 0 : strtoull(address, NULL, 16);
    if (object->type != NULL && strcmp(object->type, "?") == 0)
        object->type = NULL;
}

/* The first of an object's lines is the last raise. */
static void read_raise(struct log *log, char *line)
{
    struct object *object = &log->objects[log->count == 0 ? 0 : log->count - 1];
    char *number = take(&line, false);
    if (log->count == 0 || object->line != 0 || number == NULL)
        return;
    object->line = (unsigned)strtoul(number, NULL, 10);
    object->by = take(&line, false);
    object->function = take(&line, false);
    object->file = take(&line, true);
}

static int read_log(const char *dir, struct log *log, struct ll_error *err)
{
    static const char begin_object[] = "object ", begin_raise[] = "raised ";
    char *next = NULL;
    size_t lines = 1;
    *log = (struct log){.text = LL_BUF_INIT};
    ll_buf_init(&log->text, REPORT_MAX);
    int result = ll_tool_read(dir, LOG, REPORT_MAX, &log->text, err);
    if (result <= 0 || log->text.len == 0)
        return result < 0 ? -1 : 0;
    for (const char *at = log->text.data; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    log->objects = calloc(lines, sizeof *log->objects);
    if (log->objects == NULL)
        return ll_fail_memory(err);
    for (char *line = strtok_r(log->text.data, "\n", &next); line != NULL;
         line = strtok_r(NULL, "\n", &next)) {
        if (ll_starts_with(line, begin_object))
            read_object(log, line + strlen(begin_object));
        else if (ll_starts_with(line, begin_raise))
            read_raise(log, line + strlen(begin_raise));
        log->whole = strcmp(line, "end") == 0;
    }
    return 0;
}

/* The object that lies in the block; NULL: none that was raised. */
static const struct object *find_object(const struct log *log, unsigned long long block,
                                        unsigned long long size)
{
    for (size_t i = 0; i < log->count; i++)
        if (log->objects[i].address >= block &&
            log->objects[i].address - block < size && log->objects[i].line > 0)
            return &log->objects[i];
    return NULL;
}

/* ---- what is told ---------------------------------------------------------------- */

/* Whether the reference of `object` was taken as the one of `diag` was. */
static bool is_like(const struct ll_diag *diag, const struct ll_diag *leak,
                    const struct object *object)
{
    const struct ll_frame *at = diag->at.frames;
    return at->line == object->line && strcmp(at->file, object->file) == 0 &&
           ll_same_text(diag->type, object->type) &&
           ll_stack_same(&diag->allocated, &leak->allocated);
}

static bool fill(struct ll_diag *diag, const struct ll_diag *leak,
                 const struct object *object)
{
    struct ll_buf raw = LL_BUF_INIT;
    ll_buf_addf(&raw,
                "%s%s%s: the count was raised by %s, and this reference not dropped\n"
                "   in %s (%s:%u)\n",
                object->type == NULL ? "an object" : object->type,
                object->repr == NULL ? "" : " ",
                object->repr == NULL ? "" : object->repr, object->by, object->function,
                object->file, object->line);
    bool ok = ll_stack_add(&diag->at, object->function, object->file, object->line, 0,
                           NULL) &&
              ll_stack_copy(&diag->allocated, &leak->allocated) &&
              ll_set_text(&diag->type, object->type) &&
              ll_set_text(&diag->repr, object->repr) &&
              ll_set_text(&diag->taken_by, object->by) &&
              ll_diag_add_witness(diag, NAME, ll_buf_text(&raw));
    ll_buf_release(&raw);
    return ok;
}

/* Tell that a reference to the object, of a block of `size` bytes, was lost. */
static int tell(const struct ll_diag *leak, const struct object *object,
                unsigned long long size, struct ll_diags *out, struct ll_error *err)
{
    struct ll_diag diag;
    if (object->file == NULL)
        return 0;
    for (size_t i = 0; i < out->count; i++)
        if (is_like(&out->items[i], leak, object)) {
            out->items[i].bytes += size;
            out->items[i].blocks++;
            free(out->items[i].repr); /* which is that of one object */
            out->items[i].repr = NULL;
            return 0;
        }
    ll_diag_init(&diag, LL_LOST_REFERENCE);
    diag.bytes = size;
    diag.blocks = 1;
    if (!fill(&diag, leak, object)) {
        ll_diag_release(&diag);
        return ll_fail_memory(err);
    }
    return ll_diags_add(out, &diag, err);
}

/* LeakSanitizer lists the blocks of a leak under it: "0x60400000f7d0 (38 bytes)". */
static int tell_blocks(const struct ll_diag *leak, const struct log *log,
                       struct ll_diags *out, struct ll_error *err)
{
    const char *at = strstr(leak->witnesses[0].raw, "Objects leaked above:");
    while (at != NULL && (at = strchr(at, '\n')) != NULL) {
        unsigned long long block, size;
        at++;
        if (sscanf(at, "0x%llx (%llu bytes)", &block, &size) != 2)
            continue;
        const struct object *object = find_object(log, block, size);
        if (object != NULL && tell(leak, object, size, out, err) != 0)
            return -1;
    }
    return 0;
}

/* What LeakSanitizer reported of the program's first process, after all other faults.
 * 1: there is something; 0: nothing. */
static int read_leaks(const struct ll_tool_run *run, const struct ll_mark *mark,
                      struct ll_diags *leaks, struct ll_error *err)
{
    static const char begins[] = "ERROR: LeakSanitizer: detected memory leaks";
    struct ll_buf text = LL_BUF_INIT;
    struct ll_sanitizer_state state = {0};
    char name[64];
    ll_buf_init(&text, REPORT_MAX);
    snprintf(name, sizeof name, NAME ".%llu", mark->pid);
    int result = ll_tool_read(run->dir, name, REPORT_MAX, &text, err);
    char *at = result <= 0 || text.len == 0 ? NULL : strstr(text.data, begins);
    if (result >= 0)
        result = at == NULL ? 0 : ll_sanitizer_read(at, NAME, leaks, &state, err);
    ll_buf_release(&text);
    return result < 0 ? -1 : 0;
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    struct ll_mark mark;
    struct ll_diags leaks = {0};
    struct log log = {.text = LL_BUF_INIT};
    int result = -1;
    if (ll_mark_read(run->dir, &mark, err) != 0 ||
        ll_mark_judge(&mark, &run->ended, true, out, err) != 0 ||
        read_log(run->dir, &log, err) != 0 || read_leaks(run, &mark, &leaks, err) != 0)
        goto out;
    result = 0;
    for (size_t i = 0; i < leaks.count && result == 0; i++)
        if (leaks.items[i].kind == LL_DEFINITELY_LOST)
            result = tell_blocks(&leaks.items[i], &log, &out->diags, err);
    if (result == 0 && out->complete == LL_COMPLETE && !log.whole) {
        out->complete = LL_REPORT_CUT;
        out->note = strdup("not every reference that the program took could be kept");
        result = out->note == NULL ? ll_fail_memory(err) : 0;
    }

out:
    release(&log);
    ll_diags_release(&leaks);
    return result;
}

/* ---- the row --------------------------------------------------------------------- */

static const char *blind(enum ll_kind kind)
{
    return kind == LL_LOST_REFERENCE
               ? NULL
               : "lastref follows the references to Python's objects, and looks only "
                 "for those that are lost";
}

extern const struct ll_tool ll_tool_lastref;
const struct ll_tool ll_tool_lastref = {
    .name = NAME,
    .title = "lastref",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", "-fsanitize=address",
                                    "-fsanitize-recover=address",
                                    "-fno-omit-frame-pointer", NULL},
    .ldflags = (const char *const[]){"-fsanitize=address", NULL},
    .package = "gcc",
    .programs = (const char *const[]){"gcc", NULL},
    .is_built_in = true,
    .follows_references = true,
    .needs_python = "the program has no Python objects, and so no references to them",
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
