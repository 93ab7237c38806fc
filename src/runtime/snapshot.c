/* SPDX-License-Identifier: MIT
 *
 * A snapshot begins with the frames of the stack. Then it follows each word that may be
 * a pointer, from the frames and the global variables to the heap. It reads memory by
 * letting the kernel write it to the file: where there is no memory, write() fails. */
#include "runtime/snapshot.h"

#include <link.h>
#include <stdatomic.h>
#include <unwind.h>

#include "runtime/hooks.h"
#include "runtime/private.h"

enum {
    FRAME_BYTES = 64 * 1024,
    GLOBAL_BYTES = 256 * 1024,
    BLOCK_BYTES = 16 * 1024,
    FREE_BYTES = 16,   /* what AddressSanitizer uses of a freed block, at most */
    LOOSE_BYTES = 256, /* of what a pointer to anything else is followed to */
    FAKE_BYTES = 16 * 1024,
    WORDS = 512, /* read at once */
    ARGUMENTS_ROOM = 1 << 20,
};

/* The first word of a frame that AddressSanitizer keeps outside the stack, to notice
 * uses after the function's end. Its code is part of the compilers' interface. */
#define FAKE_FRAME 0x41b58ab3UL

/* Written already; also what is still to be searched for pointers. */
struct region {
    uintptr_t start, size;
};

static struct {
    char path[4096];
    pid_t owner; /* of the file */
    int fd;
    int taken;
    off_t at; /* where the next record begins */
    atomic_bool busy;
    uintptr_t own_end;               /* of this part's own frames */
    uintptr_t stack_low, stack_high; /* the own frames, with what lies between them */
    uintptr_t program_low, program_high;
    uintptr_t bias;
    size_t frames;
    size_t regions;
    struct region region[LL_SNAPSHOT_PARTS];
} state = {.fd = -1};

/* ---- writing --------------------------------------------------------------------- */

static void put(const void *bytes, size_t count)
{
    if (ll_sys_pwrite(state.fd, bytes, count, state.at) == (ssize_t)count)
        state.at += (off_t)count;
}

static void put_record(enum ll_snapshot_type type, size_t size, uintptr_t a,
                       uintptr_t b, uintptr_t c)
{
    const struct ll_snapshot_record record = {
        .type = type, .size = (uint32_t)size, .a = a, .b = b, .c = c};
    put(&record, sizeof record);
}

/* Copy up to `count` bytes of the program's memory; less where memory ends. The end of
 * the file serves as a place to copy through. */
static size_t peek(uintptr_t address, void *bytes, size_t count)
{
    ssize_t there = ll_sys_pwrite(state.fd, (const void *)address, count, state.at);
    if (there <= 0)
        return 0;
    there = ll_sys_pread(state.fd, bytes, (size_t)there, state.at);
    return there < 0 ? 0 : (size_t)there;
}

/* Which bytes MemorySanitizer knows to be unset. */
static void put_unset(uintptr_t address, size_t size)
{
    enum { PART = 512 };
    unsigned char unset[PART];
    for (size_t done = 0; __msan_test_shadow != NULL && done < size; done += PART) {
        size_t count = size - done < PART ? size - done : PART;
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            unset[i] = __msan_test_shadow((const void *)(address + done + i), 1) >= 0;
            any = any || unset[i];
        }
        if (any) {
            put_record(LL_SNAPSHOT_UNSET, count, address + done, 0, 0);
            put(unset, count);
        }
    }
}

/* Write memory, and remember to search it. */
static void put_memory(uintptr_t start, uintptr_t size)
{
    if (size == 0 || state.regions == LL_SNAPSHOT_PARTS ||
        state.at + (off_t)size > LL_SNAPSHOT_BYTES)
        return;
    off_t before = state.at;
    state.at += (off_t)sizeof(struct ll_snapshot_record);
    ssize_t there = ll_sys_pwrite(state.fd, (const void *)start, size, state.at);
    state.at = before;
    if (there <= 0)
        return;
    put_record(LL_SNAPSHOT_MEMORY, (size_t)there, start, 0, 0);
    state.at += there;
    state.region[state.regions++] = (struct region){start, (uintptr_t)there};
    put_unset(start, (size_t)there);
}

static bool is_known(uintptr_t address)
{
    for (size_t i = 0; i < state.regions; i++)
        if (address - state.region[i].start < state.region[i].size)
            return true;
    return false;
}

/* ---- the program and its frames -------------------------------------------------- */

/* The program's own ELF header; the linker defines the name. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

static const ElfW(Phdr) * program_part(size_t index)
{
    const char *file = (const char *)&__ehdr_start;
    return index < __ehdr_start.e_phnum
               ? (const ElfW(Phdr) *)(const void *)(file + __ehdr_start.e_phoff) + index
               : NULL;
}

static void find_program(void)
{
    const ElfW(Phdr) * part;
    uintptr_t lowest = UINTPTR_MAX, highest = 0;
    for (size_t i = 0; (part = program_part(i)) != NULL; i++) {
        if (part->p_type != PT_LOAD)
            continue;
        if (part->p_vaddr < lowest)
            lowest = part->p_vaddr;
        if (part->p_vaddr + part->p_memsz > highest)
            highest = part->p_vaddr + part->p_memsz;
    }
    state.program_low = (uintptr_t)&__ehdr_start;
    state.bias = state.program_low - lowest;
    state.program_high = state.bias + highest;
}

static void put_globals(void)
{
    const ElfW(Phdr) * part;
    for (size_t i = 0; (part = program_part(i)) != NULL; i++)
        if (part->p_type == PT_LOAD && (part->p_flags & PF_W) != 0)
            put_memory(state.bias + part->p_vaddr,
                       part->p_memsz < GLOBAL_BYTES ? part->p_memsz : GLOBAL_BYTES);
}

/* The registers that a function keeps for its caller: of others the unwinder knows
 * nothing. */
static const int kept[] = LL_MACHINE_KEPT;

/* A frame whose upper end is not known yet. */
struct frame {
    bool is_own;
    uintptr_t address, low;
    uint64_t registers[LL_SNAPSHOT_REGISTERS];
};

/* A frame that AddressSanitizer keeps outside the stack. */
static void put_fake_frame(uintptr_t start)
{
    uint64_t first = 0;
    if (start % 8 == 0 && start > 4096 && !is_known(start) &&
        peek(start, &first, sizeof first) == sizeof first && first == FAKE_FRAME)
        put_memory(start, FAKE_BYTES);
}

/* With gcc a register points to it, with clang a word on the stack. */
static void put_fake_frames(const struct frame *frame, uintptr_t low, uintptr_t high)
{
    uintptr_t words[WORDS];
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        put_fake_frame(frame->registers[kept[i]]);
    size_t room = high - low < sizeof words ? high - low : sizeof words;
    size_t count = peek(high - room, words, room) / sizeof *words;
    for (size_t i = 0; i < count; i++)
        if (words[i] - state.stack_low >= high - state.stack_low)
            put_fake_frame(words[i]);
}

static void put_frame(const struct frame *frame, uintptr_t high)
{
    uintptr_t low = frame->low;
    put_record(LL_SNAPSHOT_FRAME, sizeof frame->registers, frame->address, high, 0);
    put(frame->registers, sizeof frame->registers);
    put_fake_frames(frame, low, high);
    if (state.frames == 0)
        state.stack_low = low;
    state.stack_high = high;
    state.frames++;
    if (high - low > FRAME_BYTES)
        low = high - FRAME_BYTES;
    put_memory(low, high - low);
}

/* The unwinder gives for a frame its lower end, which is the upper end of the frame
 * that came before. */
static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
    struct frame *frame = data;
    int before = 0;
    uintptr_t low = _Unwind_GetCFA(context);
    if (frame->is_own && low > state.own_end)
        put_frame(frame, low);
    frame->low = low;
    frame->address = _Unwind_GetIPInfo(context, &before);
    frame->address -= before == 0;
    frame->is_own =
        frame->address - state.program_low < state.program_high - state.program_low;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        frame->registers[kept[i]] = _Unwind_GetGR(context, kept[i]);
    if (LL_MACHINE_SP != 0)
        frame->registers[LL_MACHINE_SP] = low;
    return state.frames == LL_SNAPSHOT_FRAMES ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* ---- what pointers point to ------------------------------------------------------ */

/* AddressSanitizer keeps a byte for each 8 bytes of memory: 0 when all can be used, 1
 * to 7 when only so many can, and more than that when none can. These are in its
 * manual. */
enum { OUTSIDE_BLOCK = 0xfa, SHADOW_BYTES = 8, BLOCK_MOST = 1 << 20 };

static unsigned shadow_of(uintptr_t address)
{
    size_t scale, offset;
    __asan_get_shadow_mapping(&scale, &offset);
    return *(const unsigned char *)((address >> scale) + offset);
}

/* The heap block around `address`, or the one that ends there. False: none. It is found
 * in the shadow memory: the library's own function for it takes a lock that it holds
 * while it reports. */
static bool find_block(uintptr_t address, uintptr_t *start, uintptr_t *size)
{
    uintptr_t low = address & -(uintptr_t)SHADOW_BYTES, end;
    if (shadow_of(low) == OUTSIDE_BLOCK)
        low -= SHADOW_BYTES;
    end = low;
    if (shadow_of(low) == OUTSIDE_BLOCK)
        return false;
    while (shadow_of(low - SHADOW_BYTES) != OUTSIDE_BLOCK)
        if ((low -= SHADOW_BYTES) + BLOCK_MOST < address)
            return false;
    while (shadow_of(end) != OUTSIDE_BLOCK)
        if ((end += SHADOW_BYTES) > address + BLOCK_MOST)
            return false;
    unsigned last = shadow_of(end - SHADOW_BYTES);
    *start = low;
    *size = end - low - (last > 0 && last < SHADOW_BYTES ? SHADOW_BYTES - last : 0);
    return true;
}

/* Write the block around `address`, if there is one. */
static void put_block(uintptr_t address)
{
    int thread;
    uintptr_t start, size;
    uint64_t calls[2 * LL_SNAPSHOT_CALLS] = {0};
    void *trace[LL_SNAPSHOT_CALLS];
    size_t count =
        __asan_get_alloc_stack((void *)address, trace, LL_SNAPSHOT_CALLS - 1, &thread);
    if (count == 0 || !find_block(address, &start, &size) || is_known(start))
        return;
    for (size_t i = 0; i < count; i++)
        calls[i] = (uintptr_t)trace[i] - 1;
    count =
        __asan_get_free_stack((void *)address, trace, LL_SNAPSHOT_CALLS - 1, &thread);
    for (size_t i = 0; i < count; i++)
        calls[LL_SNAPSHOT_CALLS + i] = (uintptr_t)trace[i] - 1;
    put_record(LL_SNAPSHOT_BLOCK, sizeof calls, start, size, count > 0);
    put(calls, sizeof calls);
    size = size < BLOCK_BYTES ? size : BLOCK_BYTES;
    /* A free of the wrong family is reported in the middle of it: AddressSanitizer has
     * written to the beginning of the block, but has not noted the free. */
    uintptr_t lost =
        count > 0 || __sanitizer_get_ownership((void *)start) ? 0 : FREE_BYTES;
    if (size > lost)
        put_memory(start + lost, size - lost);
}

/* MemorySanitizer knows the size of a block, by its first address. */
static void put_plain_block(uintptr_t start)
{
    size_t size = __sanitizer_get_allocated_size((void *)start);
    put_memory(start, size < BLOCK_BYTES ? size : BLOCK_BYTES);
}

static void follow(uintptr_t word)
{
    if (word < 4096 || word >> LL_MACHINE_BITS != 0 || is_known(word) ||
        word - state.program_low < state.program_high - state.program_low ||
        word - state.stack_low < state.stack_high - state.stack_low)
        return;
    if (word - state.stack_high < ARGUMENTS_ROOM)
        put_memory(word, LOOSE_BYTES);
    else if (__asan_get_alloc_stack != NULL)
        put_block(word);
    else if (__sanitizer_get_allocated_size != NULL && __msan_test_shadow != NULL)
        put_plain_block(word);
}

/* The list of regions grows while it is searched. */
static void follow_all(void)
{
    uintptr_t words[WORDS];
    for (size_t i = 0; i < state.regions; i++) {
        const struct region region = state.region[i];
        uintptr_t at = region.start + (-region.start & 7),
                  end = region.start + region.size;
        while (at < end) {
            size_t wanted = end - at < sizeof words ? end - at : sizeof words;
            size_t count = peek(at, words, wanted) / sizeof *words;
            for (size_t j = 0; j < count; j++)
                follow(words[j]);
            if (count == 0)
                break;
            at += count * sizeof *words;
        }
    }
}

static void open_file(void)
{
    char name[sizeof state.path + 16];
    ll_format(name, sizeof name, "%s.%d", state.path, (int)ll_sys_getpid());
    state.owner = ll_sys_getpid();
    state.taken = 0;
    state.at = 0;
    state.fd = state.path[0] == '\0'
                   ? -1
                   : ll_sys_open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static void write_snapshot(void)
{
    struct frame frame;
    ll_wipe(&frame, sizeof frame); /* gcc would call memset() for = {0} on arm64 */
    state.frames = state.regions = 0;
    state.stack_low = state.stack_high = 0;
    find_program();
    put_record(LL_SNAPSHOT_BEGIN, 0, LL_SNAPSHOT_MAGIC, state.bias, 0);
    _Unwind_Backtrace(add_frame, &frame);
    put_globals();
    follow_all();
    put_record(LL_SNAPSHOT_END, 0, 0, 0, 0);
    (void)ll_sys_ftruncate(state.fd, state.at);
    /* LeakSanitizer would take an address that stays for a pointer to its block. */
    ll_wipe(state.region, sizeof state.region);
}

/* Another thread that reports at the same time gets no snapshot. */
static void take(const void *caller)
{
    if (atomic_exchange(&state.busy, true))
        return;
    state.own_end = (uintptr_t)caller;
    if (ll_sys_getpid() != state.owner) /* a child has a file of its own */
        open_file();
    if (state.fd >= 0 && state.taken < LL_SNAPSHOT_MOST) {
        state.taken++;
        write_snapshot();
    }
    state.busy = false;
}

void ll_snapshot_stop(void)
{
    state.taken = LL_SNAPSHOT_MOST;
    state.owner = ll_sys_getpid();
}

static void before_death(void)
{
    take(__builtin_dwarf_cfa());
}

__attribute__((constructor(101))) static void start(void)
{
    const char *path = ll_getenv(LL_SNAPSHOT_ENV);
    if (path != NULL && ll_length(path) < sizeof state.path)
        ll_copy(state.path, path, ll_length(path) + 1);
    ll_unsetenv(LL_SNAPSHOT_ENV);
    if (__msan_test_shadow != NULL)
        __sanitizer_set_death_callback(before_death);
}

/* Called by the sanitizers' libraries before each report. */
void __asan_on_error(void);
void __asan_on_error(void)
{
    take(__builtin_dwarf_cfa());
}

void __ubsan_on_report(void)
{
    take(__builtin_dwarf_cfa());
}
