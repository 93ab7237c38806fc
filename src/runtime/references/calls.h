/* SPDX-License-Identifier: MIT
 *
 * calls: the functions that references/Python.h makes a program call. See references.h.
 */
#ifndef LL_RUNTIME_REFERENCES_CALLS_H
#define LL_RUNTIME_REFERENCES_CALLS_H

#ifdef __cplusplus
extern "C" {
#endif

struct ll_reference_place {
    const char *by; /* "Py_INCREF", "PyBytes_FromString" */
    const char *function;
    const char *file;
    unsigned line;
};

/* The program got a reference to `object`, which may be NULL. */
void ll_reference_raised(PyObject *object, struct ll_reference_place place);

/* The same. Returns `object`. */
PyObject *ll_reference_new(PyObject *object, struct ll_reference_place place);

/* The program gives a reference away, or drops it. Returns `object`, which may be NULL.
 */
PyObject *ll_reference_given(PyObject *object);

/* Take type and repr of the objects that may be lost. The interpreter has to be there.
 */
void ll_references_describe(void);

/* Make the functions of a module, or of a type, tell what they return to Python. Each
 * returns its argument, or a copy of it that lives as long as the program. */
PyModuleDef *ll_references_of_module(PyModuleDef *module);
PyMethodDef *ll_references_of_methods(PyMethodDef *methods);
PyType_Spec *ll_references_of_spec(PyType_Spec *spec);
PyTypeObject *ll_references_of_type(PyTypeObject *type);

#ifdef __cplusplus
}
#endif

#endif
