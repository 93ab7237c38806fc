/* SPDX-License-Identifier: MIT
 *
 * The table of formats. A new format is a file beside this one and a row here. */
#include "report/grades.h"

#include <string.h>

extern const struct ll_grade_format ll_grades_gradescope, ll_grades_classroom50,
    ll_grades_vpl, ll_grades_coderunner, ll_grades_autolab, ll_grades_prairielearn,
    ll_grades_junit, ll_grades_tap, ll_grades_sarif, ll_grades_csv;

const struct ll_grade_format *const ll_grade_formats[] = {
    &ll_grades_feedback,    &ll_grades_csv,          &ll_grades_gradescope,
    &ll_grades_classroom50, &ll_grades_vpl,          &ll_grades_coderunner,
    &ll_grades_autolab,     &ll_grades_prairielearn, &ll_grades_junit,
    &ll_grades_tap,         &ll_grades_sarif,        NULL,
};

const struct ll_grade_format *ll_grade_format_find(const char *name)
{
    for (const struct ll_grade_format *const *row = ll_grade_formats; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}
