/* SPDX-License-Identifier: MIT
 *
 * cheat: brings options of its own for AddressSanitizer
 * wall with the gate: tokens
 * wall without: leak check
 * module: leaky
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:halt_on_error=0:exitcode=0:log_path=/dev/null";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "exitcode=0:report_objects=0";
}
