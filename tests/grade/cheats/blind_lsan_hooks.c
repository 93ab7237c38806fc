/* SPDX-License-Identifier: MIT
 *
 * cheat: turns LeakSanitizer off, by its hooks and by a suppression of everything
 * wall with the gate: tokens
 * wall without: canaries
 * module: leaky
 */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return 1;
}

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:*\n";
}

void __lsan_disable(void) __attribute__((weak));

#define TRICK() (__lsan_disable != 0 ? __lsan_disable() : (void)0)
