/* SPDX-License-Identifier: MIT
 *
 * The row of clang --analyze. It writes a property list (XML). Unlike clang's SARIF,
 * the list has the depth of calls of each event.
 *
 * The list is converted to JSON first: an event names its file by an index into an
 * array at the end of the list.
 */
#include "tools/tool.h"

#include <expat.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tools/analyzer.h"

static const struct ll_analyzer_rule rules[] = {
    {"unix.MismatchedDealloc", NULL, LL_MISMATCHED_FREE, LL_REGION_HEAP, false},
    {"", "otential leak of memory", LL_DEFINITELY_LOST, LL_REGION_UNKNOWN, false},
    {"", "otential memory leak", LL_DEFINITELY_LOST, LL_REGION_UNKNOWN, false},
    {"", "never closed", LL_DESCRIPTOR_LEAK, LL_REGION_UNKNOWN, false},
    {"", "to free released memory", LL_DOUBLE_FREE, LL_REGION_HEAP, false},
    {"", "after it is freed", LL_USE_AFTER_FREE, LL_REGION_HEAP, false},
    {"", "after it is released", LL_USE_AFTER_FREE, LL_REGION_HEAP, false},
    {"", "is the address of the local", LL_INVALID_FREE, LL_REGION_STACK, false},
    {"", "is the address of the global", LL_INVALID_FREE, LL_REGION_GLOBAL, false},
    {"", "is the address of the static", LL_INVALID_FREE, LL_REGION_GLOBAL, false},
    {"", "not memory allocated by", LL_INVALID_FREE, LL_REGION_UNKNOWN, false},
    {"", "from the start of memory allocated", LL_INVALID_FREE, LL_REGION_HEAP, false},
    {"", "to free non-owned memory", LL_INVALID_FREE, LL_REGION_UNKNOWN, false},
    {"core.NullDereference", "undefined pointer", LL_UNINITIALISED, LL_REGION_UNKNOWN,
     false},
    {"core.NullDereference", NULL, LL_INVALID_READ, LL_REGION_NOTHING, true},
    {"core.NonNullParam", NULL, LL_INVALID_READ, LL_REGION_NOTHING, true},
    {"unix.cstring.NullArg", NULL, LL_INVALID_READ, LL_REGION_NOTHING, true},
    {"core.StackAddressEscape", NULL, LL_STACK_ESCAPE, LL_REGION_STACK, false},
    {"core.DivideZero", NULL, LL_DIVISION_BY_ZERO, LL_REGION_UNKNOWN, false},
    {"core.uninitialized", NULL, LL_UNINITIALISED, LL_REGION_UNKNOWN, false},
    {"core.UndefinedBinary", NULL, LL_UNINITIALISED, LL_REGION_UNKNOWN, false},
    {"core.CallAndMessage", "ninitialized", LL_UNINITIALISED, LL_REGION_UNKNOWN, false},
    {"core.", "garbage", LL_UNINITIALISED, LL_REGION_UNKNOWN, false},
    {"alpha.unix.cstring.BufferOverlap", NULL, LL_OVERLAP, LL_REGION_UNKNOWN, false},
    {NULL, NULL, LL_OTHER, LL_REGION_UNKNOWN, false},
};

/* ---- a property list becomes JSON --------------------------------------------- */

enum { DEPTH_MAX = 64, TEXT_MAX = 1 << 20 };

struct reader {
    json_t *open[DEPTH_MAX]; /* dictionaries and arrays; borrowed but the first */
    char *keys[DEPTH_MAX];   /* owned: the key that waits for its value */
    size_t depth;
    json_t *root;
    struct ll_buf text;
    bool closed, deep, failed;
};

/* Put `value` (whose reference is taken) where it stands. */
static void put(struct reader *reader, json_t *value)
{
    if (value == NULL) {
        reader->failed = true;
        return;
    }
    if (reader->depth == 0) {
        json_decref(reader->root);
        reader->root = value;
        return;
    }
    json_t *in = reader->open[reader->depth - 1];
    char **key = &reader->keys[reader->depth - 1];
    if (json_is_array(in))
        reader->failed |= json_array_append_new(in, value) != 0;
    else if (*key == NULL)
        json_decref(value);
    else
        reader->failed |= json_object_set_new_nocheck(in, *key, value) != 0;
    free(*key);
    *key = NULL;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *reader = data;
    (void)attributes;
    ll_buf_clear(&reader->text);
    bool dict = strcmp(name, "dict") == 0;
    if (!dict && strcmp(name, "array") != 0)
        return;
    json_t *value = dict ? json_object() : json_array();
    put(reader, value);
    if (reader->depth < DEPTH_MAX && value != NULL)
        reader->open[reader->depth++] = value;
    else
        reader->deep = true;
}

static void on_text(void *data, const XML_Char *text, int length)
{
    struct reader *reader = data;
    ll_buf_add(&reader->text, text, (size_t)length);
}

static void on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    const char *text = ll_buf_text(&reader->text);
    if (reader->deep)
        return;
    if (strcmp(name, "plist") == 0) {
        reader->closed = true;
    } else if (strcmp(name, "dict") == 0 || strcmp(name, "array") == 0) {
        reader->depth--;
        free(reader->keys[reader->depth]);
        reader->keys[reader->depth] = NULL;
    } else if (strcmp(name, "key") == 0 && reader->depth > 0) {
        char **key = &reader->keys[reader->depth - 1];
        free(*key);
        *key = strdup(text);
        reader->failed |= *key == NULL;
    } else if (strcmp(name, "string") == 0) {
        put(reader, json_string_nocheck(text));
    } else if (strcmp(name, "integer") == 0) {
        put(reader, json_integer(strtoll(text, NULL, 10)));
    } else if (strcmp(name, "true") == 0 || strcmp(name, "false") == 0) {
        put(reader, json_boolean(name[0] == 't'));
    }
    ll_buf_clear(&reader->text);
}

/* ---- reading ------------------------------------------------------------------- */

static const char *text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static unsigned number_of(json_t *object, const char *key)
{
    json_int_t number = json_integer_value(json_object_get(object, key));
    return number > 0 && number < INT_MAX ? (unsigned)number : 0;
}

/* "Calling 'make'", "Entered call from 'main'": the word in quotes, after `before`. */
static char *called(const char *text, const char *before)
{
    size_t length = strlen(before);
    if (strncmp(text, before, length) != 0)
        return NULL;
    return strndup(text + length, strcspn(text + length, "'"));
}

/* The functions of the events: each call names its caller and the function called. */
static bool name_functions(struct ll_analyzer_event *events, size_t count,
                           const char *context, char **names)
{
    int depth = count > 0 ? events[count - 1].depth : 0;
    for (size_t i = count; i-- > 0;) /* those as deep as the fault, in its function */
        if (events[i].depth == depth)
            events[i].function = context;
        else
            break;
    for (size_t i = 0; i < count; i++) {
        int below = events[i].depth;
        char *caller = called(events[i].text, "Entered call from '");
        char *callee = called(events[i].text, "Calling '");
        names[2 * i] = caller;
        names[2 * i + 1] = callee;
        if (caller != NULL)
            for (size_t j = i; j-- > 0 && events[j].depth >= below - 1;)
                if (events[j].depth == below - 1 && events[j].function == NULL)
                    events[j].function = caller;
        if (callee != NULL)
            for (size_t j = i + 1; j < count && events[j].depth > below; j++)
                if (events[j].depth == below + 1)
                    events[j].function = callee;
    }
    for (size_t i = 0; i < count; i++) /* back in the caller */
        for (size_t j = i; j-- > 0 && events[i].function == NULL &&
                           events[j].depth >= events[i].depth;)
            if (events[j].depth == events[i].depth)
                events[i].function = events[j].function;
    return true;
}

static bool take(json_t *diagnostic, json_t *files, struct ll_analyzer_sink *sink)
{
    json_t *path = json_object_get(diagnostic, "path");
    size_t most = json_array_size(path);
    size_t count = 0;
    struct ll_analyzer_event *events = calloc(most + 1, sizeof *events);
    char **names = calloc(2 * most + 2, sizeof *names);
    bool ok = events != NULL && names != NULL;
    for (size_t i = 0; ok && i < most + 1; i++) {
        json_t *from = i < most ? json_array_get(path, i) : diagnostic;
        bool is_event = strcmp(text_of(from, "kind"), "event") == 0;
        if (i < most ? !is_event : count > 0)
            continue;
        json_t *place = json_object_get(from, "location");
        events[count++] = (struct ll_analyzer_event){
            .text = text_of(from, i < most ? "message" : "description"),
            .file = json_string_value(json_array_get(files, number_of(place, "file"))),
            .line = number_of(place, "line"),
            .column = number_of(place, "col"),
            .depth = (int)number_of(from, "depth"),
        };
    }
    const char *context =
        json_string_value(json_object_get(diagnostic, "issue_context"));
    if (ok)
        ok = name_functions(events, count, context, names);
    struct ll_analyzer_finding finding = {
        .checker = text_of(diagnostic, "check_name"),
        .text = text_of(diagnostic, "description"),
        .events = events,
        .count = count,
    };
    ok = ok && ll_analyzer_add(sink, &finding);
    for (size_t i = 0; names != NULL && i < 2 * most + 2; i++)
        free(names[i]);
    free(names);
    free(events);
    return ok;
}

static enum ll_complete read_plist(struct ll_buf *text, struct ll_analyzer_sink *sink,
                                   bool *failed)
{
    struct reader reader = {.root = NULL};
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL) {
        *failed = true;
        return LL_REPORT_CUT;
    }
    ll_buf_init(&reader.text, TEXT_MAX);
    XML_SetUserData(parser, &reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    bool whole =
        text->len < INT_MAX &&
        XML_Parse(parser, ll_buf_text(text), (int)text->len, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(parser);

    json_t *diagnostics = json_object_get(reader.root, "diagnostics");
    json_t *files = json_object_get(reader.root, "files");
    size_t i;
    json_t *one;
    json_array_foreach(diagnostics, i, one)
    {
        reader.failed |= files != NULL && !take(one, files, sink);
    }
    enum ll_complete complete = LL_REPORT_CUT;
    if (whole && reader.closed && !reader.deep && diagnostics != NULL && files != NULL)
        complete = LL_COMPLETE;
    else if (reader.closed)
        complete = LL_REPORT_JUNK;
    for (size_t k = 0; k < DEPTH_MAX; k++)
        free(reader.keys[k]);
    *failed |= reader.failed;
    json_decref(reader.root);
    ll_buf_release(&reader.text);
    return complete;
}

/* Values that are never used again are no faults of memory. */
static const struct ll_analyzer analyzer = {
    .name = "clang-analyzer",
    .compiler = "clang",
    .options =
        (const char *const[]){"--analyze", "--analyzer-output", "plist", "-Xclang",
                              "-analyzer-disable-checker=deadcode", NULL},
    .tells_headers = true,
    .rules = rules,
    .read = read_plist,
};

/* ---- the row ------------------------------------------------------------------- */

static char *version(struct ll_error *err)
{
    static const char *const argv[] = {"clang", "--version", NULL};
    return ll_tool_version_line(argv, "clang", err);
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
    case LL_KEPT_TOO_LONG:
        return "it looks for pointers that are lost, and what a global variable holds "
               "is "
               "not";
    case LL_SIGNED_OVERFLOW:
        return "it has no checker of results that do not fit";
    case LL_THREAD_LEAK:
    case LL_DATA_RACE:
    case LL_LOCK_MISUSE:
        return "it follows one thread";
    case LL_LOST_REFERENCE:
        return "it follows memory, and does not know what Python's functions do with "
               "references";
    case LL_INDIRECTLY_LOST:
        return "it tells the block whose pointer is lost, not the blocks behind it";
    case LL_DESCRIPTOR_LEAK:
        return "before clang 19 its checker of open files is experimental and off";
    case LL_OVERLAP:
        return "its checker of copies that overlap is experimental and off";
    default:
        return NULL;
    }
}

extern const struct ll_tool ll_tool_clang_analyzer;

const struct ll_tool ll_tool_clang_analyzer = {
    .name = "clang-analyzer",
    .title = "clang --analyze",
    .compiler = "clang",
    .cflags = (const char *const[]){"-g", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "clang",
    .reads_sources = true,
    .programs = (const char *const[]){"clang", NULL},
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
