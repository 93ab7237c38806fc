/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snapshot: what the program's variables held when it lost a block. See snapshot.h.
 *
 * A snapshot begins with the program's own frames and its global variables. Then each
 * word of them that points into the heap is followed, and each word of those blocks, as
 * far as the room lasts.
 */
#include "snapshot.h"
#include "arch.h"
#include "elf.h"
#include "functions.h"
#include "shadow.h"
#include "threads.h"
#include "runtime/snapshot.h"

#define FRAMES_MOST 32
#define FRAME_BYTES (64 * 1024)
#define VLA_BYTES (2 * 1024)
#define GLOBAL_BYTES (128 * 1024)
#define BLOCK_BYTES (4 * 1024)
#define TEXT_BYTES 256 /* of an argument of the program */
#define TEXTS_MOST 32
#define REGIONS_MOST 256
#define SNAPSHOT_BYTES (384 * 1024)
#define TAKEN_AT_STACK 8 /* one may turn out to be void, then the next one counts */
#define PARTS_MOST 4
#define KEPT_BUCKETS 256
#define CALLS 1024
#define STACKS 1024 /* more than the budgets have snapshots */

struct snapshot {
    struct snapshot *next;
    const struct stack *where, *allocated;
    Addr return_ip;
    UInt which;
    SizeT size;
    UChar bytes[];
};

/* By kind of loss. Most losses that are not LOSS_ALL turn out to be none. */
static struct {
    const UInt taken_most, kept_most;
    UInt taken, kept;
} budgets[SNAPSHOT_COUNT] = {
    [LOSS_ALL] = {.taken_most = 192, .kept_most = 64},
    [LOSS_ROOT] = {.taken_most = 48, .kept_most = 16},
    [LOSS_START] = {.taken_most = 48, .kept_most = 16},
    [SNAPSHOT_ON_THE_WAY] = {.taken_most = 64, .kept_most = 16},
};

Bool lp_snapshots_on = False;

static const HChar *file;
static Int fd = -1;
static struct snapshot *kept[KEPT_BUCKETS];

/* Written already; also what is still to be searched for pointers. */
struct region {
    Addr start;
    SizeT size;
};

/* The snapshot that is being made. */
static struct {
    UInt number;                 /* of this snapshot: blocks note it */
    const struct stack *freeing; /* where the block is freed that is freed now */
    SizeT size;
    UInt regions, texts;
    Addr stack_end; /* of the outermost own frame */
    Addr stack_high;
    struct region region[REGIONS_MOST];
    UChar bytes[SNAPSHOT_BYTES];
} draft;

/* ---- records ---- */

static void put(const void *bytes, SizeT size)
{
    VG_(memcpy)(draft.bytes + draft.size, bytes, size);
    draft.size += size;
}

/* False, with nothing changed: there is no room for it and its bytes. */
static Bool put_record(enum ll_snapshot_type type, SizeT size, ULong a, ULong b,
                       ULong c)
{
    const struct ll_snapshot_record record = {
        .type = type, .size = (UInt)size, .a = a, .b = b, .c = c};

    if (sizeof record + size > SNAPSHOT_BYTES - draft.size)
        return False;
    put(&record, sizeof record);
    return True;
}

/* Write memory, and remember to search it. */
static void put_memory(Addr start, SizeT size)
{
    if (!size || draft.regions == REGIONS_MOST ||
        !VG_(am_is_valid_for_client)(start, size, VKI_PROT_READ) ||
        !put_record(LL_SNAPSHOT_MEMORY, size, start, 0, 0))
        return;
    put((const void *)start, size);
    draft.region[draft.regions++] = (struct region){start, size};
}

/* ---- the program ---- */

#define PAGE 4096
#define PAGES_MOST 65536

/* The program's ELF header in memory: the first page before its code that begins so.
 * NULL: not found. */
static const struct elf_header *header_of(const struct object *object)
{
    Addr page = object->text_low & ~(Addr)(PAGE - 1);
    UInt i;

    for (i = 0; i < PAGES_MOST; i++, page -= PAGE) {
        if (!VG_(am_is_valid_for_client)(page, PAGE, VKI_PROT_READ))
            return NULL;
        if (VG_(memcmp)((const void *)page, ELF_MAGIC, 4) == 0)
            return (const struct elf_header *)page;
    }
    return NULL;
}

/* The program's global variables. */
static void put_globals(const struct object *object)
{
    static const struct object *known;
    static struct region parts[PARTS_MOST];
    static UInt count;
    UInt i;

    if (object != known) {
        const struct elf_header *header = header_of(object);

        known = object;
        count = 0;
        for (i = 0; header && i < header->phnum && count < PARTS_MOST; i++) {
            const struct elf_part *part =
                (const struct elf_part *)((Addr)header + header->phoff) + i;

            if (part->type == PT_LOAD && (part->flags & PF_W))
                parts[count++] =
                    (struct region){part->address + (Addr)object->bias, part->size};
        }
    }
    for (i = 0; i < count; i++)
        put_memory(parts[i].start,
                   parts[i].size < GLOBAL_BYTES ? parts[i].size : GLOBAL_BYTES);
}

static Bool is_executable(const struct object *object)
{
    return VG_(strcmp)(VG_(basename)(object->path),
                       VG_(basename)(VG_(args_the_exename))) == 0;
}

/* Whether a host has loaded the object as a program: it lies in the host's folder. */
static Bool is_loaded_program(const struct object *object)
{
    SizeT folder = (SizeT)(VG_(basename)(object->path) - object->path);
    const struct object *host = lp_objects();

    while (host && !is_executable(host))
        host = host->next;
    return host && folder == (SizeT)(VG_(basename)(host->path) - host->path) &&
           VG_(strncmp)(object->path, host->path, folder) == 0;
}

/* NULL: the code is no part of the program's file. */
static const struct object *program_at(Addr ip)
{
    const struct object *object = lp_object_at(ip);

    return object && object->own && (is_executable(object) || is_loaded_program(object))
               ? object
               : NULL;
}

/* ---- frames ---- */

/* The lowest address that a variable of the function has in the frame. When the
 * function returns, this is below the stack pointer. Arrays of variable length lie
 * below all others. */
static Addr lowest_variable(Addr ip, Addr cfa)
{
    const struct function *function = lp_function_at(ip);
    Word lowest = 0;
    UInt i;

    for (i = 0; function && i < function->variable_count; i++) {
        if (function->variables[i].cfa_offset < lowest)
            lowest = function->variables[i].cfa_offset;
    }
    if (function && function->has_vla)
        lowest -= VLA_BYTES;
    return cfa + (Addr)lowest;
}

/* What the debug information may count from. The stack pointer is 0 where it changes in
 * a function. */
static void fill_registers(ULong registers[LL_SNAPSHOT_REGISTERS],
                           const struct trace *trace, UInt i, Addr frame_pointer)
{
    const struct function *function = lp_function_at(trace->ips[i]);

    registers[lp_arch.dwarf_fp] = frame_pointer;
    if (!function || !function->shape.sp_known)
        return;
    registers[lp_arch.dwarf_sp] = trace->cfas[i] - (Addr)function->shape.sp;
    if (function->shape.fp_known)
        registers[lp_arch.dwarf_fp] = trace->cfas[i] - (Addr)function->shape.fp;
}

static void put_frame(const struct trace *trace, UInt i, Addr frame_pointer)
{
    ULong registers[LL_SNAPSHOT_REGISTERS] = {0};
    Addr high = trace->cfas[i];
    Addr low = i ? trace->cfas[i - 1] : trace->sp;
    Addr lowest = lowest_variable(trace->ips[i], high);

    if (!put_record(LL_SNAPSHOT_FRAME, sizeof registers, trace->ips[i], high, 0))
        return;
    fill_registers(registers, trace, i, frame_pointer);
    put(registers, sizeof registers);
    if (!i && lowest < low)
        low = lowest;
    if (low > high)
        low = high;
    if (high - low > FRAME_BYTES)
        low = high - FRAME_BYTES;
    draft.stack_end = high;
    put_memory(low, high - low);
}

/* The program's own frames, the innermost first; none of a host that has loaded it.
 * NULL: there are none. */
static const struct object *put_frames(ThreadId tid, const struct trace *trace)
{
    Addr ips[LP_DEPTH_MAX], sps[LP_DEPTH_MAX], fps[LP_DEPTH_MAX];
    UInt i, frames = 0, known;
    const struct object *program = NULL;

    known = VG_(get_StackTrace)(tid, ips, trace->depth, sps, fps, 0);
    for (i = 0; i < trace->known_cfas && frames < FRAMES_MOST; i++) {
        const struct object *object = program_at(trace->ips[i]);
        Bool same = i < known && ips[i] == trace->ips[i];

        if (!object || (program && object != program))
            continue;
        if (!program && !put_record(LL_SNAPSHOT_BEGIN, 0, LL_SNAPSHOT_MAGIC,
                                    (ULong)object->bias, 0))
            return NULL;
        /* At a return instruction the register is the caller's already. */
        if (trace->cfas[i] == trace->sp + lp_arch.pushed)
            same = False;
        program = object;
        put_frame(trace, i, same ? fps[i] : 0);
        frames++;
    }
    return program;
}

/* ---- the heap ---- */

static void fill_calls(ULong calls[LL_SNAPSHOT_CALLS], const struct stack *stack)
{
    UInt i;

    for (i = 0; stack && i < stack->depth && i + 1 < LL_SNAPSHOT_CALLS; i++)
        calls[i] = stack->ips[i];
}

/* A word at `at` points into the block, which may have been freed; NULL: into none. */
static struct block *block_of(Addr at, UWord value)
{
    struct block *block = lp_heap_find(value);
    UInt entry;

    if (block)
        return block;
    entry = lp_entry(at);
    if (!entry)
        return NULL;
    block = lp_block(ENTRY_ID(entry));
    return block->is_quarantined && value - block->start < block->size ? block : NULL;
}

static void put_block(struct block *block)
{
    ULong calls[2 * LL_SNAPSHOT_CALLS] = {0};
    Bool is_freed = block->state == BLOCK_GHOST;

    if (block->in_snapshot == draft.number)
        return;
    block->in_snapshot = draft.number;
    fill_calls(calls, block->allocated);
    if (is_freed && lp_heap_find(block->start) == block) /* it is being freed */
        fill_calls(calls + LL_SNAPSHOT_CALLS, draft.freeing);
    if (!put_record(LL_SNAPSHOT_BLOCK, sizeof calls, block->start, block->size,
                    is_freed))
        return;
    put(calls, sizeof calls);
    put_memory(block->start, block->size < BLOCK_BYTES ? block->size : BLOCK_BYTES);
}

/* Above the frames lie the arguments of the program. */
static void put_argument(Addr address)
{
    SizeT size = draft.stack_high - address;
    UInt i;

    for (i = 0; i < draft.regions; i++) {
        if (address - draft.region[i].start < draft.region[i].size)
            return;
    }
    if (draft.texts++ < TEXTS_MOST)
        put_memory(address, size < TEXT_BYTES ? size : TEXT_BYTES);
}

static void follow(Addr at, UWord value)
{
    if (value - lp_heap.min < lp_heap.length) {
        struct block *block = block_of(at, value);

        if (block)
            put_block(block);
    } else if (value >= draft.stack_end && value < draft.stack_high) {
        put_argument(value);
    }
}

/* The list of regions grows while it is searched. */
static void follow_all(void)
{
    UInt i;

    for (i = 0; i < draft.regions; i++) {
        Addr at = (draft.region[i].start + 7) & ~(Addr)7;
        Addr end = draft.region[i].start + draft.region[i].size;

        for (; at + 8 <= end; at += 8)
            follow(at, *(const UWord *)at);
    }
}

/* ---- snapshots ---- */

static struct snapshot **bucket_of(const struct stack *where,
                                   const struct stack *allocated)
{
    return &kept[(where->hash ^ allocated->hash * 31) % KEPT_BUCKETS];
}

static Bool is_kept(const struct stack *where, const struct stack *allocated,
                    Addr return_ip)
{
    const struct snapshot *snapshot;

    for (snapshot = *bucket_of(where, allocated); snapshot; snapshot = snapshot->next) {
        if (snapshot->where == where && snapshot->allocated == allocated &&
            snapshot->return_ip == return_ip)
            return True;
    }
    return False;
}

/* The stacks at which snapshots were taken, and how many. */
static struct taken {
    const struct stack *where; /* NULL: the place is free */
    UInt count;
} taken[STACKS];

static struct taken *taken_at(const struct stack *where)
{
    UInt at = where->hash % STACKS;

    while (taken[at].where && taken[at].where != where)
        at = (at + 1) % STACKS;
    return &taken[at];
}

static Bool make(ThreadId tid, const struct trace *trace)
{
    const struct object *program;

    draft.number++;
    draft.freeing = trace->stack;
    draft.size = 0;
    draft.regions = draft.texts = 0;
    draft.stack_high = lp_stack_high(tid);
    program = put_frames(tid, trace);
    if (!program)
        return False;
    put_globals(program);
    follow_all();
    return True;
}

static Bool has_budget(UInt which)
{
    return budgets[which].taken < budgets[which].taken_most &&
           budgets[which].kept < budgets[which].kept_most;
}

void lp_snapshot_take(struct snapshot **place, UInt which, const struct block *block,
                      ThreadId tid, const struct trace *trace, Addr return_ip)
{
    struct snapshot *snapshot, **bucket;
    struct taken *at;

    if (!has_budget(which) || !trace->known_cfas)
        return;
    at = taken_at(trace->stack);
    if (at->count >= TAKEN_AT_STACK ||
        is_kept(trace->stack, block->allocated, return_ip))
        return;
    budgets[which].taken++;
    at->where = trace->stack;
    at->count++;
    if (!make(tid, trace))
        return;
    snapshot = VG_(malloc)("lastptr.snapshot", sizeof *snapshot + draft.size);
    snapshot->where = trace->stack;
    snapshot->allocated = block->allocated;
    snapshot->return_ip = return_ip;
    snapshot->which = which;
    snapshot->size = draft.size;
    VG_(memcpy)(snapshot->bytes, draft.bytes, draft.size);
    bucket = bucket_of(snapshot->where, snapshot->allocated);
    snapshot->next = *bucket;
    *bucket = snapshot;
    budgets[which].kept++;
    *place = snapshot;
}

/* Whether a call returns there for the first time. That a value is not stored lies in
 * the code of the call, so one look at each call is enough. Only so many are looked at:
 * half of the table stays free, which keeps the search short. */
static Bool is_new_call(const struct stack *site, UInt depth)
{
    static struct {
        const struct stack *site;
        UInt depth;
    } calls[CALLS];
    static UInt count;
    UInt at = (site->hash ^ depth * 0x9E37) % CALLS;

    while (calls[at].site && (calls[at].site != site || calls[at].depth != depth))
        at = (at + 1) % CALLS;
    if (calls[at].site || count == CALLS / 2)
        return False;
    calls[at].site = site;
    calls[at].depth = depth;
    count++;
    return True;
}

void lp_snapshot_of_return(struct block *block, ThreadId tid)
{
    lp_snapshot_drop(&block->on_the_way);
    if (has_budget(SNAPSHOT_ON_THE_WAY) &&
        is_new_call(block->site, block->site_depth) &&
        lp_is_own_code(block->site->ips[block->site_depth]))
        lp_snapshot_take(&block->on_the_way, SNAPSHOT_ON_THE_WAY, block, tid,
                         lp_trace_of_caller(tid, lp_return_address(tid)), 0);
}

void lp_snapshot_drop(struct snapshot **place)
{
    struct snapshot *snapshot = *place, **link;

    if (!snapshot)
        return;
    link = bucket_of(snapshot->where, snapshot->allocated);
    while (*link != snapshot)
        link = &(*link)->next;
    *link = snapshot->next;
    budgets[snapshot->which].kept--;
    VG_(free)(snapshot);
    *place = NULL;
}

/* ---- the file ---- */

void lp_snapshots_open(const HChar *file_name)
{
    file = file_name;
    lp_snapshots_on = True;
}

static void write_all(const void *bytes, SizeT size)
{
    const UChar *at = bytes;

    while (size && fd >= 0) {
        Int count = VG_(write)(fd, at, (Int)size);

        if (count <= 0) {
            VG_(close)(fd);
            fd = -1;
            file = NULL;
            return;
        }
        at += count;
        size -= (SizeT)count;
    }
}

/* At the first snapshot: a child that was forked meanwhile has a file of its own. */
static Bool open_file(void)
{
    if (fd < 0 && file) {
        HChar *path = VG_(expand_file_name)("--snapshots", file);
        SysRes res = VG_(open)(path, VKI_O_CREAT | VKI_O_WRONLY | VKI_O_TRUNC, 0600);

        if (sr_isError(res))
            VG_(umsg)("cannot open '%s' for snapshots\n", path);
        else
            fd = (Int)sr_Res(res);
        VG_(free)(path);
        file = NULL;
    }
    return fd >= 0;
}

void lp_snapshot_write(const struct snapshot *snapshot, const struct stack *allocated,
                       Addr place, Addr returned_from)
{
    struct ll_snapshot_record record;
    ULong calls[LL_SNAPSHOT_CALLS] = {0};
    SizeT begin = sizeof record;

    if (!snapshot || !open_file())
        return;
    write_all(snapshot->bytes, begin);
    fill_calls(calls, allocated);
    record =
        (struct ll_snapshot_record){.type = LL_SNAPSHOT_LOST, .size = sizeof calls};
    write_all(&record, sizeof record);
    write_all(calls, sizeof calls);
    /* The first frame: it is that of the loss, unless a library did it. */
    VG_(memcpy)(&record, snapshot->bytes + begin, sizeof record);
    if (record.a == snapshot->where->ips[0]) {
        record.a = place;
        record.c = returned_from;
    }
    write_all(&record, sizeof record);
    write_all(snapshot->bytes + begin + sizeof record,
              snapshot->size - begin - sizeof record);
    record = (struct ll_snapshot_record){.type = LL_SNAPSHOT_END};
    write_all(&record, sizeof record);
}
