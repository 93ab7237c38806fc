/* SPDX-License-Identifier: MIT */
#include "class/class.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "class/graded_json.h"
#include "class/results.h"
#include "class/workers.h"
#include "session/cache.h"
#include "submission/intake.h"

/* A part of the key: change it with the form of what is cached. */
static const char form[] = "graded 2";

/* A submission on its way to its row. */
struct entry {
    const struct ll_submission *submission; /* borrowed */
    struct ll_learner learner;
    struct ll_intake intake; /* until its row is written: workers inherit it */
    struct ll_key key;
    struct ll_fingerprints prints; /* until its row is written */
};

struct grading {
    struct ll_grader *grader;
    const struct ll_class_options *options;
    struct ll_results *results;
    struct ll_cache *cache; /* while looking; NULL: none */
    struct entry *entries;  /* owned, one for each submission */
    size_t count;
    size_t *todo; /* owned: indices of those that a worker has to grade */
    size_t todo_count;
    size_t refused; /* cannot be graded, and had no row yet */
    struct ll_class_about about;
    struct ll_class_outcome *outcome; /* borrowed */
    char *unpacked;                   /* owned: the folder of sources from archives */
    struct ll_class_progress progress;
    double start;
};

/* ---- rows ---------------------------------------------------------------------- */

/* `content`: the digest of what was read, or why nothing could be read. */
static void make_key(const struct grading *grading, const char *content,
                     struct ll_key *key)
{
    const char *const parts[] = {form, ll_grader_digest(grading->grader), content};
    struct ll_digest digest;
    ll_digest_init(&digest);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ll_digest_text(&digest, parts[i]);
    ll_digest_finish(&digest, key->bytes);
}

static void tell(struct grading *grading, const struct ll_graded *graded)
{
    struct ll_class_progress *progress = &grading->progress;
    progress->seconds = ll_now() - grading->start;
    progress->graded = graded;
    if (grading->options->progress != NULL)
        grading->options->progress(progress, grading->options->data);
}

/* What was read is of no use any more. */
static void release_entry(struct entry *entry)
{
    ll_intake_release(&entry->intake);
    ll_fingerprints_release(&entry->prints);
}

static void forget_entry(struct entry *entry)
{
    release_entry(entry);
    ll_learner_release(&entry->learner);
}

/* Points are told with two places. */
static bool is_equal(double points, double others)
{
    return fabs(points - others) < 0.005;
}

static bool is_same(const struct ll_result_mark *a, const struct ll_result_mark *b)
{
    return a->verdict == b->verdict && is_equal(a->score, b->score) &&
           is_equal(a->most, b->most);
}

/* Note when the new result differs from the one that the row has until now. */
static int note_change(struct grading *grading, const char *name,
                       const struct ll_graded *graded, struct ll_error *err)
{
    struct ll_class_outcome *outcome = grading->outcome;
    struct ll_buf who = LL_BUF_INIT;
    struct ll_change change = {.after = {graded->verdict, graded->score, graded->most}};
    if (!ll_results_mark(grading->results, name, &change.before) ||
        is_same(&change.before, &change.after))
        return 0;
    ll_graded_who(graded, &who);
    change.name = ll_buf_take(&who);
    ll_buf_release(&who);
    if (change.name == NULL || !LL_GROW_ONE(outcome->changes, outcome->change_count)) {
        free(change.name);
        return ll_fail_memory(err);
    }
    outcome->changes[outcome->change_count++] = change;
    return 0;
}

/* Write the row of an entry. Takes ownership of `graded`. */
static int put(struct grading *grading, struct entry *entry, struct ll_graded *graded,
               struct ll_error *err)
{
    const struct ll_submission *one = entry->submission;
    char key[LL_DIGEST_HEX];
    ll_hex(entry->key.bytes, sizeof entry->key.bytes, key);
    const struct ll_result_row row = {one->name, one->shown, key, &entry->prints};
    int result = note_change(grading, one->name, graded, err);
    if (result == 0)
        result = ll_results_put(grading->results, &row, graded, err);
    release_entry(entry);
    if (result == 0) {
        grading->progress.done++;
        tell(grading, graded);
    }
    ll_graded_release(graded);
    return result;
}

/* Fill in what the grader does not know, and what may differ where the result comes
 * from the cache: the same text may have another name in another class. */
static int sign(const struct grading *grading, const struct entry *entry,
                struct ll_graded *graded, struct ll_error *err)
{
    const struct ll_lesson *lesson = grading->options->lesson;
    const char *digest = entry->intake.digest[0] != '\0' ? entry->intake.digest : NULL;
    graded->lesson = lesson->number;
    if (ll_set_text(&graded->name, entry->submission->name) &&
        ll_set_text(&graded->digest, digest) &&
        ll_set_text(&graded->exercise, grading->options->exercise) &&
        ll_set_text(&graded->title, lesson->manifest->title)) {
        if (ll_learner_copy(&graded->learner, &entry->learner, err) == 0)
            return 0;
    } else {
        ll_fail_memory(err);
    }
    ll_graded_release(graded);
    return -1;
}

/* Write the row of an entry that was not graded. */
static int put_refused(struct grading *grading, struct entry *entry,
                       enum ll_verdict verdict, const char *why, struct ll_error *err)
{
    struct ll_graded graded = {.verdict = verdict};
    if (!ll_set_text(&graded.why, why))
        return ll_fail_memory(err);
    if (sign(grading, entry, &graded, err) != 0)
        return -1;
    return put(grading, entry, &graded, err);
}

/* ---- before anything runs ------------------------------------------------------ */

static bool recall(const struct grading *grading, const struct ll_key *key,
                   struct ll_graded *graded)
{
    char *text = ll_cache_get(grading->cache, key);
    bool known = text != NULL && ll_graded_from_json(graded, text);
    free(text);
    return known;
}

static bool has_row(const struct grading *grading, const struct entry *entry)
{
    const struct ll_submission *one = entry->submission;
    char key[LL_DIGEST_HEX];
    ll_hex(entry->key.bytes, sizeof entry->key.bytes, key);
    return ll_results_has(grading->results,
                          &(struct ll_result_row){one->name, one->shown, key, NULL});
}

/* Its fingerprints, without those of what the lesson hands out. */
static int take_prints(const struct grading *grading, struct entry *entry,
                       struct ll_error *err)
{
    const struct ll_buf *source = &entry->intake.source;
    if (ll_fingerprints_add(&entry->prints, ll_buf_text(source), source->len, false,
                            err) != 0)
        return -1;
    ll_fingerprints_without(&entry->prints, &grading->about.handed_out);
    return 0;
}

/* `known` counts entries that are done without running anything. */
static int settle_refused(struct grading *grading, struct entry *entry,
                          enum ll_verdict verdict, const char *why,
                          struct ll_error *err)
{
    make_key(grading, why, &entry->key);
    grading->progress.known++;
    if (has_row(grading, entry)) {
        grading->progress.done++;
        return 0;
    }
    grading->refused++;
    return put_refused(grading, entry, verdict, why, err);
}

/* Find out what is known of a submission that was read: it has a row, the cache has its
 * result, or it is noted as to be graded. */
static int settle(struct grading *grading, struct entry *entry, struct ll_error *err)
{
    struct ll_graded graded;
    make_key(grading, entry->intake.digest, &entry->key);
    if (has_row(grading, entry)) {
        grading->progress.known++;
        grading->progress.done++;
        release_entry(entry);
        return 0;
    }
    if (take_prints(grading, entry, err) != 0)
        return -1;
    if (recall(grading, &entry->key, &graded)) {
        grading->progress.known++;
        return sign(grading, entry, &graded, err) != 0
                   ? -1
                   : put(grading, entry, &graded, err);
    }
    grading->todo[grading->todo_count++] = (size_t)(entry - grading->entries);
    return 0;
}

/* Write who the submission is from, and which of the files was taken. */
static int put_learner(struct grading *grading, struct entry *entry,
                       struct ll_error *err)
{
    const struct ll_submission *one = entry->submission;
    struct ll_learner *learner = &entry->learner;
    if (ll_learner_copy(learner, &one->learner, err) != 0)
        return -1;
    if (learner->note == NULL && !ll_set_text(&learner->note, entry->intake.note))
        return ll_fail_memory(err);
    return ll_results_put_learner(grading->results, one->name, learner, err);
}

/* Read a submission, once, and write its row, or note that it is to be graded. */
static int look(struct grading *grading, struct entry *entry, struct ll_error *err)
{
    const struct ll_submission *one = entry->submission;
    struct ll_buf why = LL_BUF_INIT;
    struct ll_error trouble = {0};
    int read = one->refused == NULL
                   ? ll_intake_read(one->path, grading->options->exercise, one->trusted,
                                    grading->unpacked, &entry->intake, &why, &trouble)
                   : 1;
    if (one->refused != NULL)
        ll_buf_puts(&why, one->refused);
    const struct ll_buf *source = read == 0 ? &entry->intake.source : NULL;
    bool kept = put_learner(grading, entry, err) == 0 &&
                ll_results_put_source(grading->results, one->name, source, err) == 0;
    int result =
        !kept       ? -1
        : read == 0 ? settle(grading, entry, err)
        : read > 0
            ? settle_refused(grading, entry, LL_UNGRADABLE, ll_buf_text(&why), err)
            : settle_refused(grading, entry, LL_HARNESS_ERROR, trouble.text, err);
    ll_buf_release(&why);
    return result;
}

/* In one transaction: if it is lost, all of it is found out again in a second. */
static int look_at_all(struct grading *grading, struct ll_error *err)
{
    if (ll_results_begin(grading->results, err) != 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i < grading->count && result == 0; i++)
        result = look(grading, &grading->entries[i], err);
    struct ll_error *second = result == 0 ? err : NULL;
    return ll_results_commit(grading->results, second) != 0 ? -1 : result;
}

/* ---- in the workers ------------------------------------------------------------ */

static void work(size_t i, struct ll_buf *answer, void *data)
{
    const struct grading *grading = data;
    const struct entry *entry = &grading->entries[i];
    struct ll_graded graded = {0};
    struct ll_error err = {0};
    if (ll_grader_grade(grading->grader, entry->submission->name, &entry->intake,
                        &graded, &err) != 0) {
        graded = (struct ll_graded){.verdict = LL_HARNESS_ERROR};
        graded.why = strdup(err.text);
    }
    char *text = ll_graded_to_json(&graded);
    if (text == NULL || !ll_buf_puts(answer, text))
        answer->full = true; /* there is no answer */
    free(text);
    ll_graded_release(&graded);
}

static int take_answer(size_t i, const char *answer, const char *why, void *data,
                       struct ll_error *err)
{
    struct grading *grading = data;
    struct entry *entry = &grading->entries[i];
    struct ll_graded graded;
    if (answer == NULL)
        return put_refused(grading, entry, LL_HARNESS_ERROR, why, err);
    if (!ll_graded_from_json(&graded, answer))
        return put_refused(
            grading, entry, LL_HARNESS_ERROR,
            "the process that graded it sent a result that cannot be read", err);
    bool keep = graded.verdict != LL_HARNESS_ERROR;
    if (sign(grading, entry, &graded, err) != 0 ||
        put(grading, entry, &graded, err) != 0)
        return -1;
    if (keep && !grading->options->no_cache) {
        /* Open only for this: a forked worker must not inherit an open SQLite file. */
        struct ll_cache *cache = ll_cache_open();
        ll_cache_put(cache, &entry->key, answer);
        ll_cache_close(cache);
    }
    return 0;
}

static void tick(void *data)
{
    tell(data, NULL);
}

/* ---- all of it ----------------------------------------------------------------- */

static int make_entries(struct grading *grading,
                        const struct ll_submissions *submissions, struct ll_error *err)
{
    grading->entries = calloc(submissions->count + 1, sizeof *grading->entries);
    grading->todo = calloc(submissions->count + 1, sizeof *grading->todo);
    if (grading->entries == NULL || grading->todo == NULL)
        return ll_fail_memory(err);
    grading->count = submissions->count;
    for (size_t i = 0; i < grading->count; i++)
        grading->entries[i].submission = &submissions->items[i];
    return 0;
}

static int prepare(struct grading *grading, const struct ll_submissions *submissions,
                   struct ll_error *err)
{
    const struct ll_class_options *options = grading->options;
    if (ll_class_about(options->lesson, options->exercise, &grading->about, err) != 0 ||
        make_entries(grading, submissions, err) != 0 ||
        (grading->unpacked = ll_path_temp_dir(err)) == NULL)
        return -1;
    grading->results = ll_results_open(options->output, grading->about.text,
                                       options->resume, &grading->outcome->aside, err);
    return grading->results != NULL ? 0 : -1;
}

int ll_class_grade(struct ll_grader *grader, const struct ll_submissions *submissions,
                   const struct ll_class_options *options,
                   struct ll_class_outcome *outcome, struct ll_error *err)
{
    struct grading grading = {
        .grader = grader,
        .options = options,
        .outcome = outcome,
        .progress = {.count = submissions->count},
        .start = ll_now(),
    };
    const struct ll_workers workers = {
        .jobs = options->jobs,
        .most_seconds = options->most_seconds,
        .work = work,
        .done = take_answer,
        .tick = tick,
        .data = &grading,
    };
    *outcome = (struct ll_class_outcome){0};
    /* At the limit on the size of a file, write() is to fail, not to kill us. */
    struct sigaction before;
    sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, &before);

    int result = prepare(&grading, submissions, err);
    if (result == 0) {
        grading.cache = options->no_cache ? NULL : ll_cache_open();
        result = look_at_all(&grading, err);
        ll_cache_close(grading.cache);
    }
    if (result == 0) {
        tell(&grading, NULL);
        result = ll_workers_run(&workers, grading.todo, grading.todo_count, err);
    }
    if (result == 0)
        result = ll_class_outcome_fill(grading.results, &grading.about, outcome, err);
    if (result == 0) {
        outcome->class.seconds = ll_now() - grading.start;
        outcome->graded = grading.todo_count + grading.refused;
    }
    if (result != 0)
        ll_class_outcome_release(outcome);

    ll_results_close(grading.results);
    ll_class_about_release(&grading.about);
    for (size_t i = 0; i < grading.count; i++)
        forget_entry(&grading.entries[i]);
    free(grading.entries);
    free(grading.todo);
    if (grading.unpacked != NULL)
        ll_path_remove_tree(grading.unpacked);
    free(grading.unpacked);
    sigaction(SIGXFSZ, &before, NULL);
    return result;
}
