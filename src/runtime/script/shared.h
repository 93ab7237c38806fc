/* SPDX-License-Identifier: MIT
 *
 * shared: the texts of a script among the objects whose references are counted
 * (ll_script_count() of hooks.h). Python has one object for all texts of a program that
 * look like names.
 */
#ifndef LL_RUNTIME_SCRIPT_SHARED_H
#define LL_RUNTIME_SCRIPT_SHARED_H

#include <Python.h>

/* Count those among the constants of that code, too. It must live until they are
 * forgotten. */
void ll_shared_learn_texts(PyObject *of);
void ll_shared_forget_texts(void);

#endif
