/* SPDX-License-Identifier: MIT */
#include "session/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "config.h"
#include "session/build.h"

enum { FILE_MOST = 64 << 20 };

/* What is digested has its length before it: "ab" + "c" is not "a" + "bc". */
static void add_bytes(SHA2_CTX *digest, const void *bytes, size_t length)
{
    SHA256Update(digest, (const uint8_t *)&length, sizeof length);
    SHA256Update(digest, bytes, length);
}

static void add_text(SHA2_CTX *digest, const char *text)
{
    add_bytes(digest, text, strlen(text));
}

static void add_texts(SHA2_CTX *digest, const struct ll_strings *list)
{
    add_bytes(digest, &list->count, sizeof list->count);
    for (size_t i = 0; i < list->count; i++)
        add_text(digest, list->items[i]);
}

/* Which file `path` is, without reading it. */
static void add_stamp(SHA2_CTX *digest, const char *path)
{
    struct stat st = {0};
    (void)stat(path, &st);
    add_text(digest, path);
    add_bytes(digest, &st.st_size, sizeof st.st_size);
    add_bytes(digest, &st.st_mtim, sizeof st.st_mtim);
}

static bool add_content(SHA2_CTX *digest, const char *path)
{
    struct ll_buf content = LL_BUF_INIT;
    bool read = ll_file_read(path, FILE_MOST, &content, NULL) == 0;
    add_bytes(digest, ll_buf_text(&content), content.len);
    ll_buf_release(&content);
    return read;
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The words of a command line, and the content of those that are files. */
static bool add_words(SHA2_CTX *digest, const struct ll_strings *words,
                      const char *folder)
{
    bool known = true;
    add_texts(digest, words);
    for (size_t i = 0; i < words->count && known; i++) {
        char *path = ll_path_join(folder, words->items[i]);
        known = path != NULL && (!is_file(path) || add_content(digest, path));
        free(path);
    }
    return known;
}

static bool add_command(SHA2_CTX *digest, const struct ll_subject *subject,
                        const struct ll_tool *tool, const char *folder)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    bool known = ll_build_command(subject, tool, "", &argv, NULL) == 0 &&
                 ll_build_env(subject, "", &env, NULL) == 0 &&
                 add_words(digest, &argv, folder);
    for (size_t i = 0; i < env.count; i++)
        if (strchr(env.items[i], '=') != NULL) /* else it is taken away */
            add_text(digest, env.items[i]);
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return known;
}

/* What the session sets, and what the program inherits from whoever started us. */
static void add_limits(SHA2_CTX *digest, const struct ll_limits *limits)
{
    static const int inherited[] = {RLIMIT_STACK,  RLIMIT_AS,     RLIMIT_DATA,
                                    RLIMIT_NOFILE, RLIMIT_NPROC,  RLIMIT_FSIZE,
                                    RLIMIT_CPU,    RLIMIT_MEMLOCK};
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++) {
        struct rlimit now = {0};
        (void)getrlimit((__rlimit_resource_t)inherited[i], &now);
        add_bytes(digest, &now.rlim_cur, sizeof now.rlim_cur);
        add_bytes(digest, &now.rlim_max, sizeof now.rlim_max);
    }
    add_bytes(digest, &limits->wall_seconds, sizeof limits->wall_seconds);
    add_bytes(digest, &limits->cpu_seconds, sizeof limits->cpu_seconds);
    add_bytes(digest, &limits->output_bytes, sizeof limits->output_bytes);
    add_bytes(digest, &limits->file_bytes, sizeof limits->file_bytes);
    add_bytes(digest, &limits->address_bytes, sizeof limits->address_bytes);
    add_bytes(digest, &limits->memory_bytes, sizeof limits->memory_bytes);
    add_bytes(digest, &limits->disk_bytes, sizeof limits->disk_bytes);
    add_bytes(digest, &limits->processes, sizeof limits->processes);
}

bool ll_key_make(const struct ll_limits *limits, const struct ll_subject *subject,
                 const struct ll_tool *tool, const char *version, struct ll_key *key)
{
    char *folder = subject->folder != NULL ? strdup(subject->folder) : getcwd(NULL, 0);
    if (folder == NULL)
        return false;
    SHA2_CTX digest;
    SHA256Init(&digest);
    add_text(&digest, "run " LL_VERSION);
    add_stamp(&digest, "/proc/self/exe");
    add_text(&digest, tool->name);
    add_text(&digest, version);
    add_text(&digest, folder);
    add_limits(&digest, limits);
    add_texts(&digest, &subject->roots);
    bool known = add_command(&digest, subject, tool, folder) &&
                 add_words(&digest, &subject->args, folder);
    if (subject->stdin_path != NULL)
        known = known && is_file(subject->stdin_path) &&
                add_content(&digest, subject->stdin_path);
    SHA256Final(key->bytes, &digest);
    free(folder);
    return known;
}

/* The file that PATH gives for `name`. New string, or NULL. */
static char *find_program(const char *name)
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

bool ll_key_of_tool(const struct ll_tool *tool, struct ll_key *key)
{
    SHA2_CTX digest;
    SHA256Init(&digest);
    add_text(&digest, "version " LL_VERSION);
    add_text(&digest, tool->name);
    bool known = tool->programs != NULL;
    for (size_t i = 0; known && tool->programs[i] != NULL; i++) {
        char *file = find_program(tool->programs[i]);
        known = file != NULL;
        if (known)
            add_stamp(&digest, file);
        free(file);
    }
    SHA256Final(key->bytes, &digest);
    return known;
}
