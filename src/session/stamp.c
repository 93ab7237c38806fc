/* SPDX-License-Identifier: MIT */
#include "session/stamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "session/job.h"

enum { FILE_MOST = 64 << 20 };

void ll_stamp_texts(struct ll_digest *digest, const struct ll_strings *list)
{
    ll_digest_block(digest, &list->count, sizeof list->count);
    for (size_t i = 0; i < list->count; i++)
        ll_digest_text(digest, list->items[i]);
}

bool ll_stamp_env(struct ll_digest *digest, const struct ll_subject *subject)
{
    struct ll_strings env = LL_STRINGS_INIT;
    bool known = ll_build_env(subject, "", &env, NULL) == 0;
    for (size_t i = 0; i < env.count; i++)
        if (strchr(env.items[i], '=') != NULL) /* else it is taken away */
            ll_digest_text(digest, env.items[i]);
    ll_strings_release(&env);
    return known;
}

void ll_stamp_file(struct ll_digest *digest, const char *path)
{
    struct stat st = {0};
    (void)stat(path, &st);
    ll_digest_text(digest, path);
    ll_digest_block(digest, &st.st_size, sizeof st.st_size);
    ll_digest_block(digest, &st.st_mtim, sizeof st.st_mtim);
}

bool ll_stamp_content(struct ll_digest *digest, const char *path)
{
    struct ll_buf content = LL_BUF_INIT;
    bool read = ll_file_read(path, FILE_MOST, &content, NULL) == 0;
    ll_digest_block(digest, ll_buf_text(&content), content.len);
    ll_buf_release(&content);
    return read;
}

char *ll_stamp_program(const char *name)
{
    const char *path = getenv("PATH");
    for (; path != NULL && *path != '\0'; path += *path == ':') {
        size_t length = strcspn(path, ":");
        char *file = NULL;
        if (asprintf(&file, "%.*s/%s", (int)length, path, name) < 0)
            return NULL;
        if (access(file, X_OK) == 0)
            return file;
        free(file);
        path += length;
    }
    return NULL;
}
