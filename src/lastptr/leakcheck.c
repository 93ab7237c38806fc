/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * leakcheck: which blocks are lost when the program ends, classified as by memcheck.
 *
 * The shadow map has every pointer, so the tool does not search memory: the graph of
 * blocks is known. Roots are the words outside the heap and the registers of all
 * threads.
 *
 *   still reachable   a chain of pointers to starts of blocks leads from a root to it
 *
 *   possibly lost     chains lead to it, but each one has a pointer to the inside of a
 *                     block (stands_for_block has the exceptions)
 *
 *   definitely lost   no chain leads to it, and no other lost block does; or it is the
 *                     first block of a lost ring
 *
 *   indirectly lost   only chains from a definitely lost block lead to it; all such
 *                     blocks are the clique of that block, their leader
 *
 * The blocks are visited in the order of their addresses, as memcheck does. The order
 * decides which block of a ring is the first.
 *
 * A block out of which the program carved others (pools.c) is none of the blocks, as in
 * memcheck, while one of the others is live: what else it holds is not looked at. And a
 * carved block that lies outside the heap, in an array for example, is in a root.
 */
#include "leakcheck.h"
#include "places.h"
#include "shadow.h"
#include "stacks.h"
#include "pub_tool_hashtable.h"

enum mark { UNREACHED, INDIRECT, POSSIBLE, REACHABLE };

struct node {
    struct block *block;
    enum mark mark;
    Bool in_ring;         /* it leads to the leader of its clique: see loss_of_ring */
    Bool is_told;         /* its loss among led_losses is known */
    UInt clique;          /* indirect: the node of the block that leads to it */
    SizeT indirect_bytes; /* unreached: the bytes of its clique */
};

static struct node *nodes;
static UInt node_count;
static UInt *pending; /* the nodes whose words are still to be followed */
static UInt pending_count;

static void push(UInt index)
{
    pending[pending_count++] = index;
}

/* --- reachability --- */

/* Whether a pointer keeps the whole block. A pointer to the start does. A pointer to
 * the inside does if the bytes before it are a known header: a length, the size of a
 * C++ array, the header of an old C++ string. These are memcheck's heuristics. */
static Bool stands_for_block(const struct block *block, Addr value)
{
    const UWord *head = (const UWord *)block->start;
    SizeT rest = block->size - 8;

    if (value == block->start)
        return True;
    if (value == block->start + 8)
        return head[0] > 0 && rest % head[0] == 0;
    return value == block->start + 24 && head[0] <= head[1] &&
           head[1] + 25 == block->size;
}

static void reach(const struct block *block, Addr value, Bool from_definite)
{
    struct node *node = &nodes[block->leak_index];

    if (node->mark == REACHABLE)
        return;
    if (from_definite && stands_for_block(block, value))
        node->mark = REACHABLE;
    else if (node->mark == UNREACHED)
        node->mark = POSSIBLE;
    else
        return;
    push(block->leak_index);
}

/* What a word with that entry points to now, as memcheck sees it: the program may have
 * carved a block there after it stored the pointer. NULL: no block that is looked at.
 */
static const struct block *pointed_to(UInt entry, Addr value)
{
    const struct block *block = lp_block(ENTRY_ID(entry));
    const struct block *now = lp_heap_find(value);

    if (now && now->is_carved)
        block = now;
    return block->state == BLOCK_GHOST || block->is_container ? NULL : block;
}

/* Calls `found` for each pointer in the block. */
static void visit_words(const struct block *block, UInt clique,
                        void (*found)(const struct block *to, Addr value, UInt from,
                                      UInt clique))
{
    Addr end = (block->start + block->size) & ~(Addr)7;
    Addr word;

    for (word = lp_entry_next(block->start, end); word < end;
         word = lp_entry_next(word + 8, end)) {
        const struct block *to = pointed_to(lp_entry(word), *(const Addr *)word);

        if (to)
            found(to, *(const Addr *)word, block->leak_index, clique);
    }
}

static void follow(const struct block *to, Addr value, UInt from, UInt clique)
{
    (void)clique;
    reach(to, value, nodes[from].mark == REACHABLE);
}

static void spread(void)
{
    while (pending_count) {
        UInt index = pending[--pending_count];

        visit_words(nodes[index].block, 0, follow);
    }
}

static Bool is_in_carved(Addr word)
{
    const struct block *block = lp_heap_find(word);

    return block && block->is_carved;
}

static void root_word(Addr word, UInt entry)
{
    const struct block *block;
    const NSegment *segment;

    if (!(entry & ENTRY_ROOT) && !is_in_carved(word))
        return;
    segment = VG_(am_find_nsegment)(word);
    if (!segment || !segment->hasR || !segment->hasW || segment->isCH)
        return; /* the program cannot read it, or it is in a freed block */
    block = pointed_to(entry, *(const Addr *)word);
    if (block)
        reach(block, *(const Addr *)word, True);
}

static void root_register(ThreadId tid, const HChar *name, UWord value)
{
    const struct block *block = lp_heap_find(value);

    (void)tid;
    (void)name;
    if (block && !block->is_container)
        reach(block, value, True);
}

/* --- cliques --- */

static void join_clique(const struct block *to, Addr value, UInt from, UInt leader)
{
    struct node *node = &nodes[to->leak_index];

    (void)value;
    (void)from;
    if (node->mark != UNREACHED || to->leak_index == leader)
        return;
    node->mark = INDIRECT;
    node->clique = leader;
    nodes[leader].indirect_bytes += to->size + node->indirect_bytes;
    node->indirect_bytes = 0;
    push(to->leak_index);
}

static void gather_clique(UInt leader)
{
    push(leader);
    while (pending_count)
        visit_words(nodes[pending[--pending_count]].block, leader, join_clique);
}

static UInt leader_of(UInt index)
{
    while (nodes[index].mark == INDIRECT)
        index = nodes[index].clique;
    return index;
}

/* --- losses --- */

static const struct loss **clique_losses; /* by leader */
static const struct loss **led_losses;    /* by node: see learn_led_losses */
static struct ring *rings;                /* the same; no blocks: it leads no ring */

static const struct loss *latest(const struct loss *a, const struct loss *b)
{
    return !a || (b && b->when > a->when) ? b : a;
}

static const struct loss *own_loss(const struct block *block)
{
    return block->losses[block->state == BLOCK_HELD ? LOSS_ROOT : LOSS_ALL];
}

static Bool is_lost(const struct node *node)
{
    return node->mark == UNREACHED || node->mark == INDIRECT;
}

/* For each node the lost nodes that point to it: sources[first_source[i]] and so on, up
 * to first_source[i + 1]. */
static UInt *first_source, *sources;

static void count_source(const struct block *to, Addr value, UInt from, UInt clique)
{
    (void)value;
    (void)from;
    (void)clique;
    first_source[to->leak_index + 1]++;
}

static void add_source(const struct block *to, Addr value, UInt from, UInt clique)
{
    (void)value;
    (void)clique;
    sources[--first_source[to->leak_index + 1]] = from;
}

static void visit_lost(void (*found)(const struct block *, Addr, UInt, UInt))
{
    UInt i;

    for (i = 0; i < node_count; i++) {
        if (is_lost(&nodes[i]))
            visit_words(nodes[i].block, 0, found);
    }
}

/* Adding the sources moves the ends of the ranges down to their starts. So the ranges
 * are kept one place higher meanwhile. */
static void learn_sources(void)
{
    UInt i;

    first_source =
        VG_(calloc)("lastptr.first_source", node_count + 2, sizeof *first_source);
    visit_lost(count_source);
    for (i = 1; i <= node_count; i++)
        first_source[i] += first_source[i - 1];
    sources = VG_(malloc)("lastptr.sources",
                          (first_source[node_count] + 1) * sizeof *sources);
    first_source[node_count + 1] = first_source[node_count];
    visit_lost(add_source);
    first_source++;
}

/* The ring was cut off when the last of its blocks lost its last pointer from outside.
 * The blocks of the ring are those that lead back to the leader. What merely hangs on
 * the ring may have had pointers for longer. */
static const struct loss *loss_of_ring(UInt leader)
{
    const struct loss *loss = NULL;
    Bool is_ring = False;

    if (!sources)
        learn_sources();
    nodes[leader].in_ring = True;
    push(leader);
    while (pending_count) {
        UInt index = pending[--pending_count], i;

        loss = latest(loss, own_loss(nodes[index].block));
        rings[leader].blocks++;
        rings[leader].bytes += nodes[index].block->size;
        for (i = first_source[index]; i < first_source[index + 1]; i++) {
            is_ring = True;
            if (!nodes[sources[i]].in_ring) {
                nodes[sources[i]].in_ring = True;
                push(sources[i]);
            }
        }
    }
    if (!is_ring) { /* the allocator has a pointer to it, where nobody looks */
        nodes[leader].in_ring = False;
        rings[leader].blocks = 0;
    }
    return loss;
}

static void learn_clique_loss(UInt leader)
{
    const struct block *block = nodes[leader].block;

    clique_losses[leader] = block->strong ? loss_of_ring(leader) : own_loss(block);
}

static const struct loss *loss_of(UInt index)
{
    const struct block *block = nodes[index].block;

    switch (nodes[index].mark) {
    case UNREACHED:
    case INDIRECT:
        return clique_losses[leader_of(index)];
    case POSSIBLE:
        if (!block->strong)
            return block->losses[LOSS_ALL];
        return block->starts ? led_losses[index] : block->losses[LOSS_START];
    default:
        return NULL;
    }
}

/* A block that is possibly lost, although a pointer to its start is left: other blocks,
 * which are lost or possibly lost, lead to it. */
static Bool is_led_to(const struct node *node)
{
    return node->mark == POSSIBLE && node->block->strong && node->block->starts;
}

/* Pointers to the inside hide when the last pointer to the start went, but for those in
 * other blocks. */
static Bool is_hidden(const struct block *block)
{
    const struct loss *loss = block->losses[LOSS_ROOT];

    return block->roots || (loss && !loss->of_start);
}

static void tell(UInt index, const struct loss *loss)
{
    nodes[index].is_told = True;
    led_losses[index] = loss;
    push(index);
}

static void tell_led(const struct block *to, Addr value, UInt from, UInt clique)
{
    struct node *node = &nodes[to->leak_index];

    (void)clique;
    if (value == to->start && is_led_to(node) && !node->is_told)
        tell(to->leak_index, led_losses[from]);
}

/* What is not known comes first, then the last loss. */
static Int last_first(const void *a, const void *b)
{
    const struct loss *l = led_losses[*(const UInt *)a],
                      *m = led_losses[*(const UInt *)b];
    ULong when = l ? l->when : ~0ULL, other = m ? m->when : ~0ULL;

    return when > other ? -1 : when < other;
}

/* The nodes whose losses do not depend on those that lead to them. (Of a block that was
 * never outside the heap, nothing else is known.) */
static UInt learn_first_losses(UInt *order)
{
    UInt i, count = 0;

    for (i = 0; i < node_count; i++) {
        const struct block *block = nodes[i].block;

        if (nodes[i].mark == REACHABLE)
            continue;
        if (!is_led_to(&nodes[i]))
            led_losses[i] = loss_of(i);
        else if (!is_hidden(block))
            led_losses[i] = block->losses[LOSS_ROOT];
        if (led_losses[i] || !is_led_to(&nodes[i]) || is_hidden(block))
            order[count++] = i;
    }
    return count;
}

/* The start of such a block was lost with the last of all that led to it. */
static void learn_led_losses(void)
{
    UInt *order = VG_(malloc)("lastptr.order", (node_count + 1) * sizeof *order);
    UInt i, count;

    led_losses = VG_(calloc)("lastptr.led", node_count + 1, sizeof *led_losses);
    count = learn_first_losses(order);
    VG_(ssort)(order, count, sizeof *order, last_first);
    for (i = 0; i < count; i++) {
        if (!nodes[order[i]].is_told)
            tell(order[i], led_losses[order[i]]);
        while (pending_count)
            visit_words(nodes[pending[--pending_count]].block, 0, tell_led);
    }
    VG_(free)(order);
}

static Bool is_any_led_to(void)
{
    UInt i;

    for (i = 0; i < node_count; i++) {
        if (is_led_to(&nodes[i]))
            return True;
    }
    return False;
}

static struct ring ring_of(UInt index)
{
    static const struct ring none;

    return nodes[index].in_ring ? rings[leader_of(index)] : none;
}

/* --- grouping --- */

struct group {
    struct group *next;
    UWord key;
    struct leak leak;
};

static Word group_differs(const void *a, const void *b)
{
    const struct leak *l = &((const struct group *)a)->leak;
    const struct leak *m = &((const struct group *)b)->leak;

    if (l->kind != m->kind || l->allocated != m->allocated || !l->loss != !m->loss ||
        l->ring.blocks != m->ring.blocks || l->ring.bytes != m->ring.bytes)
        return 1;
    if (!l->loss)
        return 0;
    return l->loss->where != m->loss->where || l->loss->how != m->loss->how ||
           lp_place_of(l->loss)->line != lp_place_of(m->loss)->line ||
           l->loss->slot.kind != m->loss->slot.kind ||
           (l->loss->slot.kind == SLOT_STACK &&
            l->loss->slot.cfa_offset != m->loss->slot.cfa_offset);
}

static void group_add(VgHashTable *groups, UInt index)
{
    static const enum leak_kind kinds[] = {LEAK_DEFINITE, LEAK_INDIRECT, LEAK_POSSIBLE,
                                           LEAK_REACHABLE};
    const struct node *node = &nodes[index];
    struct group key = {.leak = {.kind = kinds[node->mark],
                                 .allocated = node->block->allocated,
                                 .loss = loss_of(index),
                                 .ring = ring_of(index)}};
    struct group *group;

    key.key = (UWord)key.leak.allocated * 4 + key.leak.kind;
    group = VG_(HT_gen_lookup)(groups, &key, group_differs);
    if (!group) {
        group = VG_(malloc)("lastptr.group", sizeof *group);
        *group = key;
        VG_(HT_add_node)(groups, group);
    }
    if (!group->leak.snapshot && key.leak.loss)
        group->leak.snapshot = key.leak.loss->snapshot;
    group->leak.blocks++;
    group->leak.bytes += node->block->size;
    group->leak.indirect_bytes += node->indirect_bytes;
}

static Int by_place(const struct loss *l, const struct loss *m)
{
    UInt line, other_line;

    if (l->where != m->where)
        return l->where->number < m->where->number ? -1 : 1;
    if (l->how != m->how)
        return l->how < m->how ? -1 : 1;
    line = lp_place_of(l)->line;
    other_line = lp_place_of(m)->line;
    return line < other_line ? -1 : line > other_line;
}

/* The order must not depend on addresses: they differ from run to run. */
static Int worst_first(const void *a, const void *b)
{
    const struct leak *l = a, *m = b;
    SizeT size = l->bytes + l->indirect_bytes, other = m->bytes + m->indirect_bytes;
    ULong when = l->loss ? l->loss->when : 0, other_when = m->loss ? m->loss->when : 0;

    if (l->kind != m->kind)
        return l->kind < m->kind ? -1 : 1;
    if (size != other)
        return size > other ? -1 : 1;
    if (when != other_when)
        return when < other_when ? -1 : 1;
    if (l->allocated != m->allocated)
        return l->allocated->number < m->allocated->number ? -1 : 1;
    return l->loss && m->loss ? by_place(l->loss, m->loss) : 0;
}

static Int by_start(const void *a, const void *b)
{
    const struct node *n = a, *o = b;

    return n->block->start < o->block->start ? -1 : n->block->start > o->block->start;
}

static void find_containers(void)
{
    const struct block *carved;

    for (carved = lp_carved_next(0); carved;
         carved = lp_carved_next(lp_block_end(carved))) {
        struct block *container = lp_heap_malloced(carved->start);

        if (container)
            container->is_container = True;
    }
}

static void collect_blocks(void)
{
    UInt id;

    find_containers();
    nodes = VG_(calloc)("lastptr.nodes", lp_block_limit(), sizeof *nodes);
    pending = VG_(malloc)("lastptr.pending", 2 * lp_block_limit() * sizeof *pending);
    clique_losses =
        VG_(calloc)("lastptr.cliques", lp_block_limit(), sizeof *clique_losses);
    rings = VG_(calloc)("lastptr.rings", lp_block_limit(), sizeof *rings);
    for (id = 1; id < lp_block_limit(); id++) {
        if (lp_block(id)->state == BLOCK_GHOST || lp_block(id)->is_container)
            continue;
        nodes[node_count++].block = lp_block(id);
        lp_way_end(lp_block(id), LOSS_BITS);
    }
    VG_(ssort)(nodes, node_count, sizeof *nodes, by_start);
    for (id = 0; id < node_count; id++)
        nodes[id].block->leak_index = id;
}

static struct leak *groups_to_array(VgHashTable *groups, UInt *count)
{
    struct leak *leaks =
        VG_(malloc)("lastptr.leaks", (VG_(HT_count_nodes)(groups) + 1) * sizeof *leaks);
    const struct group *group;

    *count = 0;
    VG_(HT_ResetIter)(groups);
    while ((group = VG_(HT_Next)(groups)) != NULL)
        leaks[(*count)++] = group->leak;
    VG_(ssort)(leaks, *count, sizeof *leaks, worst_first);
    return leaks;
}

const struct leak *lp_leak_check(UInt *count)
{
    VgHashTable *groups = VG_(HT_construct)("lastptr.groups");
    UInt i;

    collect_blocks();
    lp_entries_visit(root_word);
    VG_(apply_to_GP_regs)(root_register);
    spread();
    for (i = 0; i < node_count; i++) {
        if (nodes[i].mark == UNREACHED)
            gather_clique(i);
    }
    for (i = 0; i < node_count; i++) {
        if (nodes[i].mark == UNREACHED)
            learn_clique_loss(i);
    }
    if (is_any_led_to())
        learn_led_losses();
    for (i = 0; i < node_count; i++)
        group_add(groups, i);
    return groups_to_array(groups, count);
}
