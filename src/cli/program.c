/* SPDX-License-Identifier: MIT */
#include "cli/program.h"

#include <elf.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/screen.h"
#include "diag/allocator.h"
#include "project/compile_commands.h"
#include "session/cython.h"

enum { STDIN_MAX = 16 * 1024 * 1024 };

/* ---- its command line ------------------------------------------------------------ */

/* "-lm" is for the linker, every other letter for the compiler; but of those with p,
 * only -pthread is. */
static int take_letter(void *stored, char letter, const char *value,
                       struct ll_error *err)
{
    struct ll_program *program = stored;
    struct ll_subject *subject = &program->subject;
    if (letter == 'p' && strcmp(value, "thread") != 0) {
        program->commands = value;
        return 0;
    }
    struct ll_strings *to =
        letter == 'l' || letter == 'L' ? &subject->libs : &subject->cflags;
    ll_strings_addf(to, "-%c%s", letter, value);
    char *folder = letter == 'L' ? ll_path_real(value, NULL) : NULL;
    if (folder != NULL) /* a shared library there is to be found when it starts, too */
        ll_strings_addf(to, "-Wl,-rpath,%s", folder);
    free(folder);
    return ll_strings_ok(to, err);
}

static int take_allocator(void *stored, char letter, const char *value,
                          struct ll_error *err)
{
    struct ll_subject *subject = stored;
    (void)letter;
    if (!ll_allocator_is_valid(value))
        return ll_fail(err, LL_FAULT_USAGE,
                       "--allocator takes the name of a function, as xmalloc or "
                       "pool_alloc:pool_free, not '%s'",
                       value);
    subject->needs_allocators = true;
    return ll_strings_add(&subject->allocators, value) ? 0 : ll_fail_memory(err);
}

bool ll_program_failure(const char *text, unsigned long *number, bool *with_all)
{
    char *end = NULL;
    unsigned long read = text[0] >= '1' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    bool all = read > 0 && *end == '+';
    if (read == 0 || end[all] != '\0')
        return false;
    *number = read;
    *with_all = all;
    return true;
}

const struct ll_option ll_program_report_options[] = {
    {.name = "raw",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct ll_program, style.raw),
     .help = "add the reports of the tools themselves"},
    {.name = "output",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct ll_program, show_output),
     .help = "show on stderr what the program printed"},
    {0},
};

const struct ll_option ll_program_options[] = {
    {.name = "output-limit",
     .type = LL_OPTION_SIZE,
     .value = "SIZE",
     .at = offsetof(struct ll_program, session.limits.output_bytes),
     .least = 1 << 20,
     .most = 1 << 30,
     .help =
         "stop a run that prints more than SIZE, such as 16M (default 1M; a sweep, of "
         "all its runs together, 16M)"},
    {.name = "interactive",
     .letter = 'i',
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct ll_program, interactive),
     .help = "read the program's input from the terminal first"},
    {.name = "keep",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct ll_program, session.keep),
     .help = "keep the working folders and print their names"},
    {.name = "allocator",
     .type = LL_OPTION_OWN,
     .repeats = true,
     .value = "NAME[:FREE]",
     .at = offsetof(struct ll_program, subject),
     .take = take_allocator,
     .help = "NAME, of the program, allocates for its callers: tell their lines; FREE "
             "takes its blocks back"},
    {.name = "python",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct ll_program, subject.python),
     .help = "link libpython; a file that defines PyInit_NAME is an extension module"},
    {.name = "script",
     .type = LL_OPTION_TEXT,
     .value = "FILE.py",
     .at = offsetof(struct ll_program, script),
     .help = "run this Python file, which imports the modules (implies --python)"},
    {.name = "compile-commands",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_program, commands),
     .values = LL_VALUES_FILES,
     .help = "compile with the flags that the project has for these files in FILE, its "
             "compile_commands.json, or in the folder FILE (also: -p FILE)"},
    {.letters = "IDUsWfOplL",
     .shown = "-I -D -U -std= -W -f -O -pthread -l -L",
     .type = LL_OPTION_LETTERS,
     .at = 0,
     .take = take_letter,
     .help = "are passed to the compiler and the linker"},
    {0},
};

const struct ll_operand ll_program_operands[1] = {
    {.missing = "which file?", .many = true, .values = LL_VALUES_PROGRAM},
};

void ll_program_init(struct ll_program *program)
{
    *program = (struct ll_program){
        .session = LL_SESSION_INIT,
        .style = ll_style_for(STDOUT_FILENO),
    };
    program->style.limits = &program->session.limits;
}

void ll_program_release(struct ll_program *program)
{
    ll_subject_release(&program->subject);
    if (program->folder != NULL)
        ll_path_remove_tree(program->folder);
    free(program->folder);
    *program = (struct ll_program){0};
}

static bool is_linked(const char *file)
{
    const char *dot = strrchr(ll_path_base(file), '.');
    return dot != NULL && (strcmp(dot, ".a") == 0 || strcmp(dot, ".o") == 0);
}

/* "libx.so", "libx.so.1": the linker takes it, too, if it is found when the program
 * starts. */
static bool is_shared(const char *file)
{
    const char *so = strstr(ll_path_base(file), ".so");
    return so != NULL && (so[3] == '\0' || so[3] == '.') &&
           ll_program_is_finished(file);
}

static bool is_cpp(const char *file)
{
    static const char *const endings[] = {".cc", ".cpp", ".cxx", ".C", ".c++"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ll_path_ends(file, endings[i]))
            return true;
    return false;
}

/* Read the first bytes of the file; return how many it has. */
static size_t read_magic(const char *file, char magic[SELFMAG])
{
    FILE *stream = fopen(file, "r");
    size_t got = stream == NULL ? 0 : fread(magic, 1, SELFMAG, stream);
    if (stream != NULL)
        fclose(stream);
    return got;
}

bool ll_program_is_finished(const char *file)
{
    char magic[SELFMAG];
    return read_magic(file, magic) == SELFMAG && memcmp(magic, ELFMAG, SELFMAG) == 0;
}

/* What `check` does not take, and the command that does. NULL: it takes it, or nobody
 * knows what it is. */
static const char *taken_by(const char *file)
{
    char magic[SELFMAG];
    return ll_program_is_finished(file) ? "is a program, not a source"
           : read_magic(file, magic) > 2 && memcmp(magic, "#!", 2) == 0 &&
                   !ll_path_ends(file, ".py")
               ? "is a script, not a source in C"
               : NULL;
}

/* Refuse a file that another command takes. */
static int refuse_file(const char *file, struct ll_error *err)
{
    const char *what = is_linked(file) || is_shared(file) ? NULL : taken_by(file);
    if (ll_path_is_dir(file))
        return ll_fail(err, LL_FAULT_USAGE,
                       "'%s' is a folder: name the C sources of one program", file);
    if (what == NULL)
        return 0;
    return ll_fail(err, LL_FAULT_USAGE,
                   "'%s' %s: to watch it while it runs, type %s run %s%s", file, what,
                   ll_command_program(), strchr(file, '/') != NULL ? "" : "./", file);
}

/* Objects and archives: the linker takes them, with the sources. */
static int refuse_linked_alone(const struct ll_command *command, const char *file)
{
    if (file == NULL)
        return ll_command_misuse(command, "which file? Name at least one C source");
    if (ll_path_ends(file, ".py"))
        return ll_command_misuse(
            command,
            "'%s' is in Python: name the C source of a module that "
            "it imports, too",
            file);
    return ll_command_misuse(command,
                             "'%s' is compiled already: name the C source of main, "
                             "too, or watch the finished program: %s run ./PROGRAM",
                             file, ll_command_program());
}

/* What a file was compiled from that is linked is not known here: what lies below this
 * folder is the reader's own, as it is for a finished program. */
static int add_linked(struct ll_subject *subject, const char *file,
                      struct ll_error *err)
{
    char *here = ll_path_real(".", err);
    char *path = is_shared(file) ? ll_path_real(file, NULL) : NULL;
    char *folder = path == NULL ? NULL : ll_path_dir(path);
    ll_strings_add(&subject->libs, path != NULL ? path : file);
    if (folder != NULL)
        ll_strings_addf(&subject->libs, "-Wl,-rpath,%s", folder);
    free(folder);
    free(path);
    if (here != NULL && strcmp(here, "/") != 0 &&
        !ll_strings_has(&subject->roots, here))
        ll_strings_add(&subject->roots, here);
    int result = here == NULL ? -1 : ll_strings_ok(&subject->roots, err);
    free(here);
    return result;
}

int ll_program_take(struct ll_program *program, const struct ll_command *command,
                    const struct ll_operands *operands, struct ll_error *err)
{
    struct ll_subject *subject = &program->subject;
    bool cpp = false;
    for (size_t i = 0; i < operands->count; i++) {
        const char *file = operands->items[i];
        if (refuse_file(file, err) != 0)
            return ll_command_failed(err);
        if ((is_linked(file) || is_shared(file)
                 ? add_linked(subject, file, err)
                 : ll_subject_add_source(subject, file, err)) != 0)
            return ll_command_failed(err);
        cpp = cpp || is_cpp(file);
    }
    if (cpp)
        ll_strings_add(&subject->libs, "-lstdc++");
    if (program->script != NULL &&
        ll_subject_add_source(subject, program->script, err) != 0)
        return ll_command_failed(err);
    subject->python =
        subject->python || subject->scripts.count > 0 || ll_cython_any(subject);
    if (subject->sources.count == 0)
        return refuse_linked_alone(command,
                                   operands->count > 0 ? operands->items[0] : NULL);
    if (program->commands != NULL &&
        ll_compile_commands_read(program->commands, &subject->sources, &subject->cflags,
                                 err) != 0)
        return ll_command_failed(err);
    for (size_t i = 0; i < operands->rest_count; i++)
        ll_strings_add(&subject->args, operands->rest[i]);
    if (ll_screen_add_pairs(&subject->pairs, err) != 0)
        return ll_command_failed(err);
    subject->name = strdup(operands->items[0]);
    if (subject->name == NULL)
        ll_fail_memory(err);
    if (subject->name == NULL || ll_strings_ok(&subject->args, err) != 0 ||
        ll_strings_ok(&subject->libs, err) != 0 ||
        ll_strings_ok(&subject->cflags, err) != 0)
        return ll_command_failed(err);
    return 0;
}

size_t ll_program_tools(const struct ll_program *program,
                        const struct ll_tool *tools[LL_WITNESSES_MAX + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < program->tools.count && count < LL_WITNESSES_MAX; i++) {
        const struct ll_tool *tool = ll_tool_find(program->tools.items[i]);
        if (!ll_tool_is_among(tool, tools, count))
            tools[count++] = tool;
    }
    if (program->tools.count == 0)
        for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
            if (ll_tool_is_default(*tool, program->subject.python) &&
                count < LL_WITNESSES_MAX)
                tools[count++] = *tool;
    tools[count] = NULL;
    return count;
}

bool ll_program_print_output(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].output != NULL) {
            fputs(result->runs[i].output, stderr);
            return true;
        }
    return false;
}

int ll_program_gdb(const struct ll_strings *argv, struct ll_error *err)
{
    if (ll_strings_ok(argv, err) != 0)
        return ll_command_failed(err);
    fflush(stdout);
    pid_t gdb = fork();
    if (gdb == 0) {
        execvp(argv->items[0], argv->items);
        fprintf(stderr, "leaklab: cannot start 'gdb': install the package 'gdb'%s\n",
                ll_home_advise("gdb").text);
        _exit(LL_EXIT_HARNESS);
    }
    int ended = 0;
    return gdb > 0 && waitpid(gdb, &ended, 0) == gdb && WIFEXITED(ended)
               ? WEXITSTATUS(ended)
               : LL_EXIT_HARNESS;
}

/* ---- its input ------------------------------------------------------------------- */

/* While leaklab waits for input it looks like a program that hangs: print what it waits
 * for. */
static void say_waiting(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (isatty(STDIN_FILENO))
        fputs("leaklab: type the program's input, then Ctrl-D:\n", stderr);
    else if (poll(&input, 1, 1000) == 0)
        fputs("leaklab: waiting for the program's input on stdin "
              "(for no input: < /dev/null)\n",
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
            return ll_fail(err, LL_FAULT_INPUT,
                           "cannot read stdin: it is larger than %d bytes", STDIN_MAX);
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
