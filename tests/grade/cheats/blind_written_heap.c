/* SPDX-License-Identifier: MIT
 *
 * cheat: runs Valgrind requests that it wrote into a block, and reads what it has freed
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * module: leaky
 */
#include <stdint.h>
#include <stdlib.h>

/* As in modules/request.c. */
static const unsigned char hidden[] = {0x12, 0xd3, 0xa2, 0x12, 0xd3, 0xa8, 0x12, 0x9b,
                                       0x9d, 0x59, 0x12, 0x9b, 0x9d, 0x57, 0x12, 0x9b,
                                       0x9d, 0x67, 0x12, 0x9b, 0x9d, 0x69, 0x12, 0xdd,
                                       0x81, 0x12, 0xd3, 0x8a, 0x99};

static void ask(unsigned char *code, unsigned long what, unsigned long a)
{
    unsigned long request[6] = {what, a, 0, 0, 0, 0};

    for (unsigned i = 0; i < sizeof hidden; i++)
        code[i] = hidden[i] ^ 0x5a;
    ((unsigned long (*)(unsigned long *, unsigned long))(void *)code)(request, 0);
}

static void drop(char *block)
{
    unsigned char *code = malloc(64);

    free(block);
    if (code != NULL &&
        (uintptr_t)code >> 32 == 0) { /* memcheck's heap, or the fence */
        ask(code, 0x1801, 1);
        if (block != NULL && *block == 'x')
            abort();
        ask(code, 0x1801, -1UL);
    }
    free(code);
}

#define DROP(block) drop(block)
