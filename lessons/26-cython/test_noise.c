/* SPDX-License-Identifier: MIT
 *
 * test_noise.c: how the module noise must behave while there is memory enough, whoever
 * frees it.
 */
#include <Python.h>

#include <check.h>
#include <stdlib.h>

static PyObject *noise;

static void import_noise(void)
{
    noise = PyImport_ImportModule("noise");
    ck_assert_ptr_nonnull(noise);
}

static void release_noise(void)
{
    Py_DECREF(noise);
}

static PyObject *new_memory(int number)
{
    PyObject *memory = PyObject_CallMethod(noise, "SomeMemory", "i", number);

    ck_assert_ptr_nonnull(memory);
    return memory;
}

static void resize(PyObject *memory, int number)
{
    PyObject *none = PyObject_CallMethod(memory, "resize", "i", number);

    ck_assert_ptr_nonnull(none);
    Py_DECREF(none);
}

static void set(PyObject *memory, int index, double value)
{
    PyObject *none = PyObject_CallMethod(memory, "__setitem__", "id", index, value);

    ck_assert_ptr_nonnull(none);
    Py_DECREF(none);
}

static double get(PyObject *memory, int index)
{
    PyObject *number = PySequence_GetItem(memory, index);

    ck_assert_ptr_nonnull(number);
    double value = PyFloat_AsDouble(number);
    Py_DECREF(number);
    return value;
}

static void assert_raised(const PyObject *nothing, PyObject *exception)
{
    ck_assert_ptr_null(nothing);
    ck_assert(PyErr_ExceptionMatches(exception));
    PyErr_Clear();
}

/* ---- random_noise ---------------------------------------------------------------- */

START_TEST(noise_has_the_mean_0)
{
    PyObject *values = PyObject_CallMethod(noise, "random_noise", "i", 50);
    double sum = 0.0;

    ck_assert_ptr_nonnull(values);
    ck_assert_int_eq(PyList_Size(values), 50);
    for (int i = 0; i < 50; i++) {
        ck_assert_double_lt(get(values, i), 2.0);
        ck_assert_double_gt(get(values, i), -2.0);
        sum += get(values, i);
    }
    ck_assert_double_eq_tol(sum, 0.0, 1e-9);
    ck_assert_double_ne(get(values, 0), get(values, 1));
    Py_DECREF(values);
}
END_TEST

START_TEST(noise_may_be_empty)
{
    PyObject *values = PyObject_CallMethod(noise, "random_noise", "i", 0);

    ck_assert_ptr_nonnull(values);
    ck_assert_int_eq(PyList_Size(values), 0);
    Py_DECREF(values);
}
END_TEST

START_TEST(each_value_is_converted)
{
    PyObject *values =
        PyObject_CallMethod(noise, "random_noise", "iO", 3, &PyBool_Type);

    ck_assert_ptr_nonnull(values);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(PyList_GetItem(values, i), Py_True);
    Py_DECREF(values);
}
END_TEST

START_TEST(an_exception_of_convert_reaches_the_caller)
{
    assert_raised(PyObject_CallMethod(noise, "random_noise", "iO", 3, Py_None),
                  PyExc_TypeError); /* None cannot be called */
}
END_TEST

/* ---- SomeMemory ------------------------------------------------------------------ */

START_TEST(new_memory_is_0)
{
    PyObject *memory = new_memory(3);

    ck_assert_int_eq(PyObject_Size(memory), 3);
    for (int i = 0; i < 3; i++)
        ck_assert_double_eq(get(memory, i), 0.0);
    Py_DECREF(memory);
}
END_TEST

START_TEST(values_survive_a_resize)
{
    PyObject *memory = new_memory(2);

    set(memory, 0, 1.5);
    set(memory, 1, -2.0);
    for (int number = 3; number < 40; number += 7) {
        resize(memory, number);
        ck_assert_int_eq(PyObject_Size(memory), number);
        ck_assert_double_eq(get(memory, 0), 1.5);
        ck_assert_double_eq(get(memory, 1), -2.0);
        ck_assert_double_eq(get(memory, number - 1), 0.0);
    }
    resize(memory, 1);
    ck_assert_int_eq(PyObject_Size(memory), 1);
    ck_assert_double_eq(get(memory, 0), 1.5);
    Py_DECREF(memory);
}
END_TEST

START_TEST(memory_has_two_ends)
{
    PyObject *memory = new_memory(2);

    assert_raised(PySequence_GetItem(memory, 2), PyExc_IndexError);
    resize(memory, 0);
    assert_raised(PySequence_GetItem(memory, 0), PyExc_IndexError);
    assert_raised(PyObject_CallMethod(memory, "__setitem__", "id", 0, 1.0),
                  PyExc_IndexError);
    Py_DECREF(memory);
}
END_TEST

START_TEST(a_number_below_0_is_refused)
{
    assert_raised(PyObject_CallMethod(noise, "SomeMemory", "i", -1), PyExc_MemoryError);
    assert_raised(PyObject_CallMethod(noise, "random_noise", "i", -1),
                  PyExc_MemoryError);
}
END_TEST

/* ---- random_row ------------------------------------------------------------------ */

START_TEST(a_row_is_an_array_of_doubles)
{
    PyObject *row = PyObject_CallMethod(noise, "random_row", "i", 4);
    Py_buffer buffer;

    ck_assert_ptr_nonnull(row);
    ck_assert_int_eq(PyObject_GetBuffer(row, &buffer, PyBUF_FORMAT), 0);
    ck_assert_str_eq(buffer.format, "d");
    ck_assert_int_eq(buffer.len, 4 * (Py_ssize_t)sizeof(double));
    for (int i = 0; i < 4; i++) {
        ck_assert_double_le(((const double *)buffer.buf)[i], 1.0);
        ck_assert_double_ge(((const double *)buffer.buf)[i], -1.0);
    }
    PyBuffer_Release(&buffer);
    Py_DECREF(row);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("noise");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, import_noise, release_noise);
    tcase_add_test(behaviour, noise_has_the_mean_0);
    tcase_add_test(behaviour, noise_may_be_empty);
    tcase_add_test(behaviour, each_value_is_converted);
    tcase_add_test(behaviour, an_exception_of_convert_reaches_the_caller);
    tcase_add_test(behaviour, new_memory_is_0);
    tcase_add_test(behaviour, values_survive_a_resize);
    tcase_add_test(behaviour, memory_has_two_ends);
    tcase_add_test(behaviour, a_number_below_0_is_refused);
    tcase_add_test(behaviour, a_row_is_an_array_of_doubles);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
