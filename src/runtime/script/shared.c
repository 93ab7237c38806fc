/* SPDX-License-Identifier: MIT
 *
 * The references to objects that Python makes once and shares. None of them is lost
 * when a reference is not dropped, so no tool can see that: only their counts tell.
 * From Python 3.12 on most of them are immortal: their counts never change, and nothing
 * is lost.
 */
#define NDEBUG /* or else Python's macros call a function of the C library's */
#include "runtime/script/shared.h"

#include "runtime/hooks.h"
#include "runtime/script/settle.h"

enum { OBJECTS = 4096, SMALLEST = -5, LARGEST = 256, LETTERS = 256 };

/* Their addresses, complemented: no tool takes them for pointers. */
static struct {
    uintptr_t address;
    enum ll_shared group;
} objects[OBJECTS];
static int object_count;
static int lasting; /* of these: they live as long as the interpreter */

/* Takes the reference. */
static void learn(PyObject *object, enum ll_shared group)
{
    const uintptr_t address = ~(uintptr_t)object;
    bool known = object == NULL || object_count == OBJECTS;

    for (int i = 0; i < object_count && !known; i++)
        known = objects[i].address == address;
    if (!known) {
        objects[object_count].address = address;
        objects[object_count++].group = group;
    }
    Py_XDECREF(object);
}

/* Types, exceptions and functions: all that a script can name without an import. */
static void learn_builtins(void)
{
    PyObject *builtins = PyEval_GetBuiltins(); /* borrowed, as is what is in it */
    PyObject *name, *object;
    Py_ssize_t at = 0;

    while (builtins != NULL && PyDict_Next(builtins, &at, &name, &object))
        if (PyType_Check(object) || PyCFunction_Check(object))
            learn(Py_NewRef(object), LL_SHARED_TYPES);
}

/* The types below it that are part of Python and are never freed, such as that of
 * modules. Of other types the count changes with their objects. */
static void learn_types(PyObject *above)
{
    /* By type's own method: of a type of types, the attribute is a method of its
     * objects. */
    PyObject *list =
        PyObject_CallMethod((PyObject *)&PyType_Type, "__subclasses__", "O", above);

    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyObject *type = PyList_GET_ITEM(list, i);
        if (PyType_HasFeature((PyTypeObject *)type, Py_TPFLAGS_HEAPTYPE))
            continue;
        learn(Py_NewRef(type), LL_SHARED_TYPES);
        learn_types(type);
    }
    Py_XDECREF(list);
    PyErr_Clear();
}

void ll_script_learn(void)
{
    PyObject *const constants[] = {Py_None, Py_True, Py_False, Py_Ellipsis,
                                   Py_NotImplemented};

    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        learn(Py_NewRef(constants[i]), LL_SHARED_CONSTANTS);
    for (long number = SMALLEST; number <= LARGEST; number++)
        learn(PyLong_FromLong(number), LL_SHARED_NUMBERS);
    learn(PyTuple_New(0), LL_SHARED_TEXTS);
    learn(PyUnicode_FromString(""), LL_SHARED_TEXTS);
    learn(PyBytes_FromString(""), LL_SHARED_TEXTS);
    for (int letter = 0; letter < LETTERS; letter++) {
        char byte = (char)letter;
        learn(PyUnicode_FromOrdinal(letter), LL_SHARED_TEXTS);
        learn(PyBytes_FromStringAndSize(&byte, 1), LL_SHARED_TEXTS);
    }
    learn_builtins();
    learn_types((PyObject *)&PyBaseObject_Type);
    lasting = object_count;
    ll_settle_learn();
}

void ll_shared_learn_texts(PyObject *of)
{
    PyObject *constants = NULL;

    if (PyUnicode_CheckExact(of) && PyUnicode_CHECK_INTERNED(of))
        learn(Py_NewRef(of), LL_SHARED_TEXTS);
    else if (PyCode_Check(of))
        constants = PyObject_GetAttrString(of, "co_consts");
    else if (PyTuple_CheckExact(of))
        constants = Py_NewRef(of);
    if (constants != NULL && PyTuple_CheckExact(constants))
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(constants); i++)
            ll_shared_learn_texts(PyTuple_GET_ITEM(constants, i));
    Py_XDECREF(constants);
}

void ll_shared_forget_texts(void)
{
    object_count = lasting;
}

void ll_script_count(int64_t counts[LL_SHARED_COUNT])
{
    for (int group = 0; group < LL_SHARED_COUNT; group++)
        counts[group] = 0;
    for (int i = 0; i < object_count; i++)
        counts[objects[i].group] += Py_REFCNT((PyObject *)~objects[i].address);
}
