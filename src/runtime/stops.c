/* SPDX-License-Identifier: MIT
 *
 * stops: a library that is loaded before the C library (LD_PRELOAD) and stops a
 * program's threads at moments at which they are hardly ever stopped: between the
 * reading of a variable and its writing, say. A program whose threads keep apart what
 * they share does the same as ever.
 *
 *      one instruction ─► SIGTRAP ─► trapped() ─┬─► goes on
 *                                               └─► by chance, before one that may use
 *                                                   shared memory: stop(), until all
 *                                                   other threads wait, too
 *
 * From its first pthread_create() on, the processor traps after each instruction of the
 * program (the flag TF): the program is the same byte for byte, and no tool is in it.
 *
 * LEAKLAB_STOPS has the number of the run, by which it is diced; without it nothing is
 * stopped. What each thread does is bounded in steps and time; then it runs free.
 *
 * While a thread is started or ends, the C library blocks all signals, and a trap would
 * end the program. So nothing traps there. */
#include "runtime/stops.h"

#if defined __x86_64__

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <threads.h>
#include <ucontext.h>

#include "runtime/private.h"

enum {
    TRAP_FLAG = 0x100,
    PUSH_FLAGS = 0x9c,  /* an operation code */
    THREADS_MOST = 64,  /* others are not stopped */
    STEPS_MOST = 30000, /* of each thread */
    STEPS_TOGETHER = 100000
};

/* Seconds: of one stop while another thread runs on, and of all such stops. */
static const double LONGEST = 0.02, LONGEST_TOGETHER = 1;

enum state { NOBODY, RUNS, STOPPED };

static struct thread {
    _Atomic int state;
    int id;
    bool is_started; /* by the program: it is not the first thread */
    uint64_t dice;
    _Atomic uint64_t rank; /* of those that are stopped, the highest goes on */
    unsigned steps;
    bool pushes;            /* its last instruction put the flags on the stack */
    void *(*start)(void *); /* what it was started with: one of the two */
    thrd_start_t start_c11;
    void *argument;
} threads[THREADS_MOST];

static __thread struct thread *self __attribute__((tls_model("initial-exec")));
static __thread bool steps_on __attribute__((tls_model("initial-exec")));

static unsigned long run; /* 0: nothing is stopped */
static unsigned one_in;   /* instructions that use memory is stopped at */
static uintptr_t code_from, code_to;
static atomic_uint live; /* threads that were started and have not ended */
static atomic_uint steps;
static atomic_uint late; /* stops that lasted LONGEST */
static atomic_bool is_over;
static volatile bool is_trapped; /* the processor has trapped */

/* ---- stopping -------------------------------------------------------------------- */

static uint64_t roll(void)
{
    self->dice ^= self->dice << 13;
    self->dice ^= self->dice >> 7;
    self->dice ^= self->dice << 17;
    return self->dice;
}

/* Whether the thread has something to do, and does not wait for another one. */
static bool is_busy(int id)
{
    char path[64], text[256];
    ll_format(path, sizeof path, "/proc/self/task/%d/stat", id);
    int fd = ll_sys_open(path, O_RDONLY | O_CLOEXEC, 0);
    ssize_t count = fd < 0 ? 0 : ll_sys_read(fd, text, sizeof text);
    if (fd >= 0)
        ll_sys_close(fd);
    while (count > 2 && text[count - 1] != ')') /* "71 (name) R 70 …" */
        count--;
    return count > 2 && count + 1 < (ssize_t)sizeof text && text[count + 1] == 'R';
}

/* Whether it is this thread's turn: no other one is busy, and none that is stopped has
 * a higher rank. So a thread of a low rank is stopped until the others are through. */
static bool has_turn(void)
{
    for (int i = 0; i < THREADS_MOST; i++) {
        int state = &threads[i] == self ? NOBODY : threads[i].state;
        if ((state == STOPPED && threads[i].rank > self->rank) ||
            (state == RUNS && is_busy(threads[i].id)))
            return false;
    }
    return true;
}

static void stop(void)
{
    double until = ll_sys_seconds() + LONGEST;
    self->rank = roll();
    self->state = STOPPED;
    do {
        struct timespec moment = {0, (long)(roll() % 60000)};
        (void)LL_CALL(SYS_nanosleep, &moment, 0, 0, 0, 0, 0);
        if (ll_sys_seconds() > until) {
            if (++late * LONGEST > LONGEST_TOGETHER)
                is_over = true;
            break;
        }
    } while (!has_turn());
    self->state = RUNS;
}

/* ---- stepping -------------------------------------------------------------------- */

/* Whether an instruction with that operation code has an operand that may be memory. */
static bool has_operand(unsigned code, bool is_long)
{
    if (is_long) /* 0f … */
        return code == 0x10 || code == 0x11 || code == 0x6e || code == 0x6f ||
               code == 0x7e || code == 0x7f || code == 0xaf ||
               (code >= 0xb0 && code <= 0xbf) || code == 0xc0 || code == 0xc1;
    return (code < 0x40 && (code & 7) < 4) || code == 0x63 || code == 0x69 ||
           code == 0x6b || (code >= 0x80 && code <= 0x8b) || code == 0xc0 ||
           code == 0xc1 || code == 0xc6 || code == 0xc7 || code == 0xd1 ||
           code == 0xd3 || code == 0xf6 || code == 0xf7 || code >= 0xfe;
}

/* Whether the instruction there uses memory other than the stack, as far as its form
 * tells. */
static bool uses_memory(const unsigned char *at)
{
    enum { STACK_POINTER = 4, FRAME_POINTER = 5, REGISTER = 3 };
    while (*at == 0x66 || *at == 0xf0 || *at == 0xf2 || *at == 0xf3)
        at++;
    at += (*at & 0xf0) == 0x40; /* REX */
    bool is_long = *at == 0x0f;
    at += is_long;
    if (!has_operand(*at, is_long))
        return !is_long && *at >= 0xa4 && *at <= 0xaf; /* of strings */
    at++;
    unsigned mode = *at >> 6, base = *at & 7;
    if (base == STACK_POINTER) /* a second byte says what it is */
        base = at[1] & 7;
    return mode != REGISTER && base != STACK_POINTER &&
           (base != FRAME_POINTER || mode == 0);
}

static void trapped(int number, siginfo_t *info, void *data)
{
    greg_t *registers = ((ucontext_t *)data)->uc_mcontext.gregs;
    uintptr_t at = (uintptr_t)registers[REG_RIP];
    (void)number;
    (void)info;
    is_trapped = true;
    if (!steps_on || live == 0 || is_over || ++self->steps > STEPS_MOST) {
        registers[REG_EFL] &= ~(greg_t)TRAP_FLAG;
        return;
    }
    if (++steps > STEPS_TOGETHER)
        is_over = true;
    if (self->pushes) /* the program does not see that it is stepped */
        *(greg_t *)registers[REG_RSP] &= ~(greg_t)TRAP_FLAG;
    bool is_programs = code_from <= at && at < code_to;
    self->pushes = is_programs && *(const unsigned char *)at == PUSH_FLAGS;
    if (is_programs && uses_memory((const unsigned char *)at) && roll() % one_in == 0)
        stop();
}

static void set_trap_flag(void)
{
    __asm__ volatile("lea -128(%%rsp), %%rsp; pushfq; orq %0, (%%rsp); popfq; "
                     "lea 128(%%rsp), %%rsp" ::"i"(TRAP_FLAG)
                     : "memory", "cc"); /* the first trap comes after the last lea */
}

static void step(void)
{
    if (self == NULL || is_over)
        return;
    steps_on = true;
    set_trap_flag();
}

/* The next trap is the last one. */
static void step_no_more(void)
{
    steps_on = false;
}

/* ---- threads --------------------------------------------------------------------- */

/* A free place in the table; NULL: there is none. */
static struct thread *find_place(void)
{
    for (int i = 0; run != 0 && i < THREADS_MOST; i++) {
        int nobody = NOBODY;
        if (atomic_compare_exchange_strong(&threads[i].state, &nobody, STOPPED)) {
            threads[i].is_started = false;
            threads[i].steps = 0;
            threads[i].rank = 0;
            threads[i].dice =
                (run * THREADS_MOST + (unsigned)i + 1) * 0x9e3779b97f4a7c15;
            return &threads[i];
        }
    }
    return NULL;
}

static void begin(struct thread *place)
{
    if (place == NULL)
        return;
    place->id = (int)LL_CALL(SYS_gettid, 0, 0, 0, 0, 0, 0);
    place->state = RUNS;
    self = place;
}

static void end(void)
{
    step_no_more();
    if (self == NULL)
        return;
    live -= self->is_started;
    self->state = NOBODY;
    self = NULL;
}

static void *work(void *data)
{
    struct thread *place = data;
    begin(place);
    step();
    void *result = place->start(place->argument);
    end();
    return result;
}

static int work_c11(void *data)
{
    struct thread *place = data;
    begin(place);
    step();
    int result = place->start_c11(place->argument);
    end();
    return result;
}

/* The place of a thread that is about to be started. */
static struct thread *prepare(void *(*start)(void *), thrd_start_t start_c11,
                              void *argument)
{
    step_no_more();
    if (self == NULL)
        begin(find_place());
    struct thread *place = find_place();
    if (place != NULL) {
        live++;
        place->is_started = true;
        place->start = start;
        place->start_c11 = start_c11;
        place->argument = argument;
    }
    return place;
}

static void started(struct thread *place, bool failed)
{
    if (failed && place != NULL) {
        live--;
        place->state = NOBODY;
    }
    step();
}

/* Set the pointer to a function to the one of that name behind this library. */
static void find(void *function, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    ll_copy(function, &found, sizeof found);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start)(void *), void *argument)
{
    struct thread *place = prepare(start, NULL, argument);
    __typeof__(&pthread_create) create;
    find(&create, "pthread_create");
    int result = place == NULL ? create(thread, attributes, start, argument)
                               : create(thread, attributes, work, place);
    started(place, result != 0);
    return result;
}

int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
    struct thread *place = prepare(NULL, start, argument);
    __typeof__(&thrd_create) create;
    find(&create, "thrd_create");
    int result = place == NULL ? create(thread, start, argument)
                               : create(thread, work_c11, place);
    started(place, result != thrd_success);
    return result;
}

void pthread_exit(void *result)
{
    __typeof__(&pthread_exit) leave;
    find(&leave, "pthread_exit");
    end();
    leave(result);
    __builtin_unreachable();
}

void thrd_exit(int result)
{
    __typeof__(&thrd_exit) leave;
    find(&leave, "thrd_exit");
    end();
    leave(result);
    __builtin_unreachable();
}

/* ---- the beginning --------------------------------------------------------------- */

/* Find the program's own code: the program is told first. */
static int find_code(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    for (int i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &module->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
            code_from = module->dlpi_addr + part->p_vaddr;
            code_to = code_from + part->p_memsz;
        }
    }
    return 1;
}

/* Nothing in the environment tells the program of it. */
static void hide(const char *name)
{
    char *value = (char *)(uintptr_t)ll_getenv(name);
    ll_unsetenv(name);
    if (value != NULL)
        ll_wipe(value - ll_length(name) - 1, ll_length(name) + 1 + ll_length(value));
}

__attribute__((constructor)) static void start(void)
{
    struct sigaction action = {.sa_sigaction = trapped,
                               .sa_flags = SA_SIGINFO | SA_RESTART};
    const char *number = ll_getenv(LL_STOPS_ENV);
    if (number != NULL)
        ll_read_number(number, &run);
    hide(LL_STOPS_ENV);
    hide("LD_PRELOAD");
    if (run == 0)
        return;
    one_in =
        3 + 3 * (unsigned)(run % 3); /* short ways between two stops, and long ones */
    dl_iterate_phdr(find_code, NULL);
    sigaction(SIGTRAP, &action, NULL);
    set_trap_flag();
    if (!is_trapped) /* an emulated processor: nothing can be stopped */
        run = 0;
}

#endif
