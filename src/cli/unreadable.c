/* SPDX-License-Identifier: MIT */
#include "cli/unreadable.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"

enum { FILE_MAX = 1 << 20 };

/* The line of the byte at `at`, from 1. */
static unsigned line_of(const char *text, const char *at)
{
    unsigned line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

bool ll_unreadable_say(const char *path, struct ll_buf *out)
{
    const char *name = ll_path_base(path);
    struct ll_buf text = {.max = FILE_MAX};
    bool said = true;
    if (!ll_path_exists(path)) {
        ll_buf_addf(out, "%s is missing.", name);
        return true;
    }
    if (ll_file_read(path, FILE_MAX, &text, NULL) != 0)
        return false;
    const char *nul = text.len == 0 ? NULL : memchr(text.data, '\0', text.len);
    if (text.len >= 2 && (memcmp(text.data, "\xff\xfe", 2) == 0 ||
                          memcmp(text.data, "\xfe\xff", 2) == 0))
        ll_buf_addf(out,
                    "%s was saved as UTF-16, which the compiler cannot read. Save it "
                    "as UTF-8: editors ask for the encoding under \"Save as\", or in "
                    "the line below the text.",
                    name);
    else if (nul != NULL)
        ll_buf_addf(out,
                    "%s has a byte 0 in line %u, and no source in C has one: perhaps "
                    "it was saved in another encoding than UTF-8, or is no text.",
                    name, line_of(text.data, nul));
    else if (is_blank(ll_buf_text(&text)))
        ll_buf_addf(out, "%s is empty.", name);
    else
        said = false;
    ll_buf_release(&text);
    return said;
}

bool ll_unreadable_note(const char *path, struct ll_buf *out)
{
    struct ll_buf text = {.max = FILE_MAX};
    bool said = false;
    if (ll_file_read(path, FILE_MAX, &text, NULL) != 0)
        return false;
    for (const char *at = ll_buf_text(&text); *at != '\0' && !said;) {
        const char *character = at;
        if (ll_utf8_next(&at) >= 0)
            continue;
        ll_buf_addf(out,
                    "Line %u of %s has a byte that is no UTF-8; perhaps the file was "
                    "saved as Latin-1. If a text comes out wrong, save the file as "
                    "UTF-8.",
                    line_of(text.data, character), ll_path_base(path));
        said = true;
    }
    ll_buf_release(&text);
    return said;
}
