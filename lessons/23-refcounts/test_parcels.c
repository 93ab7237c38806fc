/* SPDX-License-Identifier: MIT
 *
 * test_parcels.c: how labels must be, whoever owns their references.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <check.h>
#include <stdlib.h>

/* What labels([first, second]) returns: a new reference, or NULL and an exception. */
static PyObject *labels(long first, long second)
{
    PyObject *parcels = PyImport_ImportModule("parcels");
    PyObject *made;

    ck_assert_ptr_nonnull(parcels);
    made = PyObject_CallMethod(parcels, "labels", "[ll]", first, second);
    Py_DECREF(parcels);
    return made;
}

START_TEST(each_parcel_has_a_label)
{
    PyObject *made = labels(1200, 300);

    ck_assert_ptr_nonnull(made);
    ck_assert_int_eq(PyList_Size(made), 2);
    ck_assert_str_eq(PyBytes_AsString(PyList_GetItem(made, 0)), "1200 g");
    ck_assert_str_eq(PyBytes_AsString(PyList_GetItem(made, 1)), "300 g");
    Py_DECREF(made);
}
END_TEST

START_TEST(the_heaviest_parcel_is_taken)
{
    PyObject *made = labels(31500, 1);

    ck_assert_ptr_nonnull(made);
    Py_DECREF(made);
}
END_TEST

START_TEST(a_heavier_one_is_refused)
{
    ck_assert_ptr_null(labels(900, 31501));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
}
END_TEST

START_TEST(a_weight_is_a_number)
{
    PyObject *parcels = PyImport_ImportModule("parcels");

    ck_assert_ptr_null(PyObject_CallMethod(parcels, "labels", "[s]", "heavy"));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    Py_DECREF(parcels);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parcels");
    TCase *tcase = tcase_create("labels");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_test(tcase, each_parcel_has_a_label);
    tcase_add_test(tcase, the_heaviest_parcel_is_taken);
    tcase_add_test(tcase, a_heavier_one_is_refused);
    tcase_add_test(tcase, a_weight_is_a_number);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
