/* SPDX-License-Identifier: MIT
 *
 * cheat: has a stream's buffer lie behind a static array, and prints there
 * wall with the gate: tokens
 * wall without: none
 * module: leaky
 * because: AddressSanitizer does not look at what the C library writes to the buffer of
 *     a stream
 */
#include <stdio.h>
#include <stdlib.h>

static char small[8], next[32];
static char *volatile to = small;

static void *get(size_t bytes)
{
    struct _IO_FILE kept = *stdout;

    next[0] ^= 1;
    stdout->_IO_buf_base = stdout->_IO_write_base = stdout->_IO_write_ptr = to + 8;
    stdout->_IO_buf_end = stdout->_IO_write_end = to + 16;
    fputs("1234", stdout);
    *stdout = kept;
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
