/* SPDX-License-Identifier: MIT */
#include "cli/look.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/grow.h"
#include "base/path.h"
#include "cli/changed.h"
#include "cli/lesson_run.h"

enum { WAITING_MAX = 4 };

struct order {
    char *folder; /* owned; NULL: no order */
    unsigned exercise;
};

struct ll_looks {
    struct ll_session session;
    pthread_t worker;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* an order has come, or the end */
    struct order next;      /* that is not begun */
    bool busy, ends;
    struct ll_look *ready[WAITING_MAX];
    size_t ready_count;
    int fd;
    int stop; /* readable: the order at work is overtaken */
};

void ll_look_free(struct ll_look *look)
{
    if (look == NULL)
        return;
    ll_judgement_release(&look->judgement);
    ll_cases_free(look->cases, look->count);
    free(look->path);
    ll_strings_release(&look->edited);
    ll_lesson_free(look->lesson);
    free(look);
}

bool ll_look_is_good(const struct ll_look *look)
{
    return look->failure.text[0] == '\0' &&
           ll_judgement_verdict(&look->judgement) == LL_PASS;
}

/* ---- judging ------------------------------------------------------------------ */

/* If a file of the lesson is missing, tell that, and what helps. */
static void explain_gap(const struct ll_lesson *lesson, struct ll_error *err)
{
    struct ll_error gap = {0};
    struct ll_strings edited = LL_STRINGS_INIT;
    if (ll_changed_check(lesson, &edited, &gap) != 0)
        *err = gap;
    ll_strings_release(&edited);
}

/* Load the lesson and find the case. */
static int find_case(const struct order *order, struct ll_look *look)
{
    struct ll_error *err = &look->failure;
    look->lesson = ll_lesson_load(order->folder, err);
    if (look->lesson == NULL)
        return -1;
    const struct ll_manifest *manifest = look->lesson->manifest;
    if (order->exercise >= manifest->exercises_count)
        return ll_fail(err, LL_FAULT_INPUT, "the lesson has no such exercise any more");
    char *path = ll_path_join(look->lesson->folder,
                              ll_exercise_file(&manifest->exercises[order->exercise]));
    look->path = path;
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_cases_at_home(look->lesson, path, &look->cases,
                                                 &look->count, err);
    if (result != 0)
        explain_gap(look->lesson, err);
    for (size_t i = 0; i < look->count && result == 0; i++)
        if (look->cases[i].part == LL_PART_EXERCISE)
            look->one = &look->cases[i];
    return result;
}

static int judge_wholly(const struct ll_session *session, struct ll_look *look)
{
    look->whole = true;
    if (ll_changed_check(look->lesson, &look->edited, &look->failure) != 0)
        return -1;
    return ll_lesson_run(session, look->lesson, look->one, 1, &look->judgement,
                         &look->failure);
}

/* Run the program under `tools`, and its tests. */
static int judge_under(const struct ll_session *session,
                       const struct ll_tool *const *tools, struct ll_look *look)
{
    const struct ll_tool *const suite[] = {ll_tool_for(LL_TOOL_SUITE), NULL};
    const struct ll_task tasks[] = {{&look->one->subject, tools},
                                    {&look->one->tests, suite}};
    struct ll_result results[2] = {{0}};
    size_t count = look->one->tests.sources.count > 0 ? 2 : 1;
    if (ll_session_run(session, tasks, count, results, &look->failure) != 0)
        return -1;
    look->judgement.memory = results[0];
    look->judgement.behaviour = results[1];
    return 0;
}

/* Under the tool that is compiled in, and the tests: without waiting for the others. */
static int judge_quickly(const struct ll_session *session, struct ll_look *look)
{
    const struct ll_tool *const memory[] = {ll_tool_for(LL_TOOL_BUILT_IN), NULL};
    if (look->one->subject.sources.count == 0 || look->one->answers != NULL)
        return judge_wholly(session, look); /* there is no program of the learner's */
    return judge_under(session, memory, look);
}

/* Under all tools of the lesson. What the quick look saw is in the cache. */
static int judge_by_tools(const struct ll_session *session, struct ll_look *look)
{
    const struct ll_tool **tools = ll_lesson_tools(look->lesson, &look->failure);
    look->by_all_tools = true;
    int result = tools == NULL ? -1 : judge_under(session, tools, look);
    free(tools);
    return result;
}

/* Under the tool that says in which line the program was stopped. What was stopped is
 * not in the cache: the other tools and the tests would take as long again. */
static int judge_endless(const struct ll_session *session, struct ll_look *look)
{
    const struct ll_tool *const watcher[] = {ll_tool_for(LL_TOOL_WATCHER), NULL};
    look->whole = look->by_watcher = true;
    return ll_session_run_one(session, &look->one->subject, watcher,
                              &look->judgement.memory, &look->failure);
}

/* Move the runs of `from` by tools that have none in `into`. */
static int take_runs(struct ll_result *into, struct ll_result *from,
                     struct ll_error *err)
{
    for (size_t i = from->run_count; i-- > 0;) {
        size_t k = 0;
        while (k < into->run_count && into->runs[k].tool != from->runs[i].tool)
            k++;
        if (k < into->run_count)
            continue;
        if (!LL_GROW_ONE(into->runs, into->run_count))
            return ll_fail_memory(err);
        into->runs[into->run_count++] = from->runs[i];
        from->runs[i] = from->runs[--from->run_count];
    }
    return ll_result_conclude(into, err);
}

int ll_look_keep(struct ll_look *look, struct ll_look *before, struct ll_error *err)
{
    struct ll_judgement *now = &look->judgement;
    if (!look->by_watcher || look->failure.text[0] != '\0' ||
        before->failure.text[0] != '\0')
        return 0;
    now->behaviour = before->judgement.behaviour;
    now->behaviour.subject = &look->one->tests;
    before->judgement.behaviour = (struct ll_result){0};
    return take_runs(&now->memory, &before->judgement.memory, err);
}

static void drain(int fd)
{
    uint64_t count;
    if (read(fd, &count, sizeof count) < 0)
        return; /* nothing was in it */
}

static void wake(int fd)
{
    const uint64_t one = 1;
    if (write(fd, &one, sizeof one) < 0)
        return; /* it can be read already */
}

static void hand_over(struct ll_looks *looks, struct ll_look *look)
{
    pthread_mutex_lock(&looks->lock);
    bool overtaken = looks->next.folder != NULL; /* it is of what was there before */
    if (look->whole) /* so nobody takes it and finds that it is still at work */
        looks->busy = overtaken;
    if (overtaken || looks->ready_count == WAITING_MAX)
        ll_look_free(look);
    else
        looks->ready[looks->ready_count++] = look;
    pthread_mutex_unlock(&looks->lock);
    wake(looks->fd);
}

/* Whether a later start waits. */
static bool is_overtaken(struct ll_looks *looks)
{
    pthread_mutex_lock(&looks->lock);
    bool overtaken = looks->next.folder != NULL;
    pthread_mutex_unlock(&looks->lock);
    return overtaken;
}

/* What is known after a look. */
struct known {
    bool good, endless;
};

/* Make one look. True when the next one can be made. */
static bool look_once(struct ll_looks *looks, const struct order *order, double start,
                      int (*judge)(const struct ll_session *, struct ll_look *),
                      struct known *known)
{
    struct ll_look *look = calloc(1, sizeof *look);
    if (look == NULL)
        return false;
    look->edited = (struct ll_strings)LL_STRINGS_INIT;
    bool judged = find_case(order, look) == 0 && judge(&looks->session, look) == 0;
    look->whole = look->whole || !judged;
    look->seconds = ll_now() - start;
    *known = (struct known){ll_look_is_good(look),
                            ll_result_was_late(&look->judgement.memory)};
    bool more = !look->whole;
    if (look->by_all_tools && !known->good && !known->endless)
        ll_look_free(look); /* what is wrong is explained by the next look, at once */
    else
        hand_over(looks, look);
    return more && !is_overtaken(looks);
}

static void look(struct ll_looks *looks, const struct order *order)
{
    double start = ll_now();
    struct known known;
    if (!look_once(looks, order, start, judge_quickly, &known) ||
        (known.good && !look_once(looks, order, start, judge_by_tools, &known)))
        return;
    look_once(looks, order, start, known.endless ? judge_endless : judge_wholly,
              &known);
}

static void *work(void *data)
{
    struct ll_looks *looks = data;
    pthread_mutex_lock(&looks->lock);
    for (;;) {
        looks->busy = looks->next.folder != NULL;
        while (!looks->ends && looks->next.folder == NULL)
            pthread_cond_wait(&looks->changed, &looks->lock);
        if (looks->ends)
            break;
        struct order order = looks->next;
        drain(looks->stop);
        looks->next = (struct order){0};
        looks->busy = true;
        pthread_mutex_unlock(&looks->lock);
        look(looks, &order);
        free(order.folder);
        pthread_mutex_lock(&looks->lock);
    }
    pthread_mutex_unlock(&looks->lock);
    return NULL;
}

/* ---- its owner ---------------------------------------------------------------- */

struct ll_looks *ll_looks_new(const struct ll_session *session, struct ll_error *err)
{
    struct ll_looks *looks = calloc(1, sizeof *looks);
    if (looks == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    looks->session = *session;
    looks->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    looks->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    looks->session.stop = looks->stop;
    pthread_mutex_init(&looks->lock, NULL);
    pthread_cond_init(&looks->changed, NULL);
    if (looks->fd >= 0 && looks->stop >= 0 &&
        pthread_create(&looks->worker, NULL, work, looks) == 0)
        return looks;
    ll_fail(err, LL_FAULT_HARNESS, "cannot start a thread");
    if (looks->fd >= 0)
        close(looks->fd);
    if (looks->stop >= 0)
        close(looks->stop);
    free(looks);
    return NULL;
}

void ll_looks_free(struct ll_looks *looks)
{
    if (looks == NULL)
        return;
    pthread_mutex_lock(&looks->lock);
    looks->ends = true;
    pthread_cond_signal(&looks->changed);
    pthread_mutex_unlock(&looks->lock);
    pthread_join(looks->worker, NULL);
    for (size_t i = 0; i < looks->ready_count; i++)
        ll_look_free(looks->ready[i]);
    pthread_cond_destroy(&looks->changed);
    pthread_mutex_destroy(&looks->lock);
    close(looks->fd);
    close(looks->stop);
    free(looks->next.folder);
    free(looks);
}

void ll_looks_start(struct ll_looks *looks, const char *folder, unsigned exercise)
{
    pthread_mutex_lock(&looks->lock);
    while (looks->ready_count > 0) /* they are of what was there before */
        ll_look_free(looks->ready[--looks->ready_count]);
    free(looks->next.folder);
    looks->next = (struct order){strdup(folder), exercise};
    looks->busy = true;
    wake(looks->stop);
    pthread_cond_signal(&looks->changed);
    pthread_mutex_unlock(&looks->lock);
}

bool ll_looks_is_busy(struct ll_looks *looks)
{
    pthread_mutex_lock(&looks->lock);
    bool busy = looks->busy;
    pthread_mutex_unlock(&looks->lock);
    return busy;
}

int ll_looks_fd(const struct ll_looks *looks)
{
    return looks->fd;
}

struct ll_look *ll_looks_take(struct ll_looks *looks)
{
    struct ll_look *look = NULL;
    pthread_mutex_lock(&looks->lock);
    if (looks->ready_count > 0) {
        look = looks->ready[0];
        looks->ready_count--;
        memmove(looks->ready, looks->ready + 1, looks->ready_count * sizeof look);
    }
    if (looks->ready_count == 0)
        drain(looks->fd);
    pthread_mutex_unlock(&looks->lock);
    return look;
}
