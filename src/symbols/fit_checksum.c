/* SPDX-License-Identifier: MIT
 *
 * fit_checksum FILE CHECKSUM: append four bytes to FILE, so that its CRC-32 becomes
 * CHECKSUM (hexadecimal). Part of the build; see make-symbols.
 *
 * To take the bytes b into a register r is to take four zero bytes into r ^ b; and a
 * step with a zero byte can be taken back, as each entry of the table has another
 * highest byte.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t table[256];

static void make_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t entry = i;
        for (int bit = 0; bit < 8; bit++)
            entry = entry >> 1 ^ (entry & 1 ? 0xedb88320 : 0);
        table[i] = entry;
    }
}

static uint32_t step_back(uint32_t after)
{
    uint32_t i = 0;
    while (table[i] >> 24 != after >> 24)
        i++;
    return (after ^ table[i]) << 8 | i;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[1], "r+b") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: fit_checksum FILE CHECKSUM: %s\n", strerror(errno));
        return 2;
    }
    make_table();
    uint32_t state = 0xffffffff, wanted = ~(uint32_t)strtoul(argv[2], NULL, 16);
    for (int c; (c = getc(file)) != EOF;)
        state = table[(state ^ (uint32_t)c) & 0xff] ^ state >> 8;
    for (int i = 0; i < 4; i++)
        wanted = step_back(wanted);
    uint32_t bytes = state ^ wanted;
    int failed = ferror(file) || fseek(file, 0, SEEK_END) != 0;
    for (int i = 0; i < 4 && !failed; i++)
        failed = putc((int)(bytes >> 8 * i & 0xff), file) == EOF;
    if (fclose(file) != 0 || failed) {
        fprintf(stderr, "fit_checksum: cannot write '%s'\n", argv[1]);
        return 1;
    }
    return 0;
}
