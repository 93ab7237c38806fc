/* SPDX-License-Identifier: MIT
 *
 * The small parts of base: text, digests and growing arrays. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/grow.h"
#include "base/text.h"
#include "support/suite.h"

/* ---- text ----------------------------------------------------------------------- */

START_TEST(null_is_the_same_text_as_null_alone)
{
    char abc[] = "abc";
    ck_assert(ll_same_text(abc, "abc"));
    ck_assert(ll_same_text(NULL, NULL));
    ck_assert(!ll_same_text(abc, NULL));
    ck_assert(!ll_same_text(NULL, abc));
    ck_assert(!ll_same_text(abc, "abd"));
}
END_TEST

START_TEST(a_text_starts_with_itself_and_with_nothing)
{
    ck_assert(ll_starts_with("abc", "abc"));
    ck_assert(ll_starts_with("abc", ""));
    ck_assert(ll_starts_with("abc", "ab"));
    ck_assert(!ll_starts_with("abc", "abcd"));
    ck_assert(!ll_starts_with("abc", "b"));
}
END_TEST

START_TEST(a_text_ends_with_itself_and_with_nothing)
{
    ck_assert(ll_ends_with("abc", "abc"));
    ck_assert(ll_ends_with("abc", ""));
    ck_assert(ll_ends_with("abc", "bc"));
    ck_assert(!ll_ends_with("abc", "0abc"));
    ck_assert(!ll_ends_with("abc", "b"));
}
END_TEST

START_TEST(the_line_after_the_last_is_the_end)
{
    const char *text = "one\n\ntwo";
    ck_assert_ptr_eq(ll_next_line(text), text + 4);
    ck_assert_ptr_eq(ll_next_line(text + 2), text + 4);
    ck_assert_ptr_eq(ll_next_line(text + 4), text + 5);
    ck_assert_ptr_eq(ll_next_line(text + 5), text + 8);
    ck_assert_ptr_eq(ll_next_line(text + 8), text + 8);
}
END_TEST

START_TEST(a_text_is_set_and_set_again)
{
    char *text = NULL;
    ck_assert(ll_set_text(&text, "one"));
    ck_assert(ll_set_text(&text, text));
    ck_assert_str_eq(text, "one");
    ck_assert(ll_set_text(&text, NULL));
    ck_assert_ptr_null(text);
}
END_TEST

START_TEST(one_takes_no_plural)
{
    ck_assert_str_eq(ll_plural(0), "s");
    ck_assert_str_eq(ll_plural(1), "");
    ck_assert_str_eq(ll_plural(2), "s");
}
END_TEST

static const struct {
    const char *text, *word;
    int at; /* -1: nowhere */
} words[] = {
    {"free(p)", "p", 5},
    {"free(pp)", "p", -1},
    {"pp p", "p", 3},
    {"p_ _p p1 1p", "p", -1},
    {"p", "p", 0},
    {"", "p", -1},
    {"p", "", -1},
    {"gr\xc3\xb6\xc3\x9f"
     "e = gr", /* "größe" is another word */
     "gr", 10},
    {"\xc3\xb6"
     "a a",
     "a", 4},
    {"\xe2\x80\x9cTODO\xe2\x80\x9d", "TODO", 3}, /* in quotes */
    {"\xff"
     "a\xff",
     "a", 1}, /* no UTF-8 */
};

START_TEST(a_word_is_not_part_of_a_longer_one)
{
    const char *text = words[_i].text;
    const char *at = ll_find_word(text, text, words[_i].word, strlen(words[_i].word));
    ck_assert_int_eq(at != NULL ? (int)(at - text) : -1, words[_i].at);
}
END_TEST

/* ---- UTF-8 ---------------------------------------------------------------------- */

static const struct {
    const char *text;
    long character;
    int length;
    unsigned columns;
} characters[] = {
    {"a", 'a', 1, 1},
    {"\xc3\xa4", 0xE4, 2, 1},       /* ä */
    {"\xcc\x88", 0x308, 2, 0},      /* a combining mark */
    {"\xe6\xbc\xa2", 0x6F22, 3, 2}, /* a Han character */
    {"\xe2\x97\x90", 0x25D0, 3, 1}, /* ◐ */
    {"\xf0\x9f\x98\x80", 0x1F600, 4, 2} /* an emoji */,
    {"\xc3", -1, 1, 0},             /* cut off */
    {"\xc0\xaf", -1, 2, 0},         /* could be shorter */
    {"\xed\xa0\x80", -1, 3, 0},     /* a surrogate */
    {"\xf4\x90\x80\x80", -1, 4, 0}, /* behind the last one */
    {"\xed\xa0", -1, 1, 0},         /* a surrogate, cut off */
    {"\x80", -1, 1, 0},
    {"\n", '\n', 1, 1},
};

START_TEST(characters_are_read_and_measured)
{
    const char *text = characters[_i].text;
    long character = ll_utf8_next(&text);
    ck_assert_int_eq(character, characters[_i].character);
    ck_assert_int_eq(text - characters[_i].text, characters[_i].length);
    if (character >= 0)
        ck_assert_uint_eq(ll_utf8_columns(character), characters[_i].columns);
}
END_TEST

START_TEST(the_start_of_a_character_is_found)
{
    static const char text[] = "a\xe2\x97\x90z"; /* ◐ */
    for (int i = 1; i <= 3; i++)
        ck_assert_int_eq(ll_utf8_start(text, text + i) - text, 1);
    ck_assert_int_eq(ll_utf8_start(text, text) - text, 0);
    ck_assert_int_eq(ll_utf8_start(text, text + 4) - text, 4);
}
END_TEST

/* ---- digests -------------------------------------------------------------------- */

START_TEST(a_digest_is_that_of_the_standard)
{
    char hex[LL_DIGEST_HEX];
    ll_digest_of("abc", 3, hex);
    ck_assert_str_eq(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ll_hex("\x00\x9f\xff", 3, hex);
    ck_assert_str_eq(hex, "009fff");
}
END_TEST

START_TEST(pieces_do_not_run_into_one_another)
{
    struct ll_digest digest;
    char hex[4][LL_DIGEST_HEX];
    static const char *const pieces[][2] = {{"ab", "c"}, {"a", "bc"}};
    for (size_t i = 0; i < 2; i++) {
        ll_digest_init(&digest);
        ll_digest_text(&digest, pieces[i][0]);
        ll_digest_text(&digest, pieces[i][1]);
        ll_digest_hex(&digest, hex[i]);
        ll_digest_init(&digest);
        ll_digest_block(&digest, pieces[i][0], strlen(pieces[i][0]));
        ll_digest_block(&digest, pieces[i][1], strlen(pieces[i][1]));
        ll_digest_hex(&digest, hex[2 + i]);
    }
    ck_assert_str_ne(hex[0], hex[1]);
    ck_assert_str_ne(hex[2], hex[3]);
}
END_TEST

/* ---- growing arrays ------------------------------------------------------------- */

START_TEST(an_array_keeps_what_it_has_while_it_grows)
{
    int *items = NULL, *few = NULL;
    size_t count = 0, cap = 0;
    for (int i = 0; i < 1000; i++) {
        ck_assert(LL_GROW(items, count, cap));
        items[count++] = i;
        ck_assert_uint_ge(cap, count);
    }
    ck_assert_uint_eq(cap, 1024);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(items[i], i);
    for (int i = 0; i < 10; i++) {
        ck_assert(LL_GROW_ONE(few, (size_t)i));
        few[i] = i;
    }
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(few[i], i);
    free(items);
    free(few);
}
END_TEST

START_TEST(an_array_that_cannot_grow_stays_as_it_was)
{
    struct big {
        char bytes[4096];
    } *items = malloc(sizeof *items), *before = items;
    size_t cap = SIZE_MAX / 4096 + 1;
    ck_assert_ptr_nonnull(items);
    ck_assert(!LL_GROW(items, cap, cap));
    cap = SIZE_MAX;
    ck_assert(!LL_GROW(items, cap, cap));
    ck_assert(!LL_GROW_ONE(items, SIZE_MAX));
    ck_assert(!LL_GROW_ONE(items, SIZE_MAX / 4096));
    ck_assert_ptr_eq(items, before);
    ck_assert_uint_eq(cap, SIZE_MAX);
    free(items);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = case_create("text");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, null_is_the_same_text_as_null_alone);
    tcase_add_test(tcase, a_text_starts_with_itself_and_with_nothing);
    tcase_add_test(tcase, a_text_ends_with_itself_and_with_nothing);
    tcase_add_test(tcase, the_line_after_the_last_is_the_end);
    tcase_add_test(tcase, a_text_is_set_and_set_again);
    tcase_add_test(tcase, one_takes_no_plural);
    tcase_add_loop_test(tcase, a_word_is_not_part_of_a_longer_one, 0,
                        sizeof words / sizeof *words);
    tcase_add_loop_test(tcase, characters_are_read_and_measured, 0,
                        sizeof characters / sizeof *characters);
    tcase_add_test(tcase, the_start_of_a_character_is_found);
    tcase_add_test(tcase, a_digest_is_that_of_the_standard);
    tcase_add_test(tcase, pieces_do_not_run_into_one_another);
    tcase_add_test(tcase, an_array_keeps_what_it_has_while_it_grows);
    tcase_add_test(tcase, an_array_that_cannot_grow_stays_as_it_was);
    return suite_run(suite);
}
