/* SPDX-License-Identifier: MIT
 *
 * The source of a submission, as the gates for C and for Cython take it apart. */
#include "fuzz/fuzz.h"
#include "submission/gate.h"
#include "submission/gate_cython.h"

/* The tokens of the source, below the line by which a preprocessor names its file. */
static int refuse_tokens(const uint8_t *bytes, size_t count, struct ll_buf *why)
{
    struct ll_buf all = LL_BUF_INIT;
    ll_buf_puts(&all, "# 1 \"a.c\"\n");
    ll_buf_add(&all, bytes, count);
    struct ll_buf exact = fuzz_buf((const uint8_t *)ll_buf_text(&all), all.len);
    int refused = ll_gate_tokens("a.c", ll_buf_text(&exact), why);
    ll_buf_release(&exact);
    ll_buf_release(&all);
    return refused;
}

static bool read_source(const uint8_t *bytes, size_t count)
{
    struct ll_buf source = fuzz_buf(bytes, count), why = LL_BUF_INIT;
    const struct ll_strings files = LL_STRINGS_INIT;
    const char *text = ll_buf_text(&source);
    int refused = ll_gate_directives("a.c", text, &why) +
                  ll_gate_macros("a.c", text, &why) + refuse_tokens(bytes, count, &why);
    fuzz_expect((refused == 0) == (why.len == 0), "what is refused has a reason");
    ll_buf_clear(&why);
    int in_cython = ll_gate_cython_c("a.pyx", text, &why) +
                    ll_gate_cython("a.pyx", text, &files, &why);
    fuzz_expect((in_cython == 0) == (why.len == 0), "what is refused has a reason");
    ll_buf_release(&why);
    ll_buf_release(&source);
    return refused == 0;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "#include <stdlib.h>\n"
                      "#define TWO 2\n"
                      "/* a comment */\n"
                      "int main(void)\n"
                      "{\n"
                      "    char *text = malloc(TWO); // \"text\"\n"
                      "    free(text);\n"
                      "    return 'x' - 'x';\n"
                      "}\n");
    ll_buf_puts(bad, "int main(void) { __asm__(\"nop\"); return 0; }\n");
}

const struct fuzzer fuzzer = {read_source, examples};
