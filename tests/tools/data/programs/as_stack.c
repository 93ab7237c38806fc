/* SPDX-License-Identifier: MIT
 *
 * Faults of local and global variables, chosen by the first argument. */
#include <stdlib.h>
#include <string.h>

static int before[4];
static int table[8] = {1};
static int after[4];
static int *kept;

static void keep(int *variable)
{
    kept = variable;
}

static void escape(void)
{
    int local = 7;
    keep(&local);
}

static unsigned long deep(unsigned long n)
{
    volatile char room[512] = {0};
    return n == 0 ? 0 : deep(n + 1) + (unsigned char)room[n % sizeof room];
}

static int grow(int count, int index)
{
    int squares[count];
    memset(squares, 0, sizeof squares);
    return squares[index];
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    volatile int index = 8;
    int squares[8];
    char name[4] = "abc";
    if (strcmp(fault, "over") == 0)
        squares[index] = 64;
    else if (strcmp(fault, "under") == 0)
        return name[index - 9];
    else if (strcmp(fault, "copy") == 0)
        strcpy(name, "much too long");
    else if (strcmp(fault, "dynamic") == 0)
        return grow(index, index);
    else if (strcmp(fault, "global") == 0)
        table[index] = before[0] + after[0];
    else if (strcmp(fault, "deep") == 0)
        return (int)deep(1);
    else if (strcmp(fault, "scope") == 0) {
        {
            int inner = 3;
            keep(&inner);
        }
        *kept = 4;
    } else if (strcmp(fault, "return") == 0) {
        escape();
        return *kept;
    }
    return 0;
}
