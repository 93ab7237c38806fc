/* SPDX-License-Identifier: MIT
 *
 * tool_job: describes the job that runs a program under a tool, in a folder made by
 * ll_isolate_folder(): its command, its environment, and what it may read and write.
 * A trial's processes and the fork servers are run by the same description.
 */
#ifndef LL_GRADE_TOOL_JOB_H
#define LL_GRADE_TOOL_JOB_H

#include "base/strings.h"
#include "submission/harness.h"
#include "submission/isolate.h"
#include "tools/tool.h"

enum ll_tool_job_kind { LL_JOB_PROGRAM, LL_JOB_HOST, LL_JOB_HOST_OF_SWEEPS };

struct ll_tool_job {
    struct ll_strings argv, env;
    char *in, *out; /* owned: the two folders in it */
    char *program;  /* owned: the program's path, in `in` */
    char *tools;    /* owned: the folder of the command */
    char *own;      /* owned: that of the tool's files in leaklab; NULL: none */
    const char *readable[5]; /* borrowed from above, and the harness's scripts */
};

/* Describe it for `program` of that harness, a file's name in the folder "in"; `tool`
 * NULL: it is run bare; `kind`: what the program is. The reports of sweeps are files in
 * the folder "out". More variables may be added to job->env afterwards.
 * Release in any case. */
int ll_tool_job_make(const struct ll_harness *harness, const char *folder,
                     const char *program, const struct ll_tool *tool,
                     enum ll_tool_job_kind kind, struct ll_tool_job *job,
                     struct ll_error *err) LL_MUST_CHECK;
void ll_tool_job_release(struct ll_tool_job *job);

/* The job for ll_isolate_run(), without limits and lines. Borrows from `job`: it may
 * neither move nor change. */
struct ll_isolate ll_tool_job_isolate(const struct ll_tool_job *job);

#endif
