/* SPDX-License-Identifier: MIT
 *
 * cheat: writes the machine code of a request to Valgrind while it runs
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include <string.h>
#include <sys/mman.h>

/* Each byte is one less than it should be: rolq rdi by 3, 13, 61, 51; xchg; ret. */
static const unsigned char less[] = {0x47, 0xc0, 0xc6, 0x02, 0x47, 0xc0, 0xc6,
                                     0x0c, 0x47, 0xc0, 0xc6, 0x3c, 0x47, 0xc0,
                                     0xc6, 0x32, 0x47, 0x86, 0xda, 0xc2};
static unsigned char *code;

/* FREELIKE of a block: a lost one is then no loss to memcheck. */
static void drop(unsigned long block)
{
    unsigned long request[6] = {0x1302, block, 0, 0, 0, 0};

    if (code == NULL) {
        code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (unsigned i = 0; i < sizeof less; i++)
            code[i] = less[i] + 1;
    }
    __asm__ volatile("call *%1" : : "a"(request), "r"(code), "d"(0UL) : "memory", "cc");
}

#define DROP(block) drop((unsigned long)(block))
