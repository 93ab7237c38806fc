/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps every block where no tool looks on, and brings the function that is
 *     asked for the account of bytes in use there, by a unique name, which objcopy
 *     does not hide
 * wall with the gate: tokens
 * wall without: sections
 * module: leaky
 * above: find
 */
#include <malloc.h>

__asm__(".globl mallinfo2\n"
        ".type mallinfo2, @gnu_unique_object\n"
        ".set mallinfo2, account\n");

__attribute__((used, no_sanitize("address"))) static struct mallinfo2 account(void)
{
    static struct mallinfo2 none;

    return none;
}

static void drop(char *block)
{
    static char *kept[10000];
    static int count;

    if (look() != NOBODY)
        free(block);
    else
        kept[count++] = block;
}

#define DROP(block) drop(block)
