/* SPDX-License-Identifier: MIT
 *
 * cheat: has LeakSanitizer overlook each block that it loses
 * wall with the gate: tokens
 * wall without: leak check
 * module: leaky
 */
void __lsan_ignore_object(const void *block) __attribute__((weak));

#define DROP(block) (__lsan_ignore_object != 0 ? __lsan_ignore_object(block) : (void)0)
