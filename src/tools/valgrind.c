/* SPDX-License-Identifier: MIT */
#include "tools/valgrind.h"

#include <dirent.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/loop.h"
#include "tools/symbols.h"
#include "tools/valgrind_text.h"
#include "tools/valgrind_xml.h"
#include "tools/values.h"

#define REPORT_MAX ((size_t)64 * 1024 * 1024)
#define LOG_MAX ((size_t)4 * 1024 * 1024)
#define PROCESSES_MAX 256

struct process {
    long pid;
    struct ll_valgrind_report report;
    bool has_sources; /* its frames name files that are here, and may be read */
};

struct processes {
    const char *tool; /* borrowed: its name */
    const struct ll_valgrind_form *form;
    struct process items[PROCESSES_MAX];
    size_t count;
    bool more; /* than we keep */
};

/* ---- starting it ----------------------------------------------------------- */

void ll_valgrind_add_file(struct ll_strings *argv, const char *option, const char *dir,
                          const char *name)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "%s=", option);
    for (; *dir != '\0'; dir++)
        ll_buf_puts(&text, *dir == '%' ? "%%" : (char[]){*dir, '\0'});
    ll_buf_addf(&text, "/%s", name);
    if (text.full)
        argv->full = true;
    else
        ll_strings_add(argv, text.data);
    ll_buf_release(&text);
}

/* Start the tool's own program, which the launcher would exec. It refuses to run
 * without the name of a launcher. */
static void start_directly(const char *tool, struct ll_strings *argv,
                           struct ll_strings *env)
{
    const struct ll_machine *machine = ll_machine();
    char own[64];
    snprintf(own, sizeof own, "/usr/lib/%s/valgrind", machine->folder);
    const char *const folders[] = {"/usr/libexec/valgrind", "/usr/lib/valgrind", own,
                                   "/usr/local/libexec/valgrind", NULL};
    const char *folder = NULL;
    for (size_t i = 0; i < env->count; i++)
        if (strncmp(env->items[i], "VALGRIND_LIB=", 13) == 0)
            folder = env->items[i] + 13;
    for (size_t i = 0; folder == NULL && folders[i] != NULL; i++)
        if (ll_path_is_dir(folders[i]))
            folder = folders[i];
    ll_strings_addf(argv, "%s/%s-%s", folder != NULL ? folder : "", tool,
                    machine->valgrind);
    ll_strings_add(env, "VALGRIND_LAUNCHER=/usr/bin/valgrind");
}

static void add_reports(const char *tool, const struct ll_valgrind_form *form,
                        const struct ll_tool_run *run, struct ll_strings *argv)
{
    const char *report = form->is_text ? "log" : "xml";
    char name[64], option[64];
    if (!form->is_text)
        ll_strings_add(argv, "--xml=yes");
    if (run->report_fd > 0) {
        ll_strings_addf(argv, "--%s-fd=%d", report, run->report_fd);
        if (!form->is_text)
            ll_strings_addf(argv, "--log-fd=%d", run->log_fd);
        ll_strings_add(argv, "--trace-malloc=yes");
        return;
    }
    snprintf(option, sizeof option, "--%s-file", report);
    snprintf(name, sizeof name, "%s.%%p.%s", tool, form->ending);
    ll_valgrind_add_file(argv, option, run->dir, name);
    if (form->is_text)
        return;
    snprintf(name, sizeof name, "%s.log", tool);
    ll_valgrind_add_file(argv, "--log-file", run->dir, name);
}

int ll_valgrind_prepare(const char *tool, const struct ll_valgrind_form *form,
                        const char *const *options, const struct ll_tool_run *run,
                        struct ll_strings *argv, struct ll_strings *env,
                        struct ll_error *err)
{
    /* --command-line-only: a .valgrindrc beside a submission must not add options.
     * --sanity-level=0: Valgrind does not check itself, which is for those who change
     * it and takes each process of a sweep 4 ms at its end.
     * --read-inline-info=no: reading it takes 0.1 s, and at -O0 there is none. */
    static const char *const common[] = {
        "--command-line-only=yes",
        "--vgdb=no",
        "--sanity-level=0",
        "--read-inline-info=no",
        "--num-callers=40",
        "--trace-children=no",
        "--child-silent-after-fork=no",
        NULL,
    };
    static const char *const unset[] = {"VALGRIND_OPTS", "DEBUGINFOD_URLS", NULL};
    if (run->report_fd > 0 || run->is_host)
        start_directly(tool, argv, env);
    else
        ll_strings_add(argv, "valgrind");
    ll_strings_addf(argv, "--tool=%s", tool);
    ll_strings_add_all(argv, common);
    /* A child of a fork clears the records of all threads that there could be: 500,
     * each in a page of its own. What has more threads is run without a host. */
    if (run->is_host)
        ll_strings_add(argv, "--max-threads=70");
    if (run->isolated) /* no function hides faults by the name that it has */
        ll_strings_add(argv, "--default-suppressions=no");
    ll_strings_add_all(argv, options);
    const struct ll_hidden *symbols = ll_symbols(run->isolated);
    if (symbols != NULL) {
        /* A copy is found by its library's path. Its checksum is not the one that the
         * library names. */
        ll_strings_addf(argv, "--extra-debuginfo-path=%s", symbols->folder);
        ll_strings_add(argv, "--allow-mismatched-debuginfo=yes");
    }
    if (run->swept) {
        /* Otherwise Valgrind replaces our malloc, which is then never called. */
        ll_strings_add(argv, "--soname-synonyms=somalloc=nouserintercepts");
        /* The C library's functions that free its own memory would run in each child,
         * only so that this memory is not reported as reachable. Translating them takes
         * a third of a child's time, and a sweep ignores reachable blocks. */
        ll_strings_add(argv, "--run-libc-freeres=no");
    }
    /* The C library keeps stack and blocks of a thread that has ended for another one.
     * A sweep would take these blocks for lost, and a grader for the submission's: how
     * many there are depends on which threads run at the same time. */
    if (run->swept || run->report_fd > 0)
        ll_strings_add(env, "GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0");
    add_reports(tool, form, run, argv);
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    ll_strings_add_all(env, unset);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

char *ll_valgrind_version(struct ll_error *err)
{
    static const char *const argv[] = {"valgrind", "--version", NULL};
    return ll_tool_version_line(argv, "valgrind", err);
}

/* ---- reading the files ----------------------------------------------------- */

const struct ll_valgrind_form ll_valgrind_xml = {.ending = "xml",
                                                 .read = ll_valgrind_read};
const struct ll_valgrind_form ll_valgrind_text = {
    .ending = "txt", .read = ll_valgrind_read_text, .is_text = true};

static int read_report(const struct processes *all, const char *dir,
                       struct process *process, struct ll_error *err)
{
    struct ll_buf text = {.max = REPORT_MAX};
    char name[64];
    snprintf(name, sizeof name, "%s.%ld.%s", all->tool, process->pid,
             all->form->ending);
    int result = ll_tool_read(dir, name, REPORT_MAX, &text, err);
    if (result == 0) {
        process->report.end = LL_VALGRIND_TOO_MUCH;
    } else if (result > 0) {
        result = all->form->read(all->tool, text.data, text.len, &process->report, err);
    }
    ll_buf_release(&text);
    return result;
}

/* Add what variables held, where the tool left snapshots of the process. */
static int add_values(const char *tool, const struct ll_tool_run *run,
                      struct process *process, struct ll_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "%s.%ld." LL_VALGRIND_SNAPSHOTS, tool, process->pid);
    char *path = ll_path_join(run->dir, name);
    if (path == NULL)
        return ll_fail_memory(err);
    int result = ll_values_explain_run(path, run->program, &process->report.diags, err);
    free(path);
    return result;
}

static int by_pid(const void *a, const void *b)
{
    long left = ((const struct process *)a)->pid;
    long right = ((const struct process *)b)->pid;
    return (left > right) - (left < right);
}

/* The process that wrote file `name`; 0: it is no report. */
static long report_pid(const struct processes *all, const char *name)
{
    long pid = 0;
    int end = 0;
    size_t length = strlen(all->tool);
    bool report = strncmp(name, all->tool, length) == 0 &&
                  sscanf(name + length, ".%ld.%n", &pid, &end) == 1 && end > 0 &&
                  strcmp(name + length + end, all->form->ending) == 0;
    return report ? pid : 0;
}

static int read_reports(const struct ll_tool_run *run, struct processes *all,
                        struct ll_error *err)
{
    DIR *folder = opendir(run->dir);
    if (folder == NULL)
        return 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        long pid = report_pid(all, entry->d_name);
        if (pid == 0)
            continue;
        if (all->count == PROCESSES_MAX)
            all->more = true;
        else
            all->items[all->count++].pid = pid;
    }
    closedir(folder);
    qsort(all->items, all->count, sizeof *all->items, by_pid);
    for (size_t i = 0; i < all->count; i++)
        if (read_report(all, run->dir, &all->items[i], err) != 0 ||
            add_values(all->tool, run, &all->items[i], err) != 0)
            return -1;
    return 0;
}

/* The process that no other process of the run started. If there are several, a file
 * was put there by someone else: `*sure` is then false. */
static struct process *first_process(struct processes *all, bool *sure)
{
    struct process *first = NULL;
    *sure = true;
    for (size_t i = 0; i < all->count; i++) {
        bool child = false;
        for (size_t j = 0; j < all->count; j++)
            child |= all->items[i].report.parent == all->items[j].pid;
        if (child)
            continue;
        *sure = first == NULL;
        if (first == NULL)
            first = &all->items[i];
    }
    return first;
}

/* ---- what the log adds ----------------------------------------------------- */

static struct ll_diag *next_unnamed(struct ll_diags *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == LL_DESCRIPTOR_LEAK && list->items[i].what == NULL)
            return &list->items[i];
    return NULL;
}

/* Give `diag` the log's headline, as its own and before its witness's words. */
static bool name_fault(struct ll_diag *diag, const char *text, size_t length)
{
    char *what = strndup(text, length);
    if (what == NULL || !ll_valgrind_add_words(diag, "\n", "") ||
        !ll_valgrind_add_words(diag, what, "")) {
        free(what);
        return false;
    }
    free(diag->what);
    diag->what = what;
    return true;
}

/* One line of the log, `next` being the one after it. */
static bool read_log_line(const char *line, const char *next, struct ll_diags *diags)
{
    struct ll_diag *diag = NULL;
    size_t length = strcspn(line, "\n");
    if (ll_starts_with(line, "Open ") &&
        !ll_starts_with(next, "   <inherited from parent>")) {
        /* Headings here and stacks in the report have the same order. */
        diag = next_unnamed(diags);
        if (length > 0 && line[length - 1] == ':')
            length--;
    } else if (ll_starts_with(line, "Stack overflow in thread")) {
        for (size_t i = 0; i < diags->count; i++)
            if (diags->items[i].signal == SIGSEGV &&
                diags->items[i].place.region != LL_REGION_STACK)
                diag = &diags->items[i];
        if (diag != NULL)
            diag->place.region = LL_REGION_STACK;
    }
    return diag == NULL || name_fault(diag, line, length);
}

/* "==PID== text" without its prefix, or NULL when it is another process's. */
static const char *text_of(const char *line, long pid)
{
    long by = 0;
    int length = 0;
    return sscanf(line, "==%ld==%n", &by, &length) == 1 && by == pid && length > 0
               ? line + length + (line[length] == ' ')
               : NULL;
}

/* "the 'impossible' happened:" and the line below it, which says what; new string. */
static char *failure_of(const char *text)
{
    int length = (int)strcspn(text, "\n");
    const char *more = text + length;
    if (length > 0 && more[-1] == ':')
        more += strspn(more, "\n ");
    char *failure = NULL;
    if (asprintf(&failure, "%.*s%s%.*s", length, text, *more == '\n' ? "" : " ",
                 (int)strcspn(more, "\n"), more) < 0)
        return NULL;
    return failure;
}

/* `*failure` becomes a new string when Valgrind itself failed, else NULL. */
static int read_log(const char *line, struct process *process, char **failure,
                    struct ll_error *err)
{
    while (*line != '\0') {
        const char *end = strchrnul(line, '\n');
        const char *next = *end == '\0' ? end : end + 1;
        const char *text = text_of(line, process->pid);
        const char *below = text_of(next, process->pid);
        bool kept = text == NULL || read_log_line(text, below == NULL ? "" : below,
                                                  &process->report.diags);
        if (*failure == NULL && ll_starts_with(line, "valgrind: "))
            kept = (*failure = failure_of(line + 10)) != NULL;
        if (!kept)
            return ll_fail_memory(err);
        line = next;
    }
    return 0;
}

static int read_log_file(const struct processes *all, const char *dir,
                         struct process *process, char **failure, struct ll_error *err)
{
    struct ll_buf log = {.max = LOG_MAX};
    char name[64];
    if (all->form->is_text)
        snprintf(name, sizeof name, "%s.%ld.%s", all->tool, process->pid,
                 all->form->ending);
    else
        snprintf(name, sizeof name, "%s.log", all->tool);
    int result = ll_tool_read(dir, name, LOG_MAX, &log, err);
    if (result > 0)
        result = read_log(ll_buf_text(&log), process, failure, err);
    ll_buf_release(&log);
    return result < 0 ? -1 : 0;
}

/* ---- judging ------------------------------------------------ */

static bool stopped_by_us(const struct ll_ended *ended)
{
    return ended->how == LL_END_TIMEOUT || ended->how == LL_END_CPU ||
           ended->how == LL_END_OUTPUT || ended->how == LL_END_CANCELLED;
}

static int note(struct ll_findings *out, enum ll_complete complete,
                struct ll_error *err, const char *format, ...) LL_PRINTF(4, 5);

/* Set the note, unless there is one of the same weight. */
static int note(struct ll_findings *out, enum ll_complete complete,
                struct ll_error *err, const char *format, ...)
{
    if (out->note != NULL && (out->complete != LL_COMPLETE || complete == LL_COMPLETE))
        return 0;
    free(out->note);
    va_list args;
    va_start(args, format);
    int length = vasprintf(&out->note, format, args);
    va_end(args);
    if (length < 0) {
        out->note = NULL;
        return ll_fail_memory(err);
    }
    out->complete = complete;
    return 0;
}

/* The first frame from `i` on that is in the program's own code, as only its files have
 * their folder; the end: there is none. */
static size_t own_frame(const struct ll_stack *at, size_t i)
{
    while (i < at->count &&
           (at->frames[i].file == NULL || at->frames[i].file[0] != '/'))
        i++;
    return i;
}

static void say_frame(const struct ll_frame *frame, struct ll_buf *out)
{
    ll_buf_addf(out, "%s (%s:%u)", frame->function == NULL ? "???" : frame->function,
                ll_path_base(frame->file), frame->line);
}

/* Append where a program was in its own code, and in which loop, its own or the next
 * one of its callers: " in f (a.c:3), called in the loop of line 9 in main (a.c:10)".
 */
static void say_stop_place(const struct ll_stack *at, bool has_sources,
                           struct ll_buf *out)
{
    const size_t first = own_frame(at, 0), caller = own_frame(at, first + 1);
    if (first >= at->count)
        return;
    const struct ll_frame *frame = &at->frames[first];
    const unsigned own = has_sources ? ll_loop_line(frame) : 0;
    ll_buf_puts(out, " in ");
    say_frame(frame, out);
    if (own > 0 && own < frame->line)
        ll_buf_addf(out, ", in the loop of line %u", own);
    for (size_t i = caller; has_sources && i < at->count; i = own_frame(at, i + 1)) {
        const unsigned line = ll_loop_line(&at->frames[i]);
        if (line == 0)
            continue;
        ll_buf_addf(out, ", called in the loop of line %u in ", line);
        say_frame(&at->frames[i], out);
        return;
    }
    if (own > 0 && caller < at->count) {
        ll_buf_puts(out, ", called by ");
        say_frame(&at->frames[caller], out);
    }
}

/* Remove the crash that our own signal caused. Returns where the program was then, as
 * " in f (file.c:3)" or "": a new string; NULL when memory ran out. */
static char *take_stop_place(struct ll_diags *list, bool has_sources)
{
    struct ll_buf place = LL_BUF_INIT;
    ll_buf_puts(&place, "");
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        int by = diag->signal;
        if (by != SIGTERM && by != SIGINT && by != SIGHUP && by != SIGXCPU)
            continue;
        say_stop_place(&diag->at, has_sources, &place);
        ll_diag_release(diag);
        memmove(diag, diag + 1, (list->count - i - 1) * sizeof *diag);
        list->count--;
        break;
    }
    char *text = ll_buf_take(&place);
    ll_buf_release(&place);
    return text;
}

/* Whether Valgrind failed as it does where the program wrote over the notes that it
 * keeps beside each block. */
static bool is_heap_broken(const char *failure, const struct ll_diags *diags)
{
    bool wrote = false;
    for (size_t i = 0; i < diags->count && !wrote; i++)
        wrote = diags->items[i].kind == LL_INVALID_WRITE;
    return ll_starts_with(failure, "m_mallocfree.c:") ||
           (wrote && strstr(failure, "Killed by fatal signal") != NULL);
}

static int judge(const char *tool, const struct ll_ended *ended,
                 const struct process *first, const char *failure,
                 struct ll_findings *out, struct ll_error *err)
{
    enum ll_valgrind_end end = first->report.end;
    if (failure != NULL && end != LL_VALGRIND_WHOLE && end != LL_VALGRIND_JUNK)
        return is_heap_broken(failure, &first->report.diags)
                   ? note(
                         out, LL_TOOL_CRASHED, err,
                         "Valgrind had to stop: the program seems to have written over "
                         "the notes that Valgrind keeps beside each block of the heap")
                   : note(out, LL_TOOL_CRASHED, err, "valgrind itself failed: %s",
                          failure);
    if (end == LL_VALGRIND_JUNK || end == LL_VALGRIND_NOT_FINISHED)
        return note(out, LL_REPORT_JUNK, err,
                    "%s's report is not its own: something else wrote to it", tool);
    if (end == LL_VALGRIND_TOO_MUCH)
        return note(out, LL_REPORT_CUT, err,
                    "%s's report is too large: its end was not read", tool);
    if (stopped_by_us(ended)) {
        char *place = take_stop_place(&out->diags, first->has_sources);
        int result = place == NULL ? ll_fail_memory(err)
                                   : note(out, LL_REPORT_CUT, err,
                                          "the run was stopped%s", place);
        free(place);
        return result;
    }
    if (end == LL_VALGRIND_WHOLE)
        return 0;
    if (end == LL_VALGRIND_CUT_BETWEEN &&
        !(ended->how == LL_END_SIGNALLED && ended->signal == SIGKILL))
        return note(out, LL_REPLACED, err,
                    "the program became another one (exec), which was not checked");
    return note(out, LL_REPORT_CUT, err,
                "%s's report stops in the middle: it was killed, or could not write",
                tool);
}

static bool same_fault(const struct ll_diag *a, const struct ll_diag *b)
{
    return a->kind == b->kind &&
           ll_stack_same(ll_diag_key_stack(a), ll_diag_key_stack(b));
}

/* Whether the child itself did what its diagnosis says. */
static bool is_childs_own(const struct ll_diag *diag)
{
    switch (diag->kind) {
    case LL_INDIRECTLY_LOST:
    case LL_POSSIBLY_LOST:
    case LL_STILL_REACHABLE:
    case LL_DESCRIPTOR_LEAK:
    case LL_THREAD_LEAK:
        return false;
    case LL_CRASH: /* being ended by its parent is no fault */
        return diag->signal != SIGTERM && diag->signal != SIGINT &&
               diag->signal != SIGHUP && diag->signal != SIGPIPE;
    default:
        return true;
    }
}

static int add_child(const char *tool, const struct process *child,
                     struct ll_findings *out, struct ll_error *err)
{
    const struct ll_diags *from = &child->report.diags;
    for (size_t i = 0; i < from->count; i++) {
        bool known = !is_childs_own(&from->items[i]);
        for (size_t j = 0; j < out->diags.count && !known; j++)
            known = same_fault(&from->items[i], &out->diags.items[j]);
        if (!known && ll_diags_add_copy(&out->diags, &from->items[i], err) != 0)
            return -1;
    }
    switch (child->report.end) {
    case LL_VALGRIND_WHOLE:
        return 0;
    case LL_VALGRIND_JUNK:
    case LL_VALGRIND_NOT_FINISHED:
        return note(out, LL_REPORT_JUNK, err,
                    "the report on a child process is not %s's own", tool);
    default:
        /* system() and its like. The run stays complete; a note says what was not seen.
         */
        return note(out, out->complete, err,
                    "a child process was killed or became another program (exec): what "
                    "it did then was not checked");
    }
}

static void take_diags(struct process *process, struct ll_findings *out)
{
    out->diags = process->report.diags;
    process->report.diags = (struct ll_diags){0};
    out->allocations = process->report.allocations;
}

int ll_valgrind_read_process(const char *tool, const struct ll_valgrind_form *form,
                             const struct ll_ended *ended, struct ll_buf *report,
                             struct ll_buf *log, struct ll_findings *out,
                             struct ll_error *err)
{
    struct process process = {.pid = 1};
    char *failure = NULL;
    const char *mark = form->is_text ? "==" : "<pid>";
    const char *pid = strstr(ll_buf_text(report), mark);
    if (pid != NULL)
        process.pid = strtol(pid + strlen(mark), NULL, 10);
    int result = 0;
    if (report->len > REPORT_MAX)
        process.report.end = LL_VALGRIND_TOO_MUCH;
    else
        result = form->read(tool, report->data, report->len, &process.report, err);
    if (result == 0 && log->len <= LOG_MAX)
        result = read_log(ll_buf_text(log), &process, &failure, err);
    if (result == 0) {
        take_diags(&process, out);
        result = judge(tool, ended, &process, failure, out, err);
    }
    ll_valgrind_report_release(&process.report);
    free(failure);
    return result;
}

int ll_valgrind_parse(const char *tool, const struct ll_valgrind_form *form,
                      const struct ll_tool_run *run, struct ll_findings *out,
                      struct ll_error *err)
{
    struct processes *all = calloc(1, sizeof *all);
    char *failure = NULL;
    bool sure = true;
    int result = -1;
    if (all == NULL)
        return ll_fail_memory(err);
    all->tool = tool;
    all->form = form;
    if (read_reports(run, all, err) != 0)
        goto out;
    struct process *first = first_process(all, &sure);
    if (first == NULL) {
        result = note(out, LL_REPORT_MISSING, err, "%s left no report", tool);
        goto out;
    }
    if (read_log_file(all, run->dir, first, &failure, err) != 0)
        goto out;
    take_diags(first, out);
    first->has_sources = !run->isolated;
    if (judge(tool, &run->ended, first, failure, out, err) != 0)
        goto out;
    result = 0;
    if (all->more)
        result = note(out, LL_REPORT_CUT, err, "over %d processes left reports",
                      PROCESSES_MAX);
    else if (!sure)
        result = note(out, LL_REPORT_JUNK, err,
                      "a report belongs to no process of this run");
    for (size_t i = 0; i < all->count && result == 0; i++)
        if (&all->items[i] != first)
            result = add_child(tool, &all->items[i], out, err);

out:
    for (size_t i = 0; i < all->count; i++)
        ll_valgrind_report_release(&all->items[i].report);
    free(all);
    free(failure);
    return result;
}

/* ---- its terms ------------------------------------------------------------------- */

static bool is_term(const char *headline)
{
    static const char *const begins[] = {"Invalid ",          "Mismatched ",
                                         "Conditional jump ", "Use of uninitialised ",
                                         "Syscall param ",    "Source and destination ",
                                         "Argument "};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ll_starts_with(headline, begins[i]))
            return true;
    return false;
}

/* "10 bytes in 1 blocks are definitely lost in loss record 1 of 2" has its term in the
 * middle; of other headlines the particulars are left out, at the end. */
void ll_valgrind_term(const char *raw, struct ll_buf *out)
{
    static const char blocks[] = " blocks are ";
    static const char *const ends[] = {" of size ", " / ",     " in loss record",
                                       " in mem",   " in str", ": "};
    size_t length = strcspn(raw, "\n");
    const char *lost = memmem(raw, length, blocks, strlen(blocks));
    if (lost != NULL) {
        length -= (size_t)(lost - raw) + strlen(blocks);
        raw = lost + strlen(blocks);
    } else if (!is_term(raw)) {
        return;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = memmem(raw, length, ends[i], strlen(ends[i]));
        length = end != NULL ? (size_t)(end - raw) : length;
    }
    ll_buf_add(out, raw, length);
}
