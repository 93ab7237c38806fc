/* SPDX-License-Identifier: MIT */
#include "cli/program.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

enum { STDIN_MAX = 16 * 1024 * 1024 };

void ll_program_release(struct ll_program *program)
{
    ll_subject_release(&program->subject);
    if (program->folder != NULL)
        ll_path_remove_tree(program->folder);
    free(program->folder);
    *program = (struct ll_program){0};
}

int ll_program_arguments(struct ll_program *program, int argc, char **argv)
{
    int own = 1;
    while (own < argc && strcmp(argv[own], "--") != 0)
        own++;
    for (int i = own + 1; i < argc; i++)
        ll_strings_add(&program->subject.args, argv[i]);
    return own;
}

/* "-lm" for the linker, everything else of the kind for the compiler. */
void ll_program_option(struct ll_program *program, int letter, const char *value)
{
    struct ll_strings *to = letter == 'l' || letter == 'L' ? &program->subject.libs
                                                           : &program->subject.cflags;
    if (letter == 'i')
        program->interactive = true;
    else
        ll_strings_addf(to, "-%c%s", letter, value);
}

int ll_program_files(struct ll_program *program, const struct ll_command *command,
                     char **argv, int from, int to, struct ll_error *err)
{
    struct ll_subject *subject = &program->subject;
    if (from == to)
        return ll_command_misuse(command, "which file?");
    for (int i = from; i < to; i++) {
        const char *dot = strrchr(ll_path_base(argv[i]), '.');
        bool linked = dot != NULL && (strcmp(dot, ".a") == 0 || strcmp(dot, ".o") == 0);
        if (linked)
            ll_strings_add(&subject->libs, argv[i]);
        else if (ll_subject_add_source(subject, argv[i], err) != 0)
            return ll_command_failed(err);
    }
    if (subject->sources.count == 0)
        return ll_command_misuse(command, "which file?");
    subject->name = strdup(argv[from]);
    if (subject->name == NULL)
        ll_fail_memory(err);
    if (subject->name == NULL || ll_strings_ok(&subject->args, err) != 0 ||
        ll_strings_ok(&subject->libs, err) != 0 ||
        ll_strings_ok(&subject->cflags, err) != 0)
        return ll_command_failed(err);
    return 0;
}

/* An input that does not come looks like a program that hangs: say what we wait for. */
static void say_waiting(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (isatty(STDIN_FILENO))
        fputs("leaklab: type the program's input, then Ctrl-D:\n", stderr);
    else if (poll(&input, 1, 1000) == 0)
        fputs("leaklab: waiting for the program's input to come in on stdin "
              "(for none: < /dev/null)\n",
              stderr);
}

/* Read all of stdin. */
static int read_stdin(struct ll_buf *input, struct ll_error *err)
{
    char chunk[65536];
    ssize_t got;
    while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR && !ll_jail_is_cancelled())
            continue;
        if (got < 0)
            return ll_fail(err, LL_FAULT_INPUT, "cannot read stdin: %s",
                           strerror(errno));
        if (!ll_buf_add(input, chunk, (size_t)got))
            return ll_fail(err, LL_FAULT_INPUT, "cannot read stdin: over %d bytes",
                           STDIN_MAX);
    }
    return 0;
}

int ll_program_input(struct ll_program *program, struct ll_error *err)
{
    struct stat st;
    struct ll_buf input;
    int result = -1;
    if (fstat(STDIN_FILENO, &st) != 0 || S_ISDIR(st.st_mode) ||
        (isatty(STDIN_FILENO) && !program->interactive))
        return 0;
    say_waiting();
    ll_buf_init(&input, STDIN_MAX);
    if (read_stdin(&input, err) != 0)
        goto out;
    result = 0;
    if (input.len == 0)
        goto out;
    program->folder = ll_path_temp_dir(err);
    if (program->folder == NULL)
        result = -1;
    else if ((program->subject.stdin_path = ll_path_join(program->folder, "stdin")) ==
             NULL)
        result = ll_fail_memory(err);
    else
        result = ll_file_write(program->subject.stdin_path, input.data, input.len, err);

out:
    ll_buf_release(&input);
    return result;
}
