/* SPDX-License-Identifier: MIT
 *
 * lesson: load and check a lesson folder and its manifest, lesson.yml.
 *
 * The manifest names what each tool must report on each wrong module, by label:
 *
 *     title: A pointer lost when realloc fails
 *     habit: One sentence, shown when the exercise is mended.
 *     about: Two or three sentences, shown at the head of `leaklab lesson 3`.
 *     cwe: [401]
 *     cert: [MEM31-C]
 *     tools: [memcheck, asan]
 *     fail: "realloc:2"              # which allocation fails; may be left out
 *     language: c                    # or cython: the modules are .pyx files
 *     python: false                  # links libpython and the families; sources with
 *                                    # a function PyInit_NAME are extension modules
 *     reachable: grows               # what memory counts as that is still reachable at
 *                                    # the end: fault (if left out), grows, note
 *     more: ["1000"]                 # with grows: the arguments with which a program
 *                                    # gets more input than without any
 *     allocator: [pool_take:pool_give]  # functions of the programs that allocate for
 *                                    # their callers, and free (diag/allocator.h)
 *     pair:
 *       files: [main.c]              # compiled with each half; of a Python module
 *                                    # also demo.py: the script that uses it, in
 *                                    # place of main.c
 *                                    # C files without a main belong to the suite
 *                                    # as well
 *       module: series               # in Cython: the name by which script and tests
 *                                    # import each half; the file's name does not count
 *       tests: test_series.c         # Check suite for behaviour
 *       correct: correct.c
 *       buggy:
 *         - file: buggy.c
 *           passes_tests: true       # default; false with `because` when it cannot
 *           expect:
 *             - tools: [memcheck, asan]
 *               kind: definitely-lost
 *               bytes: 32
 *               blocks: 1
 *               ring: 3            # the blocks are of a ring of 3; may be left out
 *               allocated: {label: alloc, function: series_new}
 *               lost: {label: lost, function: series_resize,
 *                      variable: series->data, how: overwritten}
 *               why: Words for this very fault, in place of the general ones.
 *           silent:
 *             - tool: asan
 *               because: the block is still reachable from a global
 *               optimised: true      # at -O2 only; may be left out
 *     exercises:
 *       - kind: fix                  # mend a program
 *         file: exercise.c
 *         solution: solution.c
 *         files: [builder_main.c]
 *         tests: test_builder.c
 *         prints: "..."              # all that a corrected one prints; if left out,
 *                                    # output is not checked
 *         sweep: true                # a corrected one survives each failing
 *                                    # allocation, in its program and its tests;
 *                                    # may be left out
 *         steps:                     # its faults, one by one; may be left out
 *           - name: a drop is undone # what does not work because of it
 *             kinds: [uninitialised] # what the tools report of it; no other step has
 *                                    # one of these
 *             tests: [a_drop_is_undone]  # they bring it to light, and no other fault;
 *                                    # under the tools only tests of steps are run, so
 *                                    # name each test of the suite in one
 *         grading: in-process        # the suite cannot be observed (docs/graders.md)
 *         reachable: note            # another one than that of the lesson
 *         rubric:                    # points; may be left out
 *           tests: 60                # shared by the tests and `prints`
 *           memory: 30               # no fault under the tools
 *           sweep: 10                # survives failing allocations; needs sweep: true
 *           steps: 50                # shared by the steps; needs steps
 *           weights: [{test: a_long_text, weight: 3}]
 *           deductions: [{kind: double-free, points: 20}]
 *           hidden: [a_long_text]    # not shown before the instructor says so
 *         expect: [...]              # what exercise.c reports as shipped
 *         silent: [...]
 *       - kind: diagnose             # say what is wrong with a program
 *         file: suspect.c            # a program with one fault, without labels
 *         files: [...]
 *         answers: answers.yml       # the questions (see answers.h)
 *         asks: [kind, bytes, allocated, lost]
 *         expect: [...]
 *       - kind: write                # only the header and the tests are given
 *         file: write.c              # a stub, which fails its tests
 *         solution: write_solution.c
 *         files: [...]
 *         tests: test_shelf.c
 *         prints: "..."
 *
 * The lesson's number is the number in its folder's name. It is written nowhere else,
 * so a copy of the folder with another number is another lesson.
 *
 * A label is a comment that contains only an @ and a word, such as "// @alloc" (see
 * labels.h). It marks its own line. A name marks only one line in the files of a module
 * (its own file and `files`). Learners see the sources without labels.
 */
#ifndef LL_LESSON_LESSON_H
#define LL_LESSON_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "diag/reachable.h"

/* A place that an expectation asks for. Members that are NULL are not compared. */
struct ll_expected_place {
    char *label;
    char *code; /* the line, without the white space at its ends */
    char *function;
    char *variable; /* at and lost only */
    char *how;      /* lost only: a name of enum ll_loss */
};

/* One diagnosis that each of `tools` must report. */
struct ll_expectation {
    char **tools; /* `tools_count` names */
    unsigned tools_count;
    char *kind;                /* a name of enum ll_kind */
    unsigned long long bytes;  /* lost, or of the block at fault; 0: not compared */
    unsigned long long blocks; /* 0: not compared */
    unsigned long long ring;   /* of how many blocks; 0: not compared */
    struct ll_expected_place *at, *allocated, *freed, *lost; /* NULL: not compared */
    char *why; /* NULL: the general words */
};

/* A tool that reports nothing, and why. */
struct ll_silence {
    char *tool;
    char *because;
    bool optimised; /* at -O2 only */
};

/* A module with a fault: a wrong half, or the exercise as shipped. */
struct ll_module {
    char *file;
    bool *passes_tests; /* NULL: true */
    char *because;      /* why it cannot pass them */
    struct ll_expectation *expect;
    unsigned expect_count;
    struct ll_silence *silent;
    unsigned silent_count;
};

struct ll_pair {
    char **files;
    unsigned files_count;
    char *module; /* the module's name in Cython; NULL in C */
    char *tests;
    char *correct;
    struct ll_module *buggy;
    unsigned buggy_count;
};

/* A test's weight in the points for tests; a test without one has weight 1. */
struct ll_weight {
    char *test;
    unsigned weight;
};

/* How many of the points for memory a fault of this kind costs. */
struct ll_deduction {
    char *kind;
    unsigned points;
};

/* What a graded exercise is worth. */
struct ll_rubric {
    unsigned tests, memory, sweep, steps;
    struct ll_weight *weights;
    unsigned weights_count;
    struct ll_deduction *deductions;
    unsigned deductions_count;
    char **hidden;
    unsigned hidden_count;
};

/* One of several faults of an exercise. It is mended when its tests pass, no tool sees
 * a fault in them, and none sees a fault of its kinds anywhere else. So the steps can
 * be done in any order, although one fault may hide another in the program. */
struct ll_step {
    char *name;
    char **kinds; /* names of enum ll_kind */
    unsigned kinds_count;
    char **tests;
    unsigned tests_count;
};

enum ll_exercise_kind { LL_FIX, LL_DIAGNOSE, LL_WRITE };

struct ll_exercise {
    enum ll_exercise_kind kind;
    struct ll_module module; /* the exercise's file, as shipped */
    char **files;
    unsigned files_count;
    char *module_name; /* the module's name in Cython; NULL in C */
    char *tests;       /* NULL: diagnose */
    char *solution;    /* NULL: diagnose */
    bool sweep;        /* a corrected one must survive each failing allocation */
    char
        *prints; /* what a corrected one prints, stdout and stderr; NULL: not checked */
    char *answers; /* diagnose: the file that the learner fills in; else NULL */
    char **asks;   /* diagnose: what it must answer (see answers.h) */
    unsigned asks_count;
    struct ll_step *steps; /* fix: its faults; NULL: they are not counted */
    unsigned steps_count;
    char *reachable;          /* NULL: the lesson's */
    char *grading;            /* "in-process", or NULL */
    struct ll_rubric *rubric; /* NULL: the general one */
};

enum ll_language { LL_C, LL_CYTHON };

/* The content of lesson.yml; see manifest.c for the schema. */
struct ll_manifest {
    char *title;
    char *habit;
    char *about;
    unsigned *cwe;
    unsigned cwe_count;
    char **cert;
    unsigned cert_count;
    char **tools;
    unsigned tools_count;
    char *fail; /* NULL: none */
    enum ll_language language;
    bool python;     /* always true of a lesson in Cython */
    char *reachable; /* "fault", "grows" or "note"; NULL: "fault" */
    char **more;     /* the arguments with which a program gets more input */
    unsigned more_count;
    char **allocator; /* "NAME" or "NAME:FREE" */
    unsigned allocator_count;
    struct ll_pair *pair;
    struct ll_exercise *exercises;
    unsigned exercises_count;
};

struct ll_lesson {
    char *folder; /* absolute */
    unsigned number;
    char *slug; /* "lost-realloc": the folder's name after its number */
    struct ll_manifest *manifest;
};

/* Load the lesson in `folder`. Returns a new lesson, free with ll_lesson_free(); NULL
 * on error. An error names file and line and says what to do. Errors are: unknown or
 * missing keys, wrong types, unknown kinds or ways of loss, an empty list, an exercise
 * without a key that its kind needs. Files and labels are not read here (see
 * ll_lesson_check). */
struct ll_lesson *ll_lesson_load(const char *folder, struct ll_error *err);
void ll_lesson_free(struct ll_lesson *lesson);

/* Whether the file `name` of the lesson's folder is a solution, or contains answers.
 * Such files are never handed out, and a running submission can never read them. */
bool ll_lesson_is_solution(const struct ll_lesson *lesson, const char *name);
bool ll_lesson_is_answers(const struct ll_lesson *lesson, const char *name);

/* The files of a lesson's benchmark, for `make bench25`; NULL-terminated. A lesson may
 * have them. The manifest does not name them, nothing judges them, and they are handed
 * out as they are. scripts/bench-lesson says what each of them is. */
extern const char *const ll_lesson_bench[];

/* The folder of known wrong answers in a lesson's folder. A lesson may have it. Each
 * file is an answer to an exercise that must never count as done, such as
 * "wrong/exercise.one-way-out.c" for exercise.c. It is not handed out. */
#define LL_LESSON_WRONG "wrong"

/* Append the known wrong answers of `lesson`, sorted, with their folder. */
int ll_lesson_wrong(const struct ll_lesson *lesson, struct ll_strings *names,
                    struct ll_error *err) LL_MUST_CHECK;

/* The exercise that the wrong answer `name` answers: their names are the same up to the
 * first dot. Borrowed from the lesson; NULL: there is none. */
const struct ll_exercise *ll_lesson_wrong_for(const struct ll_lesson *lesson,
                                              const char *name);

/* All lesson folders (NN-name) below `lessons`, sorted by number, as absolute
 * paths. Two folders with the same number are an error. */
int ll_lesson_folders(const char *lessons, struct ll_strings *out,
                      struct ll_error *err) LL_MUST_CHECK;

/* The folder of lesson `number` below `lessons`, as a new string. If there is none,
 * NULL and an error that lists the existing numbers. */
char *ll_lesson_folder(const char *lessons, unsigned number, struct ll_error *err);

/* Find what is missing or wrong in the folder, without running anything. Append one
 * line to `findings` for each problem:
 *   - a file that the manifest names is missing, or a file is not named (a benchmark
 * need not be)
 *   - a label is missing, used twice, or unused
 *   - README.md or hints.md is missing or empty; a section of hints.md has no words
 *   - a test of an exercise in steps is in no step
 *   - a tool is neither expected to report a wrong module nor declared silent
 *   - a tool is unknown: not in the NULL-terminated list `tools`
 *   - a wrong answer is for no exercise */
int ll_lesson_check(const struct ll_lesson *lesson, const char *const *tools,
                    struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;

/* List what the author must still write: each line of the lesson's files with the word
 * TODO, as "README.md:12: what belongs there". The files come in a good order for
 * writing them: sources, lesson.yml, README.md, hints.md. */
int ll_lesson_todos(const struct ll_lesson *lesson, struct ll_strings *todos,
                    struct ll_error *err) LL_MUST_CHECK;

/* ---- hints -----------------------------------------------------------------
 * hints.md has one hint in each section ("## ..."); each tells a little more. The hints
 * of an exercise form a group; its heading ("# Hints for exercise.c") names the file.
 */

/* Append the text of each section to `hints`, in order, and the heading of its group to
 * `groups`. */
int ll_lesson_hints(const struct ll_lesson *lesson, struct ll_strings *hints,
                    struct ll_strings *groups, struct ll_error *err) LL_MUST_CHECK;

/* The file that the learner of this exercise edits; its group of hints names it. */
const char *ll_exercise_file(const struct ll_exercise *exercise);

/* The exercise to grade: the one with the file `name`, or, if `name` is NULL, the
 * lesson's first exercise of kind fix or write. Borrowed from the lesson; NULL on
 * error. */
const struct ll_exercise *ll_lesson_exercise(const struct ll_lesson *lesson,
                                             const char *name, struct ll_error *err);

/* Whether a fault of that kind may be the step's. Any leak is, of a step with one. */
bool ll_step_has_kind(const struct ll_step *step, enum ll_kind kind);

/* The step of the exercise that has such faults; NULL: none has. Borrowed. */
const struct ll_step *ll_exercise_step(const struct ll_exercise *exercise,
                                       enum ll_kind kind);

/* What memory counts as that is still reachable when a program of the lesson ends.
 * `exercise`: the program's; NULL: it is of the pair. */
enum ll_reachable ll_lesson_reachable(const struct ll_lesson *lesson,
                                      const struct ll_exercise *exercise);

/* The number of the exercise's first hint, from 1; 0 if it has none. */
unsigned ll_lesson_first_hint(const struct ll_strings *groups,
                              const struct ll_exercise *exercise);

#endif
