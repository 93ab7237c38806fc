/* SPDX-License-Identifier: MIT */
#include "sweep/log.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/strings.h"
#include "sweep/lines.h"

#define LOG_MAX ((size_t)64 * 1024 * 1024)

enum {
    ADDRESSES_AT_ONCE = 1000,
    LIBRARY_SHIFT = 48 /* LL_SWEEP_LIBRARY_SHIFT of runtime/swept.h */
};

/* ---- reading ------------------------------------------------------------------- */

/* Read " 0x12ab 0x34cd"; return how many they are. */
static size_t read_frames(const char *text, unsigned long long *frames)
{
    size_t count = 0;
    while (*text == ' ' && count < LL_SWEEP_FRAMES_MAX) {
        char *next;
        frames[count++] = strtoull(text, &next, 16);
        text = next;
    }
    return count;
}

static bool add_left(struct ll_log *log, const char *line)
{
    char *rest;
    if (!LL_GROW(log->left, log->left_count, log->left_cap))
        return false;
    struct ll_left *left = &log->left[log->left_count++];
    *left = (struct ll_left){.pid = (pid_t)strtol(line, &rest, 10)};
    left->frame_count = read_frames(rest, left->frames);
    return true;
}

static bool add_point(struct ll_log *log, const char *line, const char *test)
{
    if (!LL_GROW(log->points, log->point_count, log->point_cap))
        return false;
    struct ll_point *point = &log->points[log->point_count];
    *point = (struct ll_point){0};
    char function[64], through[256];
    int end = 0;
    if (sscanf(line, "%lu %63s %llu %255s%n", &point->number, function, &point->bytes,
               through, &end) != 4)
        return true;
    point->frame_count = read_frames(line + end, point->frames);
    point->function = strdup(function);
    point->through = strcmp(through, "-") != 0 ? strdup(through) : NULL;
    point->test = test != NULL ? strdup(test) : NULL;
    log->point_count++;
    return point->function != NULL && (test == NULL || point->test != NULL) &&
           (strcmp(through, "-") == 0 || point->through != NULL);
}

static bool add_child(struct ll_log *log, const char *line)
{
    if (!LL_GROW(log->children, log->child_count, log->child_cap))
        return false;
    struct ll_child child = {0};
    char *after, how[16];
    int pid, value;
    double seconds;
    child.number = strtoul(line, &after, 10);
    child.with_all = *after == '+';
    after += child.with_all;
    if (sscanf(after, " %d %15s %d %lf", &pid, how, &value, &seconds) != 4)
        return true;
    child.pid = pid;
    child.ended.how = strcmp(how, "exited") == 0      ? LL_END_EXITED
                      : strcmp(how, "signalled") == 0 ? LL_END_SIGNALLED
                                                      : LL_END_TIMEOUT;
    child.ended.status = child.ended.how == LL_END_EXITED ? value : 0;
    child.ended.signal = child.ended.how != LL_END_EXITED ? value : 0;
    child.ended.wall_seconds = seconds;
    log->children[log->child_count++] = child;
    return true;
}

/* A process that wrote about itself; kept until its parent writes how it ended. */
struct said {
    pid_t pid;
    bool aborted, asserted;
    long long kept;
};

struct said_list {
    struct said *items;
    size_t count, cap;
};

static bool add_said(struct said_list *list, struct said said)
{
    if (!LL_GROW(list->items, list->count, list->cap))
        return false;
    list->items[list->count++] = said;
    return true;
}

static void give(struct ll_log *log, const struct said *said)
{
    bool childs = false;
    for (size_t i = 0; i < log->child_count; i++)
        if (log->children[i].pid == said->pid) {
            log->children[i].aborted |= said->aborted;
            log->children[i].asserted |= said->asserted;
            log->children[i].kept += said->kept;
            childs = true;
        }
    log->aborted |= said->aborted && !childs;
    log->asserted |= said->asserted && !childs;
    log->kept += childs ? 0 : said->kept;
}

/* "PID BYTES". Where PID is 0, what the test left when nothing failed: that much is no
 * fault of its children. */
static bool add_kept(struct ll_log *log, const char *line, struct said_list *said)
{
    int pid = 0;
    long bytes = 0;
    if (sscanf(line, "%d %ld", &pid, &bytes) != 2 || bytes > INT_MAX || bytes < INT_MIN)
        return true;
    if (pid != 0)
        return add_said(said, (struct said){.pid = pid, .kept = bytes});
    log->kept_by_tests += bytes > 0 ? (unsigned long long)bytes : 0;
    for (size_t i = log->of_test; i < log->child_count; i++)
        log->children[i].kept -= bytes;
    log->of_test = log->child_count;
    return true;
}

/* Return the rest of a line that begins with `word`, or NULL. */
static const char *after(const char *line, const char *word)
{
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && line[length] == ' ' ? line + length + 1
                                                                   : NULL;
}

/* A child that loads a library gives it a number that another one gives to another
 * library: the first counts. */
static bool add_library(struct ll_log *log, const char *line)
{
    char *path;
    return strtoul(line, &path, 10) != log->libraries.count + 1 ||
           ll_strings_add(&log->libraries, path + (*path == ' '));
}

static void read_late(struct ll_log *log, const char *line)
{
    char *rest;
    log->late = strtoul(line, &rest, 10);
    log->waited = strcmp(rest, " waiting") == 0;
}

static bool read_line(struct ll_log *log, const char *line, char **test,
                      struct said_list *said)
{
    const char *rest;
    if ((rest = after(line, "point")) != NULL)
        return add_point(log, rest, *test);
    if ((rest = after(line, "child")) != NULL)
        return add_child(log, rest);
    if ((rest = after(line, "left")) != NULL)
        return add_left(log, rest);
    if ((rest = after(line, "aborted")) != NULL)
        return add_said(said, (struct said){.pid = atoi(rest), .aborted = true});
    if ((rest = after(line, "asserted")) != NULL)
        return add_said(said, (struct said){.pid = atoi(rest), .asserted = true});
    if ((rest = after(line, "kept")) != NULL)
        return add_kept(log, rest, said);
    if ((rest = after(line, "library")) != NULL)
        return add_library(log, rest);
    if ((rest = after(line, "total")) != NULL)
        log->total = strtoul(rest, NULL, 10);
    else if ((rest = after(line, "late")) != NULL)
        read_late(log, rest);
    else if ((rest = after(line, "test")) != NULL) {
        free(*test);
        log->of_test = log->child_count;
        return (*test = strdup(rest)) != NULL;
    } else if ((rest = after(line, "unfit")) != NULL && log->unfit == NULL) {
        size_t length = strcspn(rest, " ");
        log->unfit_since = strtoul(rest + length, NULL, 10);
        return (log->unfit = strndup(rest, length)) != NULL;
    }
    return true;
}

int ll_log_read(const char *path, struct ll_log *log, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct said_list said = {0};
    char *test = NULL;
    bool ok = true;
    if (!ll_path_exists(path))
        return 0;
    int result = ll_file_read(path, LOG_MAX, &text, err);
    for (char *line = result == 0 && text.len > 0 ? text.data : NULL;
         ok && line != NULL && *line != '\0';) {
        char *end = strchrnul(line, '\n'), *next = end + (*end == '\n');
        *end = '\0';
        ok = read_line(log, line, &test, &said);
        line = next;
    }
    for (size_t i = 0; i < said.count; i++)
        give(log, &said.items[i]);
    free(said.items);
    free(test);
    ll_buf_release(&text);
    return ok ? result : ll_fail_memory(err);
}

const struct ll_left *ll_log_left(const struct ll_log *log, pid_t pid)
{
    for (size_t i = 0; i < log->left_count; i++)
        if (pid == 0 || log->left[i].pid == pid)
            return &log->left[i];
    return NULL;
}

const struct ll_point *ll_log_point(const struct ll_log *log, unsigned long number)
{
    for (size_t i = 0; i < log->point_count; i++)
        if (log->points[i].number == number)
            return &log->points[i];
    return NULL;
}

static void release_point(struct ll_point *point)
{
    free(point->function);
    free(point->through);
    free(point->test);
    ll_stack_release(&point->site);
}

int ll_log_join(struct ll_log *into, struct ll_log *from, struct ll_error *err)
{
    size_t last = into->point_count + from->point_count; /* if all of them are new */
    if (!LL_GROW(into->points, last, into->point_cap))
        return ll_fail_memory(err);
    for (size_t i = 0; i < from->point_count; i++)
        if (ll_log_point(into, from->points[i].number) == NULL)
            into->points[into->point_count++] = from->points[i];
        else
            release_point(&from->points[i]);
    from->point_count = 0;
    into->total = from->total > into->total ? from->total : into->total;
    into->late = from->late;
    into->waited = from->waited;
    if (from->kept_by_tests > into->kept_by_tests)
        into->kept_by_tests = from->kept_by_tests;
    if (into->unfit == NULL && from->unfit != NULL) {
        into->unfit = from->unfit;
        into->unfit_since = from->unfit_since;
        from->unfit = NULL;
    }
    return 0;
}

void ll_log_release(struct ll_log *log)
{
    for (size_t i = 0; i < log->point_count; i++)
        release_point(&log->points[i]);
    for (size_t i = 0; i < log->left_count; i++)
        ll_stack_release(&log->left[i].site);
    free(log->points);
    free(log->left);
    free(log->children);
    free(log->unfit);
    ll_strings_release(&log->libraries);
    *log = (struct ll_log){0};
}

/* ---- names and lines ------------------------------------------------------------- */

/* An address, and what is there. */
struct place {
    unsigned long long address;
    struct ll_stack stack; /* one frame */
};

/* The address of the call, not of the instruction after it, in its file. */
static unsigned long long address_of(const struct place *place)
{
    return (place->address & ((1ULL << LIBRARY_SHIFT) - 1)) - 1;
}

/* Only where it cannot be started is the package missing. */
static int tell_failure(const struct ll_ended *ended, const struct ll_limits *limits,
                        struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    if (ended->how == LL_END_NOT_STARTED)
        return ll_fail(err, LL_FAULT_HARNESS,
                       "cannot start 'addr2line': %s: install the package 'binutils'",
                       strerror(ended->status));
    ll_ended_say(ended, limits, &words);
    int result = ll_fail(err, LL_FAULT_HARNESS, "'addr2line' failed: it %s",
                         ll_buf_text(&words));
    ll_buf_release(&words);
    return result;
}

/* Run addr2line for `count` addresses; it prints two lines for each. */
static int ask(const char *program, const struct place *places, size_t count,
               struct ll_buf *out, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_ended ended;
    ll_strings_add_all(&argv,
                       (const char *const[]){"addr2line", "-f", "-e", program, NULL});
    for (size_t i = 0; i < count; i++)
        ll_strings_addf(&argv, "0x%llx", address_of(&places[i]));
    int result = ll_strings_ok(&argv, err);
    struct ll_job job = {
        .argv = ll_strings_argv(&argv), .limits = ll_limits_default, .out = out};
    job.limits.output_bytes = (size_t)16 << 20;
    job.limits.cpu_seconds = 60;
    job.limits.wall_seconds = 600; /* the machine may be busy */
    if (result == 0)
        result = ll_jail_run(&job, &ended, err);
    if (result == 0 && (ended.how != LL_END_EXITED || ended.status != 0))
        result = tell_failure(&ended, &job.limits, err);
    ll_strings_release(&argv);
    return result;
}

static char *take_line(char **text)
{
    char *line = *text, *end = strchrnul(line, '\n');
    *text = end + (*end == '\n');
    *end = '\0';
    return line;
}

/* "/home/ada/a.c:12 (discriminator 1)" */
static bool add_frame(struct ll_stack *stack, const char *function, char *place)
{
    char *colon = strrchr(place, ':');
    unsigned line = 0;
    if (colon != NULL) {
        line = (unsigned)strtoul(colon + 1, NULL, 10);
        *colon = '\0';
    }
    bool known = place[0] != '?' && line > 0;
    return ll_stack_add(stack, function[0] == '?' ? NULL : function,
                        known ? place : NULL, known ? line : 0, 0, NULL);
}

static int by_address(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return (x->address > y->address) - (x->address < y->address);
}

static int correct_lines(struct place *places, size_t count, const char *program,
                         struct ll_error *err)
{
    struct ll_line_at *lines = calloc(count, sizeof *lines);
    if (lines == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct ll_line_at){address_of(&places[i]), places[i].stack.frames};
    int result = ll_lines_find(program, lines, count, err);
    free(lines);
    return result;
}

/* Look up `count` places. */
static int ask_places(struct place *places, size_t count, const char *program,
                      struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    int result = ask(program, places, count, &out, err);
    char *text = out.len > 0 ? out.data : (char[]){""};
    for (size_t i = 0; i < count && result == 0; i++) {
        char *function = take_line(&text), *place = take_line(&text);
        if (!add_frame(&places[i].stack, function, place))
            result = ll_fail_memory(err);
    }
    if (result == 0)
        result = correct_lines(places, count, program, err);
    ll_buf_release(&out);
    return result;
}

/* Return all addresses of the log, each once, and their `count`. New array, or NULL. */
static struct place *collect(const struct ll_log *log, size_t *count)
{
    size_t all = 0;
    struct place *places = calloc(
        (log->point_count + log->left_count) * LL_SWEEP_FRAMES_MAX + 1, sizeof *places);
    if (places == NULL)
        return NULL;
    for (size_t i = 0; i < log->point_count; i++)
        for (size_t j = 0; j < log->points[i].frame_count; j++)
            places[all++].address = log->points[i].frames[j];
    for (size_t i = 0; i < log->left_count; i++)
        for (size_t j = 0; j < log->left[i].frame_count; j++)
            places[all++].address = log->left[i].frames[j];
    qsort(places, all, sizeof *places, by_address);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (*count == 0 || places[*count - 1].address != places[i].address)
            places[(*count)++].address = places[i].address;
    return places;
}

/* The frames that are looked up. */
struct frames {
    const unsigned long long *addresses;
    size_t count;
};

static bool fill_site(struct ll_stack *site, struct frames frames,
                      const struct place *places, size_t count)
{
    for (size_t i = 0; i < frames.count; i++) {
        struct place wanted = {.address = frames.addresses[i]};
        const struct place *place =
            bsearch(&wanted, places, count, sizeof *places, by_address);
        const struct ll_frame *frame = place->stack.frames;
        if (!ll_stack_add(site, frame->function, frame->file, frame->line, 0, NULL))
            return false;
    }
    return true;
}

static size_t library_of(const struct place *place)
{
    return (size_t)(place->address >> LIBRARY_SHIFT);
}

/* Those of one file stand together, as its number is the upper part of an address. */
static int ask_all(const struct ll_log *log, struct place *places, size_t count,
                   const char *program, struct ll_error *err)
{
    const struct ll_strings *libraries = &log->libraries;
    int result = 0;
    for (size_t from = 0, to = 0; from < count && result == 0; from = to) {
        size_t library = library_of(&places[from]);
        while (to < count && to - from < ADDRESSES_AT_ONCE &&
               library_of(&places[to]) == library)
            to++;
        bool known = library > 0 && library <= libraries->count;
        result = ask_places(&places[from], to - from,
                            known ? libraries->items[library - 1] : program, err);
    }
    return result;
}

int ll_log_symbolise(struct ll_log *log, const char *program, struct ll_error *err)
{
    size_t count = 0;
    struct place *places = collect(log, &count);
    if (places == NULL)
        return ll_fail_memory(err);
    int result = ask_all(log, places, count, program, err);
    for (size_t i = 0; i < log->point_count && result == 0; i++)
        if (!fill_site(
                &log->points[i].site,
                (struct frames){log->points[i].frames, log->points[i].frame_count},
                places, count))
            result = ll_fail_memory(err);
    for (size_t i = 0; i < log->left_count && result == 0; i++)
        if (!fill_site(&log->left[i].site,
                       (struct frames){log->left[i].frames, log->left[i].frame_count},
                       places, count))
            result = ll_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        ll_stack_release(&places[i].stack);
    free(places);
    return result;
}
