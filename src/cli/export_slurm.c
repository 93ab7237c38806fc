/* SPDX-License-Identifier: MIT
 *
 * export_slurm: for each lesson, the script that grades its class on a Slurm cluster.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/export_parts.h"

enum { PARTS = 10, CPUS = 1 }; /* unless others are asked for */

/* `path` below the current folder, as the reader's shell names that: a link may lead to
 * it by another way on another machine. New string. */
static char *absolute(const char *path, struct ll_error *err)
{
    char *here = get_current_dir_name();
    char *whole = here != NULL ? ll_path_join(here, path) : NULL;
    if (whole == NULL)
        ll_fail_memory(err);
    free(here);
    return whole;
}

static int add_absolute(struct ll_buf *out, const char *path, struct ll_error *err)
{
    char *whole = absolute(path, err);
    if (whole == NULL)
        return -1;
    ll_buf_quote(out, whole);
    free(whole);
    return 0;
}

static int add_submissions(struct ll_buf *out, const char *path, struct ll_error *err)
{
    char *real = ll_path_real(path, err);
    if (real == NULL)
        return -1;
    free(real);
    return add_absolute(out, path, err);
}

static int add_results(struct ll_buf *out, const char *folder, unsigned lesson,
                       struct ll_error *err)
{
    char *path = NULL;
    if (asprintf(&path, "%s%sgrades-lesson%u", folder != NULL ? folder : "",
                 folder != NULL ? "/" : "", lesson) < 0)
        return ll_fail_memory(err);
    int result = add_absolute(out, path, err);
    free(path);
    return result;
}

static int add_leaklab(struct ll_buf *out, struct ll_error *err)
{
    char *program = ll_path_real("/proc/self/exe", err);
    if (program == NULL)
        return -1;
    ll_buf_quote(out, program);
    free(program);
    return 0;
}

static int add_home(struct ll_buf *out, struct ll_error *err)
{
    const char *home = getenv("LEAKLAB_HOME");
    return home != NULL && home[0] != '\0' ? add_absolute(out, home, err) : 0;
}

static void add_sbatch(struct ll_buf *out, const char *option, const char *value)
{
    if (value == NULL)
        return;
    struct ll_buf word = LL_BUF_INIT;
    ll_buf_addf(&word, "%s=%s", option, value);
    ll_buf_puts(out, out->len > 0 ? " " : "");
    ll_buf_quote(out, ll_buf_text(&word));
    out->full |= word.full;
    ll_buf_release(&word);
}

/* What the settings of the script stand for. */
enum { SUBMISSIONS, RESULTS, LEAKLAB, HOME, SBATCH, SETTINGS };

static int fill_settings(struct ll_buf *settings, const struct ll_lesson *lesson,
                         const struct ll_export_cluster *cluster,
                         const char *submissions, struct ll_error *err)
{
    if (add_submissions(&settings[SUBMISSIONS], submissions, err) != 0 ||
        add_results(&settings[RESULTS], cluster->results, lesson->number, err) != 0 ||
        add_leaklab(&settings[LEAKLAB], err) != 0 ||
        add_home(&settings[HOME], err) != 0)
        return -1;
    add_sbatch(&settings[SBATCH], "--partition", cluster->partition);
    add_sbatch(&settings[SBATCH], "--time", cluster->time);
    add_sbatch(&settings[SBATCH], "--mem", cluster->memory);
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings[i].full)
            return ll_fail_memory(err);
    return 0;
}

static int put_script(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                      const struct ll_exercise *exercise,
                      const struct ll_export_cluster *cluster, const char *submissions,
                      const char *folder, struct ll_error *err)
{
    struct ll_buf settings[SETTINGS];
    char number[16], parts[16], cpus[16];
    snprintf(number, sizeof number, "%u", lesson->number);
    snprintf(parts, sizeof parts, "%u", cluster->shards > 0 ? cluster->shards : PARTS);
    snprintf(cpus, sizeof cpus, "%u", cluster->cpus > 0 ? cluster->cpus : CPUS);
    for (size_t i = 0; i < SETTINGS; i++)
        ll_buf_init(&settings[i], LL_BUF_DEFAULT_MAX);
    int result = fill_settings(settings, lesson, cluster, submissions, err);
    const struct ll_bundle_word words[] = {
        {"NUMBER", number},
        {"EXERCISE", exercise->module.file},
        {"SUBMISSIONS", ll_buf_text(&settings[SUBMISSIONS])},
        {"RESULTS", ll_buf_text(&settings[RESULTS])},
        {"PARTS", parts},
        {"CPUS", cpus},
        {"LEAKLAB", ll_buf_text(&settings[LEAKLAB])},
        {"HOME", ll_buf_text(&settings[HOME])},
        {"SBATCH", ll_buf_text(&settings[SBATCH])},
        {NULL, NULL},
    };
    if (result == 0)
        result = ll_export_put(bundle, "slurm/grade-class", folder, "grade-class",
                               words, err);
    for (size_t i = 0; i < SETTINGS; i++)
        ll_buf_release(&settings[i]);
    return result;
}

static int slurm_lesson(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                        const struct ll_export_cluster *cluster,
                        const char *submissions, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    char *folder = NULL;
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0) {
        folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder), err);
        result = folder == NULL ? -1 : 0;
    }
    if (result == 0 &&
        (put_script(bundle, lesson, exercise, cluster, submissions, folder, err) != 0 ||
         ll_export_put(bundle, "slurm/README.md", folder, "README.md", words.list,
                       err) != 0))
        result = -1;
    free(folder);
    ll_export_words_release(&words);
    return result;
}

const struct ll_option ll_export_cluster_options[] = {
    {.name = "submissions",
     .type = LL_OPTION_TEXT,
     .repeats = true,
     .value = "FOLDER",
     .at = offsetof(struct ll_export_cluster, submissions),
     .values = LL_VALUES_FILES | LL_VALUES_FOLDERS,
     .help = "for slurm: the submissions to be graded; for each lesson once, in the "
             "lessons' order"},
    {.name = "results",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .at = offsetof(struct ll_export_cluster, results),
     .values = LL_VALUES_FOLDERS,
     .help = "for slurm: where the results will be, each lesson's in a folder "
             "grades-lessonN (default: the current folder)"},
    {.name = "shards",
     .type = LL_OPTION_COUNT,
     .value = "N",
     .at = offsetof(struct ll_export_cluster, shards),
     .least = 1,
     .most = 10000,
     .help = "for slurm: grade a class in N parts, a task each (default 10)"},
    {.name = "cpus",
     .type = LL_OPTION_COUNT,
     .value = "N",
     .at = offsetof(struct ll_export_cluster, cpus),
     .least = 1,
     .most = 256,
     .help = "for slurm: N processors for a task, which grades N submissions at the "
             "same time (default 1)"},
    {.name = "partition",
     .type = LL_OPTION_TEXT,
     .value = "NAME",
     .at = offsetof(struct ll_export_cluster, partition),
     .help = "for slurm: the partition of the cluster, sbatch's --partition"},
    {.name = "time",
     .type = LL_OPTION_TEXT,
     .value = "TIME",
     .at = offsetof(struct ll_export_cluster, time),
     .help = "for slurm: how long a task may take, sbatch's --time, such as 2:00:00"},
    {.name = "memory",
     .type = LL_OPTION_TEXT,
     .value = "SIZE",
     .at = offsetof(struct ll_export_cluster, memory),
     .help = "for slurm: the memory of a task, sbatch's --mem, such as 4G"},
    {0},
};

const struct ll_export_target ll_export_slurm = {
    .name = "slurm",
    .cluster = slurm_lesson,
    .next = "Next: %s/*/README.md.",
};
