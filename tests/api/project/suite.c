/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <leaklab.h>
#include <stdlib.h>
START_TEST(noise_loses_80_bytes)
{
    struct leaklab *run = leaklab_run_files("noise.c", NULL);
    ck_leaklab_only(run, .kind = "definitely-lost", .bytes = 80,
                    .allocated_in = "random_noise");
    leaklab_free(run);
}
END_TEST
int main(void)
{
    Suite *suite = suite_create("noise");
    TCase *tcase = tcase_create("noise");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, noise_loses_80_bytes);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
