/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/c_row.h"
#include "support/suite.h"

static const char *const kinds[] = {
    [LL_C_WORD] = "word", [LL_C_NUMBER] = "number", [LL_C_STRING] = "string",
    [LL_C_CHAR] = "char", [LL_C_SIGN] = "sign",     [LL_C_COMMENT] = "comment",
};

/* "word int|sign *|...", a '^' before what is the first of its line. */
static char *tokens_of(const char *text)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    struct ll_buf out = LL_BUF_INIT;
    ll_c_tokens_init(&tokens, text, strlen(text));
    while (ll_c_tokens_next(&tokens, &token)) {
        char copy[128];
        ll_c_token_copy(&token, copy, sizeof copy);
        ll_buf_addf(&out, "%s%s%s %s", out.len > 0 ? "|" : "", token.first ? "^" : "",
                    kinds[token.kind], copy);
    }
    return ll_buf_take(&out);
}

static const struct {
    const char *text, *tokens;
} samples[] = {
    {"", ""},
    {"int *p = 0;", "^word int|sign *|word p|sign =|number 0|sign ;"},
    {"a\n b", "^word a|^word b"},
    /* comments */
    {"a /* x\n * y */ # b", "^word a|comment /* x\n * y */|sign #|word b"},
    {"/* x */ # if", "^comment /* x */|^sign #|word if"},
    {"a // b /* c\nd", "^word a|comment // b /* c|^word d"},
    {"a /*/ b */ c", "^word a|comment /*/ b */|word c"},
    {"a /* b", "^word a|comment /* b"},
    {"a / b", "^word a|sign /|word b"},
    /* literals */
    {"\"a // b\" 'c'", "^string \"a // b\"|char 'c'"},
    {"\"a\\\"b\" c", "^string \"a\\\"b\"|word c"},
    {"'\\'' '\\\\' x", "^char '\\''|char '\\\\'|word x"},
    {"\"open\nnext", "^string \"open|^word next"},
    {"L\"a\" u8\"b\" U'c' l\"d\"",
     "^string L\"a\"|string u8\"b\"|char U'c'|word l|string \"d\""},
    {"L \"a\"", "^word L|string \"a\""},
    {"R\"x(a)\" /* \n)x\" b", "^string R\"x(a)\" /* \n)x\"|word b"},
    {"R\"a b\" c", "^word R|string \"a b\"|word c"},
    {"R'a' b", "^word R|char 'a'|word b"},
    /* numbers of the preprocessor */
    {"1e+5 0x1.8p-3f .5 1.e9 1_a", "^number 1e+5|number 0x1.8p-3f|number .5|number "
                                   "1.e9|number 1_a"},
    {"a.b 1+2", "^word a|sign .|word b|number 1|sign +|number 2"},
    /* joined lines */
    {"in\\\nt a\\ \t\nb", "^word int|word ab"},
    {"\"a\\\nb\"", "^string \"ab\""},
    {"/\\\n/ a\\\nb\nc", "^comment // ab|^word c"},
    {"/\\\n* a *\\\n/ c", "^comment /* a */|^word c"},
    {"a \\\n# b", "^word a|sign #|word b"},
    {"a\\b", "^word a|sign \\|word b"},
    {"a\\", "^word a|sign \\"},
    /* digraphs */
    {"%: <: :> a<b", "^sign %:|sign <:|sign :>|word a|sign <|word b"},
};

START_TEST(tokens_end_where_the_language_ends_them)
{
    char *tokens = tokens_of(samples[_i].text);
    ck_assert_str_eq(tokens, samples[_i].tokens);
    free(tokens);
}
END_TEST

START_TEST(a_token_knows_its_line_and_its_place)
{
    static const char text[] = "a\n/* \n */ \\\nlong\\\ner \"x\n%:\n\"y\" /* z";
    static const struct ll_c_token expected[] = {
        {.kind = LL_C_WORD, .length = 1, .line = 1, .first = true},
        {.kind = LL_C_COMMENT, .length = 7, .line = 2, .first = true, .closed = true},
        {.kind = LL_C_WORD, .length = 8, .line = 4, .first = true},
        {.kind = LL_C_STRING, .length = 2, .line = 5},
        {.kind = LL_C_SIGN, .length = 2, .line = 6, .first = true, .sign = '#'},
        {.kind = LL_C_STRING, .length = 3, .line = 7, .first = true, .closed = true},
        {.kind = LL_C_COMMENT, .length = 4, .line = 7},
    };
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, text, strlen(text));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        ck_assert(ll_c_tokens_next(&tokens, &token));
        ck_assert_uint_eq(token.kind, expected[i].kind);
        ck_assert_uint_eq(token.length, expected[i].length);
        ck_assert_uint_eq(token.line, expected[i].line);
        ck_assert_int_eq(token.first, expected[i].first);
        ck_assert_int_eq(token.closed, expected[i].closed);
        ck_assert_int_eq(token.sign, expected[i].sign);
    }
    ck_assert(!ll_c_tokens_next(&tokens, &token));
}
END_TEST

START_TEST(the_rest_of_a_line_can_be_skipped)
{
    static const char text[] = "# 1 \"a.c\"\nb";
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, text, strlen(text));
    ck_assert(ll_c_tokens_next(&tokens, &token));
    ll_c_tokens_skip_line(&tokens);
    ck_assert(ll_c_tokens_next(&tokens, &token));
    ck_assert(ll_c_token_is(&token, "b") && token.first && token.line == 2);
    ck_assert(!ll_c_token_is(&token, "ba") && !ll_c_token_is(&token, ""));
    ll_c_tokens_skip_line(&tokens);
    ck_assert(!ll_c_tokens_next(&tokens, &token));
}
END_TEST

START_TEST(a_row_holds_code_without_comments_and_directives)
{
    static const char text[] = "/* x */ # if 1\na /* y */ #b\n// z\n#endif";
    struct ll_c_row row = {0};
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, text, strlen(text));
    while (ll_c_tokens_next_code(&tokens, &token))
        ck_assert(ll_c_row_add(&row, &token));
    ck_assert_uint_eq(row.count, 3);
    ck_assert(ll_c_is_word(&row, 0, "a") && ll_c_is_sign(&row, 1, '#') &&
              ll_c_is_word(&row, 2, "b"));
    ck_assert(!ll_c_is_word(&row, 1, "#") && !ll_c_is_sign(&row, 0, 'a'));
    ck_assert(!ll_c_is_word(&row, 3, "") && !ll_c_is_sign(&row, 3, ' '));
    ll_c_row_release(&row);
    ck_assert(row.items == NULL && row.count == 0);
}
END_TEST

/* Each text of three of these characters, so that none is read beyond its end. */
START_TEST(any_bytes_can_be_read)
{
    static const char bytes[] = "\\\n\"'/*R(1.a%:\xc3 ";
    size_t count = sizeof bytes; /* with '\0' */
    for (size_t i = 0; i < count * count * count; i++) {
        char *text = malloc(3);
        size_t read = 0;
        ck_assert_ptr_nonnull(text);
        text[0] = bytes[i % count];
        text[1] = bytes[i / count % count];
        text[2] = bytes[i / count / count];
        struct ll_c_tokens tokens;
        struct ll_c_token token;
        ll_c_tokens_init(&tokens, text, 3);
        while (ll_c_tokens_next(&tokens, &token)) {
            ck_assert_uint_ge(token.length, 1);
            ck_assert(token.start >= text && token.start + token.length <= text + 3);
            ck_assert_uint_le(++read, 3);
        }
        free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("c_tokens");
    TCase *tcase = case_create("c_tokens");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, tokens_end_where_the_language_ends_them, 0,
                        sizeof samples / sizeof *samples);
    tcase_add_test(tcase, a_token_knows_its_line_and_its_place);
    tcase_add_test(tcase, the_rest_of_a_line_can_be_skipped);
    tcase_add_test(tcase, a_row_holds_code_without_comments_and_directives);
    tcase_add_test(tcase, any_bytes_can_be_read);
    return suite_run(suite);
}
