/* SPDX-License-Identifier: MIT
 *
 * asan: how AddressSanitizer and LeakSanitizer are told to work, for the tools that are
 * built on them.
 */
#ifndef LL_TOOLS_ASAN_H
#define LL_TOOLS_ASAN_H

/* For ASAN_OPTIONS. */
extern const char ll_asan_options[];

/* LSAN_OPTIONS and its value. `objects`: "1" lists the address of each lost block. */
#define LL_LSAN_OPTIONS(objects)                                                       \
    "LSAN_OPTIONS=use_globals=1:use_stacks=1:use_registers=1:use_tls=1:"               \
    "use_root_regions=1:use_unaligned=0:max_leaks=0:resolution=0:report_"              \
    "objects=" objects ":print_suppressions=0:suppressions=''"

#endif
