/* SPDX-License-Identifier: MIT
 *
 * A Check suite for the module: the interpreter is there when main() begins. */
#include <Python.h>
#include <check.h>
#include <stdlib.h>

static PyObject *mean(int number)
{
    PyObject *module = PyImport_ImportModule("noise");
    ck_assert_ptr_nonnull(module);
    PyObject *result = PyObject_CallMethod(module, "mean", "i", number);
    Py_DECREF(module);
    return result;
}

START_TEST(a_mean_is_right)
{
    PyObject *result = mean(5);
    ck_assert_ptr_nonnull(result);
    ck_assert(PyFloat_AsDouble(result) == 2);
    Py_DECREF(result);
}
END_TEST

START_TEST(many_is_refused)
{
    ck_assert_ptr_null(mean(11));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("noise");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_mean_is_right);
    tcase_add_test(tests, many_is_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
