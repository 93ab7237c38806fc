/* SPDX-License-Identifier: MIT */
#include "project/cc.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "project/compile_line.h"
#include "project/variant.h"
#include "project/variant_archive.h"
#include "session/command.h"

enum { SAID_MAX = 1 << 20 };

/* ---- the compiler ------------------------------------------------------------- */

static bool is_program(const char *word)
{
    if (word == NULL || word[0] == '-' || word[0] == '@' ||
        ll_compile_is_source(word) || ll_compile_is_linked(word))
        return false;
    char *found = strchr(word, '/') == NULL ? ll_path_find_program(word) : strdup(word);
    bool is = found != NULL && access(found, X_OK) == 0 && !ll_path_is_dir(found);
    free(found);
    return is;
}

/* Fill `compiler` with the first words of the command line; return what is left of
 * `argv`. */
static char *const *take_compiler(char *const *argv, struct ll_strings *compiler)
{
    const char *words = getenv(LL_CC_VARIABLE);
    if (is_program(argv[0])) {
        ll_strings_add(compiler, argv[0]);
        return argv + 1;
    }
    for (words = words == NULL ? "" : words; *(words += strspn(words, " ")) != '\0';
         words += strcspn(words, " "))
        ll_strings_addf(compiler, "%.*s", (int)strcspn(words, " "), words);
    if (compiler->count == 0)
        ll_strings_add(compiler, "cc");
    return argv;
}

/* Run it as if we were not there: the terminal, input and output are its own. */
static int run_as_is(const struct ll_strings *command)
{
    int ended = 0;
    pid_t child = fork();
    if (child == 0) {
        execvp(command->items[0], command->items);
        fprintf(stderr, "leaklab: cannot start '%s': %s\n", command->items[0],
                strerror(errno));
        _exit(127);
    }
    while (child > 0 && waitpid(child, &ended, 0) < 0 && errno == EINTR)
        continue;
    if (child > 0 && WIFSIGNALED(ended)) {
        signal(WTERMSIG(ended), SIG_DFL);
        raise(WTERMSIG(ended));
    }
    return child > 0 && WIFEXITED(ended) ? WEXITSTATUS(ended) : 127;
}

/* The tool that is built in by that compiler: each has its own. */
static const struct ll_tool *tool_of(const char *compiler)
{
    const struct ll_tool *usual = ll_tool_for(LL_TOOL_BUILT_IN);
    char *found = strchr(compiler, '/') == NULL ? ll_path_find_program(compiler)
                                                : strdup(compiler);
    char *real = found == NULL ? NULL : ll_path_real(found, NULL);
    const char *name = real == NULL ? "" : ll_path_base(real);
    const struct ll_tool *tool = usual;
    for (const struct ll_tool *const *row = ll_tools; *row != NULL; row++)
        if ((*row)->is_built_in && (*row)->checks_writes && *row != usual &&
            strstr(name, (*row)->compiler) != NULL)
            tool = *row;
    free(real);
    free(found);
    return tool;
}

/* ---- one variant -------------------------------------------------------------- */

struct building {
    const struct ll_compile_line *line;
    const struct ll_strings *compiler;
    const struct ll_tool *tool;
    struct ll_strings argv; /* of the command that builds the variant */
    struct ll_buf why;
    char *folder; /* owned: for archives; NULL: none was needed */
    unsigned archives;
    size_t variants; /* that are linked */
};

/* Tell the first line that is an error, of what the compiler said. */
static void tell_refusal(struct ll_buf *why, const char *file, char *said)
{
    static const char *const signs[] = {"error", "undefined reference"};
    char *rest = NULL;
    const char *told = "the compiler failed";
    bool found = false;
    for (char *line = strtok_r(said, "\n", &rest); line != NULL && !found;
         line = strtok_r(NULL, "\n", &rest))
        for (size_t i = 0; i < sizeof signs / sizeof *signs && !found; i++) {
            found = strstr(line, signs[i]) != NULL;
            told = found ? line : told;
        }
    const char *named = strstr(told, file); /* not by its whole path */
    ll_buf_addf(why, "no checks in %s: %s\n", file, named != NULL ? named : told);
}

/* Run the command, with `path` as its output. 1: the compiler refused. */
static int make_variant(struct building *building, const char *path, const char *file,
                        struct ll_error *err)
{
    /* A compiler writes the headers that it read to these files, too. */
    static const char *const env[] = {"DEPENDENCIES_OUTPUT", "SUNPRO_DEPENDENCIES",
                                      NULL};
    char *made = NULL;
    struct ll_buf said = {.max = SAID_MAX};
    struct ll_ended ended;
    ll_strings_add(&building->argv, "-o");
    if (!ll_strings_addf(&building->argv, "%s.%ld.o", path, (long)getpid()) ||
        building->argv.full)
        return ll_fail_memory(err);
    made = building->argv.items[building->argv.count - 1];
    const struct ll_job job = {.argv = ll_strings_argv(&building->argv),
                               .env = env,
                               .out = &said,
                               .err = &said};
    int result = ll_jail_run(&job, &ended, err);
    if (result == 0 && ended.how == LL_END_EXITED && ended.status == 0) {
        if (rename(made, path) != 0)
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", path,
                             strerror(errno));
    } else if (result == 0) {
        tell_refusal(&building->why, file,
                     said.data == NULL ? (char[]){""} : said.data);
        unlink(path);
        result = 1;
    }
    unlink(made);
    ll_buf_release(&said);
    return result;
}

/* What all variants are compiled with, and silences the compiler: it has said all of
 * this project's files. */
static void add_flags(struct building *building)
{
    ll_strings_add_all(&building->argv, building->tool->cflags);
    ll_strings_add_all(&building->argv,
                       (const char *const[]){"-fsanitize-recover=address", "-fno-lto",
                                             "-U_FORTIFY_SOURCE", "-w", NULL});
}

static void start_command(struct building *building)
{
    ll_strings_release(&building->argv);
    ll_buf_clear(&building->why);
    ll_strings_add_all(&building->argv, ll_strings_argv(building->compiler));
}

/* Build the variant of `output` with the command that was put together: the file with
 * that ending. 1: the compiler refused. */
static int build_variant(struct building *building, const char *output,
                         const char *file, const char *ending, struct ll_error *err)
{
    char hex[LL_DIGEST_HEX], *path = NULL;
    char *plain = ll_variant_digest(output, hex) ? ll_variant_path(hex) : NULL;
    int result = 0;
    if (plain != NULL && asprintf(&path, "%s%s", plain, ending) < 0) {
        path = NULL;
        result = ll_fail_memory(err);
    }
    if (path != NULL)
        result = make_variant(building, path, file, err);
    if (path != NULL && result >= 0 && ending[0] == '\0' &&
        ll_variant_tell(hex, ll_buf_text(&building->why), err) != 0)
        result = -1;
    free(path);
    free(plain);
    return result;
}

/* ---- objects ------------------------------------------------------------------ */

/* The object that is made of the source where no name is given. New string. */
static char *object_name(const char *source)
{
    char *name = NULL;
    const char *base = ll_path_base(source), *dot = strrchr(base, '.');
    int length = (int)(dot != NULL ? dot - base : (ptrdiff_t)strlen(base));
    return asprintf(&name, "%.*s.o", length, base) < 0 ? NULL : name;
}

/* By its whole path: AddressSanitizer tells a file as the compiler was given it, and
 * "../list.c" is no place that the reader can find. */
static bool add_source(struct building *building, const char *file)
{
    char *here = file[0] == '/' ? NULL : ll_path_real(".", NULL);
    char *path = here == NULL ? strdup(file) : ll_path_join(here, file);
    bool added = path != NULL && ll_strings_add(&building->argv, path);
    free(path);
    free(here);
    return added;
}

static int build_object(struct building *building, size_t source, struct ll_error *err)
{
    const struct ll_compile_line *line = building->line;
    const char *file = line->words.items[source];
    char *own = line->output == NULL ? object_name(file) : NULL;
    const char *output = line->output == NULL ? own : line->output;
    start_command(building);
    for (size_t i = 0; i < line->words.count; i++)
        if (i == source)
            add_source(building, file);
        else if (line->kinds[i] == LL_WORD_OPTION)
            ll_strings_add(&building->argv, line->words.items[i]);
    add_flags(building);
    int result = output == NULL ? ll_fail_memory(err)
                                : build_variant(building, output, file, "", err);
    free(own);
    return result;
}

static int build_objects(struct building *building, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < building->line->words.count && result >= 0; i++)
        if (building->line->kinds[i] == LL_WORD_SOURCE)
            result = build_object(building, i, err);
    return result;
}

/* ---- what is linked ----------------------------------------------------------- */

/* The library that "-lNAME" names, in the folders of the command line alone: the
 * system's has no variant. New string; NULL: it is not there. */
static char *find_library(const struct ll_compile_line *line, const char *name)
{
    static const char *const forms[] = {"%s/lib%s.so", "%s/lib%s.a"};
    char *path = NULL;
    for (size_t i = 0; i < line->words.count; i++)
        for (size_t k = 0; k < 2 && line->kinds[i] == LL_WORD_FOLDER; k++) {
            struct ll_buf file = LL_BUF_INIT;
            if (name[0] == ':')
                ll_buf_addf(&file, "%s/%s", line->words.items[i] + 2, name + 1);
            else
                ll_buf_addf(&file, forms[k], line->words.items[i] + 2, name);
            path = ll_buf_take(&file);
            if (path != NULL && ll_path_exists(path))
                return path;
            free(path);
        }
    return NULL;
}

/* A new folder for an archive. New string. */
static char *archive_folder(struct building *building, struct ll_error *err)
{
    char *folder = NULL;
    if (building->folder == NULL)
        building->folder = ll_path_temp_dir(err);
    if (building->folder == NULL)
        return NULL;
    if (asprintf(&folder, "%s/%u", building->folder, building->archives++) < 0) {
        ll_fail_memory(err);
        return NULL;
    }
    if (ll_path_make_dirs(folder, err) == 0)
        return folder;
    free(folder);
    return NULL;
}

/* What stands for the file: its variant, or an archive with variants, a new string;
 * NULL: the file itself. */
static int find_replacement(struct building *building, const char *file, char **found,
                            struct ll_error *err)
{
    char hex[LL_DIGEST_HEX];
    *found = NULL;
    if (!ll_variant_digest(file, hex))
        return 0;
    *found = ll_variant_find(hex);
    size_t told = building->why.len;
    ll_variant_why(hex, &building->why);
    int result = 0;
    if (*found == NULL && ll_path_ends(file, ".a")) {
        char *folder = archive_folder(building, err);
        result = folder == NULL
                     ? -1
                     : ll_variant_archive(file, folder, found, &building->why, err);
        free(folder);
    }
    if (*found != NULL)
        building->variants++;
    else if (building->why.len == told && ll_path_ends(file, ".o"))
        ll_buf_addf(&building->why,
                    "no checks in %s: it was not compiled by `leaklab cc`\n", file);
    return result;
}

static int add_linked(struct building *building, const char *word, const char *file,
                      struct ll_error *err)
{
    char *found;
    int result = file == NULL ? 0 : find_replacement(building, file, &found, err);
    ll_strings_add(&building->argv,
                   file != NULL && result == 0 && found != NULL ? found : word);
    if (file != NULL)
        free(found);
    return result;
}

static int add_word(struct building *building, size_t index, struct ll_error *err)
{
    const struct ll_compile_line *line = building->line;
    const char *word = line->words.items[index];
    switch (line->kinds[index]) {
    case LL_WORD_LEFT_OUT:
        return 0;
    case LL_WORD_LINKED:
        return add_linked(building, word, word, err);
    case LL_WORD_SOURCE:
        return add_source(building, word) ? 0 : ll_fail_memory(err);
    case LL_WORD_LIBRARY: {
        char *file = find_library(line, word + 2);
        int result = add_linked(building, word, file, err);
        free(file);
        return result;
    }
    default:
        return ll_strings_add(&building->argv, word) ? 0 : ll_fail_memory(err);
    }
}

/* Our parts of a program. A shared library has its own path as its name: so a variant
 * that is linked with it loads that file. */
static int add_parts(struct building *building, const char *output, bool swept,
                     struct ll_error *err)
{
    const struct ll_subject subject = {.sweep = swept ? (char[]){""} : NULL};
    char hex[LL_DIGEST_HEX];
    int result = 0;
    ll_strings_add_all(&building->argv, (const char *const[]){"-x", "none", NULL});
    if (building->line->mode == LL_COMPILE_PROGRAM)
        result = ll_build_runtime(&subject, building->tool, ".", &building->argv, err);
    if (building->line->mode != LL_COMPILE_JOINED)
        ll_strings_add_all(&building->argv, building->tool->ldflags);
    if (building->line->mode == LL_COMPILE_SHARED && ll_variant_digest(output, hex)) {
        char *path = ll_variant_path(hex);
        ll_strings_add(&building->argv, "-Wl,-z,undefs");
        if (path != NULL)
            ll_strings_addf(&building->argv, "-Wl,-soname,%s", path);
        free(path);
    }
    return result;
}

/* Link what the words of `head` begin. 1: the compiler refused. */
static int link_variant(struct building *building, const struct ll_strings *head,
                        const char *output, bool swept, struct ll_error *err)
{
    ll_strings_release(&building->argv);
    ll_strings_add_all(&building->argv, ll_strings_argv(head));
    int result = add_parts(building, output, swept, err);
    return result != 0 ? result
                       : build_variant(building, output, output,
                                       swept ? LL_VARIANT_SWEPT : "", err);
}

static int build_linked(struct building *building, struct ll_error *err)
{
    const struct ll_compile_line *line = building->line;
    const char *output = line->output != NULL ? line->output : "a.out";
    int result = 0;
    start_command(building);
    for (size_t i = 0; i < line->words.count && result == 0; i++)
        result = add_word(building, i, err);
    if (result == 0 && (building->variants > 0 || line->source_count > 0)) {
        if (line->mode != LL_COMPILE_JOINED || line->source_count > 0)
            add_flags(building);
        struct ll_strings head = building->argv;
        building->argv = (struct ll_strings)LL_STRINGS_INIT;
        result = link_variant(building, &head, output, false, err);
        if (result == 0 && line->mode == LL_COMPILE_PROGRAM)
            result = link_variant(building, &head, output, true, err);
        ll_strings_release(&head);
    }
    ll_variant_clean();
    return result;
}

/* ---- the whole ---------------------------------------------------------------- */

/* What configure, CMake and Meson compile to find out about the machine. */
static bool is_trial(const struct ll_compile_line *line)
{
    static const char *const parts[] = {"conftest", "CMakeScratch/", "CMakeTmp/",
                                        "CompilerIdC", "meson-private/"};
    char *here = ll_path_real(".", NULL);
    bool is = here != NULL && strstr(here, "CMakeFiles/") != NULL;
    for (size_t i = 0; i < line->words.count; i++)
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            is = is || (line->kinds[i] >= LL_WORD_SOURCE &&
                        strstr(line->words.items[i], parts[k]) != NULL);
    free(here);
    return is;
}

/* A failure leaves a file without a variant: the build does not fail by it. */
static void build_variants(const struct ll_strings *compiler, char *const *argv)
{
    struct ll_error err = {0};
    struct ll_compile_line line;
    struct building building = {
        .line = &line, .compiler = compiler, .why = {.max = SAID_MAX}};
    int result = ll_compile_line_read(argv, &line, &err);
    if (result == 0 && line.mode != LL_COMPILE_OTHER && !is_trial(&line)) {
        building.tool = tool_of(compiler->items[compiler->count - 1]);
        result = line.mode == LL_COMPILE_OBJECTS ? build_objects(&building, &err)
                                                 : build_linked(&building, &err);
    }
    if (building.folder != NULL)
        ll_path_remove_tree(building.folder);
    free(building.folder);
    ll_strings_release(&building.argv);
    ll_buf_release(&building.why);
    ll_compile_line_release(&line);
}

int ll_cc_run(char *const *argv)
{
    struct ll_strings compiler = LL_STRINGS_INIT, command = LL_STRINGS_INIT;
    char *const *words = take_compiler(argv, &compiler);
    int status = 127;
    ll_strings_add_all(&command, ll_strings_argv(&compiler));
    ll_strings_add_all(&command, (const char *const *)words);
    if (!command.full)
        status = run_as_is(&command);
    if (status == 0 && !compiler.full)
        build_variants(&compiler, words);
    ll_strings_release(&command);
    ll_strings_release(&compiler);
    return status;
}
