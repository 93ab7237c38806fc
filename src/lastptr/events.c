/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * events: a compact log of what happens to the heap. docs/events.md describes the
 * format.
 *
 * An event is a byte for its type and a few numbers of variable length. An address is
 * written as its distance from an earlier one, so most events take four or five bytes.
 * The log shows only pointers that variables of the program hold: a weak word (see
 * count.c) is logged as a word without a pointer.
 *
 * When the log has reached its limit, a last event says so. No event is ever cut in the
 * middle. A child after fork() writes nothing.
 */
#include "events.h"
#include "lines.h"
#include "shadow.h"
#include "pub_tool_hashtable.h"

#define VERSION 2
#define BUFFER_SIZE (64 * 1024)
#define EVENT_MAX 64 /* bytes of an event without text, and of a change of threads */

Bool lp_events_on = False;

static Int fd = -1;
static UChar buffer[BUFFER_SIZE];
static UInt used;
static UInt sure; /* below it, an event with LP_EVENT_BYTES fits, and the log is on */
static ULong written, limit;
static Addr anchors[2] = {0, (Addr)1 << 37};
static ThreadId thread = 1, told_thread = 1;

static void end_log(void)
{
    lp_events_on = False;
    sure = 0;
}

static void flush(void)
{
    UInt done = 0;

    while (done < used) {
        Int count = VG_(write)(fd, buffer + done, (Int)(used - done));

        if (count <= 0) {
            end_log();
            break;
        }
        done += (UInt)count;
    }
    written += used;
    used = 0;
}

static void put(UChar byte)
{
    buffer[used++] = byte;
}

static void put_number(ULong number)
{
    UInt at = used;

    while (number >= 0x80) {
        buffer[at++] = (UChar)(number | 0x80);
        number >>= 7;
    }
    buffer[at++] = (UChar)number;
    used = at;
}

static ULong distance(Addr from, Addr to)
{
    Long difference = (Long)(to - from);

    return ((ULong)difference << 1) ^ (ULong)(difference >> 63);
}

/* Writes the distance from the nearer one of two anchors, and moves that anchor to the
 * address. One anchor soon follows the heap, the other one the stack. */
static void put_address(Addr address)
{
    ULong first = distance(anchors[0], address), second = distance(anchors[1], address);
    UInt which = second < first;

    put_number((which ? second : first) << 1 | which);
    anchors[which] = address;
}

static void put_thread(void)
{
    if (thread == told_thread)
        return;
    put('S');
    put_number(thread);
    told_thread = thread;
}

/* Makes room for an event with `extra` bytes of text. False: the log has ended. */
static Bool make_room(SizeT extra)
{
    const UInt most = EVENT_MAX + LP_EVENT_BYTES;
    ULong end;

    if (!lp_events_on)
        return False;
    if (used + EVENT_MAX + extra > BUFFER_SIZE)
        flush();
    if (written + used + EVENT_MAX + extra > limit) {
        put('T');
        flush();
        end_log();
        return False;
    }
    end = limit - written < BUFFER_SIZE ? limit - written : BUFFER_SIZE;
    sure = lp_events_on && end > most ? (UInt)end - most : 0;
    return lp_events_on;
}

/* The same, and writes the event's type. */
static Bool begin(UChar type, SizeT extra)
{
    if (UNLIKELY(used >= sure || extra > LP_EVENT_BYTES) && !make_room(extra))
        return False;
    put_thread();
    put(type);
    return True;
}

void lp_events_open(const HChar *file_name, ULong cap_bytes)
{
    HChar *path = VG_(expand_file_name)("--events", file_name);
    SysRes res = VG_(open)(path, VKI_O_CREAT | VKI_O_WRONLY | VKI_O_TRUNC, 0666);
    const HChar *magic = "LPEV";

    if (sr_isError(res)) {
        VG_(umsg)("cannot open '%s' for events\n", path);
        return;
    }
    fd = VG_(safe_fd)((Int)sr_Res(res)); /* where the program does not see it */
    limit = cap_bytes;
    lp_events_on = True;
    while (*magic)
        put((UChar)*magic++);
    put(VERSION);
}

void lp_events_close(void)
{
    if (begin('Z', 0))
        flush();
    end_log();
}

void lp_events_forked(void)
{
    used = 0;
    end_log();
}

/* --- names: each one is written once, before its first use --- */

struct name {
    struct name *next;
    UWord key;
    UInt number;
    HChar *text;
};

static Word name_differs(const void *a, const void *b)
{
    return VG_(strcmp)(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static UInt name_number(VgHashTable **table, UChar type, const HChar *text)
{
    struct name key = {.text = (HChar *)text}, *name;
    SizeT length = VG_(strlen)(text), i;

    if (length > 1000)
        length = 1000;
    if (!*table)
        *table = VG_(HT_construct)("lastptr.names");
    for (i = 0; i < length; i++)
        key.key = key.key * 31 + (UChar)text[i];
    name = VG_(HT_gen_lookup)(*table, &key, name_differs);
    if (name)
        return name->number;
    name = VG_(malloc)("lastptr.name", sizeof *name);
    *name = key;
    name->text = VG_(strdup)("lastptr.name.text", text);
    name->number = VG_(HT_count_nodes)(*table) + 1;
    VG_(HT_add_node)(*table, name);
    if (begin(type, length)) {
        put_number(name->number);
        put_number(length);
        for (i = 0; i < length; i++)
            put((UChar)text[i]);
    }
    return name->number;
}

ULong lp_event_place(Addr ip)
{
    static VgHashTable *files;
    HChar path[1000];
    UInt line;

    if (!lp_source_path(ip, path, sizeof path, &line))
        return 0;
    return (ULong)name_number(&files, 'F', path) << 32 | line;
}

UInt lp_event_function(Addr ip)
{
    static VgHashTable *functions;
    const HChar *name;

    if (!VG_(get_fnname)(VG_(current_DiEpoch)(), ip, &name))
        name = "?";
    return name_number(&functions, 'N', name);
}

/* --- events --- */

void lp_event_alloc(const struct block *block)
{
    if (!begin('A', 0))
        return;
    put_number(block->id);
    put_address(block->start);
    put_number(block->size);
}

void lp_event_free(const struct block *block)
{
    if (begin('R', 0))
        put_number(block->id);
}

static Bool is_strong(UInt entry)
{
    return entry && !(entry & ENTRY_WEAK);
}

void lp_event_pointer(Addr word, UInt old, UInt entry)
{
    if (!is_strong(old) && !is_strong(entry))
        return;
    if (!is_strong(entry)) {
        if (begin('U', 0))
            put_address(word);
        return;
    }
    if (!begin('P', 0))
        return;
    put_address(word);
    put_number(ENTRY_ID(entry));
    put_number(*(const UWord *)word - lp_block(ENTRY_ID(entry))->start);
}

void lp_event_loss(const struct block *block, enum how how)
{
    if (!begin('X', 0))
        return;
    put_number(block->id);
    put_number(how);
}

void lp_event_found(const struct block *block)
{
    if (begin('V', 0))
        put_number(block->id);
}

void lp_event_line(ULong place)
{
    if (!begin('L', 0))
        return;
    put_number(place >> 32);
    put_number(place & 0xffffffff);
}

void lp_event_call(UWord function, Addr sp)
{
    if (!begin('C', 0))
        return;
    put_number(function);
    put_address(sp);
}

void lp_event_return(Addr sp)
{
    if (begin('E', 0))
        put_address(sp);
}

void lp_event_bias(UWord bias)
{
    if (begin('M', 0))
        put_number(bias);
}

void lp_event_denied(UWord number)
{
    if (begin('D', 0))
        put_number(number);
}

void lp_event_bytes(Addr from, SizeT size)
{
    SizeT i;

    if (!begin('W', size))
        return;
    put_address(from);
    put_number(size);
    for (i = 0; i < size; i++)
        buffer[used + i] = ((const UChar *)from)[i];
    used += (UInt)size;
}

/* Told before the next event: a thread may run without doing anything of interest. */
void lp_event_thread(ThreadId tid)
{
    thread = tid;
}
