/* SPDX-License-Identifier: MIT
 *
 * Valgrind's log of a program's allocations. The first byte of an input says whether an
 * interpreter ran. */
#include "fuzz/fuzz.h"
#include "grade/malloc_trace.h"

static const uint8_t key[LL_SIPHASH_KEY] = {1, 2, 3};
enum { PID = 7, UNITS = 3 };

/* Append the two allocations of a mark. */
static void add_mark(struct ll_buf *log, uint64_t sizes)
{
    for (unsigned half = 0; half < 2; half++, sizes >>= 16)
        ll_buf_addf(log, "--%d-- memalign(al 16, size %u) = 0x4a0%u000\n", PID,
                    ll_observe_size(sizes), half);
}

/* Append the allocation that is tried where a pointer is observed. */
static void add_observed(struct ll_buf *log, uint64_t before)
{
    uint64_t secret = ll_observe_secret(key, LL_SECRET_OBSERVED, before);
    ll_buf_addf(log, "--%d-- memalign(al 16, size %llu) = 0x0\n", PID,
                (unsigned long long)ll_observe_pointer_size(secret));
}

static void add_bound(struct ll_buf *log, uint64_t unit, unsigned is_end)
{
    add_mark(log, ll_observe_secret(key, LL_SECRET_MARK, 2 * unit + is_end));
}

static bool read_log(const uint8_t *bytes, size_t count)
{
    static char name[] = "t";
    struct ll_observation items[UNITS] = {{.from_heap = false}};
    struct ll_unit units[UNITS];
    for (uint32_t i = 0; i < UNITS; i++) {
        items[i].value.address = 0x4c0000f;
        units[i] =
            (struct ll_unit){.number = i, .name = name, .items = &items[i], .count = 1};
    }
    struct ll_transcript transcript = {units, UNITS, .pid = PID};
    struct ll_malloc_trace trace = {0};
    bool interpreter = count > 0 && bytes[0] == '1';
    struct ll_buf log = fuzz_buf(bytes + (count > 0), count - (count > 0));
    int result =
        ll_malloc_trace_read(key, &log, &transcript, interpreter, &trace, NULL);
    fuzz_expect(result == 0, "a log never fails");
    bool good = trace.count == UNITS && !trace.forged && trace.outside == 0;
    for (uint32_t unit = 0; unit < UNITS; unit++) {
        const struct ll_balance *balance = ll_malloc_trace_find(&trace, unit);
        good = good && balance != NULL && balance->ended && items[unit].from_heap;
    }
    ll_malloc_trace_release(&trace);
    ll_buf_release(&log);
    return good;
}

/* Every way to allocate and to free, in three units. */
static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    static const char *const calls[] = {
        "malloc(16) = 0x4C00000",
        "calloc(2,8) = 0x4C00010",
        "realloc(0x4C00010,32)malloc(32) = 0x4C00020",
        "realloc(0x4C00020,64) = 0x4C00040",
        "realloc(0x4C00040,0)free(0x4C00040)",
        "_Znwm(8) = 0x4C00050",
        "_ZnwmSt11align_val_t(size 8, al 32) = 0x4C00060",
        "memalign(al 32, size 8) = 0x4C00070",
        "memalign(32, 8) = 0x4C00080",
        "aligned_alloc(al 32, size 32) = 0x4C00090",
        "posix_memalign(al 32, size 8) = 0x4C000A0",
        "aligned_alloc(32, 32) = 0x4C000B0",
        "posix_memalign(0x1FFF0000, 32, 8) = 0x4C000C0",
        "_ZdlPv(0x4C00050)",
        "free(0x4C00060)"};
    ll_buf_putc(good, '1');
    for (unsigned unit = 0; unit < UNITS; unit++) {
        add_bound(good, unit, 0);
        add_mark(good, ll_observe_secret(key, LL_SECRET_AGAIN, unit));
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            ll_buf_addf(good, "--%d-- %s\n", PID, calls[i]);
        add_observed(good, unit);
        add_bound(good, unit, 1);
    }
    ll_buf_add(bad, ll_buf_text(good), good->len / 2);
}

const struct fuzzer fuzzer = {read_log, examples};
