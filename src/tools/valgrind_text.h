/* SPDX-License-Identifier: MIT
 *
 * valgrind_text: one report in text of a tool of Valgrind's for threads, read into
 * diagnoses. helgrind says in text what it leaves out of its XML: which locks each
 * thread held, and the names of these locks.
 *
 *     ---Thread-Announcement---        which thread was started where
 *     Thread #2 was created
 *        at 0x…: clone …
 *     ----------------------           an error
 *      Lock at 0x10C080 was first observed
 *        at 0x…: …
 *      Location 0x10c080 is 0 bytes inside pool.lock,
 *      a global variable declared at pool.c:5
 *
 *     Possible data race during write of size 8 at 0x10C060 by thread #1
 *     Locks held: none
 *        at 0x…: …
 *
 *     This conflicts with a previous write of size 8 by thread #2
 *     Locks held: 1, at address 0x10C080
 *        at 0x…: …
 *      Location 0x10c060 is 0 bytes inside pool.first,
 *      a global variable declared at pool.c:5
 *     ERROR SUMMARY: …                 the end
 *
 * Each line begins with "==PID== ". An error becomes the same `struct
 * ll_valgrind_error` as one in XML does.
 */
#ifndef LL_TOOLS_VALGRIND_TEXT_H
#define LL_TOOLS_VALGRIND_TEXT_H

#include "tools/valgrind_xml.h"

/* As ll_valgrind_read(), for such a report. Everything before a cut is kept. */
int ll_valgrind_read_text(const char *tool, char *bytes, size_t count,
                          struct ll_valgrind_report *out,
                          struct ll_error *err) LL_MUST_CHECK;

#endif
