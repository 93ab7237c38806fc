/* SPDX-License-Identifier: MIT
 *
 * The build makes the man page with it: leaklab manual docs/leaklab.1.in */
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "cli/command_line.h"
#include "cli/help.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_manual;

/* The line of the template in whose place the commands' sections stand. */
static const char mark[] = ".\\\" @COMMANDS@\n";

static const struct ll_operand operands[] = {
    {.missing = "which template?", .values = LL_VALUES_FILES},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_buf template = LL_BUF_INIT, out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_manual, argc, argv, NULL, &given, &status))
        return status;
    status = LL_EXIT_CLEAN;
    if (ll_file_read(given.items[0], 1 << 20, &template, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    const char *text = ll_buf_text(&template), *place = strstr(text, mark);
    if (place == NULL) {
        ll_fail(&err, LL_FAULT_INPUT, "'%s' has no line @COMMANDS@", given.items[0]);
        status = ll_command_failed(&err);
        goto out;
    }
    ll_buf_add(&out, text, (size_t)(place - text));
    ll_help_manual(&out);
    ll_buf_puts(&out, place + strlen(mark));
    ll_screen_print(&out);

out:
    ll_buf_release(&template);
    ll_buf_release(&out);
    return status;
}

const struct ll_command ll_command_manual = {
    .name = "manual",
    .usage = "TEMPLATE",
    .summary = "print the man page (for the build)",
    .about = "Prints TEMPLATE with the sections of all commands in place of its line "
             "@COMMANDS@.",
    .status = "0, or 2 when the template cannot be used",
    .operands = operands,
    .operand_count = 1,
    .hidden = true,
    .run = run,
};
