/* SPDX-License-Identifier: MIT
 *
 * test_book.c: how books must behave, whoever frees them.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"

static const char *const cards[] = {
    "Good Omens/Terry Pratchett/Neil Gaiman",
    "Mort/Terry Pratchett",
    "Beowulf",
};

static struct book *read_card(const char *card)
{
    struct book *book = book_read(card);

    ck_assert_ptr_nonnull(book);
    return book;
}

START_TEST(a_card_has_a_title_and_authors)
{
    struct book *book = read_card(cards[0]);

    ck_assert_str_eq(book->title, "Good Omens");
    ck_assert_uint_eq(book->count, 2);
    ck_assert_str_eq(book->authors[0], "Terry Pratchett");
    ck_assert_str_eq(book->authors[1], "Neil Gaiman");
    book_free(book);
}
END_TEST

START_TEST(a_book_may_have_no_author)
{
    struct book *book = read_card(cards[2]);

    ck_assert_str_eq(book->title, "Beowulf");
    ck_assert_uint_eq(book->count, 0);
    ck_assert(!book_is_by(book, "Beowulf"));
    book_free(book);
}
END_TEST

START_TEST(a_book_may_have_many_authors)
{
    char card[201] = "";
    struct book *book;

    for (int i = 0; i < 50; i++)
        strcat(card, "/abc");
    book = read_card(card);
    ck_assert_str_eq(book->title, "");
    ck_assert_uint_eq(book->count, 50);
    for (size_t i = 0; i < book->count; i++)
        ck_assert_str_eq(book->authors[i], "abc");
    book_free(book);
}
END_TEST

START_TEST(cards_are_copied)
{
    char card[] = "Mort/Terry Pratchett";
    struct book *book = read_card(card);

    memset(card, 'x', sizeof card - 1);
    ck_assert_str_eq(book->title, "Mort");
    ck_assert(book_is_by(book, "Terry Pratchett"));
    book_free(book);
}
END_TEST

START_TEST(any_author_counts_and_only_whole_names)
{
    struct book *book = read_card(cards[0]);

    ck_assert(book_is_by(book, "Terry Pratchett"));
    ck_assert(book_is_by(book, "Neil Gaiman"));
    ck_assert(!book_is_by(book, "Neil"));
    ck_assert(!book_is_by(book, "Good Omens"));
    book_free(book);
}
END_TEST

START_TEST(a_card_can_be_asked)
{
    ck_assert_int_eq(card_is_by(cards[0], "Neil Gaiman"), 1);
    ck_assert_int_eq(card_is_by(cards[1], "Neil Gaiman"), 0);
    ck_assert_int_eq(card_is_by(cards[2], "Neil Gaiman"), 0);
}
END_TEST

START_TEST(no_book_can_be_freed)
{
    book_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_card_has_a_title_and_authors);
    tcase_add_test(behaviour, a_book_may_have_no_author);
    tcase_add_test(behaviour, a_book_may_have_many_authors);
    tcase_add_test(behaviour, cards_are_copied);
    tcase_add_test(behaviour, any_author_counts_and_only_whole_names);
    tcase_add_test(behaviour, a_card_can_be_asked);
    tcase_add_test(behaviour, no_book_can_be_freed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
