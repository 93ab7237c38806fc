/* SPDX-License-Identifier: MIT
 *
 * What is told from a snapshot and a program's debug information. The snapshot is made
 * up; the program (FUZZ_PROGRAM) is built with this fuzzer, and left FUZZ_SNAPSHOT.
 * Made-up debug information is not tried: libdw is not made for it, which is why all of
 * this runs in a process apart. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "fuzz/fuzz.h"
#include "values/explain.h"

static struct ll_buf executable = LL_BUF_INIT;
static struct ll_program program;
static char *file; /* the fault is there, as the genuine snapshot has it */
static unsigned line;

static bool read_source(void *data, const char *name, struct ll_buf *to)
{
    (void)data;
    return ll_file_read(name, 1 << 20, to, NULL) == 0;
}

static bool read_snapshots(const uint8_t *bytes, size_t count)
{
    struct ll_buf snapshots = fuzz_buf(bytes, count);
    const struct ll_values_order order = {
        .snapshots = &snapshots, .program = &program, .read = read_source};
    struct ll_diags diags = {0};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_INVALID_READ);
    fuzz_expect(ll_stack_add(&diag.at, "f", file, line, 0, NULL) &&
                    ll_diags_add(&diags, &diag, NULL) == 0,
                "a fault can be made");
    fuzz_expect(ll_values_explain_order(&order, &diags, NULL) == 0,
                "any snapshot is read");
    bool good = diags.items[0].path.count > 0;
    ll_diags_release(&diags);
    ll_buf_release(&snapshots);
    return good;
}

/* Open the program, and find where the fault was of which the snapshot tells. */
static void open_program(const struct ll_buf *snapshots)
{
    struct ll_memory memory;
    const char *name = NULL;
    size_t at = 0;
    fuzz_expect(ll_file_read(FUZZ_PROGRAM, (size_t)64 << 20, &executable, NULL) == 0 &&
                    ll_program_open(&program, &executable),
                "the program can be read");
    fuzz_expect(ll_memory_read(&memory, snapshots, &at) == 1 && memory.frame_count > 0,
                "there is a snapshot of it");
    fuzz_expect(ll_program_line(&program, memory.frames[0].address, &name, &line) &&
                    (file = strdup(name)) != NULL,
                "its fault has a line");
    ll_memory_release(&memory);
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    fuzz_expect(ll_file_read(FUZZ_SNAPSHOT, LL_SNAPSHOT_BYTES, good, NULL) == 0,
                "there is a snapshot");
    open_program(good);
    ll_buf_add(bad, ll_buf_text(good), good->len / 2);
}

const struct fuzzer fuzzer = {read_snapshots, examples};
