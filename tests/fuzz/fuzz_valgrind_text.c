/* SPDX-License-Identifier: MIT
 *
 * The reports in text of helgrind. */
#include "fuzz/fuzz.h"
#include "fuzz/show.h"

static bool read_report(const uint8_t *bytes, size_t count)
{
    return fuzz_read_valgrind("helgrind", &ll_valgrind_text, bytes, count);
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(
        good,
        "==7== Helgrind, a thread error detector\n"
        "==7== Command: /src/a\n"
        "==7== Parent PID: 6\n"
        "==7== \n"
        "==7== ---Thread-Announcement------------------------------------------\n"
        "==7== \n"
        "==7== Thread #2 was created\n"
        "==7==    at 0x4A: clone (clone.S:76)\n"
        "==7==    by 0x10: main (/src/a.c:20)\n"
        "==7== \n"
        "==7== ----------------------------------------------------------------\n"
        "==7== \n"
        "==7== Possible data race during write of size 8 at 0x10C060 by thread #1\n"
        "==7== Locks held: none\n"
        "==7==    at 0x10: main (/src/a.c:21)\n"
        "==7== \n"
        "==7== This conflicts with a previous write of size 8 by thread #2\n"
        "==7== Locks held: 1, at address 0x10C080\n"
        "==7==    at 0x10: add (/src/a.c:9)\n"
        "==7==  Location 0x10c060 is 0 bytes inside pool.first,\n"
        "==7==  a global variable declared at a.c:5\n"
        "==7== \n"
        "==7== ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 7 from 7)\n");
    ll_buf_add(bad, ll_buf_text(good), good->len - 80);
}

const struct fuzzer fuzzer = {read_report, examples};
