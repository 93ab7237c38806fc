/* SPDX-License-Identifier: MIT
 *
 * sanitizer_text: the words of AddressSanitizer, LeakSanitizer, MemorySanitizer and
 * UndefinedBehaviorSanitizer, as gcc and clang print them, turned into diagnoses. One
 * call reads one report file, which is the report of one process.
 */
#ifndef LL_TOOLS_SANITIZER_TEXT_H
#define LL_TOOLS_SANITIZER_TEXT_H

#include <stdbool.h>

#include "base/error.h"
#include "diag/diag.h"

/* More faults than this are not kept. */
#define LL_SANITIZER_FAULTS_MAX 1024

/* What kind of text it was. A whole report has a beginning and an end; none of
 * these is set when the file holds warnings alone. */
struct ll_sanitizer_state {
    bool begun;   /* an error was announced */
    bool ended;   /* and its summary reached: the report is whole */
    bool again;   /* another one was announced after that: no tool writes so */
    bool fatal;   /* it ended the process: anything but leaks and operations */
    bool broken;  /* the sanitizer itself failed */
    bool flooded; /* there were more faults than we keep */
};

/* Read `text`, which is written into, and append what it says to `out`, with `tool`
 * (borrowed for as long as `out` lives) as the witness. A line without its newline is
 * not looked at: it may be half of one. -1 only when memory ran out. */
int ll_sanitizer_read(char *text, const char *tool, struct ll_diags *out,
                      struct ll_sanitizer_state *state,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
