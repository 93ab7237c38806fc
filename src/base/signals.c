/* SPDX-License-Identifier: MIT */
#include "base/signals.h"

#include <signal.h>
#include <stddef.h>

static const struct row {
    int number;
    const char *name, *gloss;
} signals[] = {
    {SIGSEGV, "SIGSEGV", "it used an address where it has no memory"},
    {SIGBUS, "SIGBUS", "it used an address that the hardware cannot access"},
    {SIGABRT, "SIGABRT", "it, or the C library for it, called abort"},
    {SIGFPE, "SIGFPE", "it divided a whole number by 0, or the result did not fit"},
    {SIGILL, "SIGILL", "it reached an instruction that the processor does not have"},
    {SIGTRAP, "SIGTRAP", "it reached a breakpoint"},
    {SIGSYS, "SIGSYS", "it made a system call that is forbidden"},
    {SIGPIPE, "SIGPIPE", "it wrote to a pipe that nobody reads any more"},
    {SIGALRM, "SIGALRM", "its alarm timer expired"},
    {SIGINT, "SIGINT", "it was interrupted from outside"},
    {SIGTERM, "SIGTERM", "it was asked from outside to end"},
    {SIGKILL, "SIGKILL", "it was killed from outside"},
    {SIGXCPU, "SIGXCPU", "it used up its processor time"},
    {SIGXFSZ, "SIGXFSZ", "it wrote a larger file than allowed"},
};

static const struct row *find(int number)
{
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (signals[i].number == number)
            return &signals[i];
    return NULL;
}

const char *ll_signal_name(int number)
{
    const struct row *row = find(number);
    return row != NULL ? row->name : NULL;
}

const char *ll_signal_gloss(int number)
{
    const struct row *row = find(number);
    return row != NULL ? row->gloss : NULL;
}
