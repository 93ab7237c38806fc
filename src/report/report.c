/* SPDX-License-Identifier: MIT
 *
 * The table of formats. A new format is a file beside this one and a row here. */
#include "report/report.h"

#include <string.h>

extern const struct ll_format ll_format_text;
extern const struct ll_format ll_format_json;
extern const struct ll_format ll_format_gcc;
extern const struct ll_format ll_format_sarif;
extern const struct ll_format ll_format_gitlab;
extern const struct ll_format ll_format_ctest;
extern const struct ll_format ll_format_junit;

const struct ll_format *const ll_formats[] = {
    &ll_format_text,   &ll_format_json,  &ll_format_gcc,   &ll_format_sarif,
    &ll_format_gitlab, &ll_format_ctest, &ll_format_junit, NULL,
};

const struct ll_format *ll_format_find(const char *name)
{
    for (const struct ll_format *const *format = ll_formats; *format != NULL; format++)
        if (strcmp((*format)->name, name) == 0)
            return *format;
    return NULL;
}

const char *ll_format_name(size_t index)
{
    for (const struct ll_format *const *format = ll_formats; *format != NULL; format++)
        if (index-- == 0)
            return (*format)->name;
    return NULL;
}
