/* SPDX-License-Identifier: MIT */
#include "session/modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"
#include "session/cython.h"

enum { SOURCE_MOST = 16 << 20, NAME_MOST = 200 };

/* What modules.c is made of. */
struct table {
    struct ll_strings starts; /* "noise" of PyInit_noise */
    struct ll_strings names;  /* "package.noise" */
    struct ll_strings paths;  /* folders to import from */
};

static void release(struct table *table)
{
    ll_strings_release(&table->starts);
    ll_strings_release(&table->names);
    ll_strings_release(&table->paths);
}

static void add_path(struct table *table, const char *path)
{
    if (!ll_strings_has(&table->paths, path))
        ll_strings_add(&table->paths, path);
}

/* Add the module PyInit_`start` of `source`, with the packages that its folders are. */
static int add_module(struct table *table, const char *source, const char *start,
                      struct ll_error *err)
{
    char *name = strdup(start), *folder = ll_path_dir(source);
    while (name != NULL && folder != NULL && ll_path_is_package(folder)) {
        char *longer = NULL, *outer = ll_path_dir(folder);
        if (asprintf(&longer, "%s.%s", ll_path_base(folder), name) < 0)
            longer = NULL;
        free(name);
        free(folder);
        name = longer;
        folder = outer;
    }
    bool ok = name != NULL && folder != NULL;
    if (ok && !ll_strings_has(&table->starts, start)) {
        ll_strings_add(&table->starts, start);
        ll_strings_add(&table->names, name);
        add_path(table, folder);
    }
    free(folder);
    free(name);
    return ok ? 0 : ll_fail_memory(err);
}

/* Whether the next tokens are "(void)" or "()" and something that is not the end of a
 * declaration. */
static bool is_defined(struct ll_c_tokens tokens)
{
    struct ll_c_token token;
    if (!ll_c_tokens_next(&tokens, &token) || token.sign != '(')
        return false;
    while (ll_c_tokens_next(&tokens, &token))
        if (token.kind != LL_C_COMMENT && !ll_c_token_is(&token, "void") &&
            !ll_c_token_is(&token, ")"))
            return token.kind == LL_C_SIGN && token.sign == '{';
    return false;
}

/* Add the module that a source in Cython is. */
static int add_cython(const struct ll_subject *subject, const char *source,
                      struct table *table, struct ll_error *err)
{
    char *name = ll_cython_module(subject, source);
    if (name == NULL)
        return ll_fail_memory(err);
    int result = add_module(table, source, name, err);
    free(name);
    return result;
}

/* Add the modules that a source in C defines. */
static int add_modules_of(struct table *table, const char *source, struct ll_error *err)
{
    static const char prefix[] = "PyInit_";
    const size_t length = sizeof prefix - 1;
    struct ll_buf text = LL_BUF_INIT;
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    int result = ll_file_read(source, SOURCE_MOST, &text, err);
    ll_c_tokens_init(&tokens, ll_buf_text(&text), text.len);
    while (result == 0 && ll_c_tokens_next(&tokens, &token)) {
        char name[NAME_MOST];
        if (token.kind != LL_C_WORD || token.length <= length ||
            token.length >= NAME_MOST || !is_defined(tokens))
            continue;
        ll_c_token_copy(&token, name, sizeof name);
        if (strncmp(name, prefix, length) == 0)
            result = add_module(table, source, name + length, err);
    }
    ll_buf_release(&text);
    return result;
}

static int find(const struct ll_subject *subject, struct table *table,
                struct ll_error *err)
{
    if (subject->scripts.count > 0) {
        char *folder = ll_path_dir(subject->scripts.items[0]);
        if (folder == NULL)
            return ll_fail_memory(err);
        add_path(table, folder);
        free(folder);
    }
    for (size_t i = 0; i < subject->sources.count; i++) {
        const char *source = subject->sources.items[i];
        if ((ll_cython_is(source) ? add_cython(subject, source, table, err)
                                  : add_modules_of(table, source, err)) != 0)
            return -1;
    }
    if (table->starts.count == 0 && subject->scripts.count > 0)
        return ll_fail(err, LL_FAULT_INPUT,
                       "'%s' needs a Python module: no source defines a function "
                       "PyInit_NAME",
                       subject->scripts.items[0]);
    if (ll_strings_ok(&table->starts, err) != 0 ||
        ll_strings_ok(&table->names, err) != 0)
        return -1;
    return ll_strings_ok(&table->paths, err);
}

/* Append a C string literal. */
static void add_literal(struct ll_buf *text, const char *value)
{
    ll_buf_putc(text, '"');
    for (const unsigned char *p = (const unsigned char *)value; *p != '\0'; p++)
        ll_buf_addf(text, *p < ' ' || *p > '~' || strchr("\"\\?", *p) ? "\\%03o" : "%c",
                    *p);
    ll_buf_putc(text, '"');
}

static void write_table(const struct ll_subject *subject, const struct table *table,
                        struct ll_buf *text)
{
    ll_buf_puts(text, "struct _object;\n"
                      "struct ll_python_module { const char *name; "
                      "struct _object *(*start)(void); };\n");
    for (size_t i = 0; i < table->starts.count; i++)
        ll_buf_addf(text, "extern struct _object *PyInit_%s(void);\n",
                    table->starts.items[i]);
    ll_buf_puts(text, "const struct ll_python_module ll_python_modules[] = {\n");
    for (size_t i = 0; i < table->names.count; i++) {
        ll_buf_puts(text, "    {");
        add_literal(text, table->names.items[i]);
        ll_buf_addf(text, ", PyInit_%s},\n", table->starts.items[i]);
    }
    ll_buf_puts(text, "    {0, 0}};\nconst char *const ll_python_paths[] = {\n");
    for (size_t i = 0; i < table->paths.count; i++) {
        ll_buf_puts(text, "    ");
        add_literal(text, table->paths.items[i]);
        ll_buf_puts(text, ",\n");
    }
    ll_buf_puts(text, "    0};\nconst char ll_python_script[] = ");
    add_literal(text, subject->scripts.count > 0 ? subject->scripts.items[0] : "");
    ll_buf_puts(text, ";\n");
}

int ll_modules_text(const struct ll_subject *subject, const char *only_from,
                    struct ll_buf *text, struct ll_error *err)
{
    struct table table = {0};
    int result = find(subject, &table, err);
    if (result == 0 && only_from != NULL) {
        ll_strings_release(&table.paths);
        add_path(&table, only_from);
        result = ll_strings_ok(&table.paths, err);
    }
    if (result == 0 && table.starts.count > 0) {
        write_table(subject, &table, text);
        result = text->full ? ll_fail_memory(err) : 0;
    }
    release(&table);
    return result;
}

bool ll_modules_any(const struct ll_subject *subject)
{
    struct ll_buf text = LL_BUF_INIT;
    bool any = subject->python && ll_modules_text(subject, NULL, &text, NULL) == 0 &&
               text.len > 0;
    ll_buf_release(&text);
    return any;
}
