/* SPDX-License-Identifier: MIT
 *
 * check_losses: compiles labelled programs and runs them under lastptr. It compares
 * lastptr's report with what the program expects, and with -a lastptr's classification
 * with memcheck's.
 *
 *   check_losses -l FOLDER -w FOLDER [-p PART/PARTS] [-O LEVEL -k FILE] [-a] PROGRAM...
 *
 *   -l  lastptr's VALGRIND_LIB      -w  the folder for executables and reports
 *   -a  run memcheck, too. `make soak` does: what a program expects says all that is
 *       compared, and is checked without it
 *   -p  only every PARTS-th program, from the PART-th on (to run in parallel)
 *   -O  optimise: no more lines may be told wrong than are known, each must be marked
 *       approximate, and nothing else may be said of a loss
 *   -k  the file with the lines that are known to be wrong then: optimised.txt
 *
 * A comment at the start of a program says what it expects. Labels in comments mark
 * lines:
 *
 *   expect: none
 *   expect: KIND bytes=N blocks=N [ring=N] [how=HOW] [variable=NAME|-]
 *           [alloc=LABEL] [lost=LABEL]
 *
 * An expectation is one line. KIND is definitely-lost, indirectly-lost, possibly-lost
 * or still-reachable. The bytes are as in memcheck's report: those of a definite loss
 * include the blocks that are indirectly lost with it. "ring" is the number of blocks
 * in the ring that the block is part of. The default labels are "alloc" and "lost".
 * "variable=-" means that no variable may be named. clang-variable=NAME|- is for
 * programs where clang's debug information says less.
 *
 * Every leak must be expected, and every expectation must be met.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/machine.h"
#include "base/path.h"
#include "base/text.h"
#include "report.h"
#include "tools/symbols.h"

#define EXPECTED_MAX 16
#define LABELS_MAX 32
#define ARGS_MAX 24

struct label {
    char name[32];
    unsigned line;
};

struct expected {
    char kind[40];
    unsigned long bytes, blocks, ring;
    char how[40], variable[256], clang_variable[256], alloc[32], lost[32];
};

struct program {
    const char *path, *name; /* name: the base name */
    struct expected expected[EXPECTED_MAX];
    size_t expected_count;
    bool says; /* it has an expectation, "none" or another */
    struct label labels[LABELS_MAX];
    size_t label_count;
};

struct options {
    const char *lastptr, *work, *level; /* level: NULL or "-O2" */
    const char *known;                  /* NULL, or the file of -k */
    int part, parts;
    bool compared; /* with memcheck */
};

struct compiler {
    const char *name, *debug;
    int version; /* of its name: 12 */
};

/* The leaks in optimised code. */
struct count {
    int leaks, told, right;
};

static struct compiler compilers[] = {{"gcc", "-g", 0}, {"clang", "-gdwarf-4", 0}};

/* --- what a program expects --- */

static const char *const kinds[][2] = {
    {"definitely-lost", "Leak_DefinitelyLost"},
    {"indirectly-lost", "Leak_IndirectlyLost"},
    {"possibly-lost", "Leak_PossiblyLost"},
    {"still-reachable", "Leak_StillReachable"},
};

static void read_expected(struct program *program, char *text)
{
    struct expected *e = &program->expected[program->expected_count];
    char *word = strtok(text, " \n");

    program->says = true;
    if (!word || strcmp(word, "none") == 0 || program->expected_count == EXPECTED_MAX)
        return;
    program->expected_count++;
    snprintf(e->alloc, sizeof e->alloc, "alloc");
    snprintf(e->lost, sizeof e->lost, "lost");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, kinds[i][0]) == 0)
            snprintf(e->kind, sizeof e->kind, "%s", kinds[i][1]);
    }
    while ((word = strtok(NULL, " \n")) != NULL) {
        if (sscanf(word, "bytes=%lu", &e->bytes) != 1 &&
            sscanf(word, "blocks=%lu", &e->blocks) != 1 &&
            sscanf(word, "ring=%lu", &e->ring) != 1 &&
            sscanf(word, "how=%39s", e->how) != 1 &&
            sscanf(word, "variable=%255s", e->variable) != 1 &&
            sscanf(word, "clang-variable=%255s", e->clang_variable) != 1 &&
            sscanf(word, "alloc=%31s", e->alloc) != 1 &&
            sscanf(word, "lost=%31s", e->lost) != 1)
            e->kind[0] = 0; /* matches nothing */
    }
}

static void read_labels(struct program *program, const char *text, unsigned line)
{
    while ((text = strchr(text, '@')) != NULL && program->label_count < LABELS_MAX) {
        struct label *label = &program->labels[program->label_count];
        size_t length = 0;

        text++;
        while (isalnum((unsigned char)text[length]))
            length++;
        if (length == 0 || length >= sizeof label->name)
            continue;
        memcpy(label->name, text, length);
        label->line = line;
        program->label_count++;
    }
}

static bool read_program(struct program *program, const char *path)
{
    FILE *file = fopen(path, "r");
    char text[512], *expect;
    unsigned line = 0;

    memset(program, 0, sizeof *program);
    program->path = path;
    program->name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    if (!file)
        return false;
    while (fgets(text, sizeof text, file)) {
        line++;
        expect = strstr(text, "expect: ");
        if (expect)
            read_expected(program, expect + strlen("expect: "));
        else
            read_labels(program, text, line);
    }
    fclose(file);
    return program->says;
}

static unsigned line_of(const struct program *program, const char *label)
{
    for (size_t i = 0; i < program->label_count; i++) {
        if (strcmp(program->labels[i].name, label) == 0)
            return program->labels[i].line;
    }
    return 0;
}

/* --- running --- */

/* Runs a command with its output in `output`; the exit status, -1 if it did not run. */
static int run(const char *const args[], const char *output, const char *valgrind_lib)
{
    char lib[512];
    const char *env[] = {lib, NULL};
    struct ll_buf said = LL_BUF_INIT;
    struct ll_error err = {0};
    struct ll_ended ended;
    struct ll_job job = {.argv = args,
                         .env = valgrind_lib ? env : NULL,
                         .limits = {.wall_seconds = 60, .output_bytes = 1 << 20},
                         .out = &said,
                         .err = &said,
                         .hidden = ll_symbols(false)};
    snprintf(lib, sizeof lib, "VALGRIND_LIB=%s", valgrind_lib ? valgrind_lib : "");
    int result = ll_jail_run(&job, &ended, &err);
    if (result == 0)
        result = ll_file_write(output, ll_buf_text(&said), said.len, &err);
    if (result != 0)
        fprintf(stderr, "%s\n", err.text);
    ll_buf_release(&said);
    return result == 0 && ended.how == LL_END_EXITED ? ended.status : -1;
}

static bool compile(const struct program *program, const struct compiler *compiler,
                    const char *level, const char *executable, const char *output)
{
    /* Ubuntu's gcc protects the stack by default. An array of variable length then goes
     * before the check, on the line of the last statement. */
    const char *args[ARGS_MAX] = {compiler->name,
                                  "-std=gnu17",
                                  "-D_GNU_SOURCE",
                                  "-w",
                                  compiler->debug,
                                  level,
                                  "-pthread",
                                  "-fno-stack-protector",
                                  "-Wl,-z,lazy", /* see first_calls.c */
                                  "-o",
                                  executable,
                                  program->path,
                                  NULL};

    return run(args, output, NULL) == 0;
}

/* Removes the report of an earlier run first, so that it cannot be read by mistake. */
static void observe(struct report *report, const char *tool,
                    const struct program *program, const char *executable,
                    const char *lib)
{
    char xml_option[600], tool_option[64], xml[512], output[520], symbols_option[600];
    const char *args[ARGS_MAX] = {"valgrind",  "--command-line-only=yes",
                                  "--vgdb=no", "--read-inline-info=no",
                                  tool_option, "--xml=yes",
                                  xml_option};
    const struct ll_hidden *symbols = ll_symbols(false);
    int count = 7;

    snprintf(xml, sizeof xml, "%s.%s.xml", executable, tool);
    snprintf(output, sizeof output, "%s.txt", xml);
    snprintf(tool_option, sizeof tool_option, "--tool=%s", tool);
    snprintf(xml_option, sizeof xml_option, "--xml-file=%s", xml);
    if (strcmp(tool, "memcheck") == 0) {
        args[count++] = "--leak-check=full";
        args[count++] = "--show-leak-kinds=all";
        args[count++] = "--child-silent-after-fork=yes";
        args[count++] = "--vex-guest-chase=no"; /* see src/tools/memcheck.c */
    }
    if (symbols != NULL) {
        snprintf(symbols_option, sizeof symbols_option, "--extra-debuginfo-path=%s",
                 symbols->folder);
        args[count++] = symbols_option;
        args[count++] = "--allow-mismatched-debuginfo=yes";
    }
    args[count++] = executable;
    args[count] = NULL;
    unlink(xml);
    run(args, output, lib);
    report_read(report, xml, program->name);
}

/* --- comparing --- */

static bool alike(const struct leak *a, const struct leak *b)
{
    return strcmp(a->kind, b->kind) == 0 && a->allocated == b->allocated &&
           a->ring == b->ring && a->lost == b->lost && strcmp(a->how, b->how) == 0 &&
           strcmp(a->variable, b->variable) == 0;
}

/* Adds up leaks that differ only in their callers: expectations name lines, not stacks.
 */
static void merge(struct report *report)
{
    size_t kept = 0;

    for (size_t i = 0; i < report->count; i++) {
        size_t j = 0;

        while (j < kept && !alike(&report->leaks[j], &report->leaks[i]))
            j++;
        if (j == kept) {
            report->leaks[kept++] = report->leaks[i];
            continue;
        }
        report->leaks[j].bytes += report->leaks[i].bytes;
        report->leaks[j].blocks += report->leaks[i].blocks;
    }
    report->count = kept;
}

static bool matches(const struct program *program, const struct compiler *compiler,
                    const struct expected *e, const struct leak *leak)
{
    bool other = e->clang_variable[0] && strcmp(compiler->name, "clang") == 0;
    const char *name = other ? e->clang_variable : e->variable;
    bool variable = !name[0] || strcmp(name, leak->variable) == 0 ||
                    (strcmp(name, "-") == 0 && !leak->variable[0]);

    return strcmp(e->kind, leak->kind) == 0 && e->bytes == leak->bytes &&
           e->blocks == leak->blocks && e->ring == leak->ring &&
           leak->allocated == line_of(program, e->alloc) &&
           strcmp(e->how, leak->how) == 0 && variable &&
           (!e->how[0] || leak->lost == line_of(program, e->lost));
}

static void print_leak(const struct leak *leak)
{
    printf("      %s bytes=%lu blocks=%lu ring=%lu how=%s variable=%s allocated %u "
           "lost %u (%s; "
           "%s)\n",
           leak->kind, leak->bytes, leak->blocks, leak->ring, leak->how, leak->variable,
           leak->allocated, leak->lost, leak->declared, leak->confidence);
}

/* Pairs expectations with leaks; returns how many have no partner. */
static int compare_expected(const struct program *program,
                            const struct compiler *compiler,
                            const struct report *report)
{
    bool used[LEAKS_MAX] = {false};
    int wrong = 0;

    for (size_t i = 0; i < program->expected_count; i++) {
        const struct expected *e = &program->expected[i];
        size_t j = 0;

        while (j < report->count &&
               (used[j] || !matches(program, compiler, e, &report->leaks[j])))
            j++;
        if (j < report->count) {
            used[j] = true;
            continue;
        }
        wrong++;
        printf("   expected %s bytes=%lu blocks=%lu ring=%lu how=%s variable=%s "
               "allocated %u lost "
               "%u\n",
               e->kind, e->bytes, e->blocks, e->ring, e->how, e->variable,
               line_of(program, e->alloc), line_of(program, e->lost));
    }
    for (size_t j = 0; j < report->count; j++) {
        if (!used[j]) {
            wrong++;
            print_leak(&report->leaks[j]);
        }
    }
    return wrong;
}

static void sum_up(const struct report *report, const struct leak *like,
                   unsigned long *bytes, unsigned long *blocks)
{
    *bytes = *blocks = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct leak *leak = &report->leaks[i];

        if (leak->allocated == like->allocated && strcmp(leak->kind, like->kind) == 0) {
            *bytes += leak->bytes;
            *blocks += leak->blocks;
        }
    }
}

/* Checks for every leak of `a` that `b` has as many bytes and blocks of that kind from
 * that line. */
static int compare_sums(const struct report *a, const struct report *b, const char *who)
{
    int wrong = 0;

    for (size_t i = 0; i < a->count; i++) {
        unsigned long bytes, blocks, other_bytes, other_blocks;

        sum_up(a, &a->leaks[i], &bytes, &blocks);
        sum_up(b, &a->leaks[i], &other_bytes, &other_blocks);
        if (bytes != other_bytes || blocks != other_blocks) {
            wrong++;
            printf("   %s alone:\n", who);
            print_leak(&a->leaks[i]);
        }
    }
    return wrong;
}

/* --- optimised code --- */

static int find_version(const char *compiler, const char *work)
{
    const char *args[] = {compiler, "-dumpversion", NULL};
    struct ll_buf text = LL_BUF_INIT;
    struct ll_error err = {0};
    char output[512];
    int version = 0;

    snprintf(output, sizeof output, "%s/%s.version.txt", work, compiler);
    if (run(args, output, NULL) == 0 && ll_file_read(output, 100, &text, &err) == 0)
        version = atoi(ll_buf_text(&text));
    ll_buf_release(&text);
    return version;
}

/* How many lines of the program are known to be told wrong; -1: nothing is recorded of
 * that version of the compiler, or of this processor. A line of the file: "amd64 gcc 12
 * -O1 aligned.c 1 REASON". */
static int known_wrong(const struct program *program, const struct compiler *compiler,
                       const struct options *options)
{
    FILE *file = options->known ? fopen(options->known, "r") : NULL;
    char text[512], machine[16], name[16], level[8], path[64];
    int version, wrong, known = -1;

    while (file && fgets(text, sizeof text, file)) {
        if (sscanf(text, "%15s %15s %d %7s %63s %d", machine, name, &version, level,
                   path, &wrong) != 6 ||
            !ll_starts_with(ll_machine()->valgrind, machine) ||
            strcmp(name, compiler->name) != 0 || version != compiler->version)
            continue;
        if (known < 0)
            known = 0;
        if (strcmp(level, options->level) == 0 && strcmp(path, program->name) == 0)
            known = wrong;
    }
    if (file)
        fclose(file);
    return known;
}

static bool is_lost_at(const struct program *program, const struct leak *leak)
{
    for (size_t i = 0; i < program->expected_count; i++) {
        if (leak->lost == line_of(program, program->expected[i].lost))
            return true;
    }
    return false;
}

/* Of optimised code only a line can be known, and not for certain: variables are in
 * registers, and stores are left out. */
static bool claims_too_much(const struct leak *leak)
{
    return leak->how[0] || leak->variable[0] || leak->declared[0] ||
           strcmp(leak->confidence, "exact") == 0 ||
           (leak->lost && strcmp(leak->confidence, "approximate") != 0);
}

/* Returns how many answers are wrong beyond those that are known to be. */
static int check_optimised(const struct program *program,
                           const struct compiler *compiler,
                           const struct options *options, const struct report *report,
                           struct count *count)
{
    int wrong = 0, too_much = 0;
    int known = known_wrong(program, compiler, options);

    for (size_t i = 0; i < report->count; i++) {
        const struct leak *leak = &report->leaks[i];
        bool right;

        if (strcmp(leak->kind, "Leak_StillReachable") == 0)
            continue;
        right = leak->lost && is_lost_at(program, leak);
        count->leaks++;
        count->told += leak->lost != 0;
        count->right += right;
        wrong += leak->lost && !right;
        too_much += claims_too_much(leak);
        if ((leak->lost && !right) || claims_too_much(leak))
            print_leak(leak);
    }
    if (too_much > 0)
        printf("   losses of which more is said than a line that may be wrong: %d\n",
               too_much);
    if (known < 0 || wrong <= known)
        return too_much;
    printf("   wrong lines: %d, known: %d\n", wrong, known);
    return too_much + wrong - known;
}

static int check(const struct program *program, const struct compiler *compiler,
                 const struct options *options, struct count *count)
{
    const char *level = options->level ? options->level : "-O0";
    static struct report lastptr, memcheck;
    char executable[480], output[500];
    int wrong = 0, different = 0;

    snprintf(executable, sizeof executable, "%s/%.*s.%s%s", options->work,
             (int)strcspn(program->name, "."), program->name, compiler->name, level);
    snprintf(output, sizeof output, "%s.build.txt", executable);
    if (!compile(program, compiler, level, executable, output)) {
        printf("FAIL %s %s: does not compile, see %s\n", compiler->name, program->name,
               output);
        return 1;
    }
    observe(&lastptr, "lastptr", program, executable, options->lastptr);
    if (options->compared)
        observe(&memcheck, "memcheck", program, executable, NULL);
    if (!lastptr.complete || (options->compared && !memcheck.complete))
        different++;
    if (options->compared) {
        different += compare_sums(&lastptr, &memcheck, "lastptr");
        different += compare_sums(&memcheck, &lastptr, "memcheck");
    }
    merge(&lastptr);
    if (options->level) {
        wrong = check_optimised(program, compiler, options, &lastptr, count);
        printf("%s %s %s %s\n", wrong || different ? "FAIL" : "ok  ", compiler->name,
               level, program->name);
        return wrong || different;
    }
    wrong = compare_expected(program, compiler, &lastptr);
    printf("%s %s %s %s\n", wrong || different ? "FAIL" : "ok  ", compiler->name, level,
           program->name);
    if (!lastptr.complete)
        printf("   lastptr's report is not complete\n");
    if (options->compared && !memcheck.complete)
        printf("   memcheck's report is not complete\n");
    return wrong || different;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    int option;

    *options = (struct options){.part = 1, .parts = 1};
    while ((option = getopt(argc, argv, "l:w:p:O:k:a")) != -1) {
        static char level[16];

        if (option == 'l')
            options->lastptr = optarg;
        else if (option == 'w')
            options->work = optarg;
        else if (option == 'k')
            options->known = optarg;
        else if (option == 'a')
            options->compared = true;
        else if (option == 'p' &&
                 sscanf(optarg, "%d/%d", &options->part, &options->parts) == 2)
            continue;
        else if (option == 'O' && snprintf(level, sizeof level, "-O%s", optarg) > 0)
            options->level = level;
        else
            return false;
    }
    return options->lastptr && options->work && options->parts > 0 && optind < argc;
}

int main(int argc, char **argv)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    static struct program program = {.name = ""};
    struct options options;
    struct count count = {0, 0, 0};
    int failed = 0, checked = 0;

    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: check_losses -l FOLDER -w FOLDER [-p PART/PARTS] "
                        "[-O LEVEL -k FILE] [-a] PROGRAM...\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t c = 0; options.level && c < sizeof compilers / sizeof *compilers; c++) {
        compilers[c].version = find_version(compilers[c].name, options.work);
        if (known_wrong(&program, &compilers[c], &options) < 0)
            printf("of %s %d no wrong lines are recorded: they are not counted\n",
                   compilers[c].name, compilers[c].version);
    }
    for (int i = optind + options.part - 1; i < argc; i += options.parts) {
        if (!read_program(&program, argv[i])) {
            printf("FAIL %s: it does not say what it expects\n", argv[i]);
            failed++;
            continue;
        }
        for (size_t c = 0; c < sizeof compilers / sizeof *compilers; c++) {
            checked++;
            failed += check(&program, &compilers[c], &options, &count);
        }
    }
    if (options.level)
        printf("%d leaks, %d of them with a line, of which %d are as expected\n",
               count.leaks, count.told, count.right);
    printf("%d of %d right\n", checked - failed, checked);
    return failed != 0;
}
