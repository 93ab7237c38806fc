/* SPDX-License-Identifier: MIT
 *
 * Completion for shells. Each script is made of the commands' tables (options.h): a
 * fixed part that knows the shell, and lines that know the commands.
 *
 * Values that depend on the machine (lessons, files) are looked up when the reader
 * presses the Tab key; the scripts ask `leaklab completion lessons` for the lessons. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/command_line.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_completion;

/* ---- what all scripts share ------------------------------------------------------ */

/* The names of enum ll_values in the scripts. */
static const struct {
    unsigned value;
    const char *name;
} value_names[] = {
    {LL_VALUES_LESSONS, "lessons"},
    {LL_VALUES_FILES, "files"},
    {LL_VALUES_FOLDERS, "folders"},
    {LL_VALUES_PROGRAM, "program"},
};

/* Append "lessons folders". */
static void add_values(struct ll_buf *out, unsigned values)
{
    const char *between = "";
    for (size_t i = 0; i < sizeof value_names / sizeof *value_names; i++)
        if (values & value_names[i].value) {
            ll_buf_addf(out, "%s%s", between, value_names[i].name);
            between = " ";
        }
}

/* Append "text json gcc". */
static void add_choices(struct ll_buf *out, ll_choices *choices)
{
    for (size_t i = 0; choices != NULL && choices(i) != NULL; i++)
        ll_buf_addf(out, "%s%s", i > 0 ? " " : "", choices(i));
}

static bool has_value(const struct ll_option *option)
{
    return option->type != LL_OPTION_FLAG && option->name != NULL;
}

/* Append `text` between the quotes of a shell, with `escapes` for some characters:
 * pairs of a character and what stands for it. */
static void add_escaped(struct ll_buf *out, const char *text,
                        const char *const (*escapes)[2])
{
    for (; *text != '\0'; text++) {
        const char *instead = NULL;
        for (size_t i = 0; escapes[i][0] != NULL; i++)
            if (escapes[i][0][0] == *text)
                instead = escapes[i][1];
        if (instead != NULL)
            ll_buf_puts(out, instead);
        else
            ll_buf_putc(out, *text);
    }
}

/* ---- bash --------------------------------------------------------------------------
 *
 * bash gives the words of the line; a word such as --format=text is three of them. */

static const char bash_head[] =
    "# bash completion for leaklab, printed by 'leaklab completion bash'.\n"
    "# shellcheck shell=bash\n"
    "\n"
    "_leaklab()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local program=${1/#\\~/$HOME} command=${COMP_WORDS[1]}\n"
    "    local options='' valued='' words='' values='' place=0 i\n"
    "    COMPREPLY=()\n";

static const char bash_middle[] =
    "    if [ \"$cur\" = = ]; then cur=''; fi\n"
    "    if [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
    "    for ((i = 2; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n"
    "        --) values=files ;;\n"
    "        -*)\n"
    "            if [[ \" $valued \" == *\" ${COMP_WORDS[i]} \"* ]]; then\n"
    "                i=$((i + 1))\n"
    "                if [ \"${COMP_WORDS[i]}\" = = ]; then i=$((i + 1)); fi\n"
    "            fi\n"
    "            ;;\n"
    "        *) place=$((place + 1)) ;;\n"
    "        esac\n"
    "    done\n"
    "    if [ -n \"$values\" ]; then\n"
    "        : # after \"--\": the program's own arguments\n"
    "    elif [[ \" $valued \" == *\" $prev \"* ]]; then\n"
    "        case $command,$prev in\n";

static const char bash_operands[] = "        esac\n"
                                    "    elif [[ $cur == -* ]]; then\n"
                                    "        words=$options\n"
                                    "    else\n"
                                    "        case $command,$place in\n";

static const char bash_tail[] =
    "        esac\n"
    "    fi\n"
    "    if [[ $values == *lessons* ]]; then\n"
    "        words=\"$words $(\"$program\" completion lessons 2>/dev/null | cut -f1 |\n"
    "            tr '\\n' ' ')\"\n"
    "    fi\n"
    "    mapfile -t COMPREPLY < <(\n"
    "        compgen -W \"$words\" -- \"$cur\"\n"
    "        case $values in\n"
    "        *files*) compgen -f -- \"$cur\" ;;\n"
    "        *folders*) compgen -d -- \"$cur\" ;;\n"
    "        *program*)\n"
    "            compgen -f -X '!*.[cao]' -- \"$cur\"\n"
    "            compgen -d -- \"$cur\"\n"
    "            ;;\n"
    "        esac\n"
    "    )\n"
    "    case $values in\n"
    "    *files* | *folders* | *program*) compopt -o filenames 2>/dev/null ;;\n"
    "    esac\n"
    "}\n"
    "complete -F _leaklab leaklab\n";

/* Append "check) options='--format ...' valued='--format ...' ;;". */
static void add_bash_options(struct ll_buf *out, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    struct ll_buf valued = LL_BUF_INIT;
    ll_buf_addf(out, "    %s)\n        options='--help", command->name);
    while (ll_option_next(command->options, &walk)) {
        if (walk.row->name != NULL)
            ll_buf_addf(out, " --%s", walk.row->name);
        if (walk.row->shown != NULL)
            ll_buf_addf(out, " %s", walk.row->shown);
        if (has_value(walk.row))
            ll_buf_addf(&valued, "%s--%s", valued.len > 0 ? " " : "", walk.row->name);
    }
    ll_buf_addf(out, "'\n        valued='%s'\n        ;;\n", ll_buf_text(&valued));
    ll_buf_release(&valued);
}

/* Append "words='text json' values='' ;;". */
static void add_bash_words(struct ll_buf *out, ll_choices *choices, unsigned values)
{
    ll_buf_puts(out, " words='");
    add_choices(out, choices);
    ll_buf_puts(out, "' values='");
    add_values(out, values);
    ll_buf_puts(out, "' ;;\n");
}

static void add_bash_values(struct ll_buf *out, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    while (ll_option_next(command->options, &walk))
        if (has_value(walk.row) && (walk.row->choices != NULL || walk.row->values)) {
            ll_buf_addf(out, "        %s,--%s)", command->name, walk.row->name);
            add_bash_words(out, walk.row->choices, walk.row->values);
        }
}

static void add_bash_operands(struct ll_buf *out, const struct ll_command *command)
{
    for (size_t i = 0; i < command->operand_count; i++) {
        const struct ll_operand *operand = &command->operands[i];
        if (operand->many)
            ll_buf_addf(out, "        %s,*)", command->name);
        else
            ll_buf_addf(out, "        %s,%zu)", command->name, i);
        add_bash_words(out, operand->choices, operand->values);
    }
}

/* Call `add` for each command that people use. */
static void each_command(struct ll_buf *out,
                         void (*add)(struct ll_buf *out, const struct ll_command *row))
{
    for (const struct ll_command *const *row = ll_commands; *row != NULL; row++)
        if (!(*row)->hidden)
            add(out, *row);
}

static void add_name(struct ll_buf *out, const struct ll_command *command)
{
    ll_buf_addf(out, "%s ", command->name);
}

static int print_bash(struct ll_buf *out, struct ll_error *err)
{
    (void)err;
    ll_buf_puts(out, bash_head);
    ll_buf_puts(out, "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                     "        mapfile -t COMPREPLY < <(compgen -W '");
    each_command(out, add_name);
    ll_buf_puts(out, "help --help --version' -- \"$cur\")\n"
                     "        return\n"
                     "    fi\n"
                     "    case $command in\n"
                     "    help)\n"
                     "        mapfile -t COMPREPLY < <(compgen -W '");
    each_command(out, add_name);
    ll_buf_puts(out, "' -- \"$cur\")\n"
                     "        return\n"
                     "        ;;\n");
    each_command(out, add_bash_options);
    ll_buf_puts(out, "    esac\n");
    ll_buf_puts(out, bash_middle);
    each_command(out, add_bash_values);
    ll_buf_puts(out, bash_operands);
    each_command(out, add_bash_operands);
    ll_buf_puts(out, bash_tail);
    return 0;
}

/* ---- zsh ---------------------------------------------------------------------------
 *
 * _arguments of zsh knows options, values and places. */

static const char zsh_head[] =
    "#compdef leaklab\n"
    "# zsh completion for leaklab, printed by 'leaklab completion zsh'.\n"
    "\n"
    "_leaklab_values()\n"
    "{\n"
    "    local kind\n"
    "    local -a lessons\n"
    "    for kind in \"$@\"; do\n"
    "        case $kind in\n"
    "        lessons)\n"
    "            lessons=(${(f)\"$(${program/#\\~/$HOME} completion lessons "
    "2>/dev/null)\"})\n"
    "            lessons=(${lessons/$'\\t'/:})\n"
    "            _describe lesson lessons\n"
    "            ;;\n"
    "        files) _files ;;\n"
    "        folders) _files -/ ;;\n"
    "        program) _files -g '*.(c|o|a)' ;;\n"
    "        esac\n"
    "    done\n"
    "}\n"
    "\n"
    "_leaklab()\n"
    "{\n"
    "    local program=$words[1] context state state_descr line\n"
    "    local -A opt_args\n"
    "    local -a commands\n"
    "    commands=(\n";

static const char zsh_middle[] =
    "    )\n"
    "    _arguments -C '--help[print help]' '--version[print the version]' \\\n"
    "        '1:command:->command' '*::argument:->argument'\n"
    "    case $state in\n"
    "    command) _describe command commands ;;\n"
    "    argument)\n"
    "        case $words[1] in\n"
    "        help) _describe command commands ;;\n";

static const char zsh_tail[] = "        esac\n"
                               "        ;;\n"
                               "    esac\n"
                               "}\n"
                               "\n"
                               "# Started by the completion system, or read with "
                               "'source'.\n"
                               "if [ \"$funcstack[1]\" = _leaklab ]; then\n"
                               "    _leaklab \"$@\"\n"
                               "else\n"
                               "    compdef _leaklab leaklab\n"
                               "fi\n";

static const char *const zsh_escapes[][2] = {
    {"'", "'\\''"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}, {NULL, NULL}};

static void add_zsh_command(struct ll_buf *out, const struct ll_command *command)
{
    ll_buf_addf(out, "        '%s:", command->name);
    add_escaped(out, command->summary, zsh_escapes);
    ll_buf_puts(out, "'\n");
}

/* Append ":FORMAT:(text json)", ":FILE: _leaklab_values files". */
static void add_zsh_action(struct ll_buf *out, const char *name, ll_choices *choices,
                           unsigned values)
{
    ll_buf_addf(out, ":%s:", name);
    if (choices != NULL) {
        ll_buf_putc(out, '(');
        add_choices(out, choices);
        ll_buf_putc(out, ')');
    } else if (values != 0) {
        ll_buf_puts(out, " _leaklab_values ");
        add_values(out, values);
    }
}

static void add_zsh_option(struct ll_buf *out, const struct ll_option *option)
{
    const char *letters = option->letters != NULL ? option->letters : "";
    for (; *letters != '\0'; letters++) {
        ll_buf_addf(out, " \\\n                '*-%c+[", *letters);
        add_escaped(out, option->help, zsh_escapes);
        ll_buf_puts(out, "]:value:'");
    }
    if (option->name == NULL)
        return;
    ll_buf_addf(out, " \\\n                '%s--%s%s[", option->repeats ? "*" : "",
                option->name, has_value(option) ? "=" : "");
    add_escaped(out, option->help, zsh_escapes);
    ll_buf_putc(out, ']');
    if (has_value(option))
        add_zsh_action(out, option->value, option->choices, option->values);
    ll_buf_putc(out, '\'');
}

static void add_zsh_arguments(struct ll_buf *out, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    ll_buf_addf(out, "        %s)\n            _arguments '--help[print help]'",
                command->name);
    while (ll_option_next(command->options, &walk))
        add_zsh_option(out, walk.row);
    for (size_t i = 0; i < command->operand_count; i++) {
        const struct ll_operand *operand = &command->operands[i];
        if (operand->many)
            ll_buf_puts(out, " \\\n                '*");
        else
            ll_buf_addf(out, " \\\n                '%zu%s", i + 1,
                        operand->missing != NULL ? "" : ":");
        add_zsh_action(out, "argument", operand->choices, operand->values);
        ll_buf_putc(out, '\'');
    }
    ll_buf_puts(out, "\n            ;;\n");
}

static int print_zsh(struct ll_buf *out, struct ll_error *err)
{
    (void)err;
    ll_buf_puts(out, zsh_head);
    each_command(out, add_zsh_command);
    ll_buf_puts(out, zsh_middle);
    each_command(out, add_zsh_arguments);
    ll_buf_puts(out, zsh_tail);
    return 0;
}

/* ---- fish --------------------------------------------------------------------------
 *
 * One line for each option and operand. fish offers all operands of a command at once,
 * whatever their places. */

static const char fish_head[] =
    "# fish completion for leaklab, printed by 'leaklab completion fish'.\n"
    "\n"
    "function __leaklab_lessons\n"
    "    eval (string escape -- (commandline -opc)[1]) completion lessons 2>/dev/null\n"
    "end\n"
    "\n"
    "complete -c leaklab -f\n"
    "complete -c leaklab -n __fish_use_subcommand -l help -d 'print help'\n"
    "complete -c leaklab -n __fish_use_subcommand -l version -d 'print the version'\n";

static const char *const fish_escapes[][2] = {
    {"'", "\\'"}, {"\\", "\\\\"}, {NULL, NULL}};

static void add_fish_help(struct ll_buf *out, const char *help)
{
    ll_buf_puts(out, " -d '");
    add_escaped(out, help, fish_escapes);
    ll_buf_puts(out, "'\n");
}

/* Append the arguments of fish's `complete` for a value: -a '...' for words, -k to keep
 * their order, -F for files. */
static void add_fish_value(struct ll_buf *out, ll_choices *choices, unsigned values)
{
    if (choices != NULL) {
        ll_buf_puts(out, " -a '");
        add_choices(out, choices);
        ll_buf_putc(out, '\'');
    }
    if (values & LL_VALUES_LESSONS)
        ll_buf_puts(out, " -k -a '(__leaklab_lessons)'");
    if (values & (LL_VALUES_FILES | LL_VALUES_PROGRAM))
        ll_buf_puts(out, " -F");
    else if (values & LL_VALUES_FOLDERS)
        ll_buf_puts(out, " -a '(__fish_complete_directories)'");
}

static void add_fish_front(struct ll_buf *out, const struct ll_command *command)
{
    ll_buf_addf(out, "complete -c leaklab -n '__fish_seen_subcommand_from %s'",
                command->name);
}

static void add_fish_option(struct ll_buf *out, const struct ll_command *command,
                            const struct ll_option *option)
{
    const char *letters = option->letters != NULL ? option->letters : "";
    for (; *letters != '\0'; letters++) {
        add_fish_front(out, command);
        ll_buf_addf(out, " -s %c -r", *letters);
        add_fish_help(out, option->help);
    }
    if (option->name == NULL)
        return;
    add_fish_front(out, command);
    ll_buf_addf(out, " -l %s", option->name);
    if (option->letter != 0)
        ll_buf_addf(out, " -s %c", option->letter);
    if (has_value(option))
        ll_buf_puts(out, option->values & (LL_VALUES_FILES | LL_VALUES_PROGRAM)
                             ? " -r"
                             : " -x");
    add_fish_value(out, option->choices, option->values);
    add_fish_help(out, option->help);
}

static void add_fish_command(struct ll_buf *out, const struct ll_command *command)
{
    struct ll_option_walk walk = {0};
    ll_buf_addf(out, "\ncomplete -c leaklab -n __fish_use_subcommand -a %s",
                command->name);
    add_fish_help(out, command->summary);
    while (ll_option_next(command->options, &walk))
        add_fish_option(out, command, walk.row);
    for (size_t i = 0; i < command->operand_count; i++) {
        const struct ll_operand *operand = &command->operands[i];
        if (operand->choices == NULL && operand->values == 0)
            continue;
        add_fish_front(out, command);
        add_fish_value(out, operand->choices, operand->values);
        ll_buf_putc(out, '\n');
    }
}

static int print_fish(struct ll_buf *out, struct ll_error *err)
{
    (void)err;
    ll_buf_puts(out, fish_head);
    each_command(out, add_fish_command);
    return 0;
}

/* ---- the command ----------------------------------------------------------------- */

/* "3<Tab>lost-realloc" for each lesson: for the scripts. */
static int print_lessons(struct ll_buf *out, struct ll_error *err)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    char *home = ll_home_lessons(err);
    int result = home == NULL ? -1 : ll_lesson_folders(home, &folders, err);
    for (size_t i = 0; i < folders.count; i++) {
        char *name;
        unsigned long number = strtoul(ll_path_base(folders.items[i]), &name, 10);
        ll_buf_addf(out, "%lu\t%s\n", number, name + (*name == '-'));
    }
    ll_strings_release(&folders);
    free(home);
    return result;
}

static const struct print {
    const char *name;
    int (*print)(struct ll_buf *out, struct ll_error *err);
} prints[] = {
    {"bash", print_bash},       {"zsh", print_zsh}, {"fish", print_fish},
    {"lessons", print_lessons}, {NULL, NULL},
};

static const char *print_name(size_t index)
{
    return prints[index].name;
}

static const struct ll_operand operands[] = {
    {.missing = "for which shell? bash, zsh or fish", .choices = print_name},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_buf out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_completion, argc, argv, NULL, &given,
                               &status))
        return status;
    const struct print *print = prints;
    while (print->name != NULL && strcmp(print->name, given.items[0]) != 0)
        print++;
    if (print->name == NULL)
        return ll_command_misuse(
            &ll_command_completion,
            "there is no completion for '%s': use bash, zsh or fish", given.items[0]);
    status = LL_EXIT_CLEAN;
    if (print->print(&out, &err) != 0 || out.full)
        status = ll_command_failed(&err);
    ll_screen_print(&out);
    return status;
}

const struct ll_command ll_command_completion = {
    .name = "completion",
    .usage = "SHELL",
    .summary = "print the Tab completion for a shell",
    .about =
        "SHELL is bash, zsh or fish. The script completes commands, options, their "
        "values, lessons and files. For one session of bash or zsh: source <(leaklab "
        "completion bash). To keep it, write it to a file that the shell reads.",
    .status = "0, or 2 when there is no such script",
    .examples = "leaklab completion bash > ~/.local/share/bash-completion/completions/"
                "leaklab\n"
                "leaklab completion fish > ~/.config/fish/completions/leaklab.fish",
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
