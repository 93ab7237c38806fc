/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lines: the source lines of instructions.
 *
 * Ownership: names of files and folders belong to Valgrind, and are valid until it
 * reads or drops debug information.
 */
#ifndef LP_LINES_H
#define LP_LINES_H

#include "vg_compat.h"

/* The source line of an instruction; `dir` may be NULL. False: not known. */
Bool lp_source_line(Addr ip, const HChar **file, const HChar **dir, UInt *line);

/* The same with the path of the file, cut off if it is longer than `size`. */
Bool lp_source_path(Addr ip, HChar *path, SizeT size, UInt *line);

/* Whether the instruction's source line contains the word "return" (not in a comment
 * that ends the line), or is Cython: by an exception a function is left in any line.
 * *known is False if the source cannot be read. */
Bool lp_line_returns(Addr ip, Bool *known);

#endif
