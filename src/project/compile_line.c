/* SPDX-License-Identifier: MIT */
#include "project/compile_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

enum {
    FILE_OF_WORDS_MAX = 16 << 20,
    FILES_OF_WORDS_MAX = 8, /* one names another one */
};

/* ---- the words ---------------------------------------------------------------- */

/* clang-format off */

/* Options whose value may be the next word. */
static const char *const with_value[] = {
    "-I", "-D", "-U", "-A", "-B", "-T", "-u", "-z", "-e", "-h", "-G", "-x", "-include",
    "-imacros", "-isystem", "-iquote", "-idirafter", "-iprefix", "-isysroot",
    "-iwithprefix", "-iwithprefixbefore", "-Xlinker", "-Xclang", "-Xassembler",
    "-Xpreprocessor", "--param", "-wrapper", "-target", "-mllvm", "-arch", NULL};

static const char *const left_out_with_value[] = {
    "-MF", "-MT", "-MQ", "-MJ", "-dumpbase", "-dumpbase-ext", "-dumpdir", "-aux-info",
    "--serialize-diagnostics", NULL};

/* A '*' stands for any ending. */
static const char *const left_out[] = {
    /* make rules */ "-MD", "-MMD", "-MP", "-MG", "-MF*", "-MT*", "-MQ*", "-Wp,-M*",
    "-Wl,--dependency-file*",
    /* other files */ "-save-temps*", "-gsplit-dwarf", "--coverage", "-coverage",
    "-ftest-coverage", "-fprofile*", "-fstack-usage", "-fcallgraph-info*", "-fdump-*",
    "-ftime-trace*", "-fsave-optimization-record*", "-fopt-info*", "-Wl,-Map*",
    "-Wl,--Map*", "-Wl,-M", "-Wl,--print-map", "-Wl,--out-implib*", "-Wl,--cref",
    "-Wa,-a*",
    /* what the checks cannot go with */ "-flto*", "-fsanitize*", "-fno-sanitize*",
    "-Wl,-z,defs", "-Wl,--no-undefined", NULL};

static const char *const other_modes[] = {
    "-E", "-S", "-M", "-MM", "-###", "-fsyntax-only", "--help*", "--version",
    "-print-*", "--print-*", "-dumpmachine", "-dumpversion", "-dumpspecs",
    "-dumpfullversion", "--analyze", "-emit-llvm", NULL};

static const char *const sources[] = {
    ".c", ".i", ".m", ".s", ".S", ".sx", ".cc", ".cpp", ".cxx", ".c++", ".C", ".cp",
    ".CPP", ".ii", NULL};
static const char *const linked[] = {".o", ".a", ".so", ".lo", ".obj", ".lib", NULL};
static const char *const headers[] = {".h", ".hh", ".hpp", ".hxx", ".H", NULL};

/* clang-format on */

static bool is_among(const char *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        size_t length = strlen(*list);
        bool any = (*list)[length - 1] == '*';
        if (any ? strncmp(word, *list, length - 1) == 0 : strcmp(word, *list) == 0)
            return true;
    }
    return false;
}

static bool ends_with_any(const char *name, const char *const *endings)
{
    for (; *endings != NULL; endings++)
        if (ll_path_ends(name, *endings))
            return true;
    return false;
}

bool ll_compile_is_source(const char *name)
{
    return ends_with_any(name, sources);
}

bool ll_compile_is_linked(const char *name)
{
    return ends_with_any(name, linked);
}

/* ---- files of words ----------------------------------------------------------- */

/* Take the next word, quoted as gcc understands it, from `*at`. False: there is none.
 */
static bool next_word(const char **at, struct ll_buf *word)
{
    char quote = '\0';
    const char *c = *at + strspn(*at, " \t\r\n\f\v");
    ll_buf_clear(word);
    if (*c == '\0')
        return false;
    for (; *c != '\0' && (quote != '\0' || strchr(" \t\r\n\f\v", *c) == NULL); c++) {
        if (*c == '\\' && c[1] != '\0')
            ll_buf_putc(word, *++c);
        else if (quote != '\0' ? *c == quote : *c == '\'' || *c == '"')
            quote = quote != '\0' ? '\0' : *c;
        else
            ll_buf_putc(word, *c);
    }
    *at = c;
    return true;
}

int ll_compile_line_split(const char *text, struct ll_strings *words,
                          struct ll_error *err)
{
    struct ll_buf word = LL_BUF_INIT;
    while (next_word(&text, &word))
        ll_strings_add(words, ll_buf_text(&word));
    ll_buf_release(&word);
    return ll_strings_ok(words, err);
}

/* Add the word, or what is in the file that it names. */
static int add_words(struct ll_strings *words, const char *text, unsigned depth,
                     struct ll_error *err)
{
    struct ll_buf file = {.max = FILE_OF_WORDS_MAX}, word = LL_BUF_INIT;
    int result = 0;
    if (text[0] != '@' || depth > FILES_OF_WORDS_MAX ||
        ll_file_read(text + 1, FILE_OF_WORDS_MAX, &file, NULL) != 0) {
        ll_strings_add(words, text);
        return ll_strings_ok(words, err);
    }
    const char *at = ll_buf_text(&file);
    while (result == 0 && next_word(&at, &word))
        result = add_words(words, ll_buf_text(&word), depth + 1, err);
    ll_buf_release(&word);
    ll_buf_release(&file);
    return result;
}

/* ---- the line ----------------------------------------------------------------- */

struct reading {
    struct ll_compile_line *line;
    bool objects, joined, shared, other, header;
    bool any_language; /* "-x": the endings of names do not count */
};

static bool add(struct reading *reading, const char *word, enum ll_compile_kind kind)
{
    struct ll_compile_line *line = reading->line;
    enum ll_compile_kind *kinds =
        reallocarray(line->kinds, line->words.count + 1, sizeof *kinds);
    if (kinds == NULL)
        return false;
    line->kinds = kinds;
    kinds[line->words.count] = kind;
    line->source_count += kind == LL_WORD_SOURCE;
    return ll_strings_add(&line->words, word);
}

/* "-l NAME" or "-lNAME", "-L FOLDER" or "-LFOLDER". */
static bool add_joined(struct reading *reading, const char *option, const char *value)
{
    char *word = NULL;
    if (asprintf(&word, "%.2s%s", option, value) < 0)
        return false;
    bool good = add(reading, word, option[1] == 'l' ? LL_WORD_LIBRARY : LL_WORD_FOLDER);
    free(word);
    return good;
}

static bool add_input(struct reading *reading, const char *word)
{
    reading->header = reading->header || ends_with_any(word, headers);
    /* What was read from standard input is gone. */
    reading->other = reading->other || strcmp(word, "-") == 0;
    return add(reading, word,
               reading->any_language || ll_compile_is_source(word) ? LL_WORD_SOURCE
                                                                   : LL_WORD_LINKED);
}

static void note_mode(struct reading *reading, const char *word)
{
    reading->objects = reading->objects || strcmp(word, "-c") == 0;
    reading->joined = reading->joined || strcmp(word, "-r") == 0;
    reading->shared = reading->shared || strcmp(word, "-shared") == 0;
    reading->other = reading->other || is_among(word, other_modes);
}

static void note_language(struct reading *reading, const char *language)
{
    reading->any_language = strcmp(language, "none") != 0;
    reading->header = reading->header || ll_ends_with(language, "-header");
}

/* Read the word at `words`; return how many words were read, 0 when memory ran out. */
static size_t read_word(struct reading *reading, char *const *words)
{
    const char *word = words[0], *next = words[1];
    bool is_output = ll_starts_with(word, "-o");
    bool is_library = word[0] == '-' && (word[1] == 'l' || word[1] == 'L');
    if ((is_output || is_library) && (word[2] != '\0' || next != NULL)) {
        const char *value = word[2] != '\0' ? word + 2 : next;
        bool good = is_output ? ll_set_text(&reading->line->output, value)
                              : add_joined(reading, word, value);
        return !good ? 0 : value == next ? 2 : 1;
    }
    if (word[0] != '-' || word[1] == '\0')
        return add_input(reading, word);
    if (is_among(word, left_out_with_value) && next != NULL)
        return add(reading, word, LL_WORD_LEFT_OUT) &&
                       add(reading, next, LL_WORD_LEFT_OUT)
                   ? 2
                   : 0;
    note_mode(reading, word);
    if (ll_starts_with(word, "-x"))
        note_language(reading, word[2] != '\0' ? word + 2 : next != NULL ? next : "");
    if (is_among(word, with_value) && next != NULL)
        return add(reading, word, LL_WORD_OPTION) && add(reading, next, LL_WORD_OPTION)
                   ? 2
                   : 0;
    return add(reading, word,
               is_among(word, left_out) ? LL_WORD_LEFT_OUT : LL_WORD_OPTION);
}

static bool has_inputs(const struct ll_compile_line *line)
{
    for (size_t i = 0; i < line->words.count; i++)
        if (line->kinds[i] == LL_WORD_SOURCE || line->kinds[i] == LL_WORD_LINKED)
            return true;
    return false;
}

int ll_compile_line_read(char *const *argv, struct ll_compile_line *line,
                         struct ll_error *err)
{
    struct ll_strings words = LL_STRINGS_INIT;
    struct reading reading = {.line = line};
    int result = 0;
    *line = (struct ll_compile_line){0};
    for (; *argv != NULL && result == 0; argv++)
        result = add_words(&words, *argv, 0, err);
    for (size_t i = 0, read; i < words.count && result == 0; i += read) {
        read = read_word(&reading, words.items + i);
        if (read == 0)
            result = ll_fail_memory(err);
    }
    line->mode = reading.other || reading.header || !has_inputs(line) ? LL_COMPILE_OTHER
                 : reading.objects ? LL_COMPILE_OBJECTS
                 : reading.joined  ? LL_COMPILE_JOINED
                 : reading.shared  ? LL_COMPILE_SHARED
                                   : LL_COMPILE_PROGRAM;
    ll_strings_release(&words);
    return result;
}

void ll_compile_line_release(struct ll_compile_line *line)
{
    ll_strings_release(&line->words);
    free(line->kinds);
    free(line->output);
    *line = (struct ll_compile_line){0};
}
