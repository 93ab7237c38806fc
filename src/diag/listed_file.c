/* SPDX-License-Identifier: MIT
 *
 * listed_file: the file of a list of faults (listed.h), read with libyaml and written.
 */
#include "diag/listed.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/spelling.h"
#include "base/text.h"

enum { FILE_MAX = 4 << 20 };

static const char *const names[LL_LISTED_WORDS] = {
    [LL_LISTED_FUNCTION] = "function",         [LL_LISTED_FILE] = "file",
    [LL_LISTED_ALLOCATED_BY] = "allocated-by", [LL_LISTED_LOST_IN] = "lost-in",
    [LL_LISTED_VARIABLE] = "variable",         [LL_LISTED_WHY] = "why",
};

const char *ll_listed_word_name(enum ll_listed_word word)
{
    return names[word];
}

/* ---- reading --------------------------------------------------------------------- */

struct reader {
    const char *path;
    yaml_document_t *document;
    struct ll_error *err;
};

static int fail_at(const struct reader *reader, const yaml_node_t *node,
                   const char *what, const char *name, const char *nearest)
{
    bool near = nearest != NULL;
    return ll_fail_at(reader->err, LL_FAULT_INPUT, reader->path,
                      (int)node->start_mark.line + 1, "%s '%.60s'%s%s%s", what, name,
                      near ? ": did you mean '" : "", near ? nearest : "",
                      near ? "'?" : "");
}

/* The text of a scalar node; NULL for other nodes. */
static const char *text_of(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
                                          : NULL;
}

static int read_kind(const struct reader *reader, const yaml_node_t *node,
                     const char *text, struct ll_listed *one)
{
    struct ll_spelling spelling = ll_spelling_of(text);
    if (!one->any_kind)
        return fail_at(reader, node, "there are two of", "kind", NULL);
    if (ll_kind_from_name(text, &one->kind)) {
        one->any_kind = false;
        return 0;
    }
    for (int kind = 0; kind < LL_KIND_COUNT; kind++)
        ll_spelling_try(&spelling, ll_kind_name((enum ll_kind)kind));
    return fail_at(reader, node, "unknown kind", text, spelling.nearest);
}

static int read_pair(const struct reader *reader, const yaml_node_pair_t *pair,
                     struct ll_listed *one)
{
    const yaml_node_t *key = yaml_document_get_node(reader->document, pair->key);
    const yaml_node_t *value = yaml_document_get_node(reader->document, pair->value);
    const char *name = text_of(key), *text = text_of(value);
    struct ll_spelling spelling = ll_spelling_of(name != NULL ? name : "");
    if (name == NULL || text == NULL || text[0] == '\0')
        return fail_at(reader, value, "one value is needed for",
                       name != NULL ? name : "?", NULL);
    if (strcmp(name, "kind") == 0)
        return read_kind(reader, value, text, one);
    ll_spelling_try(&spelling, "kind");
    for (size_t i = 0; i < LL_LISTED_WORDS; i++) {
        ll_spelling_try(&spelling, names[i]);
        if (strcmp(name, names[i]) != 0)
            continue;
        if (one->words[i] != NULL)
            return fail_at(reader, key, "there are two of", name, NULL);
        one->words[i] = strdup(text);
        return one->words[i] != NULL ? 0 : ll_fail_memory(reader->err);
    }
    return fail_at(reader, key, "unknown word", name, spelling.nearest);
}

/* A line of a baseline that says little would hide new faults. */
static int check_line(const struct reader *reader, const yaml_node_t *node,
                      const struct ll_listed *one, bool exact)
{
    bool says = !one->any_kind;
    for (size_t i = 0; i < LL_LISTED_WHY; i++)
        says = says || one->words[i] != NULL;
    if (exact && (one->any_kind || one->words[LL_LISTED_FUNCTION] == NULL))
        return fail_at(reader, node, "a known fault needs the word",
                       one->any_kind ? "kind" : names[LL_LISTED_FUNCTION], NULL);
    return says
               ? 0
               : fail_at(reader, node, "a suppression needs at least one word, such as",
                         names[LL_LISTED_FUNCTION], NULL);
}

static int read_line(const struct reader *reader, const yaml_node_t *node,
                     struct ll_listed_faults *list)
{
    struct ll_listed one = {.any_kind = true, .line = (int)node->start_mark.line + 1};
    int result = node->type == YAML_MAPPING_NODE
                     ? 0
                     : fail_at(reader, node, "a fault is written as",
                               "- {kind: KIND, function: NAME}", NULL);
    for (const yaml_node_pair_t *pair = result == 0 ? node->data.mapping.pairs.start
                                                    : NULL;
         result == 0 && pair < node->data.mapping.pairs.top; pair++)
        result = read_pair(reader, pair, &one);
    if (result == 0)
        result = check_line(reader, node, &one, list->exact);
    if (result == 0 && !LL_GROW_ONE(list->items, list->count))
        result = ll_fail_memory(reader->err);
    if (result == 0)
        list->items[list->count++] = one;
    else
        ll_listed_release(&one);
    return result;
}

static int read_document(const struct reader *reader, struct ll_listed_faults *list)
{
    const yaml_node_t *root = yaml_document_get_root_node(reader->document);
    if (root == NULL)
        return 0; /* only comments */
    if (root->type != YAML_SEQUENCE_NODE)
        return fail_at(reader, root, "a fault is written as",
                       "- {kind: KIND, function: NAME}", NULL);
    for (const yaml_node_item_t *item = root->data.sequence.items.start;
         item < root->data.sequence.items.top; item++)
        if (read_line(reader, yaml_document_get_node(reader->document, *item), list) !=
            0)
            return -1;
    return 0;
}

static int read_text(const char *text, size_t length, struct ll_listed_faults *list,
                     struct ll_error *err)
{
    yaml_parser_t parser;
    yaml_document_t document;
    int result = -1;
    if (!yaml_parser_initialize(&parser))
        return ll_fail_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    if (yaml_parser_load(&parser, &document)) {
        const struct reader reader = {list->path, &document, err};
        result = read_document(&reader, list);
        yaml_document_delete(&document);
    } else if (parser.error == YAML_MEMORY_ERROR) {
        ll_fail_memory(err);
    } else {
        ll_fail_at(err, LL_FAULT_INPUT, list->path, (int)parser.problem_mark.line + 1,
                   "this cannot be read: %s",
                   parser.problem != NULL ? parser.problem : "it is no text");
    }
    yaml_parser_delete(&parser);
    return result;
}

/* Name the file, and the folder that it is in. */
static int begin(const char *path, bool exact, struct ll_listed_faults *list,
                 struct ll_error *err)
{
    *list = (struct ll_listed_faults){.exact = exact};
    char *folder = ll_path_dir(path);
    list->path = strdup(path);
    if (folder == NULL || list->path == NULL)
        ll_fail_memory(err);
    else
        list->folder = ll_path_real(folder, err);
    free(folder);
    return list->folder != NULL ? 0 : -1;
}

int ll_listed_read(const char *path, bool exact, struct ll_listed_faults *list,
                   struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    int result = begin(path, exact, list, err);
    if (result == 0)
        result = ll_file_read(path, FILE_MAX, &text, err);
    if (result == 0)
        result = read_text(ll_buf_text(&text), text.len, list, err);
    ll_buf_release(&text);
    return result;
}

int ll_listed_begin(const char *path, struct ll_listed_faults *list,
                    struct ll_error *err)
{
    return ll_path_exists(path) ? ll_listed_read(path, true, list, err)
                                : begin(path, true, list, err);
}

/* ---- writing --------------------------------------------------------------------- */

static const char head[] =
    "# Faults that are known, one a line: with `--baseline FILE` they do not count, "
    "and\n"
    "# leaklab says which of them are gone. `--write-baseline FILE` writes this file "
    "anew;\n"
    "# it keeps what `why` says. docs/projects.md of leaklab has the words.\n";

/* Append a word, in quotes where YAML needs them. */
static void add_word(struct ll_buf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_./->";
    if (word[strspn(word, plain)] == '\0' && word[0] != '-' && word[0] != '>') {
        ll_buf_puts(out, word);
        return;
    }
    ll_buf_putc(out, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            ll_buf_puts(out, "''");
        else
            ll_buf_putc(out, (unsigned char)*word < ' ' ? ' ' : *word);
    ll_buf_putc(out, '\'');
}

static void add_line(struct ll_buf *out, const struct ll_listed *one)
{
    ll_buf_addf(out, "- {kind: %s", ll_kind_name(one->kind));
    for (size_t i = 0; i < LL_LISTED_WORDS; i++)
        if (one->words[i] != NULL) {
            ll_buf_addf(out, ", %s: ", names[i]);
            add_word(out, one->words[i]);
        }
    ll_buf_puts(out, "}\n");
}

/* By their text, but that of the file first: neighbours in the source are
 * neighbours. */
static int compare(const void *a, const void *b)
{
    const struct ll_listed *const both[] = {a, b};
    struct ll_buf texts[2] = {LL_BUF_INIT, LL_BUF_INIT};
    for (int i = 0; i < 2; i++) {
        const char *file = both[i]->words[LL_LISTED_FILE];
        const char *function = both[i]->words[LL_LISTED_FUNCTION];
        ll_buf_addf(&texts[i], "%s\n%s\n", file != NULL ? file : "",
                    function != NULL ? function : "");
        add_line(&texts[i], both[i]);
    }
    int order = strcmp(ll_buf_text(&texts[0]), ll_buf_text(&texts[1]));
    ll_buf_release(&texts[0]);
    ll_buf_release(&texts[1]);
    return order;
}

int ll_listed_write(struct ll_listed_faults *list, struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].occurs)
            list->items[kept++] = list->items[i];
        else
            ll_listed_release(&list->items[i]);
    list->count = kept;
    if (kept > 0)
        qsort(list->items, kept, sizeof *list->items, compare);
    ll_buf_puts(&out, head);
    for (size_t i = 0; i < kept; i++)
        add_line(&out, &list->items[i]);
    int result = out.full ? ll_fail_memory(err)
                          : ll_file_write(list->path, out.data, out.len, err);
    ll_buf_release(&out);
    return result;
}
