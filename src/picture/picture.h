/* SPDX-License-Identifier: MIT
 *
 * picture: the life of a program's memory as a page for a browser: a run is recorded,
 * and what is known of it becomes the data of the page (src/pages/picture), as JSON.
 *
 *     result ── faults ──────────────┐
 *     recording ┬─ log of events ────┼─► {"format": "leaklab-picture/1", …} ─► page
 *               └─ program: DWARF ───┘
 *
 * The data:
 *
 *     { "format": "leaklab-picture/1",
 *       "title": "series.c", "command": ["./series", "arg"],
 *       "files": [{"path": "/…/series.c", "shown": "series.c", "text": "…"}],
 *                  "path" is as events name it; other parts name a file by its index
 *       "types": [T], one is named by its index; 0 is void
 *       "functions": [{"name", "file", "line", "end", "variables": [
 *           {"name", "type", "at", "from", "to", "declared", "parameter"}]}],
 *                  "at": bytes from the CFA; "from" and "to": the lines of its scope
 *       "globals": [{"name", "type", "address", "file", "line", "function"}],
 *                  "address": digits, as the program file has it; "function": it is a
 *                  static variable in there
 *       "faults": [F], "notes": [F]: faults, and what is none, such as memory that is
 *                  still reachable
 *       "failed": {"number", "with_all", "call", "size", "file", "line", "function"} or
 *                  null: an allocation that was made to fail, and whether all after it
 *       "lesson": {"number", "half"} or null, "output": "…",
 *       "report": "…", what a terminal shows; only in a report of `leaklab check`
 *       "cut": null or {"reason", "events", "kept"}: the log is not the whole run
 *       "log": "…", the log of events in base64 }
 *
 *     T: {"k": "int" | "char" | "bool" | "float", "name", "size", "signed"},
 *        {"k": "enum", "name", "size", "signed", "values": [["RED", 0]]},
 *        {"k": "pointer", "to": a type or null for void, "size"},
 *        {"k": "function", "name"}, {"k": "typedef", "name", "type"}, {"k": "void"},
 *        {"k": "struct" | "union", "name", "size", "fields": [
 *            {"name", "at", "type", "bit", "bits"}]}, the last two of a bit field only
 *        {"k": "array", "of", "count": or null, "size": or null}
 *     F: {"kind", "headline", "text": ["…"], "tool", "file", "line", "function",
 *         "block", "event", "how", "variable", "allocated": {"file", "line"}, "freed",
 *         "size", "values": [{"name", "text", "note"}],
 *         "marks": [{"file", "line", "from", "to", "text", "role"}]}
 *        What is not known is null. "block" is its number in the log; "event" counts
 * from 0, without definitions of names. "from" and "to" count as JavaScript does, in
 *        UTF-16.
 */
#ifndef LL_PICTURE_PICTURE_H
#define LL_PICTURE_PICTURE_H

#include "session/session.h"

/* What a page is to show. All is borrowed. */
struct ll_picture_order {
    const struct ll_session *session;
    const struct ll_subject *subject;
    const struct ll_result *result; /* its faults */
    const char
        *from; /* paths below this folder are shown as seen from it; NULL: none */
    const char *report; /* what a terminal shows; NULL: not told */
    unsigned lesson;    /* its number; 0: of no lesson */
    const char *half;   /* "buggy", "exercise"; NULL: of no lesson */
    /* The words of a lesson for a fault; NULL: the general ones. */
    const char *(*why)(const void *data, const struct ll_diag *diag);
    const void *data;
};

/* Whether pages were built with this leaklab. */
bool ll_picture_is_built(void);

/* Record a run of the subject, and append its page. Where an allocation is to fail, the
 * subject's `sweep` is "fail:7" or "fail:7+". It is an error when pages were not
 * built. */
int ll_picture_page(const struct ll_picture_order *order, struct ll_buf *out,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
