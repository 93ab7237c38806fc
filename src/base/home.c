/* SPDX-License-Identifier: MIT */
#include "base/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "config.h"

/* The path of `below` in `dir`, as a new string. NULL if it does not exist, or, with
 * `*failed` set, if memory ran out. */
static char *look(const char *dir, const char *below, bool *failed)
{
    char *path = ll_path_join(dir, below);
    if (path == NULL) {
        *failed = true;
        return NULL;
    }
    char *found = ll_path_is_dir(path) ? ll_path_real(path, NULL) : NULL;
    free(path);
    return found;
}

/* The path of `name` in $LEAKLAB_HOME, or the first of `places` (NULL-terminated;
 * absolute, or relative to the program's folder) that exists. */
static char *find(const char *name, const char *const *places, struct ll_error *err)
{
    bool failed = false;
    char *found = NULL;
    const char *home = getenv("LEAKLAB_HOME");
    if (home != NULL && home[0] != '\0')
        found = look(home, name, &failed);

    char *program = found == NULL ? realpath("/proc/self/exe", NULL) : NULL;
    char *folder = program != NULL ? ll_path_dir(program) : NULL;
    for (; *places != NULL && found == NULL && folder != NULL; places++)
        found = look(folder, *places, &failed);
    free(folder);
    free(program);

    if (found == NULL && failed)
        ll_fail_memory(err);
    else if (found == NULL)
        ll_fail(err, LL_FAULT_HARNESS,
                "cannot find the folder '%s': set LEAKLAB_HOME to the folder that "
                "holds it",
                name);
    return found;
}

static bool is_own(const char *folder)
{
    struct stat mark;
    char *path = ll_path_join(folder, LL_HOME_OWN);
    bool own = path != NULL && stat(path, &mark) == 0 && mark.st_uid == geteuid();
    free(path);
    return own;
}

int ll_home_enter(struct ll_error *err)
{
    const char *home = getenv("LEAKLAB_HOME");
    if (home != NULL && home[0] != '\0')
        return 0;
    char *folder = realpath(".", NULL);
    char *slash = folder;
    while (folder != NULL && !is_own(folder) && (slash = strrchr(folder, '/')) != NULL)
        *slash = '\0';
    int result = 0;
    if (slash != NULL && setenv("LEAKLAB_HOME", folder, 1) != 0)
        result = ll_fail_memory(err);
    free(folder);
    return result;
}

char *ll_home_lessons(struct ll_error *err)
{
    static const char *const places[] = {"../lessons", "../share/leaklab/lessons",
                                         LL_INSTALL_PREFIX "/share/leaklab/lessons",
                                         NULL};
    return find("lessons", places, err);
}

bool ll_home_is_installed(const char *lesson)
{
    static const char place[] = "/share/leaklab/lessons";
    const char *name = strrchr(lesson, '/');
    size_t length = name == NULL ? 0 : (size_t)(name - lesson);
    return length >= strlen(place) &&
           strncmp(name - strlen(place), place, strlen(place)) == 0;
}

char *ll_home_templates(struct ll_error *err)
{
    static const char *const places[] = {
        "../src/author/templates", "../../src/author/templates",
        "../share/leaklab/src/author/templates",
        LL_INSTALL_PREFIX "/share/leaklab/src/author/templates", NULL};
    return find("src/author/templates", places, err);
}

char *ll_home_built(const char *name, struct ll_error *err)
{
    struct ll_strings places = LL_STRINGS_INIT;
    char *found = NULL;
    ll_strings_add(&places, name);
    ll_strings_addf(&places, "../%s", name);
    ll_strings_addf(&places, "../lib/leaklab/%s", name);
    ll_strings_addf(&places, LL_INSTALL_PREFIX "/lib/leaklab/%s", name);
    if (ll_strings_ok(&places, err) == 0)
        found = find(name, ll_strings_argv(&places), err);
    ll_strings_release(&places);
    return found;
}

char *ll_home_runtime(struct ll_error *err)
{
    return ll_home_built("runtime", err);
}

struct ll_home_advice ll_home_advise(const char *words)
{
    static const char *const places[] = {"../scripts", "../../scripts", NULL};
    struct ll_home_advice advice = {""};
    char *scripts = find("scripts", places, NULL);
    char *script = scripts == NULL ? NULL : ll_path_join(scripts, "bootstrap");
    if (script != NULL && access(script, X_OK) == 0)
        snprintf(advice.text, sizeof advice.text, " (scripts/bootstrap %s)", words);
    free(script);
    free(scripts);
    return advice;
}

char *ll_home_editor(struct ll_error *err)
{
    static const char *const places[] = {
        "../src/cli/vscode", "../share/leaklab/src/cli/vscode",
        LL_INSTALL_PREFIX "/share/leaklab/src/cli/vscode", NULL};
    return find("src/cli/vscode", places, err);
}

char *ll_home_sources(struct ll_error *err)
{
    static const char *const places[] = {
        "../src/cli/export", "../share/leaklab/src/cli/export",
        LL_INSTALL_PREFIX "/share/leaklab/src/cli/export", NULL};
    char *templates = find("src/cli/export", places, NULL);
    char *sources = NULL;
    if (templates != NULL)
        sources = strndup(templates, strlen(templates) - strlen("/src/cli/export"));
    if (templates != NULL && sources == NULL)
        ll_fail_memory(err);
    else if (sources == NULL)
        ll_fail(err, LL_FAULT_USAGE,
                "cannot find leaklab's sources: an exported copy cannot export again; "
                "run leaklab from a checkout, or an installed leaklab");
    free(templates);
    return sources;
}
