/* SPDX-License-Identifier: MIT
 *
 * words: phrases that headlines, captions and explanations share.
 */
#ifndef LL_DIAG_WORDS_H
#define LL_DIAG_WORDS_H

#include "diag/diag.h"

/* Release `words`, which were appended to `out`. If they are not whole, neither is
 * `out`.
 */
void ll_drop(struct ll_buf *words, struct ll_buf *out);

/* "1 byte", "32 bytes". */
void ll_say_bytes(struct ll_buf *out, unsigned long long bytes);

/* "96 bytes in 3 blocks", "32 bytes", "a block of memory". */
void ll_say_amount(struct ll_buf *out, const struct ll_diag *diag);

/* Whether the amount reads as one thing: "was lost", not "were lost". */
bool ll_amount_is_one(const struct ll_diag *diag);

/* "a block of 40 bytes", "a block". */
void ll_say_block(struct ll_buf *out, const struct ll_diag *diag);

/* The expression of that line that is NULL, or that is unset, where its values are
 * known and just one is: "list->next", "tables[2]". For an unset value else the
 * variable that a tool names. NULL: not known. Borrowed. */
const char *ll_null_name(const struct ll_diag *diag);
const char *ll_unset_name(const struct ll_diag *diag);

/* The only expression of that line whose value is unset, or, `*partly`, of which a part
 * is: it may have been calculated from what was never set, or be an argument that was.
 * NULL: none, or several. Borrowed. */
const char *ll_unset_value(const struct ll_diag *diag, bool *partly);

/* Append the texts of that line that have no '\0' where they end, if they were given to
 * a function that reads texts: "`i`", "`i` and `j`". Returns how many. */
size_t ll_say_endless_texts(const struct ll_diag *diag, struct ll_buf *out);

/* The two texts that were compared, if they are the same up to where both are unset, so
 * that both were used there: append "`i` and `j`". Returns how many; 0: it is not so.
 */
size_t ll_say_compared_texts(const struct ll_diag *diag, struct ll_buf *out);

/* The values of that line that nobody had set, where there are several and the fault
 * may be with each of them: append "`i->i8`, `f->d` and `c->c`". Returns how many; 0:
 * there are not several. */
size_t ll_say_unset_values(const struct ll_diag *diag, struct ll_buf *out);

/* Whether each of them was used: they are arguments of a printf in that line. */
bool ll_unset_are_all_used(const struct ll_diag *diag);

/* How many texts or values one of these two functions names. */
size_t ll_count_said(const struct ll_diag *diag,
                     size_t (*say)(const struct ll_diag *diag, struct ll_buf *out));

/* The call in which an unset argument began its way to this line: of the outermost
 * function that was given it. NULL: the value was no argument, or it is not known.
 * Borrowed. */
const struct ll_call *ll_unset_origin(const struct ll_diag *diag);

/* The expression of that line whose pointer is a small number: "argv[-1]"; NULL: none,
 * or several. Borrowed. */
const char *ll_no_address_name(const struct ll_diag *diag);

/* What is indexed in that line beyond its bounds, where its values are known: "values",
 * "grid[1]"; NULL: not known. And whether it has no elements at all. Borrowed. */
const char *ll_bounds_name(const struct ll_diag *diag);
const char *ll_last_element(const struct ll_diag *diag); /* "`values[9]`" */
bool ll_has_no_elements(const struct ll_diag *diag);

/* Whether it was declared with the length 0: "int a[0];". */
bool ll_has_length_0(const struct ll_diag *diag);

/* Whether the variable that was unset has parts of which others may have been set. */
bool ll_unset_has_parts(const struct ll_diag *diag);

/* Where the bad address lay: "4 bytes past the end of a block of 40 bytes", "through
 * a NULL pointer". */
void ll_say_place(struct ll_buf *out, const struct ll_diag *diag);

/* "past the end of `line`". */
void ll_say_past(struct ll_buf *out, const struct ll_diag *diag);

/* Whether bytes in the midst of a block in use were read or written: the program itself
 * has told the tools that nobody may use them, as a pool does of what was given back to
 * it. */
bool ll_is_off_limits(const struct ll_diag *diag);

/* For a place that is that of the first bad byte: how many bytes lie past the end, at
 * least. */
unsigned long long ll_bytes_past(const struct ll_diag *diag);

/* The innermost frame whose source is on this machine, which the C library's are not,
 * and is no header of the system's; NULL: none. */
const struct ll_frame *ll_readable_frame(const struct ll_stack *stack);

/* Whether a function of Python's had asked for the block, for an object: what the
 * reader's code asks for itself has no such function between it and our hook. */
bool ll_is_of_object(const struct ll_diag *diag);

/* Of such a block: whether it was freed because Python had moved what was in it to
 * another one, as it does when a bytearray is resized. */
bool ll_was_moved(const struct ll_diag *diag);

/* Of such a block: whether a Py_DECREF of the program freed it, and code of Python's
 * used it after that which no line of the program had called. */
bool ll_is_dropped_too_often(const struct ll_diag *diag);

/* Of a leak whose way is not known: whether the memory is of a type that Python made
 * for the program; or Python asked for it when the program added something to a module.
 */
bool ll_is_kept_type(const struct ll_diag *diag);
bool ll_is_of_module(const struct ll_diag *diag);

/* Whether a realloc freed the block that was used or freed after that. */
bool ll_is_freed_by_realloc(const struct ll_diag *diag);

/* Whether the block is what the C library keeps for a thread. */
bool ll_is_thread(const struct ll_diag *diag);

/* Whether the source shows that the thread was detached. */
bool ll_is_detached(const struct ll_diag *diag);

/* The function whose local variable was used after its end; NULL: not known. */
const char *ll_owner_of_local(const struct ll_diag *diag);

/* What a descriptor is that was never closed: "file", "folder", "socket". And the
 * function that closes it: "fclose". */
const char *ll_handle_name(const struct ll_diag *diag);
const char *ll_handle_closer(const struct ll_diag *diag);

/* Whether the block is what the C library keeps for an open file or folder. */
bool ll_opens_stream(const struct ll_diag *diag);

/* "thread 3", or "the thread of main". And what it did in a data race, as a caption:
 * "thread 3 wrote it here, and held `lock`". */
void ll_say_thread(const struct ll_thread *thread, struct ll_buf *out);
void ll_say_use(const struct ll_thread *thread, struct ll_buf *out);

/* What allocated or freed the block: "malloc", or, where an operator of C++ stands
 * in for it, "PyMem_Malloc" or "PyMem_Realloc". Borrowed. */
const char *ll_allocator(const struct ll_diag *diag);
const char *ll_deallocator(const struct ll_diag *diag);

/* Whether a function of a library allocated the lost block, or opened what was not
 * closed, and another one is known that gives it back (see pairs.h): `allocated_by` and
 * `freed_by`, which may be free. Still reachable blocks are not told of so. */
bool ll_is_of_pair(const struct ll_diag *diag);

/* Whether that is another function than free: one call of it takes back all that one
 * call of the other allocated. */
bool ll_is_given_back_at_once(const struct ll_diag *diag);

/* Append a text about a lost block: of one that another function than free takes back,
 * "free it" becomes "give it back", with the function's name where it is known: "give
 * it back with `pool_give`". */
void ll_say_freeing(struct ll_buf *out, const struct ll_diag *diag, const char *text);

/* The first of the NULL-terminated `names` that is part of the function's name in one
 * of the three innermost frames ("memcpy" in "__memcpy_avx_unaligned"); `otherwise`
 * when none is. */
const char *ll_called(const struct ll_stack *stack, const char *const *names,
                      const char *otherwise);

/* Whether the block was lost by "x = realloc(x, ...)", which the source of the lost
 * line shows. realloc must have failed then, since otherwise it frees the block. */
bool ll_lost_by_realloc(const struct ll_diag *diag);

#define LL_ELEMENTS "[...]"

/* Whether the variable of a loss stands for several elements: "slots[...]". */
bool ll_names_elements(const char *variable);

/* Whether a size, or the length of a local array, came from what nobody had set: it is
 * made of what fills such memory (see values.h). */
bool ll_size_is_unset(const struct ll_diag *diag);

/* The function that was given an alignment that cannot be right, which is then the
 * fault's operation; NULL: it was a size, or another fault. */
const char *ll_misaligned(const struct ll_diag *diag);

/* Whether an assert of the program ended it. */
bool ll_is_failed_assert(const struct ll_diag *diag);

/* Whether the compiler's guard of a function's local arrays, which is looked at when
 * the function ends, was overwritten ("stack smashing detected"). */
bool ll_is_smashed(const struct ll_diag *diag);

/* Of a block that was lost inside a function that the line of the loss calls: its name.
 * NULL: it is another loss, or the name is not known. */
const char *ll_lost_inside(const struct ll_diag *diag);

/* Whether the line itself calls abort. */
bool ll_calls_abort(const struct ll_diag *diag);

/* Why the system stopped the program, for this crash. */
const char *ll_crash_gloss(const struct ll_diag *diag);

/* What was closed, and used or closed after that: "file" or, of opendir, "folder",
 * whose memory the C library then freed; LL_DESCRIPTOR, which is a number; NULL: it was
 * a block. And whether it was closed by a function of that kind once more. */
#define LL_DESCRIPTOR "file descriptor"
const char *ll_closed_thing(const struct ll_diag *diag);
bool ll_is_closed_twice(const struct ll_diag *diag);

/* Whether the innermost function of `stack` is the C library's close. */
bool ll_is_system_close(const struct ll_stack *stack);

/* What such a fault is called, since the program freed nothing: "use after close",
 * "double close"; NULL: it is about another block. */
const char *ll_closed_term(const struct ll_diag *diag);

/* Whether it is a stack overflow. */
bool ll_stack_is_full(const struct ll_diag *diag);

#endif
