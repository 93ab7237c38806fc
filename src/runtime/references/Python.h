/* SPDX-License-Identifier: MIT
 *
 * A program that is compiled for the tool of lost references includes this file in
 * place of Python's own header, which it includes in turn. See runtime/references.h.
 *
 * A macro with the name of a function calls that function: a name is not expanded again
 * in its own expansion. A name without a parenthesis, as in a table of slots, stays
 * what it is.
 *
 * Works with Python 3.11 to 3.14, with and without Py_LIMITED_API: a macro that nobody
 * uses needs no function.
 */
#pragma GCC system_header
#include_next <Python.h>

#ifndef LL_RUNTIME_REFERENCES_PYTHON_H
#define LL_RUNTIME_REFERENCES_PYTHON_H

#include "calls.h"

/* ---- raising and dropping ---------------------------------------------------------
 * The functions are written while Py_INCREF and the like are still Python's. */

static inline void ll_reference_incref(PyObject *object,
                                       struct ll_reference_place place)
{
    Py_INCREF(object);
    ll_reference_raised(object, place);
}

static inline void ll_reference_xincref(PyObject *object,
                                        struct ll_reference_place place)
{
    if (object != NULL)
        ll_reference_incref(object, place);
}

static inline void ll_reference_decref(PyObject *object)
{
    Py_DECREF(ll_reference_given(object));
}

static inline void ll_reference_xdecref(PyObject *object)
{
    if (object != NULL)
        ll_reference_decref(object);
}

static inline PyObject *ll_reference_newref(PyObject *object,
                                            struct ll_reference_place place)
{
    ll_reference_xincref(object, place);
    return object;
}

#define LL_OBJECT(object) ((PyObject *)(object))
#define LL_PLACE(by) ((struct ll_reference_place){by, __func__, __FILE__, __LINE__})

#undef Py_INCREF
#undef Py_XINCREF
#undef Py_DECREF
#undef Py_XDECREF
#undef Py_NewRef
#undef Py_XNewRef
#define Py_INCREF(object) ll_reference_incref(LL_OBJECT(object), LL_PLACE("Py_INCREF"))
#define Py_XINCREF(object)                                                             \
    ll_reference_xincref(LL_OBJECT(object), LL_PLACE("Py_XINCREF"))
#define Py_IncRef(object) ll_reference_xincref(LL_OBJECT(object), LL_PLACE("Py_IncRef"))
#define Py_DECREF(object) ll_reference_decref(LL_OBJECT(object))
#define Py_XDECREF(object) ll_reference_xdecref(LL_OBJECT(object))
#define Py_DecRef(object) ll_reference_xdecref(LL_OBJECT(object))
#define Py_NewRef(object) ll_reference_newref(LL_OBJECT(object), LL_PLACE("Py_NewRef"))
#define Py_XNewRef(object)                                                             \
    ll_reference_newref(LL_OBJECT(object), LL_PLACE("Py_XNewRef"))

/* ---- functions that return a new reference, or NULL ------------------------------ */

#define LL_NEW(function, ...)                                                          \
    ll_reference_new(LL_OBJECT(function(__VA_ARGS__)), LL_PLACE(#function))

/* objects of all types */
#define PyObject_ASCII(...) LL_NEW(PyObject_ASCII, __VA_ARGS__)
#define PyObject_Bytes(...) LL_NEW(PyObject_Bytes, __VA_ARGS__)
#define PyObject_Call(...) LL_NEW(PyObject_Call, __VA_ARGS__)
#define PyObject_CallFunctionObjArgs(...)                                              \
    LL_NEW(PyObject_CallFunctionObjArgs, __VA_ARGS__)
#define PyObject_CallMethodNoArgs(...) LL_NEW(PyObject_CallMethodNoArgs, __VA_ARGS__)
#define PyObject_CallMethodObjArgs(...) LL_NEW(PyObject_CallMethodObjArgs, __VA_ARGS__)
#define PyObject_CallMethodOneArg(...) LL_NEW(PyObject_CallMethodOneArg, __VA_ARGS__)
#define PyObject_CallNoArgs(...) LL_NEW(PyObject_CallNoArgs, __VA_ARGS__)
#define PyObject_CallObject(...) LL_NEW(PyObject_CallObject, __VA_ARGS__)
#define PyObject_CallOneArg(...) LL_NEW(PyObject_CallOneArg, __VA_ARGS__)
#define PyObject_Dir(...) LL_NEW(PyObject_Dir, __VA_ARGS__)
#define PyObject_Format(...) LL_NEW(PyObject_Format, __VA_ARGS__)
#define PyObject_GenericGetAttr(...) LL_NEW(PyObject_GenericGetAttr, __VA_ARGS__)
#define PyObject_GenericGetDict(...) LL_NEW(PyObject_GenericGetDict, __VA_ARGS__)
#define PyObject_GetAIter(...) LL_NEW(PyObject_GetAIter, __VA_ARGS__)
#define PyObject_GetAttr(...) LL_NEW(PyObject_GetAttr, __VA_ARGS__)
#define PyObject_GetAttrString(...) LL_NEW(PyObject_GetAttrString, __VA_ARGS__)
#define PyObject_GetItem(...) LL_NEW(PyObject_GetItem, __VA_ARGS__)
#define PyObject_GetIter(...) LL_NEW(PyObject_GetIter, __VA_ARGS__)
#define PyObject_Repr(...) LL_NEW(PyObject_Repr, __VA_ARGS__)
#define PyObject_RichCompare(...) LL_NEW(PyObject_RichCompare, __VA_ARGS__)
#define PyObject_SelfIter(...) LL_NEW(PyObject_SelfIter, __VA_ARGS__)
#define PyObject_Str(...) LL_NEW(PyObject_Str, __VA_ARGS__)
#define PyObject_Type(...) LL_NEW(PyObject_Type, __VA_ARGS__)
#define PyObject_Vectorcall(...) LL_NEW(PyObject_Vectorcall, __VA_ARGS__)
#define PyIter_Next(...) LL_NEW(PyIter_Next, __VA_ARGS__)
#define PyObject_VectorcallDict(...) LL_NEW(PyObject_VectorcallDict, __VA_ARGS__)
#define PyObject_VectorcallMethod(...) LL_NEW(PyObject_VectorcallMethod, __VA_ARGS__)
#define PyVectorcall_Call(...) LL_NEW(PyVectorcall_Call, __VA_ARGS__)

/* numbers */
#define PyBool_FromLong(...) LL_NEW(PyBool_FromLong, __VA_ARGS__)
#define PyComplex_FromCComplex(...) LL_NEW(PyComplex_FromCComplex, __VA_ARGS__)
#define PyComplex_FromDoubles(...) LL_NEW(PyComplex_FromDoubles, __VA_ARGS__)
#define PyFloat_FromDouble(...) LL_NEW(PyFloat_FromDouble, __VA_ARGS__)
#define PyFloat_FromString(...) LL_NEW(PyFloat_FromString, __VA_ARGS__)
#define PyLong_FromDouble(...) LL_NEW(PyLong_FromDouble, __VA_ARGS__)
#define PyLong_FromInt32(...) LL_NEW(PyLong_FromInt32, __VA_ARGS__)
#define PyLong_FromInt64(...) LL_NEW(PyLong_FromInt64, __VA_ARGS__)
#define PyLong_FromLong(...) LL_NEW(PyLong_FromLong, __VA_ARGS__)
#define PyLong_FromLongLong(...) LL_NEW(PyLong_FromLongLong, __VA_ARGS__)
#define PyLong_FromNativeBytes(...) LL_NEW(PyLong_FromNativeBytes, __VA_ARGS__)
#define PyLong_FromSize_t(...) LL_NEW(PyLong_FromSize_t, __VA_ARGS__)
#define PyLong_FromSsize_t(...) LL_NEW(PyLong_FromSsize_t, __VA_ARGS__)
#define PyLong_FromString(...) LL_NEW(PyLong_FromString, __VA_ARGS__)
#define PyLong_FromUInt32(...) LL_NEW(PyLong_FromUInt32, __VA_ARGS__)
#define PyLong_FromUInt64(...) LL_NEW(PyLong_FromUInt64, __VA_ARGS__)
#define PyLong_FromUnicodeObject(...) LL_NEW(PyLong_FromUnicodeObject, __VA_ARGS__)
#define PyLong_FromUnsignedLong(...) LL_NEW(PyLong_FromUnsignedLong, __VA_ARGS__)
#define PyLong_FromUnsignedLongLong(...)                                               \
    LL_NEW(PyLong_FromUnsignedLongLong, __VA_ARGS__)
#define PyLong_FromUnsignedNativeBytes(...)                                            \
    LL_NEW(PyLong_FromUnsignedNativeBytes, __VA_ARGS__)
#define PyLong_FromVoidPtr(...) LL_NEW(PyLong_FromVoidPtr, __VA_ARGS__)
#define PyNumber_Absolute(...) LL_NEW(PyNumber_Absolute, __VA_ARGS__)
#define PyNumber_Add(...) LL_NEW(PyNumber_Add, __VA_ARGS__)
#define PyNumber_And(...) LL_NEW(PyNumber_And, __VA_ARGS__)
#define PyNumber_Divmod(...) LL_NEW(PyNumber_Divmod, __VA_ARGS__)
#define PyNumber_Float(...) LL_NEW(PyNumber_Float, __VA_ARGS__)
#define PyNumber_FloorDivide(...) LL_NEW(PyNumber_FloorDivide, __VA_ARGS__)
#define PyNumber_InPlaceAdd(...) LL_NEW(PyNumber_InPlaceAdd, __VA_ARGS__)
#define PyNumber_InPlaceAnd(...) LL_NEW(PyNumber_InPlaceAnd, __VA_ARGS__)
#define PyNumber_InPlaceFloorDivide(...)                                               \
    LL_NEW(PyNumber_InPlaceFloorDivide, __VA_ARGS__)
#define PyNumber_InPlaceLshift(...) LL_NEW(PyNumber_InPlaceLshift, __VA_ARGS__)
#define PyNumber_InPlaceMatrixMultiply(...)                                            \
    LL_NEW(PyNumber_InPlaceMatrixMultiply, __VA_ARGS__)
#define PyNumber_InPlaceMultiply(...) LL_NEW(PyNumber_InPlaceMultiply, __VA_ARGS__)
#define PyNumber_InPlaceOr(...) LL_NEW(PyNumber_InPlaceOr, __VA_ARGS__)
#define PyNumber_InPlacePower(...) LL_NEW(PyNumber_InPlacePower, __VA_ARGS__)
#define PyNumber_InPlaceRemainder(...) LL_NEW(PyNumber_InPlaceRemainder, __VA_ARGS__)
#define PyNumber_InPlaceRshift(...) LL_NEW(PyNumber_InPlaceRshift, __VA_ARGS__)
#define PyNumber_InPlaceSubtract(...) LL_NEW(PyNumber_InPlaceSubtract, __VA_ARGS__)
#define PyNumber_InPlaceTrueDivide(...) LL_NEW(PyNumber_InPlaceTrueDivide, __VA_ARGS__)
#define PyNumber_InPlaceXor(...) LL_NEW(PyNumber_InPlaceXor, __VA_ARGS__)
#define PyNumber_Index(...) LL_NEW(PyNumber_Index, __VA_ARGS__)
#define PyNumber_Invert(...) LL_NEW(PyNumber_Invert, __VA_ARGS__)
#define PyNumber_Long(...) LL_NEW(PyNumber_Long, __VA_ARGS__)
#define PyNumber_Lshift(...) LL_NEW(PyNumber_Lshift, __VA_ARGS__)
#define PyNumber_MatrixMultiply(...) LL_NEW(PyNumber_MatrixMultiply, __VA_ARGS__)
#define PyNumber_Multiply(...) LL_NEW(PyNumber_Multiply, __VA_ARGS__)
#define PyNumber_Negative(...) LL_NEW(PyNumber_Negative, __VA_ARGS__)
#define PyNumber_Or(...) LL_NEW(PyNumber_Or, __VA_ARGS__)
#define PyNumber_Positive(...) LL_NEW(PyNumber_Positive, __VA_ARGS__)
#define PyNumber_Power(...) LL_NEW(PyNumber_Power, __VA_ARGS__)
#define PyNumber_Remainder(...) LL_NEW(PyNumber_Remainder, __VA_ARGS__)
#define PyNumber_Rshift(...) LL_NEW(PyNumber_Rshift, __VA_ARGS__)
#define PyNumber_Subtract(...) LL_NEW(PyNumber_Subtract, __VA_ARGS__)
#define PyNumber_ToBase(...) LL_NEW(PyNumber_ToBase, __VA_ARGS__)
#define PyNumber_TrueDivide(...) LL_NEW(PyNumber_TrueDivide, __VA_ARGS__)
#define PyNumber_Xor(...) LL_NEW(PyNumber_Xor, __VA_ARGS__)

/* bytes and text */
#define PyByteArray_Concat(...) LL_NEW(PyByteArray_Concat, __VA_ARGS__)
#define PyByteArray_FromObject(...) LL_NEW(PyByteArray_FromObject, __VA_ARGS__)
#define PyByteArray_FromStringAndSize(...)                                             \
    LL_NEW(PyByteArray_FromStringAndSize, __VA_ARGS__)
#define PyBytes_DecodeEscape(...) LL_NEW(PyBytes_DecodeEscape, __VA_ARGS__)
#define PyBytes_FromFormat(...) LL_NEW(PyBytes_FromFormat, __VA_ARGS__)
#define PyBytes_FromFormatV(...) LL_NEW(PyBytes_FromFormatV, __VA_ARGS__)
#define PyBytes_FromObject(...) LL_NEW(PyBytes_FromObject, __VA_ARGS__)
#define PyBytes_FromString(...) LL_NEW(PyBytes_FromString, __VA_ARGS__)
#define PyBytes_FromStringAndSize(...) LL_NEW(PyBytes_FromStringAndSize, __VA_ARGS__)
#define PyCodec_Decode(...) LL_NEW(PyCodec_Decode, __VA_ARGS__)
#define PyCodec_Encode(...) LL_NEW(PyCodec_Encode, __VA_ARGS__)
#define PyOS_FSPath(...) LL_NEW(PyOS_FSPath, __VA_ARGS__)
#define PyUnicode_AsASCIIString(...) LL_NEW(PyUnicode_AsASCIIString, __VA_ARGS__)
#define PyUnicode_AsEncodedString(...) LL_NEW(PyUnicode_AsEncodedString, __VA_ARGS__)
#define PyUnicode_AsLatin1String(...) LL_NEW(PyUnicode_AsLatin1String, __VA_ARGS__)
#define PyUnicode_AsUTF16String(...) LL_NEW(PyUnicode_AsUTF16String, __VA_ARGS__)
#define PyUnicode_AsUTF32String(...) LL_NEW(PyUnicode_AsUTF32String, __VA_ARGS__)
#define PyUnicode_AsUTF8String(...) LL_NEW(PyUnicode_AsUTF8String, __VA_ARGS__)
#define PyUnicode_Concat(...) LL_NEW(PyUnicode_Concat, __VA_ARGS__)
#define PyUnicode_Decode(...) LL_NEW(PyUnicode_Decode, __VA_ARGS__)
#define PyUnicode_DecodeASCII(...) LL_NEW(PyUnicode_DecodeASCII, __VA_ARGS__)
#define PyUnicode_DecodeFSDefault(...) LL_NEW(PyUnicode_DecodeFSDefault, __VA_ARGS__)
#define PyUnicode_DecodeFSDefaultAndSize(...)                                          \
    LL_NEW(PyUnicode_DecodeFSDefaultAndSize, __VA_ARGS__)
#define PyUnicode_DecodeLatin1(...) LL_NEW(PyUnicode_DecodeLatin1, __VA_ARGS__)
#define PyUnicode_DecodeLocale(...) LL_NEW(PyUnicode_DecodeLocale, __VA_ARGS__)
#define PyUnicode_DecodeUTF16(...) LL_NEW(PyUnicode_DecodeUTF16, __VA_ARGS__)
#define PyUnicode_DecodeUTF32(...) LL_NEW(PyUnicode_DecodeUTF32, __VA_ARGS__)
#define PyUnicode_DecodeUTF8(...) LL_NEW(PyUnicode_DecodeUTF8, __VA_ARGS__)
#define PyUnicode_EncodeFSDefault(...) LL_NEW(PyUnicode_EncodeFSDefault, __VA_ARGS__)
#define PyUnicode_EncodeLocale(...) LL_NEW(PyUnicode_EncodeLocale, __VA_ARGS__)
#define PyUnicode_Format(...) LL_NEW(PyUnicode_Format, __VA_ARGS__)
#define PyUnicode_FromEncodedObject(...)                                               \
    LL_NEW(PyUnicode_FromEncodedObject, __VA_ARGS__)
#define PyUnicode_FromFormat(...) LL_NEW(PyUnicode_FromFormat, __VA_ARGS__)
#define PyUnicode_FromFormatV(...) LL_NEW(PyUnicode_FromFormatV, __VA_ARGS__)
#define PyUnicode_FromKindAndData(...) LL_NEW(PyUnicode_FromKindAndData, __VA_ARGS__)
#define PyUnicode_FromObject(...) LL_NEW(PyUnicode_FromObject, __VA_ARGS__)
#define PyUnicode_FromOrdinal(...) LL_NEW(PyUnicode_FromOrdinal, __VA_ARGS__)
#define PyUnicode_FromString(...) LL_NEW(PyUnicode_FromString, __VA_ARGS__)
#define PyUnicode_FromStringAndSize(...)                                               \
    LL_NEW(PyUnicode_FromStringAndSize, __VA_ARGS__)
#define PyUnicode_FromWideChar(...) LL_NEW(PyUnicode_FromWideChar, __VA_ARGS__)
#define PyUnicode_InternFromString(...) LL_NEW(PyUnicode_InternFromString, __VA_ARGS__)
#define PyUnicode_Join(...) LL_NEW(PyUnicode_Join, __VA_ARGS__)
#define PyUnicode_New(...) LL_NEW(PyUnicode_New, __VA_ARGS__)
#define PyUnicode_Partition(...) LL_NEW(PyUnicode_Partition, __VA_ARGS__)
#define PyUnicode_RPartition(...) LL_NEW(PyUnicode_RPartition, __VA_ARGS__)
#define PyUnicode_Replace(...) LL_NEW(PyUnicode_Replace, __VA_ARGS__)
#define PyUnicode_RichCompare(...) LL_NEW(PyUnicode_RichCompare, __VA_ARGS__)
#define PyUnicode_RSplit(...) LL_NEW(PyUnicode_RSplit, __VA_ARGS__)
#define PyUnicode_Split(...) LL_NEW(PyUnicode_Split, __VA_ARGS__)
#define PyUnicode_Splitlines(...) LL_NEW(PyUnicode_Splitlines, __VA_ARGS__)
#define PyUnicode_Substring(...) LL_NEW(PyUnicode_Substring, __VA_ARGS__)
#define PyUnicode_Translate(...) LL_NEW(PyUnicode_Translate, __VA_ARGS__)

/* containers */
#define PyDictProxy_New(...) LL_NEW(PyDictProxy_New, __VA_ARGS__)
#define PyDict_Copy(...) LL_NEW(PyDict_Copy, __VA_ARGS__)
#define PyDict_Items(...) LL_NEW(PyDict_Items, __VA_ARGS__)
#define PyDict_Keys(...) LL_NEW(PyDict_Keys, __VA_ARGS__)
#define PyDict_New(...) LL_NEW(PyDict_New, __VA_ARGS__)
#define PyDict_Values(...) LL_NEW(PyDict_Values, __VA_ARGS__)
#define PyFrozenSet_New(...) LL_NEW(PyFrozenSet_New, __VA_ARGS__)
#define PyList_AsTuple(...) LL_NEW(PyList_AsTuple, __VA_ARGS__)
#define PyList_GetItemRef(...) LL_NEW(PyList_GetItemRef, __VA_ARGS__)
#define PyList_GetSlice(...) LL_NEW(PyList_GetSlice, __VA_ARGS__)
#define PyList_New(...) LL_NEW(PyList_New, __VA_ARGS__)
#define PyMapping_GetItemString(...) LL_NEW(PyMapping_GetItemString, __VA_ARGS__)
#define PyMapping_Items(...) LL_NEW(PyMapping_Items, __VA_ARGS__)
#define PyMapping_Keys(...) LL_NEW(PyMapping_Keys, __VA_ARGS__)
#define PyMapping_Values(...) LL_NEW(PyMapping_Values, __VA_ARGS__)
#define PySequence_Concat(...) LL_NEW(PySequence_Concat, __VA_ARGS__)
#define PySequence_Fast(...) LL_NEW(PySequence_Fast, __VA_ARGS__)
#define PySequence_GetItem(...) LL_NEW(PySequence_GetItem, __VA_ARGS__)
#define PySequence_GetSlice(...) LL_NEW(PySequence_GetSlice, __VA_ARGS__)
#define PySequence_InPlaceConcat(...) LL_NEW(PySequence_InPlaceConcat, __VA_ARGS__)
#define PySequence_InPlaceRepeat(...) LL_NEW(PySequence_InPlaceRepeat, __VA_ARGS__)
#define PySequence_List(...) LL_NEW(PySequence_List, __VA_ARGS__)
#define PySequence_Repeat(...) LL_NEW(PySequence_Repeat, __VA_ARGS__)
#define PySequence_Tuple(...) LL_NEW(PySequence_Tuple, __VA_ARGS__)
#define PySet_New(...) LL_NEW(PySet_New, __VA_ARGS__)
#define PySet_Pop(...) LL_NEW(PySet_Pop, __VA_ARGS__)
#define PySlice_New(...) LL_NEW(PySlice_New, __VA_ARGS__)
#define PyStructSequence_New(...) LL_NEW(PyStructSequence_New, __VA_ARGS__)
#define PyTuple_GetSlice(...) LL_NEW(PyTuple_GetSlice, __VA_ARGS__)
#define PyTuple_New(...) LL_NEW(PyTuple_New, __VA_ARGS__)
#define PyTuple_Pack(...) LL_NEW(PyTuple_Pack, __VA_ARGS__)

/* everything else */
#define PyCallIter_New(...) LL_NEW(PyCallIter_New, __VA_ARGS__)
#define PyCapsule_New(...) LL_NEW(PyCapsule_New, __VA_ARGS__)
#define PyClassMethod_New(...) LL_NEW(PyClassMethod_New, __VA_ARGS__)
#define PyContextVar_New(...) LL_NEW(PyContextVar_New, __VA_ARGS__)
#define PyContext_CopyCurrent(...) LL_NEW(PyContext_CopyCurrent, __VA_ARGS__)
#define PyContext_New(...) LL_NEW(PyContext_New, __VA_ARGS__)
#define PyErr_GetRaisedException(...) LL_NEW(PyErr_GetRaisedException, __VA_ARGS__)
#define PyErr_NewException(...) LL_NEW(PyErr_NewException, __VA_ARGS__)
#define PyErr_NewExceptionWithDoc(...) LL_NEW(PyErr_NewExceptionWithDoc, __VA_ARGS__)
#define PyEval_EvalCode(...) LL_NEW(PyEval_EvalCode, __VA_ARGS__)
#define PyException_GetArgs(...) LL_NEW(PyException_GetArgs, __VA_ARGS__)
#define PyException_GetCause(...) LL_NEW(PyException_GetCause, __VA_ARGS__)
#define PyException_GetContext(...) LL_NEW(PyException_GetContext, __VA_ARGS__)
#define PyException_GetTraceback(...) LL_NEW(PyException_GetTraceback, __VA_ARGS__)
#define PyFunction_New(...) LL_NEW(PyFunction_New, __VA_ARGS__)
#define PyImport_AddModuleRef(...) LL_NEW(PyImport_AddModuleRef, __VA_ARGS__)
#define PyImport_GetModule(...) LL_NEW(PyImport_GetModule, __VA_ARGS__)
#define PyImport_Import(...) LL_NEW(PyImport_Import, __VA_ARGS__)
#define PyImport_ImportModule(...) LL_NEW(PyImport_ImportModule, __VA_ARGS__)
#define PyImport_ImportModuleLevel(...) LL_NEW(PyImport_ImportModuleLevel, __VA_ARGS__)
#define PyImport_ImportModuleLevelObject(...)                                          \
    LL_NEW(PyImport_ImportModuleLevelObject, __VA_ARGS__)
#define PyImport_ReloadModule(...) LL_NEW(PyImport_ReloadModule, __VA_ARGS__)
#define PyInstanceMethod_New(...) LL_NEW(PyInstanceMethod_New, __VA_ARGS__)
#define PyMemoryView_FromBuffer(...) LL_NEW(PyMemoryView_FromBuffer, __VA_ARGS__)
#define PyMemoryView_FromMemory(...) LL_NEW(PyMemoryView_FromMemory, __VA_ARGS__)
#define PyMemoryView_FromObject(...) LL_NEW(PyMemoryView_FromObject, __VA_ARGS__)
#define PyMemoryView_GetContiguous(...) LL_NEW(PyMemoryView_GetContiguous, __VA_ARGS__)
#define PyMethod_New(...) LL_NEW(PyMethod_New, __VA_ARGS__)
#define PyModule_GetFilenameObject(...) LL_NEW(PyModule_GetFilenameObject, __VA_ARGS__)
#define PyModule_GetNameObject(...) LL_NEW(PyModule_GetNameObject, __VA_ARGS__)
#define PyModule_New(...) LL_NEW(PyModule_New, __VA_ARGS__)
#define PyModule_NewObject(...) LL_NEW(PyModule_NewObject, __VA_ARGS__)
#define PyRun_FileExFlags(...) LL_NEW(PyRun_FileExFlags, __VA_ARGS__)
#define PyRun_StringFlags(...) LL_NEW(PyRun_StringFlags, __VA_ARGS__)
#define PySeqIter_New(...) LL_NEW(PySeqIter_New, __VA_ARGS__)
#define PyStaticMethod_New(...) LL_NEW(PyStaticMethod_New, __VA_ARGS__)
#define PyType_FromMetaclass(...) LL_NEW(PyType_FromMetaclass, __VA_ARGS__)
#define PyType_GenericAlloc(...) LL_NEW(PyType_GenericAlloc, __VA_ARGS__)
#define PyType_GenericNew(...) LL_NEW(PyType_GenericNew, __VA_ARGS__)
#define PyType_GetModuleName(...) LL_NEW(PyType_GetModuleName, __VA_ARGS__)
#define PyType_GetName(...) LL_NEW(PyType_GetName, __VA_ARGS__)
#define PyType_GetQualName(...) LL_NEW(PyType_GetQualName, __VA_ARGS__)
#define PyWeakref_NewProxy(...) LL_NEW(PyWeakref_NewProxy, __VA_ARGS__)
#define PyWeakref_NewRef(...) LL_NEW(PyWeakref_NewRef, __VA_ARGS__)
#define Py_CompileStringExFlags(...) LL_NEW(Py_CompileStringExFlags, __VA_ARGS__)
#define Py_CompileStringObject(...) LL_NEW(Py_CompileStringObject, __VA_ARGS__)
#define Py_GenericAlias(...) LL_NEW(Py_GenericAlias, __VA_ARGS__)

/* With PY_SSIZE_T_CLEAN, these have other names up to Python 3.12. */
#if defined PY_SSIZE_T_CLEAN && PY_VERSION_HEX < 0x030d0000
#undef Py_BuildValue
#undef PyObject_CallFunction
#undef PyObject_CallMethod
#define Py_BuildValue(...)                                                             \
    ll_reference_new(_Py_BuildValue_SizeT(__VA_ARGS__), LL_PLACE("Py_BuildValue"))
#define PyObject_CallFunction(...)                                                     \
    ll_reference_new(_PyObject_CallFunction_SizeT(__VA_ARGS__),                        \
                     LL_PLACE("PyObject_CallFunction"))
#define PyObject_CallMethod(...)                                                       \
    ll_reference_new(_PyObject_CallMethod_SizeT(__VA_ARGS__),                          \
                     LL_PLACE("PyObject_CallMethod"))
#else
#define Py_BuildValue(...) LL_NEW(Py_BuildValue, __VA_ARGS__)
#define PyObject_CallFunction(...) LL_NEW(PyObject_CallFunction, __VA_ARGS__)
#define PyObject_CallMethod(...) LL_NEW(PyObject_CallMethod, __VA_ARGS__)
#endif

#undef PyObject_New
#undef PyObject_NewVar
#undef PyObject_GC_New
#undef PyObject_GC_NewVar
#define LL_NEW_OF(type, by, ...)                                                       \
    ((type *)(void *)ll_reference_new(LL_OBJECT(__VA_ARGS__), LL_PLACE(by)))
#define PyObject_New(type, of) LL_NEW_OF(type, "PyObject_New", _PyObject_New(of))
#define PyObject_NewVar(type, of, count)                                               \
    LL_NEW_OF(type, "PyObject_NewVar", _PyObject_NewVar(of, count))
#define PyObject_GC_New(type, of)                                                      \
    LL_NEW_OF(type, "PyObject_GC_New", _PyObject_GC_New(of))
#define PyObject_GC_NewVar(type, of, count)                                            \
    LL_NEW_OF(type, "PyObject_GC_NewVar", _PyObject_GC_NewVar(of, count))

/* ---- functions that hand a new reference out through a pointer ------------------- */

#define LL_OUT(function, out, ...)                                                     \
    __extension__({                                                                    \
        PyObject **ll_out = (out);                                                     \
        int ll_result = function(__VA_ARGS__, ll_out);                                 \
        if (ll_out != NULL)                                                            \
            ll_reference_raised(*ll_out, LL_PLACE(#function));                         \
        ll_result;                                                                     \
    })
#define PyDict_GetItemRef(dict, key, out) LL_OUT(PyDict_GetItemRef, out, dict, key)
#define PyDict_GetItemStringRef(dict, key, out)                                        \
    LL_OUT(PyDict_GetItemStringRef, out, dict, key)
#define PyDict_Pop(dict, key, out) LL_OUT(PyDict_Pop, out, dict, key)
#define PyDict_PopString(dict, key, out) LL_OUT(PyDict_PopString, out, dict, key)
#define PyDict_SetDefaultRef(dict, key, value, out)                                    \
    LL_OUT(PyDict_SetDefaultRef, out, dict, key, value)
#define PyIter_NextItem(iterator, out) LL_OUT(PyIter_NextItem, out, iterator)
#define PyIter_Send(iterator, value, out) LL_OUT(PyIter_Send, out, iterator, value)
#define PyMapping_GetOptionalItem(mapping, key, out)                                   \
    LL_OUT(PyMapping_GetOptionalItem, out, mapping, key)
#define PyMapping_GetOptionalItemString(mapping, key, out)                             \
    LL_OUT(PyMapping_GetOptionalItemString, out, mapping, key)
#define PyObject_GetOptionalAttr(object, name, out)                                    \
    LL_OUT(PyObject_GetOptionalAttr, out, object, name)
#define PyObject_GetOptionalAttrString(object, name, out)                              \
    LL_OUT(PyObject_GetOptionalAttrString, out, object, name)
#define PyWeakref_GetRef(reference, out) LL_OUT(PyWeakref_GetRef, out, reference)

#define PyErr_Fetch(type, value, traceback)                                            \
    __extension__({                                                                    \
        PyObject **ll_type = (type), **ll_value = (value), **ll_trace = (traceback);   \
        PyErr_Fetch(ll_type, ll_value, ll_trace);                                      \
        ll_reference_raised(*ll_type, LL_PLACE("PyErr_Fetch"));                        \
        ll_reference_raised(*ll_value, LL_PLACE("PyErr_Fetch"));                       \
        ll_reference_raised(*ll_trace, LL_PLACE("PyErr_Fetch"));                       \
    })

/* A buffer holds a reference to its object. */
#define PyObject_GetBuffer(object, view, flags)                                        \
    __extension__({                                                                    \
        Py_buffer *ll_view = (view);                                                   \
        int ll_result = PyObject_GetBuffer(object, ll_view, flags);                    \
        if (ll_result == 0)                                                            \
            ll_reference_raised(ll_view->obj, LL_PLACE("PyObject_GetBuffer"));         \
        ll_result;                                                                     \
    })
#define PyBuffer_Release(view)                                                         \
    __extension__({                                                                    \
        Py_buffer *ll_view = (view);                                                   \
        ll_reference_given(ll_view->obj);                                              \
        PyBuffer_Release(ll_view);                                                     \
    })

/* ---- functions that steal a reference -------------------------------------------- */

#undef PyList_SET_ITEM
#undef PyTuple_SET_ITEM
#undef PyStructSequence_SET_ITEM
#define LL_GIVEN(object) ll_reference_given(LL_OBJECT(object))
#define PyList_SET_ITEM(list, index, item)                                             \
    PyList_SET_ITEM(LL_OBJECT(list), index, LL_GIVEN(item))
#define PyTuple_SET_ITEM(tuple, index, item)                                           \
    PyTuple_SET_ITEM(LL_OBJECT(tuple), index, LL_GIVEN(item))
#define PyStructSequence_SET_ITEM(object, index, item)                                 \
    PyStructSequence_SetItem(object, index, item)
#define PyList_SetItem(list, index, item) PyList_SetItem(list, index, LL_GIVEN(item))
#define PyTuple_SetItem(tuple, index, item)                                            \
    PyTuple_SetItem(tuple, index, LL_GIVEN(item))
#define PyStructSequence_SetItem(object, index, item)                                  \
    PyStructSequence_SetItem(object, index, LL_GIVEN(item))
#define PyErr_Restore(type, value, traceback)                                          \
    PyErr_Restore(LL_GIVEN(type), LL_GIVEN(value), LL_GIVEN(traceback))
#define PyErr_SetRaisedException(exception)                                            \
    PyErr_SetRaisedException(LL_GIVEN(exception))
#define PyException_SetCause(exception, cause)                                         \
    PyException_SetCause(exception, LL_GIVEN(cause))
#define PyException_SetContext(exception, context)                                     \
    PyException_SetContext(exception, LL_GIVEN(context))
#define PyModule_Add(module, name, value) PyModule_Add(module, name, LL_GIVEN(value))

/* Only when it succeeds. */
#define PyModule_AddObject(module, name, value)                                        \
    __extension__({                                                                    \
        PyObject *ll_value = LL_OBJECT(value);                                         \
        int ll_result = PyModule_AddObject(module, name, ll_value);                    \
        if (ll_result == 0)                                                            \
            ll_reference_given(ll_value);                                              \
        ll_result;                                                                     \
    })

/* ---- functions that put another object in the place of one ----------------------- */

#define LL_CHANGE(function, at, ...)                                                   \
    __extension__({                                                                    \
        PyObject **ll_at = (at);                                                       \
        ll_reference_given(*ll_at);                                                    \
        function(ll_at, ##__VA_ARGS__);                                                \
        ll_reference_raised(*ll_at, LL_PLACE(#function));                              \
    })
#define LL_RESIZE(function, at, size)                                                  \
    __extension__({                                                                    \
        PyObject **ll_at = (at);                                                       \
        ll_reference_given(*ll_at);                                                    \
        int ll_result = function(ll_at, size);                                         \
        ll_reference_raised(*ll_at, LL_PLACE(#function));                              \
        ll_result;                                                                     \
    })
#define PyBytes_Concat(at, more) LL_CHANGE(PyBytes_Concat, at, more)
#define PyBytes_ConcatAndDel(at, more)                                                 \
    LL_CHANGE(PyBytes_ConcatAndDel, at, LL_GIVEN(more))
#define PyUnicode_Append(at, more) LL_CHANGE(PyUnicode_Append, at, more)
#define PyUnicode_AppendAndDel(at, more)                                               \
    LL_CHANGE(PyUnicode_AppendAndDel, at, LL_GIVEN(more))
#define PyUnicode_InternInPlace(at) LL_CHANGE(PyUnicode_InternInPlace, at)
#define PyUnicode_Resize(at, size) LL_RESIZE(PyUnicode_Resize, at, size)
#define _PyBytes_Resize(at, size) LL_RESIZE(_PyBytes_Resize, at, size)

/* ---- functions that are given tables of functions -------------------------------- */

#define PyModuleDef_Init(module) PyModuleDef_Init(ll_references_of_module(module))
#define PyModule_Create2(module, version)                                              \
    ll_reference_new(PyModule_Create2(ll_references_of_module(module), version),       \
                     LL_PLACE("PyModule_Create"))
#define PyModule_AddFunctions(module, functions)                                       \
    PyModule_AddFunctions(module, ll_references_of_methods(functions))
#define PyType_Ready(type) PyType_Ready(ll_references_of_type(type))
#define PyType_FromSpec(spec) LL_NEW(PyType_FromSpec, ll_references_of_spec(spec))
#define PyType_FromSpecWithBases(spec, bases)                                          \
    LL_NEW(PyType_FromSpecWithBases, ll_references_of_spec(spec), bases)
#define PyType_FromModuleAndSpec(module, spec, bases)                                  \
    LL_NEW(PyType_FromModuleAndSpec, module, ll_references_of_spec(spec), bases)

/* ---- the end --------------------------------------------------------------------- */

#define Py_Finalize() (ll_references_describe(), Py_Finalize())
#define Py_FinalizeEx() (ll_references_describe(), Py_FinalizeEx())

#endif
