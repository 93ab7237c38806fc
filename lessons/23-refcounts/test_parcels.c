/* SPDX-License-Identifier: MIT
 *
 * test_parcels.c: how labels must be, whoever owns their references. The list of
 * weights is only lent to labels().
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <check.h>
#include <stdlib.h>

static PyObject *function; /* labels */

static void open_counter(void)
{
    PyObject *parcels = PyImport_ImportModule("parcels");

    ck_assert_ptr_nonnull(parcels);
    function = PyObject_GetAttrString(parcels, "labels");
    ck_assert_ptr_nonnull(function);
    Py_DECREF(parcels);
}

static void close_counter(void)
{
    Py_CLEAR(function);
}

/* Drops `arguments`, which hold the only reference to a list, and that the only one to
 * each weight. */
static void drop(PyObject *arguments)
{
    PyObject *weights = PyTuple_GetItem(arguments, 0);

    ck_assert_msg(Py_REFCNT(weights) == 1,
                  "the list of weights had 1 reference, and has %zd after labels()",
                  Py_REFCNT(weights));
    for (Py_ssize_t i = 0; i < PyList_Size(weights); i++)
        ck_assert_msg(Py_REFCNT(PyList_GetItem(weights, i)) == 1,
                      "a weight had 1 reference, and has %zd after labels()",
                      Py_REFCNT(PyList_GetItem(weights, i)));
    Py_DECREF(arguments);
}

/* What labels([first, second]) returns: a new reference, or NULL and an exception. */
static PyObject *labels(long first, long second)
{
    PyObject *arguments = Py_BuildValue("([ll])", first, second);
    PyObject *made = PyObject_Call(function, arguments, NULL);

    drop(arguments);
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
    PyObject *made = labels(31500, 301);

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
    PyObject *arguments = Py_BuildValue("([ls])", 900L, "a heavy one");

    ck_assert_ptr_null(PyObject_Call(function, arguments, NULL));
    ck_assert(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    drop(arguments);
}
END_TEST

/* ---- no memory ---------------------------------------------------------------------
 */

static void *refuse_malloc(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static void *refuse_realloc(void *context, void *block, size_t size)
{
    (void)context;
    (void)block;
    (void)size;
    return NULL;
}

/* Asserts that labels(*arguments) raises MemoryError while `domain` gives no memory.
 * Drops the arguments. */
static void assert_gives_up(PyObject *arguments, PyMemAllocatorDomain domain)
{
    PyMemAllocatorEx real, none;
    PyObject *made;

    PyMem_GetAllocator(domain, &real);
    none = real;
    none.malloc = refuse_malloc;
    none.realloc = refuse_realloc;
    PyMem_SetAllocator(domain, &none);
    made = PyObject_Call(function, arguments, NULL);
    PyMem_SetAllocator(domain, &real);
    ck_assert_ptr_null(made);
    ck_assert(PyErr_ExceptionMatches(PyExc_MemoryError));
    PyErr_Clear();
    drop(arguments);
}

START_TEST(a_label_may_not_be_made)
{
    PyObject *arguments = Py_BuildValue("([ll])", 1200L, 300L);

    Py_DECREF(PyList_New(0)); /* labels() will get it: Python keeps it for that */
    assert_gives_up(arguments, PYMEM_DOMAIN_OBJ);
}
END_TEST

START_TEST(a_list_may_not_grow)
{
    assert_gives_up(Py_BuildValue("([ll])", 1200L, 300L), PYMEM_DOMAIN_MEM);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parcels");
    TCase *tcase = tcase_create("labels");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tcase, open_counter, close_counter);
    tcase_add_test(tcase, each_parcel_has_a_label);
    tcase_add_test(tcase, the_heaviest_parcel_is_taken);
    tcase_add_test(tcase, a_heavier_one_is_refused);
    tcase_add_test(tcase, a_weight_is_a_number);
    tcase_add_test(tcase, a_label_may_not_be_made);
    tcase_add_test(tcase, a_list_may_not_grow);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
