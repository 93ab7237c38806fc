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

enum { ROUNDS = 500, LOST_IN = 320, CELLS = 16 };

static const char file_name[] = "/src/list.c", other_file[] = "/src/main.c";
static char *folder, *path;

static void setup(void)
{
    folder = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(folder);
    path = ll_path_join(folder, "events");
}

static void teardown(void)
{
    ll_path_remove_tree(folder);
    free(folder);
    free(path);
}

/* ---- a log ---------------------------------------------------------------------- */

static void add(struct ll_log_writer *writer, struct ll_event event)
{
    ck_assert(ll_log_add(writer, &event));
}

/* Write a log in which main calls push() again and again. It puts a block into one of
 * CELLS words, after the one that was there is freed; in round LOST_IN it is not.
 * Returns how many events there are. */
static size_t write_log(struct ll_buf *out, size_t rounds)
{
    struct ll_log_writer writer;
    const uint64_t stack = 0x7ffe000000, heap = 0x5000, cells = 0x404000;
    ll_log_begin(&writer, out);
    add(&writer,
        (struct ll_event){.type = LL_EVENT_CALL, .name = "main", .address = stack});
    for (size_t i = 0; i < rounds; i++) {
        uint64_t block = i + 1, cell = cells + 8 * (i % CELLS);
        add(&writer,
            (struct ll_event){.type = LL_EVENT_LINE, .file = other_file, .line = 5});
        add(&writer, (struct ll_event){
                         .type = LL_EVENT_CALL, .name = "push", .address = stack - 64});
        add(&writer,
            (struct ll_event){.type = LL_EVENT_LINE, .file = file_name, .line = 10});
        add(&writer, (struct ll_event){.type = LL_EVENT_ALLOC,
                                       .block = block,
                                       .address = heap + 64 * i,
                                       .size = 24});
        add(&writer, (struct ll_event){.type = LL_EVENT_POINTER,
                                       .address = stack - 80,
                                       .block = block});
        add(&writer,
            (struct ll_event){.type = LL_EVENT_LINE, .file = file_name, .line = 11});
        if (i >= CELLS && i != LOST_IN)
            add(&writer,
                (struct ll_event){.type = LL_EVENT_FREE, .block = block - CELLS});
        add(&writer,
            (struct ll_event){.type = LL_EVENT_LINE, .file = file_name, .line = 12});
        add(&writer,
            (struct ll_event){
                .type = LL_EVENT_POINTER, .address = cell, .block = block, .size = 8});
        if (i == LOST_IN)
            add(&writer,
                (struct ll_event){.type = LL_EVENT_LOST, .block = block - CELLS});
        add(&writer,
            (struct ll_event){.type = LL_EVENT_NO_POINTER, .address = stack - 80});
        add(&writer, (struct ll_event){.type = LL_EVENT_RETURN, .address = stack - 56});
    }
    add(&writer, (struct ll_event){.type = LL_EVENT_END});
    size_t count = writer.count;
    ll_log_writer_release(&writer);
    ck_assert(!out->full);
    ck_assert_int_eq(ll_file_write(path, out->data, out->len, NULL), 0);
    return count;
}

/* ---- what is true at an event ---------------------------------------------------- */

struct world {
    size_t events, lives, ended;
    char frames[8][32];
    uint64_t tops[8];
    size_t frame_count;
    char line[64];
    struct {
        uint64_t address, block, offset;
    } words[CELLS + 1];
    size_t word_count;
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

static void take(struct world *world, const struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_CALL:
        ck_assert_uint_lt(world->frame_count, 8);
        snprintf(world->frames[world->frame_count], 32, "%s", event->name);
        world->tops[world->frame_count++] = event->address;
        break;
    case LL_EVENT_RETURN:
        while (world->frame_count > 0 &&
               world->tops[world->frame_count - 1] < event->address)
            world->frame_count--;
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
    case LL_EVENT_ALLOC:
        world->lives++;
        break;
    case LL_EVENT_FREE:
        world->ended++;
        break;
    default:
        break;
    }
}

/* What is true before event number `stop` of a log; of all, if there are fewer. */
static struct world read_log(const struct ll_buf *log, size_t stop)
{
    struct world world = {0};
    struct ll_event event;
    ck_assert_int_eq(ll_file_write(path, log->data, log->len, NULL), 0);
    struct ll_events *events = ll_events_open(path);
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
    ck_assert_uint_eq(a->frame_count, b->frame_count);
    for (size_t i = 0; i < a->frame_count; i++)
        ck_assert_str_eq(a->frames[i], b->frames[i]);
    for (size_t i = 0; i < a->word_count; i++)
        for (size_t k = 0; k < b->word_count; k++)
            if (a->words[i].address == b->words[k].address) {
                ck_assert_uint_eq(a->words[i].block, b->words[k].block);
                ck_assert_uint_eq(a->words[i].offset, b->words[k].offset);
            }
    ck_assert_uint_eq(a->lives, b->lives);
    ck_assert_uint_eq(a->ended, b->ended);
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
    size_t count = write_log(&log, ROUNDS);
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
    size_t count = write_log(&log, ROUNDS);
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

START_TEST(a_long_log_tells_what_is_true_in_its_windows)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    enum { MOST = 300 };
    size_t count = write_log(&log, ROUNDS);
    struct ll_moment moment = find(&size), before = moment;
    ck_assert_int_eq(ll_log_copy(&copy, path, &size, MOST, &moment, 1, NULL), 0);
    ck_assert(copy.is_cut);
    ck_assert_uint_lt(copy.kept, count / 2);
    ck_assert_uint_ne(moment.event, before.event);

    /* At the loss, some events before it, and at the end. */
    for (size_t back = 0; back < 60; back += 7) {
        struct world whole = read_log(&log, before.event - back);
        struct world part = read_log(&copy.log, moment.event - back);
        assert_same(&whole, &part);
    }
    struct world whole = read_log(&log, SIZE_MAX);
    struct world part = read_log(&copy.log, SIZE_MAX);
    assert_same(&whole, &part);
    ck_assert_uint_eq(part.lives, ROUNDS);
    ck_assert_uint_eq(part.word_count, whole.word_count);
    ll_log_copy_release(&copy);
    ll_buf_release(&log);
}
END_TEST

START_TEST(a_log_that_stops_is_not_whole)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_log_copy copy;
    struct ll_log_size size;
    size_t count = write_log(&log, ROUNDS);
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
    tcase_add_test(logs, a_long_log_tells_what_is_true_in_its_windows);
    tcase_add_test(logs, a_log_that_stops_is_not_whole);
    tcase_add_test(logs, a_file_that_is_no_log_is_an_error);
    suite_add_tcase(suite, logs);
    return suite_run(suite);
}
