/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct ll_command *const *ll_commands;

const struct ll_command *ll_command_find(const char *name)
{
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}

const char *ll_command_program(void)
{
    const char *program = program_invocation_name;
    return strchr(program, '/') != NULL ? program : "leaklab";
}

int ll_command_misuse(const struct ll_command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "leaklab %s: ", command->name);
    vfprintf(stderr, format, args);
    fprintf(stderr, "\nusage: leaklab %s%s%s\n", command->name,
            command->usage[0] != '\0' ? " " : "", command->usage);
    fprintf(stderr, "more:  %s %s --help\n", ll_command_program(), command->name);
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
