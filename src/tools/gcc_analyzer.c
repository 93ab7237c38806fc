/* SPDX-License-Identifier: MIT
 *
 * The row of gcc -fanalyzer. gcc 10 to 15 write JSON to stderr: an array of
 * diagnostics. Those of the analyser have a "path" of events.
 */
#include "tools/tool.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/analyzer.h"

#define OWN "-Wanalyzer-"

static const struct ll_analyzer_rule rules[] = {
    {OWN "malloc-leak", NULL, LL_DEFINITELY_LOST, LL_REGION_UNKNOWN, false},
    {OWN "file-leak", NULL, LL_DESCRIPTOR_LEAK, LL_REGION_UNKNOWN, false},
    {OWN "fd-leak", NULL, LL_DESCRIPTOR_LEAK, LL_REGION_UNKNOWN, false},
    {OWN "double-free", NULL, LL_DOUBLE_FREE, LL_REGION_HEAP, false},
    {OWN "use-after-free", NULL, LL_USE_AFTER_FREE, LL_REGION_HEAP, false},
    {OWN "free-of-non-heap", "on the stack", LL_INVALID_FREE, LL_REGION_STACK, false},
    {OWN "free-of-non-heap", NULL, LL_INVALID_FREE, LL_REGION_UNKNOWN, false},
    {OWN "mismatching-dealloc", NULL, LL_MISMATCHED_FREE, LL_REGION_HEAP, false},
    {OWN "use-of-uninit", NULL, LL_UNINITIALISED, LL_REGION_UNKNOWN, false},
    {OWN "null-", NULL, LL_INVALID_READ, LL_REGION_NOTHING, true},
    {OWN "possible-null-", NULL, LL_INVALID_READ, LL_REGION_NOTHING, true},
    {OWN "write-to-", NULL, LL_INVALID_WRITE, LL_REGION_READ_ONLY, false},
    {OWN "use-of-pointer-in-stale", NULL, LL_STACK_ESCAPE, LL_REGION_STACK, false},
    {OWN "out-of-bounds", "over-read", LL_INVALID_READ, LL_REGION_UNKNOWN, false},
    {OWN "out-of-bounds", "under-read", LL_INVALID_READ, LL_REGION_UNKNOWN, false},
    {OWN "out-of-bounds", NULL, LL_INVALID_WRITE, LL_REGION_UNKNOWN, false},
    {OWN "overlapping", NULL, LL_OVERLAP, LL_REGION_UNKNOWN, false},
    {NULL, NULL, LL_OTHER, LL_REGION_UNKNOWN, false},
};

/* ---- reading ------------------------------------------------------------------ */

static const char *text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static unsigned number_of(json_t *object, const char *key)
{
    json_int_t number = json_integer_value(json_object_get(object, key));
    return number > 0 && number < 1 << 30 ? (unsigned)number : 0;
}

static void set_place(struct ll_analyzer_event *event, json_t *place)
{
    event->file = json_string_value(json_object_get(place, "file"));
    event->line = number_of(place, "line");
    event->column = number_of(place, "byte-column");
    if (event->column == 0)
        event->column = number_of(place, "column");
}

static bool take(json_t *diagnostic, const char *checker, struct ll_analyzer_sink *sink)
{
    json_t *path = json_object_get(diagnostic, "path");
    json_t *where = json_object_get(
        json_array_get(json_object_get(diagnostic, "locations"), 0), "caret");
    size_t count = json_array_size(path);
    struct ll_analyzer_event *events = calloc(count + 1, sizeof *events);
    if (events == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        json_t *event = json_array_get(path, i);
        events[i].text = text_of(event, "description");
        events[i].function = json_string_value(json_object_get(event, "function"));
        events[i].depth = (int)number_of(event, "depth");
        set_place(&events[i], json_object_get(event, "location"));
    }
    /* The place of the finding is the fault's; that of the last event may be less
     * exact. */
    struct ll_analyzer_event *last = &events[count > 0 ? count - 1 : 0];
    if (count == 0)
        last->text = text_of(diagnostic, "message");
    if (where != NULL && (count == 0 || last->line == 0))
        set_place(last, where);
    struct ll_analyzer_finding finding = {
        .checker = checker,
        .text = text_of(diagnostic, "message"),
        .events = events,
        .count = count > 0 ? count : 1,
    };
    bool ok = ll_analyzer_add(sink, &finding);
    free(events);
    return ok;
}

static enum ll_complete read_json(struct ll_buf *text, struct ll_analyzer_sink *sink,
                                  bool *failed)
{
    json_error_t why;
    /* gcc writes an array for each of its programs that had something to say. */
    const char *p = ll_buf_text(text);
    size_t left = text->len;
    size_t arrays = 0;
    enum ll_complete complete = LL_COMPLETE;
    for (;;) {
        while (left > 0 && strchr(" \n\r\t", *p) != NULL && *p != '\0') {
            p++;
            left--;
        }
        if (left == 0)
            return arrays > 0 ? complete : LL_REPORT_CUT;
        json_t *array = json_loadb(p, left, JSON_DISABLE_EOF_CHECK, &why);
        if (!json_is_array(array)) {
            json_decref(array);
            return arrays > 0 ? LL_REPORT_JUNK : LL_REPORT_CUT;
        }
        arrays++;
        p += why.position;
        left -= (size_t)why.position;
        size_t i;
        json_t *one;
        json_array_foreach(array, i, one)
        {
            const char *option = text_of(one, "option");
            if (strncmp(option, OWN, strlen(OWN)) != 0)
                continue;
            bool ok = true;
            if (strcmp(option, OWN "too-complex") != 0)
                ok = take(one, option, sink);
            else if (strstr(text_of(one, "message"), "bailed out early") != NULL)
                ok = ll_analyzer_gave_up(sink,
                                         "gcc gave up part of the analysis: there are "
                                         "too many ways through the program");
            *failed |= !ok;
        }
        json_decref(array);
    }
}

static const struct ll_analyzer analyzer = {
    .name = "gcc-analyzer",
    .compiler = "gcc",
    .options = (const char *const[]){"-fanalyzer", OWN "too-complex",
                                     "-fdiagnostics-format=json", "-S", NULL},
    .on_stderr = true,
    .reads_optimised = true,
    .rules = rules,
    .read = read_json,
};

/* ---- the row ------------------------------------------------------------------- */

enum { OLDEST = 12, NEWEST = 15 };

static char *version(struct ll_error *err)
{
    static const char *const full[] = {"gcc", "--version", NULL};
    static const char *const number[] = {"gcc", "-dumpversion", NULL};
    char *digits = ll_tool_version_line(number, "gcc", err);
    if (digits == NULL)
        return NULL;
    long major = strtol(digits, NULL, 10);
    free(digits);
    if (major < OLDEST || major > NEWEST) {
        ll_fail(
            err, LL_FAULT_HARNESS,
            "gcc %ld is here, and the findings of gcc %d to %d can be read: install "
            "one of these as 'gcc'",
            major, OLDEST, NEWEST);
        return NULL;
    }
    return ll_tool_version_line(full, "gcc", err);
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    return ll_analyzer_prepare(&analyzer, run, argv, env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_analyzer_parse(&analyzer, run, out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_STILL_REACHABLE:
        return "it looks for pointers that are lost, and what a global variable holds "
               "is "
               "not";
    case LL_INDIRECTLY_LOST:
        return "it tells the block whose pointer is lost, not the blocks behind it";
    default:
        return NULL;
    }
}

extern const struct ll_tool ll_tool_gcc_analyzer;

/* -O0, because code that optimisation removes (such as a block that is not used) is not
 * analysed. Of 78 leaks in lastptr's test programs it finds 39 at -O0 and 23 at -O1. */
const struct ll_tool ll_tool_gcc_analyzer = {
    .name = "gcc-analyzer",
    .title = "gcc -fanalyzer",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "gcc",
    .reads_sources = true,
    .programs = (const char *const[]){"gcc", NULL},
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
