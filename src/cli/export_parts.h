/* SPDX-License-Identifier: MIT
 *
 * export_parts: the targets of `leaklab export`, and what several of them write.
 */
#ifndef LL_CLI_EXPORT_PARTS_H
#define LL_CLI_EXPORT_PARTS_H

#include "cli/bundle.h"
#include "cli/options.h"

/* How a cluster grades: what ll_export_cluster_options store. NULL and 0: the default.
 */
struct ll_export_cluster {
    struct ll_option_list submissions; /* of each lesson, in the order of the lessons */
    const char *results, *partition, *time, *memory;
    unsigned shards, cpus;
};
extern const struct ll_option ll_export_cluster_options[];

/* For whom a bundle is made: a row of the table in cmd_export.c, with a file of its
 * own. */
struct ll_export_target {
    const char *name;
    bool takes_all; /* when no lesson is named */
    /* Write one lesson into the bundle. */
    int (*lesson)(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                  struct ll_error *err);
    /* In place of that, for a cluster: its options count, and the lesson's class is in
     * the folder `submissions`. */
    int (*cluster)(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                   const struct ll_export_cluster *cluster, const char *submissions,
                   struct ll_error *err);
    /* In place of all that: write into `folder`, which may be there already. There are
     * no lessons, and without a folder it is the current one. */
    int (*into)(const char *folder, struct ll_error *err);
    /* In place of all that: print `file` on stdout in the words of `tool`, which has to
     * be named; there is no folder. */
    int (*convert)(const char *file, const char *tool, struct ll_error *err);
    /* Write what all lessons share. NULL: nothing. */
    int (*whole)(const struct ll_bundle *bundle, struct ll_error *err);
    const char *next; /* what the reader does next, with "%s" for the folder */
};

/* The rows. */
extern const struct ll_export_target ll_export_students, ll_export_gradescope,
    ll_export_classroom50, ll_export_vpl, ll_export_coderunner, ll_export_autolab,
    ll_export_prairielearn, ll_export_slurm, ll_export_vscode, ll_export_lessons,
    ll_export_suppressions;

/* The tools whose suppressions can be written: the name of row `index`; NULL after the
 * last. */
const char *ll_export_tool_name(size_t index);

/* The exercise that is graded: the first one in which code is written. NULL with an
 * error when there is none. */
const struct ll_exercise *ll_export_exercise(const struct ll_lesson *lesson,
                                             struct ll_error *err);

enum { LL_EXPORT_WORDS = 16 };

/* What the templates' words stand for in one lesson. Release it, also after an error.
 */
struct ll_export_words {
    char number[16], most[16];
    struct ll_buf files; /* the files of the exercise, as items of a list in HTML */
    struct ll_bundle_word list[LL_EXPORT_WORDS];
};
int ll_export_words_init(struct ll_export_words *words, const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise,
                         struct ll_error *err) LL_MUST_CHECK;
void ll_export_words_release(struct ll_export_words *words);

/* Write the settings of an editor into `folder`, in which leaklab's sources are. */
int ll_export_put_vscode(const char *folder, struct ll_error *err) LL_MUST_CHECK;

/* Add a word of one target's own; both texts are borrowed. */
void ll_export_words_add(struct ll_export_words *words, const char *name,
                         const char *text);

/* For a template without words. */
extern const struct ll_bundle_word ll_export_no_words[];

/* Fill in the template `name` and write it into `folder` as `as`. */
int ll_export_put(const struct ll_bundle *bundle, const char *name, const char *folder,
                  const char *as, const struct ll_bundle_word *words,
                  struct ll_error *err) LL_MUST_CHECK;

/* Copy the whole lesson, with its solutions, to the copy of leaklab in `folder`. */
int ll_export_put_lesson(const struct ll_lesson *lesson, const char *folder,
                         struct ll_error *err) LL_MUST_CHECK;

/* Write the whole lesson as learners get it, without solutions, below lessons/ in
 * `folder`. */
int ll_export_put_handout(const struct ll_lesson *lesson, const char *folder,
                          struct ll_error *err) LL_MUST_CHECK;

/* For an image with leaklab that has no solutions: write image/leaklab/ without its
 * lessons, and the template `dockerfile` as image/Dockerfile. Then, for each lesson,
 * add it as learners get it. */
int ll_export_put_image(const struct ll_bundle *bundle, const char *dockerfile,
                        struct ll_error *err) LL_MUST_CHECK;
int ll_export_put_image_lesson(const struct ll_bundle *bundle,
                               const struct ll_lesson *lesson,
                               struct ll_error *err) LL_MUST_CHECK;

/* A folder of the bundle for what is to be packed; new string. It is gone once
 * ll_export_pack() has appended a tar archive of what is in it. */
char *ll_export_stage(const struct ll_bundle *bundle, struct ll_error *err);
int ll_export_pack(const struct ll_bundle *bundle, bool gzip, struct ll_buf *out,
                   struct ll_error *err) LL_MUST_CHECK;

/* Append the lesson in base64, packed and compressed: whole, or as learners get it. */
int ll_export_pack_lesson(const struct ll_bundle *bundle,
                          const struct ll_lesson *lesson, bool whole,
                          struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

/* Write the files of the exercise into `folder` as learners get them. */
int ll_export_put_exercise(const struct ll_lesson *lesson,
                           const struct ll_exercise *exercise, const char *folder,
                           struct ll_error *err) LL_MUST_CHECK;

#endif
