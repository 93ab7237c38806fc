/* SPDX-License-Identifier: MIT */
#include "report/web_page.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"

static const char place[] = "<!--LEAKLAB-DATA-->";

enum { PAGE_MOST = 8 << 20 };

/* Append JSON so that no text in it can end the element that it stands in: in JSON, <
 * is only in texts, where it may be escaped. */
static void add_escaped(struct ll_buf *out, const char *json)
{
    while (*json != '\0') {
        size_t plain = strcspn(json, "<\xE2");
        ll_buf_add(out, json, plain);
        json += plain;
        if (*json == '<') {
            ll_buf_puts(out, "\\u003c");
            json++;
        } else if (strncmp(json, "\u2028", 3) == 0 || strncmp(json, "\u2029", 3) == 0) {
            ll_buf_puts(out, json[2] == '\xA8' ? "\\u2028" : "\\u2029");
            json += 3;
        } else if (*json != '\0') {
            ll_buf_putc(out, *json++);
        }
    }
}

/* The file of the page, whether it is there or not. New string. NULL: there is no
 * folder with pages, or memory ran out, with an error. */
static char *find(const char *name, struct ll_error *err)
{
    char *folder = ll_home_built("pages", NULL), *file = NULL, *path = NULL;
    if (folder != NULL && (asprintf(&file, "%s.html", name) < 0 ||
                           (path = ll_path_join(folder, file)) == NULL))
        ll_fail_memory(err);
    free(file);
    free(folder);
    return path;
}

bool ll_web_page_is_built(const char *name)
{
    char *path = find(name, NULL);
    bool found = path != NULL && ll_path_exists(path);
    free(path);
    return found;
}

int ll_web_page_read(const char *name, struct ll_buf *page, struct ll_error *err)
{
    struct ll_error failed = {0};
    char *path = find(name, &failed);
    int result = 1;
    if (failed.fault != LL_FAULT_NONE)
        result = ll_fail_memory(err);
    else if (path != NULL && ll_path_exists(path))
        result = ll_file_read(path, PAGE_MOST, page, err);
    if (result == 0 && strstr(ll_buf_text(page), place) == NULL)
        result = ll_fail(err, LL_FAULT_HARNESS, "'%s' has no place for data", path);
    free(path);
    return result;
}

int ll_web_page_fill(const struct ll_buf *page, const struct ll_buf *data,
                     struct ll_buf *out, struct ll_error *err)
{
    const char *text = ll_buf_text(page), *at = strstr(text, place);
    ll_buf_add(out, text, (size_t)(at - text));
    ll_buf_puts(out, "<script type=\"application/json\" id=\"data\">");
    add_escaped(out, ll_buf_text(data));
    ll_buf_puts(out, "</script>");
    ll_buf_puts(out, at + strlen(place));
    return data->full || out->full ? ll_fail_memory(err) : 0;
}

int ll_web_page_write(const struct ll_buf *page, const struct ll_buf *data,
                      const char *path, struct ll_error *err)
{
    struct ll_buf out;
    ll_buf_init(&out, SIZE_MAX / 4);
    int result = ll_web_page_fill(page, data, &out, err);
    if (result == 0)
        result = ll_file_write(path, ll_buf_text(&out), out.len, err);
    ll_buf_release(&out);
    return result;
}
