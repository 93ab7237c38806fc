/* SPDX-License-Identifier: MIT
 *
 * show_parts: how values of each type are shown. Only for show.c and the files
 * show_*.c. Where they return false, the value cannot be said truly, and what was
 * appended is cut off by the caller.
 */
#ifndef LL_VALUES_SHOW_PARTS_H
#define LL_VALUES_SHOW_PARTS_H

#include "values/show.h"

/* ---- show_number.c ---- */

/* Whether bytes were never set. A value of one or two bytes may equal a pattern by
 * chance: of these it is not known. */
enum ll_unset { LL_SET, LL_UNSET, LL_DOUBTFUL };

enum ll_unset ll_show_unset(const struct ll_shower *shower, uint64_t address,
                            const unsigned char *bytes, size_t size);

/* The number that is an attribute of `die`. False: it has none. */
bool ll_show_attribute(Dwarf_Die *die, unsigned name, Dwarf_Word *number);

/* The integer that these bytes are, at most 8 of them. */
long long ll_show_widen(const unsigned char *bytes, size_t size, bool is_signed);

/* A value of a basic type, of an enumeration, of a bit field. */
bool ll_show_base(Dwarf_Die *type, const unsigned char *bytes, size_t size,
                  struct ll_buf *out);
bool ll_show_enumerator(Dwarf_Die *type, long long number, struct ll_buf *out);
bool ll_show_bits(const struct ll_shower *shower, const struct ll_place_of *place,
                  Dwarf_Die *type, struct ll_buf *out);

/* ---- show_text.c ---- */

bool ll_show_is_character(Dwarf_Die *type);

/* Characters up to '\0' or to `room`, where the object ends. */
bool ll_show_text(const struct ll_shower *shower, uint64_t address, size_t room,
                  struct ll_buf *out);

/* ---- show_pointer.c ---- */

bool ll_show_pointer(const struct ll_shower *shower, const struct ll_place_of *place,
                     struct ll_buf *out);

#endif
