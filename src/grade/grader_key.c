/* SPDX-License-Identifier: MIT */
#include "grade/grader_key.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/path.h"
#include "config.h"
#include "session/cython.h"
#include "session/key.h"
#include "session/stamp.h"

/* DEPTH_MAX also ends a walk through links that form a circle. */
enum { FILE_MAX = 64 << 20, DEPTH_MAX = 16 };

/* ---- folders ------------------------------------------------------------------- */

struct walk {
    struct ll_digest *digest;
    const char *root;
    bool deep;
    struct ll_error *err;
};

static int walk_folder(const struct walk *walk, const char *folder, unsigned depth);

static int add_file(const struct walk *walk, const char *path)
{
    struct ll_buf text;
    ll_buf_init(&text, FILE_MAX);
    int result = ll_file_read(path, FILE_MAX, &text, walk->err);
    if (result == 0) {
        ll_digest_block(walk->digest, ll_buf_text(&text), text.len);
    }
    ll_buf_release(&text);
    return result;
}

static int add_entry(const struct walk *walk, const char *path, unsigned depth)
{
    struct stat st;
    bool found = stat(path, &st) == 0;
    if (!found && errno != ENOENT)
        return ll_fail(walk->err, LL_FAULT_HARNESS, "cannot read '%s': %s", path,
                       strerror(errno));
    if (found && S_ISDIR(st.st_mode))
        return walk->deep ? walk_folder(walk, path, depth + 1) : 0;
    ll_digest_text(walk->digest, path + strlen(walk->root));
    return found ? add_file(walk, path) : 0;
}

static int is_content(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* alphasort() asks the locale */
}

static int walk_folder(const struct walk *walk, const char *folder, unsigned depth)
{
    struct dirent **entries = NULL;
    int result = 0;
    if (depth > DEPTH_MAX)
        return ll_fail(walk->err, LL_FAULT_HARNESS,
                       "cannot read '%s': folders in it are more than %d deep",
                       walk->root, DEPTH_MAX);
    int count = scandir(folder, &entries, is_content, compare_entries);
    if (count < 0)
        return ll_fail(walk->err, LL_FAULT_HARNESS, "cannot read '%s': %s", folder,
                       strerror(errno));
    for (int i = 0; i < count; i++) {
        char *path = result == 0 ? ll_path_join(folder, entries[i]->d_name) : NULL;
        if (result == 0)
            result =
                path == NULL ? ll_fail_memory(walk->err) : add_entry(walk, path, depth);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return result;
}

int ll_grader_key_add_folder(struct ll_digest *digest, const char *folder, bool deep,
                             struct ll_error *err)
{
    const struct walk walk = {digest, folder, deep, err};
    return walk_folder(&walk, folder, 0);
}

/* ---- Python -------------------------------------------------------------------- */

/* Add what one flag names: with -l, the library in the folder of the last -L. */
static void add_library(struct ll_digest *digest, const char *folder, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s/lib%s.so", folder, name) < 0)
        return;
    ll_stamp_file(digest, path);
    free(path);
}

void ll_grader_key_add_python(struct ll_digest *digest, const char *flags)
{
    char *words = strdup(flags), *save = NULL;
    const char *folder = "/usr/lib";
    for (char *word = words == NULL ? NULL : strtok_r(words, " ", &save); word != NULL;
         word = strtok_r(NULL, " ", &save)) {
        char *header =
            strncmp(word, "-I", 2) == 0 ? ll_path_join(word + 2, "patchlevel.h") : NULL;
        ll_digest_text(digest, word);
        if (header != NULL)
            (void)ll_stamp_content(digest, header); /* its version, in words */
        if (strncmp(word, "-L", 2) == 0)
            folder = word + 2;
        if (strncmp(word, "-l", 2) == 0)
            add_library(digest, folder, word + 2);
        free(header);
    }
    free(words);
}

/* What a module for Python depends on besides: of a lesson in C, nothing. */
static int add_languages(struct ll_digest *digest, const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise, struct ll_error *err)
{
    if (!lesson->manifest->python)
        return 0;
    ll_grader_key_add_python(digest, LL_PYTHON_CFLAGS " " LL_PYTHON_LIBS);
    return ll_cython_is(ll_exercise_file(exercise))
               ? ll_cython_digest_version(digest, err)
               : 0;
}

/* ---- all of it ----------------------------------------------------------------- */

/* The version does not change while leaklab is developed: its program does. */
static void add_leaklab(struct ll_digest *digest)
{
    struct stat st = {0};
    ll_digest_text(digest, LL_VERSION);
    if (stat("/proc/self/exe", &st) == 0) {
        ll_digest_bytes(digest, &st.st_size, sizeof st.st_size);
        ll_digest_bytes(digest, &st.st_mtim, sizeof st.st_mtim);
    }
}

static void add_options(struct ll_digest *digest,
                        const struct ll_grade_options *options)
{
    const struct ll_limits *limits = &options->limits;
    ll_digest_bytes(digest, &options->gate, sizeof options->gate);
    ll_digest_bytes(digest, &limits->wall_seconds, sizeof limits->wall_seconds);
    ll_digest_bytes(digest, &limits->cpu_seconds, sizeof limits->cpu_seconds);
    ll_digest_bytes(digest, &limits->memory_bytes, sizeof limits->memory_bytes);
}

static void add_tools(struct ll_digest *digest)
{
    for (size_t i = 0; ll_tools[i] != NULL; i++) {
        struct ll_key key = {0};
        if (ll_tools[i]->role == LL_TOOL_NO_ROLE && !ll_tools[i]->explains_unset)
            continue;
        (void)ll_key_of_tool(ll_tools[i], &key);
        ll_digest_bytes(digest, key.bytes, sizeof key.bytes);
    }
}

/* Of the lesson's folder, only its own files reach a submission: driver, tests and
 * headers are looked for there. Folders in it may be a class and its grades. */
static int add_folders(struct ll_digest *digest, const struct ll_lesson *lesson,
                       struct ll_error *err)
{
    char *runtime = ll_home_runtime(err);
    int result =
        runtime == NULL ? -1 : ll_grader_key_add_folder(digest, runtime, true, err);
    free(runtime);
    return result == 0 ? ll_grader_key_add_folder(digest, lesson->folder, false, err)
                       : result;
}

int ll_grader_key_make(const struct ll_lesson *lesson,
                       const struct ll_exercise *exercise,
                       const struct ll_grade_options *options, char out[LL_DIGEST_HEX],
                       struct ll_error *err)
{
    struct ll_digest digest;
    ll_digest_init(&digest);
    add_leaklab(&digest);
    ll_digest_text(&digest, ll_exercise_file(exercise));
    add_options(&digest, options);
    add_tools(&digest);
    int result = add_languages(&digest, lesson, exercise, err);
    if (result == 0)
        result = add_folders(&digest, lesson, err);
    ll_digest_hex(&digest, out);
    return result;
}
