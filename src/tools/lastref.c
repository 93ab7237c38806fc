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
 * not: that one may hold the reference. The runtime knows which block leads to which,
 * so blocks to which an object leads are told with it. Faults that AddressSanitizer
 * sees on the way do not end the program, and are not told: the tool of that name tells
 * them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "runtime/references.h"
#include "tools/asan.h"
#include "tools/lastref_log.h"
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

/* ---- what is told ---------------------------------------------------------------- */

/* Whether the reference of `object` was taken as the one of `diag` was. */
static bool is_like(const struct ll_diag *diag, const struct ll_diag *leak,
                    const struct ll_lastref_object *object)
{
    const struct ll_frame *at = diag->at.frames;
    return at->line == object->line && strcmp(at->file, object->file) == 0 &&
           ll_same_text(diag->type, object->type) &&
           ll_stack_same(&diag->allocated, &leak->allocated);
}

static bool fill(struct ll_diag *diag, const struct ll_diag *leak,
                 const struct ll_lastref_object *object)
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

/* A block that LeakSanitizer calls lost. */
struct block {
    unsigned long long address, size;
    const struct ll_diag *leak; /* borrowed */
    size_t told_with;           /* from 1: this diagnosis; 0: none */
};

struct blocks {
    struct block *items; /* owned */
    size_t count, cap;
};

/* LeakSanitizer lists the blocks of a leak under it: "0x60400000f7d0 (38 bytes)". */
static int list_blocks(const struct ll_diag *leak, struct blocks *blocks,
                       struct ll_error *err)
{
    const char *at = strstr(leak->witnesses[0].raw, "Objects leaked above:");
    while (at != NULL && (at = strchr(at, '\n')) != NULL) {
        struct block block = {.leak = leak};
        at++;
        if (sscanf(at, "0x%llx (%llu bytes)", &block.address, &block.size) != 2)
            continue;
        if (!LL_GROW(blocks->items, blocks->count, blocks->cap))
            return ll_fail_memory(err);
        blocks->items[blocks->count++] = block;
    }
    return 0;
}

/* Tell that a reference to the object, which lies in the block, was lost. */
static int tell(struct block *block, const struct ll_lastref_object *object,
                struct ll_diags *out, struct ll_error *err)
{
    const struct ll_held own = {block->leak->allocated, block->size, 1, true};
    size_t i = 0;
    while (i < out->count && !is_like(&out->items[i], block->leak, object))
        i++;
    if (i == out->count) {
        struct ll_diag diag;
        ll_diag_init(&diag, LL_LOST_REFERENCE);
        if (!fill(&diag, block->leak, object)) {
            ll_diag_release(&diag);
            return ll_fail_memory(err);
        }
        if (ll_diags_add(out, &diag, err) != 0)
            return -1;
    } else {
        free(out->items[i].repr); /* which is that of one object */
        out->items[i].repr = NULL;
    }
    out->items[i].bytes += block->size;
    out->items[i].blocks++;
    block->told_with = i + 1;
    return ll_diag_add_held(&out->items[i], &own) ? 0 : ll_fail_memory(err);
}

static int compare_blocks(const void *a, const void *b)
{
    unsigned long long left = ((const struct block *)a)->address;
    unsigned long long right = ((const struct block *)b)->address;
    return (left > right) - (left < right);
}

/* Tell with an object to which blocks its own leads: to such as are lost and are not
 * told yet, and from there on. `next` has room for each block. */
static int tell_held(struct blocks *blocks, struct block *first, struct block **next,
                     const struct ll_lastref_log *log, struct ll_diags *out,
                     struct ll_error *err)
{
    size_t waiting = 0, count = 0;
    for (next[waiting++] = first; waiting > 0;) {
        const struct block *block = next[--waiting];
        const struct ll_lastref_lead *leads =
            ll_lastref_leads(log, block->address, &count);
        for (size_t i = 0; i < count; i++) {
            struct block *to =
                bsearch(&(struct block){.address = leads[i].to}, blocks->items,
                        blocks->count, sizeof *blocks->items, compare_blocks);
            if (to == NULL || to->told_with > 0 || to->leak->kind != LL_INDIRECTLY_LOST)
                continue;
            const struct ll_held held = {to->leak->allocated, to->size, 1, false};
            to->told_with = first->told_with;
            if (!ll_diag_add_held(&out->items[first->told_with - 1], &held))
                return ll_fail_memory(err);
            next[waiting++] = to;
        }
    }
    return 0;
}

/* Tell the objects that lie in lost blocks, then with each what it held. */
static int tell_all(const struct ll_diags *leaks, struct blocks *blocks,
                    const struct ll_lastref_log *log, struct ll_diags *out,
                    struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < leaks->count && result == 0; i++)
        result = list_blocks(&leaks->items[i], blocks, err);
    for (size_t i = 0; i < blocks->count && result == 0; i++) {
        struct block *block = &blocks->items[i];
        const struct ll_lastref_object *object =
            block->leak->kind == LL_DEFINITELY_LOST
                ? ll_lastref_find(log, block->address, block->size)
                : NULL;
        if (object != NULL && object->file != NULL)
            result = tell(block, object, out, err);
    }
    if (result != 0 || blocks->count == 0)
        return result;
    struct block **next = calloc(blocks->count, sizeof *next);
    if (next == NULL)
        return ll_fail_memory(err);
    qsort(blocks->items, blocks->count, sizeof *blocks->items, compare_blocks);
    for (size_t i = 0; i < blocks->count && result == 0; i++)
        if (blocks->items[i].told_with > 0 &&
            blocks->items[i].leak->kind == LL_DEFINITELY_LOST)
            result = tell_held(blocks, &blocks->items[i], next, log, out, err);
    free(next);
    return result;
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
    struct ll_lastref_log log = {.text = LL_BUF_INIT};
    struct blocks blocks = {0};
    int result = -1;
    if (ll_mark_read(run->dir, &mark, err) != 0 ||
        ll_mark_judge(&mark, &run->ended, true, out, err) != 0 ||
        ll_lastref_log_read(run->dir, LOG, REPORT_MAX, &log, err) != 0 ||
        read_leaks(run, &mark, &leaks, err) != 0)
        goto out;
    result = tell_all(&leaks, &blocks, &log, &out->diags, err);
    if (result == 0 && out->complete == LL_COMPLETE && !log.whole) {
        out->complete = LL_REPORT_CUT;
        out->note = strdup("not every reference that the program took could be kept");
        result = out->note == NULL ? ll_fail_memory(err) : 0;
    }

out:
    free(blocks.items);
    ll_lastref_log_release(&log);
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
