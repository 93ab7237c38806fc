/* SPDX-License-Identifier: MIT
 *
 * The log of events that lastptr writes. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "tools/lastptr_log.h"

static bool read_log(const uint8_t *bytes, size_t count)
{
    struct ll_events *log = ll_events_open(fuzz_file(bytes, count));
    struct ll_event event;
    size_t sum = 0;
    int result = -1;
    if (log == NULL)
        return false;
    while ((result = ll_events_next(log, &event)) == 1) {
        sum += (event.file != NULL ? strlen(event.file) : 0) +
               (event.name != NULL ? strlen(event.name) : 0);
        for (uint64_t i = 0; event.bytes != NULL && i < event.size; i++)
            sum += event.bytes[i];
    }
    fuzz_expect(ll_events_next(log, &event) == result, "the end of a log stays so");
    ll_events_close(log);
    fuzz_keep(sum);
    return result == 0;
}

/* One event of each type. */
static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    static const char events[] = "LPEV\2"
                                 "M\x80\x20"
                                 "F\1\3a.c"
                                 "L\1\7"
                                 "N\1\4main"
                                 "C\1\x81\x7f"
                                 "A\1\x10\x20"
                                 "P\x11\1\2"
                                 "U\x10"
                                 "X\1\3"
                                 "V\1"
                                 "R\1"
                                 "E\x13"
                                 "W\x10\4abcd"
                                 "S\2"
                                 "Z";
    ll_buf_add(good, events, sizeof events - 1);
    ll_buf_add(bad, events, sizeof events - 2);
}

const struct fuzzer fuzzer = {read_log, examples};
