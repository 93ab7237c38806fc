/* SPDX-License-Identifier: MIT */
#include "submission/gate_object.h"

#include <elf.h>
#include <string.h>

#include "base/text.h"
#include "submission/gate_python.h"
#include "submission/gate_threads.h"
#include "submission/valgrind_request.h"

/* ---- names --------------------------------------------------------------------- */

/* The functions of the C library that an exercise's module may use. */
static const char *const library[] = {
    "malloc",
    "calloc",
    "realloc",
    "reallocarray",
    "free",
    "aligned_alloc",
    "posix_memalign",
    "strdup",
    "strndup",
    "memcpy",
    "memmove",
    "memset",
    "memcmp",
    "memchr",
    "memrchr",
    "memmem",
    "mempcpy",
    "strlen",
    "strnlen",
    "strcpy",
    "strncpy",
    "stpcpy",
    "stpncpy",
    "strcat",
    "strncat",
    "strcmp",
    "strncmp",
    "strcasecmp",
    "strncasecmp",
    "strcoll",
    "strchr",
    "strrchr",
    "strchrnul",
    "strstr",
    "strcasestr",
    "strspn",
    "strcspn",
    "strpbrk",
    "strtok",
    "strtok_r",
    "strsep",
    "strerror",
    "strtol",
    "strtoul",
    "strtoll",
    "strtoull",
    "strtod",
    "strtof",
    "strtold",
    "atoi",
    "atol",
    "atoll",
    "atof",
    "abs",
    "labs",
    "llabs",
    "div",
    "ldiv",
    "lldiv",
    "qsort",
    "bsearch",
    "rand",
    "srand",
    "rand_r",
    "random",
    "srandom",
    "isalnum",
    "isalpha",
    "isblank",
    "iscntrl",
    "isdigit",
    "isgraph",
    "islower",
    "isprint",
    "ispunct",
    "isspace",
    "isupper",
    "isxdigit",
    "tolower",
    "toupper",
    "__ctype_b_loc",
    "__ctype_tolower_loc",
    "__ctype_toupper_loc",
    "__errno_location",
    "__assert_fail",
    "abort",
    "printf",
    "fprintf",
    "sprintf",
    "snprintf",
    "vprintf",
    "vfprintf",
    "vsprintf",
    "vsnprintf",
    "asprintf",
    "vasprintf",
    "puts",
    "fputs",
    "putchar",
    "putc",
    "fputc",
    "fwrite",
    "fread",
    "fgets",
    "fgetc",
    "getc",
    "getchar",
    "ungetc",
    "getline",
    "getdelim",
    "scanf",
    "sscanf",
    "fscanf",
    "__isoc99_sscanf",
    "__isoc99_scanf",
    "__isoc99_fscanf",
    "__isoc23_sscanf",
    "__isoc23_strtol",
    "__isoc23_strtoul",
    "__isoc23_strtoll",
    "__isoc23_strtoull",
    "perror",
    "fopen",
    "fclose",
    "fflush",
    "feof",
    "ferror",
    "clearerr",
    "rewind",
    "fseek",
    "ftell",
    "fmemopen",
    "open_memstream",
    "stdin",
    "stdout",
    "stderr",
    "time",
    "clock",
    "difftime",
    "__stack_chk_fail",
    "_GLOBAL_OFFSET_TABLE_",
    "explicit_bzero",
    "bzero",
    "bcmp",
    "sqrt",
    "pow",
    "floor",
    "ceil",
    "round",
    "trunc",
    "fabs",
    "fmod",
    "sin",
    "cos",
    "tan",
    "exp",
    "log",
    "log2",
    "log10",
    "hypot",
    "lround",
    "sqrtf",
    "powf",
    "floorf",
    "ceilf",
    "roundf",
    "fabsf",
    "fmodf",
    "fmin",
    "fmax",
    "fminf",
    "fmaxf",
    "cbrt",
    "atan",
    "atan2",
    "asin",
    "acos",
    "sinf",
    "cosf",
    "__isoc99_vsscanf",
    "memccpy",
};

/* Functions that it may not use, and that people try most: each with its reason. */
static const struct {
    const char *name, *why;
} refused[] = {
    {"exit", "a module returns to its caller, and does not end the program"},
    {"_exit", "a module returns to its caller, and does not end the program"},
    {"_Exit", "a module returns to its caller, and does not end the program"},
    {"quick_exit", "a module returns to its caller, and does not end the program"},
    {"atexit", "nothing of a module runs once the program has ended"},
    {"on_exit", "nothing of a module runs once the program has ended"},
    {"at_quick_exit", "nothing of a module runs once the program has ended"},
    {"fork", "a module starts no processes"},
    {"vfork", "a module starts no processes"},
    {"clone", "a module starts no processes"},
    {"system", "a module starts no processes"},
    {"popen", "a module starts no processes"},
    {"execve", "a module starts no programs"},
    {"execv", "a module starts no programs"},
    {"execl", "a module starts no programs"},
    {"execvp", "a module starts no programs"},
    {"execlp", "a module starts no programs"},
    {"kill", "a module sends no signals"},
    {"raise", "a module sends no signals"},
    {"signal", "a module leaves the program's signals alone"},
    {"sigaction", "a module leaves the program's signals alone"},
    {"__sigsetjmp", "a module returns by return"},
    {"_setjmp", "a module returns by return"},
    {"setjmp", "a module returns by return"},
    {"longjmp", "a module returns by return"},
    {"siglongjmp", "a module returns by return"},
    {"mmap", "memory comes from malloc and its family, so that it can be watched"},
    {"sbrk", "memory comes from malloc and its family, so that it can be watched"},
    {"brk", "memory comes from malloc and its family, so that it can be watched"},
    {"ptrace", "a module watches no processes"},
    {"syscall", "a module calls the C library"},
    {"dlopen", "a module loads no other code"},
    {"dlsym", "a module loads no other code"},
    {"write", "a module writes by stdio"},
    {"open", "a module opens files by stdio"},
    {"pthread_create", "a module starts no threads"},
};

/* Whether it is one of the names by which a program can hook into a tool. */
static bool is_tools(const char *name)
{
    static const char *const harness[] = {
        "__asan_",        "__lsan_", "__ubsan_", "__sanitizer_",
        "__interceptor_", "__msan_", "__tsan_",  "_vgr",
        "_vgw",           "_vgnU",   "ll_"};
    for (size_t i = 0; i < sizeof harness / sizeof *harness; i++)
        if (ll_starts_with(name, harness[i]))
            return true;
    return false;
}

static bool is_in_library(const char *name)
{
    for (size_t i = 0; i < sizeof library / sizeof *library; i++)
        if (strcmp(name, library[i]) == 0)
            return true;
    return false;
}

/* Why it may not be used; NULL: for no reason of its own. */
static const char *reason(const char *symbol)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(symbol, refused[i].name) == 0)
            return refused[i].why;
    return ll_gate_python_refuses(symbol);
}

static int check_taken(const char *name, const char *symbol,
                       const struct ll_strings *taken, enum ll_gate_names names,
                       struct ll_buf *why)
{
    if (is_tools(symbol)) {
        ll_buf_addf(why, "'%s' uses '%s', which is a tool's: leave the tools alone",
                    name, symbol);
        return 1;
    }
    if (is_in_library(symbol) || ll_strings_has(taken, symbol) ||
        ll_gate_threads_allows(symbol, taken))
        return 0;
    if (names != LL_GATE_C && ll_gate_python_allows(symbol, names == LL_GATE_CYTHON))
        return 0;
    if (reason(symbol) != NULL) {
        ll_buf_addf(why, "'%s' uses '%s': %s", name, symbol, reason(symbol));
        return 1;
    }
    ll_buf_addf(
        why,
        "'%s' uses '%s', which is neither in the lesson nor among the functions "
        "that an exercise may use: do without it",
        name, symbol);
    return 1;
}

/* ---- machine code -------------------------------------------------------------- */

static int check_code(const char *name, const struct ll_elf_object *object,
                      struct ll_buf *why)
{
    for (size_t i = 0; i < object->section_count; i++) {
        const struct ll_section *one = &object->sections[i];
        if (one->bytes == NULL || (one->flags & SHF_ALLOC) == 0)
            continue;
        if (ll_valgrind_requests(object->machine, one->bytes, one->size) > 0) {
            ll_buf_addf(why, "'%s' speaks to Valgrind: leave the tools alone", name);
            return 1;
        }
        if (ll_section_runs_by_itself(one)) {
            ll_buf_addf(
                why,
                "'%s' has a function that runs before main or after it "
                "(attribute 'constructor' or 'destructor'): call it where it is "
                "needed",
                name);
            return 1;
        }
    }
    return 0;
}

int ll_gate_object(const char *name, const struct ll_elf_object *object,
                   const struct ll_strings *taken, enum ll_gate_names names,
                   struct ll_buf *why)
{
    if (check_code(name, object, why) != 0)
        return 1;
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct ll_symbol *symbol = &object->symbols[i];
        if (ll_symbol_is_taken(symbol) &&
            check_taken(name, symbol->name, taken, names, why) != 0)
            return 1;
        if (ll_symbol_is_given(symbol) &&
            (is_tools(symbol->name) || ll_starts_with(symbol->name, "__real_") ||
             ll_starts_with(symbol->name, "__wrap_"))) {
            ll_buf_addf(why,
                        "'%s' defines '%s', which is a tool's: leave the tools alone",
                        name, symbol->name);
            return 1;
        }
    }
    return 0;
}

int ll_gate_watched(const char *name, const struct ll_elf_object *object,
                    const struct ll_strings *taken, enum ll_gate_names names,
                    struct ll_buf *why)
{
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct ll_symbol *symbol = &object->symbols[i];
        bool added = ll_starts_with(symbol->name, "__asan_") ||
                     ll_starts_with(symbol->name, "__ubsan_");
        if (ll_symbol_is_taken(symbol) && !added &&
            check_taken(name, symbol->name, taken, names, why) != 0)
            return 1;
    }
    return 0;
}
