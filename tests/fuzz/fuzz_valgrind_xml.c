/* SPDX-License-Identifier: MIT
 *
 * The reports in XML of memcheck and lastptr. */
#include "fuzz/fuzz.h"
#include "fuzz/show.h"

static bool read_report(const uint8_t *bytes, size_t count)
{
    return fuzz_read_valgrind("memcheck", &ll_valgrind_xml, bytes, count);
}

#define FRAME(function, line)                                                          \
    "<frame><ip>0x1091A0</ip><obj>/src/a</obj><fn>" function "</fn><dir>/src</dir>"    \
    "<file>a.c</file><line>" line "</line></frame>"

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(
        good,
        "<?xml version=\"1.0\"?>\n<valgrindoutput>\n"
        "<protocolversion>4</protocolversion>\n<protocoltool>memcheck</protocoltool>\n"
        "<pid>7</pid><ppid>6</ppid><tool>memcheck</tool>\n"
        "<status><state>RUNNING</state><time>00:00:00:00.061 </time></status>\n"
        "<error><unique>0x0</unique><tid>1</tid><kind>InvalidRead</kind>"
        "<what>Invalid read of size 4</what><stack>" FRAME(
            "main",
            "7") "</stack>"
                 "<auxwhat>Address 0x4a0 is 0 bytes after a block of size 16 "
                 "alloc'd</auxwhat>"
                 "<stack>" FRAME("malloc", "1") FRAME(
                     "main",
                     "5") "</stack></error>\n"
                          "<status><state>FINISHED</state><time>00:00:00:00.500 "
                          "</time></status>\n"
                          "<error><unique>0x1</unique><tid>1</"
                          "tid><kind>Leak_DefinitelyLost</kind>"
                          "<xwhat><text>16 bytes in 1 blocks are definitely lost</text>"
                          "<leakedbytes>16</leakedbytes><leakedblocks>1</"
                          "leakedblocks></xwhat>"
                          "<stack>" FRAME("malloc", "1")
                              FRAME("main", "5") "</stack></error>\n"
                                                 "</valgrindoutput>\n");
    ll_buf_add(bad, ll_buf_text(good), good->len - 8);
}

const struct fuzzer fuzzer = {read_report, examples};
