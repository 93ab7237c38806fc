/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * instrument: which instructions call the counters.
 *
 * All instructions that change memory are watched: stores of any width, guarded stores,
 * compare-and-swap, and helpers that write memory (for fxsave, for example). Most
 * stores have nothing to do with the heap. So generated code tests first, and calls
 * only if it must:
 *
 *      old = the words before the store       (they can be read: they will be written)
 *      ... the store ...
 *      new = the words after the store
 *      if a word of old or new is in the heap's range, or the store crosses words: call
 *
 * The test misses nothing: a word whose value is outside the range has no entry, and
 * gets none. Of the value, only the lower half is compared, as long as all blocks lie
 * below 4 GB. So the counters also hear of a word that has half of an old pointer and
 * half of something else (see left_over in count.c). The called helper reads the words
 * again, so one helper is enough for all widths.
 *
 * For the log of events, the place of each store is noted as well (writes.h).
 *
 * Also watched: returns (frames.c), other changes of the stack pointer, and in the
 * program's own code the last instruction before each jump. It tells which `return`
 * statement ended a function.
 */
#include "instrument.h"
#include "count.h"
#include "events.h"
#include "frames.h"
#include "lines.h"
#include "own.h"
#include "shadow.h"
#include "translation.h"
#include "writes.h"

/* A piece of memory that is about to be written. */
struct watch {
    IRExpr *address;
    UInt size, words;
    IRExpr *word_addresses[8];
    IRExpr *touches; /* one bit: the counters must be called */
};

#define WATCH_WEAK 0x100u
#define WATCH_READ_BEFORE 0x200u /* other copies were written since it was read */

/* --- building code --- */

static IRExpr *constant(Addr value)
{
    return IRExpr_Const(IRConst_U64(value));
}

static void emit(struct translation *t, IRStmt *statement)
{
    addStmtToIRSB(t->out, statement);
}

static IRExpr *bind(struct translation *t, IRType type, IRExpr *e)
{
    IRTemp temp = newIRTemp(t->out->tyenv, type);

    emit(t, IRStmt_WrTmp(temp, e));
    return IRExpr_RdTmp(temp);
}

static IRExpr *binary(struct translation *t, IRType type, IROp op, IRExpr *a, IRExpr *b)
{
    return bind(t, type, IRExpr_Binop(op, a, b));
}

static IRExpr *get(struct translation *t, Int reg)
{
    return bind(t, Ity_I64, IRExpr_Get(reg, Ity_I64));
}

static IRExpr *load(struct translation *t, IRExpr *address)
{
    return bind(t, Ity_I64, IRExpr_Load(Iend_LE, Ity_I64, address));
}

static IRExpr *either(struct translation *t, IRExpr *a, IRExpr *b)
{
    if (!a || !b)
        return a ? a : b;
    return binary(t, Ity_I1, Iop_Or1, a, b);
}

/* Whether the value is in the heap's range, or its lower half is (see the head). The
 * range does not change within a superblock: it is loaded once. */
static IRExpr *in_heap(struct translation *t, IRExpr *value)
{
    IRExpr *bits, *offset;

    if (!t->heap_min) {
        t->heap_min = load(t, constant((Addr)&lp_heap.min));
        t->heap_length = load(t, constant((Addr)&lp_heap.length));
        t->heap_mask = load(t, constant((Addr)&lp_heap.mask));
    }
    bits = binary(t, Ity_I64, Iop_And64, value, t->heap_mask);
    offset = binary(t, Ity_I64, Iop_Sub64, bits, t->heap_min);
    return binary(t, Ity_I1, Iop_CmpLT64U, offset, t->heap_length);
}

static void call(struct translation *t, const HChar *name, void *helper, Int regparms,
                 IRExpr *guard, IRExpr **args)
{
    IRDirty *dirty =
        unsafeIRDirty_0_N(regparms, name, VG_(fnptr_to_fnentry)(helper), args);

    if (guard)
        dirty->guard = guard;
    emit(t, IRStmt_Dirty(dirty));
}

/* --- stores --- */

static VG_REGPARM(2) void on_store(Addr address, UWord size_and_weak)
{
    lp_cause(VG_(get_running_tid)(), HOW_OVERWRITTEN);
    lp_range_changed(address, size_and_weak & 0xff, (size_and_weak & WATCH_WEAK) != 0);
}

/* The stored value was read from `source`. */
static VG_REGPARM(3) void on_copy(Addr address, UWord size_and_flags, Addr source)
{
    lp_cause(VG_(get_running_tid)(), HOW_OVERWRITTEN);
    lp_range_copied(address, source, size_and_flags & 0xff,
                    (size_and_flags & WATCH_WEAK) != 0,
                    (size_and_flags & WATCH_READ_BEFORE) != 0);
}

static Bool is_aligned(struct origin address)
{
    return (address.base == BASE_SP || address.base == BASE_BP) &&
           address.displaced_known && address.displacement % 8 == 0;
}

static IRExpr *crosses_words(struct translation *t, const struct watch *watch)
{
    IRExpr *low = binary(t, Ity_I64, Iop_And64, watch->address, constant(7));

    if (watch->size >= 8)
        return binary(t, Ity_I1, Iop_CmpNE64, low, constant(0));
    return binary(t, Ity_I1, Iop_CmpLT64U, constant(8 - watch->size), low);
}

static void watch_begin(struct translation *t, struct watch *watch, IRExpr *address,
                        UInt size)
{
    Bool aligned = is_aligned(lp_origin_of(t, address));
    UInt i;

    watch->address = address;
    watch->size = size;
    watch->words = size > 8 ? size / 8 : 1;
    watch->touches = NULL;
    if (!aligned && size > 1)
        watch->touches = crosses_words(t, watch);
    for (i = 0; i < watch->words; i++) {
        IRExpr *word = address;

        if (i > 0)
            word = binary(t, Ity_I64, Iop_Add64, address, constant(8 * i));
        else if (size < 8 && !aligned)
            word = binary(t, Ity_I64, Iop_And64, address, constant(~(Addr)7));
        watch->word_addresses[i] = word;
        watch->touches = either(t, watch->touches, in_heap(t, load(t, word)));
    }
}

/* A series of copies ends: if it was one copy, nobody asks what it changed. */
static void end_of_copies(struct translation *t)
{
    if (t->forgets)
        t->out->stmts[t->forgets] = IRStmt_NoOp();
    t->forgets = 0;
}

/* The series begins with this copy, which may not call the counters. */
static void start_of_copies(struct translation *t)
{
    end_of_copies(t);
    t->forgets = t->out->stmts_used;
    emit(t, IRStmt_Store(Iend_LE, constant((Addr)&lp_copies_noted), constant(0)));
}

static void watched_copy(struct translation *t, const struct watch *watch,
                         const struct origin *from, UWord size_and_flags)
{
    if (from->copies_before == t->copies++) {
        start_of_copies(t);
    } else {
        size_and_flags |= WATCH_READ_BEFORE;
        t->forgets = 0;
    }
    call(t, "on_copy", on_copy, 3, watch->touches,
         mkIRExprVec_3(watch->address, constant(size_and_flags), from->loaded_from));
}

/* `data`: the stored value if it is a 64-bit integer; else NULL. `from`: where the
 * value comes from; NULL: not known. */
static void watch_end(struct translation *t, struct watch *watch, IRExpr *data,
                      const struct origin *from, Bool weak)
{
    UWord size_and_flags = watch->size | (weak ? WATCH_WEAK : 0);
    UInt i;

    if (!data) {
        for (i = 0; i < watch->words; i++)
            watch->touches = either(t, watch->touches,
                                    in_heap(t, load(t, watch->word_addresses[i])));
    } else if (data->tag != Iex_Const) { /* no block lives at a constant's address */
        watch->touches = either(t, watch->touches, in_heap(t, data));
    }
    if (from && from->loaded_from)
        watched_copy(t, watch, from, size_and_flags);
    else
        call(t, "on_store", on_store, 2, watch->touches,
             mkIRExprVec_2(watch->address, constant(size_and_flags)));
}

/* --- the log of events: noting where is written --- */

/* What is noted, but for the address; 0: nothing is. No variable holds weak copies (so
 * most stores of library code need no note), nor the return address of a call. */
static UWord note_of(const struct translation *t, UInt size, Bool weak)
{
    if (LIKELY(!lp_events_on) || weak || t->ip == t->call_ip)
        return 0;
    return (UWord)size << NOTED_SIZE_SHIFT | (t->function ? NOTED_BY_PROGRAM : 0);
}

static void note_write(struct translation *t, IRExpr *address, UInt size, Bool weak)
{
    UWord note = note_of(t, size, weak);
    IRExpr *next;

    if (!note)
        return;
    next = load(t, constant((Addr)&lp_noted.next));
    emit(t, IRStmt_Store(Iend_LE, next,
                         binary(t, Ity_I64, Iop_Or64, address, constant(note))));
    emit(t, IRStmt_Store(Iend_LE, constant((Addr)&lp_noted.next),
                         binary(t, Ity_I64, Iop_Add64, next, constant(sizeof note))));
}

static void note_guarded(struct translation *t, IRExpr *guard, IRExpr *address,
                         UInt size, Bool weak)
{
    UWord note = note_of(t, size, weak);

    if (note)
        call(t, "lp_note_write", lp_note_write, 2, guard,
             mkIRExprVec_2(address, constant(note)));
}

/* Makes room for all notes of the superblock. */
static void make_room(struct translation *t, const IRSB *in)
{
    UInt count = 0;
    IRExpr *next;
    Int i;

    for (i = 0; i < in->stmts_used; i++)
        count += in->stmts[i]->tag == Ist_Store || in->stmts[i]->tag == Ist_CAS;
    if (LIKELY(!lp_events_on) || !count)
        return;
    next = load(t, constant((Addr)&lp_noted.next));
    call(t, "lp_writes_flush", lp_writes_flush, 0,
         binary(t, Ity_I1, Iop_CmpLT64U,
                constant((Addr)(lp_noted.places + NOTED_MAX - count)), next),
         mkIRExprVec_0());
}

/* 8 bytes below the end of the frame that the called function gets. */
static IRExpr *below_stack(struct translation *t)
{
    return binary(t, Ity_I64, Iop_Sub64, get(t, lp_arch.sp),
                  constant(8 - lp_arch.pushed));
}

static void remember_call(struct translation *t)
{
    if (lp_events_on && t->function && t->call_ip)
        emit(t, IRStmt_Store(Iend_LE, constant((Addr)&lp_call_sp), below_stack(t)));
}

/* --- stores --- */

static void store(struct translation *t, IRStmt *statement)
{
    IRExpr *address = statement->Ist.Store.addr;
    IRExpr *data = statement->Ist.Store.data;
    IRType type = typeOfIRExpr(t->out->tyenv, data);
    Bool weak = lp_store_is_weak(t, address, data);
    struct origin from = lp_origin_of(t, data);
    struct watch watch;

    watch_begin(t, &watch, address, (UInt)sizeofIRType(type));
    emit(t, statement);
    watch_end(t, &watch, type == Ity_I64 ? data : NULL, &from, weak);
    note_write(t, address, watch.size, weak);
}

static void guarded_store(struct translation *t, IRStmt *statement)
{
    IRStoreG *details = statement->Ist.StoreG.details;
    UInt size = (UInt)sizeofIRType(typeOfIRExpr(t->out->tyenv, details->data));
    Bool weak = lp_store_is_weak(t, details->addr, NULL);

    emit(t, statement);
    call(t, "on_store", on_store, 2, details->guard,
         mkIRExprVec_2(details->addr, constant(size | (weak ? WATCH_WEAK : 0))));
    note_guarded(t, details->guard, details->addr, size, weak);
}

static void compare_and_swap(struct translation *t, IRStmt *statement)
{
    IRCAS *details = statement->Ist.CAS.details;
    UInt size = (UInt)sizeofIRType(typeOfIRExpr(t->out->tyenv, details->dataLo));
    struct watch watch;

    if (details->dataHi)
        size *= 2;
    watch_begin(t, &watch, details->addr, size);
    emit(t, statement);
    watch_end(t, &watch, NULL, NULL, False);
    note_write(t, details->addr, size, False);
}

/* A load does not change memory, nor does a store that comes too late. */
static void linked(struct translation *t, IRStmt *statement)
{
    IRExpr *address = statement->Ist.LLSC.addr, *data = statement->Ist.LLSC.storedata;
    IRExpr *done = IRExpr_RdTmp(statement->Ist.LLSC.result);
    UInt size;

    emit(t, statement);
    if (!data)
        return;
    size = (UInt)sizeofIRType(typeOfIRExpr(t->out->tyenv, data));
    call(t, "on_store", on_store, 2, done, mkIRExprVec_2(address, constant(size)));
    note_guarded(t, done, address, size, False);
}

static void helper(struct translation *t, IRStmt *statement)
{
    IRDirty *details = statement->Ist.Dirty.details;
    Bool weak;
    UInt done, size;

    emit(t, statement);
    if (details->mFx != Ifx_Write && details->mFx != Ifx_Modify)
        return;
    weak = lp_store_is_weak(t, details->mAddr, NULL);
    size = (UInt)details->mSize;
    for (done = 0; done < size; done += 128) {
        UInt piece = size - done < 128 ? size - done : 128;
        IRExpr *from = binary(t, Ity_I64, Iop_Add64, details->mAddr, constant(done));

        call(t, "on_store", on_store, 2, details->guard,
             mkIRExprVec_2(from, constant(piece | (weak ? WATCH_WEAK : 0))));
        note_guarded(t, details->guard, from, piece, weak);
    }
}

/* --- the stack pointer --- */

static IRExpr *cuts_stack(struct translation *t, IRExpr *new_sp)
{
    IRExpr *low = load(t, constant((Addr)&lp_running.low));

    return binary(t, Ity_I1, Iop_CmpLT64U, low, new_sp);
}

static void stack_pointer_set(struct translation *t, IRExpr *new_sp)
{
    if (t->returns || new_sp->tag != Iex_RdTmp ||
        lp_origin_of(t, new_sp).base == BASE_SP)
        return;
    call(t, "lp_on_stack_cut", lp_on_stack_cut, 2, cuts_stack(t, new_sp),
         mkIRExprVec_2(new_sp, t->link ? t->link : constant(0)));
}

/* Finds the last instruction before the return that belongs to another line: it may be
 * the return statement. False if all instructions belong to the return's line. */
static Bool find_return_statement(const struct translation *t, const IRSB *in,
                                  Addr return_ip, Addr *found)
{
    const HChar *file;
    UInt line, return_line;
    Int i;

    if (!lp_source_line(return_ip, &file, NULL, &return_line))
        return False;
    for (i = in->stmts_used - 1; i >= 0; i--) {
        const IRStmt *s = in->stmts[i];

        if (s->tag != Ist_IMark ||
            lp_is_inlined(t->function, (Addr)s->Ist.IMark.addr) ||
            !lp_source_line((Addr)s->Ist.IMark.addr, &file, NULL, &line))
            continue;
        if (line != return_line) {
            *found = (Addr)s->Ist.IMark.addr;
            return True;
        }
    }
    return False;
}

static struct return_site *return_site_new(const struct translation *t, const IRSB *in)
{
    struct return_site *site = VG_(perm_malloc)(sizeof *site, sizeof(Addr));

    VG_(memset)(site, 0, sizeof *site);
    site->ip = t->ip;
    site->own_code = t->own_code;
    site->has_value = !t->function || t->function->has_value;
    site->wide_value = t->function && t->function->value_size > 8;
    site->stack_parameters = t->function ? t->function->stack_parameters : 0;
    if (t->function && !find_return_statement(t, in, t->ip, &site->return_ip))
        site->ask_last_ip = True;
    return site;
}

/* The return instruction sets the stack pointer to `new_sp`, or has found it there. */
static void returning(struct translation *t, const IRSB *in, IRExpr *new_sp)
{
    struct return_site *site = t->return_site = return_site_new(t, in);
    IRExpr *value = get(t, lp_arch.value);
    IRExpr *second = constant(0);
    IRExpr *guard = cuts_stack(t, new_sp);

    if (site->stack_parameters) /* they are above the new stack pointer */
        guard = NULL;
    else if (site->has_value)
        guard = either(t, guard, in_heap(t, value));
    if (site->wide_value) {
        second = get(t, lp_arch.second);
        guard = guard ? either(t, guard, in_heap(t, second)) : NULL;
    }
    call(t, "lp_on_return", lp_on_return, 0, guard,
         mkIRExprVec_5(constant((Addr)site), new_sp, value, second, in->next));
    if (UNLIKELY(lp_events_on) && t->function)
        call(t, "lp_call_ends", lp_call_ends, 1, NULL, mkIRExprVec_1(new_sp));
}

/* Where the return address is in a register, the instruction reads no memory: so the
 * guest state may still have the address of one before it, and the stack pointer has
 * moved since then. The unwinder needs both of the same moment. */
static void returning_by_link(struct translation *t, const IRSB *in)
{
    emit(t, IRStmt_Put(lp_arch.ip, constant(t->ip)));
    returning(t, in, get(t, lp_arch.sp));
}

/* A function may leave by a jump to another one, when its frame has ended: so does the
 * dynamic linker, which has saved all arguments. Where nothing below the stack pointer
 * is in use, the words there end at each jump that may be such a one. */
static void jumping(struct translation *t, const IRSB *in)
{
    IRExpr *sp;

    if (lp_arch.red_zone || in->jumpkind != Ijk_Boring || in->next->tag == Iex_Const)
        return;
    emit(t, IRStmt_Put(lp_arch.ip, constant(t->ip)));
    sp = get(t, lp_arch.sp);
    call(t, "lp_on_jump", lp_on_jump, 1, cuts_stack(t, sp), mkIRExprVec_1(sp));
}

/* --- events --- */

static void tell_line(struct translation *t)
{
    ULong place = lp_event_place(t->ip);

    if (place && place != t->place)
        call(t, "lp_line_begins", lp_line_begins, 1, NULL,
             mkIRExprVec_1(constant(place)));
    t->place = place;
}

static void tell_instruction(struct translation *t)
{
    if (t->ip == t->entry && lp_function_starts(t->function, t->entry))
        call(t, "lp_call_begins", lp_call_begins, 2, NULL,
             mkIRExprVec_2(constant(lp_event_function(t->ip)), below_stack(t)));
    tell_line(t);
}

/* --- superblocks --- */

static void remember(struct translation *t, void *where, IRExpr *value)
{
    if (t->function)
        emit(t, IRStmt_Store(Iend_LE, constant((Addr)where), value));
}

/* The instruction that may belong to a return statement. The code at the function's end
 * may take several superblocks, if it checks a canary: only what comes before counts.
 * A jump in a function that was put into this one leaves that one at most. */
static void remember_jump(struct translation *t, const IRSB *in)
{
    const HChar *file;
    Addr before = t->ip;
    UInt line;
    Bool at_end = t->function && lp_source_line(t->ip, &file, NULL, &line) &&
                  line == t->function->end_line;

    if (lp_is_inlined(t->function, t->ip))
        return;
    if (!at_end || find_return_statement(t, in, t->ip, &before))
        remember(t, &lp_running.last_ip, constant(before));
    if (at_end && in->jumpkind == Ijk_Call)
        call(t, "lp_on_call_at_end", lp_on_call_at_end, 1, NULL,
             mkIRExprVec_1(constant((Addr)t->function)));
}

static void remember_exit(struct translation *t, const IRSB *in)
{
    if (!t->returns) {
        remember_jump(t, in);
    } else if (t->function) { /* execution continues after the call */
        remember(t, &lp_running.last_ip,
                 binary(t, Ity_I64, Iop_Sub64, in->next, constant(1)));
        remember(t, &lp_running.last_return, constant((Addr)t->return_site));
    }
}

/* The last instruction, if it is a call; else 0. */
static Addr last_call(const IRSB *in)
{
    Int i;

    for (i = in->stmts_used - 1; i >= 0 && in->jumpkind == Ijk_Call; i--) {
        if (in->stmts[i]->tag == Ist_IMark)
            return (Addr)in->stmts[i]->Ist.IMark.addr;
    }
    return 0;
}

static Int last_stack_pointer_put(const IRSB *in)
{
    Int i;

    for (i = in->stmts_used - 1; i >= 0; i--) {
        if (in->stmts[i]->tag == Ist_Put && in->stmts[i]->Ist.Put.offset == lp_arch.sp)
            return i;
    }
    return -1;
}

static void instruction_begin(struct translation *t, const IRStmt *mark)
{
    t->ip = (Addr)mark->Ist.IMark.addr;
    t->length = mark->Ist.IMark.len;
    if (UNLIKELY(lp_events_on) && t->function)
        tell_instruction(t);
}

static void statement(struct translation *t, const IRSB *in, IRStmt *s, Bool is_return)
{
    switch (s->tag) {
    case Ist_IMark:
        emit(t, s);
        instruction_begin(t, s);
        return;
    case Ist_WrTmp:
        lp_origin_learn(t, s->Ist.WrTmp.tmp, s->Ist.WrTmp.data);
        break;
    case Ist_Put:
        if (is_return)
            returning(t, in, s->Ist.Put.data);
        else if (s->Ist.Put.offset == lp_arch.sp)
            stack_pointer_set(t, s->Ist.Put.data);
        lp_origin_put(t, s->Ist.Put.offset, s->Ist.Put.data);
        break;
    case Ist_Exit:
        remember_jump(t, in);
        break;
    case Ist_Store:
        store(t, s);
        return;
    case Ist_StoreG:
        guarded_store(t, s);
        return;
    case Ist_CAS:
        compare_and_swap(t, s);
        return;
    case Ist_LLSC:
        linked(t, s);
        return;
    case Ist_Dirty:
        helper(t, s);
        return;
    default:
        break;
    }
    emit(t, s);
}

IRSB *lp_instrument(VgCallbackClosure *closure, IRSB *in, const VexGuestLayout *layout,
                    const VexGuestExtents *extents, const VexArchInfo *host,
                    IRType guest_word, IRType host_word)
{
    struct translation t = {.out = deepCopyIRSBExceptStmts(in)};
    Int last_put = -1, i = 0;
    Bool by_link;

    (void)layout;
    (void)extents;
    (void)host;
    (void)guest_word;
    (void)host_word;
    t.entry = t.ip = closure->readdr;
    t.own_code = lp_is_own_code(t.entry);
    t.function = t.own_code ? lp_function_at(t.entry) : NULL;
    t.returns = in->jumpkind == Ijk_Ret;
    t.call_ip = last_call(in);
    if (t.call_ip && in->next->tag == Iex_Const)
        t.callee = (Addr)in->next->Iex.Const.con->Ico.U64;
    t.origins = VG_(calloc)("lastptr.origins", (SizeT)in->tyenv->types_used + 1,
                            sizeof *t.origins);
    by_link = t.returns && lp_arch.link != NO_REGISTER;
    if (t.returns && !by_link)
        last_put = last_stack_pointer_put(in);

    for (; i < in->stmts_used && in->stmts[i]->tag != Ist_IMark; i++)
        emit(&t, in->stmts[i]);
    make_room(&t, in);
    if (lp_arch.link != NO_REGISTER)
        t.link = get(&t, lp_arch.link);
    for (; i < in->stmts_used; i++)
        statement(&t, in, in->stmts[i], i == last_put);
    if (by_link)
        returning_by_link(&t, in);
    jumping(&t, in);
    end_of_copies(&t);
    remember_exit(&t, in);
    remember_call(&t);
    VG_(free)(t.origins);
    return t.out;
}
