/* SPDX-License-Identifier: MIT
 *
 * leaklab: one diagnosis in place of three reports. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "config.h"
#include "jail/jail.h"

extern const struct ll_command ll_command_lesson, ll_command_hint, ll_command_list,
    ll_command_matrix, ll_command_check, ll_command_explain, ll_command_verify,
    ll_command_sweep, ll_command_new, ll_command_grade, ll_command_export,
    ll_command_doctor;

const struct ll_command *const ll_commands[] = {
    &ll_command_lesson,
    &ll_command_hint,
    &ll_command_list,
    &ll_command_check,
    &ll_command_sweep,
    &ll_command_explain,
    &ll_command_grade,
    &ll_command_export,
    &ll_command_verify,
    &ll_command_new,
    &ll_command_matrix,
    &ll_command_doctor,
    NULL,
};

static void print_help(FILE *to)
{
    fputs("leaklab: learn where C programs lose memory, with real tools\n\n"
          "usage: leaklab COMMAND [OPTIONS] ...\n\n",
          to);
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        fprintf(to, "  %-8s %-32s %s\n", (*row)->name, (*row)->usage, (*row)->summary);
    fputs("\nMore: leaklab COMMAND --help, leaklab --version\n"
          "Exit status: 0 no fault, 1 faults, 2 nothing could be judged, 3 leaklab's "
          "own failure\n",
          to);
}

void ll_command_help(const struct ll_command *command)
{
    printf("leaklab %s: %s\n\nusage: leaklab %s %s\n\n%s", command->name,
           command->summary, command->name, command->usage, command->help);
}

int ll_command_misuse(const struct ll_command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "leaklab %s: ", command->name);
    vfprintf(stderr, format, args);
    fprintf(stderr, "\nusage: leaklab %s %s\n", command->name, command->usage);
    fprintf(stderr, "more:  leaklab %s --help\n", command->name);
    va_end(args);
    return LL_EXIT_INPUT;
}

int ll_command_failed(const struct ll_error *err)
{
    fflush(stdout);
    if (err->file[0] != '\0' && err->line > 0)
        fprintf(stderr, "leaklab: %s:%d: %s\n", err->file, err->line, err->text);
    else if (err->file[0] != '\0')
        fprintf(stderr, "leaklab: %s: %s\n", err->file, err->text);
    else
        fprintf(stderr, "leaklab: %s\n", err->text);
    return err->fault == LL_FAULT_HARNESS ? LL_EXIT_HARNESS : LL_EXIT_INPUT;
}

int ll_exit_for(enum ll_verdict verdict)
{
    switch (verdict) {
    case LL_PASS:
        return LL_EXIT_CLEAN;
    case LL_FAIL:
        return LL_EXIT_FAULTS;
    case LL_UNGRADABLE:
        return LL_EXIT_INPUT;
    case LL_HARNESS_ERROR:
        break;
    }
    return LL_EXIT_HARNESS;
}

static void on_interrupt(int signal)
{
    (void)signal;
    ll_jail_cancel();
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return LL_EXIT_INPUT;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return LL_EXIT_CLEAN;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("leaklab " LL_VERSION);
        return LL_EXIT_CLEAN;
    }
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++) {
        if (strcmp((*row)->name, argv[1]) != 0)
            continue;
        for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
            if (strcmp(argv[i], "--help") == 0) {
                ll_command_help(*row);
                return LL_EXIT_CLEAN;
            }
        return (*row)->run(argc - 1, argv + 1);
    }
    fprintf(stderr, "leaklab: there is no command '%s'\n\n", argv[1]);
    print_help(stderr);
    return LL_EXIT_INPUT;
}

int main(int argc, char **argv)
{
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
