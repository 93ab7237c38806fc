/* SPDX-License-Identifier: MIT
 *
 * The row of gcc -fanalyzer. gcc writes its diagnostics to stderr:
 *
 *     gcc 12 to 14    JSON of its own: an array of diagnostics. Those of the analyser
 *                     have a "path" of events.
 *     gcc 15 and 16   SARIF 2.1.0 (docs.oasis-open.org/sarif): an object with "runs".
 *                     The "results" of the analyser have "codeFlows". 16 has nothing
 * else.
 */
#include "base/text.h"
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

static json_t *first_of(json_t *object, const char *key)
{
    return json_array_get(json_object_get(object, key), 0);
}

/* Whether a diagnostic is a finding of the analyser. Note it when it says that the
 * analysis is not complete; `*failed` when memory ran out. */
static bool is_finding(const char *checker, const char *text,
                       struct ll_analyzer_sink *sink, bool *failed)
{
    if (strcmp(checker, OWN "too-complex") != 0)
        return ll_starts_with(checker, OWN);
    if (strstr(text, "bailed out early") != NULL)
        *failed |= !ll_analyzer_gave_up(sink, "gcc gave up part of the analysis: there "
                                              "are too many ways through the program");
    return false;
}

/* How an event is read from an element of a path. False: memory ran out. */
typedef bool read_event(json_t *from, struct ll_analyzer_event *event);

/* Add a finding with the events of `path`, which may be NULL. `where` is the place of
 * the fault; that of the last event may be missing. */
static bool add_finding(struct ll_analyzer_sink *sink, const char *checker,
                        const char *text, const struct ll_analyzer_event *where,
                        json_t *path, read_event *read)
{
    size_t count = json_array_size(path);
    struct ll_analyzer_event *events = calloc(count + 1, sizeof *events);
    bool ok = true;
    if (events == NULL)
        return false;
    for (size_t i = 0; ok && i < count; i++)
        ok = read(json_array_get(path, i), &events[i]);
    struct ll_analyzer_event *last = &events[count > 0 ? count - 1 : 0];
    if (count == 0)
        last->text = text;
    if (last->line == 0 && where->line > 0) {
        last->file = where->file;
        last->line = where->line;
        last->column = where->column;
    }
    struct ll_analyzer_finding finding = {
        .checker = checker,
        .text = text,
        .events = events,
        .count = count > 0 ? count : 1,
    };
    ok = ok && ll_analyzer_add(sink, &finding);
    free(events);
    return ok;
}

/* ---- gcc's own JSON ----------------------------------------------------------- */

static void set_place(struct ll_analyzer_event *event, json_t *place)
{
    event->file = json_string_value(json_object_get(place, "file"));
    event->line = number_of(place, "line");
    event->column = number_of(place, "byte-column");
    if (event->column == 0)
        event->column = number_of(place, "column");
}

static bool read_json_event(json_t *from, struct ll_analyzer_event *event)
{
    event->text = text_of(from, "description");
    event->function = json_string_value(json_object_get(from, "function"));
    event->depth = (int)number_of(from, "depth");
    set_place(event, json_object_get(from, "location"));
    return true;
}

static void read_diagnostics(json_t *array, struct ll_analyzer_sink *sink, bool *failed)
{
    size_t i;
    json_t *one;
    json_array_foreach(array, i, one)
    {
        const char *checker = text_of(one, "option");
        const char *text = text_of(one, "message");
        struct ll_analyzer_event where = {0};
        set_place(&where, json_object_get(first_of(one, "locations"), "caret"));
        if (is_finding(checker, text, sink, failed))
            *failed |= !add_finding(sink, checker, text, &where,
                                    json_object_get(one, "path"), read_json_event);
    }
}

/* ---- SARIF -------------------------------------------------------------------- */

/* The text of the message of `owner`; NULL: memory ran out. The tree keeps it. Links to
 * other events become their text: "allocated at [(1)](sarif:/runs/0/...)" becomes
 * "allocated at (1)". */
static const char *take_message(json_t *owner)
{
    json_t *message = json_object_get(owner, "message");
    const char *from = text_of(message, "text");
    struct ll_buf plain = LL_BUF_INIT;
    const char *link, *end;
    while ((link = strstr(from, "](sarif:")) != NULL &&
           (end = strchr(link, ')')) != NULL) {
        const char *open = link;
        while (open > from && *open != '[')
            open--;
        ll_buf_add(&plain, from, (size_t)(open - from));
        open += *open == '[';
        ll_buf_add(&plain, open, (size_t)(link - open));
        from = end + 1;
    }
    ll_buf_puts(&plain, from);
    bool ok = !plain.full;
    if (ok && json_is_object(message))
        ok =
            json_object_set_new(message, "text", json_string(ll_buf_text(&plain))) == 0;
    ll_buf_release(&plain);
    return ok ? text_of(message, "text") : NULL;
}

/* SARIF counts characters, and we count bytes: the column of the character `column` in
 * `line`, which is UTF-8. */
static unsigned byte_column(const char *line, unsigned column)
{
    unsigned bytes = 1;
    for (unsigned left = column; left > 1 && line[bytes - 1] != '\0'; left--)
        do
            bytes++;
        while ((line[bytes - 1] & 0xc0) == 0x80);
    return column > 0 && line[0] != '\0' ? bytes : column;
}

static void set_sarif_place(struct ll_analyzer_event *event, json_t *location)
{
    json_t *place = json_object_get(location, "physicalLocation");
    json_t *region = json_object_get(place, "region");
    json_t *context = json_object_get(place, "contextRegion");
    event->file = json_string_value(
        json_object_get(json_object_get(place, "artifactLocation"), "uri"));
    event->line = number_of(region, "startLine");
    event->column = number_of(region, "startColumn");
    if (number_of(context, "startLine") == event->line)
        event->column = byte_column(
            text_of(json_object_get(context, "snippet"), "text"), event->column);
}

static bool read_sarif_event(json_t *from, struct ll_analyzer_event *event)
{
    json_t *location = json_object_get(from, "location");
    event->text = take_message(location);
    event->function = json_string_value(
        json_object_get(first_of(location, "logicalLocations"), "fullyQualifiedName"));
    event->depth = (int)number_of(from, "nestingLevel");
    set_sarif_place(event, location);
    return event->text != NULL;
}

static void read_results(json_t *run, struct ll_analyzer_sink *sink, bool *failed)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(run, "results"), i, one)
    {
        const char *checker = text_of(one, "ruleId");
        const char *text = take_message(one);
        struct ll_analyzer_event where = {0};
        json_t *flow = first_of(first_of(one, "codeFlows"), "threadFlows");
        set_sarif_place(&where, first_of(one, "locations"));
        if (text == NULL)
            *failed = true;
        else if (is_finding(checker, text, sink, failed))
            *failed |=
                !add_finding(sink, checker, text, &where,
                             json_object_get(flow, "locations"), read_sarif_event);
    }
}

/* ---- the report --------------------------------------------------------------- */

/* False: it is not a report of gcc's. */
static bool read_value(json_t *value, struct ll_analyzer_sink *sink, bool *failed)
{
    json_t *runs = json_object_get(value, "runs");
    size_t i;
    json_t *run;
    if (json_is_array(value))
        read_diagnostics(value, sink, failed);
    json_array_foreach(runs, i, run)
    {
        read_results(run, sink, failed);
    }
    return json_is_array(value) || json_array_size(runs) > 0;
}

static enum ll_complete read_report(struct ll_buf *text, struct ll_analyzer_sink *sink,
                                    bool *failed)
{
    json_error_t why;
    /* gcc writes a value for each of its programs that had something to say. */
    const char *p = ll_buf_text(text);
    size_t left = text->len;
    for (bool first = true;; first = false) {
        while (left > 0 && strchr(" \n\r\t", *p) != NULL && *p != '\0') {
            p++;
            left--;
        }
        if (left == 0)
            return first ? LL_REPORT_CUT : LL_COMPLETE;
        json_t *value = json_loadb(p, left, JSON_DISABLE_EOF_CHECK, &why);
        bool known = value != NULL && read_value(value, sink, failed);
        json_decref(value);
        if (!known)
            return first ? LL_REPORT_CUT : LL_REPORT_JUNK;
        p += why.position;
        left -= (size_t)why.position;
    }
}

/* ---- the row ------------------------------------------------------------------- */

/* The versions whose findings can be read. */
enum { OLDEST = 12, FIRST_WITH_SARIF = 15, NEWEST = 16 };

/* Ubuntu's gcc defines _FORTIFY_SOURCE where it optimises: then it knows no longer what
 * functions such as fgets do with a pointer, and gcc 15 sees no leak after them. */
#define COMMON "-fanalyzer", OWN "too-complex", "-U_FORTIFY_SOURCE"

/* Formatted SARIF is three times as long. The option has to come before the format. */
static const struct ll_analyzer analyzer = {
    .name = "gcc-analyzer",
    .compiler = "gcc",
    .options = (const char *const[]){COMMON, "-fno-diagnostics-json-formatting",
                                     "-fdiagnostics-format=sarif-stderr", "-S", NULL},
    .on_stderr = true,
    .reads_optimised = true,
    .rules = rules,
    .read = read_report,
};

static const char *const json_options[] = {COMMON, "-fdiagnostics-format=json", "-S",
                                           NULL};

/* gcc's major version; -1: there is no gcc. */
static long find_major(struct ll_error *err)
{
    static const char *const number[] = {"gcc", "-dumpversion", NULL};
    char *digits = ll_tool_version_line(number, "gcc", err);
    long major = digits != NULL ? strtol(digits, NULL, 10) : -1;
    free(digits);
    return major;
}

static char *version(struct ll_error *err)
{
    static const char *const full[] = {"gcc", "--version", NULL};
    long major = find_major(err);
    if (major < 0)
        return NULL;
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
    struct ll_analyzer its = analyzer;
    long major = find_major(err);
    if (major < 0)
        return -1;
    if (major < FIRST_WITH_SARIF)
        its.options = json_options;
    return ll_analyzer_prepare(&its, run, argv, env, err);
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
    case LL_KEPT_TOO_LONG:
        return "it looks for pointers that are lost, and what a global variable holds "
               "is not";
    case LL_SIGNED_OVERFLOW:
    case LL_BAD_SHIFT:
    case LL_DIVISION_BY_ZERO:
        return "it follows memory, not what is calculated";
    case LL_THREAD_LEAK:
    case LL_DATA_RACE:
    case LL_LOCK_MISUSE:
        return "it follows one thread";
    case LL_LOST_REFERENCE:
        return "it follows memory, and does not know what Python's functions do with "
               "references";
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
