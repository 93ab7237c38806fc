/* SPDX-License-Identifier: MIT
 *
 * script: the main() of Python modules that have no program of their own. It runs the
 * script that modules.c names, as `python3 script.py ARGS` would; without a script it
 * imports each module. The interpreter is python.o's.
 *
 * main is weak: a program that has a main() of its own keeps it.
 */
#include <Python.h>

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/script/shared.h"

static int import_all(void)
{
    for (const struct ll_python_module *module = ll_python_modules;
         module->name != NULL; module++) {
        PyObject *imported = PyImport_ImportModule(module->name);

        if (imported == NULL)
            return -1;
        Py_DECREF(imported);
    }
    return 0;
}

void ll_script_import(void)
{
    if (import_all() != 0)
        PyErr_Clear();
}

/* Fill `count` bytes from the file; -1: it has become shorter. */
static int fill(int fd, char *to, size_t count)
{
    while (count > 0) {
        ssize_t got = ll_sys_read(fd, to, count);
        if (got <= 0 && got != -EINTR)
            return -1;
        if (got > 0) {
            to += got;
            count -= (size_t)got;
        }
    }
    return 0;
}

/* Returns the script's code, a new reference; NULL: an exception is set. */
static PyObject *compile_file(const char *path)
{
    PyObject *code = NULL;
    char *text = NULL;
    struct stat st = {0};
    int fd = ll_sys_open(path, O_RDONLY | O_CLOEXEC, 0);

    if (fd >= 0 && ll_sys_fstat(fd, &st) == 0)
        text = ll_sys_map((size_t)st.st_size + 1, MAP_PRIVATE);
    if (text != NULL && fill(fd, text, (size_t)st.st_size) == 0)
        code = Py_CompileString(text, path, Py_file_input);
    else
        PyErr_Format(PyExc_OSError, "cannot read '%s'", path);
    if (text != NULL)
        ll_sys_unmap(text, (size_t)st.st_size + 1);
    if (fd >= 0)
        ll_sys_close(fd);
    return code;
}

/* Put the script's name where it belongs: sys.argv[0], and __file__ in `globals`. */
static int name_script(PyObject *globals)
{
    PyObject *name = PyUnicode_DecodeFSDefault(ll_python_script);
    PyObject *words = PySys_GetObject("argv"); /* borrowed */
    int result = -1;

    if (name != NULL && words != NULL &&
        PyDict_SetItemString(globals, "__file__", name) == 0) {
        Py_INCREF(name);
        result = PyList_SetItem(words, 0, name); /* takes the reference */
    }
    Py_XDECREF(name);
    return result;
}

static int run_script(void)
{
    PyObject *main_module = PyImport_AddModule("__main__"); /* borrowed */
    PyObject *globals, *code, *result;

    if (main_module == NULL)
        return -1;
    globals = PyModule_GetDict(main_module); /* borrowed */
    if (name_script(globals) != 0)
        return -1;
    code = compile_file(ll_python_script);
    if (code == NULL)
        return -1;
    result = PyEval_EvalCode(code, globals, globals);
    Py_DECREF(code);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static PyObject *kept; /* the script's code, while its texts are counted */

void ll_script_prepare(void)
{
    if (ll_python_script[0] == '\0')
        return;
    kept = compile_file(ll_python_script);
    if (kept != NULL)
        ll_shared_learn_texts(kept);
    PyErr_Clear();
}

void ll_script_again(void)
{
    if (ll_python_script[0] != '\0' && run_script() != 0)
        PyErr_Clear();
}

void ll_script_forget(void)
{
    ll_shared_forget_texts();
    Py_CLEAR(kept);
}

/* The exception that is set, a new reference; none is set afterwards. */
static PyObject *take_exception(void)
{
#if PY_VERSION_HEX >= 0x030c0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;

    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

/* The status that SystemExit asks for. A text is printed, and means 1. */
static int leave(void)
{
    PyObject *exception = take_exception();
    PyObject *code = PyObject_GetAttrString(exception, "code");
    int status = 1;

    if (code == NULL || code == Py_None)
        status = 0;
    else if (PyLong_Check(code))
        status = (int)PyLong_AsLong(code);
    else
        PySys_FormatStderr("%S\n", code);
    Py_XDECREF(code);
    Py_DECREF(exception);
    PyErr_Clear();
    return status;
}

/* Print the exception that is set. Python 3.13 first imports the module "traceback" for
 * that and a dozen others, which takes many seconds under memcheck. It prints nearly
 * the same without, if it cannot import it: None makes that fail. */
static void print_exception(void)
{
#if PY_VERSION_HEX >= 0x030d0000
    PyObject *exception = PyErr_GetRaisedException();
    PyObject *modules = PyImport_GetModuleDict(); /* borrowed */

    if (PyDict_GetItemString(modules, "traceback") == NULL &&
        PyDict_SetItemString(modules, "traceback", Py_None) != 0)
        PyErr_Clear();
    PyErr_SetRaisedException(exception);
#endif
    PyErr_Print();
}

__attribute__((weak)) int main(int argc, char **argv)
{
    int result = ll_python_script[0] == '\0' ? import_all() : run_script();

    (void)argc;
    (void)argv;
    if (result == 0)
        return 0;
    if (PyErr_ExceptionMatches(PyExc_SystemExit))
        return leave();
    print_exception();
    return 1;
}
