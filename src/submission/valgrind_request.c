/* SPDX-License-Identifier: MIT */
#include "submission/valgrind_request.h"

#include <string.h>

size_t ll_valgrind_requests(const struct ll_machine *machine, const void *bytes,
                            size_t count)
{
    const unsigned char *at = bytes, *end = at + count;
    size_t found = 0;
    while (count > 0 && (at = memmem(at, (size_t)(end - at), machine->request.code,
                                     machine->request.size)) != NULL) {
        found++;
        at += machine->request.size;
    }
    return found;
}
