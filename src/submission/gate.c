/* SPDX-License-Identifier: MIT */
#include "submission/gate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- directives ---------------------------------------------------------------- */

/* Reads a source as the compiler does: a line that ends in a backslash goes on in the
 * next one, and comments are skipped. */
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
    static const char *const harmless[] = {
        "aligned",
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
        "none",
    };
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

/* A place in preprocessed text. */
struct reader {
    const char *name, *at;
    bool own; /* in the file itself */
    unsigned line;
    unsigned depth; /* of parentheses of attributes; 0: in none */
    bool begins;    /* an attribute's parentheses come next */
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

/* A line that begins with '#': a marker of file and line, or a pragma. */
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
