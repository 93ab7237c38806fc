/* SPDX-License-Identifier: MIT
 *
 * A report, line by line:
 *
 *     ==7==ERROR: AddressSanitizer: heap-use-after-free on address …   a fault
 *     READ of size 4 at 0x… thread T0                                  its access
 *         #0 0x… in use /src/a.c:9:5                                   stack: at
 *     0x… is located 8 bytes inside of 40-byte region […)              its place
 *     freed by thread T0 here:
 *         #0 …                                                         stack: freed
 *     previously allocated by thread T0 here:
 *         #0 …                                                         stack: allocated
 *     SUMMARY: AddressSanitizer: heap-use-after-free /src/a.c:9 in use
 *     Shadow bytes around the buggy address: …                         not read
 *
 * A leak report holds many faults between its ERROR and its SUMMARY, each starting
 * with "Direct leak of" or "Indirect leak of". MemorySanitizer's is alike, and tells
 * where the value comes from:
 *
 *     Uninitialized bytes in write at offset 4 inside [0x…, 8)         at times
 *     ==7==WARNING: MemorySanitizer: use-of-uninitialized-value        a fault
 *         #0 0x… in use /src/a.c:9:5                                   stack: at
 *       Uninitialized value was stored to memory at                    not read
 *         #0 …
 *       Uninitialized value was created by a heap allocation
 *         #0 …                                                         stack: allocated
 *     SUMMARY: MemorySanitizer: use-of-uninitialized-value /src/a.c:9 in use
 *
 * UndefinedBehaviorSanitizer reports an operation, and the program goes on. If it then
 * crashes in that operation, the next report is the same fault again:
 *
 *     /src/a.c:9:5: runtime error: store to null pointer of type 'int'   a fault
 *         #0 0x… in use /src/a.c:9:5                                     stack: at
 *     SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior /src/a.c:9:5
 *     ==7==ERROR: UndefinedBehaviorSanitizer: SEGV on unknown address …
 *
 * ThreadSanitizer reports a race, and the program goes on as well:
 *
 *     WARNING: ThreadSanitizer: data race (pid=7)                        a fault
 *       Write of size 8 at 0x… by thread T2:                             its access
 *         #0 0x… in use /src/a.c:9                                       stack: at
 *       Previous read of size 8 at 0x… by main thread:
 *         #0 …                                                           stack: other
 *       Location is heap block of size 48 at 0x… allocated by main thread:
 *         #0 …                                                           stack:
 * allocated Thread T2 (tid=9, running) created by main thread at:            not read
 *         #0 …
 *     SUMMARY: ThreadSanitizer: data race /src/a.c:9 in use
 *
 * AddressSanitizer's reports have such operations, too. What it then says of an access
 * by a bad index tells the variable, and how far the access was from it.
 *
 * Each line is offered to a table of readers by how it begins; what belongs to one
 * fault is read by sanitizer_fault.c. Unknown lines are kept as the tool's words and
 * change nothing.
 */
#include "tools/sanitizer_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "tools/sanitizer_fault.h"
#include "tools/sanitizer_parts.h"

/* A hostile report may be long; a real one is far below this. */
#define RAW_MAX ((size_t)64 * 1024)

struct reader {
    const char *tool;
    struct ll_diags *out;
    struct ll_sanitizer_state *state;
    struct ll_error *err;

    bool open;                       /* `fault` is being filled */
    struct ll_sanitizer_fault fault; /* that the lines are about */
    struct ll_buf raw;               /* its lines */
    bool after_operation; /* the last fault was an operation or a race, and others may
                             follow */
    bool sequel;          /* so was the one before it */
};

/* ---- what became of an operation ------------------------------------------------- */

/* Whether `diag` is the access that a bad index led to. */
static bool is_indexed(const struct ll_diag *before, const struct ll_diag *diag)
{
    bool is_access = ll_kind_is_access(diag->kind) || diag->kind == LL_USE_AFTER_FREE ||
                     diag->kind == LL_STACK_ESCAPE;
    return is_access && before->operation != NULL && before->type != NULL &&
           strchr(before->type, '[') != NULL;
}

/* Whether `diag` is what became of the operation before it: a pointer that is NULL is
 * found out for the struct, for its member, and by the system. */
static bool is_sequel(const struct ll_diag *before, const struct ll_diag *diag)
{
    bool again = before->place.is_null && diag->place.is_null;
    return (again || is_indexed(before, diag) || diag->kind == LL_CRASH) &&
           before->at.count > 0 && ll_stack_ends_with(&diag->at, &before->at);
}

/* Move what the operation tells, its column among it, to the access it led to, which
 * takes its place. */
static void change_places(struct ll_diag *before, struct ll_diag *diag)
{
    struct ll_diag access = *diag;
    struct ll_stack at = before->at;
    access.operation = before->operation;
    access.type = before->type;
    access.at = at;
    access.witnesses[0] = before->witnesses[0];
    access.witness_count = before->witness_count;
    before->at = diag->at;
    before->operation = before->type = NULL;
    before->witness_count = 0;
    *diag = *before;
    *before = access;
}

/* Add what `diag` says to `before`, whose sequel it is, and release it. */
static int join_sequel(struct reader *r, struct ll_diag *before, struct ll_diag *diag)
{
    char **words = &before->witnesses[0].raw, *joined = NULL;
    bool enough = strlen(*words) > RAW_MAX;
    if (is_indexed(before, diag))
        change_places(before, diag);
    if (before->kind == LL_OTHER) {
        before->kind = diag->kind;
        before->place = diag->place;
    }
    before->signal = diag->signal;
    ll_diag_release(diag);
    if (!enough && asprintf(&joined, "%s%s", *words, ll_buf_text(&r->raw)) < 0)
        return ll_fail_memory(r->err);
    ll_buf_clear(&r->raw);
    if (joined != NULL) {
        free(*words);
        *words = joined;
    }
    return 0;
}

/* ---- one fault ------------------------------------------------------------------- */

static int opened(struct reader *r, bool good)
{
    r->open = true;
    return good ? 0 : ll_fail_memory(r->err);
}

/* Hand the fault over, with what is known of it. */
static int close_fault(struct reader *r)
{
    struct ll_diag *diag = &r->fault.diag;
    struct ll_diag *last = r->out->count > 0 ? &r->out->items[r->out->count - 1] : NULL;
    if (!r->open)
        return 0;
    if (!ll_sanitizer_close(&r->fault))
        return ll_fail_memory(r->err);
    r->open = false;
    if (r->sequel && last != NULL && is_sequel(last, diag))
        return join_sequel(r, last, diag);
    if (r->out->count >= LL_SANITIZER_FAULTS_MAX) {
        r->state->flooded = true;
        ll_diag_release(diag);
        return 0;
    }
    bool told = ll_diag_add_witness(diag, r->tool, ll_buf_text(&r->raw));
    ll_buf_clear(&r->raw);
    if (!told) {
        ll_diag_release(diag);
        return ll_fail_memory(r->err);
    }
    return ll_diags_add(r->out, diag, r->err);
}

static void keep_words(struct reader *r, const char *line)
{
    if (!r->open || line[0] == '\0')
        return;
    ll_buf_puts(&r->raw, line);
    ll_buf_putc(&r->raw, '\n');
}

/* ---- where a report begins and ends ---------------------------------------------- */

/* A report, or the next fault of one, begins. */
static int begin(struct reader *r)
{
    r->state->again = r->state->again || (r->state->ended && !r->after_operation);
    r->state->begun = true;
    r->state->ended = false;
    int result = close_fault(r);
    r->sequel = r->after_operation;
    r->after_operation = false;
    return result;
}

static int on_error(struct reader *r, const char *line)
{
    const char *text = strstr(line, "Sanitizer: ") + strlen("Sanitizer: ");
    if (begin(r) != 0)
        return -1;
    r->state->fatal = true;
    return opened(r, ll_sanitizer_open_error(&r->fault, text));
}

static int on_leaks(struct reader *r, const char *text)
{
    (void)text;
    return begin(r);
}

static int on_leak(struct reader *r, const char *text)
{
    if (close_fault(r) != 0)
        return -1;
    return opened(r, ll_sanitizer_open_leak(&r->fault, text));
}

/* "/src/a.c:9:5: runtime error: division by zero", cut into its two parts. */
static int on_operation(struct reader *r, char *line, char *colon, const char *words)
{
    if (begin(r) != 0)
        return -1;
    r->after_operation = true;
    ll_buf_addf(&r->raw, "%s\n", line);
    *colon = '\0';
    return opened(
        r, ll_sanitizer_open_operation(&r->fault, line, words, &r->state->fatal));
}

/* ThreadSanitizer goes on after a race. */
static int on_race(struct reader *r, const char *line)
{
    if (begin(r) != 0)
        return -1;
    r->after_operation = true;
    return opened(r, ll_sanitizer_open_race(
                         &r->fault, line + strlen("WARNING: ThreadSanitizer: ")));
}

/* Of MemorySanitizer: which bytes it is about stands before the fault. */
static int on_bytes(struct reader *r, const char *text)
{
    if (!r->open) {
        ll_buf_clear(&r->raw);
        ll_buf_addf(&r->raw, "%s\n", text);
    }
    return 0;
}

static int on_summary(struct reader *r, const char *text)
{
    const char *type = strstr(text, "Sanitizer: ");
    if (r->open && type != NULL && r->fault.diag.kind == LL_OTHER)
        ll_sanitizer_type(type + strlen("Sanitizer: "), &r->fault.diag);
    r->state->ended = true;
    return close_fault(r);
}

static int on_broken(struct reader *r, const char *text)
{
    (void)text;
    r->state->broken = true;
    return 0;
}

/* ---- lines ----------------------------------------------------------------------- */

static const struct {
    const char *with;
    int (*read)(struct reader *r, const char *text);
} readers[] = {
    {"ERROR: AddressSanitizer: ", on_error},
    {"ERROR: MemorySanitizer: ", on_error},
    {"WARNING: MemorySanitizer: ", on_error},
    {"ERROR: UndefinedBehaviorSanitizer: ", on_error},
    {"ERROR: ThreadSanitizer: ", on_error},
    {"WARNING: ThreadSanitizer: ", on_race},
    {"Uninitialized bytes in ", on_bytes},
    {"ERROR: LeakSanitizer: detected memory leaks", on_leaks},
    {"Direct leak of ", on_leak},
    {"Indirect leak of ", on_leak},
    {"SUMMARY: ", on_summary},
    {"AddressSanitizer: CHECK failed", on_broken},
    {"AddressSanitizer: nested bug", on_broken},
    {"LeakSanitizer has encountered a fatal error", on_broken},
    {"LeakSanitizer: CHECK failed", on_broken},
    {"Sanitizer CHECK failed", on_broken},
    {"MemorySanitizer: CHECK failed", on_broken},
    {"UndefinedBehaviorSanitizer: CHECK failed", on_broken},
    {"ThreadSanitizer: CHECK failed", on_broken},
    {"ThreadSanitizer: nested bug", on_broken},
    {"ThreadSanitizer: failed to intercept", on_broken},
    {"FATAL: ", on_broken}, /* no place for its account of memory, say */
    {"Tracer caught signal", on_broken},
    {"Running thread ", on_broken}, /* was not suspended: false leaks */
};

/* A line that is no frame. */
static int read_text(struct reader *r, const char *text)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (ll_starts_with(text, readers[i].with))
            return readers[i].read(r, text);
    return !r->open || ll_sanitizer_detail(&r->fault, text) ? 0
                                                            : ll_fail_memory(r->err);
}

static int read_frame(struct reader *r, const char *line, char *text)
{
    if (!r->open || !ll_sanitizer_leads_to_main(&r->fault, text))
        return 0;
    keep_words(r, line);
    return ll_sanitizer_stack_line(&r->fault, text) ? 0 : ll_fail_memory(r->err);
}

/* The line of '=' above an error. A sanitizer that fails right after it, because the
 * program jumped to where no code is, says so on stderr alone. */
static bool is_rule(const char *line)
{
    return ll_starts_with(line, "==========") && line[strspn(line, "=")] == '\0';
}

static int read_line(struct reader *r, char *line)
{
    static const char operation[] = ": runtime error: ";
    char *colon = strstr(line, operation);
    if (colon != NULL)
        return on_operation(r, line, colon, colon + strlen(operation));
    r->state->begun = r->state->begun || is_rule(line);
    char *text = line + strspn(line, " ");
    if (ll_starts_with(text, "==")) { /* "==4711==" */
        char *end = strstr(text + 2, "==");
        text = end != NULL ? end + 2 : text;
    }
    if (text[0] == '#')
        return read_frame(r, line, text);
    int result = read_text(r, text);
    keep_words(r, line);
    return result;
}

int ll_sanitizer_read(char *text, const char *tool, struct ll_diags *out,
                      struct ll_sanitizer_state *state, struct ll_error *err)
{
    struct reader r = {.tool = tool, .out = out, .state = state, .err = err};
    ll_buf_init(&r.raw, RAW_MAX);
    int result = 0;
    char *end;
    for (char *line = text; result == 0 && (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        result = read_line(&r, line);
    }
    if (result == 0)
        result = close_fault(&r);
    if (r.open)
        ll_sanitizer_drop(&r.fault);
    ll_buf_release(&r.raw);
    return result;
}
