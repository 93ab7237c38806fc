/* SPDX-License-Identifier: MIT
 *
 * conclusion: what is said of a class when all of it is graded, or merged.
 */
#ifndef LL_CLASS_CONCLUSION_H
#define LL_CLASS_CONCLUSION_H

#include "class/results.h"
#include "lesson/lesson.h"

/* What a class is graded in. */
struct ll_class_about {
    const struct ll_lesson *lesson; /* borrowed, as the exercise */
    const struct ll_exercise *exercise;
    struct ll_fingerprints handed_out; /* what the lesson gives to everybody */
    char text[300];                    /* "lesson 3, exercise.c" */
};

/* `exercise`: the file's name, as in `ll_lesson_exercise()`. Release it, also after an
 * error. */
int ll_class_about(const struct ll_lesson *lesson, const char *exercise,
                   struct ll_class_about *about, struct ll_error *err) LL_MUST_CHECK;
void ll_class_about_release(struct ll_class_about *about);

/* A submission that had another result before. */
struct ll_change {
    char *name; /* owned: who it is from, for people */
    struct ll_result_mark before, after;
};

struct ll_class_outcome {
    struct ll_change *changes; /* owned, in the order in which they were graded */
    size_t change_count;
    struct ll_class class;      /* all that is in results.db, by name */
    size_t graded;              /* of those: in this run, and not known before */
    struct ll_similarity alike; /* groups of `class`; index class.count means ... */
    const char *solution; /* ... the lesson's own solution: this file; NULL: none */
    const struct ll_lesson *lesson; /* borrowed from whoever loaded it, as these two */
    const struct ll_exercise *exercise;
    char *aside; /* owned: where a results.db is now that was broken; NULL: none was */
};

void ll_class_outcome_release(struct ll_class_outcome *outcome);

/* Load the class from its results, and find the submissions that are near-identical. */
int ll_class_outcome_fill(struct ll_results *results,
                          const struct ll_class_about *about,
                          struct ll_class_outcome *outcome,
                          struct ll_error *err) LL_MUST_CHECK;

#endif
