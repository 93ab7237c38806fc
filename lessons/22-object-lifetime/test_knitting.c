/* SPDX-License-Identifier: MIT
 *
 * test_knitting.c: how a scarf must behave, whatever becomes of its rows.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static PyObject *knitting;

static void take_needles(void)
{
    knitting = PyImport_ImportModule("knitting");
    ck_assert_ptr_nonnull(knitting);
}

static void put_needles_away(void)
{
    Py_DECREF(knitting);
}

static PyObject *new_scarf(const char *rows)
{
    PyObject *scarf = PyObject_CallMethod(knitting, "Scarf", "s", rows);

    ck_assert_ptr_nonnull(scarf);
    return scarf;
}

static void knit(PyObject *scarf, const char *rows)
{
    PyObject *none = PyObject_CallMethod(scarf, "knit", "s", rows);

    ck_assert_ptr_nonnull(none);
    Py_DECREF(none);
}

static void assert_rows(PyObject *scarf, const char *expected)
{
    PyObject *rows = PyObject_CallMethod(scarf, "rows", NULL);

    ck_assert_ptr_nonnull(rows);
    ck_assert_str_eq(PyUnicode_AsUTF8(rows), expected);
    Py_DECREF(rows);
}

static void assert_type_error(PyObject *result)
{
    ck_assert_ptr_null(result);
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
}

START_TEST(a_scarf_has_the_rows_it_began_with)
{
    PyObject *scarf = new_scarf("RRWW");

    assert_rows(scarf, "RRWW");
    Py_DECREF(scarf);
}
END_TEST

START_TEST(rows_are_knit_on_at_the_end)
{
    PyObject *scarf = new_scarf("RW");

    knit(scarf, "G");
    knit(scarf, "BB");
    assert_rows(scarf, "RWGBB");
    Py_DECREF(scarf);
}
END_TEST

START_TEST(a_scarf_may_begin_without_rows)
{
    PyObject *scarf = new_scarf("");

    assert_rows(scarf, "");
    knit(scarf, "");
    assert_rows(scarf, "");
    knit(scarf, "R");
    assert_rows(scarf, "R");
    Py_DECREF(scarf);
}
END_TEST

START_TEST(a_scarf_may_be_very_long)
{
    char expected[2001] = "";
    PyObject *scarf = new_scarf("");

    for (int i = 0; i < 200; i++) {
        knit(scarf, "RRRRRWWWWW");
        memcpy(expected + 10 * i, "RRRRRWWWWW", 11);
    }
    assert_rows(scarf, expected);
    Py_DECREF(scarf);
}
END_TEST

START_TEST(each_scarf_has_rows_of_its_own)
{
    PyObject *left = new_scarf("RR"), *right = new_scarf("GG");

    knit(left, "W");
    assert_rows(left, "RRW");
    assert_rows(right, "GG");
    Py_DECREF(left);
    assert_rows(right, "GG");
    Py_DECREF(right);
}
END_TEST

START_TEST(rows_are_a_text)
{
    PyObject *scarf = new_scarf("RR");

    assert_type_error(PyObject_CallMethod(knitting, "Scarf", "i", 4));
    assert_type_error(PyObject_CallMethod(knitting, "Scarf", NULL));
    assert_type_error(PyObject_CallMethod(scarf, "knit", "i", 4));
    assert_rows(scarf, "RR");
    Py_DECREF(scarf);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("knitting");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, take_needles, put_needles_away);
    tcase_add_test(behaviour, a_scarf_has_the_rows_it_began_with);
    tcase_add_test(behaviour, rows_are_knit_on_at_the_end);
    tcase_add_test(behaviour, a_scarf_may_begin_without_rows);
    tcase_add_test(behaviour, a_scarf_may_be_very_long);
    tcase_add_test(behaviour, each_scarf_has_rows_of_its_own);
    tcase_add_test(behaviour, rows_are_a_text);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
