/* SPDX-License-Identifier: MIT
 *
 * sanitizer_text: the words of AddressSanitizer, LeakSanitizer, MemorySanitizer,
 * UndefinedBehaviorSanitizer and ThreadSanitizer, as gcc and clang print them, turned
 * into diagnoses. One call reads one report file, which is the report of one process.
 */
#ifndef LL_TOOLS_SANITIZER_TEXT_H
#define LL_TOOLS_SANITIZER_TEXT_H

#include <stdbool.h>

#include "base/error.h"
#include "diag/diag.h"

/* More faults than this are not kept. */
#define LL_SANITIZER_FAULTS_MAX 1024

/* What kind of text it was. A whole report has a beginning and an end. No member is set
 * when the file has only warnings. */
struct ll_sanitizer_state {
    bool begun;   /* an error was announced, or the line above one was written */
    bool ended;   /* its summary was read: the report is whole */
    bool again;   /* another error follows the summary: no tool writes that */
    bool fatal;   /* it ended the process: true for all but leaks, operations, races */
    bool broken;  /* the sanitizer itself failed */
    bool flooded; /* there were more faults than are kept */
};

/* Read `text`, which is changed, and append its faults to `out`, with `tool` as the
 * witness (borrowed for as long as `out` lives). A line without its newline is not
 * read: it may be cut. -1 only when memory ran out. */
int ll_sanitizer_read(char *text, const char *tool, struct ll_diags *out,
                      struct ll_sanitizer_state *state,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
