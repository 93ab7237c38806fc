/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cursor: reads numbers and texts from a section, never beyond its end.
 *
 * A read beyond the end makes the cursor bad and yields 0 or NULL, and so does every
 * later read. So a caller may read many values and check `bad` once.
 *
 * Ownership: a cursor owns nothing. Texts and bytes point into the section.
 */
#ifndef LP_CURSOR_H
#define LP_CURSOR_H

#include "sections.h"

struct cursor {
    const UChar *at, *end;
    Bool bad;
};

/* A number of `size` bytes; of a longer one the lowest 8. */
static inline ULong fixed(struct cursor *c, UInt size)
{
    ULong value = 0;

    if (c->bad || (ULong)(c->end - c->at) < size) {
        c->bad = True;
        return 0;
    }
    VG_(memcpy)(&value, c->at, size < 8 ? size : 8);
    c->at += size;
    return value;
}

/* A number of variable length (LEB128): seven bits in each byte, the lowest first; the
 * highest bit says that another byte follows. */
static inline ULong leb(struct cursor *c, Bool is_signed)
{
    ULong value = 0;
    UInt shift = 0;
    UChar byte;

    do {
        if (c->bad || c->at >= c->end) {
            c->bad = True;
            return 0;
        }
        byte = *c->at++;
        if (shift < 64)
            value |= (ULong)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    if (is_signed && shift < 64 && (byte & 0x40))
        value |= ~(ULong)0 << shift;
    return value;
}

/* Skips `size` bytes; returns where they begin. */
static inline const UChar *skip(struct cursor *c, ULong size)
{
    const UChar *at = c->at;

    if (c->bad || (ULong)(c->end - c->at) < size) {
        c->bad = True;
        return c->end;
    }
    c->at += size;
    return at;
}

/* A text that ends with a zero byte. */
static inline const HChar *text(struct cursor *c)
{
    const UChar *at = c->at;

    while (c->at < c->end && *c->at != 0)
        c->at++;
    if (c->bad || c->at >= c->end) {
        c->bad = True;
        return NULL;
    }
    c->at++;
    return (const HChar *)at;
}

static inline struct cursor cursor_at(const struct section *section, ULong offset)
{
    struct cursor c = {NULL, NULL, True};

    if (section->bytes && offset <= section->size) {
        c.at = section->bytes + offset;
        c.end = section->bytes + section->size;
        c.bad = False;
    }
    return c;
}

static inline const HChar *text_at(const struct section *section, ULong offset)
{
    struct cursor c = cursor_at(section, offset);

    return text(&c);
}

static inline ULong number_at(const struct section *section, ULong offset, UInt size)
{
    struct cursor c = cursor_at(section, offset);

    return fixed(&c, size);
}

#endif
