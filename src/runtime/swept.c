/* SPDX-License-Identifier: MIT */
#include "runtime/swept.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

enum { FRAMES_MAX = 32, NEAR = 8, MODULES_MAX = 64, SEEN_MAX = 8192 };
enum { COPY_MAX = 16 * 1024 * 1024, FILES_MAX = 64, GRACE_SECONDS = 2 };

static enum { NOTHING, FAIL, FORK, REST, CHILD } mode;
static unsigned long target; /* FAIL, CHILD: the one that fails */
static bool with_all;        /* and all that follow */
static unsigned long all_up_to;
static double budget, child_seconds;
static char log_path[4096];
static const char *unfit; /* why we do not fork any more */
static bool forking;      /* a fork is ours */
static bool has_forked;   /* the program did */
static struct timespec started;

/* Shared with a child: it has asked for another allocation after the one that failed.
 * NULL: we cannot know. */
static volatile bool *asked_on;

static volatile bool armed;
static volatile bool failed;
static volatile unsigned long calls;
static __thread unsigned inside; /* of an allocation */

/* ---- the log --------------------------------------------------------------------- */

void ll_sweep_log(const char *format, ...)
{
    char line[2048];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    int fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    (void)!write(fd, line, (size_t)length);
    close(fd);
}

/* ---- where an allocation comes from ---------------------------------------------- */

enum kind { PROGRAM, LIBC, OTHER };

static struct module {
    uintptr_t base, from, to;
    enum kind kind;
} modules[MODULES_MAX];
static size_t module_count;

/* The C library, and what stands in for a part of it. */
static bool serves_libc(const char *name)
{
    static const char *const names[] = {"libc.so",  "libc-",     "libpthread",
                                        "ld-linux", "libasan",   "libubsan",
                                        "libtsan",  "vgpreload", "libdl"};
    const char *base = strrchr(name, '/');
    base = base != NULL ? base + 1 : name;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(base, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static int add_module(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    (void)data;
    bool first = module_count == 0; /* the executable comes first */
    for (int i = 0; i < info->dlpi_phnum && module_count < MODULES_MAX; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0)
            continue;
        uintptr_t from = info->dlpi_addr + header->p_vaddr;
        modules[module_count++] =
            (struct module){info->dlpi_addr, from, from + header->p_memsz,
                            first                          ? PROGRAM
                            : serves_libc(info->dlpi_name) ? LIBC
                                                           : OTHER};
    }
    return 0;
}

static const struct module *module_of(uintptr_t address)
{
    for (size_t i = 0; i < module_count; i++)
        if (modules[i].from <= address && address < modules[i].to)
            return &modules[i];
    return NULL;
}

struct stack {
    uintptr_t
        from; /* the return address of the allocation's wrapper: where it begins */
    uintptr_t frames[FRAMES_MAX];
    size_t count;
};

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
    struct stack *stack = data;
    uintptr_t address = _Unwind_GetIP(context);
    if (stack->count == 0 && address != stack->from)
        return _URC_NO_REASON;
    stack->frames[stack->count++] = address;
    return stack->count < FRAMES_MAX ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/* The first frame that is not of the C library; count: there is none. */
static size_t first_outside(const struct stack *stack)
{
    size_t i = 0;
    for (; i < stack->count; i++) {
        const struct module *module = module_of(stack->frames[i]);
        if (module == NULL || module->kind != LIBC)
            break;
    }
    return i;
}

int Py_IsInitialized(void) __attribute__((weak));

/* Whether the program asked for it: somewhere in the stack, and, where there is an
 * interpreter, which allocates for itself, not by way of that. */
static bool is_the_programs(const struct stack *stack)
{
    size_t i = first_outside(stack);
    bool has_python = Py_IsInitialized != NULL;
    for (; i < stack->count; i++) {
        const struct module *module = module_of(stack->frames[i]);
        if (module != NULL && module->kind == PROGRAM)
            return true;
        if (has_python)
            return false;
    }
    return stack->count == FRAMES_MAX; /* it may be deeper */
}

#if defined __x86_64__
static int32_t offset_at(const unsigned char *bytes)
{
    int32_t offset;
    memcpy(&offset, bytes, sizeof offset);
    return offset;
}

/* The library function that the call before `back` goes to, by way of the table in
 * which the dynamic linker writes the functions' addresses; NULL: it is another kind of
 * call. */
static const void *called(uintptr_t back)
{
    const unsigned char *after = (const unsigned char *)back; /* of the call */
    if (after[-6] == 0xff && after[-5] == 0x15)               /* call *table(%rip) */
        return *(void *const *)(after + offset_at(after - 4));
    if (after[-5] != 0xe8) /* call */
        return NULL;
    const unsigned char *stub = after + offset_at(after - 4);
    if (memcmp(stub, "\xf3\x0f\x1e\xfa", 4) == 0) /* endbr64 */
        stub += 4;
    stub += stub[0] == 0xf2;                /* bnd */
    if (stub[0] != 0xff || stub[1] != 0x25) /* jmp *table(%rip) */
        return NULL;
    return *(void *const *)(stub + 6 + offset_at(stub + 2));
}
#else
static const void *called(uintptr_t back)
{
    (void)back;
    return NULL;
}
#endif

/* The library function that the program called, copied to `name`; "-": none, or not
 * known. */
static void find_through(const struct stack *stack, char *name, size_t size)
{
    static const char *const prefixes[] = {"__interceptor_", "_IO_", "__"};
    Dl_info info = {0};
    size_t own = 0;
    for (; own < stack->count; own++) {
        const struct module *module = module_of(stack->frames[own]);
        if (module != NULL && module->kind == PROGRAM)
            break;
    }
    snprintf(name, size, "-");
    if (own == 0 || own == stack->count)
        return;
    const void *function = called(stack->frames[own]);
    if (function == NULL || module_of((uintptr_t)function) == NULL)
        function = (const void *)(stack->frames[own - 1] - 1);
    if (dladdr(function, &info) == 0 || info.dli_sname == NULL)
        return;
    const char *found = info.dli_sname;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(found, prefixes[i], strlen(prefixes[i])) == 0)
            found += strlen(prefixes[i]);
    size_t length = strlen(found);
    if (length > 2 && strcmp(found + length - 2, "64") == 0) /* fopen64 is fopen */
        length -= 2;
    snprintf(name, size, "%.*s", (int)length, found);
}

static void log_point(const char *name, size_t size, const struct stack *stack)
{
    char frames[FRAMES_MAX * 20] = "", through[128];
    size_t length = 0;
    for (size_t i = 0; i < stack->count; i++) {
        const struct module *module = module_of(stack->frames[i]);
        if (module == NULL || module->kind != PROGRAM)
            continue;
        length += (size_t)snprintf(frames + length, sizeof frames - length, " 0x%lx",
                                   (unsigned long)(stack->frames[i] - module->base));
    }
    find_through(stack, through, sizeof through);
    ll_sweep_log("point %lu %s %zu %s%s", calls, name, size, through, frames);
}

/* Whether an allocation has come from there before. */
static bool is_known(const struct stack *stack)
{
    static uint64_t seen[SEEN_MAX];
    static size_t count;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    size_t depth = all_up_to == 0 && stack->count > NEAR ? NEAR : stack->count;
    for (size_t i = 0; i < depth; i++)
        hash = (hash ^ stack->frames[i]) * 1099511628211u;
    for (size_t i = 0; i < SEEN_MAX; i++) {
        uint64_t *slot = &seen[(hash + i) % SEEN_MAX];
        if (*slot == hash)
            return true;
        if (*slot == 0 && count < SEEN_MAX / 2) {
            *slot = hash;
            count++;
            return false;
        }
        if (*slot == 0)
            break;
    }
    return true; /* there is no room for more */
}

/* ---- can we fork here? ------------------------------------------------------------
 */

enum use { SHARED, READ, WRITTEN, UNFIT };

/* What a child would do to the file behind `fd` if it had the same one. */
static enum use use_of(int fd)
{
    struct stat st;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fstat(fd, &st) != 0)
        return SHARED;
    bool written = (flags & O_ACCMODE) != O_RDONLY;
    if (S_ISREG(st.st_mode))
        return !written ? READ : st.st_size <= COPY_MAX ? WRITTEN : UNFIT;
    if (S_ISDIR(st.st_mode))
        return READ;
    return S_ISCHR(st.st_mode) ? SHARED : UNFIT;
}

/* Call `visit` with each descriptor of the program but stdout and stderr. */
static bool each_descriptor(bool (*visit)(int fd))
{
    struct rlimit limit; /* above it there are Valgrind's own */
    DIR *folder = opendir("/proc/self/fd");
    bool ok = folder != NULL && getrlimit(RLIMIT_NOFILE, &limit) == 0;
    int own = folder != NULL ? dirfd(folder) : -1;
    for (struct dirent *entry; ok && (entry = readdir(folder)) != NULL;) {
        int fd = atoi(entry->d_name);
        if (entry->d_name[0] == '.' || fd == own || fd == STDOUT_FILENO ||
            fd == STDERR_FILENO || (rlim_t)fd >= limit.rlim_cur)
            continue;
        ok = visit(fd);
    }
    if (folder != NULL)
        closedir(folder);
    return ok;
}

/* ---- the program's files ----------------------------------------------------------
 */

/* A child has the program's open files, not copies of them: it reads on from the same
 * position, and what it writes stays. Files are put back as they were once it has
 * ended; that is why, where there are any, one child follows the other. */
static struct file {
    int fd;
    off_t position;
    char *content; /* of one that is written to; NULL: of one that is only read */
    size_t size;
} files[FILES_MAX];
static size_t file_count;

static bool keep_file(int fd)
{
    enum use use = use_of(fd);
    struct stat st;
    if (use == SHARED)
        return true;
    if (use == UNFIT || file_count == FILES_MAX || fstat(fd, &st) != 0)
        return false;
    struct file *file = &files[file_count++];
    *file = (struct file){.fd = fd, .position = lseek(fd, 0, SEEK_CUR)};
    if (use == READ)
        return true;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    file->size = (size_t)st.st_size;
    file->content = malloc(file->size + 1);
    bool kept = from >= 0 && file->content != NULL &&
                pread(from, file->content, file->size, 0) == (ssize_t)file->size;
    if (from >= 0)
        close(from);
    return kept;
}

static void put_back_files(void)
{
    for (size_t i = 0; i < file_count; i++) {
        struct file *file = &files[i];
        if (file->content != NULL) {
            int flags = fcntl(file->fd, F_GETFL);
            fcntl(file->fd, F_SETFL, flags & ~O_APPEND);
            (void)!ftruncate(file->fd, 0);
            (void)!pwrite(file->fd, file->content, file->size, 0);
            fcntl(file->fd, F_SETFL, flags);
        }
        if (file->position >= 0)
            lseek(file->fd, file->position, SEEK_SET);
    }
}

static void forget_files(void)
{
    while (file_count > 0)
        free(files[--file_count].content);
}

/* Why a child of ours would disturb the program; NULL: it would not. */
static const char *find_unfit(void)
{
    struct stat tasks; /* two links, and one for each thread */
    struct sigaction action;
    if (has_forked)
        return "children";
    if (stat("/proc/self/task", &tasks) != 0 || tasks.st_nlink > 3)
        return "threads";
    if (sigaction(SIGCHLD, NULL, &action) != 0 || action.sa_handler != SIG_DFL)
        return "signals";
    if (each_descriptor(keep_file))
        return NULL;
    forget_files();
    return "pipes";
}

/* ---- the child --------------------------------------------------------------------
 */

static void become_child(bool persistent)
{
    mode = CHILD;
    target = calls;
    with_all = persistent;
    forget_files();
    ll_finish_adopt();
}

/* ---- the parent -------------------------------------------------------------------
 */

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

struct child {
    pid_t pid; /* 0: there is none */
    struct timespec since;
    int sent; /* the signal that is to end it */
};

/* Fork a child. True in it. */
static bool fork_one(struct child *child, bool persistent)
{
    *child = (struct child){0};
    clock_gettime(CLOCK_MONOTONIC, &child->since);
    forking = true;
    pid_t pid = fork();
    forking = false;
    if (pid == 0)
        become_child(persistent);
    child->pid = pid > 0 ? pid : 0;
    return pid == 0;
}

static void log_child(const struct child *child, bool persistent, int status)
{
    const char *how = WIFEXITED(status) ? "exited" : "signalled";
    ll_sweep_log("child %lu%s %d %s %d %.3f", calls, persistent ? "+" : "",
                 (int)child->pid, child->sent == 0 ? how : "stopped",
                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
                 seconds_since(&child->since));
}

/* Whether it has ended, which it must in time; `status` says how. */
static bool has_ended(struct child *child, int *status)
{
    double seconds = seconds_since(&child->since);
    if (child->pid == 0)
        return true;
    pid_t ended = waitpid(child->pid, status, WNOHANG);
    if (ended == child->pid || (ended < 0 && errno != EINTR))
        return true;
    if (child->sent == 0 && seconds > child_seconds)
        kill(child->pid, child->sent = SIGTERM); /* the tool may still have its say */
    if (child->sent == SIGTERM && seconds > child_seconds + GRACE_SECONDS)
        kill(child->pid, child->sent = SIGKILL);
    nanosleep(&(struct timespec){.tv_nsec = seconds < 0.02 ? 200000 : 1000000}, NULL);
    return false;
}

/* Try both failures, and wait for their ends. True in a child. */
static bool fork_both(void)
{
    struct child alone, all = {0};
    int status = 0;
    bool differs = asked_on == NULL, started_all = false;
    if (asked_on != NULL)
        *asked_on = false;
    if (fork_one(&alone, false))
        return true;
    do {
        differs = differs || *asked_on || alone.pid == 0;
        if (differs && !started_all && file_count == 0) {
            started_all = true;
            if (fork_one(&all, true))
                return true;
        }
    } while (!has_ended(&alone, &status));
    differs = differs || *asked_on;
    if (alone.pid > 0)
        log_child(&alone, false, status);
    if (!differs)
        log_child(&alone, true, status);
    put_back_files();
    if (differs && !started_all && fork_one(&all, true))
        return true;
    while (!has_ended(&all, &status))
        ;
    if (all.pid > 0)
        log_child(&all, true, status);
    put_back_files();
    forget_files();
    return false;
}

/* Whether to try the allocation that has this stack. */
static bool is_wanted(const struct stack *stack)
{
    bool known = is_known(stack);
    bool first = calls <= all_up_to || !known;
    return first == (mode == FORK);
}

static bool is_late(void)
{
    static bool late;
    if (!late && seconds_since(&started) > budget) {
        late = true;
        ll_sweep_log("late %lu", calls);
    }
    return late;
}

/* ---- one allocation ----------------------------------------------------------------
 */

/* Where a debugger stops: break leaklab_allocation_fails */
void leaklab_allocation_fails(void);
__attribute__((noinline)) void leaklab_allocation_fails(void)
{
    failed = true;
    errno = ENOMEM;
}

static bool is_to_fail(const char *name, size_t size, const struct stack *stack)
{
    if (mode == FAIL && calls == target)
        log_point(name, size, stack);
    if (mode == CHILD && calls > target && asked_on != NULL)
        *asked_on = true;
    if (mode == FAIL || mode == CHILD)
        return calls == target || (with_all && calls > target);
    if (unfit != NULL || is_late() || !is_wanted(stack))
        return false;
    log_point(name, size, stack);
    unfit = find_unfit();
    if (unfit != NULL) {
        ll_sweep_log("unfit %s %lu", unfit, calls);
        return false;
    }
    return fork_both();
}

bool ll_sweep_enter(const char *name, size_t size, const void *caller)
{
    if (inside++ > 0 || !armed)
        return false;
    struct stack stack = {.from = (uintptr_t)caller};
    int saved = errno;
    _Unwind_Backtrace(add_frame, &stack);
    bool fails = false;
    if (is_the_programs(&stack)) {
        __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
        fails = is_to_fail(name, size, &stack);
    }
    errno = saved;
    if (fails) {
        leaklab_allocation_fails();
        inside--;
    }
    return fails;
}

void ll_sweep_leave(void)
{
    inside--;
}

void ll_sweep_begin(void)
{
    if (&ll_sweep_waits == NULL)
        ll_sweep_arm();
}

void ll_sweep_arm(void)
{
    armed = mode != NOTHING;
}

void ll_sweep_disarm(void)
{
    armed = false;
}

void ll_sweep_end(void)
{
    bool parent = mode == FORK || mode == REST || mode == FAIL;
    if (parent)
        ll_sweep_log("total %lu", calls);
    mode = NOTHING;
    armed = false;
}

bool ll_sweep_failed(void)
{
    return failed;
}

/* ---- before the C library -----------------------------------------------------------
 */

/* AddressSanitizer's functions, where it is; else the library's, which memcheck
 * replaces under this name too. */
void *__interceptor_malloc(size_t) __attribute__((weak));
void *__interceptor_calloc(size_t, size_t) __attribute__((weak));
void *__interceptor_realloc(void *, size_t) __attribute__((weak));
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
    if (ll_sweep_enter("malloc", size, __builtin_return_address(0)))
        return NULL;
    void *block =
        __interceptor_malloc != NULL ? __interceptor_malloc(size) : __libc_malloc(size);
    ll_sweep_leave();
    return block;
}

void *calloc(size_t count, size_t size)
{
    if (ll_sweep_enter("calloc", count * size, __builtin_return_address(0)))
        return NULL;
    void *block = __interceptor_calloc != NULL ? __interceptor_calloc(count, size)
                                               : __libc_calloc(count, size);
    ll_sweep_leave();
    return block;
}

void *realloc(void *old, size_t size)
{
    bool asks = old == NULL || size > 0; /* else it gives back */
    if (asks && ll_sweep_enter("realloc", size, __builtin_return_address(0)))
        return NULL;
    void *block = __interceptor_realloc != NULL ? __interceptor_realloc(old, size)
                                                : __libc_realloc(old, size);
    if (asks)
        ll_sweep_leave();
    return block;
}

/* ---- deliberate ends ------------------------------------------------------------- */

_Noreturn void __real_abort(void);
_Noreturn void __wrap_abort(void);
void __wrap_abort(void)
{
    ll_sweep_log("aborted %d", (int)getpid());
    __real_abort();
}

_Noreturn void __real___assert_fail(const char *, const char *, unsigned, const char *);
_Noreturn void __wrap___assert_fail(const char *, const char *, unsigned, const char *);
void __wrap___assert_fail(const char *what, const char *file, unsigned line,
                          const char *function)
{
    ll_sweep_log("aborted %d", (int)getpid());
    __real___assert_fail(what, file, line, function);
}

/* ---- the beginning --------------------------------------------------------------- */

static void in_parent(void)
{
    has_forked = has_forked || !forking;
}

/* A child of the program's own is not swept. */
static void in_child(void)
{
    if (forking)
        return;
    mode = NOTHING;
    armed = false;
}

static bool read_what(const char *text)
{
    char plus = '\0';
    int end = 0;
    if (sscanf(text, "fail:%lu%n%c%n", &target, &end, &plus, &end) >= 1) {
        with_all = plus == '+';
        mode = FAIL;
        return target > 0 && text[end] == '\0' && (plus == '\0' || plus == '+');
    }
    bool rest = strncmp(text, "rest:", 5) == 0;
    if (!rest && strncmp(text, "fork:", 5) != 0)
        return false;
    mode = rest ? REST : FORK;
    return sscanf(text + 5, "%lu:%lf:%lf%n", &all_up_to, &budget, &child_seconds,
                  &end) == 3 &&
           text[5 + end] == '\0';
}

__attribute__((constructor(101))) static void start(void)
{
    const char *what = getenv(LL_SWEEP_ENV);
    const char *path = getenv(LL_SWEEP_LOG_ENV);
    if (what == NULL)
        return;
    if (!read_what(what) || (path != NULL && strlen(path) >= sizeof log_path)) {
        dprintf(STDERR_FILENO, "leaklab: cannot understand " LL_SWEEP_ENV "='%s'\n",
                what);
        _exit(LL_SWEEP_MISUSED);
    }
    if (path != NULL)
        strcpy(log_path, path);
    unsetenv(LL_SWEEP_ENV);
    unsetenv(LL_SWEEP_LOG_ENV);
    dl_iterate_phdr(add_module, NULL);
    clock_gettime(CLOCK_MONOTONIC, &started);
    if (mode != FAIL) {
        void *page = mmap(NULL, sizeof *asked_on, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        asked_on = page == MAP_FAILED ? NULL : page;
    }
    pthread_atfork(NULL, in_parent, in_child);
}
