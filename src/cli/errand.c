/* SPDX-License-Identifier: MIT */
#include "cli/errand.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/path.h"
#include "base/strings.h"
#include "jail/jail.h"

enum { OUTPUT_MAX = 1 << 20, SECONDS_MAX = 300 };

struct ll_errand {
    pthread_t thread;
    bool started;
    struct ll_strings argv;
    char columns[32];
    struct ll_buf output;
    int ended, stop; /* descriptors */
    double start;
};

static void signal_on(int fd)
{
    const uint64_t one = 1;
    if (write(fd, &one, sizeof one) < 0)
        return; /* it can be read already */
}

static void *work(void *data)
{
    struct ll_errand *errand = data;
    struct ll_ended ended;
    struct ll_error err = {0};
    const struct ll_job job = {.argv = ll_strings_argv(&errand->argv),
                               .env = (const char *const[]){errand->columns, NULL},
                               .limits = {.wall_seconds = SECONDS_MAX},
                               .out = &errand->output,
                               .err = &errand->output,
                               .stop = errand->stop};
    if (ll_jail_run(&job, &ended, &err) != 0)
        ll_buf_puts(&errand->output, err.text);
    signal_on(errand->ended);
    return NULL;
}

struct ll_errand *ll_errand_start(const char *const *words, unsigned width)
{
    struct ll_errand *errand = calloc(1, sizeof *errand);
    char *program = ll_path_real("/proc/self/exe", NULL);
    if (errand != NULL) {
        errand->argv = (struct ll_strings)LL_STRINGS_INIT;
        ll_buf_init(&errand->output, OUTPUT_MAX);
        errand->start = ll_now();
        errand->ended = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        errand->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        snprintf(errand->columns, sizeof errand->columns, "COLUMNS=%u", width);
        ll_strings_add(&errand->argv, program != NULL ? program : "leaklab");
        ll_strings_add_all(&errand->argv, words);
        errand->started = errand->ended >= 0 && errand->stop >= 0 &&
                          ll_strings_ok(&errand->argv, NULL) == 0 &&
                          pthread_create(&errand->thread, NULL, work, errand) == 0;
        if (!errand->started) {
            ll_errand_free(errand);
            errand = NULL;
        }
    }
    free(program);
    return errand;
}

void ll_errand_free(struct ll_errand *errand)
{
    if (errand == NULL)
        return;
    if (errand->started) {
        signal_on(errand->stop);
        pthread_join(errand->thread, NULL);
    }
    if (errand->ended >= 0)
        close(errand->ended);
    if (errand->stop >= 0)
        close(errand->stop);
    ll_strings_release(&errand->argv);
    ll_buf_release(&errand->output);
    free(errand);
}

int ll_errand_fd(const struct ll_errand *errand)
{
    return errand->ended;
}

bool ll_errand_wait(const struct ll_errand *errand, int milliseconds)
{
    struct pollfd polled = {.fd = errand->ended, .events = POLLIN};
    return poll(&polled, 1, milliseconds) == 1;
}

const char *ll_errand_output(const struct ll_errand *errand)
{
    return ll_buf_text(&errand->output);
}

double ll_errand_seconds(const struct ll_errand *errand)
{
    return ll_now() - errand->start;
}
