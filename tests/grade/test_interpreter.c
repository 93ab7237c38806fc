/* SPDX-License-Identifier: MIT
 *
 * Submissions that are modules for Python: what the grader says of one that is right in
 * another way than the solution, and of those that are wrong. (A grader judges the
 * solution itself before it begins.) */
#include "grade/grader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/class.h"
#include "config.h"
#include "diag/explain.h"
#include "support/programs.h"
#include "support/suite.h"

/* A grader of a lesson's first exercise, without the sweep. */
struct grading {
    char *here; /* the folder of the lesson's copy */
    struct ll_lesson *lesson;
    struct ll_grader *grader;
};

/* The lesson's copy has declarations for Cython, too. */
static void open_grader(struct grading *grading, const char *name)
{
    char *line = NULL, *copy;
    grading->here = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(grading->here);
    copy = ll_path_join(grading->here, name);
    ck_assert_int_gt(asprintf(&line,
                              "cp -r " LL_SOURCE_DIR "/lessons/%s %s &&"
                              "sed -i '/sweep: true/d' %s/lesson.yml &&"
                              "printf 'cdef inline double dry():\\n    return 0\\n' "
                              ">%s/weather.pxd",
                              name, copy, copy, copy),
                     0);
    ck_assert_int_eq(system(line), 0);
    grading->lesson = ll_lesson_load(copy, &err);
    ck_assert_msg(grading->lesson != NULL, "%s", err.text);
    struct ll_grade_options options = {
        .gate = true, .allow_weak_isolation = true, .limits = ll_limits_isolated};
    /* A busy machine takes many seconds for an interpreter under memcheck. */
    options.limits.wall_seconds = 120;
    options.limits.cpu_seconds = 60;
    grading->grader = ll_grader_new(grading->lesson, &options, &err);
    ck_assert_msg(grading->grader != NULL, "%s", err.text);
    ck_assert_ptr_null(ll_grader_in_process(grading->grader));
    free(line);
    free(copy);
}

static void close_grader(struct grading *grading)
{
    ll_grader_free(grading->grader);
    ll_lesson_free(grading->lesson);
    ll_path_remove_tree(grading->here);
    free(grading->here);
}

/* One thing that is replaced in a lesson's file. */
struct change {
    const char *text, *with;
};

/* Grade the lesson's `file` with some changes. */
static void grade(const struct grading *grading, const char *file,
                  const struct change *changes, struct ll_graded *graded)
{
    struct ll_buf source = LL_BUF_INIT, why = LL_BUF_INIT;
    struct ll_intake intake;
    char *from = ll_path_join(grading->lesson->folder, file);
    char *to = ll_path_join(grading->here, file);
    ck_assert_int_eq(ll_file_read(from, 1 << 20, &source, &err), 0);
    for (; changes != NULL && changes->text != NULL; changes++) {
        struct ll_buf changed = LL_BUF_INIT;
        const char *at = strstr(ll_buf_text(&source), changes->text);
        ck_assert_msg(at != NULL, "%s", changes->text);
        ll_buf_addf(&changed, "%.*s%s%s", (int)(at - ll_buf_text(&source)),
                    ll_buf_text(&source), changes->with, at + strlen(changes->text));
        ll_buf_release(&source);
        source = changed;
    }
    ck_assert_int_eq(ll_file_write(to, ll_buf_text(&source), source.len, &err), 0);
    ck_assert_int_eq(ll_intake_read(to, "", false, grading->here, &intake, &why, &err),
                     0);
    ck_assert_msg(ll_grader_grade(grading->grader, "ann", &intake, graded, &err) == 0,
                  "%s", err.text);
    ll_intake_release(&intake);
    ll_buf_release(&why);
    ll_buf_release(&source);
    free(from);
    free(to);
}

static void assert_fails(const struct ll_graded *graded)
{
    ck_assert_msg(graded->verdict == LL_FAIL, "verdict %d: %s", graded->verdict,
                  graded->why != NULL ? graded->why : graded->explanation);
}

static void assert_full_marks(const struct ll_graded *graded)
{
    ck_assert_msg(graded->why == NULL, "%s", graded->why);
    for (size_t i = 0; i < graded->count; i++)
        ck_assert_msg(graded->items[i].verdict == LL_PASS, "%s: %s",
                      graded->items[i].title, graded->items[i].message);
    ck_assert_double_eq(graded->score, 100);
}

/* The message of the item for memory; "": it has none. */
static const char *of_memory(const struct ll_graded *graded)
{
    for (size_t i = 0; i < graded->count; i++)
        if (graded->items[i].kind == LL_ITEM_MEMORY && graded->items[i].message != NULL)
            return graded->items[i].message;
    return "";
}

/* ---- lesson 22, in C ---------------------------------------------------------- */

/* A value that is made once and kept until the module is gone, as modules in Python
 * may; another function; and other words when it raises. */
static const struct change right[] = {
    {"static void tree_dealloc(", "static PyObject *kept;\n"
                                  "static void let_go(void *module)\n{\n"
                                  "    (void)module;\n    Py_CLEAR(kept);\n}\n\n"
                                  "static PyObject *tree_age(PyObject *object,"
                                  " PyObject *unused)\n{\n"
                                  "    (void)unused;\n"
                                  "    return PyLong_FromSsize_t("
                                  "((struct tree *)object)->count);\n}\n\n"
                                  "static void tree_dealloc("},
    {"    PyTypeObject *type = Py_TYPE(object);\n",
     "    PyTypeObject *type = Py_TYPE(object);\n"
     "    if (kept == NULL)\n"
     "        kept = PyUnicode_FromFormat(\"felled: %s\", self->name);\n"},
    {"    {NULL, NULL, 0, NULL},\n", "    {\"age\", tree_age, METH_NOARGS, \"\"},\n"
                                     "    {NULL, NULL, 0, NULL},\n"},
    {"    .m_name = \"forest\",\n", "    .m_name = \"forest\",\n"
                                    "    .m_free = let_go,\n"},
    {NULL, NULL}};

/* The script does not expect that it raises. */
static const struct change raising[] = {{"if (width <= 0) {", "if (width <= 4) {"},
                                        {NULL, NULL}};

/* What is not freed goes into a list, which is freed with the module. */
static const struct change hoarding[] = {
    {"static void tree_dealloc(", "static int *hoard[4096];\n"
                                  "static int hoarded;\n"
                                  "static void let_go(void *module)\n{\n"
                                  "    (void)module;\n"
                                  "    while (hoarded > 0)\n"
                                  "        PyMem_Free(hoard[--hoarded]);\n}\n\n"
                                  "static void tree_dealloc("},
    {"    PyMem_Free(self->rings);\n", "    hoard[hoarded++] = self->rings;\n"},
    {"    .m_name = \"forest\",\n", "    .m_name = \"forest\",\n"
                                    "    .m_free = let_go,\n"},
    {NULL, NULL}};

START_TEST(a_module_in_c_is_graded)
{
    struct grading grading = {0};
    struct ll_graded graded;
    open_grader(&grading, "22-object-lifetime");

    grade(&grading, "solution.c", right, &graded);
    assert_full_marks(&graded);
    ll_graded_release(&graded);

    grade(&grading, "exercise.c", NULL, &graded);
    assert_fails(&graded);
    ck_assert_str_eq(
        of_memory(&graded),
        "48 bytes in 2 blocks were lost for good; 16 bytes were lost for good");
    ck_assert_ptr_nonnull(strstr(graded.items[0].message, "line 2 that it prints is "
                                                          "'the oak: (2,)'"));
    ll_graded_release(&graded);

    grade(&grading, "solution.c", raising, &graded);
    assert_fails(&graded);
    ck_assert_str_eq(graded.items[0].message,
                     "an exception ended the script, in line 11 of forest_demo.py: "
                     "ValueError: a ring cannot be that narrow");
    ll_graded_release(&graded);

    grade(&grading, "solution.c", hoarding, &graded);
    assert_fails(&graded);
    ck_assert_msg(strstr(of_memory(&graded), "that it had allocated and that") != NULL,
                  "%s", of_memory(&graded));
    ll_graded_release(&graded);
    close_grader(&grading);
}
END_TEST

/* ---- lesson 23: references ---------------------------------------------------- */

/* Blocks that no object held, lost in a test alone. */
static const struct change lost_in_test[] = {
    {"static PyObject *labels(PyObject *module",
     "static void lose(void)\n"
     "{\n"
     "    void *volatile *outer = PyMem_Malloc(sizeof *outer);\n"
     "    if (outer != NULL)\n"
     "        *outer = PyMem_Malloc(72);\n"
     "}\n\n"
     "static PyObject *labels(PyObject *module"},
    {"        if (grams > HEAVIEST)\n", "        if (grams == HEAVIEST)\n"
                                        "            lose();\n"
                                        "        if (grams > HEAVIEST)\n"},
    {NULL, NULL}};

/* What Python makes once and shares is lost for no tool. */
static const struct change counting[] = {{"    if (grams > HEAVIEST)\n",
                                          "    if (grams == HEAVIEST)\n"
                                          "        Py_INCREF(PyExc_ValueError);\n"
                                          "    if (grams == 1200)\n"
                                          "        (void)PyLong_FromLong(12);\n"
                                          "    if (grams > HEAVIEST)\n"},
                                         {NULL, NULL}};

static void assert_tells(const struct ll_graded *graded, const char *words)
{
    ck_assert_msg(strstr(of_memory(graded), words) != NULL, "%s", of_memory(graded));
}

/* The list that was made is given to nobody: all of it is Python's memory. */
START_TEST(a_lost_reference_is_told)
{
    struct grading grading = {0};
    struct ll_graded graded;
    open_grader(&grading, "23-refcounts");
    grade(&grading, "exercise.c", lost_in_test, &graded);
    assert_fails(&graded);
    const char *tail = strstr(of_memory(&graded), "references to ");
    ck_assert_ptr_nonnull(tail);
    ck_assert_str_eq(
        tail, "references to 2 objects of type list were lost; references to 2 "
              "objects of type bytes were lost; a reference to an object of type "
              "bytes was lost; 8 bytes were lost for good; 72 bytes were lost with the "
              "block that led to them");
    /* In its tests, without the tool for references. */
    ck_assert_ptr_nonnull(strstr(of_memory(&graded), "blocks were lost for good; "));
    ll_graded_release(&graded);

    grade(&grading, "solution.c", counting, &graded);
    if (!LL_PYTHON_INLINES) { /* from Python 3.12 on, nothing is lost by it */
        assert_fails(&graded);
        assert_tells(&graded, "1 reference to small numbers that was never dropped");
        assert_tells(
            &graded,
            "1 reference to Python's own types, exceptions and functions that");
    }
    ll_graded_release(&graded);
    close_grader(&grading);
}
END_TEST

/* ---- lesson 26, in Cython ----------------------------------------------------- */

/* Another function, a class, an exception that is raised in a line of its own, a value
 * that is looked up once, and what the lesson declares. */
static const struct change right_in_cython[] = {
    {"def median(amounts):",
     "import math\n"
     "from weather cimport dry\n\n\n"
     "cdef class Gauge:\n"
     "    cdef double *tube\n"
     "    def __cinit__(self):\n"
     "        self.tube = <double *> PyMem_Malloc(8)\n"
     "    def __dealloc__(self):\n"
     "        PyMem_Free(self.tube)\n\n\n"
     "_last = None\n\n\n"
     "def mean(amounts):\n"
     "    if not amounts:\n"
     "        raise ValueError(f\"no {amounts!r}\")\n"
     "    return math.fsum(amounts) / len(amounts) + dry()\n\n\n"
     "def median(amounts):"},
    {"    cdef double *days = copy(amounts, count)\n",
     "    cdef double *days = copy(amounts, count)\n"
     "    global _last\n"
     "    _last = Gauge()\n"
     "    try:\n"
     "        mean([])\n"
     "    except ValueError:\n"
     "        pass\n"},
    {NULL, NULL}};

/* What is not freed is kept in a list, which is freed with the module. */
static const struct change hoarding_in_cython[] = {
    {"def median(amounts):", "cdef class Pen:\n"
                             "    cdef double *block\n"
                             "    def __dealloc__(self):\n"
                             "        PyMem_Free(self.block)\n\n\n"
                             "_kept = []\n\n\n"
                             "cdef keep(double *block):\n"
                             "    cdef Pen pen = Pen()\n"
                             "    pen.block = block\n"
                             "    _kept.append(pen)\n\n\n"
                             "def median(amounts):"},
    {"    finally:\n        PyMem_Free(days)", "    finally:\n        keep(days)"},
    {NULL, NULL}};

static const struct change wrong_cython[] = {
    {"def median(amounts):", "def median(amounts:"}, {NULL, NULL}};
static const struct change of_the_system[] = {
    {"def median(amounts):", "import os\n\n\ndef median(amounts):"}, {NULL, NULL}};

START_TEST(a_module_in_cython_is_graded)
{
    struct grading grading = {0};
    struct ll_graded graded;
    open_grader(&grading, "26-cython");

    grade(&grading, "solution.pyx", right_in_cython, &graded);
    assert_full_marks(&graded);
    ll_graded_release(&graded);

    grade(&grading, "exercise.pyx", NULL, &graded);
    assert_fails(&graded);
    ck_assert_str_eq(of_memory(&graded),
                     "40 bytes were lost for good; 24 bytes were lost for good");
    ll_graded_release(&graded);

    if (is_soak()) { /* the same in C is in each run */
        grade(&grading, "solution.pyx", hoarding_in_cython, &graded);
        assert_fails(&graded);
        ck_assert_msg(strstr(of_memory(&graded), "that it had allocated and that") !=
                          NULL,
                      "%s", of_memory(&graded));
        ll_graded_release(&graded);
    }

    grade(&grading, "solution.pyx", wrong_cython, &graded);
    ck_assert_int_eq(graded.verdict, LL_UNGRADABLE);
    ck_assert_str_eq(graded.why, "Cython cannot translate 'exercise.pyx'");
    ck_assert_ptr_nonnull(strstr(graded.explanation, "def median(amounts:"));
    ll_graded_release(&graded);

    grade(&grading, "solution.pyx", of_the_system, &graded);
    ck_assert_int_eq(graded.verdict, LL_UNGRADABLE);
    ck_assert_str_eq(graded.why, "'exercise.pyx', line 35, imports 'os', which no "
                                 "exercise needs: remove it");
    ll_graded_release(&graded);
    close_grader(&grading);
}
END_TEST

/* ---- each lesson -------------------------------------------------------------- */

/* What a test does with Python may look as if the solution lost memory. For `make test`
 * it is enough that the first has no fault as a grader learns it: to grade it runs the
 * same under the same tools. */
static const struct {
    const char *lesson, *solution;
} solutions[] = {{"24-buffers", "solution.c"},
                 {"22-object-lifetime", "solution.c"},
                 {"23-refcounts", "solution.c"},
                 {"25-domains", "solution.c"},
                 {"26-cython", "solution.pyx"}};

START_TEST(a_solution_gets_all_points)
{
    struct grading grading = {0};
    struct ll_graded graded;
    open_grader(&grading, solutions[_i].lesson);
    if (is_soak()) {
        grade(&grading, solutions[_i].solution, NULL, &graded);
        assert_full_marks(&graded);
        ll_graded_release(&graded);
    }
    close_grader(&grading);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interpreter");
    TCase *graded = case_create("graded");
    tcase_add_test(graded, a_module_in_c_is_graded);
    tcase_add_test(graded, a_lost_reference_is_told);
    tcase_add_test(graded, a_module_in_cython_is_graded);
    tcase_add_loop_test(graded, a_solution_gets_all_points, 0,
                        is_soak() ? (int)(sizeof solutions / sizeof *solutions) : 1);
    suite_add_tcase(suite, graded);
    return suite_run(suite);
}
