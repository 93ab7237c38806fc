/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * shadow: two maps over the program's addresses.
 *
 *   word    -> entry   which block the value of the 8-byte word points into
 *   address -> block   which live heap block is there, in granules of 16 bytes
 *
 * Why this is exact: an entry is made when a value is stored, and only the blocks that
 * are live then are looked up. The entry is removed when the word changes or no longer
 * exists. So a stale value that equals the address of a later block has no entry and
 * does not count. A pointer at an address that is not a multiple of 8 has no word and
 * is not seen. memcheck does not see it either.
 *
 * Both maps are tables of pages. A page stands for 64 KiB of the program's memory and
 * is made on first use:
 *
 *   table[address >> 16] ─► page ─► [ (address & 0xffff) / 8 ]  or  [ ... / 16 ]
 *
 * The table covers addresses below 2^37, which includes the stack under Valgrind. The
 * few pages above are in a hash table. A page that is wholly inside one block has a tag
 * instead of granules: so huge blocks cost little.
 *
 * Blocks that the program carved out of its own memory may begin at any byte, and may
 * share a granule. They are in a sorted set, which is asked first.
 */
#include "shadow.h"
#include "pub_tool_hashtable.h"
#include "pub_tool_oset.h"

#define PAGE_BITS 16
#define PAGE_SIZE ((Addr)1 << PAGE_BITS)
#define TABLE_PAGES ((Addr)1 << 21)
#define WORDS (PAGE_SIZE / 8)
#define GRANULES (PAGE_SIZE / 16)

/* In place of an entry, with the bytes that are left over. No block has so high an id.
 */
#define STALE 0x80000000u

struct page {
    UInt entries[WORDS];
    UInt used;      /* entries that are not 0 */
    UInt whole;     /* the block that covers the page; or 0 */
    UInt *granules; /* GRANULES block ids; NULL: none */
};

struct high_page {
    struct high_page *next;
    UWord key;
    struct page *page;
};

#define LOWER_HALF 0xffffffffu

struct heap_range lp_heap = {.min = 0, .length = 0, .mask = LOWER_HALF};

static struct page *table[TABLE_PAGES];
static VgHashTable *high_pages;

static struct page *page_of(Addr address)
{
    UWord number = address >> PAGE_BITS;
    struct high_page *high;

    if (LIKELY(number < TABLE_PAGES))
        return table[number];
    high = high_pages ? VG_(HT_lookup)(high_pages, number) : NULL;
    return high ? high->page : NULL;
}

static struct page *page_make(Addr address)
{
    UWord number = address >> PAGE_BITS;
    struct page *page = page_of(address);
    struct high_page *high;

    if (LIKELY(page != NULL))
        return page;
    page = VG_(calloc)("lastptr.page", 1, sizeof *page);
    if (number < TABLE_PAGES) {
        table[number] = page;
        return page;
    }
    if (!high_pages)
        high_pages = VG_(HT_construct)("lastptr.high_pages");
    high = VG_(malloc)("lastptr.high_page", sizeof *high);
    high->key = number;
    high->page = page;
    VG_(HT_add_node)(high_pages, high);
    return page;
}

static UInt word_index(Addr word)
{
    return (UInt)((word & (PAGE_SIZE - 1)) / 8);
}

static Bool is_entry(UInt content)
{
    return content && !(content & STALE);
}

static UInt content_of(Addr word)
{
    const struct page *page = page_of(word);

    return page ? page->entries[word_index(word)] : 0;
}

UInt lp_entry(Addr word)
{
    UInt content = content_of(word);

    return content & STALE ? 0 : content;
}

void lp_entry_set(Addr word, UInt entry)
{
    struct page *page = entry ? page_make(word) : page_of(word);
    UInt *at;

    if (!page)
        return;
    at = &page->entries[word_index(word)];
    page->used += (UInt)(entry != 0) - (UInt)(*at != 0);
    *at = entry;
}

UInt lp_stale_bytes(Addr word)
{
    UInt content = content_of(word);

    return content & STALE ? content & ~STALE : 0;
}

void lp_stale_set(Addr word, UInt bytes)
{
    lp_entry_set(word, STALE | bytes);
}

/* The first word at or after `from` and below `to` that has a content: with `stale`,
 * any content; else an entry. `to` if there is none. */
static Addr next_word(Addr from, Addr to, Bool stale)
{
    Addr word = VG_ROUNDUP(from, 8);

    while (word < to) {
        const struct page *page = page_of(word);
        Addr page_end = (word & ~(PAGE_SIZE - 1)) + PAGE_SIZE;

        if (!page || !page->used) {
            word = page_end;
            if (word == 0) /* the last page of the address space */
                return to;
            continue;
        }
        if (page_end > to)
            page_end = to;
        for (; word < page_end; word += 8) {
            UInt content = page->entries[word_index(word)];

            if (stale ? content : is_entry(content))
                return word;
        }
    }
    return to;
}

Addr lp_entry_next(Addr from, Addr to)
{
    return next_word(from, to, False);
}

Addr lp_word_next(Addr from, Addr to)
{
    return next_word(from, to, True);
}

static void visit_page(const struct page *page, Addr base,
                       void (*visit)(Addr word, UInt entry))
{
    UInt i;

    if (!page || !page->used)
        return;
    for (i = 0; i < WORDS; i++) {
        if (is_entry(page->entries[i]))
            visit(base + 8 * (Addr)i, page->entries[i]);
    }
}

void lp_entries_visit(void (*visit)(Addr word, UInt entry))
{
    Addr number;

    for (number = 0; number < TABLE_PAGES; number++)
        visit_page(table[number], number << PAGE_BITS, visit);
    if (high_pages) {
        struct high_page *high;

        VG_(HT_ResetIter)(high_pages);
        while ((high = VG_(HT_Next)(high_pages)) != NULL)
            visit_page(high->page, high->key << PAGE_BITS, visit);
    }
}

Addr lp_block_end(const struct block *block)
{
    return block->start + (block->size ? block->size : 1);
}

/* --- the blocks that the program carved --- */

struct carved {
    Addr start, end; /* the key: no two of them overlap */
    struct block *block;
};

static OSet *carved_blocks;
static Addr carved_min = ~(Addr)0, carved_max; /* where any of them ever was */

static Word place_of(const void *key, const void *element)
{
    Addr address = *(const Addr *)key;
    const struct carved *carved = element;

    if (address < carved->start)
        return -1;
    return address >= carved->end;
}

static void carved_add(const struct block *block)
{
    struct carved *carved;

    if (!carved_blocks)
        carved_blocks =
            VG_(OSetGen_Create)(0, place_of, VG_(malloc), "lastptr.carved", VG_(free));
    carved = VG_(OSetGen_AllocNode)(carved_blocks, sizeof *carved);
    carved->start = block->start;
    carved->end = lp_block_end(block);
    carved->block = lp_block(block->id);
    VG_(OSetGen_Insert)(carved_blocks, carved);
    if (carved->start < carved_min)
        carved_min = carved->start;
    if (carved->end > carved_max)
        carved_max = carved->end;
}

static struct block *carved_find(Addr address)
{
    const struct carved *carved;

    if (LIKELY(address >= carved_max) || address < carved_min)
        return NULL;
    carved = VG_(OSetGen_Lookup)(carved_blocks, &address);
    return carved ? carved->block : NULL;
}

struct block *lp_carved_next(Addr from)
{
    const struct carved *carved;

    if (from >= carved_max)
        return NULL;
    VG_(OSetGen_ResetIterAt)(carved_blocks, &from);
    carved = VG_(OSetGen_Next)(carved_blocks);
    return carved ? carved->block : NULL;
}

/* --- the blocks of malloc --- */

static void page_granules_set(Addr from, Addr to, UInt id)
{
    struct page *page = page_make(from);
    Addr first = (from & (PAGE_SIZE - 1)) / 16;
    Addr last = ((to - 1) & (PAGE_SIZE - 1)) / 16;

    if (first == 0 && last == GRANULES - 1) {
        page->whole = id;
        return;
    }
    if (!page->granules)
        page->granules = VG_(calloc)("lastptr.granules", GRANULES, sizeof(UInt));
    for (; first <= last; first++)
        page->granules[first] = id;
}

static void granules_set(const struct block *block, UInt id)
{
    Addr from = block->start;
    Addr end = lp_block_end(block);

    while (from < end) {
        Addr page_end = (from & ~(PAGE_SIZE - 1)) + PAGE_SIZE;
        Addr to = page_end < end ? page_end : VG_ROUNDUP(end, 16);

        page_granules_set(from, to, id);
        from = to;
    }
}

void lp_heap_add(const struct block *block)
{
    Addr end = lp_block_end(block);

    if (!lp_heap.length) {
        lp_heap.min = block->start;
        lp_heap.length = end - block->start;
    } else if (block->start < lp_heap.min) {
        lp_heap.length += lp_heap.min - block->start;
        lp_heap.min = block->start;
    }
    if (end - lp_heap.min > lp_heap.length)
        lp_heap.length = end - lp_heap.min;
    if (lp_heap.min + lp_heap.length > LOWER_HALF)
        lp_heap.mask = ~(UWord)0;
    if (block->is_carved)
        carved_add(block);
    else
        granules_set(block, block->id);
}

void lp_heap_remove(const struct block *block)
{
    if (block->is_carved)
        VG_(OSetGen_FreeNode)
    (carved_blocks, VG_(OSetGen_Remove)(carved_blocks, &block->start));
    else granules_set(block, 0);
}

struct block *lp_heap_find(Addr address)
{
    struct block *block = carved_find(address);

    return block ? block : lp_heap_malloced(address);
}

struct block *lp_heap_malloced(Addr address)
{
    const struct page *page;
    struct block *block;
    UInt id;

    if (address - lp_heap.min >= lp_heap.length)
        return NULL;
    page = page_of(address);
    if (!page)
        return NULL;
    id = page->whole;
    if (!id && page->granules)
        id = page->granules[(address & (PAGE_SIZE - 1)) / 16];
    if (!id)
        return NULL;
    block = lp_block(id);
    return address < lp_block_end(block) ? block : NULL;
}
