/* SPDX-License-Identifier: MIT */
#include "tools/valgrind_text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"

enum { ERRORS_MAX = 50000, FRAMES_MAX = 256, LOCKS_MAX = 16 };

/* A lock that an error names. */
struct lock {
    unsigned long long address;
    char *name; /* owned; NULL: not known */
};

/* Where a thread was started. */
struct started {
    unsigned number;
    struct ll_stack stack;
};

struct reader {
    const char *tool; /* borrowed */
    struct ll_valgrind_report *out;
    long pid;
    bool failed; /* memory ran out */

    struct started *threads; /* owned: of all announcements */
    size_t count, cap;
    bool announces; /* the frames are of the last of them */

    struct ll_valgrind_error error; /* the one being read; part 0 is its headline */
    bool in_error, has_headline;
    struct ll_stack first_seen; /* of the lock that is being named */
    bool of_lock;               /* what follows is about the last of these: */
    struct lock locks[LOCKS_MAX];
    size_t lock_count;
    char *held[2]; /* owned: the addresses of the locks that each thread held */
};

/* ---- one error --------------------------------------------------------------- */

static void clear_error(struct reader *reader)
{
    ll_valgrind_error_release(&reader->error);
    for (size_t i = 0; i < reader->lock_count; i++)
        free(reader->locks[i].name);
    free(reader->held[0]);
    free(reader->held[1]);
    reader->held[0] = reader->held[1] = NULL;
    reader->lock_count = 0;
    ll_stack_release(&reader->first_seen);
    reader->in_error = reader->has_headline = reader->of_lock = false;
}

/* What the headline begins with or has in it, and the name of that kind in XML. */
static const char *kind_of(const char *text)
{
    static const char *const kinds[][2] = {
        {"Possible data race during ", "Race"},
        {": lock order \"", "LockOrder"},
        {" unlocked a not-locked lock ", "UnlockUnlocked"},
        {" unlocked lock at ", "UnlockForeign"},
        {" unlocked an invalid lock ", "UnlockBogus"},
        {"'s call to ", "PthAPIerror"},
        {"Process terminating with default action of signal ", "signal"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(text, kinds[i][0]) != NULL)
            return kinds[i][1];
    return strncmp(text, "Thread #", 8) == 0 && strchr(text, ':') != NULL ? "Misc"
                                                                          : NULL;
}

static struct ll_valgrind_part *last_part(struct reader *reader)
{
    size_t count = reader->error.part_count;
    return count == 0 ? NULL : &reader->error.parts[count - 1];
}

static void add_part(struct reader *reader, const char *text)
{
    struct ll_valgrind_error *error = &reader->error;
    if (error->part_count == LL_VALGRIND_PARTS)
        return;
    error->parts[error->part_count].text = strdup(text);
    reader->failed |= error->parts[error->part_count++].text == NULL;
}

/* A line that goes on with the sentence above it. */
static void go_on(struct reader *reader, const char *text)
{
    struct ll_valgrind_part *part = last_part(reader);
    char *joined = NULL;
    if (part == NULL || part->text == NULL)
        return;
    if (asprintf(&joined, "%s %s", part->text, text) < 0) {
        reader->failed = true;
        return;
    }
    free(part->text);
    part->text = joined;
}

static unsigned long long address_after(const char *text, const char *words)
{
    const char *found = strstr(text, words);
    return found == NULL ? 0 : strtoull(found + strlen(words), NULL, 16);
}

static struct lock *find_lock(struct reader *reader, unsigned long long address)
{
    for (size_t i = 0; i < reader->lock_count; i++)
        if (reader->locks[i].address == address)
            return &reader->locks[i];
    return NULL;
}

/* A lock of which no variable is known has the name of its place. */
static char *place_name(const struct ll_stack *stack)
{
    char *name = NULL;
    for (size_t i = 0; i < stack->count; i++) {
        const char *file = stack->frames[i].file;
        if (file == NULL || stack->frames[i].line == 0)
            continue;
        const char *slash = strrchr(file, '/');
        return asprintf(&name, "the lock that was first used at %s:%u",
                        slash == NULL ? file : slash + 1, stack->frames[i].line) < 0
                   ? NULL
                   : name;
    }
    return strdup("a lock");
}

static void name_lock(struct reader *reader, const char *text)
{
    struct lock *lock = &reader->locks[reader->lock_count - 1];
    char *name = ll_valgrind_location(text), *quoted = NULL;
    if (name == NULL)
        return;
    reader->failed |= asprintf(&quoted, "`%s`", name) < 0;
    free(name);
    if (reader->failed)
        return;
    free(lock->name);
    lock->name = quoted;
}

static void end_lock(struct reader *reader)
{
    if (reader->of_lock && reader->locks[reader->lock_count - 1].name == NULL) {
        char *name = place_name(&reader->first_seen);
        reader->failed |= name == NULL;
        reader->locks[reader->lock_count - 1].name = name;
    }
    ll_stack_release(&reader->first_seen);
    reader->of_lock = false;
}

static void begin_lock(struct reader *reader, const char *text)
{
    end_lock(reader);
    unsigned long long address = address_after(text, "Lock at ");
    if (reader->lock_count == LOCKS_MAX || find_lock(reader, address) != NULL)
        return;
    reader->locks[reader->lock_count++] = (struct lock){.address = address};
    reader->of_lock = true;
}

/* ---- from errors to diagnoses --------------------------------------------------- */

/* "2, at addresses 0x10C080 0x10C0C0" as "`lock`, `log.lock`"; NULL: none. */
static char *say_held(struct reader *reader, const char *held)
{
    struct ll_buf words = LL_BUF_INIT;
    const char *at = held;
    while (at != NULL && (at = strstr(at, "0x")) != NULL) {
        const struct lock *lock = find_lock(reader, strtoull(at, NULL, 16));
        ll_buf_addf(&words, "%s%s", words.len > 0 ? ", " : "",
                    lock != NULL && lock->name != NULL ? lock->name : "a lock");
        at += 2;
    }
    char *text = words.len > 0 ? ll_buf_take(&words) : NULL;
    reader->failed |= words.full;
    ll_buf_release(&words);
    return text;
}

/* The variable of a lock that the headline names by its address; NULL: not known. */
static char *name_of(struct reader *reader, unsigned long long address)
{
    const struct lock *lock = find_lock(reader, address);
    const char *name = lock == NULL ? NULL : lock->name;
    if (name == NULL || name[0] != '`')
        return NULL;
    char *text = strndup(name + 1, strcspn(name + 1, "`"));
    reader->failed |= text == NULL;
    return text;
}

/* "lock order "0x10C080 before 0x10C0C0" violated": the names of both. Of a lock that
 * was used alone, its own. */
static void tell_locks(struct reader *reader, struct ll_diag *diag)
{
    const char *what = diag->what == NULL ? "" : diag->what;
    if (diag->misuse != LL_MISUSE_ORDER) {
        if (diag->variable == NULL)
            diag->variable = name_of(reader, address_after(what, "lock at "));
        return;
    }
    char *first = name_of(reader, address_after(what, "lock order \""));
    char *second = name_of(reader, address_after(what, " before "));
    if (first != NULL && second != NULL)
        reader->failed |=
            asprintf(&diag->operation, "`%s` and `%s`", first, second) < 0;
    free(first);
    free(second);
}

static void tell_started(struct reader *reader, struct ll_thread *thread)
{
    for (size_t i = 0; i < reader->count; i++)
        if (reader->threads[i].number == thread->number && thread->number != 0 &&
            thread->started.count == 0)
            reader->failed |=
                !ll_stack_copy(&thread->started, &reader->threads[i].stack);
}

static void end_error(struct reader *reader)
{
    struct ll_diag diag;
    struct ll_valgrind_error *error = &reader->error;
    end_lock(reader);
    if (!reader->in_error || !reader->has_headline || ll_valgrind_is_harmless(error)) {
        clear_error(reader);
        return;
    }
    if (reader->out->diags.count >= ERRORS_MAX) {
        reader->out->end = LL_VALGRIND_TOO_MUCH;
        clear_error(reader);
        return;
    }
    bool told = ll_valgrind_diagnose(error, &diag) &&
                ll_diag_add_witness(&diag, reader->tool, ll_buf_text(&error->raw));
    if (told) {
        diag.thread.locks = say_held(reader, reader->held[0]);
        diag.other_thread.locks = say_held(reader, reader->held[1]);
        if (diag.kind == LL_LOCK_MISUSE)
            tell_locks(reader, &diag);
        tell_started(reader, &diag.thread);
        tell_started(reader, &diag.other_thread);
    }
    if (!told)
        ll_diag_release(&diag);
    reader->failed |= !told || ll_diags_add(&reader->out->diags, &diag, NULL) != 0;
    clear_error(reader);
}

/* ---- lines ---------------------------------------------------------------------- */

/* "work (/home/ada/pool.c:12)", "??? (in /usr/lib/libc.so.6)", "???" */
static void add_frame(struct reader *reader, struct ll_stack *stack, const char *text)
{
    char *copy = strdup(text);
    char *open = copy == NULL ? NULL : copy + strlen(copy);
    reader->failed |= copy == NULL;
    if (copy == NULL || stack->count >= FRAMES_MAX) {
        free(copy);
        return;
    }
    while (open > copy && strncmp(open, " (", 2) != 0)
        open--;
    const char *object = NULL, *file = NULL;
    unsigned line = 0;
    if (open > copy) {
        char *inside = open + 2, *close = strrchr(inside, ')');
        char *colon = strrchr(inside, ':');
        *open = '\0';
        if (close != NULL)
            *close = '\0';
        if (strncmp(inside, "in ", 3) == 0)
            object = inside + 3;
        else if (colon != NULL) {
            *colon = '\0';
            file = inside;
            line = (unsigned)strtoul(colon + 1, NULL, 10);
        }
    }
    const char *function = strcmp(copy, "???") == 0 ? NULL : copy;
    reader->failed |= !ll_stack_add(stack, function, file, line, 0, object);
    free(copy);
}

/* The stack that the frames belong to; NULL: none that is kept. */
static struct ll_stack *current_stack(struct reader *reader)
{
    if (reader->announces)
        return reader->count == 0 ? NULL : &reader->threads[reader->count - 1].stack;
    if (reader->of_lock)
        return &reader->first_seen;
    struct ll_valgrind_part *part = last_part(reader);
    return part == NULL ? NULL : &part->stack;
}

static void announce(struct reader *reader, const char *text)
{
    if (strstr(text, " was created") == NULL)
        return;
    if (!LL_GROW(reader->threads, reader->count, reader->cap)) {
        reader->failed = true;
        return;
    }
    reader->threads[reader->count++] = (struct started){
        .number = (unsigned)strtoul(text + strlen("Thread #"), NULL, 10)};
}

static void begin_headline(struct reader *reader, const char *text, const char *kind)
{
    struct ll_valgrind_error *error = &reader->error;
    reader->has_headline = true;
    reader->failed |= (error->kind = strdup(kind)) == NULL;
    if (strcmp(kind, "signal") == 0) {
        const char *number = strstr(text, " signal ");
        error->signal = number == NULL ? 0 : atoi(number + strlen(" signal "));
    }
    add_part(reader, text);
}

static void read_held(struct reader *reader, const char *text)
{
    size_t which = reader->error.part_count > 1;
    if (reader->held[which] == NULL)
        reader->failed |= (reader->held[which] = strdup(text)) == NULL;
}

static bool goes_on(const char *text)
{
    static const char *const begins[] = {"a global variable declared", "declared at ",
                                         "with error code ", "Access not within ",
                                         "Bad permissions "};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ll_starts_with(text, begins[i]))
            return true;
    return false;
}

/* The address of a crash is in the line below its headline. */
static void read_crash(struct reader *reader, const char *text)
{
    struct ll_valgrind_error *error = &reader->error;
    if (error->signal == 0 || strstr(text, " at address ") == NULL)
        return;
    error->address = address_after(text, " at address ");
    error->has_address = true;
    if (error->event == NULL)
        reader->failed |= (error->event = strdup(text)) == NULL;
}

static void read_sentence(struct reader *reader, const char *text)
{
    const char *kind = reader->has_headline ? NULL : kind_of(text);
    bool locates =
        ll_starts_with(text, "Address 0x") || ll_starts_with(text, "Location 0x");
    if (ll_starts_with(text, "Lock at 0x")) {
        begin_lock(reader, text);
    } else if (reader->of_lock && locates) {
        name_lock(reader, text);
    } else if (kind != NULL) {
        end_lock(reader);
        begin_headline(reader, text, kind);
    } else if (ll_starts_with(text, "Locks held:")) {
        read_held(reader, text);
    } else if (goes_on(text)) {
        read_crash(reader, text);
        if (!reader->of_lock)
            go_on(reader, text);
    } else if (reader->has_headline) {
        end_lock(reader);
        add_part(reader, text);
    }
}

/* Whether it is a line of dashes, or one that stands after the last error. */
static bool is_end(const char *text)
{
    return ll_starts_with(text, "--------------------") ||
           ll_starts_with(text, "Use --history-level") ||
           ll_starts_with(text, "For lists of ") ||
           ll_starts_with(text, "ERROR SUMMARY:");
}

/* One line, without "==PID== ". */
static void read_line(struct reader *reader, const char *text)
{
    unsigned long long ip = 0;
    int skip = 0;
    text += strspn(text, " ");
    bool frame = (sscanf(text, "at 0x%llx: %n", &ip, &skip) == 1 ||
                  sscanf(text, "by 0x%llx: %n", &ip, &skip) == 1) &&
                 skip > 0;
    if (ll_starts_with(text, "---Thread-Announcement---") || is_end(text) ||
        ll_starts_with(text, "Process terminating with ")) {
        end_error(reader);
        reader->announces = ll_starts_with(text, "---T");
        reader->in_error = !reader->announces;
    }
    if (ll_starts_with(text, "ERROR SUMMARY:"))
        reader->out->end = reader->out->end == LL_VALGRIND_TOO_MUCH
                               ? LL_VALGRIND_TOO_MUCH
                               : LL_VALGRIND_WHOLE;
    if (ll_starts_with(text, "Parent PID: "))
        reader->out->parent = strtol(text + strlen("Parent PID: "), NULL, 10);
    if (is_end(text) || *text == '\0')
        return;
    if (reader->in_error)
        ll_buf_addf(&reader->error.raw, "%s%s\n", frame ? "   " : "", text);
    if (frame && current_stack(reader) != NULL)
        add_frame(reader, current_stack(reader), text + skip);
    else if (!frame && reader->announces)
        announce(reader, text);
    else if (!frame && reader->in_error)
        read_sentence(reader, text);
}

/* Read the line at `line`, which ends with '\0', if it is the tool's. */
static void read_own_line(struct reader *reader, const char *line)
{
    long pid = 0;
    int skip = 0;
    if (sscanf(line, "==%ld==%n", &pid, &skip) != 1 || skip == 0)
        return;
    if (reader->pid == 0)
        reader->pid = pid;
    if (pid == reader->pid)
        read_line(reader, line + skip);
}

int ll_valgrind_read_text(const char *tool, char *bytes, size_t count,
                          struct ll_valgrind_report *out, struct ll_error *err)
{
    struct reader reader = {.tool = tool, .out = out};
    ll_valgrind_error_release(&reader.error);
    out->end = LL_VALGRIND_CUT_BETWEEN;
    for (size_t at = 0; at < count && !reader.failed;) {
        char *end = memchr(bytes + at, '\n', count - at);
        size_t length = end == NULL ? count - at : (size_t)(end - bytes) - at;
        char *line = strndup(bytes + at, length);
        reader.failed |= line == NULL;
        if (line != NULL)
            read_own_line(&reader, line);
        free(line);
        at += length + 1;
    }
    if (out->end != LL_VALGRIND_WHOLE && !reader.failed)
        end_error(&reader); /* what stood before the cut */
    clear_error(&reader);
    for (size_t i = 0; i < reader.count; i++)
        ll_stack_release(&reader.threads[i].stack);
    free(reader.threads);
    return reader.failed ? ll_fail_memory(err) : 0;
}
