/* SPDX-License-Identifier: MIT
 *
 * cmd_watched: the hidden command `watched`: what src/follow executes in place of a
 * program. */
#include <stdio.h>

#include "cli/command.h"
#include "project/watched.h"

extern const struct ll_command ll_command_watched;

/* "watched -- FILE ARGV0 ARG...": the arguments are another program's, and no option in
 * them is ours. */
static int run(int argc, char **argv)
{
    struct ll_error err = {0};
    if (argc < 4) {
        fputs("leaklab: '" LL_FOLLOW_COMMAND "' is for leaklab itself\n", stderr);
        return LL_EXIT_INPUT;
    }
    ll_watched_become(argv[2], argv + 3, &err);
    return ll_command_failed(&err);
}

const struct ll_command ll_command_watched = {
    .name = LL_FOLLOW_COMMAND,
    .usage = "-- FILE ARGV0 [ARG...]",
    .summary = "become a program under a tool",
    .about = "What `leaklab run` executes in place of each program that it watches.",
    .hidden = true,
    .run = run,
};
