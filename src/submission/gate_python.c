/* SPDX-License-Identifier: MIT */
#include "submission/gate_python.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

/* A name that ends with '*' stands for all that begin so. */
static bool matches(const char *name, const char *pattern)
{
    size_t length = strlen(pattern);
    return pattern[length - 1] == '*' ? strncmp(name, pattern, length - 1) == 0
                                      : strcmp(name, pattern) == 0;
}

static bool is_in(const char *name, const char *const *patterns)
{
    for (; *patterns != NULL; patterns++)
        if (matches(name, *patterns))
            return true;
    return false;
}

#define SETTINGS "a module leaves the interpreter as it is"
#define TEXTS "a module runs no texts"
#define MEMORY "memory comes from Python's own functions, so that it can be watched"

static const struct {
    const char *pattern, *why;
} refused[] = {
    {"PyRun_*", TEXTS},
    {"Py_CompileString*", TEXTS},
    {"PyEval_EvalCode*", TEXTS},
    {"PyImport_*", "a module of an exercise imports no other"},
    {"PyMem_SetAllocator", MEMORY},
    {"PyMem_GetAllocator", MEMORY},
    {"PyMem_SetupDebugHooks", MEMORY},
    {"PyObject_SetArenaAllocator", MEMORY},
    {"PyObject_GetArenaAllocator", MEMORY},
    {"Py_AtExit", "nothing of a module runs once the program has ended"},
    {"Py_Exit", "a module returns to its caller, and does not end the program"},
    {"Py_FatalError", "a module returns to its caller, and does not end the program"},
    {"_Py_FatalError*", "a module returns to its caller, and does not end the program"},
    {"Py_Finalize*", SETTINGS},
    {"Py_Initialize*", SETTINGS},
    {"Py_NewInterpreter*", SETTINGS},
    {"Py_EndInterpreter", SETTINGS},
    {"Py_RunMain", SETTINGS},
    {"Py_BytesMain", SETTINGS},
    {"Py_Main", SETTINGS},
    {"Py_AddPendingCall", SETTINGS},
    {"PySys_*", SETTINGS},
    {"PyGC_*", SETTINGS},
    {"PyEval_SetTrace*", SETTINGS},
    {"PyEval_SetProfile*", SETTINGS},
    {"PyThreadState_*", SETTINGS},
    {"PyInterpreterState_*", SETTINGS},
    {"PyThread_*", "a module starts no threads"},
};

/* What a module in C may use. */
static const char *const in_c[] = {
    "PyArg_*",
    "PyBaseObject_Type",
    "PyBool_*",
    "PyBuffer_*",
    "PyByteArray_*",
    "PyBytes_*",
    "PyCFunction_*",
    "PyCMethod_*",
    "PyCallIter_*",
    "PyCallable_*",
    "PyCapsule_*",
    "PyComplex_*",
    "PyDescr_*",
    "PyDictItems_Type",
    "PyDictKeys_Type",
    "PyDictProxy_*",
    "PyDictValues_Type",
    "PyDict_*",
    "PyEllipsis_Type",
    "PyErr_*",
    "PyEval_RestoreThread",
    "PyEval_SaveThread",
    "PyException_*",
    "PyExc_*",
    "PyFloat_*",
    "PyFrozenSet_*",
    "PyGILState_*",
    "PyIndex_*",
    "PyIter_*",
    "PyList_*",
    "PyLong_*",
    "PyMapping_*",
    "PyMem_*",
    "PyMemoryView_*",
    "PyMember_*",
    "PyMethod_*",
    "PyModuleDef_*",
    "PyModule_*",
    "PyNumber_*",
    "PyOS_double_to_string",
    "PyOS_snprintf",
    "PyOS_string_to_double",
    "PyOS_strtol",
    "PyOS_strtoul",
    "PyOS_vsnprintf",
    "PyObject_*",
    "PyProperty_Type",
    "PyRange_Type",
    "PyReversed_Type",
    "PySeqIter_*",
    "PySequence_*",
    "PySet_*",
    "PySlice_*",
    "PyState_*",
    "PyStructSequence_*",
    "PySuper_Type",
    "PyTraceMalloc_*",
    "PyTuple_*",
    "PyType_*",
    "PyUnicode_*",
    "PyVectorcall_*",
    "PyWeakref_*",
    "Py_BuildValue",
    "Py_DecRef",
    "Py_DecodeLocale",
    "Py_EncodeLocale",
    "Py_EnterRecursiveCall",
    "Py_GenericAlias",
    "Py_GetConstant*",
    "Py_GetVersion",
    "Py_HashBuffer",
    "Py_HashPointer",
    "Py_IncRef",
    "Py_Is*",
    "Py_LeaveRecursiveCall",
    "Py_NewRef",
    "Py_REFCNT",
    "Py_ReprEnter",
    "Py_ReprLeave",
    "Py_TYPE",
    "Py_VaBuildValue",
    "Py_Version",
    "Py_XNewRef",
    "_PyArg_*",
    "_PyBytes_Resize",
    "_PyObject_CallFunction_SizeT",
    "_PyObject_CallMethod_SizeT",
    "_PyObject_GC_New*",
    "_PyObject_GC_Resize",
    "_PyObject_MakeTpCall",
    "_PyObject_New*",
    "_PyObject_Vectorcall",
    "_PyTuple_Resize",
    "_PyWeakref_*",
    "_Py_BuildValue_SizeT",
    "_Py_CheckFunctionResult",
    "_Py_Dealloc",
    "_Py_DecRef*",
    "_Py_EllipsisObject",
    "_Py_FalseStruct",
    "_Py_HashBytes",
    "_Py_HashPointer",
    "_Py_IncRef*",
    "_Py_NewReference",
    "_Py_NoneStruct",
    "_Py_NotImplementedStruct",
    "_Py_SetRefcnt",
    "_Py_TrueStruct",
    "_Py_VaBuildValue_SizeT",
    "_Py_ascii_whitespace", /* a table, of Py_UNICODE_ISSPACE() */
    NULL,
};

/* What Cython puts into the C besides. A .pyx that names one of them is refused for the
 * name (gate_cython.h). */
static const char *const in_cython[] = {
    "PyAsyncGen*",
    "PyCode_*",
    "PyContextVar_*",
    "PyCoro_*",
    "PyEval_EvalCodeEx",
    "PyEval_EvalFrame*",
    "PyFrame_*",
    "PyFunction_*",
    "PyMethodDescr_Type",
    "PyWrapperDescr_Type",
    "PyGC_Disable",
    "PyGC_Enable",
    "PyGen_*",
    "PyImport_*",
    "PyInterpreterState_GetID",
    "PyStaticMethod_*",
    "PyClassMethod_*",
    "PyThreadState_Get*",
    "PyThread_allocate_lock",
    "PyThread_free_lock",
    "PyThread_acquire_lock",
    "PyThread_release_lock",
    "PyTraceBack_*",
    "Py_FatalError",   /* a memoryview's count of users is wrong */
    "Py_OptimizeFlag", /* assert */
    "_PyByteArray_empty_string",
    "_PyBytes_Join",
    "_PyDict_*",
    "_PyErr_*",
    "_PyGen_*",
    "_PyList_*",
    "_PyLong_*",
    "_PyObject_*",
    "_PySet_NextEntry",
    "_PyThreadState_*",
    "_PyType_*",
    "_PyUnicode_*",
    "_Py_CheckRecursiveCall",
    "_Py_GetConstant*",
    NULL,
};

bool ll_gate_python_allows(const char *name, bool by_cython)
{
    if (by_cython && is_in(name, in_cython))
        return true;
    return ll_gate_python_refuses(name) == NULL && is_in(name, in_c);
}

const char *ll_gate_python_refuses(const char *name)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (matches(name, refused[i].pattern))
            return refused[i].why;
    return NULL;
}
