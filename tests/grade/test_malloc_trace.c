/* SPDX-License-Identifier: MIT
 *
 * Valgrind's log of allocations tells what a unit kept, and which observed pointers led
 * into blocks that were allocated at that time. */
#include "grade/malloc_trace.h"

#include <check.h>

#include "support/suite.h"

enum { PID = 7, POINTERS = 4, MANY = 200000 };

static const uint8_t key[LL_SIPHASH_KEY] = {1, 2, 3};

static struct ll_buf text; /* the log */
static struct ll_observation observed[POINTERS];
static struct ll_malloc_trace trace;

static void add_memalign(uint64_t size)
{
    ll_buf_addf(&text, "--%d-- memalign(al 16, size %llu) = 0x4a00000\n", PID,
                (unsigned long long)size);
}

static void add_bound(unsigned is_end)
{
    uint64_t sizes = ll_observe_secret(key, LL_SECRET_MARK, is_end);
    add_memalign(ll_observe_size(sizes));
    add_memalign(ll_observe_size(sizes >> 16));
}

static void add_line(const char *call)
{
    ll_buf_addf(&text, "--%d-- %s\n", PID, call);
}

static void observe(uint64_t before, uint64_t address)
{
    observed[before].value.address = address;
    add_memalign(
        ll_observe_pointer_size(ll_observe_secret(key, LL_SECRET_OBSERVED, before)));
}

/* All that was added, with the end of the unit. */
static void read_all(void)
{
    static char name[] = "";
    struct ll_unit unit = {.name = name, .items = observed, .count = POINTERS};
    struct ll_transcript transcript = {.units = &unit, .count = 1, .pid = PID};
    struct ll_error err = {0};
    ck_assert_int_eq(ll_malloc_trace_read(key, &text, &transcript, false, &trace, &err),
                     0);
    ck_assert_uint_eq(trace.count, 1);
    ck_assert(trace.items[0].ended);
    ck_assert_uint_eq(trace.outside, 0);
}

static void read_log(void)
{
    add_bound(1);
    read_all();
}

static void set_up(void)
{
    ll_buf_init(&text, 64 << 20);
    add_bound(0);
}

static void tear_down(void)
{
    ll_malloc_trace_release(&trace);
    ll_buf_release(&text);
}

START_TEST(a_pointer_is_from_the_heap_while_its_block_is_allocated)
{
    add_line("malloc(100) = 0x5000000");
    observe(0, 0x5000000 + 99);
    observe(1, 0x5000000 + 100);
    add_line("free(0x5000000)");
    observe(2, 0x5000000);
    add_line("malloc(0) = 0x5000000");
    observe(3, 0x5000000);
    read_log();
    ck_assert(observed[0].from_heap);
    ck_assert(!observed[1].from_heap);
    ck_assert(!observed[2].from_heap);
    ck_assert(observed[3].from_heap);
    ck_assert_uint_eq(trace.items[0].blocks, 1);
}
END_TEST

START_TEST(a_block_takes_the_place_of_one_whose_free_is_not_in_the_log)
{
    add_line("malloc(100) = 0x5000000");
    add_line("malloc(100) = 0x5000100");
    add_line("malloc(100) = 0x5000040");
    read_log();
    ck_assert_uint_eq(trace.items[0].blocks, 2);
    ck_assert_uint_eq(trace.items[0].bytes, 200);
    ck_assert_uint_eq(trace.items[0].allocations, 3);
}
END_TEST

START_TEST(a_block_is_freed_twice_unless_its_place_was_used_again)
{
    add_line("malloc(100) = 0x5000000");
    add_line("malloc(100) = 0x5000100");
    add_line("free(0x5000000)");
    add_line("free(0x5000100)");
    add_line("calloc(1,100) = 0x5000100");
    add_line("free(0x5000100)");
    read_log();
    ck_assert_uint_eq(trace.items[0].freed_twice, 0);
    ll_malloc_trace_release(&trace);
    add_line("free(0x5000000)"); /* when the unit has ended */
    read_all();
    ck_assert_uint_eq(trace.items[0].freed_twice, 1);
    ck_assert_uint_eq(trace.items[0].blocks, 0);
}
END_TEST

START_TEST(a_block_that_grew_in_its_place_is_freed_once)
{
    add_line("malloc(16) = 0x5000000");
    add_line("realloc(0x5000000,64) = 0x5000000");
    add_line("free(0x5000000)");
    read_log();
    ck_assert_uint_eq(trace.items[0].blocks, 0);
    ck_assert_uint_eq(trace.items[0].freed_twice, 0);
}
END_TEST

START_TEST(many_blocks_take_no_more_than_some_seconds)
{
    for (unsigned i = 0; i < MANY; i++)
        ll_buf_addf(&text, "--%d-- malloc(16) = 0x%x\n", PID, 0x5000000 + 32 * i);
    for (unsigned i = 0; i < MANY - 3; i++)
        ll_buf_addf(&text, "--%d-- free(0x%x)\n", PID, 0x5000000 + 32 * i);
    read_log();
    ck_assert_uint_eq(trace.items[0].blocks, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("malloc_trace");
    TCase *reading = case_create("reading");
    tcase_set_timeout(reading, 30);
    tcase_add_checked_fixture(reading, set_up, tear_down);
    tcase_add_test(reading, a_pointer_is_from_the_heap_while_its_block_is_allocated);
    tcase_add_test(reading,
                   a_block_takes_the_place_of_one_whose_free_is_not_in_the_log);
    tcase_add_test(reading, a_block_is_freed_twice_unless_its_place_was_used_again);
    tcase_add_test(reading, a_block_that_grew_in_its_place_is_freed_once);
    tcase_add_test(reading, many_blocks_take_no_more_than_some_seconds);
    suite_add_tcase(suite, reading);
    return suite_run(suite);
}
