/* SPDX-License-Identifier: MIT */
#include "tools/analyzer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "tools/access.h"

enum { FINDINGS_MAX = 1024, EVENTS_SHOWN = 40, STATUS_MAX = 64 };

#define REPORT_MAX ((size_t)64 * 1024 * 1024)
#define WORDS_MAX ((size_t)1024 * 1024)

struct ll_analyzer_sink {
    const struct ll_analyzer *analyzer;
    struct ll_findings *out;
    bool optimised; /* the code that was analysed differs from the source's lines */
    bool gave_up;
};

/* ---- running ----------------------------------------------------------------- */

static void quote(struct ll_buf *script, const char *word)
{
    ll_buf_quote(script, word);
    ll_buf_putc(script, ' ');
}

static void quote_file(struct ll_buf *script, const char *before, const char *dir,
                       size_t number, const char *ending)
{
    struct ll_buf path = LL_BUF_INIT;
    ll_buf_addf(&path, "%s/%zu.%s", dir, number, ending);
    ll_buf_puts(script, before);
    quote(script, ll_buf_text(&path));
    script->full |= path.full;
    ll_buf_release(&path);
}

/* The command for one source, without the flags that silence warnings or make them
 * errors. */
static void add_command(struct ll_buf *script, const struct ll_analyzer *analyzer,
                        const struct ll_tool_run *run, const char *source,
                        size_t number)
{
    const char *output = analyzer->on_stderr ? "output" : "report";
    const char *errors = analyzer->on_stderr ? "report" : "words";
    for (size_t i = 0; run->compile[i] != NULL; i++)
        if (strcmp(run->compile[i], "-w") != 0)
            quote(script, run->compile[i]);
    quote(script, "-Wno-error");
    for (size_t i = 0; analyzer->options[i] != NULL; i++)
        quote(script, analyzer->options[i]);
    if (analyzer->tells_headers) {
        ll_buf_puts(script, "-MD ");
        quote_file(script, "-MF ", run->dir, number, "d");
    }
    quote_file(script, "-o ", run->dir, number, output);
    quote(script, source);
    quote_file(script, "2>", run->dir, number, errors);
    quote_file(script, "; echo $? >", run->dir, number, "status");
    if (analyzer->tells_headers) {
        quote_file(script, "; cat ", run->dir, number, "d");
        ll_buf_puts(script, ">>");
        quote(script, run->headers);
    }
    ll_buf_putc(script, '\n');
}

int ll_analyzer_prepare(const struct ll_analyzer *analyzer,
                        const struct ll_tool_run *run, struct ll_strings *argv,
                        struct ll_strings *env, struct ll_error *err)
{
    struct ll_buf script = LL_BUF_INIT;
    for (size_t i = 0; run->sources[i] != NULL; i++)
        add_command(&script, analyzer, run, run->sources[i], i + 1);
    ll_buf_puts(&script, "exit 0\n");
    ll_strings_add(argv, "sh");
    ll_strings_add(argv, "-c");
    ll_strings_add(argv, ll_buf_text(&script));
    ll_strings_add(env, "LC_ALL=C"); /* its words are read */
    bool full = script.full;
    ll_buf_release(&script);
    if (full)
        return ll_fail_memory(err);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

/* ---- a finding becomes a diagnosis -------------------------------------------- */

static bool add_frame(struct ll_stack *stack, const struct ll_analyzer_event *event)
{
    return ll_stack_add(stack, event->function, event->file, event->line, event->column,
                        NULL);
}

/* The stack at event `i`. The callers are the events before it that lie less deep. */
static bool make_stack(const struct ll_analyzer_finding *finding, size_t i,
                       struct ll_stack *stack)
{
    const struct ll_analyzer_event *events = finding->events;
    int depth = events[i].depth;
    bool ok = add_frame(stack, &events[i]);
    while (ok && i-- > 0)
        if (events[i].depth < depth) {
            depth = events[i].depth;
            ok = add_frame(stack, &events[i]);
        }
    return ok;
}

static bool begins(const char *text, const char *const *beginnings)
{
    for (; *beginnings != NULL; beginnings++)
        if (strncmp(text, *beginnings, strlen(*beginnings)) == 0)
            return true;
    return false;
}

static const char *const allocations[] = {
    "allocated here", "acquired here",         "opened here",        "when '",
    "Memory is all",  "Attempt to reallocate", "Stream opened here", NULL};
static const char *const releases[] = {"freed here",       "first '",
                                       "deallocated with", "Memory is released",
                                       "Memory is freed",  NULL};

/* The last event before the fault that begins with one of `words`; -1: none. */
static long find_event(const struct ll_analyzer_finding *finding,
                       const char *const *words)
{
    for (size_t i = finding->count - 1; i-- > 0;) {
        const char *text = finding->events[i].text;
        if (begins(text, words) &&
            (!ll_starts_with(text, "when '") || strstr(text, "realloc") != NULL))
            return (long)i;
    }
    return -1;
}

/* The first word in single quotes, if it names a variable. New string, or NULL. */
static char *quoted_name(const char *text)
{
    const char *open = strchr(text, '\'');
    size_t length = open != NULL ? strcspn(open + 1, "'") : 0;
    if (length == 0 || open[1 + length] != '\'' || strncmp(open + 1, "<un", 3) == 0)
        return NULL;
    return strndup(open + 1, length);
}

/* The tool's own words, with the path. */
static char *tell(const struct ll_analyzer_finding *finding)
{
    struct ll_buf raw = LL_BUF_INIT;
    const struct ll_analyzer_event *last = &finding->events[finding->count - 1];
    ll_buf_addf(&raw, "%s:%u:%u: %s [%s]\n", last->file != NULL ? last->file : "?",
                last->line, last->column, finding->text, finding->checker);
    for (size_t i = 0; i < finding->count; i++) {
        const struct ll_analyzer_event *event = &finding->events[i];
        if (i == EVENTS_SHOWN / 2 && finding->count > EVENTS_SHOWN) {
            ll_buf_puts(&raw, "  ...\n");
            i = finding->count - EVENTS_SHOWN / 2;
            event = &finding->events[i];
        }
        ll_buf_addf(&raw, "  (%zu) %s:%u:%u", i + 1,
                    event->file != NULL ? ll_path_base(event->file) : "?", event->line,
                    event->column);
        if (event->function != NULL)
            ll_buf_addf(&raw, " in %s", event->function);
        ll_buf_addf(&raw, ": %s\n", event->text);
    }
    char *text = ll_buf_take(&raw);
    ll_buf_release(&raw);
    return text;
}

static const struct ll_analyzer_rule *find_rule(const struct ll_analyzer_rule *rule,
                                                const struct ll_analyzer_finding *what)
{
    for (; rule->checker != NULL; rule++)
        if (strncmp(what->checker, rule->checker, strlen(rule->checker)) == 0 &&
            (rule->words == NULL || strstr(what->text, rule->words) != NULL))
            break;
    return rule;
}

/* The variable, and for a mismatch the two functions. */
static bool add_names(struct ll_diag *diag, const struct ll_analyzer_finding *finding)
{
    const char *text = finding->text;
    char **variable = &diag->variable;
    if (ll_kind_is_leak(diag->kind) || diag->kind == LL_UNINITIALISED ||
        diag->kind == LL_STACK_ESCAPE)
        *variable = quoted_name(text);
    const char *freed = strstr(text, "but was deallocated with '");
    if (diag->kind == LL_MISMATCHED_FREE && freed != NULL &&
        (diag->freed_by = quoted_name(freed)) == NULL)
        return false;
    const char *expected = strstr(text, "should have been deallocated with '");
    if (diag->kind == LL_MISMATCHED_FREE && expected != NULL) {
        const char *family =
            strncmp(expected + strlen("should have been deallocated with "), "'free'",
                    6) == 0
                ? "malloc"
                : "another family";
        return (diag->allocated_by = strdup(family)) != NULL;
    }
    return true;
}

static bool fill(struct ll_diag *diag, const struct ll_analyzer_rule *rule,
                 const struct ll_analyzer_finding *finding, const char *tool,
                 bool optimised)
{
    size_t last = finding->count - 1;
    bool leak = ll_kind_is_leak(diag->kind);
    bool lasts = leak || diag->kind == LL_DESCRIPTOR_LEAK;
    long allocated = find_event(finding, allocations);
    long freed = find_event(finding, releases);
    diag->place.region = rule->region;
    diag->place.is_null = rule->is_null;
    diag->blocks = lasts ? 1 : 0;
    diag->approximate = lasts && optimised;
    diag->what = strdup(finding->text);
    if (diag->what == NULL || !add_names(diag, finding) ||
        !make_stack(finding, last, lasts ? &diag->lost : &diag->at))
        return false;
    if (allocated < 0 && lasts) /* better than nowhere */
        allocated = (long)last;
    if (allocated >= 0 && !make_stack(finding, (size_t)allocated, &diag->allocated))
        return false;
    if (freed >= 0 && !lasts && !make_stack(finding, (size_t)freed, &diag->freed))
        return false;
    char *raw = tell(finding);
    bool ok = raw != NULL && ll_diag_add_witness(diag, tool, raw);
    free(raw);
    return ok;
}

static bool same_place(const struct ll_stack *a, const struct ll_stack *b)
{
    if (a->count == 0 || b->count == 0)
        return a->count == b->count;
    const struct ll_frame *fa = &a->frames[0], *fb = &b->frames[0];
    return fa->line == fb->line && fa->column == fb->column && fa->file != NULL &&
           fb->file != NULL && strcmp(fa->file, fb->file) == 0;
}

/* Whether the fault was reported before: a header's code is analysed with each source
 * that includes it, and gcc also reports a leaked stream as leaked memory. */
static bool is_known(const struct ll_diags *list, const struct ll_diag *diag)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct ll_diag *other = &list->items[i];
        bool stream =
            other->kind == LL_DESCRIPTOR_LEAK && diag->kind == LL_DEFINITELY_LOST;
        if ((other->kind == diag->kind || stream) &&
            same_place(&other->at, &diag->at) &&
            same_place(&other->lost, &diag->lost) &&
            same_place(&other->allocated, &diag->allocated))
            return true;
    }
    return false;
}

bool ll_analyzer_add(struct ll_analyzer_sink *sink,
                     const struct ll_analyzer_finding *finding)
{
    const struct ll_analyzer_rule *rule = find_rule(sink->analyzer->rules, finding);
    enum ll_kind kind = rule->kind;
    struct ll_diag diag;
    const struct ll_analyzer_event *last = &finding->events[finding->count - 1];
    unsigned column = last->column;
    if (rule->is_null &&
        ll_access_at(last->file, last->line, &column) == LL_ACCESS_WRITE)
        kind = LL_INVALID_WRITE;
    if (sink->out->diags.count >= FINDINGS_MAX)
        return ll_analyzer_gave_up(sink, "there are more findings than can be read");
    ll_diag_init(&diag, kind);
    if (!fill(&diag, rule, finding, sink->analyzer->name, sink->optimised)) {
        ll_diag_release(&diag);
        return false;
    }
    if (is_known(&sink->out->diags, &diag)) {
        ll_diag_release(&diag);
        return true;
    }
    return ll_diags_add(&sink->out->diags, &diag, NULL) == 0;
}

bool ll_analyzer_gave_up(struct ll_analyzer_sink *sink, const char *what)
{
    sink->gave_up = true;
    if (sink->out->note == NULL)
        sink->out->note = strdup(what);
    return sink->out->note != NULL;
}

/* ---- the reports --------------------------------------------------------------- */

static int read_one(const char *dir, size_t number, const char *ending, size_t max,
                    struct ll_buf *text, struct ll_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "%zu.%s", number, ending);
    return ll_tool_read(dir, name, max, text, err);
}

/* The report of the source `number`. */
static int read_source(struct ll_analyzer_sink *sink, const struct ll_tool_run *run,
                       size_t number, enum ll_complete *complete, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT, status = LL_BUF_INIT;
    bool failed = false;
    int code = -1;
    int there = read_one(run->dir, number, "report", REPORT_MAX, &text, err);
    int ended = read_one(run->dir, number, "status", STATUS_MAX, &status, err);
    bool known = ended == 1 && sscanf(ll_buf_text(&status), "%d", &code) == 1;
    if (there == 1)
        *complete = sink->analyzer->read(&text, sink, &failed);
    else
        *complete = LL_REPORT_MISSING;
    if (known && code != 0)
        *complete = LL_TOOL_CRASHED;
    else if (!known && *complete == LL_COMPLETE)
        *complete = LL_REPORT_CUT;
    ll_buf_release(&status);
    ll_buf_release(&text);
    if (there < 0 || ended < 0)
        return -1;
    return failed ? ll_fail_memory(err) : 0;
}

static int set_note(struct ll_findings *out, struct ll_error *err, const char *format,
                    const char *word)
{
    free(out->note);
    out->note = NULL;
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, format, word); /* NOLINT: the formats stand below */
    out->note = ll_buf_take(&text);
    ll_buf_release(&text);
    return out->note == NULL ? ll_fail_memory(err) : 0;
}

int ll_analyzer_parse(const struct ll_analyzer *analyzer, const struct ll_tool_run *run,
                      struct ll_findings *out, struct ll_error *err)
{
    struct ll_analyzer_sink sink = {.analyzer = analyzer, .out = out};
    for (size_t i = 0; analyzer->reads_optimised && run->compile[i] != NULL; i++)
        if (strncmp(run->compile[i], "-O", 2) == 0) /* the last one counts */
            sink.optimised = strcmp(run->compile[i], "-O0") != 0;
    size_t count = 0;
    out->complete = LL_COMPLETE;
    for (; run->sources[count] != NULL; count++) {
        enum ll_complete one;
        if (read_source(&sink, run, count + 1, &one, err) != 0)
            return -1;
        if (out->complete == LL_COMPLETE || one == LL_TOOL_CRASHED)
            out->complete = one;
    }
    bool stopped = run->ended.how != LL_END_EXITED;
    if (stopped && out->complete != LL_REPORT_JUNK)
        out->complete = LL_REPORT_CUT;
    switch (out->complete) {
    case LL_COMPLETE:
        break;
    case LL_TOOL_CRASHED:
        return set_note(out, err, "%s failed while it analysed the sources",
                        analyzer->compiler);
    case LL_REPORT_JUNK:
        return set_note(out, err, "the report of %s goes on after its end",
                        analyzer->compiler);
    default:
        return set_note(out, err,
                        stopped ? "%s was stopped before the analysis was at its end"
                                : "the report of %s stops before its end",
                        analyzer->compiler);
    }
    if (sink.gave_up)
        out->complete = LL_REPORT_CUT;
    else if (count > 1)
        return set_note(out, err,
                        "%s analysed each file by itself: what goes from one file to "
                        "another is not seen",
                        analyzer->compiler);
    return 0;
}
