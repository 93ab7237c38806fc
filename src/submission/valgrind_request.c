/* SPDX-License-Identifier: MIT */
#include "submission/valgrind_request.h"

#include <string.h>

size_t ll_valgrind_requests(const void *bytes, size_t count)
{
    /* On x86-64 a request begins with four rotations of rdi, by 128 bits together,
     * which change nothing (see <valgrind/valgrind.h>). */
    static const unsigned char preamble[] = {0x48, 0xc1, 0xc7, 0x03, 0x48, 0xc1,
                                             0xc7, 0x0d, 0x48, 0xc1, 0xc7, 0x3d,
                                             0x48, 0xc1, 0xc7, 0x33};
    const unsigned char *at = bytes, *end = at + count;
    size_t found = 0;
    while (count > 0 &&
           (at = memmem(at, (size_t)(end - at), preamble, sizeof preamble)) != NULL) {
        found++;
        at += sizeof preamble;
    }
    return found;
}
