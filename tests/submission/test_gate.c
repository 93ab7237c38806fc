/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "submission/gate.h"
#include "submission/gate_cython.h"
#include "submission/gate_python.h"
#include "support/suite.h"

static struct ll_buf why = LL_BUF_INIT;

static void forget(void)
{
    ll_buf_release(&why);
}

/* ---- directives ---------------------------------------------------------------- */

static const struct {
    const char *source, *why; /* NULL: it passes */
} directives[] = {
    {"#include <stdio.h>\n # define A 1\n#\n#if 0\n#endif\n", NULL},
    {"int a; # line\n", NULL},                      /* in the middle of a line */
    {"/*\n#line 3\n*/ int a;\n", NULL},             /* in a comment */
    {"char *a = \"\\\"\\\n#line 3\\\n\";\n", NULL}, /* in a string */
    {"// a \\\n#line 3\n", NULL},
    {"#line 3\n", "'a.c', line 1, has the directive '#line'"},
    {"int a;\n /* b */ # /* c */ line 3\n", "'a.c', line 2, has the directive '#line'"},
    {"%:line 3\n", "'a.c', line 1, has the directive '#line'"},
    {"#li\\\nne 3\n", "'a.c', line 1, has the directive '#line'"},
    {"int a; \\\n\n#include_next <a.h>\n",
     "'a.c', line 3, has the directive '#include_next'"},
    {"# 1 \"b.c\"\n", "'a.c', line 1, has the directive '#1'"},
    /* What a compiler may read as a raw string hides what stands in it or behind it. */
    {"char *a = R\"(\" /* )\";\n#line 3\n", "'a.c', line 1, has a raw string"},
    {"char *a =\nu8R\"x(\"\n#line 3\n)x\";\n", "'a.c', line 2, has a raw string"},
    {"char *a = R\\\n\"(/*)\";\n", "'a.c', line 1, has a raw string"},
    {"int a;\n#if __has_\\\ninclude(\"b.c\")\n#endif\n",
     "'a.c', line 2, asks which files there are"},
    {"#define __has_included 1\n// __has_include\n", NULL},
};

START_TEST(directives_that_move_lines_are_refused)
{
    const char *expected = directives[_i].why != NULL ? directives[_i].why : "";
    ck_assert_int_eq(ll_gate_directives("a.c", directives[_i].source, &why),
                     directives[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

/* ---- macros -------------------------------------------------------------------- */

static const struct {
    const char *source, *why; /* NULL: it passes */
} macros[] = {
    {"#define _GNU_SOURCE\n#define _POSIX_C_SOURCE 200809L /* a */\n#include <a.h>\n",
     NULL},
    {"#include <a.h>\n#define A __asm__(\"nop\");\nint a = A;\n", NULL},
    {"#ifndef A\n#define A() // nothing\n#include <a.h>\n#endif\n", NULL},
    {"#define A __asm__(\"nop\");\n#include <a.h>\n",
     "'a.c', line 2, includes a header below the macro 'A'"},
    {"%:define A b\n#define B\nint a;\n # /**/ include <a.h>\n",
     "'a.c', line 4, includes a header below the macro 'A'"},
    {"#define A(b, c) b##c\n#include A(<a, .h>)\n",
     "'a.c', line 2, includes a header below the macro 'A'"},
    {"#def\\\nine A \\\n b\n#inc\\\nlude <a.h>\n",
     "'a.c', line 4, includes a header below the macro 'A'"},
    {"#define A \"text\"\n#include <a.h>\n",
     "'a.c', line 2, includes a header below the macro 'A'"},
};

START_TEST(no_macro_adds_code_to_a_header)
{
    const char *expected = macros[_i].why != NULL ? macros[_i].why : "";
    ck_assert_int_eq(ll_gate_macros("a.c", macros[_i].source, &why),
                     macros[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

/* ---- tokens -------------------------------------------------------------------- */

#define OWN "# 1 \"a.c\"\n"

static const struct {
    const char *text, *why; /* NULL: it passes */
} tokens[] = {
    {OWN "int f(int a[3]) { return a[0]; }\n", NULL},
    {OWN "char *a = \"asm\"; int asm_a, b = 'a';\n", NULL},
    {OWN "int f(void) __attribute__((unused, __malloc__)) ;\n", NULL},
    {OWN "[[nodiscard]] int f(void);\n", NULL},
    {OWN "#pragma GCC diagnostic push\n#pragma once\n", NULL},
    {"# 1 \"/usr/include/b.h\" 3\nasm(\"\");\n", NULL},
    {"# 1 \"<built-in>\"\nasm(\"\");\n", NULL},
    {"# 1 \"./a.c\"\nasm(\"\");\n", "'a.c', line 1, uses 'asm'"}, /* itself */
    {OWN "int a;\nasm(\"\");\n", "'a.c', line 2, uses 'asm'"},
    {OWN "# 7 \"/b.h\"\nint b;\n# 40 \"a.c\" 2\nint a;\n asm(\"\");\n",
     "'a.c', line 41, uses 'asm'"},
    {OWN "int a;\n#pragma GCC optimize(0)\n", "'a.c', line 2, has a '#pragma'"},
    {OWN "int f(void) __attribute__((constructor));\n", "'a.c', line 1, uses 'constr"},
    {OWN "[[gnu::constructor]] int f(void);\n", "'a.c', line 1, uses 'constructor'"},
    {OWN "[ [gnu::constructor] ] int f(void);\n", "'a.c', line 1, uses 'constructor'"},
    {OWN "<:<:gnu::constructor:>:> int f(void);\n",
     "'a.c', line 1, uses 'constructor'"},
    {OWN "int a;\n# 1 \"/usr/lib/gcc/x/12/include/adxintrin.h\" 1 3 4\nint b;\n",
     "'a.c', line 2, uses 'adxintrin.h' (instructions of one processor)"},
    {OWN "# 1 \"/usr/lib/gcc/x/12/include/arm_acle.h\" 1 3 4\n",
     "'a.c', line 1, uses 'arm_acle.h'"},
    {"# 1 \"/usr/include/b.h\" 3\n# 1 \"/usr/lib/c/adxintrin.h\" 1 3 4\n", NULL},
    {OWN "# 1 \"/usr/include/stdio.h\" 1 3 4\nstruct _IO_FILE;\n", NULL},
    {OWN "struct _IO_FILE *a;\n",
     "'a.c', line 1, uses '_IO_FILE' (the inside of a FILE)"},
    {OWN "int a = _IOFBF, ll_b, asan_c;\n", NULL},
    {OWN "void __asan_poison(void);\n",
     "'a.c', line 1, uses '__asan_poison' (a tool's)"},
    /* No marker: it does not start its line. */
    {OWN " # 1 \"b.h\"\nasm(\"\");\n", "'a.c', line 2, uses 'asm'"},
    {OWN "int a = 1e+5; asm(\"\");\n", "'a.c', line 1, uses 'asm'"},
    {OWN "char *a = \"\\\\\"; asm(\"\");\n", "'a.c', line 1, uses 'asm'"},
};

START_TEST(tokens_that_change_what_runs_are_refused)
{
    const char *expected = tokens[_i].why != NULL ? tokens[_i].why : "";
    ck_assert_int_eq(ll_gate_tokens("a.c", tokens[_i].text, &why),
                     tokens[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

/* ---- Cython ---------------------------------------------------------------------- */

static const struct {
    const char *text, *why; /* NULL: it passes */
} own_c[] = {
    {"cdef extern from \"math.h\":\n    double sqrt(double)\n", NULL},
    {"cdef extern from *:\n    ctypedef int size\n", NULL},
    {"cdef extern from \"a.h\":\n    int f \"c_f\" (int)\n", NULL},
    {"def f():\n    \"\"\"It says: int x; (a text)\"\"\"\n    return \"a;b\"\n", NULL},
    {"x = not \"a b\" in \"a;\"\nassert \"a b\"\n", NULL},
    {"# cdef extern from *: 'x;'\n", NULL},
    {"cdef extern from *:\n    '''\nint x;\n'''\n",
     "'a.pyx', line 2, has a text in C below 'extern from'"},
    {"cdef extern from \"a.h\" nogil: # why\n\n  r'int x;'\n",
     "'a.pyx', line 3, has a text in C below 'extern from'"},
    {"cdef extern from \"a.h>\\nint x;\":\n    pass\n",
     "'a.pyx', line 1, has a header of that name"},
    {"\n\ncdef extern int f \"0; g(), f\" (int)\n",
     "'a.pyx', line 3, has a name in C that is more than a name"},
    {"x = 1 # a comment\rimport os\n",
     "'a.pyx', line 1, has lines that end in a carriage return alone"},
    {"# coding: UTF-8\n", NULL},
    {"# -*- coding: latin-1 -*-\nx = 'coding: of a text'\n# coding: utf-7\n",
     "'a.pyx', line 2, names an encoding of its own"},
    {"# -*- coding: latin-1 -*-\n\n# coding: utf-7\n", NULL},
    {"# cython: c_string_encoding=default\n", NULL},
    {"# -*- coding: utf-7 -*-\n", "'a.pyx', line 1, names an encoding of its own"},
    {"'''a\ntranscoding= \tunicode_escape'''\n",
     "'a.pyx', line 2, names an encoding of its own"},
    {"\n# c_string_encoding=utf-7\n", "'a.pyx', line 2, names an encoding of its own"},
    {"cdef int x \\\n  \"a b\"\n",
     "'a.pyx', line 2, has a name in C that is more than a name"},
    {"# distutils: language = c++\n", "'a.pyx' asks for C++"},
    {"from libcpp.vector cimport vector\n", "'a.pyx' asks for C++"},
    {"cdef extern from \"a.h\":\n    cppclass A:\n        pass\n",
     "'a.pyx' asks for C++"},
};

START_TEST(c_of_the_authors_own_is_refused_in_cython)
{
    const char *expected = own_c[_i].why != NULL ? own_c[_i].why : "";
    ck_assert_int_eq(ll_gate_cython_c("a.pyx", own_c[_i].text, &why),
                     own_c[_i].why != NULL);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

static const struct {
    const char *text, *why; /* NULL: it passes */
} in_cython[] = {
    {"from cpython.mem cimport PyMem_Malloc\nfrom libc cimport stdlib\nimport array\n",
     NULL},
    {"import math, cython\nfrom cpython cimport array as c_array\n", NULL},
    {"try:\n    pass\nexcept ValueError as e:\n    raise TypeError from e\n", NULL},
    {"text = 'import os'  # eval\n\"\"\"import os\"\"\"\n", NULL},
    {"import os\n", "'a.pyx', line 1, imports 'os'"},
    {"import math, os\n", "'a.pyx', line 1, imports 'os'"},
    {"import math as \\\n m, os\n", "'a.pyx', line 2, imports 'os'"},
    {"import os.path as math\n", "'a.pyx', line 1, imports 'os'"},
    {"x = 1; import ctypes\n", "'a.pyx', line 1, imports 'ctypes'"},
    {"from posix.unistd cimport _exit\n", "'a.pyx', line 1, imports 'posix'"},
    {"from os import _exit\n", "'a.pyx', line 1, imports 'os'"},
    {"from . import a\n", "'a.pyx', line 1, imports from its own package"},
    {"raise X from y\nimport math\n", NULL},
    {"from \\\nos \\\r\nimport \\\n_exit\n", "'a.pyx', line 2, imports 'os'"},
    {"raise X from y\nimport os\n", "'a.pyx', line 2, imports 'os'"},
    {"\n__import__('os')\n", "'a.pyx', line 2, uses '__import__' (an import of any"},
    {"x = f\"{eval('1')}\"\n", "'a.pyx', line 1, uses 'eval'"},
    {"x = '''\n'''; y = ().__class__.__base__\n", "'a.pyx', line 2, uses '__base__'"},
    {"x = 'it\\'s'; exec('')\n", "'a.pyx', line 1, uses 'exec'"},
    {"include 'other.pxi'\n", "'a.pyx', line 1, uses 'include' (another file)"},
    {"\xef\xbd\x85val('1')\n", "'a.pyx', line 1, has a name that is not in ASCII"},
    {"cimport shape\nfrom shape cimport area\n", NULL}, /* the lesson's, below */
    {"from shapes cimport area\n", "'a.pyx', line 1, imports 'shapes'"},
    {"cimport other\n", "'a.pyx', line 1, imports 'other'"},
};

START_TEST(imports_and_names_that_lead_out_are_refused_in_cython)
{
    const char *expected = in_cython[_i].why != NULL ? in_cython[_i].why : "";
    struct ll_strings files = LL_STRINGS_INIT;
    ll_strings_add(&files, "/lesson/shape.pxd");
    ll_strings_add(&files, "/lesson/other.h");
    ck_assert_int_eq(ll_gate_cython("a.pyx", in_cython[_i].text, &files, &why),
                     in_cython[_i].why != NULL);
    ll_strings_release(&files);
    ck_assert_msg(strncmp(ll_buf_text(&why), expected, strlen(expected)) == 0, "%s",
                  ll_buf_text(&why));
    forget();
}
END_TEST

/* ---- libpython ------------------------------------------------------------------- */

START_TEST(what_makes_and_frees_objects_is_allowed_and_nothing_else)
{
    static const struct {
        const char *name;
        bool in_c, in_cython;
    } names[] = {
        {"PyBytes_FromString", true, true},
        {"_Py_NoneStruct", true, true},
        {"_Py_ascii_whitespace", true, true},
        {"PyExc_ValueError", true, true},
        {"PyMem_Malloc", true, true},
        {"PyMem_SetAllocator", false, false},
        {"PyRun_SimpleString", false, false},
        {"PyImport_ImportModule", false, true},
        {"PyCode_NewEmpty", false, true},
        {"Py_AtExit", false, false},
        {"Py_FinalizeEx", false, false},
        {"PyEval_SetTrace", false, false},
        {"PyMarshal_ReadObjectFromString", false, false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_msg(ll_gate_python_allows(names[i].name, false) == names[i].in_c,
                      "%s", names[i].name);
        ck_assert_msg(ll_gate_python_allows(names[i].name, true) == names[i].in_cython,
                      "%s", names[i].name);
    }
    ck_assert_str_eq(ll_gate_python_refuses("PyRun_String"), "a module runs no texts");
    ck_assert_ptr_null(ll_gate_python_refuses("PyBytes_FromString"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tcase = tcase_create("gate");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, no_macro_adds_code_to_a_header, 0,
                        sizeof macros / sizeof *macros);
    tcase_add_loop_test(tcase, directives_that_move_lines_are_refused, 0,
                        sizeof directives / sizeof *directives);
    tcase_add_loop_test(tcase, tokens_that_change_what_runs_are_refused, 0,
                        sizeof tokens / sizeof *tokens);
    tcase_add_loop_test(tcase, c_of_the_authors_own_is_refused_in_cython, 0,
                        sizeof own_c / sizeof *own_c);
    tcase_add_loop_test(tcase, imports_and_names_that_lead_out_are_refused_in_cython, 0,
                        sizeof in_cython / sizeof *in_cython);
    tcase_add_test(tcase, what_makes_and_frees_objects_is_allowed_and_nothing_else);
    return suite_run(suite);
}
