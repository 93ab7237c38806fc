/* SPDX-License-Identifier: MIT
 *
 * class_files: the files and the summary of a class, which several commands write.
 */
#ifndef LL_CLI_CLASS_FILES_H
#define LL_CLI_CLASS_FILES_H

#include "class/conclusion.h"
#include "class/marks.h"
#include "cli/options.h"

/* What is written besides the files of every class. */
struct ll_class_files {
    struct ll_option_list formats;
    struct ll_marks marks;
    bool page;                 /* class.html was written */
    struct ll_strings written; /* names of files in the folder, ... */
    struct ll_strings remarks; /* ... and what is not in them: see ll_marks_write() */
};

/* --format, --worksheet, --gradebook and --column; stored in a struct ll_class_files.
 */
extern const struct ll_option ll_class_files_options[];

/* Whether the tables that were given can be filled in: asked before the work. */
int ll_class_files_check(const struct ll_class_files *files,
                         struct ll_error *err) LL_MUST_CHECK;

/* Write scores.csv, feedback/, class.html, the formats that were asked for, and what
 * learning platforms take back, into the folder of the results. */
int ll_class_files_write(struct ll_class_files *files,
                         const struct ll_class_outcome *outcome, const char *folder,
                         struct ll_error *err) LL_MUST_CHECK;

/* Print the summary and name the files. */
void ll_class_files_show(const struct ll_class_files *files,
                         const struct ll_class_outcome *outcome, const char *folder);

void ll_class_files_release(struct ll_class_files *files);

#endif
