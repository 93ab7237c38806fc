/* SPDX-License-Identifier: MIT
 *
 * What the runtime wrote while a program was swept. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "sweep/log.h"

static size_t use(const struct ll_log *log)
{
    size_t sum = ll_log_left(log, 0) != NULL;
    for (size_t i = 0; i < log->point_count; i++) {
        const struct ll_point *point = &log->points[i];
        fuzz_expect(point->frame_count <= LL_SWEEP_FRAMES_MAX, "frames have room");
        fuzz_expect(ll_log_point(log, point->number) != NULL, "a point is found");
        sum += strlen(point->function);
    }
    return sum;
}

static bool read_log(const uint8_t *bytes, size_t count)
{
    struct ll_log log = {0}, all = {0};
    fuzz_expect(ll_log_read(fuzz_file(bytes, count), &log, NULL) == 0,
                "any log is read");
    bool good = log.total > 0;
    fuzz_keep(use(&log));
    fuzz_expect(ll_log_join(&all, &log, NULL) == 0, "logs can be joined");
    ll_log_release(&log);
    ll_log_release(&all);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "point 1 malloc 16 - 0x12ab 0x34cd\n"
                      "child 1 77 exited 1 0.25\n"
                      "point 2 calloc 8 fopen 0x12ab\n"
                      "aborted 78\n"
                      "child 2+ 78 signalled 6 0.5\n"
                      "left 79 0x12ab\n"
                      "kept 77 16\n"
                      "kept 0 8\n"
                      "asserted 79\n"
                      "total 2\n");
    ll_buf_puts(bad, "point 1 malloc\n");
}

const struct fuzzer fuzzer = {read_log, examples};
