/* SPDX-License-Identifier: MIT
 *
 * compile_line: the command line of a C compiler (gcc's, which clang has, too), as far
 * as it must be known to run it again for another output.
 *
 * It is read loosely: what is not known is an option that stays as it is.
 */
#ifndef LL_PROJECT_COMPILE_LINE_H
#define LL_PROJECT_COMPILE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strings.h"

enum ll_compile_mode {
    LL_COMPILE_OTHER,   /* neither: it only preprocesses, prints its version ... */
    LL_COMPILE_OBJECTS, /* each source becomes an object */
    LL_COMPILE_JOINED,  /* -r: objects become one object */
    LL_COMPILE_SHARED,  /* it links a shared library */
    LL_COMPILE_PROGRAM, /* it links a program */
};

enum ll_compile_kind {
    LL_WORD_OPTION,
    LL_WORD_LEFT_OUT, /* it writes another file than the output, or cannot go with
                         checks that the compiler adds */
    LL_WORD_SOURCE,
    LL_WORD_LINKED,  /* an object, an archive, a shared library */
    LL_WORD_LIBRARY, /* "-lNAME" */
    LL_WORD_FOLDER,  /* "-LFOLDER" */
};

struct ll_compile_line {
    struct ll_strings words;     /* without the compiler, and "-o FILE"; files of words
                                    ("@FILE") are read; "-l NAME" and "-L FOLDER" are one
                                    word */
    enum ll_compile_kind *kinds; /* owned: of the words */
    size_t source_count;
    enum ll_compile_mode mode;
    char *output; /* owned: what is named by "-o"; NULL: nothing is */
};

/* Read `argv`, which ends with NULL. Release `line` in any case. */
int ll_compile_line_read(char *const *argv, struct ll_compile_line *line,
                         struct ll_error *err) LL_MUST_CHECK;
void ll_compile_line_release(struct ll_compile_line *line);

/* Append the words of `text`, which may be quoted. */
int ll_compile_line_split(const char *text, struct ll_strings *words,
                          struct ll_error *err) LL_MUST_CHECK;

/* Whether `name` has the ending of a source, or of what is linked. */
bool ll_compile_is_source(const char *name);
bool ll_compile_is_linked(const char *name);

#endif
