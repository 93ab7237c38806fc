/* SPDX-License-Identifier: MIT
 *
 * test_musicbox.c: how the module musicbox must behave, whenever it releases a buffer.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static PyObject *musicbox;

static void open_box(void)
{
    musicbox = PyImport_ImportModule("musicbox");
    ck_assert_ptr_nonnull(musicbox);
}

static void close_box(void)
{
    Py_DECREF(musicbox);
}

static PyObject *punch(const char *tune)
{
    PyObject *pins = PyObject_CallMethod(musicbox, "punch", "s", tune);

    ck_assert_ptr_nonnull(pins);
    return pins;
}

/* Returns whether it was possible. */
static int transpose(PyObject *pins, int steps)
{
    PyObject *none = PyObject_CallMethod(musicbox, "transpose", "Oi", pins, steps);

    Py_XDECREF(none);
    return none != NULL;
}

static void assert_fails(PyObject *exception)
{
    ck_assert(PyErr_ExceptionMatches(exception));
    PyErr_Clear();
}

START_TEST(a_tune_becomes_pins)
{
    PyObject *pins = punch("CEGC");

    ck_assert(PyByteArray_Check(pins));
    ck_assert_str_eq(PyByteArray_AsString(pins), "CEGC");
    Py_DECREF(pins);
}
END_TEST

START_TEST(tones_move_up_and_down)
{
    PyObject *pins = punch("CEGC");

    ck_assert(transpose(pins, 2));
    ck_assert_str_eq(PyByteArray_AsString(pins), "EGIE");
    ck_assert(transpose(pins, -4));
    ck_assert_str_eq(PyByteArray_AsString(pins), "ACEA");
    Py_DECREF(pins);
}
END_TEST

START_TEST(the_comb_has_two_ends)
{
    PyObject *pins = punch("BQ");

    ck_assert(!transpose(pins, 2));
    assert_fails(PyExc_ValueError);
    ck_assert(!transpose(pins, -2));
    assert_fails(PyExc_ValueError);
    ck_assert_str_eq(PyByteArray_AsString(pins), "BQ");
    ck_assert(transpose(pins, 1));
    ck_assert_str_eq(PyByteArray_AsString(pins), "CR");
    Py_DECREF(pins);
}
END_TEST

START_TEST(what_may_only_be_read_is_not_transposed)
{
    PyObject *pins = PyBytes_FromString("CEG");

    ck_assert_ptr_nonnull(pins);
    ck_assert(!transpose(pins, 1));
    assert_fails(PyExc_TypeError);
    Py_DECREF(pins);
}
END_TEST

START_TEST(each_tone_is_struck_in_order)
{
    PyObject *pins = punch("GEA"), *struck = PyList_New(0);
    PyObject *strike = PyObject_GetAttrString(struck, "append");
    PyObject *none = PyObject_CallMethod(musicbox, "play", "OO", pins, strike);

    ck_assert_ptr_nonnull(none);
    ck_assert_int_eq(PyList_Size(struck), 3);
    for (Py_ssize_t i = 0; i < 3; i++) {
        PyObject *tone = PyList_GetItem(struck, i); /* borrowed */
        ck_assert_int_eq(PyUnicode_ReadChar(tone, 0), (Py_UCS4) "GEA"[i]);
    }
    Py_DECREF(none);
    Py_DECREF(strike);
    Py_DECREF(struck);
    Py_DECREF(pins);
}
END_TEST

START_TEST(an_exception_ends_the_tune)
{
    PyObject *pins = punch("GEA");

    ck_assert_ptr_null(PyObject_CallMethod(musicbox, "play", "OO", pins, Py_None));
    assert_fails(PyExc_TypeError); /* None cannot be called */
    Py_DECREF(pins);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("musicbox");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, open_box, close_box);
    tcase_add_test(behaviour, a_tune_becomes_pins);
    tcase_add_test(behaviour, tones_move_up_and_down);
    tcase_add_test(behaviour, the_comb_has_two_ends);
    tcase_add_test(behaviour, what_may_only_be_read_is_not_transposed);
    tcase_add_test(behaviour, each_tone_is_struck_in_order);
    tcase_add_test(behaviour, an_exception_ends_the_tune);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
