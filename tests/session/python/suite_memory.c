/* SPDX-License-Identifier: MIT
 *
 * A Check suite for the module: the interpreter is there when main() begins. */
#include <Python.h>
#include <check.h>
#include <stdlib.h>

static PyObject *copy(const char *text)
{
    PyObject *module = PyImport_ImportModule("memory");
    ck_assert_ptr_nonnull(module);
    PyObject *result = PyObject_CallMethod(module, "copy", "s", text);
    Py_DECREF(module);
    return result;
}

START_TEST(a_text_is_copied)
{
    PyObject *result = copy("short");
    ck_assert_ptr_nonnull(result);
    ck_assert_str_eq(PyBytes_AsString(result), "short");
    Py_DECREF(result);
}
END_TEST

START_TEST(a_long_text_is_refused)
{
    ck_assert_ptr_null(copy("much too long"));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_text_is_copied);
    tcase_add_test(tests, a_long_text_is_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
