/* SPDX-License-Identifier: MIT */
#include "runtime/observe.h"

#include <fcntl.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/observe/check.h"

enum { TESTS_MAX = 1024, FIXTURES_MAX = 256, CASES_MAX = 256 };

/* The main functions of the driver and of the suite, as they are called here. */
int ll_driver_main(int argc, char **argv) __attribute__((weak));
int ll_suite_main(int argc, char **argv) __attribute__((weak));

/* Where fail.o is linked: from here on nothing fails. */
void ll_fail_stop(void) __attribute__((weak));

void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

/* finish.c: before the leak check, and after it. */
void ll_observe_end(void);
void ll_observe_last(void);

int main(int argc, char **argv);

_Noreturn void __real__exit(int status);

/* It cannot be run like this. */
static _Noreturn void misused(void)
{
    __real__exit(LL_OBSERVE_MISUSED);
}

/* ---- the key ----------------------------------------------------------------------
 * Two halves that make the key when they are put together. One lies at the end of a
 * page of its own, at an address that is kept as its complement. */

static uint8_t half[LL_SIPHASH_KEY];
static uintptr_t not_other;
static struct ll_observe_order order; /* without its key */
static int not_line = -1;   /* the complement of the conversation's descriptor */
static int not_report = -1; /* and of where an ASan report goes */
static uint64_t number;     /* of the next frame */

static uint8_t *other_half(void)
{
    return (uint8_t *)~not_other;
}

static void hide_key(const uint8_t key[LL_SIPHASH_KEY])
{
    uint8_t *page =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        misused();
    static const uint8_t zeros[LL_SIPHASH_KEY];
    uint64_t at = ll_siphash(key, zeros, sizeof zeros) % (4096 - LL_SIPHASH_KEY);
    not_other = ~(uintptr_t)(page + at);
    /* The page holds bytes like any others: the key's half is one among many. */
    uint64_t noise[2] = {0};
    for (size_t i = 0; i < 4096; i += sizeof noise[0], noise[0]++) {
        uint64_t word = ll_siphash(key, noise, sizeof noise);
        memcpy(page + i, &word, sizeof word);
    }
    for (size_t i = 0; i < LL_SIPHASH_KEY; i++)
        half[i] = key[i] ^ other_half()[i];
}

static uint64_t with_key(const void *bytes, size_t count)
{
    uint8_t key[LL_SIPHASH_KEY];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = half[i] ^ other_half()[i];
    uint64_t code = ll_siphash(key, bytes, count);
    explicit_bzero(key, sizeof key);
    return code;
}

static uint64_t secret(enum ll_observe_secret what, uint64_t of)
{
    uint64_t words[2] = {(uint64_t)what, of};
    return with_key(words, sizeof words);
}

/* ---- frames -----------------------------------------------------------------------
 */

static void write_all(int fd, const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t done = write(fd, at, count);
        if (done <= 0)
            return; /* what is missing is noticed */
        at += done;
        count -= (size_t)done;
    }
}

/* Send a frame of two parts. Nothing of it stays in memory, where a pointer in it
 * would hold a lost block. */
static void send(enum ll_frame_kind kind, const void *first, size_t first_bytes,
                 const void *rest, size_t rest_bytes)
{
    static struct {
        struct ll_frame_head head;
        uint8_t bytes[LL_OBSERVE_CONTENT_MAX + 512];
    } frame;
    if (first_bytes + rest_bytes + sizeof(uint64_t) > sizeof frame.bytes)
        return;
    frame.head = (struct ll_frame_head){.bytes = (uint32_t)(first_bytes + rest_bytes),
                                        .kind = kind,
                                        .number = number++};
    memcpy(frame.bytes, first, first_bytes);
    if (rest_bytes > 0)
        memcpy(frame.bytes + first_bytes, rest, rest_bytes);
    uint64_t code = with_key(&frame, sizeof frame.head + frame.head.bytes);
    memcpy(frame.bytes + frame.head.bytes, &code, sizeof code);
    size_t count = sizeof frame.head + frame.head.bytes + sizeof code;
    write_all(~not_line, &frame, count);
    memset(&frame, 0, count);
}

static void observed(int line, enum ll_observed_type type, uint64_t value,
                     const void *address, const void *content, size_t count)
{
    static const uint8_t no_key[LL_SIPHASH_KEY];
    struct ll_frame_observed what = {
        .line = (uint32_t)line, .type = type, .value = value};
    if (address != NULL)
        what.address = ~(uint64_t)(uintptr_t)address;
    if (content != NULL)
        what.hash = ll_siphash(no_key, content, count);
    if (count > LL_OBSERVE_CONTENT_MAX)
        count = LL_OBSERVE_CONTENT_MAX;
    send(LL_FRAME_OBSERVED, &what, sizeof what, content, content == NULL ? 0 : count);
    explicit_bzero(&what, sizeof what);
}

/* ---- what the assertions call ------------------------------------------------------
 */

static jmp_buf end_of_test;

static void stop_unless(bool holds)
{
    if (!holds)
        longjmp(end_of_test, 1);
}

void ll_observe_describe(const char *file, const char *text, bool holds, double with,
                         double tolerance)
{
    char texts[LL_OBSERVE_CONTENT_MAX];
    struct ll_frame_said said;
    size_t file_bytes = strlen(file) + 1;
    if (file_bytes >= sizeof texts / 2)
        return;
    memset(&said, 0, sizeof said);
    said.with = with;
    said.tolerance = tolerance;
    said.holds = holds;
    said.file_bytes = (uint32_t)file_bytes;
    memcpy(texts, file, file_bytes);
    size_t count =
        (size_t)snprintf(texts + file_bytes, sizeof texts - file_bytes, "%s", text);
    if (count >= sizeof texts - file_bytes)
        count = sizeof texts - file_bytes - 1;
    send(LL_FRAME_DESCRIBE, &said, sizeof said, texts, file_bytes + count + 1);
}

void ll_observe_truth(int line, bool holds)
{
    observed(line, LL_OBSERVED_TRUTH, holds, NULL, NULL, 0);
    stop_unless(holds);
}

void ll_observe_int(int line, intmax_t value)
{
    observed(line, LL_OBSERVED_INT, (uint64_t)value, NULL, NULL, 0);
}

void ll_observe_uint(int line, uintmax_t value)
{
    observed(line, LL_OBSERVED_UINT, value, NULL, NULL, 0);
}

void ll_observe_double(int line, double value, bool close)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    observed(line, close ? LL_OBSERVED_CLOSE : LL_OBSERVED_DOUBLE, bits, NULL, NULL, 0);
}

void ll_observe_text(int line, const char *text, bool may_be_null)
{
    size_t length = text == NULL ? 0 : strlen(text);
    observed(line, LL_OBSERVED_TEXT, length, text, text, length);
    stop_unless(text != NULL || may_be_null);
}

void ll_observe_memory(int line, const void *bytes, size_t count)
{
    observed(line, LL_OBSERVED_MEMORY, count, bytes, bytes, count);
    stop_unless(bytes != NULL || count == 0);
}

void ll_observe_pointer(int line, const void *pointer, bool wanted_null)
{
    bool holds = (pointer == NULL) == wanted_null;
    observed(line, LL_OBSERVED_POINTER, holds, pointer, NULL, 0);
    stop_unless(holds);
}

/* ---- Check's runner ----------------------------------------------------------------
 * In fixed places: what is allocated in a test is the submission's. */

struct TCase {
    int unused;
};
struct Suite {
    int unused;
};
struct SRunner {
    int unused;
};

static TCase cases[CASES_MAX];
static size_t case_count;
static Suite a_suite;
static SRunner a_runner;

static struct test {
    const TCase *of;
    const TTest *test;
    int from, to;
} tests[TESTS_MAX];
static size_t test_count;

static struct fixture {
    const TCase *of;
    SFun setup, teardown;
} fixtures[FIXTURES_MAX];
static size_t fixture_count;

Suite *suite_create(const char *name)
{
    (void)name;
    return &a_suite;
}

void suite_add_tcase(Suite *suite, TCase *tcase)
{
    (void)suite;
    (void)tcase;
}

TCase *tcase_create(const char *name)
{
    (void)name;
    if (case_count == CASES_MAX)
        misused();
    return &cases[case_count++];
}

void ll_observe_add(TCase *tcase, const TTest *test, int from, int to)
{
    if (test_count == TESTS_MAX)
        misused();
    tests[test_count++] = (struct test){tcase, test, from, to};
}

void tcase_add_checked_fixture(TCase *tcase, SFun setup, SFun teardown)
{
    if (fixture_count == FIXTURES_MAX)
        misused();
    fixtures[fixture_count++] = (struct fixture){tcase, setup, teardown};
}

/* Around each test, too: it comes to the same. */
void tcase_add_unchecked_fixture(TCase *tcase, SFun setup, SFun teardown)
{
    tcase_add_checked_fixture(tcase, setup, teardown);
}

void tcase_set_timeout(TCase *tcase, double seconds)
{
    (void)tcase;
    (void)seconds;
}

SRunner *srunner_create(Suite *suite)
{
    (void)suite;
    return &a_runner;
}

void srunner_add_suite(SRunner *runner, Suite *suite)
{
    (void)runner;
    (void)suite;
}

void srunner_free(SRunner *runner)
{
    (void)runner;
}

void srunner_set_fork_status(SRunner *runner, enum fork_status status)
{
    (void)runner;
    (void)status;
}

int srunner_ntests_failed(SRunner *runner)
{
    (void)runner;
    return 0; /* it is not known here */
}

int srunner_ntests_run(SRunner *runner)
{
    (void)runner;
    return (int)test_count;
}

/* ---- units -------------------------------------------------------------------------
 */

static uint32_t unit; /* the one that runs */
static bool in_unit;
static uint32_t next_unit;  /* that a test will be */
static size_t bytes_before; /* bare: that were allocated */

static void mark(uint64_t bound)
{
    if (order.tool != LL_OBSERVE_VALGRIND)
        return;
    uint64_t sizes = secret(LL_SECRET_MARK, bound);
    free(memalign(16, ll_observe_size(sizes)));
    free(memalign(16, ll_observe_size(sizes >> 16)));
}

static size_t bytes_in_use(void)
{
    return order.tool == LL_OBSERVE_BARE ? mallinfo2().uordblks + mallinfo2().hblkhd
                                         : 0;
}

static void begin(const char *name, int index)
{
    struct ll_frame_unit what = {.unit = unit, .index = (uint32_t)index};
    in_unit = true;
    send(LL_FRAME_BEGIN, &what, sizeof what, name, strlen(name) + 1);
    mark(2 * (uint64_t)unit);
    bytes_before = bytes_in_use();
}

static void end(void)
{
    struct ll_frame_unit what = {.unit = unit};
    what.bytes = (int64_t)(bytes_in_use() - bytes_before);
    mark(2 * (uint64_t)unit + 1);
    in_unit = false;
    send(LL_FRAME_END, &what, sizeof what, NULL, 0);
}

static bool is_wanted(uint32_t which)
{
    return order.first <= which && which <= order.last;
}

static void run_test(const struct test *test, int index)
{
    unit = next_unit++;
    if (!is_wanted(unit))
        return;
    begin(test->test->name, index);
    if (setjmp(end_of_test) == 0) {
        for (size_t f = 0; f < fixture_count; f++)
            if (fixtures[f].of == test->of && fixtures[f].setup != NULL)
                fixtures[f].setup();
        test->test->fn(index);
        for (size_t f = fixture_count; f-- > 0;)
            if (fixtures[f].of == test->of && fixtures[f].teardown != NULL)
                fixtures[f].teardown();
    }
    end();
}

void srunner_run_all(SRunner *runner, enum print_output mode)
{
    (void)runner;
    (void)mode;
    next_unit = 1;
    for (size_t i = 0; i < test_count; i++)
        for (int k = tests[i].from; k < tests[i].to; k++)
            run_test(&tests[i], k);
}

static void run_driver(void)
{
    static char name[] = "program";
    static char *argv[] = {name, NULL};
    unit = 0;
    begin("", 0);
    ll_driver_main(1, argv);
    fflush(NULL);
    end();
}

/* ---- the beginning -----------------------------------------------------------------
 */

/* What the tests print is nobody's business. */
static void silence(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0)
        return;
    fflush(NULL);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
}

/* Move a descriptor to where nobody expects it. Returns where that is. */
static int move(int fd, uint64_t where)
{
    struct rlimit most;
    uint64_t room = getrlimit(RLIMIT_NOFILE, &most) != 0 || most.rlim_cur > 1024
                        ? 1024
                        : most.rlim_cur;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 8 + (int)(where % (room / 2)));
    if (moved < 0)
        misused();
    close(fd);
    return moved;
}

static void read_order(void)
{
    char *at = (char *)&order;
    size_t left = sizeof order;
    while (left > 0) {
        ssize_t got = read(LL_OBSERVE_LINE, at, left);
        if (got <= 0)
            break;
        at += got;
        left -= (size_t)got;
    }
    if (left > 0 || order.magic != LL_OBSERVE_MAGIC) {
        dprintf(STDERR_FILENO, "leaklab: nobody to be observed by\n");
        misused();
    }
    hide_key(order.key);
    explicit_bzero(order.key, sizeof order.key);
    not_line = ~move(LL_OBSERVE_LINE, secret(LL_SECRET_FD, 0));
    close(LL_OBSERVE_LOG);
    if (order.tool == LL_OBSERVE_ASAN && __sanitizer_set_report_fd != NULL) {
        not_report = ~move(LL_OBSERVE_REPORT, secret(LL_SECRET_FD, 1));
        __sanitizer_set_report_fd((void *)(intptr_t)~not_report);
    } else {
        close(LL_OBSERVE_REPORT);
    }
}

/* What malloc needs for itself is no unit's. asprintf: no wrapper of ours counts it, or
 * has it fail. */
static void warm_up(void)
{
    char *block;
    if (asprintf(&block, "%c", 'x') >= 0)
        free(block);
}

int main(int argc, char **argv)
{
    /* Theirs would be the first unit's that prints. */
    static char out[4096];
    (void)argc;
    read_order();
    setvbuf(stdout, out, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof out);
    if (order.tool == LL_OBSERVE_BARE)
        warm_up();
    struct ll_frame_count hello = {(uint64_t)getpid()};
    send(LL_FRAME_HELLO, &hello, sizeof hello, NULL, 0);
    if (ll_driver_main != NULL && is_wanted(0))
        run_driver();
    if (ll_fail_stop != NULL)
        ll_fail_stop();
    silence();
    if (ll_suite_main != NULL && order.last > 0)
        ll_suite_main(1, argv);
    return 0;
}

/* ---- the end -----------------------------------------------------------------------
 */

static uint64_t rule;
static uint32_t freed_size;

/* memalign: no wrapper of ours counts it, or has it fail. */
__attribute__((noinline)) static void lose(uint32_t size)
{
    char *volatile block = memalign(16, size);
    block = NULL;
    (void)block;
}

__attribute__((noinline)) void ll_canary_leak(uint32_t size);
__attribute__((noinline)) void ll_canary_leak(uint32_t size)
{
    lose(size);
}

__attribute__((noinline)) void ll_canary_read(uint32_t size, bool freed);
__attribute__((noinline)) void ll_canary_read(uint32_t size, bool freed)
{
    /* This file is not instrumented: AddressSanitizer sees what its own functions do.
     */
    static void *(*volatile search)(const void *, int, size_t) = memchr;
    static volatile int seen;
    volatile char *block = memalign(16, size);
    if (block == NULL)
        return;
    if (freed)
        free((char *)block);
    if (order.tool == LL_OBSERVE_ASAN)
        seen += search((char *)block, 'x', 8) != NULL;
    else if (block[1] == 'x')
        seen++;
    if (!freed)
        free((char *)block);
}

void ll_observe_end(void)
{
    if (not_line == -1)
        return;
    if (in_unit) {
        struct ll_frame_unit what = {.unit = unit};
        send(LL_FRAME_LEFT, &what, sizeof what, NULL, 0);
    }
    if (ll_fail_stop != NULL)
        ll_fail_stop();
    fflush(NULL); /* which may still call functions of the submission */
    struct ll_frame_count token = {secret(LL_SECRET_TOKEN, number)};
    uint32_t lost = ll_observe_size(secret(LL_SECRET_LEAK, 0));
    freed_size = ll_observe_size(secret(LL_SECRET_FREED, 0));
    rule = secret(LL_SECRET_RULE, 0);
    uint32_t unwritten = ll_observe_size(secret(LL_SECRET_UNWRITTEN, 0));
    if (order.tool != LL_OBSERVE_BARE)
        ll_canary_leak(lost);
    if (order.tool == LL_OBSERVE_VALGRIND) {
        ll_canary_read(freed_size, true);
        ll_canary_read(unwritten, false);
    }
    send(LL_FRAME_DONE, &token, sizeof token, NULL, 0);
    explicit_bzero(&token, sizeof token);
    explicit_bzero(half, sizeof half);
    explicit_bzero(other_half(), LL_SIPHASH_KEY);
    close(~not_line);
    not_line = -1;
}

/* Under AddressSanitizer the first bad access is the last: it comes after the leak
 * check, and the rule between them tells the two reports apart. */
void ll_observe_last(void)
{
    if (not_report == -1)
        return;
    char text[64];
    int length = snprintf(text, sizeof text, LL_OBSERVE_RULE, (unsigned long long)rule);
    write_all(~not_report, text, (size_t)length);
    ll_canary_read(freed_size, true);
}
