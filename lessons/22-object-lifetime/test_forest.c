/* SPDX-License-Identifier: MIT
 *
 * test_forest.c: how a tree must behave, whatever it leaves behind.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <check.h>
#include <stdlib.h>

static PyObject *forest;

static void enter_forest(void)
{
    forest = PyImport_ImportModule("forest");
    ck_assert_ptr_nonnull(forest);
}

static void leave_forest(void)
{
    Py_DECREF(forest);
}

static PyObject *plant(const char *name)
{
    PyObject *tree = PyObject_CallMethod(forest, "Tree", "s", name);

    ck_assert_ptr_nonnull(tree);
    return tree;
}

/* Returns whether it was possible. */
static int grow(PyObject *tree, int width)
{
    PyObject *none = PyObject_CallMethod(tree, "grow", "i", width);

    Py_XDECREF(none);
    return none != NULL;
}

static void assert_rings(PyObject *tree, int count, const int *widths)
{
    PyObject *rings = PyObject_CallMethod(tree, "rings", NULL);

    ck_assert_ptr_nonnull(rings);
    ck_assert_int_eq(PyTuple_Size(rings), count);
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(PyLong_AsLong(PyTuple_GetItem(rings, i)), widths[i]);
    Py_DECREF(rings);
}

START_TEST(a_tree_has_a_name)
{
    PyObject *oak = plant("oak");
    PyObject *name = PyObject_CallMethod(oak, "name", NULL);

    ck_assert_ptr_nonnull(name);
    ck_assert_str_eq(PyUnicode_AsUTF8(name), "oak");
    Py_DECREF(name);
    Py_DECREF(oak);
}
END_TEST

START_TEST(a_new_tree_has_no_ring)
{
    PyObject *oak = plant("oak");

    assert_rings(oak, 0, NULL);
    Py_DECREF(oak);
}
END_TEST

START_TEST(a_tree_grows_a_ring_each_year)
{
    int widths[40];
    PyObject *oak = plant("oak");

    for (int year = 0; year < 40; year++) {
        widths[year] = 1 + year % 7;
        ck_assert(grow(oak, widths[year]));
    }
    assert_rings(oak, 40, widths);
    Py_DECREF(oak);
}
END_TEST

START_TEST(a_ring_has_a_width)
{
    const int widths[] = {3};
    PyObject *oak = plant("oak");

    ck_assert(grow(oak, 3));
    for (int width = 0; width >= -1; width--) {
        ck_assert(!grow(oak, width));
        ck_assert(PyErr_ExceptionMatches(PyExc_ValueError));
        PyErr_Clear();
    }
    assert_rings(oak, 1, widths);
    Py_DECREF(oak);
}
END_TEST

START_TEST(each_tree_has_rings_of_its_own)
{
    const int widths[] = {2, 4};
    PyObject *oak = plant("oak"), *birch = plant("birch");

    ck_assert(grow(oak, 2));
    ck_assert(grow(birch, 9));
    ck_assert(grow(oak, 4));
    Py_DECREF(birch);
    assert_rings(oak, 2, widths);
    Py_DECREF(oak);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forest");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, enter_forest, leave_forest);
    tcase_add_test(behaviour, a_tree_has_a_name);
    tcase_add_test(behaviour, a_new_tree_has_no_ring);
    tcase_add_test(behaviour, a_tree_grows_a_ring_each_year);
    tcase_add_test(behaviour, a_ring_has_a_width);
    tcase_add_test(behaviour, each_tree_has_rings_of_its_own);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
