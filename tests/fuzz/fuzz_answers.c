/* SPDX-License-Identifier: MIT
 *
 * answers.yml, as learners fill it in. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "lesson/answers.h"

/* The fault that the answers are marked against. */
static void fill(struct ll_diag *truth)
{
    ll_diag_init(truth, LL_DEFINITELY_LOST);
    truth->bytes = 48;
    truth->blocks = 2;
    truth->variable = strdup("p->q");
    fuzz_expect(ll_stack_add(&truth->at, "main", "/src/a.c", 7, 2, NULL) &&
                    ll_stack_add(&truth->allocated, "make", "/src/a.c", 5, 2, NULL) &&
                    ll_stack_add(&truth->freed, "main", "/src/a.c", 6, 2, NULL) &&
                    ll_stack_add(&truth->lost, "lose", "/src/a.c", 9, 2, NULL),
                "a fault can be made");
}

static bool read_answers(const uint8_t *bytes, size_t count)
{
    static const char *const roots[] = {"/src", NULL};
    static char *asks[] = {"kind", "bytes", "blocks",   "at",      "allocated",
                           "lost", "freed", "variable", "function"};
    const struct ll_exercise exercise = {.asks = asks,
                                         .asks_count = sizeof asks / sizeof *asks};
    struct ll_answers answers = {0};
    struct ll_diag truth;
    fill(&truth);
    bool good =
        ll_answers_read(fuzz_file(bytes, count), &exercise, &answers, NULL) == 0;
    if (good)
        fuzz_expect(ll_answers_mark(&answers, &truth, "/src/a.c", roots, NULL) == 0,
                    "any answer is marked");
    good = good && ll_answers_left(&answers) == 0;
    ll_answers_release(&answers);
    ll_diag_release(&truth);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "kind: definitely-lost\nbytes: 48 bytes\nblocks: 2\nat: line 7\n"
                      "allocated: a.c:5\nlost: 9 # there\nfreed: 6\nvariable: p->q\n"
                      "function: lose()\n");
    ll_buf_puts(bad, "kind: definitely-lost\ncolour: red\n");
}

const struct fuzzer fuzzer = {read_answers, examples};
