/* SPDX-License-Identifier: MIT
 *
 * compile_commands: the flags that a project compiles its files with, from its
 * compile_commands.json, which CMake, Meson and other builders write.
 */
#ifndef LL_PROJECT_COMPILE_COMMANDS_H
#define LL_PROJECT_COMPILE_COMMANDS_H

#include "base/error.h"
#include "base/strings.h"

/* Append to `flags` what the source files `files`, absolute paths, are compiled with,
 * as far as it says what the source means: folders of headers, macros, the standard,
 * what begins with -f and -m. Optimisation, warnings and outputs are left out. `path`
 * is the file, or its folder.
 *
 * An input fault: it cannot be read; a file is not in it; two of the files are not
 * compiled alike, but for folders, which are added up. */
int ll_compile_commands_read(const char *path, const struct ll_strings *files,
                             struct ll_strings *flags,
                             struct ll_error *err) LL_MUST_CHECK;

#endif
