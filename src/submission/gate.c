/* SPDX-License-Identifier: MIT */
#include "submission/gate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/text.h"

/* ---- directives ---------------------------------------------------------------- */

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

/* The name of the directive whose sign was read last; "" when it has none. */
static void read_directive(struct ll_c_tokens after, char *word, size_t size)
{
    struct ll_c_token token;
    bool found;
    do
        found = ll_c_tokens_next(&after, &token) && !token.first;
    while (found && token.kind == LL_C_COMMENT);
    word[0] = '\0';
    if (found && (token.kind == LL_C_WORD || token.kind == LL_C_NUMBER))
        ll_c_token_copy(&token, word, size);
}

/* Not all tools find the same files: the answer tells them apart. */
static bool asks_for_files(const struct ll_c_token *token)
{
    static const char *const words[] = {"__has_include", "__has_include_next",
                                        "__has_embed"};
    char word[32];
    if (token->kind != LL_C_WORD)
        return false;
    ll_c_token_copy(token, word, sizeof word);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

int ll_gate_directives(const char *name, const char *source, struct ll_buf *why)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, source, strlen(source));
    while (ll_c_tokens_next(&tokens, &token)) {
        char word[32];
        if (token.raw) {
            ll_buf_addf(why,
                        "'%s', line %u, has a raw string (R\"...\"), which no exercise "
                        "needs: remove it",
                        name, token.line);
            return 1;
        }
        if (asks_for_files(&token)) {
            ll_buf_addf(
                why,
                "'%s', line %u, asks which files there are (__has_include or its "
                "like), which no exercise needs: remove it",
                name, token.line);
            return 1;
        }
        if (!token.first || token.sign != '#')
            continue;
        read_directive(tokens, word, sizeof word);
        if (is_known_directive(word))
            continue;
        ll_buf_addf(why,
                    "'%s', line %u, has the directive '#%s', which no exercise needs: "
                    "remove it",
                    name, token.line, word);
        return 1;
    }
    return 0;
}

/* ---- macros -------------------------------------------------------------------- */

/* Move behind the parameters of a macro, if it has some: a '(' that follows its name at
 * once. */
static void skip_parameters(struct ll_c_tokens *tokens, const struct ll_c_token *name)
{
    struct ll_c_tokens after = *tokens;
    struct ll_c_token token;
    if (!ll_c_tokens_next(&after, &token) || token.sign != '(' ||
        token.start != name->start + name->length)
        return;
    while (ll_c_tokens_next(&after, &token) && !token.first) {
        *tokens = after;
        if (token.kind == LL_C_SIGN && token.sign == ')')
            return;
    }
}

/* Whether a macro stands for nothing, or for one number: that adds no code to a header,
 * as in `#define _GNU_SOURCE`. `tokens` is behind its name. */
static bool is_inert(struct ll_c_tokens tokens, const struct ll_c_token *name)
{
    struct ll_c_token token;
    size_t count = 0;
    skip_parameters(&tokens, name);
    while (ll_c_tokens_next(&tokens, &token) && !token.first) {
        if (token.kind == LL_C_COMMENT)
            continue;
        if (++count > 1 || token.kind != LL_C_NUMBER)
            return false;
    }
    return true;
}

/* Read the next directive: its word, and its place after that. False: there is none. */
static bool next_directive(struct ll_c_tokens *tokens, struct ll_c_token *sign,
                           char *word, size_t size)
{
    struct ll_c_token token;
    while (ll_c_tokens_next(tokens, sign)) {
        if (!sign->first || sign->kind != LL_C_SIGN || sign->sign != '#')
            continue;
        read_directive(*tokens, word, size);
        while (word[0] != '\0' && ll_c_tokens_next(tokens, &token) &&
               token.kind == LL_C_COMMENT)
            continue;
        return true;
    }
    return false;
}

int ll_gate_macros(const char *name, const char *source, struct ll_buf *why)
{
    struct ll_c_tokens tokens;
    struct ll_c_token sign, token;
    char word[32], macro[64] = "";
    ll_c_tokens_init(&tokens, source, strlen(source));
    while (next_directive(&tokens, &sign, word, sizeof word)) {
        struct ll_c_tokens after = tokens;
        if (strcmp(word, "define") == 0 && ll_c_tokens_next(&after, &token) &&
            !token.first && !is_inert(after, &token))
            ll_c_token_copy(&token, macro, sizeof macro);
        if (strcmp(word, "include") != 0 || macro[0] == '\0')
            continue;
        ll_buf_addf(
            why,
            "'%s', line %u, includes a header below the macro '%s', which could "
            "change that header: move all #include lines above the macros",
            name, sign.line, macro);
        return 1;
    }
    return 0;
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
    {"__builtin_init_dwarf_reg_size_table", "memory by another way"},
    {"__seg_fs", "memory by another way"},
    {"__seg_gs", "memory by another way"},
};

/* Whether it is an instruction of one processor's, of the compiler's or of a header's.
 * Some of them write to memory, and no tool that is compiled in looks at that. */
static bool is_instruction(const char *word)
{
    static const char *const begins[] = {"__builtin_ia32_", "_mm_", "_mm256_",
                                         "_mm512_", "_m_"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ll_starts_with(word, begins[i]))
            return true;
    return false;
}

/* Words that begin so, each with its reason. A call may be in the program of one tool
 * only, so a tool's name is looked for here, and not in the object alone. */
static const struct {
    const char *begin, *why;
} refused_begins[] = {
    {"_IO_", "the inside of a FILE"}, {"__asan_", "a tool's"},
    {"__lsan_", "a tool's"},          {"__ubsan_", "a tool's"},
    {"__sanitizer_", "a tool's"},     {"__interceptor_", "a tool's"},
    {"__msan_", "a tool's"},          {"__tsan_", "a tool's"},
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
        "visibility", /* Python's headers have it; the names are hidden anyway */
    };
    size_t length = strlen(word);
    while (length > 4 && ll_starts_with(word, "__") && word[length - 1] == '_') {
        word += 2;
        length -= 4;
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strlen(harmless[i]) == length && strncmp(word, harmless[i], length) == 0)
            return true;
    return !isalpha((unsigned char)word[0]) && word[0] != '_';
}

/* The line of a marker, `# 12 "file.c" 2`, and whether it is about a file that lies
 * beside the submission: itself, by whatever path, or a header of the lesson. The
 * system's have absolute paths, and the compiler's own texts names like "<built-in>".
 */
static bool read_marker(const char *line, unsigned *number)
{
    char *end;
    *number = (unsigned)strtoul(line + 2, &end, 10);
    return *end == ' ' && end[1] == '"' && end[2] != '/' && end[2] != '<';
}

/* A place in preprocessed text. */
struct reader {
    const char *name;
    struct ll_c_tokens tokens;
    bool own;       /* not in a header of the system */
    unsigned shift; /* lines of the file less those of the text, modulo 2^N */
    unsigned depth; /* of parentheses of attributes; 0: in none */
    bool begins;    /* an attribute's parentheses come next */
    bool opened;    /* the token before this one was a '[' */
};

static unsigned line_of(const struct reader *reader, const struct ll_c_token *token)
{
    return token->line + reader->shift;
}

static int refuse(const struct reader *reader, const struct ll_c_token *token,
                  const char *what, const char *why_not, struct ll_buf *why)
{
    ll_buf_addf(why,
                "'%s', line %u, uses '%.60s' (%s), which no exercise needs: remove it",
                reader->name, line_of(reader, token), what, why_not);
    return 1;
}

static int take_word(struct reader *reader, const struct ll_c_token *token,
                     struct ll_buf *why)
{
    char word[64];
    if (!reader->own)
        return 0;
    ll_c_token_copy(token, word, sizeof word);
    if (reader->depth > 0 && !is_harmless_attribute(word))
        return refuse(reader, token, word, "an attribute that changes what runs", why);
    if (strcmp(word, "__attribute__") == 0 || strcmp(word, "__attribute") == 0)
        reader->begins = true;
    if (is_instruction(word))
        return refuse(reader, token, word, "an instruction of one processor", why);
    for (size_t i = 0; i < sizeof refused_begins / sizeof *refused_begins; i++)
        if (ll_starts_with(word, refused_begins[i].begin))
            return refuse(reader, token, word, refused_begins[i].why, why);
    for (size_t i = 0; i < sizeof refused_words / sizeof *refused_words; i++)
        if (strcmp(word, refused_words[i].word) == 0)
            return refuse(reader, token, word, refused_words[i].why, why);
    return 0;
}

static void take_bracket(struct reader *reader, char c)
{
    bool opens = c == '(' || c == '[';
    if (c == '[' && reader->opened && reader->depth == 0) {
        reader->begins = true; /* [[attribute]] */
        reader->depth = 1;     /* the first of the two */
    }
    if (!opens)
        reader->depth -= reader->depth > 0;
    else if (reader->begins || reader->depth > 0)
        reader->depth++;
    if (opens)
        reader->begins = false;
}

/* Whether the marker is about a compiler's header of instructions, such as
 * "/usr/lib/gcc/x86_64-linux-gnu/12/include/adxintrin.h"; `name` is "adxintrin.h" then.
 * Its functions have names of all kinds, and some write to memory where no tool that is
 * compiled in looks. */
static bool is_of_instructions(const char *line, char *name, size_t size)
{
    const char *path = strchr(line, '"');
    if (path == NULL || path[1] != '/')
        return false;
    const char *end = strpbrk(path + 1, "\"\n"), *base = end;
    while (end != NULL && base[-1] != '/')
        base--;
    size_t length = end == NULL ? size : (size_t)(end - base);
    if (length >= size)
        return false;
    memcpy(name, base, length);
    name[length] = '\0';
    return ll_starts_with(name, "arm_") ||
           (length > 8 && strcmp(name + length - 8, "intrin.h") == 0);
}

/* A line that begins with '#': a marker of file and line, or a pragma. */
static int take_line(struct reader *reader, const struct ll_c_token *token,
                     struct ll_buf *why)
{
    static const char pragma[] = "#pragma ";
    const char *line = token->start;
    unsigned number;
    if (ll_starts_with(line, "# ")) {
        char name[64];
        if (reader->own && is_of_instructions(line, name, sizeof name))
            return refuse(reader, token, name, "instructions of one processor", why);
        reader->own = read_marker(line, &number);
        reader->shift = number - (token->line + 1); /* it is about the next line */
    } else if (reader->own && ll_starts_with(line, pragma)) {
        const char *what = line + strlen(pragma);
        if (!ll_starts_with(what, "GCC diagnostic") && !ll_starts_with(what, "once") &&
            !ll_starts_with(what, "pack") && !ll_starts_with(what, "STDC")) {
            ll_buf_addf(
                why, "'%s', line %u, has a '#pragma' that changes what runs: remove it",
                reader->name, line_of(reader, token));
            return 1;
        }
    }
    ll_c_tokens_skip_line(&reader->tokens);
    return 0;
}

int ll_gate_tokens(const char *name, const char *text, struct ll_buf *why)
{
    struct reader reader = {.name = name};
    struct ll_c_token token;
    int result = 0;
    ll_c_tokens_init(&reader.tokens, text, strlen(text));
    while (result == 0 && ll_c_tokens_next(&reader.tokens, &token)) {
        bool at_start = token.start == text || token.start[-1] == '\n';
        char sign = token.kind == LL_C_SIGN ? token.sign : ' ';
        if (at_start && *token.start == '#')
            result = take_line(&reader, &token, why);
        else if (token.kind == LL_C_WORD)
            result = take_word(&reader, &token, why);
        else if (strchr("()[]", sign) != NULL)
            take_bracket(&reader, sign);
        reader.opened = sign == '[';
    }
    return result;
}
