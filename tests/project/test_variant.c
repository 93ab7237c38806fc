/* SPDX-License-Identifier: MIT
 *
 * Where variants are kept, and for how long. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "project/variant.h"
#include "support/suite.h"

static char *here;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    setenv("XDG_CACHE_HOME", here, 1);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
}

/* Make the variant of an ordinary file `name`, of that size; it was used so many days
 * ago. */
static void make(const char *name, off_t size, int days)
{
    char hex[LL_DIGEST_HEX];
    char *file = ll_path_join(here, name);
    ck_assert_int_eq(ll_file_write(file, name, strlen(name), NULL), 0);
    ck_assert(ll_variant_digest(file, hex));
    char *path = ll_variant_path(hex);
    const struct timespec used = {.tv_sec = time(NULL) - days * 86400L};
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_eq(ftruncate(fd, size), 0);
    ck_assert_int_eq(futimens(fd, (const struct timespec[]){used, used}), 0);
    close(fd);
    free(path);
    free(file);
}

static bool is_found(const char *name)
{
    char *file = ll_path_join(here, name);
    char *variant = ll_variant_of(file);
    bool is = variant != NULL;
    free(variant);
    free(file);
    return is;
}

START_TEST(a_variant_is_found_by_what_is_in_a_file)
{
    char *one = ll_path_join(here, "one"), *other = ll_path_join(here, "other");
    make("one", 10, 0);
    ck_assert(is_found("one"));
    ck_assert_int_eq(rename(one, other), 0);
    ck_assert(is_found("other"));
    ck_assert_int_eq(ll_file_write(other, "two", 3, NULL), 0);
    ck_assert(!is_found("other"));
    ck_assert(!is_found("."));
    ck_assert(!is_found("nothing"));
    free(other);
    free(one);
}
END_TEST

START_TEST(what_is_told_of_a_variant_can_be_taken_back)
{
    char hex[LL_DIGEST_HEX];
    struct ll_buf why = LL_BUF_INIT;
    ll_digest_of("x", 1, hex);
    ck_assert_int_eq(ll_variant_tell(hex, "no checks in a.c\n", NULL), 0);
    ll_variant_why(hex, &why);
    ck_assert_str_eq(ll_buf_text(&why), "no checks in a.c\n");
    ck_assert_int_eq(ll_variant_tell(hex, "", NULL), 0);
    ll_buf_clear(&why);
    ll_variant_why(hex, &why);
    ck_assert_str_eq(ll_buf_text(&why), "");
    ll_buf_release(&why);
}
END_TEST

START_TEST(old_variants_are_removed)
{
    make("older", 10, LL_VARIANTS_DAYS + 1);
    make("used", 10, LL_VARIANTS_DAYS - 1);
    ll_variant_clean();
    ck_assert(!is_found("older"));
    ck_assert(is_found("used"));
    make("older", 10, LL_VARIANTS_DAYS + 1);
    ll_variant_clean(); /* not twice within an hour */
    ck_assert(is_found("older"));
}
END_TEST

START_TEST(of_too_many_those_are_kept_that_were_used_last)
{
    const off_t half = LL_VARIANTS_BYTES / 2;
    make("large", half, 3);
    make("larger", half + 1, 2);
    make("used", 10, 1);
    ll_variant_clean();
    ck_assert(!is_found("large"));
    ck_assert(is_found("larger"));
    ck_assert(is_found("used"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("variant");
    TCase *tcase = case_create("kept");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_variant_is_found_by_what_is_in_a_file);
    tcase_add_test(tcase, what_is_told_of_a_variant_can_be_taken_back);
    tcase_add_test(tcase, old_variants_are_removed);
    tcase_add_test(tcase, of_too_many_those_are_kept_that_were_used_last);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
