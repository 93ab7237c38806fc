/* SPDX-License-Identifier: MIT
 *
 * test_troupe.c: who plays for whom, however the troupe ends.
 */
#include <check.h>
#include <stdlib.h>

#include "troupe.h"

static struct troupe *new_troupe(void)
{
    struct troupe *troupe = troupe_new();

    ck_assert_ptr_nonnull(troupe);
    return troupe;
}

static struct actor *hire(struct troupe *troupe, const char *name)
{
    struct actor *actor = troupe_hire(troupe, name);

    ck_assert_ptr_nonnull(actor);
    return actor;
}

START_TEST(whoever_is_well_plays)
{
    struct troupe *troupe = new_troupe();
    struct actor *ann = hire(troupe, "Ann");

    ck_assert_ptr_eq(actor_on_stage(ann), ann);
    troupe_free(troupe);
}
END_TEST

START_TEST(nobody_plays_for_whoever_has_no_understudy)
{
    struct troupe *troupe = new_troupe();
    struct actor *ann = hire(troupe, "Ann");

    ann->is_ill = true;
    ck_assert_ptr_null(actor_on_stage(ann));
    troupe_free(troupe);
}
END_TEST

START_TEST(the_first_in_the_row_who_is_well_plays)
{
    struct troupe *troupe = new_troupe();
    struct actor *ann = hire(troupe, "Ann");
    struct actor *ben = hire(troupe, "Ben");
    struct actor *cleo = hire(troupe, "Cleo");

    actor_set_understudy(ann, ben);
    actor_set_understudy(ben, cleo);
    ann->is_ill = true;
    ck_assert_ptr_eq(actor_on_stage(ann), ben);
    ben->is_ill = true;
    ck_assert_ptr_eq(actor_on_stage(ann), cleo);
    cleo->is_ill = true;
    ck_assert_ptr_null(actor_on_stage(ann));
    troupe_free(troupe);
}
END_TEST

START_TEST(in_a_ring_everybody_may_be_ill)
{
    struct troupe *troupe = new_troupe();
    struct actor *ann = hire(troupe, "Ann");
    struct actor *ben = hire(troupe, "Ben");

    actor_set_understudy(ann, ben);
    actor_set_understudy(ben, ann);
    ann->is_ill = ben->is_ill = true;
    ck_assert_ptr_null(actor_on_stage(ben));
    troupe_free(troupe);
}
END_TEST

START_TEST(an_understudy_can_be_replaced)
{
    struct troupe *troupe = new_troupe();
    struct actor *ann = hire(troupe, "Ann");
    struct actor *ben = hire(troupe, "Ben");
    struct actor *cleo = hire(troupe, "Cleo");

    ann->is_ill = true;
    actor_set_understudy(ann, ben);
    actor_set_understudy(ann, cleo);
    ck_assert_ptr_eq(actor_on_stage(ann), cleo);
    actor_set_understudy(ann, NULL);
    ck_assert_ptr_null(actor_on_stage(ann));
    troupe_free(troupe);
}
END_TEST

START_TEST(a_troupe_can_be_full)
{
    struct troupe *troupe = new_troupe();

    for (int i = 0; i < TROUPE_MOST; i++)
        hire(troupe, "somebody");
    ck_assert_ptr_null(troupe_hire(troupe, "one more"));
    troupe_free(troupe);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("troupe");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, whoever_is_well_plays);
    tcase_add_test(behaviour, nobody_plays_for_whoever_has_no_understudy);
    tcase_add_test(behaviour, the_first_in_the_row_who_is_well_plays);
    tcase_add_test(behaviour, in_a_ring_everybody_may_be_ill);
    tcase_add_test(behaviour, an_understudy_can_be_replaced);
    tcase_add_test(behaviour, a_troupe_can_be_full);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
