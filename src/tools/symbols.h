/* SPDX-License-Identifier: MIT
 *
 * symbols: the C library's symbols, without the rest of its debug information.
 *
 * Valgrind cannot do without the symbols of libc and the loader, which Debian and
 * Ubuntu keep in a package of debug information, and reads the lines and types there as
 * well, 5 MB, before it begins; AddressSanitizer does so before it names a frame. The
 * names are all that a report needs. Measured on Debian 12, for a program of three
 * lines: memcheck 0.53 s of processor time with everything and 0.29 s with the symbols
 * alone, AddressSanitizer's report of a leak 0.22 s and 0.08 s; and 0.02 s with a copy
 * of its own library that has no more than the symbols, either.
 *
 * The folder symbols/ beside the runtime's objects holds files with the symbols alone,
 * made when leaklab is built (src/symbols/make-symbols). A job that hides what
 * ll_symbols() names reads them instead.
 */
#ifndef LL_TOOLS_SYMBOLS_H
#define LL_TOOLS_SYMBOLS_H

#include "jail/jail.h"
#include "tools/tool.h"

/* What to hide, and what to read instead; of an `isolated` job, what it can reach.
 * NULL: nothing; there is no such file, or none for the C library that is in use. Found
 * once and valid for good; safe to call from several threads. */
const struct ll_hidden *ll_symbols(bool isolated);

/* Append what links a program for the tool to such a copy of the tool's library, if
 * there is one. `isolated`: the program will run so. */
void ll_symbols_link(const struct ll_tool *tool, bool isolated,
                     struct ll_strings *argv);

#endif
