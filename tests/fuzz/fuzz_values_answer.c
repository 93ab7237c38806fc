/* SPDX-License-Identifier: MIT
 *
 * What comes back from the process that reads snapshots and debug information. Taking
 * its answer is private to tools/values.c, and so that is included. */
#include "tools/values.c"

#include "fuzz/fuzz.h"
#include "fuzz/show.h"

static bool read_answer(const uint8_t *bytes, size_t count)
{
    struct ll_buf answer = fuzz_buf(bytes, count);
    struct ll_diags diags = {0};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_INVALID_READ);
    fuzz_expect(ll_stack_add(&diag.at, "main", "/src/a.c", 7, 3, NULL) &&
                    ll_diags_add(&diags, &diag, NULL) == 0,
                "a fault can be made");
    take_all(&answer, &diags);
    bool good = diags.items[0].path.count > 0;
    fuzz_show_diags(&diags);
    ll_diags_release(&diags);
    ll_buf_release(&answer);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    static const struct ll_value value = {.name = (char *)"a",
                                          .type = (char *)"int *",
                                          .value = (char *)"NULL",
                                          .note = (char *)"note"};
    struct ll_diag diag;
    struct ll_diags diags = {&diag, 1, 1};
    ll_diag_init(&diag, LL_OTHER);
    struct ll_call *call = ll_path_add(&diag.path, "main");
    fuzz_expect(call != NULL && ll_call_place(call, "/src/a.c", 7) &&
                    ll_values_add(&call->arguments, &value) &&
                    ll_values_add(&diag.values, &value) && write_told(&diags, good),
                "an answer can be made");
    ll_buf_add(bad, ll_buf_text(good), good->len - 1);
    ll_diag_release(&diag);
}

const struct fuzzer fuzzer = {read_answer, examples};
