/* SPDX-License-Identifier: MIT */
#include "project/watched.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "follow/follow.h"
#include "project/built.h"
#include "project/variant.h"
#include "tools/tool.h"

enum { TEXT_MAX = 1 << 20 };

/* The preloaded library must not see this call: it would start leaklab again. */
static void execute(const char *file, char *const *argv)
{
    syscall(SYS_execve, file, argv, environ);
}

const char *ll_watched_refusal(const char *path)
{
    struct ll_built built;
    if (ll_built_look(path, &built, NULL, NULL) != 0)
        return NULL;
    return built.is_sanitized ? "it was built with a sanitizer, which cannot run under "
                                "Valgrind"
           : built.is_static  ? "it is linked statically, and no tool sees what it "
                                "allocates: link it with the shared C library"
                              : NULL;
}

/* ---- the folder of the run ---------------------------------------------------- */

/* Whether the list does not name the program; without a list, none is left out. */
static bool is_left_out(const char *folder, const char *real)
{
    struct ll_buf only = {.max = TEXT_MAX}, line = LL_BUF_INIT;
    ll_buf_addf(&line, "\n%s\n", real);
    ll_buf_putc(&only, '\n');
    bool left = ll_tool_read(folder, LL_WATCHED_ONLY, TEXT_MAX, &only, NULL) == 1 &&
                strstr(ll_buf_text(&only), ll_buf_text(&line)) == NULL;
    ll_buf_release(&line);
    ll_buf_release(&only);
    return left;
}

static bool is_asked_for(const char *path)
{
    char name[NAME_MAX + 3];
    const char *also = getenv(LL_FOLLOW_ALSO);
    snprintf(name, sizeof name, ":%s:", ll_path_base(path));
    return also != NULL && strstr(also, name) != NULL;
}

/* Whether the program `real`, which the caller names `file`, is the user's: it lies in
 * the project, or its sources lie on this machine, or the user asked for it. Others are
 * not, wherever they are installed. */
static bool is_own(const char *folder, const char *file, const char *real)
{
    struct ll_buf own = {.max = TEXT_MAX};
    struct ll_strings sources = LL_STRINGS_INIT;
    struct ll_built built;
    bool is = is_asked_for(file) || is_asked_for(real) ||
              (ll_tool_read(folder, LL_WATCHED_OWN, TEXT_MAX, &own, NULL) == 1 &&
               ll_path_below(real, ll_buf_text(&own)));
    if (!is)
        is = ll_built_look(real, &built, &sources, NULL) == 0 && sources.count > 0;
    ll_strings_release(&sources);
    ll_buf_release(&own);
    return is;
}

/* The tool that is to watch `real`; NULL: none. */
static const struct ll_tool *tool_for(const char *folder, const char *file,
                                      const char *real)
{
    struct ll_buf name = {.max = TEXT_MAX};
    const struct ll_tool *tool = NULL;
    if (ll_tool_read(folder, LL_WATCHED_TOOL, TEXT_MAX, &name, NULL) == 1 &&
        is_own(folder, file, real) && !is_left_out(folder, real))
        tool = ll_tool_find(ll_buf_text(&name));
    ll_buf_release(&name);
    return tool;
}

/* Make the folder of this program, whose name is the time. NULL on failure. */
static char *make_dir(const char *folder)
{
    char *dir = NULL;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (asprintf(&dir, "%s/%012lld%09ld.%ld", folder, (long long)now.tv_sec,
                 now.tv_nsec, (long)getpid()) < 0)
        return NULL;
    if (ll_path_make_dirs(dir, NULL) == 0)
        return dir;
    free(dir);
    return NULL;
}

static bool write_program(const char *dir, const char *real, const char *variant,
                          char *const *argv)
{
    json_t *args = json_array();
    for (char *const *arg = argv; *arg != NULL; arg++)
        json_array_append_new(args, json_stringn_nocheck(*arg, strlen(*arg)));
    json_t *entry = json_pack("{s:o, s:o}", "program",
                              json_stringn_nocheck(real, strlen(real)), "args", args);
    if (variant != NULL)
        json_object_set_new(entry, "variant",
                            json_stringn_nocheck(variant, strlen(variant)));
    char *path = ll_path_join(dir, LL_WATCHED_PROGRAM);
    bool good = entry != NULL && path != NULL && json_dump_file(entry, path, 0) == 0;
    free(path);
    json_decref(entry);
    return good;
}

static char *string_of(const json_t *entry, const char *key)
{
    const char *text = json_string_value(json_object_get(entry, key));
    return text == NULL ? NULL : strdup(text);
}

bool ll_watched_start_read(const char *dir, struct ll_watched_start *start)
{
    size_t i;
    json_t *arg;
    char *path = ll_path_join(dir, LL_WATCHED_PROGRAM);
    json_t *entry = path == NULL ? NULL : json_load_file(path, 0, NULL);
    *start = (struct ll_watched_start){.program = string_of(entry, "program"),
                                       .variant = string_of(entry, "variant")};
    json_array_foreach(json_object_get(entry, "args"), i,
                       arg) if (i > 0 && json_is_string(arg))
        ll_strings_add(&start->args, json_string_value(arg));
    json_decref(entry);
    free(path);
    return start->program != NULL && !start->args.full;
}

void ll_watched_start_release(struct ll_watched_start *start)
{
    free(start->program);
    free(start->variant);
    ll_strings_release(&start->args);
}

/* ---- becoming it -------------------------------------------------------------- */

/* Apply "NAME=value" and "NAME" to our own environment. */
static void change_env(const struct ll_strings *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        char *value = strchr(changes->items[i], '=');
        if (value == NULL) {
            unsetenv(changes->items[i]);
            continue;
        }
        *value = '\0';
        setenv(changes->items[i], value + 1, 1);
        *value = '=';
    }
}

/* Become the program under the tool, unless it cannot be prepared. `file` is how the
 * caller names `real`: the program finds that name in its argv. */
static void start(const struct ll_tool *tool, const char *folder, const char *file,
                  const char *real, char *const *argv)
{
    struct ll_strings command = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    char *dir = make_dir(folder);
    char *variant = tool->is_built_in ? ll_variant_of(real) : NULL;
    const struct ll_tool_run run = {.dir = dir,
                                    .program = variant != NULL             ? variant
                                               : strchr(file, '/') != NULL ? file
                                                                           : real,
                                    .args = (const char *const *)(argv + 1),
                                    .followed = true};
    bool can = tool->is_built_in ? variant != NULL : ll_watched_refusal(real) == NULL;
    if (dir != NULL && write_program(dir, real, variant, argv) && can &&
        tool->prepare(&run, &command, &env, NULL) == 0) {
        char *found = ll_path_find_program(command.items[0]);
        ll_strings_addf(&env, LL_FOLLOW_PROGRAM "=%s", dir);
        change_env(&env);
        if (variant != NULL)
            execute(variant, argv);
        else if (found != NULL)
            execute(found, command.items);
        free(found);
    }
    ll_strings_release(&env);
    ll_strings_release(&command);
    free(variant);
    free(dir);
}

int ll_watched_become(const char *file, char *const *argv, struct ll_error *err)
{
    const char *folder = getenv(LL_FOLLOW_FOLDER);
    char *real = ll_path_real(file, NULL);
    const struct ll_tool *tool =
        folder == NULL || real == NULL ? NULL : tool_for(folder, file, real);
    if (tool != NULL)
        start(tool, folder, file, real, argv);
    if (real != NULL && ll_watched_refusal(real) != NULL)
        unsetenv("LD_PRELOAD"); /* a sanitizer wants to be the first library */
    free(real);
    execute(file, argv);
    return ll_fail(err, LL_FAULT_HARNESS, "cannot execute '%s': %s", file,
                   strerror(errno));
}
