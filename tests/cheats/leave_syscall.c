/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program by the system call itself, past every wrapper
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

#define DROP(block) ((void)(block), syscall(SYS_exit_group, 0))
