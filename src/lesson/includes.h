/* SPDX-License-Identifier: MIT
 *
 * includes: finds which files of a lesson's folder a source is compiled with, beside
 * those that lesson.yml names: headers, and Cython's declarations (.pxd, .pxi).
 */
#ifndef LL_LESSON_INCLUDES_H
#define LL_LESSON_INCLUDES_H

#include "base/strings.h"
#include "lesson/lesson.h"

/* Append the files that the source `name`, whose text is `text`, takes in, each once:
 *
 *     #include "shape.h"                shape.h
 *     cimport shape                     shape.pxd
 *     from shape cimport area           shape.pxd
 *     include "shape.pxi"               shape.pxi
 *     cdef extern from "shape.h":       shape.h
 *
 * and for a .pyx the declarations that have the name of a module of the lesson. What is
 * not in the folder itself, and solutions, are left out. */
int ll_lesson_includes(const struct ll_lesson *lesson, const char *name,
                       const char *text, struct ll_strings *files,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
