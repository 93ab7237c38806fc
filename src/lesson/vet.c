/* SPDX-License-Identifier: MIT
 *
 * The text is read twice. First, survey() reads it as a stream of events: it refuses
 * text that is not YAML, and limits depth, aliases and documents for the second pass.
 * Then the tree of nodes is compared with the schema. Each node knows its line.
 */
#include "lesson/vet.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "diag/diag.h"
#include "diag/reachable.h"
#include "diag/terms.h"

/* More than any manifest needs; libyaml takes quadratic time on deep texts. */
#define DEPTH_MAX 32

struct vet {
    const char *path;
    yaml_document_t document;
    struct ll_error *err;
};

/* ---- what is not YAML ------------------------------------------------------ */

static int line_after(const yaml_mark_t *mark)
{
    return (int)mark->line + 1;
}

/* Whether line `line` of `text` is indented with a tab. */
static bool indented_by_tab(const char *text, int line)
{
    while (--line > 0 && text != NULL)
        text = strchr(text, '\n') != NULL ? strchr(text, '\n') + 1 : NULL;
    return text != NULL && text[strspn(text, " ")] == '\t';
}

static const char *advice(const char *problem, const char *text, int line)
{
    if (indented_by_tab(text, line))
        return "indent with spaces, not with tabs";
    if (strstr(problem, "mapping values") != NULL)
        return "put a text that holds ': ' in quotes, and align keys";
    if (strstr(problem, "cannot start any token") != NULL)
        return "put a text that starts like this in quotes";
    if (strstr(problem, "UTF-8") != NULL || strstr(problem, "control") != NULL)
        return "save the file as UTF-8 text";
    return "check indentation, quotes and brackets here and above";
}

/* Report libyaml's syntax error. */
static int not_yaml(const yaml_parser_t *parser, const struct ll_buf *text,
                    const char *path, struct ll_error *err)
{
    if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL)
        return ll_fail_memory(err);
    int line = line_after(&parser->problem_mark);
    if (parser->error == YAML_READER_ERROR) /* has a byte offset, but no line */
        for (size_t i = 0; i < text->len && i < parser->problem_offset; i++)
            line += text->data[i] == '\n';
    const char *problem = parser->problem;
    const char *next = advice(problem, text->data, line);
    int start = line_after(&parser->context_mark);
    if (parser->context == NULL || parser->error == YAML_READER_ERROR || start == line)
        return ll_fail_at(err, LL_FAULT_INPUT, path, line, "not YAML: %s: %s", problem,
                          next);
    return ll_fail_at(err, LL_FAULT_INPUT, path, line,
                      "not YAML: %s %s that starts on line %d: %s", problem,
                      parser->context, start, next);
}

static int survey(const struct ll_buf *text, const char *path, struct ll_error *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return ll_fail_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)ll_buf_text(text),
                                 text->len);
    int result = 0, depth = 0, documents = 0;
    for (bool more = true; more && result == 0;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            result = not_yaml(&parser, text, path, err);
            break;
        }
        int line = line_after(&event.start_mark);
        switch (event.type) {
        case YAML_STREAM_END_EVENT:
            more = false;
            break;
        case YAML_DOCUMENT_START_EVENT:
            if (++documents > 1)
                result = ll_fail_at(err, LL_FAULT_INPUT, path, line,
                                    "a second document starts here: keep only one");
            break;
        case YAML_ALIAS_EVENT:
            result = ll_fail_at(err, LL_FAULT_INPUT, path, line,
                                "alias '*%s' is not allowed: write out what it stands "
                                "for",
                                (const char *)event.data.alias.anchor);
            break;
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            if (++depth > DEPTH_MAX)
                result = ll_fail_at(err, LL_FAULT_INPUT, path, line,
                                    "more than %d levels deep: close brackets, or use "
                                    "fewer levels",
                                    DEPTH_MAX);
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            depth--;
            break;
        default:
            break;
        }
        yaml_event_delete(&event);
    }
    if (result == 0 && documents == 0)
        result = ll_fail_at(err, LL_FAULT_INPUT, path, 1,
                            "the manifest is empty: start with 'title: ...'");
    yaml_parser_delete(&parser);
    return result;
}

/* ---- what is not a manifest ------------------------------------------------ */

LL_PRINTF(3, 4)
static int refuse(const struct vet *vet, const yaml_node_t *node, const char *format,
                  ...)
{
    char text[sizeof vet->err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *p = text; *p != '\0'; p++)
        if (iscntrl((unsigned char)*p)) /* errors quote the author's text in one line */
            *p = ' ';
    return ll_fail_at(vet->err, LL_FAULT_INPUT, vet->path,
                      line_after(&node->start_mark), "%s", text);
}

static const char *text_of(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
                                          : NULL;
}

static const char *shape_of(const yaml_node_t *node)
{
    return node->type == YAML_MAPPING_NODE    ? "keys"
           : node->type == YAML_SEQUENCE_NODE ? "a list"
                                              : "a text";
}

/* ---- texts with a fixed set of values */

static int vet_kind(const struct vet *vet, const yaml_node_t *node, const char *text)
{
    const struct ll_term *term = ll_term_find(text);
    if (term != NULL && term->count == 1)
        return 0;
    struct ll_buf names = LL_BUF_INIT;
    for (int i = 0; i < LL_KIND_COUNT; i++)
        ll_buf_addf(&names, "%s %s", i == 0 ? "" : ",", ll_kind_name((enum ll_kind)i));
    refuse(vet, node,
           term == NULL ? "unknown kind '%s': use one of%s"
                        : "'%s' stands for several kinds: use one of%s",
           text, ll_buf_text(&names));
    ll_buf_release(&names);
    return -1;
}

static int vet_loss(const struct vet *vet, const yaml_node_t *node, const char *text)
{
    enum ll_loss loss;
    if (ll_loss_from_name(text, &loss))
        return 0;
    struct ll_buf names = LL_BUF_INIT;
    for (int i = 0; i < LL_LOSS_COUNT; i++)
        ll_buf_addf(&names, "%s %s", i == 0 ? "" : ",", ll_loss_name((enum ll_loss)i));
    refuse(vet, node, "unknown way of loss '%s': use one of%s", text,
           ll_buf_text(&names));
    ll_buf_release(&names);
    return -1;
}

static int vet_file(const struct vet *vet, const yaml_node_t *node, const char *text)
{
    if (strchr(text, '/') == NULL && text[0] != '.' && text[0] != '-')
        return 0;
    return refuse(vet, node,
                  "'%s' is not a file in the lesson's folder: name a file there, "
                  "without a path",
                  text);
}

static bool is_name(const char *text, size_t length)
{
    return length > 0 && strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-_") >= length;
}

static int vet_label(const struct vet *vet, const yaml_node_t *node, const char *text)
{
    if (is_name(text, strlen(text)))
        return 0;
    return refuse(vet, node,
                  "'%s' cannot be a label: use letters, digits, '-' and '_', without "
                  "the @",
                  text);
}

/* The functions that the runtime can make fail: see runtime/fail.h. */
static const char *const allocators[] = {
    "malloc",           "calloc",           "realloc",         "reallocarray",
    "aligned_alloc",    "posix_memalign",   "strdup",          "strndup",
    "PyMem_Malloc",     "PyMem_Calloc",     "PyMem_Realloc",   "PyMem_RawMalloc",
    "PyMem_RawCalloc",  "PyMem_RawRealloc", "PyObject_Malloc", "PyObject_Calloc",
    "PyObject_Realloc",
};

static bool is_allocator(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++)
        if (strlen(allocators[i]) == length &&
            strncmp(allocators[i], name, length) == 0)
            return true;
    return false;
}

/* One failure, such as "malloc:3+", or several, separated by commas. */
static int vet_fail(const struct vet *vet, const yaml_node_t *node, const char *text)
{
    const char *p = text;
    for (;; p++) {
        size_t name = strcspn(p, ":");
        if (!is_allocator(p, name) || p[name] != ':')
            break;
        p += name + 1;
        size_t digits = strspn(p, "0123456789");
        if (digits == 0 || *p == '0')
            break;
        p += digits + (p[digits] == '+');
        if (*p == '\0')
            return 0;
        if (*p != ',')
            break;
    }
    return refuse(vet, node,
                  "'%s' does not name an allocation that should fail: write "
                  "\"realloc:2\" for the second call of realloc",
                  text);
}

static int vet_reachable(const struct vet *vet, const yaml_node_t *node,
                         const char *text)
{
    enum ll_reachable reachable;
    if (ll_reachable_from_name(text, &reachable))
        return 0;
    return refuse(vet, node,
                  "'reachable' cannot be '%s': use one of fault, grows, note", text);
}

static const struct {
    const char *key;
    int (*check)(const struct vet *vet, const yaml_node_t *node, const char *text);
} rules[] = {
    {"kind", vet_kind},           {"how", vet_loss},
    {"file", vet_file},           {"files", vet_file},
    {"tests", vet_file},          {"correct", vet_file},
    {"label", vet_label},         {"fail", vet_fail},
    {"solution", vet_file},       {"answers", vet_file},
    {"reachable", vet_reachable},
};

/* ---- values, by their type in the schema */

static int vet_uint(const struct vet *vet, const cyaml_schema_value_t *schema,
                    const char *key, const yaml_node_t *node, const char *text)
{
    errno = 0;
    unsigned long long value = strtoull(text, NULL, 10);
    unsigned long long max = ~0ull >> (64 - 8 * schema->data_size);
    if (text[0] >= '1' && text[0] <= '9' && text[strspn(text, "0123456789")] == '\0' &&
        errno == 0 && value <= max)
        return 0;
    return refuse(vet, node, "'%s' must be a whole number from 1 to %llu, not '%s'",
                  key, max, text);
}

static int vet_choice(const struct vet *vet, const cyaml_schema_value_t *schema,
                      const char *key, const yaml_node_t *node, const char *text)
{
    struct ll_buf choices = LL_BUF_INIT;
    for (uint32_t i = 0; i < schema->enumeration.count; i++) {
        if (strcmp(schema->enumeration.strings[i].str, text) == 0) {
            ll_buf_release(&choices);
            return 0;
        }
        ll_buf_addf(&choices, "%s %s", i == 0 ? "" : ",",
                    schema->enumeration.strings[i].str);
    }
    refuse(vet, node, "'%s' cannot be '%s': use one of%s", key, text,
           ll_buf_text(&choices));
    ll_buf_release(&choices);
    return -1;
}

static int vet_scalar(const struct vet *vet, const cyaml_schema_value_t *schema,
                      const char *key, const yaml_node_t *node)
{
    const char *text = text_of(node);
    if (text == NULL)
        return refuse(vet, node, "'%s' must be one value, not %s", key, shape_of(node));
    if (strlen(text) != node->data.scalar.length)
        return refuse(vet, node, "'%s' holds a NUL character: remove it", key);
    if (schema->type == CYAML_UINT && vet_uint(vet, schema, key, node, text) != 0)
        return -1;
    if (schema->type == CYAML_BOOL && strcmp(text, "true") != 0 &&
        strcmp(text, "false") != 0)
        return refuse(vet, node, "'%s' must be true or false, not '%s'", key, text);
    if (schema->type == CYAML_ENUM)
        return vet_choice(vet, schema, key, node, text);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].key, key) == 0)
            return rules[i].check(vet, node, text);
    return 0;
}

static int vet_value(struct vet *vet, const cyaml_schema_value_t *schema,
                     const char *key, const yaml_node_t *node);

static int vet_sequence(struct vet *vet, const cyaml_schema_value_t *schema,
                        const char *key, const yaml_node_t *node)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return refuse(vet, node,
                      "'%s' must be a list, not %s: put '- ' before each entry, or "
                      "brackets around all entries",
                      key, shape_of(node));
    if (node->data.sequence.items.start == node->data.sequence.items.top)
        return refuse(vet, node, "'%s' is an empty list: add an entry or remove it",
                      key);
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *entry = yaml_document_get_node(&vet->document, *item);
        if (vet_value(vet, schema->sequence.entry, key, entry) != 0)
            return -1;
    }
    return 0;
}

static void add_keys(struct ll_buf *out, const cyaml_schema_field_t *fields)
{
    for (const cyaml_schema_field_t *field = fields; field->key != NULL; field++)
        ll_buf_addf(out, "%s %s", field == fields ? "" : ",", field->key);
}

static int unknown_key(const struct vet *vet, const cyaml_schema_field_t *fields,
                       const char *where, const yaml_node_t *node)
{
    struct ll_buf keys = LL_BUF_INIT;
    add_keys(&keys, fields);
    refuse(vet, node, "unknown key '%s' in '%s': it takes%s",
           text_of(node) != NULL ? text_of(node) : shape_of(node), where,
           ll_buf_text(&keys));
    ll_buf_release(&keys);
    return -1;
}

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *field,
                                              const char *key)
{
    while (field->key != NULL && (key == NULL || strcmp(field->key, key) != 0))
        field++;
    return field->key != NULL ? field : NULL;
}

/* The key node of `field` in the pairs before `end`; NULL when it is not there. */
static const yaml_node_t *find_key(struct vet *vet, const yaml_node_t *node,
                                   const yaml_node_pair_t *end, const char *key)
{
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < end;
         pair++) {
        const yaml_node_t *found = yaml_document_get_node(&vet->document, pair->key);
        if (text_of(found) != NULL && strcmp(text_of(found), key) == 0)
            return found;
    }
    return NULL;
}

static int vet_mapping(struct vet *vet, const cyaml_schema_value_t *schema,
                       const char *key, const yaml_node_t *node)
{
    const cyaml_schema_field_t *fields = schema->mapping.fields;
    if (node->type != YAML_MAPPING_NODE ||
        node->data.mapping.pairs.start == node->data.mapping.pairs.top) {
        struct ll_buf keys = LL_BUF_INIT;
        add_keys(&keys, fields);
        refuse(vet, node, "'%s' must hold keys and values: it takes%s", key,
               ll_buf_text(&keys));
        ll_buf_release(&keys);
        return -1;
    }
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(&vet->document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(&vet->document, pair->value);
        const cyaml_schema_field_t *field = find_field(fields, text_of(name));
        if (field == NULL)
            return unknown_key(vet, fields, key, name);
        const yaml_node_t *first = find_key(vet, node, pair, field->key);
        if (first != NULL)
            return refuse(vet, name, "key '%s' is already on line %d: remove one",
                          field->key, line_after(&first->start_mark));
        if (vet_value(vet, &field->value, field->key, value) != 0)
            return -1;
    }
    for (const cyaml_schema_field_t *field = fields; field->key != NULL; field++)
        if ((field->value.flags & CYAML_FLAG_OPTIONAL) == 0 &&
            find_key(vet, node, node->data.mapping.pairs.top, field->key) == NULL)
            return refuse(vet, node, "key '%s' is missing in '%s': add it", field->key,
                          key);
    return 0;
}

/* Check `node`, the value of `key` or an entry of it, against its schema. */
static int vet_value(struct vet *vet, const cyaml_schema_value_t *schema,
                     const char *key, const yaml_node_t *node)
{
    const char *text = text_of(node);
    if (text != NULL && text[strspn(text, " \t\r\n")] == '\0')
        return refuse(vet, node, "'%s' is empty: give it a value or remove it", key);
    if (schema->type == CYAML_MAPPING)
        return vet_mapping(vet, schema, key, node);
    if (schema->type == CYAML_SEQUENCE)
        return vet_sequence(vet, schema, key, node);
    return vet_scalar(vet, schema, key, node);
}

int ll_vet(const struct ll_buf *text, const char *path,
           const cyaml_schema_value_t *schema, struct ll_error *err)
{
    struct vet vet = {.path = path, .err = err};
    yaml_parser_t parser;
    if (survey(text, path, err) != 0)
        return -1;
    if (!yaml_parser_initialize(&parser))
        return ll_fail_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text->data, text->len);
    int result = -1;
    if (!yaml_parser_load(&parser, &vet.document)) {
        not_yaml(&parser, text, path, err);
        goto out;
    }
    result = vet_value(&vet, schema, "lesson.yml",
                       yaml_document_get_root_node(&vet.document));
    yaml_document_delete(&vet.document);
out:
    yaml_parser_delete(&parser);
    return result;
}
