/* SPDX-License-Identifier: MIT */
#include "picture/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "lesson/labels.h"

#define FILE_MOST ((size_t)4 << 20)
#define ALL_MOST ((size_t)16 << 20)

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Append a text as it has to be for JSON. Control characters and the like are for the
 * page. */
static void add_valid(struct ll_buf *out, const struct ll_buf *text)
{
    const char *at = ll_buf_text(text), *end = at + text->len;
    while (at < end) {
        const char *start = at;
        if (*at == '\0')
            at++;
        if (start != at || ll_utf8_next(&at) < 0)
            ll_buf_puts(out, REPLACEMENT);
        else
            ll_buf_add(out, start, (size_t)(at - start));
    }
}

size_t ll_files_column(const char *line, size_t byte)
{
    const char *end = line + byte;
    size_t column = 0;
    while (line < end && *line != '\0')
        column += ll_utf8_next(&line) > 0xFFFF ? 2 : 1;
    return column;
}

static bool is_own(const struct ll_files *files, const char *path)
{
    if (files->is_hostile && strstr(path, "/../") != NULL)
        return false; /* it may lead out of the roots */
    for (size_t i = 0; files->roots[i] != NULL; i++)
        if (ll_path_below(path, files->roots[i]) && !ll_path_is_systems(path))
            return true;
    return false;
}

/* Append the lines of a source without labels. A line that is nothing else stays,
 * empty: lines are known by their numbers. */
static void add_lines(struct ll_buf *out, const struct ll_buf *text)
{
    const char *at = ll_buf_text(text), *end = at + text->len;
    while (at < end) {
        struct ll_buf line = LL_BUF_INIT, plain = LL_BUF_INIT;
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        ll_buf_add(&line, at, length);
        if (memchr(at, '\0', length) == NULL)
            ll_labels_strip(ll_buf_text(&line), &plain);
        add_valid(out, plain.data != NULL ? &plain : &line);
        if (stop != NULL)
            ll_buf_putc(out, '\n');
        at += length + (stop != NULL);
        ll_buf_release(&plain);
        ll_buf_release(&line);
    }
}

static bool read_source(struct ll_files *files, const char *path, struct ll_buf *out)
{
    struct ll_buf text;
    ll_buf_init(&text, FILE_MOST);
    bool ok = ll_file_read(path, FILE_MOST, &text, NULL) == 0 &&
              files->bytes + text.len <= ALL_MOST;
    if (ok)
        add_lines(out, &text);
    files->bytes += out->len;
    ll_buf_release(&text);
    return ok;
}

static bool add_text(json_t *object, const char *key, const char *text)
{
    struct ll_buf bytes = LL_BUF_INIT, valid = LL_BUF_INIT;
    ll_buf_puts(&bytes, text);
    add_valid(&valid, &bytes);
    bool ok = json_object_set_new(object, key, json_string(ll_buf_text(&valid))) == 0;
    ll_buf_release(&bytes);
    ll_buf_release(&valid);
    return ok;
}

static bool add_file(struct ll_files *files, const char *path,
                     const struct ll_buf *text)
{
    json_t *file = json_object();
    bool below = files->from != NULL && ll_path_below(path, files->from);
    char *shown = ll_path_relative(path, below ? files->from : NULL);
    bool ok = shown != NULL && ll_strings_add(&files->paths, path) &&
              json_array_append_new(files->list, file) == 0 &&
              add_text(file, "path", path) && add_text(file, "shown", shown) &&
              json_object_set_new(file, "text",
                                  json_stringn(ll_buf_text(text), text->len)) == 0;
    free(shown);
    return ok;
}

json_t *ll_files_index(struct ll_files *files, const char *path)
{
    struct ll_buf text = LL_BUF_INIT;
    bool ok = true;
    if (path == NULL || ll_strings_has(&files->missing, path))
        return json_null();
    for (size_t i = 0; i < files->paths.count; i++)
        if (strcmp(files->paths.items[i], path) == 0)
            return json_integer((json_int_t)i);
    bool found = is_own(files, path) && read_source(files, path, &text);
    ok = found ? add_file(files, path, &text) : ll_strings_add(&files->missing, path);
    ll_buf_release(&text);
    if (!ok)
        return NULL;
    return found ? json_integer((json_int_t)files->paths.count - 1) : json_null();
}

void ll_files_release(struct ll_files *files)
{
    ll_strings_release(&files->paths);
    ll_strings_release(&files->missing);
}
