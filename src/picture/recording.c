/* SPDX-License-Identifier: MIT */
#include "picture/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "session/build.h"
#include "session/run.h"
#include "submission/isolate.h"

/* The log makes a run slower, and a picture of half a run is of little use. */
#define TIMES_SLOWER 3.0

#define LOG "events"

/* Of a run in isolation: a page holds no longer log, and to read one takes memory. */
enum { LOG_MOST = 8 << 20, PROGRAM_MOST = 64 << 20 };

static int build(struct ll_recording *recording, const struct ll_subject *subject,
                 struct ll_error *err)
{
    struct ll_run *run = &recording->run;
    char *version = run->tool->version(err);
    if (version == NULL)
        return -1;
    free(version);
    if (ll_build(subject, run->tool, recording->folder, NULL, run, err) != 0)
        return -1;
    if (run->status != LL_RUN_JUDGED)
        return ll_fail(err, LL_FAULT_INPUT, "cannot build '%s':\n\n%s", subject->name,
                       run->compiler != NULL ? run->compiler : run->note);
    return 0;
}

/* Read which allocation failed. */
static int read_failed(struct ll_recording *recording, const struct ll_subject *subject,
                       struct ll_error *err)
{
    struct ll_log *swept = &recording->swept;
    if (subject->sweep == NULL)
        return 0;
    char *path = ll_path_join(recording->folder, LL_BUILD_SWEEP);
    int result = path == NULL ? ll_fail_memory(err) : ll_log_read(path, swept, err);
    free(path);
    if (result == 0 && swept->point_count == 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "there is no allocation number %s: the run has %lu",
                         subject->sweep + strlen("fail:"), swept->total);
    return result == 0 ? ll_log_symbolise(swept, recording->program, err) : result;
}

/* Copy a file that was made in isolation to where nobody else writes: there it could be
 * a link, or be no file, or change. `*path` becomes the copy's. */
static int take(const struct ll_recording *recording, const char *name, size_t most,
                char **path, struct ll_error *err)
{
    struct ll_buf bytes = LL_BUF_INIT;
    int result = ll_isolate_fetch(recording->folder, name, most, &bytes, err);
    if (result > 0)
        result = ll_fail(err, LL_FAULT_INPUT, "the run left no '%s' of at most %zu MB",
                         name, most >> 20);
    free(*path);
    *path = ll_path_join(recording->own, name);
    if (result == 0)
        result = *path == NULL
                     ? ll_fail_memory(err)
                     : ll_file_write(*path, ll_buf_text(&bytes), bytes.len, err);
    ll_buf_release(&bytes);
    return result;
}

static int take_all(struct ll_recording *recording, struct ll_error *err)
{
    recording->own = ll_path_temp_dir(err);
    if (recording->own == NULL ||
        take(recording, LL_BUILD_PROGRAM, PROGRAM_MOST, &recording->program, err) != 0)
        return -1;
    return take(recording, LOG, LOG_MOST, &recording->log, err);
}

int ll_recording_make(struct ll_recording *recording, const struct ll_session *session,
                      const struct ll_subject *subject, struct ll_error *err)
{
    struct ll_session slower = *session;
    slower.limits.wall_seconds *= TIMES_SLOWER;
    slower.limits.cpu_seconds *= TIMES_SLOWER;
    *recording = (struct ll_recording){.run = {.tool = ll_tool_for(LL_TOOL_EXPLAINER)},
                                       .keep = session->keep,
                                       .folder = session->keep ? ll_path_kept_dir(err)
                                                               : ll_path_temp_dir(err)};
    if (recording->folder == NULL)
        return -1;
    recording->program = ll_path_join(recording->folder, LL_BUILD_PROGRAM);
    recording->log = ll_path_join(recording->folder, LOG);
    if (recording->program == NULL || recording->log == NULL)
        return ll_fail_memory(err);
    struct ll_tool_run run = {.dir = recording->folder,
                              .program = recording->program,
                              .args = ll_strings_argv(&subject->args),
                              .swept = subject->sweep != NULL,
                              .events = LOG};
    if (session->tell != NULL)
        session->tell(subject, recording->run.tool, true);
    int result = build(recording, subject, err);
    if (result == 0)
        result = ll_run_execute(&slower, subject, &run, &recording->run, err);
    if (session->tell != NULL)
        session->tell(subject, recording->run.tool, false);
    if (result == 0 && subject->isolation != NULL)
        result = take_all(recording, err);
    if (result == 0 && !ll_path_exists(recording->log))
        result = ll_fail(err, LL_FAULT_HARNESS, "the run of '%s' left no log of events",
                         subject->name);
    return result == 0 ? read_failed(recording, subject, err) : result;
}

void ll_recording_release(struct ll_recording *recording)
{
    if (recording->folder != NULL && recording->keep)
        fprintf(stderr, "leaklab: the work folder of the picture is '%s'\n",
                recording->folder);
    else if (recording->folder != NULL)
        ll_path_remove_tree(recording->folder);
    if (recording->own != NULL)
        ll_path_remove_tree(recording->own);
    free(recording->own);
    free(recording->folder);
    free(recording->program);
    free(recording->log);
    ll_run_release(&recording->run);
    ll_log_release(&recording->swept);
    *recording = (struct ll_recording){0};
}
