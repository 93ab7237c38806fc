/* SPDX-License-Identifier: MIT
 *
 * A submission from its file to its verdict:
 *
 *   intake ─► preprocess ─► gate ─► compile ─► gate ─► link ─► examine ─► rubric
 *
 * What is in the way before it runs makes it ungradable. */
#include "grade/grader.h"

#include <dirent.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "config.h"
#include "grade/examine.h"
#include "grade/explanation.h"
#include "submission/gate.h"
#include "grade/in_process.h"
#include "submission/intake.h"
#include "grade/lesson_copy.h"
#include "grade/rubric.h"
#include "session/key.h"

/* A server costs as much as two uses of the tool; where submissions end one after the
 * other, there are not more than so many. */
enum { FILE_MAX = 8 << 20, SERVER_FROM = 2, SERVERS_MOST = 50 };

/* A tool that waits, in the process that grades. */
struct ready {
    struct ll_fork_server *server; /* NULL: none */
    unsigned started;              /* so many, one after the other */
    unsigned long uses;            /* that there were for one */
};

struct ll_grader {
    const struct ll_lesson *lesson;
    const struct ll_exercise *exercise;
    struct ll_grade_options options;
    struct ll_harness harness;
    struct ll_reference reference;
    struct ready servers[LL_FORK_SERVER_COUNT];
    char *in_process; /* owned: why the tests run in the submission's process; NULL */
    char digest[2 * SHA256_DIGEST_LENGTH + 1];
};

/* ---- the grader ---------------------------------------------------------------------
 */

static void digest_file(SHA2_CTX *digest, const char *name, const char *path)
{
    struct ll_buf text = LL_BUF_INIT;
    if (ll_file_read(path, FILE_MAX, &text, NULL) == 0) {
        SHA256Update(digest, (const uint8_t *)name, strlen(name) + 1);
        SHA256Update(digest, (const uint8_t *)&text.len, sizeof text.len);
        SHA256Update(digest, (const uint8_t *)ll_buf_text(&text), text.len);
    }
    ll_buf_release(&text);
}

/* Every file of a folder, in an order that is always the same. */
static int digest_folder(SHA2_CTX *digest, const char *folder, struct ll_error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    int result = 0;
    if (count < 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s'", folder);
    for (int i = 0; i < count; i++) {
        char *path = ll_path_join(folder, entries[i]->d_name);
        if (path == NULL)
            result = ll_fail_memory(err);
        else
            digest_file(digest, entries[i]->d_name, path);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return result;
}

static int make_digest(struct ll_grader *grader, struct ll_error *err)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr", "behaviour"};
    const struct ll_limits *limits = &grader->options.limits;
    const char *file = ll_exercise_file(grader->exercise);
    struct stat st = {0};
    SHA2_CTX digest;
    SHA256Init(&digest);
    SHA256Update(&digest, (const uint8_t *)LL_VERSION, sizeof LL_VERSION);
    if (stat("/proc/self/exe", &st) == 0) {
        SHA256Update(&digest, (const uint8_t *)&st.st_size, sizeof st.st_size);
        SHA256Update(&digest, (const uint8_t *)&st.st_mtim, sizeof st.st_mtim);
    }
    SHA256Update(&digest, (const uint8_t *)file, strlen(file) + 1);
    SHA256Update(&digest, (const uint8_t *)&grader->options.gate, sizeof(bool));
    SHA256Update(&digest, (const uint8_t *)&limits->wall_seconds,
                 sizeof limits->wall_seconds);
    SHA256Update(&digest, (const uint8_t *)&limits->cpu_seconds,
                 sizeof limits->cpu_seconds);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        struct ll_key key = {0};
        (void)ll_key_of_tool(ll_tool_find(tools[i]), &key);
        SHA256Update(&digest, key.bytes, sizeof key.bytes);
    }
    char *runtime = ll_home_runtime(err);
    int result = runtime == NULL ? -1 : digest_folder(&digest, runtime, err);
    free(runtime);
    if (result == 0)
        result = digest_folder(&digest, grader->lesson->folder, err);
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    SHA256Final(bytes, &digest);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(grader->digest + 2 * i, 3, "%02x", bytes[i]);
    return result;
}

/* Learn what the solution does; or, where that is no use, why not. */
static int learn(struct ll_grader *grader, struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    int result = 1;
    if (grader->exercise->grading != NULL)
        ll_buf_puts(&why, "lesson.yml says so");
    else
        result = ll_harness_make(grader->lesson, grader->exercise,
                                 grader->options.allow_weak_isolation, &grader->harness,
                                 &why, err);
    if (result == 0)
        result = ll_reference_make(&grader->harness, &grader->options.limits,
                                   &grader->reference, &why, err);
    if (result > 0) {
        grader->in_process = ll_buf_take(&why);
        result = grader->in_process == NULL ? ll_fail_memory(err) : 0;
    }
    ll_buf_release(&why);
    return result;
}

struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *err)
{
    const struct ll_exercise *exercise =
        ll_lesson_exercise(lesson, options->exercise, err);
    if (exercise == NULL)
        return NULL;
    struct ll_grader *grader = calloc(1, sizeof *grader);
    if (grader == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    grader->lesson = lesson;
    grader->exercise = exercise;
    grader->options = *options;
    if (make_digest(grader, err) != 0 || learn(grader, err) != 0) {
        ll_grader_free(grader);
        return NULL;
    }
    return grader;
}

void ll_grader_free(struct ll_grader *grader)
{
    if (grader == NULL)
        return;
    for (int i = 0; i < LL_FORK_SERVER_COUNT; i++)
        ll_fork_server_stop(grader->servers[i].server);
    ll_harness_release(&grader->harness);
    ll_reference_release(&grader->reference);
    free(grader->in_process);
    free(grader);
}

const char *ll_grader_digest(const struct ll_grader *grader)
{
    return grader->digest;
}

const char *ll_grader_in_process(const struct ll_grader *grader)
{
    return grader->in_process;
}

/* ---- one submission -----------------------------------------------------------------
 */

/* For the servers. What cannot be linked so is run in a process of its own. */
static int share(const struct ll_harness *harness, struct ll_compiled *compiled,
                 struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    int result = ll_compiled_share(harness, compiled, &why, err);
    ll_buf_release(&why);
    return result < 0 ? -1 : 0;
}

/* From its source to its programs. 0, 1 or -1. */
static int make(const struct ll_grader *grader, const struct ll_intake *intake,
                struct ll_compiled *compiled, struct ll_buf *why, struct ll_error *err)
{
    const struct ll_harness *harness = &grader->harness;
    const char *file = ll_exercise_file(grader->exercise);
    bool gate = grader->options.gate;
    int result = ll_gate_directives(file, ll_buf_text(&intake->source), why);
    if (result == 0)
        result = ll_compiled_open(harness, ll_buf_text(&intake->source),
                                  intake->source.len, compiled, err);
    if (result == 0)
        result = ll_compiled_preprocess(harness, compiled, why, err);
    if (result == 0 && gate)
        result = ll_gate_tokens(file, ll_buf_text(&compiled->text), why);
    if (result == 0)
        result = ll_compiled_compile(harness, compiled, LL_WAY_PLAIN, why, err);
    if (result == 0 && gate)
        result = ll_gate_object(file, &compiled->object, &harness->taken, why);
    if (result == 0)
        result = ll_compiled_link(harness, compiled, LL_WAY_PLAIN, why, err);
    if (result == 0 && (grader->servers[LL_FORK_SERVER_MEMCHECK].server != NULL ||
                        grader->servers[LL_FORK_SERVER_LASTPTR].server != NULL))
        result = share(harness, compiled, err);
    if (result == 0)
        result = ll_compiled_compile(harness, compiled, LL_WAY_ASAN, why, err);
    if (result == 0)
        result = ll_compiled_link(harness, compiled, LL_WAY_ASAN, why, err);
    return result;
}

/* Nothing can be said about it: `why` says why. */
static int not_judged(const struct ll_grader *grader, enum ll_verdict verdict,
                      struct ll_buf *why, struct ll_graded *graded,
                      struct ll_error *err)
{
    graded->verdict = verdict;
    graded->why = ll_buf_take(why);
    if (graded->why == NULL)
        return ll_fail_memory(err);
    if (ll_rubric_apply(grader->exercise, &grader->reference, NULL, graded, err) != 0 ||
        ll_rubric_add_sweep(grader->exercise, NULL, graded, err) != 0)
        return -1;
    for (size_t i = 0; i < graded->count; i++)
        graded->items[i].verdict = verdict;
    return 0;
}

static enum ll_verdict worst(const struct ll_graded *graded)
{
    enum ll_verdict verdict = LL_PASS;
    for (size_t i = 0; i < graded->count; i++)
        if (graded->items[i].verdict > verdict)
            verdict = graded->items[i].verdict;
    return verdict;
}

static int judge(struct ll_grader *grader, const struct ll_compiled *compiled,
                 const char *path, struct ll_graded *graded, struct ll_error *err)
{
    struct ll_examine_order order = {.harness = &grader->harness,
                                     .reference = &grader->reference,
                                     .compiled = compiled,
                                     .path = path,
                                     .limits = grader->options.limits};
    struct ll_examination examination = {0};
    struct ll_buf why = LL_BUF_INIT;
    for (int i = 0; i < LL_FORK_SERVER_COUNT; i++)
        order.servers[i] = grader->servers[i].server;
    int result = ll_examine(&order, &examination, err);
    grader->servers[LL_FORK_SERVER_MEMCHECK].uses++;
    grader->servers[LL_FORK_SERVER_LASTPTR].uses += examination.looked_again;
    graded->seconds += examination.seconds;
    if (result == 0 && examination.broken != NULL)
        ll_buf_addf(&why, "it breaks the tool that watches it, twice: %s",
                    examination.broken);
    else if (result == 0 && examination.tampered != NULL)
        ll_buf_puts(&why, examination.tampered);
    if (why.len > 0) {
        result = not_judged(grader, LL_UNGRADABLE, &why, graded, err);
    } else if (result == 0) {
        graded->diags = examination.diags;
        examination.diags = (struct ll_diags){0};
        struct ll_diags own = examination.diags;
        examination.diags = graded->diags; /* lent: the rubric reads them */
        result = ll_rubric_apply(grader->exercise, &grader->reference, &examination,
                                 graded, err);
        examination.diags = own;
        graded->verdict = worst(graded);
    }
    ll_buf_release(&why);
    ll_examination_release(&examination);
    return result;
}

/* Its allocations fail, where the exercise has to survive that, and only once all else
 * is in order: as at home. */
static int sweep(const struct ll_grader *grader, const struct ll_intake *intake,
                 const struct ll_compiled *compiled, struct ll_lesson_copy *lesson_copy,
                 struct ll_judgement *judgement, struct ll_graded *graded,
                 struct ll_error *err)
{
    int result = 0;
    if (grader->exercise->sweep && graded->verdict == LL_PASS) {
        result = ll_lesson_copy_open(lesson_copy, grader->lesson, grader->exercise,
                                     &grader->options, intake, err);
        if (result == 0)
            result = ll_lesson_copy_reuse(lesson_copy, &grader->harness, compiled, err);
        if (result == 0)
            result = ll_judge_sweeps(&lesson_copy->session, lesson_copy->one,
                                     LL_SWEEP_SECONDS, judgement->sweeps, err);
        for (size_t i = 0; i < 2; i++)
            graded->seconds += judgement->sweeps[i].seconds;
    }
    return result != 0 ? result
                       : ll_rubric_add_sweep(grader->exercise, judgement, graded, err);
}

static bool copy(char **to, const char *from)
{
    *to = strdup(from);
    return *to != NULL;
}

static int grade(struct ll_grader *grader, const char *path, struct ll_graded *graded,
                 struct ll_error *err)
{
    struct ll_intake intake = {0};
    struct ll_compiled compiled = {0};
    struct ll_lesson_copy lesson_copy = {0};
    struct ll_judgement judgement = {0};
    struct ll_buf why = LL_BUF_INIT;
    const char *file = ll_exercise_file(grader->exercise);
    int result = ll_intake_read(path, file, &intake, &why, err);
    if (result == 0 && !copy(&graded->digest, intake.digest))
        result = ll_fail_memory(err);
    if (result == 0 && grader->in_process != NULL) {
        result = ll_gate_directives(file, ll_buf_text(&intake.source), &why);
        if (result == 0)
            result = ll_grade_in_process(grader->lesson, grader->exercise,
                                         &grader->options, &intake, graded, err);
        goto out;
    }
    if (result == 0)
        result = make(grader, &intake, &compiled, &why, err);
    graded->seconds += compiled.seconds;
    if (result == 0)
        result = judge(grader, &compiled, intake.path, graded, err);
    if (result == 0 && graded->verdict < LL_UNGRADABLE)
        result =
            sweep(grader, &intake, &compiled, &lesson_copy, &judgement, graded, err);

out:
    if (result > 0)
        result = not_judged(grader, LL_UNGRADABLE, &why, graded, err);
    if (result == 0 && graded->explanation == NULL) {
        char *folder = intake.path == NULL ? strdup("/") : ll_path_dir(intake.path);
        const char *roots[] = {folder, grader->lesson->folder, NULL};
        result = folder == NULL
                     ? ll_fail_memory(err)
                     : ll_explanation_fill(graded, grader->lesson,
                                           intake.path == NULL ? path : intake.path,
                                           graded->verdict == LL_UNGRADABLE
                                               ? ll_buf_text(&compiled.words)
                                               : NULL,
                                           &judgement, roots, err);
        free(folder);
    }
    ll_buf_release(&why);
    ll_judgement_release(&judgement);
    ll_lesson_copy_close(&lesson_copy);
    ll_compiled_release(&compiled);
    ll_intake_release(&intake);
    return result;
}

/* See that there is a server, if it pays off: one that sees the solution as it has to
 * be seen. */
static int find_server(struct ll_grader *grader, enum ll_fork_server_for which,
                       struct ll_error *err)
{
    static const char *const names[] = {"memcheck", "lastptr"};
    const struct ll_tool *tool = ll_tool_find(names[which]);
    struct ready *ready = &grader->servers[which];
    bool good = false;
    if (ready->server != NULL && ll_fork_server_is_useful(ready->server))
        return 0;
    ll_fork_server_stop(ready->server);
    ready->server = NULL;
    if (grader->in_process != NULL || grader->harness.host == NULL ||
        grader->options.no_servers || ready->uses < SERVER_FROM ||
        ready->started == SERVERS_MOST)
        return 0;
    ready->started++;
    ready->server =
        ll_fork_server_start(&grader->harness, tool, &grader->options.limits, err);
    if (ready->server == NULL ||
        ll_reference_check_server(&grader->harness, &grader->options.limits,
                                  &grader->reference, tool, ready->server, &good,
                                  err) != 0)
        return -1;
    if (!good) {
        ll_fork_server_stop(ready->server);
        ready->server = NULL;
        ready->started = SERVERS_MOST;
    }
    return 0;
}

int ll_grade_submission(struct ll_grader *grader, const char *name, const char *path,
                        struct ll_graded *graded, struct ll_error *err)
{
    *graded = (struct ll_graded){.lesson = grader->lesson->number};
    int result = !copy(&graded->name, name) ||
                         !copy(&graded->exercise, ll_exercise_file(grader->exercise)) ||
                         !copy(&graded->title, grader->lesson->manifest->title)
                     ? ll_fail_memory(err)
                     : 0;
    for (int i = 0; i < LL_FORK_SERVER_COUNT && result == 0; i++)
        result = find_server(grader, (enum ll_fork_server_for)i, err);
    if (result == 0)
        result = grade(grader, path, graded, err);
    if (result != 0)
        ll_graded_release(graded);
    return result;
}
