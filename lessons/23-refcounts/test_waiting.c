/* SPDX-License-Identifier: MIT
 *
 * test_waiting.c: how the waiting room must behave, whoever owns its references.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <check.h>
#include <stdlib.h>

static PyObject *waiting, *room; /* the module, and an empty list */

static void open_room(void)
{
    waiting = PyImport_ImportModule("waiting");
    room = PyList_New(0);
    ck_assert_ptr_nonnull(waiting);
    ck_assert_ptr_nonnull(room);
}

static void close_room(void)
{
    Py_CLEAR(room);
    Py_CLEAR(waiting);
}

/* Whether `name` could sign in. */
static int signs_in(const char *name, int door)
{
    PyObject *done = PyObject_CallMethod(waiting, "sign_in", "Oyi", room, name, door);

    Py_XDECREF(done);
    return done != NULL;
}

/* Fails unless the module's function `name` returns the bytes `text`. */
static void assert_returns(const char *name, const char *text)
{
    PyObject *words = PyObject_CallMethod(waiting, name, "O", room);

    ck_assert_ptr_nonnull(words);
    ck_assert_str_eq(PyBytes_AsString(words), text);
    Py_DECREF(words);
}

START_TEST(people_are_called_in_their_order)
{
    ck_assert(signs_in("Ada", 3));
    ck_assert(signs_in("Grace", 1));
    assert_returns("call", "Ada, room 3, please");
    assert_returns("call", "Grace, room 1, please");
    ck_assert_int_eq(PyList_Size(room), 0);
}
END_TEST

START_TEST(nobody_signs_in_twice)
{
    ck_assert(signs_in("Ada", 3));
    ck_assert(!signs_in("Ada", 3));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
    ck_assert(signs_in("Ada", 4));
}
END_TEST

START_TEST(nobody_is_called_from_an_empty_room)
{
    ck_assert_ptr_null(PyObject_CallMethod(waiting, "call", "O", room));
    ck_assert(PyErr_ExceptionMatches(PyExc_IndexError));
    PyErr_Clear();
}
END_TEST

START_TEST(lines_are_numbered_from_1)
{
    PyObject *lines;
    Py_ssize_t longest;
    PyObject *both;

    ck_assert(signs_in("Ada", 3));
    ck_assert(signs_in("Grace", 1));
    both = PyObject_CallMethod(waiting, "numbered", "O", room);
    ck_assert_ptr_nonnull(both);
    ck_assert(PyArg_ParseTuple(both, "On", &lines, &longest));
    ck_assert_str_eq(PyBytes_AsString(PyList_GetItem(lines, 0)), "1. Ada, room 3");
    ck_assert_str_eq(PyBytes_AsString(PyList_GetItem(lines, 1)), "2. Grace, room 1");
    ck_assert_int_eq(longest, (Py_ssize_t)strlen("2. Grace, room 1"));
    Py_DECREF(both);
}
END_TEST

START_TEST(entries_are_bytes)
{
    PyObject *number = PyLong_FromLong(1000);

    ck_assert_int_eq(PyList_Append(room, number), 0);
    Py_DECREF(number);
    ck_assert_ptr_null(PyObject_CallMethod(waiting, "numbered", "O", room));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    ck_assert_ptr_null(PyObject_CallMethod(waiting, "call", "O", room));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("waiting");
    TCase *tcase = tcase_create("room");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tcase, open_room, close_room);
    tcase_add_test(tcase, people_are_called_in_their_order);
    tcase_add_test(tcase, nobody_signs_in_twice);
    tcase_add_test(tcase, nobody_is_called_from_an_empty_room);
    tcase_add_test(tcase, lines_are_numbered_from_1);
    tcase_add_test(tcase, entries_are_bytes);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
