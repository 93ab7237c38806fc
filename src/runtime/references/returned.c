/* SPDX-License-Identifier: MIT
 *
 * returned: a function that Python calls hands its caller the reference that it
 * returns. No macro sees that, so the tables of functions of modules and types are
 * given others in their place, each of which calls its original:
 *
 *     Python ─► substitute_1f ─► noise_name()
 *                    │                │
 *                    └── given ◄──────┘ the object it returns
 *
 * All these functions take up to six pointers or integers, and return a pointer. On the
 * machines that leaklab is built for, a function may be called with more of them than
 * it takes.
 */
#include <Python.h>

#include "runtime/private.h"
#include "runtime/references/calls.h"

typedef void *function(void *, void *, void *, void *, void *, void *);

enum { ORIGINALS = 256, ROOM = 256 * 1024 };

static function *originals[ORIGINALS];
static size_t original_count;

/* ---- the substitutes ------------------------------------------------------------- */

#define SUBSTITUTE(n)                                                                  \
    static void *substitute_##n(void *a, void *b, void *c, void *d, void *e, void *f)  \
    {                                                                                  \
        return ll_reference_given(originals[0x##n](a, b, c, d, e, f));                 \
    }
#define NAME(n) substitute_##n,
#define SIXTEEN(each, n)                                                               \
    each(n##0) each(n##1) each(n##2) each(n##3) each(n##4) each(n##5) each(n##6)       \
        each(n##7) each(n##8) each(n##9) each(n##a) each(n##b) each(n##c) each(n##d)   \
            each(n##e) each(n##f)
#define ALL(each)                                                                      \
    SIXTEEN(each, 0)                                                                   \
    SIXTEEN(each, 1)                                                                   \
    SIXTEEN(each, 2)                                                                   \
    SIXTEEN(each, 3)                                                                   \
    SIXTEEN(each, 4)                                                                   \
    SIXTEEN(each, 5)                                                                   \
    SIXTEEN(each, 6)                                                                   \
    SIXTEEN(each, 7)                                                                   \
    SIXTEEN(each, 8)                                                                   \
    SIXTEEN(each, 9)                                                                   \
    SIXTEEN(each, a)                                                                   \
    SIXTEEN(each, b)                                                                   \
    SIXTEEN(each, c)                                                                   \
    SIXTEEN(each, d)                                                                   \
    SIXTEEN(each, e)                                                                   \
    SIXTEEN(each, f)

ALL(SUBSTITUTE)
static function *const substitutes[ORIGINALS] = {ALL(NAME)};

/* The program's code, by names that the linker gives. */
extern const char __ehdr_start[], _etext[];

/* A function of Python's, such as PyObject_GenericGetAttr, takes a reference that
 * nobody told us of, and so must not be seen to give it. */
static bool is_of_program(function *original)
{
    return (uintptr_t)original >= (uintptr_t)__ehdr_start &&
           (uintptr_t)original < (uintptr_t)_etext;
}

/* The function to put into a table in place of `original`: `original` itself when it is
 * a substitute, none of the program's, or when there are no more. */
static function *substitute(function *original)
{
    size_t i = 0;

    if (!is_of_program(original))
        return original;
    for (size_t known = 0; known < ORIGINALS; known++)
        if (original == substitutes[known])
            return original;
    while (i < original_count && originals[i] != original)
        i++;
    if (i == ORIGINALS)
        return original;
    if (i == original_count)
        originals[original_count++] = original;
    return substitutes[i];
}

#define REPLACE(pointer)                                                               \
    ((pointer) = (void *)substitute((function *)(uintptr_t)(pointer)))

/* ---- the tables ------------------------------------------------------------------ */

/* A copy that lives as long as the program; NULL: there is no room. */
static void *copy(const void *from, size_t size)
{
    static char *room;
    static size_t used;
    size_t rounded = (size + 15) / 16 * 16;
    char *to;

    if (room == NULL)
        room = ll_sys_map(ROOM, MAP_PRIVATE);
    if (room == NULL || rounded > ROOM - used)
        return NULL;
    to = room + used;
    used += rounded;
    ll_copy(to, from, size);
    return to;
}

PyMethodDef *ll_references_of_methods(PyMethodDef *methods)
{
    size_t count = 0;
    PyMethodDef *made;

    while (methods != NULL && methods[count].ml_name != NULL)
        count++;
    made = count == 0 ? NULL : copy(methods, (count + 1) * sizeof *methods);
    if (made == NULL)
        return methods;
    for (size_t i = 0; i < count; i++)
        REPLACE(made[i].ml_meth);
    return made;
}

static PyGetSetDef *of_getters(PyGetSetDef *getters)
{
    size_t count = 0;
    PyGetSetDef *made;

    while (getters != NULL && getters[count].name != NULL)
        count++;
    made = count == 0 ? NULL : copy(getters, (count + 1) * sizeof *getters);
    if (made == NULL)
        return getters;
    for (size_t i = 0; i < count; i++)
        REPLACE(made[i].get);
    return made;
}

PyModuleDef *ll_references_of_module(PyModuleDef *module)
{
    module->m_methods = ll_references_of_methods(module->m_methods);
    return module;
}

/* Whether a function in that slot returns a new reference. */
static bool returns_reference(int slot)
{
    static const int slots[] = {
        Py_mp_subscript,
        Py_nb_absolute,
        Py_nb_add,
        Py_nb_and,
        Py_nb_divmod,
        Py_nb_float,
        Py_nb_floor_divide,
        Py_nb_index,
        Py_nb_inplace_add,
        Py_nb_inplace_and,
        Py_nb_inplace_floor_divide,
        Py_nb_inplace_lshift,
        Py_nb_inplace_multiply,
        Py_nb_inplace_or,
        Py_nb_inplace_power,
        Py_nb_inplace_remainder,
        Py_nb_inplace_rshift,
        Py_nb_inplace_subtract,
        Py_nb_inplace_true_divide,
        Py_nb_inplace_xor,
        Py_nb_int,
        Py_nb_invert,
        Py_nb_lshift,
        Py_nb_multiply,
        Py_nb_negative,
        Py_nb_or,
        Py_nb_positive,
        Py_nb_power,
        Py_nb_remainder,
        Py_nb_rshift,
        Py_nb_subtract,
        Py_nb_true_divide,
        Py_nb_xor,
        Py_nb_matrix_multiply,
        Py_nb_inplace_matrix_multiply,
        Py_sq_concat,
        Py_sq_inplace_concat,
        Py_sq_inplace_repeat,
        Py_sq_item,
        Py_sq_repeat,
        Py_tp_call,
        Py_tp_descr_get,
        Py_tp_getattr,
        Py_tp_getattro,
        Py_tp_iter,
        Py_tp_iternext,
        Py_tp_new,
        Py_tp_repr,
        Py_tp_richcompare,
        Py_tp_str,
        Py_am_await,
        Py_am_aiter,
        Py_am_anext,
    };

    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (slots[i] == slot)
            return true;
    return false;
}

PyType_Spec *ll_references_of_spec(PyType_Spec *spec)
{
    size_t count = 0;
    PyType_Spec *made = copy(spec, sizeof *spec);

    while (spec->slots[count].slot != 0)
        count++;
    if (made == NULL)
        return spec;
    made->slots = copy(spec->slots, (count + 1) * sizeof *spec->slots);
    if (made->slots == NULL)
        return spec;
    for (PyType_Slot *slot = made->slots; slot->slot != 0; slot++) {
        if (slot->slot == Py_tp_methods)
            slot->pfunc = ll_references_of_methods(slot->pfunc);
        else if (slot->slot == Py_tp_getset)
            slot->pfunc = of_getters(slot->pfunc);
        else if (returns_reference(slot->slot))
            REPLACE(slot->pfunc);
    }
    return made;
}

PyTypeObject *ll_references_of_type(PyTypeObject *type)
{
    type->tp_methods = ll_references_of_methods(type->tp_methods);
    type->tp_getset = of_getters(type->tp_getset);
    return type;
}
