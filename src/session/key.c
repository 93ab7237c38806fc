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
#include "session/command.h"
#include "session/cython.h"
#include "session/modules.h"
#include "session/stamp.h"

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
    ll_stamp_texts(digest, words);
    for (size_t i = 0; i < words->count && known; i++) {
        char *path = ll_path_join(folder, words->items[i]);
        known = path != NULL && (!is_file(path) || ll_stamp_content(digest, path));
        free(path);
    }
    return known;
}

static bool add_command(struct ll_digest *digest, const struct ll_subject *subject,
                        const struct ll_tool *tool, const char *folder)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    bool known = ll_build_command(subject, tool, "", NULL, &argv, NULL) == 0 &&
                 add_words(digest, &argv, folder) && ll_stamp_env(digest, subject);
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

/* What the session sets, and what the program inherits from whoever started us. But not
 * the session's limits of time: only a run that ended by itself is kept, and it ends in
 * the same way whatever more time it may have. */
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
    ll_digest_block(digest, &limits->output_bytes, sizeof limits->output_bytes);
    ll_digest_block(digest, &limits->file_bytes, sizeof limits->file_bytes);
    ll_digest_block(digest, &limits->address_bytes, sizeof limits->address_bytes);
    ll_digest_block(digest, &limits->memory_bytes, sizeof limits->memory_bytes);
    ll_digest_block(digest, &limits->disk_bytes, sizeof limits->disk_bytes);
    ll_digest_block(digest, &limits->processes, sizeof limits->processes);
}

static const char *of_program;

void ll_key_program(const char *path)
{
    of_program = path;
}

static void add_program(struct ll_digest *digest)
{
    char *path = realpath(of_program != NULL ? of_program : "/proc/self/exe", NULL);
    ll_stamp_file(digest, path != NULL ? path : "/proc/self/exe");
    free(path);
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
    add_program(&digest);
    ll_digest_text(&digest, tool->name);
    ll_digest_text(&digest, version);
    ll_digest_text(&digest, folder);
    add_limits(&digest, limits);
    ll_stamp_texts(&digest, &subject->roots);
    ll_stamp_texts(&digest, &subject->allocators);
    ll_stamp_texts(&digest, &subject->pairs);
    bool known = add_command(&digest, subject, tool, folder) &&
                 add_modules(&digest, subject) && ll_cython_digest(subject, &digest) &&
                 add_words(&digest, &subject->scripts, folder) &&
                 add_words(&digest, &subject->args, folder) &&
                 add_words(&digest, &subject->more_args, folder);
    ll_digest_block(&digest, &subject->reachable, sizeof subject->reachable);
    if (subject->stopped != 0)
        ll_digest_block(&digest, &subject->stopped, sizeof subject->stopped);
    if (subject->sweep != NULL)
        ll_digest_block(&digest, &subject->returns, sizeof subject->returns);
    if (subject->stdin_path != NULL)
        known = known && is_file(subject->stdin_path) &&
                ll_stamp_content(&digest, subject->stdin_path);
    ll_digest_finish(&digest, key->bytes);
    free(folder);
    return known;
}

bool ll_key_of_source(const struct ll_subject *subject, const char *source,
                      const struct ll_strings *argv, struct ll_key *key)
{
    static const struct ll_subject
        plain; /* what the program is given does not matter */
    char *folder = subject->folder != NULL ? strdup(subject->folder) : getcwd(NULL, 0);
    char *compiler = ll_stamp_program(argv->items[0]);
    struct ll_digest digest;
    ll_digest_init(&digest);
    ll_digest_text(&digest, "object " LL_VERSION);
    bool known = folder != NULL && compiler != NULL;
    if (known) {
        ll_stamp_file(&digest, compiler);
        ll_digest_text(&digest, folder);
        ll_stamp_texts(&digest, argv);
        ll_digest_text(&digest, source);
        known = ll_stamp_content(&digest, source) && ll_stamp_env(&digest, &plain);
    }
    ll_digest_finish(&digest, key->bytes);
    free(compiler);
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
        char *file = ll_stamp_program(tool->programs[i]);
        known = file != NULL;
        if (known)
            ll_stamp_file(&digest, file);
        free(file);
    }
    ll_digest_finish(&digest, key->bytes);
    return known;
}
