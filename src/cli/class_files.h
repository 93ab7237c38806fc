/* SPDX-License-Identifier: MIT
 *
 * class_files: the files and the summary of a class, which several commands write.
 */
#ifndef LL_CLI_CLASS_FILES_H
#define LL_CLI_CLASS_FILES_H

#include "class/conclusion.h"
#include "cli/options.h"

/* --format, a struct ll_option_list: formats besides those of every class. */
extern const struct ll_option ll_class_files_format[];

/* Write scores.csv, feedback/ and the formats that were asked for, into the folder. */
int ll_class_files_write(const struct ll_option_list *formats,
                         const struct ll_class *class, const char *folder,
                         struct ll_error *err) LL_MUST_CHECK;

/* Print the summary and name the files. */
void ll_class_files_show(const struct ll_option_list *formats,
                         const struct ll_class_outcome *outcome, const char *folder);

#endif
