/* SPDX-License-Identifier: MIT
 *
 * test_rain.c: how the module rain must behave, whenever it frees its memory.
 */
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static PyObject *rain;

static void import_rain(void)
{
    rain = PyImport_ImportModule("rain");
    ck_assert_ptr_nonnull(rain);
}

static void release_rain(void)
{
    Py_DECREF(rain);
}

/* The median of these amounts, written as Py_BuildValue() wants them; NULL: none. */
#define median(...) PyObject_CallMethod(rain, "median", __VA_ARGS__)

static void assert_number(PyObject *number, double expected)
{
    ck_assert_ptr_nonnull(number);
    ck_assert_double_eq(PyFloat_AsDouble(number), expected);
    Py_DECREF(number);
}

static void assert_none(PyObject *none)
{
    ck_assert_ptr_eq(none, Py_None);
    Py_DECREF(none);
}

START_TEST(the_day_in_the_middle_counts)
{
    assert_number(median("([ddd])", 9.0, 1.0, 4.0), 4.0);
    assert_number(median("([ddddd])", 0.0, 0.0, 2.5, 8.0, 70.0), 2.5);
    assert_number(median("([d])", 6.0), 6.0);
}
END_TEST

START_TEST(of_two_in_the_middle_it_is_the_mean)
{
    assert_number(median("([dddd])", 8.0, 1.0, 2.0, 5.0), 3.5);
}
END_TEST

START_TEST(most_days_may_be_dry)
{
    assert_number(median("([ddd])", 0.0, 3.0, 0.0), 0.0);
}
END_TEST

START_TEST(amounts_may_be_of_any_sequence)
{
    assert_number(median("((iiiii))", 5, 4, 3, 2, 1), 3.0);
}
END_TEST

START_TEST(amounts_are_left_in_their_order)
{
    PyObject *amounts = Py_BuildValue("[iii]", 3, 1, 2);

    assert_number(median("O", amounts), 2.0);
    ck_assert_int_eq(PyLong_AsLong(PyList_GetItem(amounts, 0)), 3);
    Py_DECREF(amounts);
}
END_TEST

START_TEST(without_rain_there_is_none)
{
    assert_none(median("([dd])", 0.0, 0.0));
    assert_none(median("([])"));
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    ck_assert_ptr_null(median("([ds])", 1.0, "a little"));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
}
END_TEST

START_TEST(what_is_too_large_for_a_double_is_refused)
{
    char digits[400] = "1";
    PyObject *deluge;

    memset(digits + 1, '0', sizeof digits - 2);
    deluge = PyLong_FromString(digits, NULL, 10);
    ck_assert_ptr_nonnull(deluge);
    ck_assert_ptr_null(median("([dO])", 1.0, deluge));
    ck_assert(PyErr_ExceptionMatches(PyExc_OverflowError));
    PyErr_Clear();
    Py_DECREF(deluge);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rain");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, import_rain, release_rain);
    tcase_add_test(behaviour, the_day_in_the_middle_counts);
    tcase_add_test(behaviour, of_two_in_the_middle_it_is_the_mean);
    tcase_add_test(behaviour, most_days_may_be_dry);
    tcase_add_test(behaviour, amounts_may_be_of_any_sequence);
    tcase_add_test(behaviour, amounts_are_left_in_their_order);
    tcase_add_test(behaviour, without_rain_there_is_none);
    tcase_add_test(behaviour, what_is_no_number_is_refused);
    tcase_add_test(behaviour, what_is_too_large_for_a_double_is_refused);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
