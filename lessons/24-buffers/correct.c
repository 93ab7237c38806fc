/* SPDX-License-Identifier: MIT
 *
 * correct.c: the module musicbox, which gives each buffer back when it is done with it.
 *
 *     punch(tune)              a new bytearray, with a pin for each tone of the text
 *     transpose(pins, steps)   move each tone by so many teeth. ValueError when one
 *                              would leave the comb: all pins are then as they were
 *     play(pins, strike)       call strike(tone) for each pin, in order
 *
 * `pins` may be any object that lends its bytes: a bytearray, an array, a memoryview.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

static const char lowest = 'A', highest = 'R'; /* the teeth of the comb */

static PyObject *punch(PyObject *module, PyObject *args)
{
    const char *tune;
    Py_ssize_t length;

    (void)module;
    if (!PyArg_ParseTuple(args, "s#:punch", &tune, &length))
        return NULL;
    return PyByteArray_FromStringAndSize(tune, length);
}

/* Whether each tone stays on the comb when it is moved by `steps`. */
static bool fits(const char *tones, Py_ssize_t count, int steps)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (tones[i] + steps < lowest || tones[i] + steps > highest)
            return false;
    return true;
}

static PyObject *transpose(PyObject *module, PyObject *args)
{
    Py_buffer pins;
    int steps;

    (void)module;
    if (!PyArg_ParseTuple(args, "w*i:transpose", &pins, &steps))
        return NULL;
    char *tones = pins.buf;
    if (!fits(tones, pins.len, steps)) {
        PyErr_Format(PyExc_ValueError, "no tooth for a tone %d steps away", steps);
        PyBuffer_Release(&pins);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < pins.len; i++)
        tones[i] = (char)(tones[i] + steps);
    PyBuffer_Release(&pins);
    Py_RETURN_NONE;
}

static PyObject *play(PyObject *module, PyObject *args)
{
    Py_buffer pins;
    PyObject *strike, *struck = Py_None;

    (void)module;
    if (!PyArg_ParseTuple(args, "y*O:play", &pins, &strike))
        return NULL;
    const char *tones = pins.buf;
    for (Py_ssize_t i = 0; i < pins.len && struck != NULL; i++) {
        struck = PyObject_CallFunction(strike, "C", tones[i]);
        Py_XDECREF(struck);
    }
    PyBuffer_Release(&pins);
    if (struck == NULL)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"punch", punch, METH_VARARGS, "punch(tune): a new cylinder of pins"},
    {"transpose", transpose, METH_VARARGS, "transpose(pins, steps): move each tone"},
    {"play", play, METH_VARARGS, "play(pins, strike): strike(tone) for each pin"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "musicbox",
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit_musicbox(void)
{
    return PyModuleDef_Init(&definition);
}
