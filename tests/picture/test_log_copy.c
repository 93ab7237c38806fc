/* SPDX-License-Identifier: MIT
 *
 * The part of a log that a page holds: a short log stays as it is; of a long one, all
 * that is true in the middle of a window is told there, too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "picture/log_copy.h"
#include "picture/log_writer.h"
#include "support/suite.h"

enum { ROUNDS = 100, LOST_IN = 60, CELLS = 16 };

static const char file_name[] = "/src/list.c", other_file[] = "/src/main.c";
static char *folder, *path, *copy_path;

static void setup(void)
{
    folder = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(folder);
    path = ll_path_join(folder, "events");
    copy_path = ll_path_join(folder, "copy");
}

static void teardown(void)
{
    ll_path_remove_tree(folder);
    free(folder);
    free(path);
    free(copy_path);
}

/* ---- a log ---------------------------------------------------------------------- */

static struct ll_log_writer writer;

static void add(struct ll_event event)
{
    ck_assert(ll_log_add(&writer, &event));
}

static void add_line(const char *file, unsigned line)
{
    add((struct ll_event){.type = LL_EVENT_LINE, .file = file, .line = line});
}

static void add_pointer(uint64_t address, uint64_t block, uint64_t offset)
{
    add((struct ll_event){
        .type = LL_EVENT_POINTER, .address = address, .block = block, .size = offset});
}

static void add_write(uint64_t address, uint32_t value)
{
    add((struct ll_event){.type = LL_EVENT_WRITE,
                          .address = address,
                          .size = sizeof value,
                          .bytes = (const unsigned char *)&value});
}

static void add_at(enum ll_event_type type, uint64_t address, const char *name)
{
    add((struct ll_event){.type = type, .address = address, .name = name});
}

static void add_of_block(enum ll_event_type type, uint64_t block)
{
    add((struct ll_event){.type = type, .block = block});
}

static void add_thread(unsigned thread)
{
    add((struct ll_event){.type = LL_EVENT_THREAD, .thread = thread});
}

#define STACK ((uint64_t)0x1ffe000000)
#define OTHER_STACK ((uint64_t)0x9000000)
#define HEAP ((uint64_t)0x500000)
#define CELL ((uint64_t)0x404000)

/* Words of 4 bytes whose values are compared: a variable of push(), one of main(), one
 * of the file, one of the other thread, and the content of the block that is lost. */
enum { WATCHED = 5 };
static const uint64_t watched[WATCHED] = {STACK - 88, STACK - 32, CELL + 256,
                                          OTHER_STACK - 16,
                                          HEAP + 64 * (LOST_IN - CELLS)};

/* A call of push(): it puts block number i + 1 into one of CELLS words, after the one
 * that was there is freed; in round LOST_IN it is not. */
static void add_push(size_t i)
{
    const uint64_t block = i + 1;
    add_at(LL_EVENT_CALL, STACK - 64, "push");
    add_line(file_name, 10);
    add((struct ll_event){
        .type = LL_EVENT_ALLOC, .block = block, .address = HEAP + 64 * i, .size = 24});
    add_pointer(STACK - 80, block, 0);
    add_write(HEAP + 64 * i, (uint32_t)(i * 3));
    add_line(file_name, 11);
    if (i % 2 == 0)
        add_write(STACK - 88, (uint32_t)i);
    if (i >= CELLS && i != LOST_IN)
        add_of_block(LL_EVENT_FREE, block - CELLS);
    add_line(file_name, 12);
    add_pointer(CELL + 8 * (i % CELLS), block, 8);
    if (i == LOST_IN)
        add_of_block(LL_EVENT_LOST, block - CELLS);
    add_at(LL_EVENT_NO_POINTER, STACK - 80, NULL);
    add_at(LL_EVENT_RETURN, STACK - 56, NULL);
}

/* Write a log in which main() calls push() again and again, while another thread
 * counts. Returns how many events there are. */
static size_t write_log(struct ll_buf *out)
{
    ll_log_begin(&writer, out);
    add((struct ll_event){.type = LL_EVENT_BIAS, .size = 0x400000});
    add_at(LL_EVENT_CALL, STACK, "main");
    add_thread(2);
    add_at(LL_EVENT_CALL, OTHER_STACK, "work");
    for (size_t i = 0; i < ROUNDS; i++) {
        add_thread(2);
        add_line(other_file, 30);
        add_write(OTHER_STACK - 16, (uint32_t)(7 * i));
        add_thread(1);
        add_line(other_file, 5);
        add_write(STACK - 32, (uint32_t)i);
        add_write(CELL + 256, (uint32_t)(i / 20));
        add_push(i);
    }
    add((struct ll_event){.type = LL_EVENT_END});
    size_t count = writer.count;
    ll_log_writer_release(&writer);
    ck_assert(!out->full);
    ck_assert_int_eq(ll_file_write(path, out->data, out->len, NULL), 0);
    return count;
}

/* ---- what is true at an event ---------------------------------------------------- */

struct world {
    size_t events, lives, ended;
    unsigned thread; /* from 1 */
    struct {
        const char *names[8];
        uint64_t tops[8];
        size_t count;
    } stacks[3];
    char line[64];
    struct {
        uint64_t address, block, offset;
    } words[CELLS + 1];
    size_t word_count;
    uint32_t values[WATCHED];
    bool known[WATCHED];
};

static void set_word(struct world *world, const struct ll_event *event, uint64_t block)
{
    size_t i = 0;
    while (i < world->word_count && world->words[i].address != event->address)
        i++;
    if (i == world->word_count)
        world->word_count++;
    ck_assert_uint_le(world->word_count, CELLS + 1);
    world->words[i].address = event->address;
    world->words[i].block = block;
    world->words[i].offset = block == 0 ? 0 : event->size;
}

/* What is in the given bytes has no value any more. */
static void forget(struct world *world, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < WATCHED; i++)
        if (watched[i] >= from && watched[i] < to)
            world->known[i] = false;
}

static void take_write(struct world *world, const struct ll_event *event)
{
    for (size_t i = 0; i < WATCHED; i++)
        if (watched[i] >= event->address &&
            watched[i] + 4 <= event->address + event->size) {
            memcpy(&world->values[i], event->bytes + (watched[i] - event->address), 4);
            world->known[i] = true;
        }
}

static void take_stack(struct world *world, const struct ll_event *event)
{
    const bool call = event->type == LL_EVENT_CALL;
    const uint64_t ends = event->address + call;
    ck_assert_uint_lt(world->thread, 3);
    size_t *count = &world->stacks[world->thread].count;
    while (*count > 0 && world->stacks[world->thread].tops[*count - 1] < ends)
        --*count;
    forget(world, ends - 4096, ends);
    if (!call)
        return;
    ck_assert_uint_lt(*count, 8);
    world->stacks[world->thread].names[*count] =
        strcmp(event->name, "main") == 0   ? "main"
        : strcmp(event->name, "work") == 0 ? "work"
                                           : "push";
    world->stacks[world->thread].tops[(*count)++] = event->address;
}

static void take(struct world *world, const struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_THREAD:
        world->thread = event->thread;
        break;
    case LL_EVENT_CALL:
    case LL_EVENT_RETURN:
        take_stack(world, event);
        break;
    case LL_EVENT_LINE:
        snprintf(world->line, sizeof world->line, "%s:%u", event->file, event->line);
        break;
    case LL_EVENT_POINTER:
        set_word(world, event, event->block);
        break;
    case LL_EVENT_NO_POINTER:
        set_word(world, event, 0);
        break;
    case LL_EVENT_WRITE:
        take_write(world, event);
        break;
    case LL_EVENT_ALLOC:
        world->lives++;
        forget(world, event->address, event->address + event->size);
        break;
    case LL_EVENT_FREE:
        world->ended++;
        break;
    default:
        break;
    }
}

/* What is true before event number `stop` of a log; of all, if there are fewer. */
static struct world read_log(const char *from, size_t stop)
{
    struct world world = {.thread = 1};
    struct ll_event event;
    struct ll_events *events = ll_events_open(from);
    ck_assert_ptr_nonnull(events);
    while (world.events < stop && ll_events_next(events, &event) == 1) {
        take(&world, &event);
        world.events++;
    }
    ll_events_close(events);
    return world;
}

static void assert_same(const struct world *a, const struct world *b)
{
    ck_assert_str_eq(a->line, b->line);
    ck_assert_uint_eq(a->thread, b->thread);
    for (size_t i = 1; i < 3; i++) {
        ck_assert_uint_eq(a->stacks[i].count, b->stacks[i].count);
        for (size_t k = 0; k < a->stacks[i].count; k++)
            ck_assert_str_eq(a->stacks[i].names[k], b->stacks[i].names[k]);
    }
    for (size_t i = 0; i < WATCHED; i++) {
        ck_assert_msg(a->known[i] == b->known[i], "word %zu", i);
        if (a->known[i])
            ck_assert_uint_eq(a->values[i], b->values[i]);
    }
    for (size_t i = 0; i < a->word_count; i++)
        for (size_t k = 0; k < b->word_count; k++)
            if (a->words[i].address == b->words[k].address) {
                ck_assert_uint_eq(a->words[i].block, b->words[k].block);
                ck_assert_uint_eq(a->words[i].offset, b->words[k].offset);
            }
    ck_assert_uint_eq(a->lives - a->ended, b->lives - b->ended);
}

/* ---- a leak ---------------------------------------------------------------------- */

static struct ll_diags diags;
static const char *const roots[] = {"/src", NULL};

static void add_leak(void)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    diag.bytes = 24;
    diag.blocks = 1;
    diag.how = LL_LOSS_OVERWRITTEN;
    ck_assert(ll_stack_add(&diag.allocated, "push", file_name, 10, 0, NULL));
    ck_assert(ll_stack_add(&diag.lost, "push", file_name, 12, 0, NULL));
    ck_assert_int_eq(ll_diags_add(&diags, &diag, NULL), 0);
}

static struct ll_moment find(struct ll_log_size *size)
{
    struct ll_moment moment;
    add_leak();
    ck_assert_int_eq(ll_moments_find(path, &diags, roots, &moment, size, NULL), 0);
    ll_diags_release(&diags);
    return moment;
}

START_TEST(a_loss_is_found_by_its_lines)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_size size;
    size_t count = write_log(&log);
    struct ll_moment moment = find(&size);
    ck_assert_uint_eq(size.events, count);
    ck_assert(size.is_whole);
    ck_assert(moment.has_event);
    ck_assert_uint_eq(moment.block, LOST_IN + 1 - CELLS);
    ll_buf_release(&log);
}
END_TEST

START_TEST(a_short_log_stays_as_it_is)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    size_t count = write_log(&log);
    struct ll_moment moment = find(&size), before = moment;
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, count, &moment, 1, NULL), 0);
    ck_assert(!copy.is_cut);
    ck_assert_uint_eq(copy.kept, count);
    ck_assert_uint_eq(moment.event, before.event);
    ck_assert_uint_eq(copy.log.len, log.len);
    ck_assert_mem_eq(copy.log.data, log.data, log.len);
    ck_assert_uint_eq(copy.files.count, 2);
    ck_assert_str_eq(copy.files.items[0], other_file);
    ll_log_copy_release(&copy);
    ll_buf_release(&log);
}
END_TEST

/* Windows that begin at each place of a round. */
START_TEST(a_long_log_tells_what_is_true_in_its_windows)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    const size_t most = 240 + 12 * (size_t)_i;
    size_t count = write_log(&log);
    struct ll_moment moment = find(&size), before = moment;
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, most, &moment, 1, NULL), 0);
    ck_assert(copy.is_cut);
    ck_assert_uint_lt(copy.kept, count / 2);
    ck_assert_uint_ne(moment.event, before.event);

    ck_assert_int_eq(ll_file_write(copy_path, copy.log.data, copy.log.len, NULL), 0);

    /* From the start of the window to the loss, and at the end. */
    for (size_t back = 0; back <= most / 3 / 4 * 3; back += 4) {
        struct world whole = read_log(path, before.event - back);
        struct world part = read_log(copy_path, moment.event - back);
        assert_same(&whole, &part);
    }
    struct world whole = read_log(path, SIZE_MAX);
    struct world part = read_log(copy_path, SIZE_MAX);
    assert_same(&whole, &part);
    ck_assert_uint_eq(part.word_count, whole.word_count);
    ck_assert(copy.lacks_blocks);
    ck_assert_uint_lt(part.lives, ROUNDS - CELLS);
    ll_log_copy_release(&copy);
    ll_buf_release(&log);
}
END_TEST

/* Of few blocks, none is left out. */
START_TEST(the_lives_of_blocks_are_kept)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    write_log(&log);
    struct ll_moment moment = find(&size);
    ck_assert_uint_eq(size.blocks, ROUNDS);
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, 8 * ROUNDS, &moment, 1, NULL), 0);
    ck_assert(copy.is_cut);
    ck_assert(!copy.lacks_blocks);
    ck_assert_int_eq(ll_file_write(copy_path, copy.log.data, copy.log.len, NULL), 0);
    struct world part = read_log(copy_path, SIZE_MAX);
    ck_assert_uint_eq(part.lives, ROUNDS);
    ll_log_copy_release(&copy);
    ll_buf_release(&log);
}
END_TEST

START_TEST(a_log_that_stops_is_not_whole)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    size_t count = write_log(&log);
    ck_assert_int_eq(ll_file_write(path, log.data, log.len - 2, NULL), 0);
    struct ll_moment moment = find(&size);
    ck_assert(!size.is_whole);
    ck_assert_uint_lt(size.events, count);
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, count, &moment, 1, NULL), 0);
    ck_assert_uint_eq(copy.kept, size.events);
    ll_log_copy_release(&copy);
    ll_buf_release(&log);
}
END_TEST

START_TEST(a_file_that_is_no_log_is_an_error)
{
    struct ll_log_size size;
    struct ll_log_copy copy;
    struct ll_error err = {0};
    ck_assert_int_eq(ll_file_write(path, "GIF89a", 6, NULL), 0);
    ck_assert_int_eq(ll_moments_find(path, &diags, roots, NULL, &size, &err), -1);
    ck_assert_str_eq(err.text, "cannot read the log of events: Invalid argument");
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, 1, NULL, 0, &err), -1);
    ll_log_copy_release(&copy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log_copy");
    TCase *logs = case_create("logs");
    tcase_add_checked_fixture(logs, setup, teardown);
    tcase_add_test(logs, a_loss_is_found_by_its_lines);
    tcase_add_test(logs, a_short_log_stays_as_it_is);
    tcase_add_loop_test(logs, a_long_log_tells_what_is_true_in_its_windows, 0, 8);
    tcase_add_test(logs, the_lives_of_blocks_are_kept);
    tcase_add_test(logs, a_log_that_stops_is_not_whole);
    tcase_add_test(logs, a_file_that_is_no_log_is_an_error);
    suite_add_tcase(suite, logs);
    return suite_run(suite);
}
