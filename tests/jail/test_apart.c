/* SPDX-License-Identifier: MIT
 *
 * A function that is called apart answers, and can do nothing else. */
#include "jail/apart.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "jail/isolation.h"
#include "support/suite.h"

static struct ll_buf answer;
static int shared; /* what the child changes is its own */

static int call(bool (*function)(void *, struct ll_buf *), void *data, double seconds)
{
    const struct ll_apart apart = {
        .answer = function, .data = data, .seconds = seconds, .bytes = 1 << 30};
    struct ll_error err = {0};
    int result = ll_apart(&apart, &answer, &err);
    ck_assert_msg(result >= 0, "%s", err.text);
    return result;
}

static void set_up(void)
{
    ll_buf_init(&answer, 1 << 20);
    shared = 1;
}

static void tear_down(void)
{
    ll_buf_release(&answer);
}

static bool say_words(void *data, struct ll_buf *to)
{
    shared++;
    return ll_buf_addf(to, "%s %d", (const char *)data, shared);
}

START_TEST(its_answer_arrives)
{
    char words[] = "some words";
    ck_assert_int_eq(call(say_words, words, HANG_SECONDS), 0);
    ck_assert_str_eq(ll_buf_text(&answer), "some words 2");
    ck_assert_int_eq(shared, 1);
}
END_TEST

static bool say_much(void *data, struct ll_buf *to)
{
    char kilobyte[1024];
    (void)data;
    memset(kilobyte, 'x', sizeof kilobyte);
    for (int i = 0; i < 1024; i++)
        ll_buf_add(to, kilobyte, sizeof kilobyte);
    return true;
}

START_TEST(a_long_answer_arrives)
{
    ck_assert_int_eq(call(say_much, NULL, HANG_SECONDS), 0);
    ck_assert_uint_eq(answer.len, 1 << 20);
}
END_TEST

START_TEST(too_long_an_answer_is_none)
{
    ll_buf_init(&answer, (1 << 20) - 1);
    ck_assert_int_eq(call(say_much, NULL, HANG_SECONDS), 1);
}
END_TEST

static bool say_no(void *data, struct ll_buf *to)
{
    (void)data;
    return !ll_buf_puts(to, "no");
}

static bool crash(void *data, struct ll_buf *to)
{
    (void)data;
    ll_buf_puts(to, "so far");
    raise(SIGABRT);
    abort();
}

static int recurse(int depth)
{
    volatile char here[4096];
    here[depth % 4096] = 1;
    return depth < 0 ? 0 : recurse(depth + 1) + here[depth % 4096];
}

static bool overflow_stack(void *data, struct ll_buf *to)
{
    (void)data;
    return recurse(0) != 0 && ll_buf_puts(to, "back");
}

/* There is no limit of memory when leaklab itself is built with AddressSanitizer. */
#ifdef __SANITIZE_ADDRESS__
enum { CRASHES = 3 };
#else
enum { CRASHES = 4 };
#endif

static bool use_much_memory(void *data, struct ll_buf *to)
{
    (void)data;
    for (;;) {
        char *block = malloc(16 << 20);
        if (block == NULL)
            return false;
        memset(block, 1, 16 << 20);
        ll_buf_puts(to, block[5] == 1 ? "x" : "y");
    }
}

START_TEST(a_crash_is_no_answer)
{
    bool (*const functions[])(void *, struct ll_buf *) = {say_no, crash, overflow_stack,
                                                          use_much_memory};
    ck_assert_int_eq(call(functions[_i], NULL, HANG_SECONDS), 1);
}
END_TEST

static bool loop(void *data, struct ll_buf *to)
{
    volatile int *turns = data;
    while (*turns >= 0)
        *turns = 1;
    return ll_buf_puts(to, "over");
}

START_TEST(an_endless_loop_is_no_answer)
{
    int turns = 0;
    double start = ll_now();
    ck_assert_int_eq(call(loop, &turns, 0.2), 1);
    ck_assert_double_lt(ll_now() - start, (double)HANG_SECONDS / 2);
}
END_TEST

/* Each "can" is something that it must not be able to do. */
static bool try_all(void *data, struct ll_buf *to)
{
    const int *line = data;
    if (open("/etc/passwd", O_RDONLY) >= 0)
        ll_buf_puts(to, "can open a file\n");
    if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
        ll_buf_puts(to, "can open a socket\n");
    if (kill(getppid(), 0) == 0)
        ll_buf_puts(to, "can send a signal\n");
    if (write(*line, "x", 1) == 1)
        ll_buf_puts(to, "can write to another descriptor\n");
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    if (pid > 0)
        ll_buf_puts(to, "can fork\n");
    ll_buf_puts(to, "done");
    return true;
}

START_TEST(it_can_do_nothing_else)
{
    int line[2];
    if (ll_layer_missing(LL_LAYER_SECCOMP) != NULL) {
        skip("%s", ll_layer_missing(LL_LAYER_SECCOMP));
        return;
    }
    ck_assert_int_eq(pipe(line), 0);
    ck_assert_int_eq(call(try_all, &line[1], HANG_SECONDS), 0);
    ck_assert_str_eq(ll_buf_text(&answer), "done");
    close(line[0]);
    close(line[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("apart");
    TCase *tcase = case_create("apart");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, its_answer_arrives);
    tcase_add_test(tcase, a_long_answer_arrives);
    tcase_add_test(tcase, too_long_an_answer_is_none);
    tcase_add_loop_test(tcase, a_crash_is_no_answer, 0, CRASHES);
    tcase_add_test(tcase, an_endless_loop_is_no_answer);
    tcase_add_test(tcase, it_can_do_nothing_else);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
