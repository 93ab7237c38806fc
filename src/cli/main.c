/* SPDX-License-Identifier: MIT
 *
 * leaklab: one diagnosis in place of three reports. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/spelling.h"
#include "cli/command.h"
#include "cli/help.h"
#include "config.h"
#include "jail/jail.h"

extern const struct ll_command ll_command_lesson, ll_command_watch, ll_command_next,
    ll_command_hint, ll_command_reset, ll_command_list, ll_command_check,
    ll_command_run, ll_command_cc, ll_command_picture, ll_command_debug,
    ll_command_sweep, ll_command_explain, ll_command_grade, ll_command_merge,
    ll_command_export, ll_command_verify, ll_command_new, ll_command_matrix,
    ll_command_questions, ll_command_doctor, ll_command_completion, ll_command_manual,
    ll_command_watched;

static const struct ll_command *const commands[] = {
    &ll_command_lesson,
    &ll_command_watch,
    &ll_command_next,
    &ll_command_hint,
    &ll_command_reset,
    &ll_command_list,
    &ll_command_check,
    &ll_command_run,
    &ll_command_cc,
    &ll_command_picture,
    &ll_command_debug,
    &ll_command_sweep,
    &ll_command_explain,
    &ll_command_grade,
    &ll_command_merge,
    &ll_command_export,
    &ll_command_verify,
    &ll_command_new,
    &ll_command_matrix,
    &ll_command_questions,
    &ll_command_doctor,
    &ll_command_completion,
    &ll_command_manual,
    &ll_command_watched,
    NULL,
};

static void print_help(FILE *to)
{
    fputs("leaklab: learn where C programs lose memory, with real tools\n\n"
          "usage: leaklab COMMAND [OPTIONS] ...\n\n",
          to);
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        if (!(*row)->hidden)
            fprintf(to, "  %-11s %s\n", (*row)->name, (*row)->summary);
    fputs("\nMore: leaklab COMMAND --help, leaklab --version\n"
          "Exit status: 0 no fault, 1 faults, 2 wrong usage or nothing could be "
          "judged,\n3 leaklab failed\n",
          to);
}

static void on_interrupt(int signal)
{
    (void)signal;
    ll_jail_cancel();
}

/* Most who name no command are new. */
static void print_tour(void)
{
    const char *program = ll_command_program();
    printf("leaklab: learn where C programs lose memory, with real tools\n\n"
           "  learn it               %s lesson 1\n"
           "                         the first of the lessons; %s list shows all\n\n"
           "  check a program        %s check prog.c\n"
           "                         or, of any project: %s run make check\n\n"
           "  grade a class          %s grade --lesson 1 submissions/\n"
           "                         first: %s doctor, which tests this machine\n\n"
           "All commands: %s --help\n",
           program, program, program, program, program, program, program);
}

/* Nobody reads a list of all commands who has misspelt one. */
static int refuse(const char *name)
{
    struct ll_spelling spelling = ll_spelling_of(name);
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        if (!(*row)->hidden)
            ll_spelling_try(&spelling, (*row)->name);
    fprintf(stderr, "leaklab: there is no command '%s'", name);
    if (spelling.nearest != NULL) {
        fprintf(stderr, ": did you mean '%s'?\n", spelling.nearest);
    } else {
        fputs("\n\n", stderr);
        print_help(stderr);
    }
    return LL_EXIT_INPUT;
}

static int run(int argc, char **argv)
{
    if (argc < 2 && isatty(STDOUT_FILENO)) {
        print_tour();
        return LL_EXIT_CLEAN;
    }
    if (argc < 2) {
        print_help(stderr);
        return LL_EXIT_INPUT;
    }
    bool help = strcmp(argv[1], "help") == 0;
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        (help && argc == 2)) {
        print_help(stdout);
        return LL_EXIT_CLEAN;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("leaklab " LL_VERSION);
        return LL_EXIT_CLEAN;
    }
    const char *name = argv[help ? 2 : 1];
    const struct ll_command *command = ll_command_find(name);
    if (command != NULL && help) {
        ll_help_print(command);
        return LL_EXIT_CLEAN;
    }
    struct ll_error err = {0};
    if (command != NULL && command->own_lessons && ll_home_enter(&err) != 0)
        return ll_command_failed(&err);
    if (command != NULL)
        return command->run(argc - 1, argv + 1);
    return refuse(name);
}

int main(int argc, char **argv)
{
    ll_commands = commands;
    struct sigaction interrupt = {.sa_handler = on_interrupt,
                                  .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGTERM, &interrupt, NULL);
    struct sigaction hangup;
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &interrupt, NULL); /* but not under nohup */

    int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("leaklab: cannot write to stdout");
        return LL_EXIT_HARNESS;
    }
    return status;
}
