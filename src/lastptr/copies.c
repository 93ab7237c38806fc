/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * copies: what the log of events already tells of the program's memory. See copies.h.
 *
 * A table of pages of 64 KiB, as in shadow.c. A page is made when one of its bytes
 * becomes known.
 */
#include "copies.h"

#define TABLE_PAGES ((Addr)1 << 21)

struct copy {
    UChar bytes[LP_COPY_PAGE];
    UChar known[LP_COPY_PAGE]; /* 1: known */
};

static struct copy *table[TABLE_PAGES];

static UInt place_in_page(Addr address)
{
    return (UInt)(address & (LP_COPY_PAGE - 1));
}

static struct copy *copy_of(Addr address)
{
    Addr page = address / LP_COPY_PAGE;

    return page < TABLE_PAGES ? table[page] : NULL;
}

static struct copy *copy_make(Addr address)
{
    Addr page = address / LP_COPY_PAGE;

    if (page >= TABLE_PAGES)
        return NULL;
    if (UNLIKELY(!table[page]))
        table[page] = VG_(calloc)("lastptr.copy", 1, sizeof *table[page]);
    return table[page];
}

#define ALL_KNOWN 0x0101010101010101ULL

static Bool is_all_known(const UChar *known, SizeT size)
{
    return (size == 8 && *(const ULong *)known == ALL_KNOWN) ||
           (size == 4 && *(const UInt *)known == (UInt)ALL_KNOWN);
}

/* The same for a number of 4 or 8 bytes that is known, which most stores write. */
static Bool update_number(UChar *copy, Addr *from, SizeT *size)
{
    Bool is_long = *size == 8;
    ULong now = is_long ? *(const ULong *)*from : *(const UInt *)*from;
    ULong difference = now ^ (is_long ? *(const ULong *)copy : *(const UInt *)copy);
    UInt first, last;

    if (!difference)
        return False;
    if (is_long)
        *(ULong *)copy = now;
    else
        *(UInt *)copy = (UInt)now;
    first = (UInt)__builtin_ctzll(difference) / 8;
    last = 7 - (UInt)__builtin_clzll(difference) / 8;
    *from += first;
    *size = last - first + 1;
    return True;
}

Bool lp_copy_update(Addr *from, SizeT *size)
{
    struct copy *copy = copy_make(*from);
    UInt first = place_in_page(*from), end = first + (UInt)*size;
    const UChar *now = (const UChar *)*from - first;

    if (!copy)
        return False;
    if (is_all_known(copy->known + first, *size))
        return update_number(copy->bytes + first, from, size);
    while (first < end && copy->known[first] && copy->bytes[first] == now[first])
        first++;
    while (first < end && copy->known[end - 1] && copy->bytes[end - 1] == now[end - 1])
        end--;
    *size = end - first;
    *from = (Addr)now + first;
    for (; first < end; first++) {
        copy->known[first] = 1;
        copy->bytes[first] = now[first];
    }
    return *size > 0;
}

void lp_copy_forget(Addr from, Addr to)
{
    while (from < to) {
        struct copy *copy = copy_of(from);
        Addr end = VG_ROUNDDN(from, LP_COPY_PAGE) + LP_COPY_PAGE;

        if (end > to)
            end = to;
        if (copy)
            VG_(memset)(copy->known + place_in_page(from), 0, end - from);
        from = end;
    }
}

static Bool is_known(Addr address)
{
    const struct copy *copy = copy_of(address);

    return copy && copy->known[place_in_page(address)];
}

SizeT lp_copy_next_known(Addr *from, Addr to)
{
    Addr end;

    while (*from < to && !is_known(*from))
        ++*from;
    for (end = *from; end < to && is_known(end);)
        end++;
    return end - *from;
}
