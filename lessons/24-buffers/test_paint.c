/* SPDX-License-Identifier: MIT
 *
 * test_paint.c: how the module paint must behave, whatever it does with its buffers.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static PyObject *paint;

static void open_paint(void)
{
    paint = PyImport_ImportModule("paint");
    ck_assert_ptr_nonnull(paint);
}

static void close_paint(void)
{
    Py_DECREF(paint);
}

static PyObject *row(int count, int colour)
{
    PyObject *result = PyObject_CallMethod(paint, "row", "ii", count, colour);

    ck_assert_ptr_nonnull(result);
    return result;
}

START_TEST(a_row_has_one_colour)
{
    PyObject *sky = row(3, 200);

    ck_assert_int_eq(PyByteArray_Size(sky), 3);
    ck_assert_mem_eq(PyByteArray_AsString(sky), "\xc8\xc8\xc8", 3);
    Py_DECREF(sky);
}
END_TEST

START_TEST(the_mean_is_between_both)
{
    PyObject *sky = row(2, 255), *sea = row(2, 5);
    PyObject *blended = PyObject_CallMethod(paint, "blend", "OO", sky, sea);

    ck_assert_ptr_nonnull(blended);
    ck_assert_int_eq(PyBytes_Size(blended), 2);
    ck_assert_mem_eq(PyBytes_AsString(blended), "\x82\x82", 2);
    Py_DECREF(blended);
    Py_DECREF(sea);
    Py_DECREF(sky);
}
END_TEST

START_TEST(a_row_may_be_empty)
{
    PyObject *none = row(0, 1);
    PyObject *blended = PyObject_CallMethod(paint, "blend", "OO", none, none);

    ck_assert_ptr_nonnull(blended);
    ck_assert_int_eq(PyBytes_Size(blended), 0);
    Py_DECREF(blended);
    Py_DECREF(none);
}
END_TEST

START_TEST(rows_must_be_equally_long)
{
    PyObject *sky = row(4, 1), *sea = row(3, 1);

    ck_assert_ptr_null(PyObject_CallMethod(paint, "blend", "OO", sky, sea));
    ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
    Py_DECREF(sea);
    Py_DECREF(sky);
}
END_TEST

START_TEST(a_number_is_no_row)
{
    PyObject *sky = row(4, 1);

    ck_assert_ptr_null(PyObject_CallMethod(paint, "blend", "Oi", sky, 7));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    ck_assert_ptr_null(PyObject_CallMethod(paint, "blend", "iO", 7, sky));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    Py_DECREF(sky);
}
END_TEST

/* As long as somebody has a view of a bytearray, it cannot be resized. */
START_TEST(a_blended_row_can_grow)
{
    PyObject *sky = row(4, 1);
    PyObject *blended = PyObject_CallMethod(paint, "blend", "OO", sky, sky);

    ck_assert_ptr_nonnull(blended);
    ck_assert_int_eq(PyByteArray_Resize(sky, 10000), 0);
    Py_DECREF(blended);
    Py_DECREF(sky);
}
END_TEST

/* ---- what is lent ------------------------------------------------------------- */

enum { COLOURS = 3 };

/* An object that lends three bytes, and clears them when it has them back. The bytes of
 * a bytearray stay as they are until it is resized, so it would not tell. */
struct lender {
    PyObject base;
    unsigned char bytes[COLOURS];
    int loans;
};

static int lend(PyObject *self, Py_buffer *view, int flags)
{
    struct lender *lender = (struct lender *)self;

    lender->loans++;
    return PyBuffer_FillInfo(view, self, lender->bytes, COLOURS, 0, flags);
}

static void take_back(PyObject *self, Py_buffer *view)
{
    struct lender *lender = (struct lender *)self;

    (void)view;
    if (--lender->loans == 0)
        memset(lender->bytes, 0, COLOURS);
}

static PyType_Slot lender_slots[] = {
    {Py_bf_getbuffer, lend}, {Py_bf_releasebuffer, take_back}, {0, NULL}};

static PyType_Spec lender_spec = {
    .name = "paint_test.lender",
    .basicsize = sizeof(struct lender),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = lender_slots,
};

/* Its type goes with it. */
static struct lender *new_lender(unsigned char colour)
{
    PyObject *type = PyType_FromSpec(&lender_spec);
    struct lender *lender;

    ck_assert_ptr_nonnull(type);
    lender = PyObject_New(struct lender, (PyTypeObject *)type);
    Py_DECREF(type);
    ck_assert_ptr_nonnull(lender);
    memset(lender->bytes, colour, COLOURS);
    lender->loans = 0;
    return lender;
}

START_TEST(both_rows_are_on_loan_while_they_are_read)
{
    struct lender *sky = new_lender(200), *sea = new_lender(100);
    PyObject *blended = PyObject_CallMethod(paint, "blend", "OO", sky, sea);

    ck_assert_ptr_nonnull(blended);
    ck_assert_int_eq(PyBytes_Size(blended), COLOURS);
    ck_assert_msg(memcmp(PyBytes_AsString(blended), "\x96\x96\x96", COLOURS) == 0,
                  "a row was read that had been given back");
    ck_assert_int_eq(sky->loans, 0);
    ck_assert_int_eq(sea->loans, 0);
    Py_DECREF(blended);
    Py_DECREF(sea);
    Py_DECREF(sky);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("paint");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, open_paint, close_paint);
    tcase_add_test(behaviour, a_row_has_one_colour);
    tcase_add_test(behaviour, the_mean_is_between_both);
    tcase_add_test(behaviour, a_row_may_be_empty);
    tcase_add_test(behaviour, rows_must_be_equally_long);
    tcase_add_test(behaviour, a_number_is_no_row);
    tcase_add_test(behaviour, a_blended_row_can_grow);
    tcase_add_test(behaviour, both_rows_are_on_loan_while_they_are_read);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
