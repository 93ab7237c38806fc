/* SPDX-License-Identifier: MIT
 *
 * A module that loses a reference when it is imported. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int start(PyObject *module)
{
    PyObject *version = PyBytes_FromString("1.0"); /* @alloc */
    return version == NULL || PyModule_AddIntConstant(module, "VERSION", 1) != 0 ? -1
                                                                                 : 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, start}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "lost",
                                 .m_slots = slots};

PyMODINIT_FUNC PyInit_lost(void)
{
    return PyModuleDef_Init(&definition);
}
