/* SPDX-License-Identifier: MIT
 *
 * cmd_cc: the command `cc`: a project's compiler, which builds variants for the
 * sanitizers beside what it builds. */
#include <string.h>

#include "cli/command.h"
#include "cli/help.h"
#include "project/cc.h"

extern const struct ll_command ll_command_cc;

/* All words are the compiler's, but a lone --help or -h. */
static int run(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        ll_help_print(&ll_command_cc);
        return LL_EXIT_CLEAN;
    }
    return ll_cc_run(argv + 1);
}

const struct ll_command ll_command_cc = {
    .name = "cc",
    .usage = "[COMPILER] ARG...",
    .summary = "compile a project so that `run` finds more",
    .about = "Is the compiler of a project: CC=\"leaklab cc\" make. It runs the real "
             "compiler with all that it is given (COMPILER, or the words in "
             "LEAKLAB_CC, or cc): the same files, messages and exit status. Besides, "
             "it builds each object and program a second time with the checks of "
             "AddressSanitizer and of UndefinedBehaviorSanitizer. These variants lie "
             "in leaklab's cache, and no file of the project knows of them.\n"
             "`leaklab run` then runs the variants, too, and reports what they find "
             "with the rest. If a variant cannot be built, the build goes on, and "
             "`leaklab run` says why.",
    .status = "the compiler's",
    .examples = "CC=\"leaklab cc\" make && leaklab run make check\n"
                "LEAKLAB_CC=clang make CC=\"leaklab cc\"",
    .run = run,
};
