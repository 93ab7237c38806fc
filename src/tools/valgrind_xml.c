/* SPDX-License-Identifier: MIT
 *
 * The document is read in streaming mode, so that everything before a cut counts.
 * Valgrind writes file names and arguments as raw bytes: the document is read as
 * Latin-1, in which no byte is an error, and its text is turned back into bytes. */
#include "tools/valgrind_xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "runtime/preload.h"

/* Each depth of a recursion is an error of its own to Valgrind. */
#define ERRORS_MAX 50000
#define FRAMES_MAX 256
#define TEXT_MAX 4096
#define RAW_MAX 65536

struct reader {
    XML_Parser parser;
    const char *tool; /* borrowed */
    struct ll_valgrind_report *out;
    int depth;
    bool in_error, in_frame;
    bool finished, closed;
    bool failed;        /* memory ran out */
    struct ll_buf text; /* of the innermost element */
    struct ll_valgrind_error error;
    struct {
        unsigned long long ip, line;
        char *function, *folder, *file, *object; /* owned */
    } frame;
    struct {
        size_t index; /* of the diagnosis that a signal may follow */
        bool valid;
        unsigned long long ip, address;
    } access;
};

static void stop(struct reader *reader, enum ll_valgrind_end end)
{
    reader->out->end = end;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void fail(struct reader *reader)
{
    reader->failed = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

/* ---- the error being read -------------------------------------------------- */

void ll_valgrind_error_release(struct ll_valgrind_error *error)
{
    free(error->kind);
    free(error->signal_name);
    free(error->event);
    free(error->how);
    free(error->variable);
    free(error->declared);
    free(error->confidence);
    for (size_t i = 0; i < error->part_count; i++) {
        free(error->parts[i].text);
        ll_stack_release(&error->parts[i].stack);
    }
    ll_buf_release(&error->raw);
    *error = (struct ll_valgrind_error){.descriptor = -1, .raw = {.max = RAW_MAX}};
}

static void release_frame(struct reader *reader)
{
    free(reader->frame.function);
    free(reader->frame.folder);
    free(reader->frame.file);
    free(reader->frame.object);
    memset(&reader->frame, 0, sizeof reader->frame);
}

/* Keep the current element's text in `*slot`. */
static void keep(struct reader *reader, char **slot)
{
    free(*slot);
    *slot = strdup(ll_buf_text(&reader->text));
    if (*slot == NULL)
        fail(reader);
}

static struct ll_valgrind_part *last_part(struct ll_valgrind_error *error)
{
    return error->part_count == 0 ? NULL : &error->parts[error->part_count - 1];
}

/* A new part; what is beyond the cap stays in `raw` only. */
static struct ll_valgrind_part *add_part(struct ll_valgrind_error *error)
{
    if (error->part_count < LL_VALGRIND_PARTS)
        error->part_count++;
    else
        ll_stack_release(&last_part(error)->stack);
    return last_part(error);
}

static void add_sentence(struct reader *reader)
{
    struct ll_valgrind_error *error = &reader->error;
    ll_buf_addf(&error->raw, "%s%s\n", error->part_count == 0 ? "" : " ",
                ll_buf_text(&reader->text));
    keep(reader, &add_part(error)->text);
}

static void begin_error(struct reader *reader, const char *kind)
{
    ll_valgrind_error_release(&reader->error);
    reader->in_error = true;
    if (kind != NULL && (reader->error.kind = strdup(kind)) == NULL)
        fail(reader);
}

/* A signal's headline is spread over elements; its stack follows them. */
static void add_signal(struct reader *reader)
{
    const struct ll_valgrind_error *error = &reader->error;
    ll_buf_addf(
        &reader->text, "Process terminating with default action of signal %d (%s)%s%s",
        error->signal, error->signal_name == NULL ? "" : error->signal_name,
        error->event == NULL ? "" : ": ", error->event == NULL ? "" : error->event);
    add_sentence(reader);
}

static void begin_stack(struct reader *reader)
{
    if (reader->error.signal != 0 && reader->error.part_count == 0)
        add_signal(reader);
    struct ll_valgrind_part *part = last_part(&reader->error);
    if (part == NULL || part->stack.count > 0)
        add_part(&reader->error);
}

static void add_frame(struct reader *reader)
{
    struct ll_valgrind_part *part = last_part(&reader->error);
    if (part == NULL || part->stack.count >= FRAMES_MAX)
        return;
    if (reader->frame.object != NULL &&
        ll_starts_with(ll_path_base(reader->frame.object), LL_PRELOAD_NAME))
        return; /* our function, which called the one of that name */
    const char *function = reader->frame.function;
    const char *file = reader->frame.file;
    struct ll_buf path = LL_BUF_INIT;
    if (file != NULL && reader->frame.folder != NULL && file[0] != '/')
        ll_buf_addf(&path, "%s/", reader->frame.folder);
    if (file != NULL)
        ll_buf_puts(&path, file);

    struct ll_buf *raw = &reader->error.raw;
    ll_buf_addf(raw, "   %s 0x%llX: %s (", part->stack.count == 0 ? "at" : "by",
                reader->frame.ip, function == NULL ? "???" : function);
    if (file != NULL)
        ll_buf_addf(raw, "%s:%llu)\n", file, reader->frame.line);
    else
        ll_buf_addf(raw, "in %s)\n",
                    reader->frame.object == NULL ? "???" : reader->frame.object);

    if (part->stack.count == 0)
        part->ip = reader->frame.ip;
    if (path.full ||
        !ll_stack_add(&part->stack, function, file == NULL ? NULL : path.data,
                      (unsigned)reader->frame.line, 0, reader->frame.object))
        fail(reader);
    ll_buf_release(&path);
}

/* ---- from errors to diagnoses ---------------------------------------------- */

/* A signal caused by the last invalid access is no second fault: the access becomes a
 * crash. */
static bool joins_access(struct reader *reader, const struct ll_diag *crash)
{
    const struct ll_valgrind_error *error = &reader->error;
    if (error->signal == 0 || error->part_count == 0 || !reader->access.valid ||
        reader->access.ip != error->parts[0].ip ||
        (error->has_address && reader->access.address != error->address))
        return false;
    struct ll_diag *access = &reader->out->diags.items[reader->access.index];
    access->kind = LL_CRASH;
    access->signal = crash->signal;
    if (!ll_valgrind_add_words(access, "", "\n") ||
        !ll_valgrind_add_words(access, "", ll_buf_text(&error->raw)))
        fail(reader);
    return true;
}

static void remember_access(struct reader *reader)
{
    const struct ll_valgrind_error *error = &reader->error;
    reader->access.valid = false;
    if (error->kind == NULL || (strcmp(error->kind, "InvalidRead") != 0 &&
                                strcmp(error->kind, "InvalidWrite") != 0 &&
                                strcmp(error->kind, "InvalidJump") != 0))
        return;
    reader->access.index = reader->out->diags.count;
    reader->access.ip = error->part_count == 0 ? 0 : error->parts[0].ip;
    for (size_t i = 1; i < error->part_count; i++)
        if (ll_valgrind_address(error->parts[i].text, &reader->access.address))
            reader->access.valid = true;
}

static void end_error(struct reader *reader)
{
    struct ll_valgrind_error *error = &reader->error;
    struct ll_diag diag;
    reader->in_error = false;
    /* No line is longer than four texts: with more room left it was memory. */
    if (error->raw.full && error->raw.len < RAW_MAX - 4 * TEXT_MAX)
        fail(reader);
    if (ll_valgrind_is_harmless(error))
        goto out;
    if (reader->out->diags.count >= ERRORS_MAX) {
        stop(reader, LL_VALGRIND_TOO_MUCH);
        goto out;
    }
    if (error->signal == 0)
        remember_access(reader);
    bool told = ll_valgrind_diagnose(error, &diag) &&
                ll_diag_add_witness(&diag, reader->tool, ll_buf_text(&error->raw));
    if (!told)
        fail(reader);
    if (!told || joins_access(reader, &diag))
        ll_diag_release(&diag);
    else if (ll_diags_add(&reader->out->diags, &diag, NULL) != 0)
        fail(reader);

out:
    ll_valgrind_error_release(error);
}

/* A program may request leak checks while it runs; the last check reports everything.
 */
static void drop_leaks(struct ll_diags *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (ll_kind_is_leak(list->items[i].kind) ||
            list->items[i].kind == LL_THREAD_LEAK)
            ll_diag_release(&list->items[i]);
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* ---- elements -------------------------------------------------------------- */

static void on_start(void *data, const char *name, const char **attributes)
{
    struct reader *reader = data;
    (void)attributes;
    ll_buf_clear(&reader->text);
    reader->depth++;
    if ((reader->depth == 1) != (strcmp(name, "valgrindoutput") == 0) ||
        (reader->depth != 2 && strcmp(name, "error") == 0))
        stop(reader, LL_VALGRIND_JUNK);
    if (reader->depth == 2) {
        if (strcmp(name, "error") == 0)
            begin_error(reader, NULL);
        else if (strcmp(name, "fatal_signal") == 0)
            begin_error(reader, "signal");
        else if (strcmp(name, "stack") == 0 && reader->finished)
            begin_error(reader, "descriptor"); /* 3.19 names it in the log only */
    }
    if (!reader->in_error)
        return;
    if (strcmp(name, "lost") == 0 && reader->depth == 3)
        reader->error.lost_part = reader->error.part_count;
    else if (strcmp(name, "stack") == 0)
        begin_stack(reader);
    else if (strcmp(name, "frame") == 0)
        reader->in_frame = true;
}

/* Decimal, or hexadecimal with "0x". The totals of protocol 6 have commas: "1,234". */
static unsigned long long number(const struct reader *reader)
{
    char digits[64];
    size_t count = 0;
    const char *text = ll_buf_text(&reader->text);
    for (; *text != '\0' && count < sizeof digits - 1; text++)
        if (*text != ',')
            digits[count++] = *text;
    digits[count] = '\0';
    return strtoull(digits, NULL, 0);
}

static void end_in_frame(struct reader *reader, const char *name)
{
    if (strcmp(name, "ip") == 0)
        reader->frame.ip = number(reader);
    else if (strcmp(name, "obj") == 0)
        keep(reader, &reader->frame.object);
    else if (strcmp(name, "fn") == 0)
        keep(reader, &reader->frame.function);
    else if (strcmp(name, "dir") == 0)
        keep(reader, &reader->frame.folder);
    else if (strcmp(name, "file") == 0)
        keep(reader, &reader->frame.file);
    else if (strcmp(name, "line") == 0)
        reader->frame.line = number(reader);
    else if (strcmp(name, "frame") == 0) {
        add_frame(reader);
        release_frame(reader);
        reader->in_frame = false;
    }
}

static void end_in_error(struct reader *reader, const char *name)
{
    struct ll_valgrind_error *error = &reader->error;
    if (strcmp(name, "kind") == 0 && reader->depth == 3)
        keep(reader, &error->kind);
    else if (strcmp(name, "what") == 0 || strcmp(name, "auxwhat") == 0 ||
             strcmp(name, "text") == 0)
        add_sentence(reader);
    else if (strcmp(name, "event") == 0)
        keep(reader, &error->event);
    else if (strcmp(name, "how") == 0)
        keep(reader, &error->how);
    else if (strcmp(name, "variable") == 0)
        keep(reader, &error->variable);
    else if (strcmp(name, "declared") == 0)
        keep(reader, &error->declared);
    else if (strcmp(name, "return-line") == 0)
        error->return_line = (unsigned)number(reader);
    else if (strcmp(name, "ring-blocks") == 0)
        error->ring_blocks = number(reader);
    else if (strcmp(name, "ring-bytes") == 0)
        error->ring_bytes = number(reader);
    else if (strcmp(name, "confidence") == 0)
        keep(reader, &error->confidence);
    else if (strcmp(name, "leakedbytes") == 0)
        error->bytes = number(reader);
    else if (strcmp(name, "leakedblocks") == 0)
        error->blocks = number(reader);
    else if (strcmp(name, "fd") == 0)
        error->descriptor = (int)number(reader);
    else if (strcmp(name, "signo") == 0)
        error->signal = (int)number(reader);
    else if (strcmp(name, "signame") == 0)
        keep(reader, &error->signal_name);
    else if (strcmp(name, "siaddr") == 0) {
        error->address = number(reader);
        error->has_address = true;
    }
}

static void end_outside(struct reader *reader, const char *name)
{
    if (strcmp(name, "ppid") == 0 && reader->depth == 2)
        reader->out->parent = (long)number(reader);
    else if (strcmp(name, "allocs") == 0)
        reader->out->allocations = number(reader);
    else if (strcmp(name, "state") == 0 &&
             strcmp(ll_buf_text(&reader->text), "FINISHED") == 0) {
        reader->finished = true;
        drop_leaks(&reader->out->diags);
        reader->access.valid = false;
    }
}

static void trim(struct ll_buf *text)
{
    while (text->len > 0 && strchr(" \n", text->data[text->len - 1]) != NULL)
        text->data[--text->len] = '\0';
    size_t lead = strspn(ll_buf_text(text), " \n");
    if (lead > 0) {
        memmove(text->data, text->data + lead, text->len - lead + 1);
        text->len -= lead;
    }
}

static void on_end(void *data, const char *name)
{
    struct reader *reader = data;
    trim(&reader->text);
    if (reader->in_frame)
        end_in_frame(reader, name);
    else if (reader->in_error && reader->depth == 2)
        end_error(reader);
    else if (reader->in_error)
        end_in_error(reader, name);
    else
        end_outside(reader, name);
    ll_buf_clear(&reader->text);
    if (--reader->depth == 0)
        reader->closed = true;
}

static void on_text(void *data, const char *text, int length)
{
    struct reader *reader = data;
    for (int i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c == 0xC2 || c == 0xC3) && i + 1 < length)
            c = (unsigned char)((c & 3) << 6 | (text[++i] & 0x3F));
        if (!ll_buf_putc(&reader->text, (char)c) && reader->text.len < TEXT_MAX)
            fail(reader);
    }
}

/* Valgrind writes no such thing. The name of a file may be one, and hide what comes
 * after it. */
static void on_doctype(void *data, const char *name, const char *system,
                       const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(data, LL_VALGRIND_JUNK);
}

static void on_comment(void *data, const char *text)
{
    (void)text;
    stop(data, LL_VALGRIND_JUNK);
}

static void on_cdata(void *data)
{
    stop(data, LL_VALGRIND_JUNK);
}

/* ---- the document ---------------------------------------------------------- */

/* Replace in bytes[from..to) what is no text: in the name of a file, or in
 * "<unbound> <-> <unbound>", the ends of a socket. */
static void mend_text(char *from, const char *to)
{
    static const char *const entities[] = {"&lt;", "&gt;", "&amp;", "&apos;", "&quot;"};
    for (char *at = from; at < to; at++) {
        bool is_entity = false;
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            is_entity |= ll_starts_with(at, entities[i]);
        if (to - at >= 3 && strncmp(at, "<->", 3) == 0)
            at[0] = at[2] = '-';
        else if (*at == '<')
            *at = '(';
        else if (*at == '>')
            *at = ')';
        else if (*at == '&' && !is_entity)
            *at = '+';
    }
}

/* Valgrind 3.26 does not close <still_reachable> where there is nothing in it: its
 * opening becomes blank. */
static void mend_summary(char *bytes, size_t count)
{
    static const char open[] = "<still_reachable>", close[] = "</still_reachable>",
                      next[] = "<suppressed>";
    for (char *at = bytes, *end = bytes + count;
         (at = memmem(at, (size_t)(end - at), open, strlen(open))) != NULL;
         at += strlen(open)) {
        char *after = memmem(at, (size_t)(end - at), next, strlen(next));
        if (after != NULL &&
            memmem(at, (size_t)(after - at), close, strlen(close)) == NULL)
            memset(at, ' ', strlen(open));
    }
}

void ll_valgrind_mend(char *bytes, size_t count)
{
    static const char *const names[][2] = {{"<what>", "</what>"},
                                           {"<path>", "</path>"}};
    const char *end = bytes + count;
    for (char *at = bytes; at < end; at++)
        if ((unsigned char)*at < ' ' && strchr("\t\n\r", *at) == NULL)
            *at = '?';
    for (char *line = bytes, *next; line < end; line = next) {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        next = stop != NULL ? stop + 1 : bytes + count;
        while (line < next && *line == ' ')
            line++;
        for (size_t i = 0; stop != NULL && i < sizeof names / sizeof *names; i++) {
            size_t open = strlen(names[i][0]), close = strlen(names[i][1]);
            if ((size_t)(stop - line) >= open + close &&
                strncmp(line, names[i][0], open) == 0 &&
                strncmp(stop - close, names[i][1], close) == 0)
                mend_text(line + open, stop - close);
        }
    }
    mend_summary(bytes, count);
}

static enum ll_valgrind_end end_of(const struct reader *reader)
{
    switch (XML_GetErrorCode(reader->parser)) {
    case XML_ERROR_NONE:
        return reader->finished ? LL_VALGRIND_WHOLE : LL_VALGRIND_NOT_FINISHED;
    case XML_ERROR_NO_ELEMENTS:
        return reader->depth == 1 ? LL_VALGRIND_CUT_BETWEEN : LL_VALGRIND_CUT_INSIDE;
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return reader->closed ? LL_VALGRIND_JUNK : LL_VALGRIND_CUT_INSIDE;
    default: /* Valgrind that fails closes the document and writes on */
        return reader->closed && !reader->finished ? LL_VALGRIND_NOT_FINISHED
                                                   : LL_VALGRIND_JUNK;
    }
}

int ll_valgrind_read(const char *tool, char *bytes, size_t count,
                     struct ll_valgrind_report *out, struct ll_error *err)
{
    struct reader reader = {.tool = tool, .out = out, .text = {.max = TEXT_MAX}};
    ll_valgrind_error_release(&reader.error);
    reader.parser = XML_ParserCreate("ISO-8859-1");
    if (reader.parser == NULL)
        return ll_fail_memory(err);
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, on_doctype);
    XML_SetCommentHandler(reader.parser, on_comment);
    XML_SetStartCdataSectionHandler(reader.parser, on_cdata);

    if (count > 0)
        ll_valgrind_mend(bytes, count);
    XML_Parse(reader.parser, bytes, (int)count, XML_TRUE);
    enum XML_Error error = XML_GetErrorCode(reader.parser);
    if (error == XML_ERROR_NO_MEMORY)
        reader.failed = true;
    else if (error != XML_ERROR_ABORTED) /* else stop() said it */
        out->end = end_of(&reader);

    XML_ParserFree(reader.parser);
    ll_valgrind_error_release(&reader.error);
    release_frame(&reader);
    ll_buf_release(&reader.text);
    return reader.failed ? ll_fail_memory(err) : 0;
}

void ll_valgrind_report_release(struct ll_valgrind_report *report)
{
    ll_diags_release(&report->diags);
}
