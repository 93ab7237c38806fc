/* SPDX-License-Identifier: MIT
 *
 * collect: what a tool has reported of all the programs of one run (watched.h) becomes
 * one run of the report's result.
 */
#ifndef LL_PROJECT_COLLECT_H
#define LL_PROJECT_COLLECT_H

#include "project/project.h"

/* Read the folder of a run, add the programs to `report`, and the tool's run to its
 * result, which is concluded anew. `seconds` is the time that the command took. */
int ll_project_collect(const char *folder, const struct ll_tool *tool, double seconds,
                       struct ll_project_report *report,
                       struct ll_error *err) LL_MUST_CHECK;

/* Add the folders of the sources of the libraries that the reports name to the folders
 * of the user's own code, but for the system's and the tools' libraries. `report` is a
 * struct ll_project_report. */
int ll_project_add_libraries(void *report, const struct ll_diags *diags,
                             struct ll_error *err) LL_MUST_CHECK;

#endif
