/* SPDX-License-Identifier: MIT
 *
 * symbols: the C library's symbols, without the rest of its debug information.
 *
 * A report needs the names of libc's functions, and not the lines and types, which take
 * Valgrind and AddressSanitizer longer to read than many programs run. The folder
 * symbols/ beside the runtime's objects has files with the symbols alone, made when
 * leaklab is built (src/symbols/make-symbols). A job that hides what ll_symbols() names
 * reads them instead. Figures and limits: docs/internals/hidden-debug-information.md.
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
