/* SPDX-License-Identifier: MIT
 *
 * cython: the names that a reader of a .pyx knows, in place of those in the C that
 * Cython made of it.
 *
 *     __pyx_v_my_array                          my_array
 *     __pyx_v_self->data                        self.data
 *     __pyx_v_5noise_table                      table, a variable of the module
 *     __pyx_t_3                                 none: it is Cython's own
 *     __pyx_pf_5noise_2random_noise             random_noise
 *     __pyx_pf_5noise_10SomeMemory_2resize      SomeMemory.resize
 *     __pyx_pymod_exec_noise                    <module>
 *     struct __pyx_obj_5noise_SomeMemory *      SomeMemory
 *
 * Cython puts a number before a name, which may be its length or a count: 4load_image
 * is `load_image`, or `image` of a class `load`. The source tells which.
 */
#ifndef LL_DIAG_CYTHON_H
#define LL_DIAG_CYTHON_H

#include "diag/diag.h"

/* What Cython puts before the name of a variable. */
#define LL_CYTHON_VARIABLE "__pyx_v_"

/* What Cython puts before the name of a class, for the function that deallocates its
 * objects. */
#define LL_CYTHON_DEALLOCATOR "__pyx_tp_dealloc_"

/* The author's name for it, after that of the class. */
#define LL_CYTHON_DELETION "__dealloc__"

/* The function that the statements of a module are in. */
#define LL_CYTHON_MODULE "<module>"

/* The source that the names are of. */
struct ll_cython_source {
    const char *text;  /* NULL: unknown */
    unsigned packages; /* how many packages the module is in */
};

/* Append `text` with the author's names; nothing when it is a name of Cython's own. */
bool ll_cython_text(const char *text, const struct ll_cython_source *source,
                    struct ll_buf *out);

/* Whether a frame of the stack is in Cython. */
bool ll_cython_is_in(const struct ll_stack *stack);

/* Whether Cython made the function for itself, and not for one that the author wrote.
 * `function` may be NULL. */
bool ll_cython_is_made(const char *function);

/* Rename the functions of the stack. The sources are read from the files that the
 * frames name. False when memory ran out. */
bool ll_cython_rename_stack(struct ll_stack *stack);

/* Rename in all texts of `diag` that are about the program. `text` is the source's;
 * NULL: it is read from the files that the frames name. False when memory ran out. */
bool ll_cython_rename(struct ll_diag *diag, const char *text);

/* Rename in the compiler's words about a variable; they become NULL when they are about
 * one of Cython's own. False when memory ran out. */
bool ll_cython_rename_words(char **words);

/* Whether a diagnosis, renamed, is of what a module keeps for itself: its functions and
 * types, the places of exceptions, objects to be used again. */
bool ll_cython_is_kept(const struct ll_diag *diag, const char *const *roots);

#endif
