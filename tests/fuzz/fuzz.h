/* SPDX-License-Identifier: MIT
 *
 * fuzz: what the fuzzers share. A fuzzer is a file fuzz_NAME.c that defines `fuzzer`: a
 * function that gives bytes to one parser, and an example of what the parser must
 * accept and of what it must refuse. libFuzzer calls the function with bytes that it
 * makes up.
 *
 * At its start, each fuzzer reads its two examples, and aborts if the good one is
 * refused or the bad one accepted: a fuzzer that does not reach its parser finds
 * nothing.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct fuzzer {
    /* Let the parser read the bytes, use what it read, and release it. Returns whether
     * the parser took the bytes for what they should be. */
    bool (*read)(const uint8_t *bytes, size_t count);

    /* Append an input that is accepted, and one that is refused. The good one is also a
     * seed. */
    void (*examples)(struct ll_buf *good, struct ll_buf *bad);
};

/* Each fuzz_NAME.c defines its own. */
extern const struct fuzzer fuzzer;

/* The path of a file with these bytes: the same path each time, with new content. */
const char *fuzz_file(const uint8_t *bytes, size_t count);

/* A buffer with these bytes and no room behind them, so that AddressSanitizer sees each
 * read beyond its end. Free with ll_buf_release(). */
struct ll_buf fuzz_buf(const uint8_t *bytes, size_t count);

/* End the fuzzer when `holds` is false: what we know to be true of each input. */
void fuzz_expect(bool holds, const char *what);

/* Do nothing with the sum of all that was read: the compiler cannot leave the reads
 * out. */
void fuzz_keep(size_t sum);

#endif
