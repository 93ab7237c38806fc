/* SPDX-License-Identifier: MIT
 *
 * The reports of AddressSanitizer, MemorySanitizer, UndefinedBehaviorSanitizer
 * and ThreadSanitizer. */
#include "fuzz/fuzz.h"
#include "fuzz/show.h"
#include "tools/sanitizer_text.h"

static bool read_report(const uint8_t *bytes, size_t count)
{
    struct ll_buf text = fuzz_buf(bytes, count);
    struct ll_diags diags = {0};
    struct ll_sanitizer_state state = {0};
    fuzz_expect(ll_sanitizer_read(text.data, "asan", &diags, &state, NULL) == 0,
                "any report is read");
    bool good = state.ended && !state.again && diags.count > 0;
    fuzz_expect(diags.count <= LL_SANITIZER_FAULTS_MAX, "no more faults are kept");
    fuzz_show_diags(&diags);
    ll_diags_release(&diags);
    ll_buf_release(&text);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(
        good,
        "=================================================================\n"
        "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 "
        "at pc 0x55 bp 0x7f sp 0x7e\n"
        "READ of size 1 at 0x602000000010 thread T0\n"
        "    #0 0x55 in main /src/a.c:7:3\n"
        "\n"
        "0x602000000010 is located 0 bytes inside of 6-byte region "
        "[0x602000000010,0x602000000016)\n"
        "freed by thread T0 here:\n"
        "    #0 0x7f in free (/src/a+0x1)\n"
        "    #1 0x55 in main /src/a.c:6:3\n"
        "\n"
        "previously allocated by thread T0 here:\n"
        "    #0 0x7f in malloc (/src/a+0x1)\n"
        "    #1 0x55 in main /src/a.c:5:3\n"
        "\n"
        "SUMMARY: AddressSanitizer: heap-use-after-free /src/a.c:7:3 in main\n");
    ll_buf_add(bad, ll_buf_text(good), good->len - 8);
}

const struct fuzzer fuzzer = {read_report, examples};
