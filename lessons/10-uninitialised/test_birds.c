/* SPDX-License-Identifier: MIT
 *
 * test_birds.c: how an hour must be counted, whatever lay in memory before. A test
 * that has fresh memory alone finds zeros in it and proves little.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "birds.h"

static struct birds birds;

/* Leave memory of the size of an hour's tallies full of `byte`, for the next who asks
 * for that much. */
static void soil(int byte)
{
    void *block = malloc(KINDS * sizeof(struct tally));

    ck_assert_ptr_nonnull(block);
    memset(block, byte, KINDS * sizeof(struct tally));
    free(block);
}

/* Begin an hour in used memory. */
static void begin(struct birds *hour, int byte, const char *note)
{
    soil(byte);
    memset(hour, byte, sizeof *hour);
    ck_assert_int_eq(birds_init(hour, note), 0);
}

/* What arrives when `hour` is sent; returns its size. */
static size_t sheet_of(const struct birds *hour, char sheet[256])
{
    int ends[2];
    ssize_t size;

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(birds_send(hour, ends[1]), 0);
    size = read(ends[0], sheet, 256);
    close(ends[0]);
    close(ends[1]);
    ck_assert_int_gt(size, 0);
    return (size_t)size;
}

START_TEST(an_hour_starts_without_birds)
{
    begin(&birds, 0xa5, NULL);
    for (int i = 0; i < KINDS; i++) {
        ck_assert_int_eq(birds.tallies[i].letter, "RSTW"[i]);
        ck_assert_uint_eq(birds.tallies[i].seen, 0);
    }
    birds_release(&birds);
}
END_TEST

START_TEST(each_kind_is_counted)
{
    begin(&birds, 0xa5, NULL);
    birds_see(&birds, TIT);
    birds_see(&birds, WREN);
    birds_see(&birds, TIT);
    ck_assert_uint_eq(birds.tallies[ROBIN].seen, 0);
    ck_assert_uint_eq(birds.tallies[TIT].seen, 2);
    ck_assert_uint_eq(birds.tallies[WREN].seen, 1);
    birds_release(&birds);
}
END_TEST

START_TEST(the_most_frequent_kind_is_found)
{
    begin(&birds, 0xa5, NULL);
    ck_assert_int_eq(birds_most(&birds), ROBIN);
    birds_see(&birds, WREN);
    ck_assert_int_eq(birds_most(&birds), WREN);
    birds_see(&birds, SPARROW);
    ck_assert_int_eq(birds_most(&birds), SPARROW);
    birds_release(&birds);
}
END_TEST

START_TEST(the_note_is_a_copy)
{
    char note[] = "rain";

    begin(&birds, 0xa5, note);
    note[0] = 'p';
    ck_assert_str_eq(birds.note, "rain");
    birds_release(&birds);
}
END_TEST

START_TEST(an_hour_may_have_no_note)
{
    begin(&birds, 0xa5, NULL);
    birds_release(&birds);
}
END_TEST

START_TEST(equal_counts_make_equal_sheets)
{
    struct birds other;
    char sheet[256], other_sheet[256];
    size_t size;

    begin(&birds, 0x11, "early");
    begin(&other, 0x22, "late");
    birds_see(&birds, TIT);
    birds_see(&other, TIT);
    size = sheet_of(&birds, sheet);
    ck_assert_uint_eq(sheet_of(&other, other_sheet), size);
    ck_assert_mem_eq(sheet, other_sheet, size);
    birds_release(&birds);
    birds_release(&other);
}
END_TEST

START_TEST(other_counts_make_other_sheets)
{
    char sheet[256], later[256];
    size_t size;

    begin(&birds, 0xa5, "one hour");
    size = sheet_of(&birds, sheet);
    birds_see(&birds, ROBIN);
    ck_assert_uint_eq(sheet_of(&birds, later), size);
    ck_assert_mem_ne(sheet, later, size);
    birds_release(&birds);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("birds");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, an_hour_starts_without_birds);
    tcase_add_test(behaviour, each_kind_is_counted);
    tcase_add_test(behaviour, the_most_frequent_kind_is_found);
    tcase_add_test(behaviour, the_note_is_a_copy);
    tcase_add_test(behaviour, an_hour_may_have_no_note);
    tcase_add_test(behaviour, equal_counts_make_equal_sheets);
    tcase_add_test(behaviour, other_counts_make_other_sheets);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
