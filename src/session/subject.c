/* SPDX-License-Identifier: MIT
 *
 * subject: a set of sources and how to build them (struct ll_subject of session.h). */
#include "session/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

int ll_subject_add_source(struct ll_subject *subject, const char *path,
                          struct ll_error *err)
{
    int result = -1;
    char *folder = NULL;
    struct stat st;
    char *real = ll_path_real(path, err);
    if (real == NULL)
        goto out;
    if (stat(real, &st) != 0 || access(real, R_OK) != 0) {
        ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path, strerror(errno));
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': not a file", path);
        goto out;
    }
    if (ll_path_ends(real, ".py")) {
        ll_strings_add(&subject->scripts, real);
        result = ll_strings_ok(&subject->scripts, err);
        goto out;
    }
    folder = ll_path_dir(real);
    if (folder == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    ll_strings_add(&subject->sources, real);
    if (!ll_strings_has(&subject->roots, folder))
        ll_strings_add(&subject->roots, folder);
    if (ll_strings_ok(&subject->sources, err) == 0)
        result = ll_strings_ok(&subject->roots, err);

out:
    free(folder);
    free(real);
    return result;
}

void ll_subject_release(struct ll_subject *subject)
{
    free(subject->name);
    ll_strings_release(&subject->sources);
    ll_strings_release(&subject->scripts);
    ll_strings_release(&subject->roots);
    ll_strings_release(&subject->cflags);
    ll_strings_release(&subject->libs);
    ll_strings_release(&subject->args);
    ll_strings_release(&subject->more_args);
    ll_strings_release(&subject->allocators);
    ll_strings_release(&subject->pairs);
    ll_strings_release(&subject->env);
    free(subject->module);
    free(subject->stdin_path);
    free(subject->folder);
    free(subject->fail);
    free(subject->only);
    free(subject->sweep);
    *subject = (struct ll_subject){0};
}

/* A sanitizer names a source as the compiler was given it: make the name absolute, if
 * the file is there in one of the reader's own folders. */
static int find_in_roots(const struct ll_subject *subject, char **file,
                         struct ll_error *err)
{
    for (size_t i = 0; *file != NULL && (*file)[0] != '/' && i < subject->roots.count;
         i++) {
        char *path = ll_path_join(subject->roots.items[i], *file);
        if (path == NULL)
            return ll_fail_memory(err);
        if (ll_path_exists(path)) {
            free(*file);
            *file = path;
        } else {
            free(path);
        }
    }
    return 0;
}

int ll_subject_place(const struct ll_subject *subject, struct ll_stack *stack,
                     struct ll_error *err)
{
    const char *from = subject->compiled_in;
    int result = 0;
    for (size_t i = 0; subject->isolation == NULL && i < stack->count; i++)
        if (stack->frames[i].file != NULL && !ll_path_tidy(&stack->frames[i].file))
            return ll_fail_memory(err);
    for (size_t i = 0; subject->isolation == NULL && i < stack->count && result == 0;
         i++)
        result = find_in_roots(subject, &stack->frames[i].file, err);
    for (size_t i = 0; from != NULL && i < stack->count && result == 0; i++) {
        char **file = &stack->frames[i].file;
        if (*file == NULL || !ll_path_below(*file, from))
            continue;
        char *folder = ll_path_dir(subject->sources.items[0]);
        char *placed =
            folder == NULL ? NULL : ll_path_join(folder, *file + strlen(from) + 1);
        if (placed == NULL) {
            result = ll_fail_memory(err);
        } else {
            free(*file);
            *file = placed;
        }
        free(folder);
    }
    return result;
}
