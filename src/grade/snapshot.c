/* SPDX-License-Identifier: MIT */
#include "grade/snapshot.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "lesson/lesson.h"
#include "runtime/snapshot.h"
#include "submission/isolate.h"
#include "tools/values.h"

#define NAME "snapshot"

/* Of a process of ours in that folder there is one file, and few others. */
enum { ENTRIES_MOST = 64, SNAPSHOTS_MAX = 64 << 20 };

/* A process apart takes some milliseconds. */
enum { SECONDS = 5 };

/* ---- the file ------------------------------------------------------------------ */

void ll_snapshot_variable(const char *out, struct ll_strings *env)
{
    ll_strings_addf(env, LL_SNAPSHOT_ENV "=%s/" NAME, out);
}

static bool is_snapshot(const char *name)
{
    const char *digits = strchr(name, '.');
    return (ll_starts_with(name, NAME ".") || ll_starts_with(name, NAME "s.")) &&
           digits[1] != '\0' && digits[1 + strspn(digits + 1, "0123456789")] == '\0';
}

/* The process may have another number in its own namespace. It cannot fork, so there is
 * one file. */
int ll_snapshot_fetch(const char *out, struct ll_buf *to, struct ll_error *err)
{
    DIR *folder = opendir(out);
    struct dirent *entry;
    int result = 0;
    for (int i = 0; folder != NULL && i < ENTRIES_MOST; i++) {
        if ((entry = readdir(folder)) == NULL)
            break;
        if (!is_snapshot(entry->d_name))
            continue;
        result = ll_isolate_fetch(out, entry->d_name, SNAPSHOTS_MAX, to, err);
        break;
    }
    if (folder != NULL)
        closedir(folder);
    return result < 0 ? -1 : 0;
}

/* ---- what it tells ------------------------------------------------------------- */

/* Add the source that debug information places in `folder`; `from` (NULL: there) is
 * where its text is, unless `text` is it. */
static int add_source(struct ll_sources *sources, const char *folder, const char *name,
                      const char *from, const struct ll_buf *text, struct ll_error *err)
{
    char *file = ll_path_join(folder, name);
    int result = file == NULL ? ll_fail_memory(err)
                              : ll_sources_add(sources, file,
                                               from != NULL ? from : file, text, err);
    free(file);
    return result;
}

/* Functions of the submission's file, of the lesson's headers beside it, and of the
 * driver are told of. */
static int read_sources(const struct ll_snapshot_order *order,
                        struct ll_sources *sources, struct ll_error *err)
{
    const struct ll_harness *harness = order->harness;
    const struct ll_exercise *exercise = harness->exercise;
    const char *own = order->folder != NULL ? order->folder : LL_SUBMISSION_ROOT;
    const char *drivers =
        order->folder != NULL ? order->folder : harness->lesson->folder;
    int result =
        add_source(sources, own, ll_exercise_file(exercise), NULL, order->source, err);
    for (size_t i = 0; i < harness->headers.count && result == 0; i++)
        result = add_source(sources, own, ll_path_base(harness->headers.items[i]),
                            harness->headers.items[i], NULL, err);
    for (size_t i = 0; i < exercise->files_count && result == 0; i++)
        result = add_source(sources, drivers, exercise->files[i], NULL, NULL, err);
    return result;
}

int ll_snapshot_tell(const struct ll_snapshot_order *order, struct ll_diags *diags,
                     struct ll_error *err)
{
    struct ll_sources sources = {0};
    const struct ll_values_apart apart = {.snapshots = order->snapshot,
                                          .program = order->program,
                                          .sources = &sources,
                                          .hide_others = true,
                                          .seconds = SECONDS,
                                          .allow_weak = order->harness->allow_weak};
    int result = read_sources(order, &sources, err);
    if (result == 0)
        result = ll_values_explain_apart(&apart, diags, err);
    ll_sources_release(&sources);
    return result;
}
