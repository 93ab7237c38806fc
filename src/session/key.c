/* SPDX-License-Identifier: MIT */
#include "session/key.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "config.h"
#include "session/build.h"
#include "session/cython.h"
#include "session/modules.h"

enum { FILE_MOST = 64 << 20 };

static void add_texts(struct ll_digest *digest, const struct ll_strings *list)
{
    ll_digest_block(digest, &list->count, sizeof list->count);
    for (size_t i = 0; i < list->count; i++)
        ll_digest_text(digest, list->items[i]);
}

/* Which file `path` is, without reading it. */
static void add_stamp(struct ll_digest *digest, const char *path)
{
    struct stat st = {0};
    (void)stat(path, &st);
    ll_digest_text(digest, path);
    ll_digest_block(digest, &st.st_size, sizeof st.st_size);
    ll_digest_block(digest, &st.st_mtim, sizeof st.st_mtim);
}

static bool add_content(struct ll_digest *digest, const char *path)
{
    struct ll_buf content = LL_BUF_INIT;
    bool read = ll_file_read(path, FILE_MOST, &content, NULL) == 0;
    ll_digest_block(digest, ll_buf_text(&content), content.len);
    ll_buf_release(&content);
    return read;
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The words of a command line, and the content of those that are files. */
static bool add_words(struct ll_digest *digest, const struct ll_strings *words,
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

static bool add_command(struct ll_digest *digest, const struct ll_subject *subject,
                        const struct ll_tool *tool, const char *folder)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    bool known = ll_build_command(subject, tool, "", &argv, NULL) == 0 &&
                 ll_build_env(subject, "", &env, NULL) == 0 &&
                 add_words(digest, &argv, folder);
    for (size_t i = 0; i < env.count; i++)
        if (strchr(env.items[i], '=') != NULL) /* else it is taken away */
            ll_digest_text(digest, env.items[i]);
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return known;
}

static bool add_modules(struct ll_digest *digest, const struct ll_subject *subject)
{
    struct ll_buf text = LL_BUF_INIT;
    bool known = !subject->python || ll_modules_text(subject, NULL, &text, NULL) == 0;
    ll_digest_block(digest, ll_buf_text(&text), text.len);
    ll_buf_release(&text);
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

/* The declarations that Cython may read in a folder: its .pxd and .pxi files. */
static bool add_declarations(struct ll_digest *digest, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    bool known = count >= 0;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char *path = ll_path_ends(name, ".pxd") || ll_path_ends(name, ".pxi")
                         ? ll_path_join(folder, name)
                         : NULL;
        if (path != NULL) {
            ll_digest_text(digest, path);
            known = add_content(digest, path) && known;
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return known;
}

/* What a translation by Cython depends on: the program, the sources, and what is beside
 * them. */
static bool add_cython(struct ll_digest *digest, const struct ll_subject *subject)
{
    bool known = true;
    if (!ll_cython_any(subject))
        return true;
    for (size_t i = 0; ll_cython_programs[i] != NULL; i++) {
        char *program = find_program(ll_cython_programs[i]);
        if (program != NULL)
            add_stamp(digest, program);
        free(program);
    }
    for (size_t i = 0; i < subject->sources.count && known; i++)
        known = add_content(digest, subject->sources.items[i]);
    for (size_t i = 0; i < subject->roots.count && known; i++)
        known = add_declarations(digest, subject->roots.items[i]);
    return known;
}

/* What the session sets, and what the program inherits from whoever started us. */
static void add_limits(struct ll_digest *digest, const struct ll_limits *limits)
{
    static const int inherited[] = {RLIMIT_STACK,  RLIMIT_AS,     RLIMIT_DATA,
                                    RLIMIT_NOFILE, RLIMIT_NPROC,  RLIMIT_FSIZE,
                                    RLIMIT_CPU,    RLIMIT_MEMLOCK};
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++) {
        struct rlimit now = {0};
        (void)getrlimit((__rlimit_resource_t)inherited[i], &now);
        ll_digest_block(digest, &now.rlim_cur, sizeof now.rlim_cur);
        ll_digest_block(digest, &now.rlim_max, sizeof now.rlim_max);
    }
    ll_digest_block(digest, &limits->wall_seconds, sizeof limits->wall_seconds);
    ll_digest_block(digest, &limits->cpu_seconds, sizeof limits->cpu_seconds);
    ll_digest_block(digest, &limits->output_bytes, sizeof limits->output_bytes);
    ll_digest_block(digest, &limits->file_bytes, sizeof limits->file_bytes);
    ll_digest_block(digest, &limits->address_bytes, sizeof limits->address_bytes);
    ll_digest_block(digest, &limits->memory_bytes, sizeof limits->memory_bytes);
    ll_digest_block(digest, &limits->disk_bytes, sizeof limits->disk_bytes);
    ll_digest_block(digest, &limits->processes, sizeof limits->processes);
}

bool ll_key_make(const struct ll_limits *limits, const struct ll_subject *subject,
                 const struct ll_tool *tool, const char *version, struct ll_key *key)
{
    char *folder = subject->folder != NULL ? strdup(subject->folder) : getcwd(NULL, 0);
    if (folder == NULL)
        return false;
    struct ll_digest digest;
    ll_digest_init(&digest);
    ll_digest_text(&digest, "run " LL_VERSION);
    add_stamp(&digest, "/proc/self/exe");
    ll_digest_text(&digest, tool->name);
    ll_digest_text(&digest, version);
    ll_digest_text(&digest, folder);
    add_limits(&digest, limits);
    add_texts(&digest, &subject->roots);
    bool known = add_command(&digest, subject, tool, folder) &&
                 add_modules(&digest, subject) && add_cython(&digest, subject) &&
                 add_words(&digest, &subject->scripts, folder) &&
                 add_words(&digest, &subject->args, folder) &&
                 add_words(&digest, &subject->more_args, folder);
    ll_digest_block(&digest, &subject->reachable, sizeof subject->reachable);
    if (subject->stdin_path != NULL)
        known = known && is_file(subject->stdin_path) &&
                add_content(&digest, subject->stdin_path);
    ll_digest_finish(&digest, key->bytes);
    free(folder);
    return known;
}

bool ll_key_of_tool(const struct ll_tool *tool, struct ll_key *key)
{
    struct ll_digest digest;
    ll_digest_init(&digest);
    ll_digest_text(&digest, "version " LL_VERSION);
    ll_digest_text(&digest, tool->name);
    bool known = tool->programs != NULL;
    for (size_t i = 0; known && tool->programs[i] != NULL; i++) {
        char *file = find_program(tool->programs[i]);
        known = file != NULL;
        if (known)
            add_stamp(&digest, file);
        free(file);
    }
    ll_digest_finish(&digest, key->bytes);
    return known;
}
