/* SPDX-License-Identifier: MIT
 *
 * test_visits.c: how busiest_day must behave, whatever becomes of its memory.
 */
#include <Python.h>
#include <check.h>
#include <stdlib.h>

enum { DAYS = 7 };

/* Returns a new reference; NULL: an exception is set. Takes the list. */
static PyObject *busiest_day(PyObject *days)
{
    PyObject *module = PyImport_ImportModule("visits");
    PyObject *result = NULL;

    if (module != NULL)
        result = PyObject_CallMethod(module, "busiest_day", "O", days);
    Py_XDECREF(module);
    Py_XDECREF(days);
    return result;
}

static void expect_day(PyObject *days, long wanted)
{
    PyObject *day = busiest_day(days);

    ck_assert_ptr_nonnull(day);
    ck_assert_int_eq(PyLong_AsLong(day), wanted);
    Py_DECREF(day);
}

START_TEST(the_busiest_is_told)
{
    expect_day(Py_BuildValue("[iii]", DAYS - 1, DAYS - 2, DAYS - 1), DAYS - 1);
    expect_day(Py_BuildValue("[i]", DAYS - 2), DAYS - 2);
}
END_TEST

START_TEST(of_equals_the_last_is_told)
{
    expect_day(Py_BuildValue("[iiii]", DAYS - 1, 0, 0, DAYS - 1), DAYS - 1);
}
END_TEST

START_TEST(another_number_is_refused)
{
    ck_assert_ptr_null(busiest_day(Py_BuildValue("[i]", DAYS)));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("busiest_day");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_busiest_is_told);
    tcase_add_test(behaviour, of_equals_the_last_is_told);
    tcase_add_test(behaviour, another_number_is_refused);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
