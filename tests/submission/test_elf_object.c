/* SPDX-License-Identifier: MIT
 *
 * Objects for each machine that leaklab knows, on any of them: what compilers wrote is
 * in data/, and data/regenerate compiles it. */
#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "submission/elf_object.h"
#include "submission/valgrind_request.h"
#include "support/suite.h"

static const struct {
    unsigned elf;
    const char *name, *title;
} machines[] = {{EM_X86_64, "amd64", "x86-64"}, {EM_AARCH64, "arm64", "arm64"}};

enum { MACHINES = sizeof machines / sizeof *machines };

static void read_object(const char *name, int machine, struct ll_elf_object *object)
{
    char path[512];
    struct ll_error err = {0};
    snprintf(path, sizeof path, LL_SOURCE_DIR "/tests/submission/data/%s.%s.o", name,
             machines[machine].name);
    ck_assert_msg(ll_elf_object_read(path, ll_machine_of(machines[machine].elf), object,
                                     &err) == 0,
                  "%s", err.text);
}

static size_t count_requests(const struct ll_elf_object *object)
{
    size_t count = 0;
    for (size_t i = 0; i < object->section_count; i++)
        if (object->sections[i].bytes != NULL)
            count += ll_valgrind_requests(object->machine, object->sections[i].bytes,
                                          object->sections[i].size);
    return count;
}

START_TEST(an_object_of_each_machine_is_read)
{
    struct ll_elf_object object;
    read_object("plain", _i, &object);
    const struct ll_symbol *given = ll_elf_object_find(&object, "plain");
    const struct ll_symbol *taken = ll_elf_object_find(&object, "puts");
    ck_assert(given != NULL && ll_symbol_is_given(given));
    ck_assert(taken != NULL && ll_symbol_is_taken(taken));
    ll_elf_object_release(&object);
}
END_TEST

START_TEST(an_object_for_another_machine_is_refused)
{
    struct ll_elf_object object;
    struct ll_error err = {0};
    char path[512];
    snprintf(path, sizeof path, LL_SOURCE_DIR "/tests/submission/data/plain.%s.o",
             machines[_i].name);
    int other = (_i + 1) % MACHINES;
    ck_assert_int_ne(
        ll_elf_object_read(path, ll_machine_of(machines[other].elf), &object, &err), 0);
    ck_assert_ptr_nonnull(strstr(err.text, machines[other].title));
    ll_elf_object_release(&object);
}
END_TEST

START_TEST(requests_to_valgrind_are_found_on_each_machine)
{
    struct ll_elf_object object;
    read_object("request", _i, &object);
    ck_assert_uint_eq(count_requests(&object), 1);
    ll_elf_object_release(&object);
    read_object("plain", _i, &object);
    ck_assert_uint_eq(count_requests(&object), 0);
    ll_elf_object_release(&object);
}
END_TEST

START_TEST(the_machine_of_this_program_is_known)
{
    ck_assert_ptr_nonnull(ll_machine());
    ck_assert_ptr_eq(ll_machine_of(ll_machine()->elf), ll_machine());
    ck_assert_ptr_null(ll_machine_of(EM_386));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elf_object");
    TCase *tcase = tcase_create("machines");
    tcase_add_loop_test(tcase, an_object_of_each_machine_is_read, 0, MACHINES);
    tcase_add_loop_test(tcase, an_object_for_another_machine_is_refused, 0, MACHINES);
    tcase_add_loop_test(tcase, requests_to_valgrind_are_found_on_each_machine, 0,
                        MACHINES);
    tcase_add_test(tcase, the_machine_of_this_program_is_known);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
