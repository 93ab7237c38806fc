/* SPDX-License-Identifier: MIT */
#include "class/outputs.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/path.h"
#include "report/layout.h"

const char *const ll_outputs_always[] = {"csv", "feedback", NULL};

enum { NAME_MOST = 120 };

/* Letters of other scripts stay. */
static bool is_plain(unsigned char c)
{
    return c >= 0x80 || isalnum(c) || strchr("_-+=.,@ ", c) != NULL;
}

enum { TAIL_DIGITS = 8 };

/* Whether the name ends as changed names do. */
static bool has_tail(const char *name)
{
    size_t length = strlen(name);
    return length > TAIL_DIGITS && name[length - TAIL_DIGITS - 1] == '-' &&
           strspn(name + length - TAIL_DIGITS, "0123456789abcdef") == TAIL_DIGITS;
}

char *ll_output_name(const char *name)
{
    struct ll_buf out = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_clean(&clean, name); /* a terminal obeys some characters beyond ASCII, too */
    const char *text = ll_buf_text(&clean);
    bool changed = name[0] == '\0' || strlen(text) > NAME_MOST || has_tail(name) ||
                   strcmp(text, name) != 0;
    for (size_t i = 0; text[i] != '\0' && i < NAME_MOST; i++) {
        unsigned char c = (unsigned char)text[i];
        bool plain = c != '\0' && is_plain(c) && (i > 0 || (c != '.' && c != '-'));
        changed |= !plain;
        ll_buf_putc(&out, plain ? (char)c : '_');
    }
    if (changed) { /* another name may have been changed to the same, or be it */
        char hex[LL_DIGEST_HEX];
        ll_digest_of(name, strlen(name), hex);
        ll_buf_addf(&out, "-%.*s", TAIL_DIGITS, hex);
    }
    out.full |= clean.full;
    char *safe = ll_buf_take(&out);
    ll_buf_release(&clean);
    ll_buf_release(&out);
    return safe;
}

static int write_text(const char *folder, const char *name, const struct ll_buf *text,
                      struct ll_error *err)
{
    char *path = text->full ? NULL : ll_path_join(folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, ll_buf_text(text), text->len, err);
    free(path);
    return result;
}

static int write_one(const struct ll_graded *graded, const char *folder,
                     const struct ll_grade_format *format, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    int result = format->one(graded, &text, err);
    char *safe = ll_output_name(graded->name);
    const char *dot = strrchr(format->file, '.');
    char *name = NULL;
    if (safe == NULL || asprintf(&name, "%s%s", safe, dot != NULL ? dot : "") < 0) {
        name = NULL;
        result = ll_fail_memory(err);
    }
    if (result == 0)
        result = write_text(folder, name, &text, err);
    ll_buf_release(&text);
    free(name);
    free(safe);
    return result;
}

int ll_outputs_write(const struct ll_class *class, const char *folder,
                     const struct ll_grade_format *format, struct ll_error *err)
{
    int result = 0;
    if (format->all != NULL) {
        struct ll_buf text = LL_BUF_INIT;
        result = format->all(class, &text, err);
        if (result == 0)
            result = write_text(folder, format->file, &text, err);
        ll_buf_release(&text);
        return result;
    }
    char *below = ll_path_join(folder, format->name);
    if (below == NULL)
        return ll_fail_memory(err);
    result = ll_path_make_dirs(below, err);
    for (size_t i = 0; i < class->count && result == 0; i++)
        result = write_one(&class->all[i], below, format, err);
    free(below);
    return result;
}
