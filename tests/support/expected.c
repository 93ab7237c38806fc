/* SPDX-License-Identifier: MIT */
#include "support/expected.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

bool update_expected(void)
{
    return getenv("LL_UPDATE_EXPECTED") != NULL;
}

char *read_text(const char *path)
{
    struct ll_buf text = LL_BUF_INIT;
    ck_assert_msg(ll_file_read(path, 1 << 24, &text, NULL) == 0, "cannot read '%s'",
                  path);
    ll_buf_puts(&text, "");
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    ck_assert_ptr_nonnull(taken);
    return taken;
}

void write_text(const char *path, const char *text, size_t length)
{
    ck_assert_msg(ll_file_write(path, text, length, NULL) == 0, "cannot write '%s'",
                  path);
}

void write_text_in(const char *folder, const char *name, const char *text)
{
    char *path = ll_path_join(folder, name);
    ck_assert_ptr_nonnull(path);
    write_text(path, text, strlen(text));
    free(path);
}

void assert_recorded(const char *path, const char *found)
{
    ck_assert_ptr_nonnull(found);
    if (update_expected())
        write_text(path, found, strlen(found));
    char *expected = read_text(path);
    ck_assert_msg(strcmp(found, expected) == 0, "%s: found\n%s\nexpected\n%s", path,
                  found, expected);
    free(expected);
}

void assert_has(const struct ll_buf *text, const char *wanted)
{
    ck_assert_msg(strstr(ll_buf_text(text), wanted) != NULL, "no '%s' in:\n%s", wanted,
                  ll_buf_text(text));
}

void assert_lacks(const struct ll_buf *text, const char *unwanted)
{
    ck_assert_msg(strstr(ll_buf_text(text), unwanted) == NULL, "'%s' is in:\n%s",
                  unwanted, ll_buf_text(text));
}
