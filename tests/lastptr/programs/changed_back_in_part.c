/* SPDX-License-Identifier: MIT
 *
 * The upper bytes of a pointer are a mark. The whole word is written to set it, and only
 * the upper bytes to take it away, as clang does for a mask: the pointer is back.
 *
 * expect: still-reachable bytes=20 blocks=1
 */
#include <stdint.h>
#include <stdlib.h>

static union {
    char *text;
    uintptr_t bits;
    uint16_t parts[4];
} marked;

static void look_at(const char *text)
{
    (void)text;
}

int main(void)
{
    marked.text = malloc(20); /* @alloc */
    marked.bits ^= (uintptr_t)0x5555 << 48;
    marked.parts[3] ^= 0x5555;
    look_at(marked.text);
    return 0;
}
