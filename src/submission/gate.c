/* SPDX-License-Identifier: MIT */
#include "submission/gate.h"

#include <ctype.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* ---- directives ---------------------------------------------------------------- */

/* A source as the compiler reads it: lines joined at a backslash, comments gone. */
struct scanner {
    const char *at;
    unsigned line;
};

/* Lines that end with a backslash go on. */
static void skip_splices(struct scanner *scanner)
{
    for (;;) {
        size_t length = 1;
        if (scanner->at[0] != '\\')
            return;
        while (scanner->at[length] == ' ' || scanner->at[length] == '\t' ||
               scanner->at[length] == '\r')
            length++; /* which gcc takes for a splice too */
        if (scanner->at[length] != '\n')
            return;
        scanner->at += length + 1;
        scanner->line++;
    }
}

static char peek(struct scanner *scanner)
{
    skip_splices(scanner);
    return *scanner->at;
}

static char next(struct scanner *scanner)
{
    char c = peek(scanner);
    if (c == '\0')
        return c;
    scanner->line += c == '\n';
    scanner->at++;
    return c;
}

/* Behind the comment that begins here. */
static void skip_comment(struct scanner *scanner, char kind)
{
    char before = '\0';
    for (char c; (c = peek(scanner)) != '\0'; before = c) {
        if (kind == '/' && c == '\n')
            return;
        next(scanner);
        if (kind == '*' && before == '*' && c == '/')
            return;
    }
}

static void skip_quoted(struct scanner *scanner, char quote)
{
    for (char c; (c = peek(scanner)) != '\0' && c != '\n';) {
        next(scanner);
        if (c == '\\')
            next(scanner);
        else if (c == quote)
            return;
    }
}

/* Blanks and comments, but no newline. */
static void skip_blanks(struct scanner *scanner)
{
    for (;;) {
        char c = peek(scanner);
        if (c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r') {
            next(scanner);
            continue;
        }
        struct scanner ahead = *scanner;
        if (c != '/')
            return;
        next(&ahead);
        char kind = peek(&ahead);
        if (kind != '/' && kind != '*')
            return;
        next(&ahead);
        *scanner = ahead;
        skip_comment(scanner, kind);
    }
}

static size_t read_word(struct scanner *scanner, char *word, size_t size)
{
    size_t length = 0;
    for (char c; (c = peek(scanner)) == '_' || isalnum((unsigned char)c); next(scanner))
        if (length + 1 < size)
            word[length++] = c;
    word[length] = '\0';
    return length;
}

static bool is_known_directive(const char *word)
{
    static const char *const known[] = {"include", "define", "undef", "if",    "ifdef",
                                        "ifndef",  "elif",   "else",  "endif", "error",
                                        "warning", "pragma", ""};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(word, known[i]) == 0)
            return true;
    return false;
}

/* Whether a directive begins here; then behind its sign. */
static bool take_sign(struct scanner *scanner)
{
    struct scanner ahead = *scanner;
    char c = next(&ahead);
    if (c == '%' && next(&ahead) != ':')
        return false;
    if (c != '#' && c != '%')
        return false;
    *scanner = ahead;
    return true;
}

int ll_gate_directives(const char *name, const char *source, struct ll_buf *why)
{
    struct scanner scanner = {source, 1};
    bool at_start = true; /* of a line */
    for (;;) {
        skip_blanks(&scanner);
        char c = peek(&scanner);
        if (c == '\0')
            return 0;
        unsigned line = scanner.line;
        if (at_start && take_sign(&scanner)) {
            char word[32];
            skip_blanks(&scanner);
            read_word(&scanner, word, sizeof word);
            if (!is_known_directive(word)) {
                ll_buf_addf(why,
                            "'%s', line %u, has the directive '#%s', which no exercise "
                            "needs: remove it",
                            name, line, word);
                return 1;
            }
        } else if (c == '"' || c == '\'') {
            next(&scanner);
            skip_quoted(&scanner, c);
        } else {
            next(&scanner);
        }
        at_start = c == '\n';
    }
}

/* ---- tokens -------------------------------------------------------------------- */

static const struct {
    const char *word, *why;
} refused_words[] = {
    {"asm", "machine code of its own"},
    {"__asm", "machine code of its own"},
    {"__asm__", "machine code of its own"},
    {"_Pragma", "a pragma"},
    {"__pragma", "a pragma"},
    {"__builtin_return_address", "a look at its callers"},
    {"__builtin_frame_address", "a look at its callers"},
    {"__builtin_extract_return_addr", "a look at its callers"},
    {"__builtin_apply", "a call behind the compiler's back"},
    {"__builtin_apply_args", "a call behind the compiler's back"},
    {"__builtin_return", "a call behind the compiler's back"},
    {"__builtin_setjmp", "a jump out of its callers"},
    {"__builtin_longjmp", "a jump out of its callers"},
    {"__builtin_eh_return", "a jump out of its callers"},
    {"__builtin_unwind_init", "a look at its callers"},
    {"__builtin_trap", "an end of the whole program"},
};

/* Attributes that change nothing about what runs. */
static bool is_harmless_attribute(const char *word)
{
    static const char *const harmless[] = {"aligned",
                                           "unused",
                                           "maybe_unused",
                                           "deprecated",
                                           "nodiscard",
                                           "const",
                                           "pure",
                                           "malloc",
                                           "nonnull",
                                           "returns_nonnull",
                                           "format",
                                           "packed",
                                           "noreturn",
                                           "fallthrough",
                                           "warn_unused_result",
                                           "alloc_size",
                                           "noinline",
                                           "always_inline",
                                           "inline",
                                           "printf",
                                           "scanf",
                                           "hot",
                                           "cold",
                                           "leaf",
                                           "nothrow",
                                           "may_alias",
                                           "access",
                                           "null_terminated_string_arg",
                                           "sentinel",
                                           "gnu",
                                           "counted_by",
                                           "read_only",
                                           "write_only",
                                           "read_write",
                                           "none"};
    size_t length = strlen(word);
    while (length > 4 && strncmp(word, "__", 2) == 0 && word[length - 1] == '_') {
        word += 2;
        length -= 4;
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strlen(harmless[i]) == length && strncmp(word, harmless[i], length) == 0)
            return true;
    return !isalpha((unsigned char)word[0]) && word[0] != '_';
}

/* The line of a marker, `# 12 "file.c" 2`, and whether it is about `name`. */
static bool read_marker(const char *line, const char *name, unsigned *number)
{
    char *end;
    *number = (unsigned)strtoul(line + 2, &end, 10);
    if (*end != ' ' || end[1] != '"')
        return false;
    size_t length = strcspn(end + 2, "\"");
    return strlen(name) == length && strncmp(end + 2, name, length) == 0;
}

/* Where we are in preprocessed text. */
struct reader {
    const char *name, *at;
    bool own; /* in the file itself */
    unsigned line;
    unsigned depth; /* of parentheses of attributes; 0: in none */
    bool begins;    /* an attribute's parentheses are to come */
};

static int refuse(const struct reader *reader, const char *what, const char *why_not,
                  struct ll_buf *why)
{
    ll_buf_addf(why,
                "'%s', line %u, uses '%.60s' (%s), which no exercise needs: remove it",
                reader->name, reader->line, what, why_not);
    return 1;
}

static int take_word(struct reader *reader, struct ll_buf *why)
{
    char word[64];
    size_t length = 0;
    while (*reader->at == '_' || isalnum((unsigned char)*reader->at)) {
        if (length + 1 < sizeof word)
            word[length++] = *reader->at;
        reader->at++;
    }
    word[length] = '\0';
    if (!reader->own)
        return 0;
    if (reader->depth > 0 && !is_harmless_attribute(word))
        return refuse(reader, word, "an attribute that changes what runs", why);
    if (strcmp(word, "__attribute__") == 0 || strcmp(word, "__attribute") == 0)
        reader->begins = true;
    for (size_t i = 0; i < sizeof refused_words / sizeof *refused_words; i++)
        if (strcmp(word, refused_words[i].word) == 0)
            return refuse(reader, word, refused_words[i].why, why);
    return 0;
}

static void take_bracket(struct reader *reader)
{
    char c = *reader->at++;
    bool opens = c == '(' || c == '[';
    if (c == '[' && *reader->at == '[' && reader->depth == 0)
        reader->begins = true; /* [[attribute]] */
    if (!opens)
        reader->depth -= reader->depth > 0;
    else if (reader->begins || reader->depth > 0)
        reader->depth++;
    if (opens)
        reader->begins = false;
}

static void skip_literal(struct reader *reader)
{
    char quote = *reader->at++;
    while (*reader->at != '\0' && *reader->at != quote && *reader->at != '\n')
        reader->at += reader->at[0] == '\\' && reader->at[1] != '\0' ? 2 : 1;
    reader->at += *reader->at == quote;
}

/* A line that begins with a '#': where we are, or a pragma. */
static int take_line(struct reader *reader, struct ll_buf *why)
{
    static const char pragma[] = "#pragma ";
    if (strncmp(reader->at, "# ", 2) == 0) {
        reader->own = read_marker(reader->at, reader->name, &reader->line);
    } else if (reader->own && strncmp(reader->at, pragma, strlen(pragma)) == 0) {
        const char *what = reader->at + strlen(pragma);
        if (strncmp(what, "GCC diagnostic", 14) != 0 && strncmp(what, "once", 4) != 0 &&
            strncmp(what, "pack", 4) != 0 && strncmp(what, "STDC", 4) != 0) {
            ll_buf_addf(
                why, "'%s', line %u, has a '#pragma' that changes what runs: remove it",
                reader->name, reader->line);
            return 1;
        }
        reader->line++;
    }
    reader->at += strcspn(reader->at, "\n");
    reader->at += *reader->at == '\n';
    return 0;
}

int ll_gate_tokens(const char *name, const char *text, struct ll_buf *why)
{
    struct reader reader = {.name = name, .at = text, .line = 1};
    bool at_start = true;
    while (*reader.at != '\0') {
        char c = *reader.at;
        if (at_start && c == '#') {
            if (take_line(&reader, why) != 0)
                return 1;
            continue;
        }
        at_start = c == '\n';
        if (c == '\n') {
            reader.line++;
            reader.at++;
        } else if (c == '_' || isalpha((unsigned char)c)) {
            if (take_word(&reader, why) != 0)
                return 1;
        } else if (c == '"' || c == '\'') {
            skip_literal(&reader);
        } else if (strchr("()[]", c) != NULL) {
            take_bracket(&reader);
        } else if (isdigit((unsigned char)c)) {
            while (isalnum((unsigned char)*reader.at) || *reader.at == '.')
                reader.at++;
        } else {
            reader.at++;
        }
    }
    return 0;
}

/* ---- names --------------------------------------------------------------------- */

/* What a module of an exercise may use of the C library, in an order for people. */
static const char *const library[] = {"malloc",
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
                                      "memccpy"};

/* What is asked for most by those who should not, and why not. */
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

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

/* The tools' own, that a program may hook into. */
static bool is_tools(const char *name)
{
    static const char *const harness[] = {
        "__asan_",        "__lsan_", "__ubsan_", "__sanitizer_",
        "__interceptor_", "__msan_", "__tsan_",  "_vgr",
        "_vgw",           "_vgnU",   "ll_"};
    for (size_t i = 0; i < sizeof harness / sizeof *harness; i++)
        if (begins(name, harness[i]))
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

static int check_taken(const char *name, const char *symbol,
                       const struct ll_strings *taken, struct ll_buf *why)
{
    if (is_tools(symbol)) {
        ll_buf_addf(why, "'%s' uses '%s', which is a tool's: leave the tools alone",
                    name, symbol);
        return 1;
    }
    if (is_in_library(symbol) || ll_strings_has(taken, symbol))
        return 0;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(symbol, refused[i].name) == 0) {
            ll_buf_addf(why, "'%s' uses '%s': %s", name, symbol, refused[i].why);
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

/* With which a request to Valgrind begins, on x86-64: four rotations of rdi that come
 * to nothing. */
static const unsigned char preamble[] = {0x48, 0xc1, 0xc7, 0x03, 0x48, 0xc1,
                                         0xc7, 0x0d, 0x48, 0xc1, 0xc7, 0x3d,
                                         0x48, 0xc1, 0xc7, 0x33};

static int check_code(const char *name, const struct ll_elf_object *object,
                      struct ll_buf *why)
{
    for (size_t i = 0; i < object->section_count; i++) {
        const struct ll_section *one = &object->sections[i];
        if (one->bytes == NULL || (one->flags & SHF_ALLOC) == 0)
            continue;
        if (memmem(one->bytes, one->size, preamble, sizeof preamble) != NULL) {
            ll_buf_addf(why, "'%s' speaks to Valgrind: leave the tools alone", name);
            return 1;
        }
        if (begins(one->name, ".init") || begins(one->name, ".fini") ||
            begins(one->name, ".ctors") || begins(one->name, ".dtors") ||
            begins(one->name, ".preinit_array")) {
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
                   const struct ll_strings *taken, struct ll_buf *why)
{
    if (check_code(name, object, why) != 0)
        return 1;
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct ll_symbol *symbol = &object->symbols[i];
        if (ll_symbol_is_taken(symbol) &&
            check_taken(name, symbol->name, taken, why) != 0)
            return 1;
        if (ll_symbol_is_given(symbol) &&
            (is_tools(symbol->name) || begins(symbol->name, "__real_") ||
             begins(symbol->name, "__wrap_"))) {
            ll_buf_addf(why,
                        "'%s' defines '%s', which is a tool's: leave the tools alone",
                        name, symbol->name);
            return 1;
        }
    }
    return 0;
}
