/* SPDX-License-Identifier: MIT */
#include "submission/gate_cython.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "session/cython.h"

/* ---- tokens -------------------------------------------------------------------- */

enum kind {
    WORD,   /* or a number */
    STRING, /* `start` to `end` is what is between the quotes */
    SIGN,   /* one character */
    END,
};

struct token {
    enum kind kind;
    const char *start, *end;
    bool formatted; /* a STRING in which there may be expressions */
    bool first;     /* of a line that does not go on the one before it */
    unsigned line;
};

struct tokens {
    const char *at;
    unsigned line;
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* Skip blanks and comments. True when a line ends, and is not gone on with. */
static bool skip(struct tokens *tokens)
{
    bool ends = false;
    for (;; tokens->at++) {
        if (*tokens->at == '#')
            tokens->at += strcspn(tokens->at, "\n");
        if (*tokens->at == '\\') { /* the line goes on */
            tokens->at += tokens->at[1] == '\r';
            tokens->at += tokens->at[1] == '\n';
            tokens->line += *tokens->at == '\n';
            continue;
        }
        if (*tokens->at == '\0' || strchr(" \t\r\f\n", *tokens->at) == NULL)
            return ends;
        tokens->line += *tokens->at == '\n';
        ends = ends || *tokens->at == '\n';
    }
}

/* Read a string from its first quote on. */
static void read_string(struct tokens *tokens, struct token *token)
{
    char quote = *tokens->at;
    bool is_long = tokens->at[1] == quote && tokens->at[2] == quote;
    tokens->at += is_long ? 3 : 1;
    token->kind = STRING;
    token->start = tokens->at;
    for (; *tokens->at != '\0'; tokens->at++) {
        if (*tokens->at == quote &&
            (!is_long || (tokens->at[1] == quote && tokens->at[2] == quote)))
            break;
        if (*tokens->at == '\n' && !is_long)
            break;
        tokens->line += *tokens->at == '\n';
        if (*tokens->at == '\\' && tokens->at[1] != '\0')
            tokens->line += *++tokens->at == '\n';
    }
    token->end = tokens->at;
    if (*tokens->at == quote)
        tokens->at += is_long ? 3 : 1;
}

/* Whether the word is what may stand before a string's quote. */
static bool is_prefix(const struct token *word)
{
    size_t length = (size_t)(word->end - word->start);
    return length <= 2 && strspn(word->start, "rRbBuUfFcC") >= length;
}

static void next(struct tokens *tokens, struct token *token)
{
    bool first = skip(tokens);
    *token = (struct token){
        .kind = END, .start = tokens->at, .line = tokens->line, .first = first};
    if (is_quote(*tokens->at)) {
        read_string(tokens, token);
    } else if (is_letter(*tokens->at)) {
        while (is_letter(*tokens->at))
            tokens->at++;
        token->kind = WORD;
        token->end = tokens->at;
        if (is_quote(*tokens->at) && is_prefix(token)) {
            token->formatted = memchr(token->start, 'f', 2) != NULL ||
                               memchr(token->start, 'F', 2) != NULL;
            read_string(tokens, token);
        }
    } else if (*tokens->at != '\0') {
        token->kind = SIGN;
        token->end = ++tokens->at;
    }
}

static bool is(const struct token *token, const char *text)
{
    size_t length = strlen(text);
    return token->kind != STRING && token->kind != END &&
           (size_t)(token->end - token->start) == length &&
           strncmp(token->start, text, length) == 0;
}

static bool is_any(const struct token *token, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (is(token, *texts))
            return true;
    return false;
}

static int refuse(const char *name, unsigned line, const char *what, struct ll_buf *why)
{
    ll_buf_addf(why, "'%s', line %u, %s, which no exercise needs: remove it", name,
                line, what);
    return 1;
}

/* ---- C of the author's own ------------------------------------------------------- */

/* Words behind which a string is no name in C. */
static const char *const before_strings[] = {
    "and",    "or",    "not",  "in",     "is",    "if",      "elif",   "else",
    "while",  "for",   "with", "return", "yield", "raise",   "assert", "print",
    "lambda", "await", "del",  "case",   "match", "include", NULL};

static bool has_only(const struct token *string, const char *letters)
{
    for (const char *c = string->start; c < string->end; c++)
        if (!isalnum((unsigned char)*c) && strchr(letters, *c) == NULL)
            return false;
    return true;
}

/* Python takes a carriage return alone for the end of a line, and so of a comment. */
static bool has_odd_line(const char *source)
{
    while ((source = strchr(source, '\r')) != NULL)
        if (*++source != '\n')
            return true;
    return false;
}

/* Whether in that encoding each byte of ASCII stands for itself. */
static bool is_plain_encoding(const char *name, size_t length)
{
    static const char *const plain[] = {"utf-8",   "utf8",   "utf_8",      "ascii",
                                        "latin-1", "latin1", "iso-8859-1", "cp1252"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strlen(plain[i]) == length && strncasecmp(name, plain[i], length) == 0)
            return true;
    return false;
}

/* Whether the line names an encoding other than those, as Cython looks for one:
 * "coding: NAME" in the first two lines, wherever that stands. */
static bool names_odd_encoding(const char *line, bool is_first)
{
    static const char sign[] = "coding", option[] = "c_string_encoding";
    const char *end = strchrnul(line, '\n');
    for (const char *at = line; (at = strstr(at, sign)) != NULL && at < end;) {
        const char *from = at;
        at += strlen(sign);
        if (*at != ':' && *at != '=')
            continue;
        while (from > line && is_letter(from[-1]))
            from--;
        size_t word = (size_t)(at - from);
        at++;
        at += strspn(at, " \t\r\v\f");
        size_t length = 0;
        while (is_letter(at[length]) || at[length] == '-' || at[length] == '.')
            length++;
        if (is_first && word == strlen(option) && strncmp(from, option, word) == 0)
            continue; /* Cython's own option: it goes on in the second line */
        if (length > 0 && !is_plain_encoding(at, length))
            return true;
    }
    return false;
}

/* The line with such an encoding, in which a comment may be code; 0: none. */
static unsigned odd_encoding(const char *source)
{
    const char *second = ll_next_line(source);
    return names_odd_encoding(source, true)    ? 1
           : names_odd_encoding(second, false) ? 2
                                               : 0;
}

int ll_gate_cython_c(const char *name, const char *source, struct ll_buf *why)
{
    struct tokens tokens = {source, 1};
    struct token token, before = {.kind = END};
    bool is_header = false, begins = false; /* of a block of extern declarations */
    if (ll_cython_asks_plus(source)) {
        ll_buf_addf(why,
                    "'%s' asks for C++ ('# distutils: language = c++', 'libcpp' or "
                    "'cppclass'), and modules are graded in C: do without it",
                    name);
        return 1;
    }
    if (has_odd_line(source))
        return refuse(name, 1, "has lines that end in a carriage return alone", why);
    unsigned odd = odd_encoding(source);
    if (odd > 0)
        return refuse(name, odd, "names an encoding of its own", why);
    for (next(&tokens, &token); token.kind != END;) {
        bool is_string = token.kind == STRING;
        if (begins && is_string)
            return refuse(name, token.line, "has a text in C below 'extern from'", why);
        if (is_string && is(&before, "from") && !has_only(&token, "_./+-<>"))
            return refuse(name, token.line, "has a header of that name", why);
        if (is_string && before.kind == WORD && !is(&before, "from") &&
            !is_any(&before, before_strings) && !has_only(&token, "_"))
            return refuse(name, token.line, "has a name in C that is more than a name",
                          why);
        if (is(&token, "operator"))
            return refuse(name, token.line, "uses the word 'operator'", why);
        begins = is_header && is(&token, ":");
        is_header =
            (is_header && !begins) || (is(&token, "from") && is(&before, "extern"));
        before = token;
        next(&tokens, &token);
    }
    return 0;
}

/* ---- imports --------------------------------------------------------------------- */

/* Modules that only calculate, and those that Cython itself brings. */
static const char *const importable[] = {
    "array", "bisect", "cmath",  "collections", "functools", "heapq", "itertools",
    "math",  "string", "struct", "cython",      "cpython",   "libc",  NULL};

/* Whether the word is a module whose declarations are among the lesson's files. */
static bool is_own(const struct token *module, const struct ll_strings *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const char *name = ll_path_base(files->items[i]);
        size_t length = strlen(name) - (ll_path_ends(name, ".pxd") ? 4 : 0);
        if (name[length] != '\0' && module->kind == WORD &&
            (size_t)(module->end - module->start) == length &&
            strncmp(name, module->start, length) == 0)
            return true;
    }
    return false;
}

static bool is_importable(const struct token *module, const struct ll_strings *files)
{
    return is_any(module, importable) || is_own(module, files);
}

static int refuse_import(const char *name, const struct token *module,
                         struct ll_buf *why)
{
    char what[96];
    size_t length = module->kind == WORD ? (size_t)(module->end - module->start) : 0;
    if (length == 0)
        return refuse(name, module->line, "imports from its own package", why);
    snprintf(what, sizeof what, "imports '%.*s'", length < 60 ? (int)length : 60,
             module->start);
    return refuse(name, module->line, what, why);
}

/* Check the modules behind "import": MODULE.PART as NAME, MODULE... */
static int check_import(const char *name, struct tokens tokens,
                        const struct ll_strings *files, struct ll_buf *why)
{
    struct token token;
    do {
        next(&tokens, &token);
        if (!is_importable(&token, files))
            return refuse_import(name, &token, why);
        next(&tokens, &token);
        while (is(&token, ".") || is(&token, "as")) {
            next(&tokens, &token); /* PART, NAME */
            next(&tokens, &token);
        }
    } while (is(&token, ","));
    return 0;
}

/* Check the module behind "from". `*is_import` becomes whether it is one of an import.
 */
static int check_from(const char *name, struct tokens tokens,
                      const struct ll_strings *files, bool *is_import,
                      struct ll_buf *why)
{
    struct token first, token;
    next(&tokens, &first);
    token = first;
    while (is(&token, "."))
        next(&tokens, &token);
    while (token.kind == WORD && !token.first && !is(&token, "import") &&
           !is(&token, "cimport")) {
        next(&tokens, &token);
        if (is(&token, "."))
            next(&tokens, &token);
    }
    *is_import = !token.first && (is(&token, "import") || is(&token, "cimport"));
    if (!*is_import || is_importable(&first, files))
        return 0;
    return refuse_import(name, &first, why);
}

/* ---- names ----------------------------------------------------------------------- */

static const struct {
    const char *word, *why;
} refused[] = {
    {"__import__", "an import of any module"},
    {"eval", "text that is run"},
    {"exec", "text that is run"},
    {"compile", "text that is run"},
    {"open", "a file"},
    {"breakpoint", "a debugger"},
    {"exit", "an end of the whole program"},
    {"quit", "an end of the whole program"},
    {"globals", "the names of others"},
    {"vars", "the names of others"},
    {"__builtins__", "the names of others"},
    {"__globals__", "the names of others"},
    {"f_globals", "the names of others"},
    {"f_builtins", "the names of others"},
    {"f_back", "a look at its callers"},
    {"f_locals", "a look at its callers"},
    {"tb_frame", "a look at its callers"},
    {"gi_frame", "a look at its callers"},
    {"__subclasses__", "a way to any class"},
    {"__bases__", "a way to any class"},
    {"__base__", "a way to any class"},
    {"__mro__", "a way to any class"},
    {"__loader__", "an import of any module"},
    {"__spec__", "an import of any module"},
    {"__code__", "code of the interpreter"},
    {"include", "another file"},
};

static int check_word(const char *name, const struct token *token, struct ll_buf *why)
{
    char what[128];
    for (const char *c = token->start; c < token->end; c++)
        if ((unsigned char)*c >= 0x80)
            return refuse(name, token->line, "has a name that is not in ASCII", why);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (!is(token, refused[i].word))
            continue;
        snprintf(what, sizeof what, "uses '%s' (%s)", refused[i].word, refused[i].why);
        return refuse(name, token->line, what, why);
    }
    return 0;
}

/* The words of the expressions in a formatted string. */
static int check_formatted(const char *name, const struct token *string,
                           struct ll_buf *why)
{
    struct token word = {.kind = WORD, .line = string->line};
    for (const char *c = string->start; c < string->end; c = word.end) {
        word.start = word.end = c;
        while (word.end < string->end && is_letter(*word.end))
            word.end++;
        if (word.end == c)
            word.end++;
        else if (check_word(name, &word, why) != 0)
            return 1;
    }
    return 0;
}

int ll_gate_cython(const char *name, const char *source, const struct ll_strings *files,
                   struct ll_buf *why)
{
    struct tokens tokens = {source, 1};
    struct token token;
    bool is_from = false; /* the "import" of this "from" was looked at */
    int result = 0;
    for (next(&tokens, &token); token.kind != END && result == 0;
         next(&tokens, &token)) {
        if (token.kind == STRING && token.formatted)
            result = check_formatted(name, &token, why);
        if (token.kind != WORD)
            continue;
        if (is(&token, "from")) {
            result = check_from(name, tokens, files, &is_from, why);
        } else if (is(&token, "import") || is(&token, "cimport")) {
            if (!is_from)
                result = check_import(name, tokens, files, why);
            is_from = false;
        } else {
            result = check_word(name, &token, why);
        }
    }
    return result;
}
