/* SPDX-License-Identifier: MIT
 *
 * request.c: stands above cheats that ask Valgrind by machine code of their own, which
 * is in no file: it is written while the program runs.
 */
#include <sys/mman.h>

/* mov rax, rdi; mov rdx, rsi; four rotations of rdi; xchg rbx, rbx; mov rax, rdx; ret:
 * each byte with 0x5a in it, so that nobody finds it. */
static const unsigned char hidden[] = {0x12, 0xd3, 0xa2, 0x12, 0xd3, 0xa8, 0x12, 0x9b,
                                       0x9d, 0x59, 0x12, 0x9b, 0x9d, 0x57, 0x12, 0x9b,
                                       0x9d, 0x67, 0x12, 0x9b, 0x9d, 0x69, 0x12, 0xdd,
                                       0x81, 0x12, 0xd3, 0x8a, 0x99};

static unsigned long ask(unsigned long what, unsigned long a, unsigned long b,
                         unsigned long c)
{
    static unsigned char *code;
    unsigned long request[6] = {what, a, b, c, 0, 0};

    if (code == 0) {
        code = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (unsigned i = 0; i < sizeof hidden; i++)
            code[i] = hidden[i] ^ 0x5a;
    }
    return ((unsigned long (*)(unsigned long *, unsigned long))code)(request, 0);
}
