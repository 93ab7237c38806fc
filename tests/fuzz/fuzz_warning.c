/* SPDX-License-Identifier: MIT
 *
 * What a compiler said. */
#include <stdlib.h>

#include "diag/warning.h"
#include "fuzz/fuzz.h"

/* A crash in line 7 of a.c: are the warnings about it? */
static void explain(const struct ll_warnings *warnings)
{
    static const char *const roots[] = {"/src", NULL};
    struct ll_diags diags = {0};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_CRASH);
    diag.place.region = LL_REGION_NOTHING;
    diag.place.is_null = true;
    fuzz_expect(ll_stack_add(&diag.at, "main", "/src/a.c", 7, 3, NULL) &&
                    ll_diags_add(&diags, &diag, NULL) == 0,
                "a fault can be made");
    for (size_t i = 0; i < warnings->count; i++)
        (void)ll_warning_concerns(&warnings->items[i], &diags.items[0], roots);
    fuzz_expect(ll_warnings_explain(warnings, &diags, roots, NULL) == 0,
                "warnings explain, or do not");
    ll_diags_release(&diags);
}

static bool read_said(const uint8_t *bytes, size_t count)
{
    struct ll_warnings warnings = {0};
    struct ll_buf said = fuzz_buf(bytes, count);
    fuzz_expect(ll_warnings_read(&warnings, ll_buf_text(&said), NULL) == 0,
                "any message is read");
    bool good = warnings.count > 0;
    explain(&warnings);
    ll_warnings_release(&warnings);
    ll_buf_release(&said);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "/src/a.c: In function ‘main’:\n"
                      "/src/a.c:7:3: warning: ‘p’ is used uninitialized "
                      "[-Wuninitialized]\n"
                      "    7 |   *p = 1;\n"
                      "      |   ~~~^~~\n"
                      "/src/a.c:9:10: warning: function returns address of local "
                      "variable [-Wreturn-local-addr]\n");
    ll_buf_puts(bad, "/src/a.c:7:3: error: expected ‘;’ before ‘}’ token\n");
}

const struct fuzzer fuzzer = {read_said, examples};
