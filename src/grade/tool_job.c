/* SPDX-License-Identifier: MIT */
#include "grade/tool_job.h"

#include <stdlib.h>

#include "base/path.h"
#include "runtime/observe.h"

static int make_command(const struct ll_harness *harness, const struct ll_tool *tool,
                        enum ll_tool_job_kind kind, struct ll_tool_job *job,
                        struct ll_error *err)
{
    bool sweeps = kind == LL_JOB_HOST_OF_SWEEPS;
    const struct ll_tool_run run = {.dir = job->out,
                                    .isolated = true,
                                    .interpreted = harness->has_interpreter,
                                    .program = job->program,
                                    .swept = sweeps,
                                    .is_host = kind != LL_JOB_PROGRAM,
                                    .report_fd = sweeps ? 0 : LL_OBSERVE_REPORT,
                                    .log_fd = sweeps ? 0 : LL_OBSERVE_LOG};
    if (tool == NULL)
        ll_strings_add(&job->argv, job->program);
    else if (tool->prepare(&run, &job->argv, &job->env, err) != 0)
        return -1;
    return ll_strings_ok(&job->argv, err) != 0 ? -1 : ll_strings_ok(&job->env, err);
}

int ll_tool_job_make(const struct ll_harness *harness, const char *folder,
                     const char *program, const struct ll_tool *tool,
                     enum ll_tool_job_kind kind, struct ll_tool_job *job,
                     struct ll_error *err)
{
    *job = (struct ll_tool_job){.argv = LL_STRINGS_INIT, .env = LL_STRINGS_INIT};
    job->in = ll_path_join(folder, "in");
    job->out = ll_path_join(folder, "out");
    job->program = job->in == NULL ? NULL : ll_path_join(job->in, program);
    if (job->program == NULL || job->out == NULL)
        return ll_fail_memory(err);
    if (make_command(harness, tool, kind, job, err) != 0)
        return -1;
    job->tools = ll_path_dir(job->argv.items[0]);
    if (job->tools == NULL)
        return ll_fail_memory(err);
    if (tool != NULL && tool->folder != NULL && (job->own = tool->folder(err)) == NULL)
        return -1;
    size_t count = 0;
    job->readable[count++] = job->in;
    job->readable[count++] = job->tools;
    if (job->own != NULL)
        job->readable[count++] = job->own;
    job->readable[count] = harness->scripts;
    return 0;
}

void ll_tool_job_release(struct ll_tool_job *job)
{
    ll_strings_release(&job->argv);
    ll_strings_release(&job->env);
    free(job->own);
    free(job->tools);
    free(job->program);
    free(job->out);
    free(job->in);
}

struct ll_isolate ll_tool_job_isolate(const struct ll_tool_job *job)
{
    return (struct ll_isolate){.argv = ll_strings_argv(&job->argv),
                               .env = ll_strings_argv(&job->env),
                               .folder = job->out,
                               .scratch = job->out,
                               .readable = job->readable};
}
