/* SPDX-License-Identifier: MIT */
#include "cli/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "config.h"

#define EXPORT "src/cli/export"
#define FILE_MOST ((size_t)16 * 1024 * 1024)

/* ---- from beginning to end ---------------------------------------------------- */

int ll_bundle_begin(struct ll_bundle *bundle, const char *destination,
                    struct ll_error *err)
{
    struct stat st;
    size_t length = strlen(destination);
    while (length > 1 && destination[length - 1] == '/')
        length--;
    *bundle = (struct ll_bundle){.destination = strndup(destination, length)};
    if (bundle->destination == NULL)
        return ll_fail_memory(err);
    if (lstat(bundle->destination, &st) == 0)
        return ll_fail(err, LL_FAULT_USAGE,
                       "'%s' exists already: name a folder that does not",
                       bundle->destination);
    bundle->sources = ll_home_sources(err);
    if (bundle->sources == NULL)
        return -1;
    char *folder = NULL;
    if (asprintf(&folder, "%s.XXXXXX", bundle->destination) < 0)
        return ll_fail_memory(err);
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0) {
        ll_fail(err, LL_FAULT_INPUT, "cannot make folder '%s': %s", bundle->destination,
                strerror(errno));
        free(folder);
        return -1;
    }
    bundle->folder = folder;
    return 0;
}

int ll_bundle_end(struct ll_bundle *bundle, struct ll_error *err)
{
    if (rename(bundle->folder, bundle->destination) != 0)
        return ll_fail(err, LL_FAULT_INPUT, "cannot make folder '%s': %s",
                       bundle->destination, strerror(errno));
    free(bundle->folder);
    bundle->folder = NULL;
    return 0;
}

void ll_bundle_release(struct ll_bundle *bundle)
{
    if (bundle->folder != NULL)
        ll_path_remove_tree(bundle->folder);
    free(bundle->folder);
    free(bundle->destination);
    free(bundle->sources);
    *bundle = (struct ll_bundle){0};
}

char *ll_bundle_folder(const struct ll_bundle *bundle, const char *name,
                       struct ll_error *err)
{
    char *path = ll_path_join(bundle->folder, name);
    if (path == NULL) {
        ll_fail_memory(err);
    } else if (ll_path_make_dirs(path, err) != 0) {
        free(path);
        path = NULL;
    }
    return path;
}

/* ---- copies ------------------------------------------------------------------- */

/* Write `content` to `to`, which is executable if `from` is. */
static int write_like(const char *from, const char *to, const struct ll_buf *content,
                      struct ll_error *err)
{
    struct stat st;
    if (ll_file_write(to, ll_buf_text(content), content->len, err) != 0)
        return -1;
    if (stat(from, &st) != 0 || ((st.st_mode & S_IXUSR) != 0 && chmod(to, 0755) != 0))
        return ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", to,
                       strerror(errno));
    return 0;
}

static int copy_file(const char *from, const char *to, struct ll_error *err)
{
    struct ll_buf content = LL_BUF_INIT;
    int result = ll_file_read(from, FILE_MOST, &content, err);
    if (result == 0)
        result = write_like(from, to, &content, err);
    ll_buf_release(&content);
    return result;
}

static int copy_folder(const char *from, const char *to, struct ll_error *err)
{
    if (ll_path_make_dirs(to, err) != 0)
        return -1;
    DIR *folder = opendir(from);
    if (folder == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", from,
                       strerror(errno));
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        char *below = ll_path_join(from, entry->d_name);
        char *above = ll_path_join(to, entry->d_name);
        result = below == NULL || above == NULL ? ll_fail_memory(err)
                                                : ll_bundle_copy(below, above, err);
        free(below);
        free(above);
    }
    closedir(folder);
    return result;
}

int ll_bundle_copy(const char *from, const char *to, struct ll_error *err)
{
    struct stat st;
    if (lstat(from, &st) != 0)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", from,
                       strerror(errno));
    if (S_ISDIR(st.st_mode))
        return copy_folder(from, to, err);
    return S_ISREG(st.st_mode) ? copy_file(from, to, err) : 0;
}

int ll_bundle_sources(const struct ll_bundle *bundle, const char *to,
                      struct ll_error *err)
{
    static const char *const names[] = {LL_SOURCES};
    int result = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && result == 0; i++) {
        char *below = ll_path_join(bundle->sources, names[i]);
        char *above = ll_path_join(to, names[i]);
        char *folder = above != NULL ? ll_path_dir(above) : NULL;
        if (below == NULL || folder == NULL)
            result = ll_fail_memory(err);
        else
            result = ll_path_make_dirs(folder, err);
        if (result == 0)
            result = ll_bundle_copy(below, above, err);
        free(below);
        free(above);
        free(folder);
    }
    /* An exported leaklab cannot export. */
    char *templates = ll_path_join(to, EXPORT);
    if (templates == NULL)
        result = ll_fail_memory(err);
    else
        ll_path_remove_tree(templates);
    free(templates);
    return result;
}

/* ---- templates ---------------------------------------------------------------- */

static void add_plain(struct ll_buf *out, const char *text)
{
    ll_buf_puts(out, text);
}

static void add_html(struct ll_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (strchr("&<>\"'{}", *text) != NULL) /* {}: PrairieLearn's templates */
            ll_buf_addf(out, "&#%d;", *text);
        else
            ll_buf_putc(out, *text);
}

/* Within double quotes. */
static void add_yaml(struct ll_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            ll_buf_putc(out, '\\');
        ll_buf_putc(out, *text == '\n' ? ' ' : *text);
    }
}

/* How texts are written in the templates whose name ends so. */
static const struct {
    const char *ending;
    void (*add)(struct ll_buf *out, const char *text);
} languages[] = {{".html", add_html}, {".xml", add_html}, {".yml", add_yaml}};

/* The word that starts at `at`, an @; NULL: none. */
static const struct ll_bundle_word *word_at(const char *at,
                                            const struct ll_bundle_word *words)
{
    for (; words->name != NULL; words++) {
        size_t length = strlen(words->name);
        if (strncmp(at + 1, words->name, length) == 0 && at[1 + length] == '@')
            return words;
    }
    return NULL;
}

/* Append the template `name`, whose text is `text`, with its words replaced. */
static void fill(struct ll_buf *out, const char *name, const char *text,
                 const struct ll_bundle_word *words)
{
    void (*add)(struct ll_buf *, const char *) = add_plain;
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; i < sizeof languages / sizeof *languages && dot != NULL; i++)
        if (strcmp(dot, languages[i].ending) == 0)
            add = languages[i].add;
    for (; *text != '\0'; text++) {
        const struct ll_bundle_word *word = *text == '@' ? word_at(text, words) : NULL;
        if (word == NULL) {
            ll_buf_putc(out, *text);
            continue;
        }
        if (strstr(word->name, "_HTML") == NULL)
            add(out, word->text);
        else
            ll_buf_puts(out, word->text);
        text += strlen(word->name) + 1;
    }
}

/* Append the template in the file `from`, with its words replaced. */
static int fill_file(const char *from, const struct ll_bundle_word *words,
                     struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    int result = ll_file_read(from, FILE_MOST, &text, err);
    if (result == 0) {
        fill(out, from, ll_buf_text(&text), words);
        result = out->full ? ll_fail_memory(err) : 0;
    }
    ll_buf_release(&text);
    return result;
}

int ll_bundle_write(const char *from, const char *to,
                    const struct ll_bundle_word *words, struct ll_error *err)
{
    struct ll_buf filled = LL_BUF_INIT;
    int result = fill_file(from, words, &filled, err);
    if (result == 0)
        result = write_like(from, to, &filled, err);
    ll_buf_release(&filled);
    return result;
}

/* The path of a template; new string. */
static char *template_path(const struct ll_bundle *bundle, const char *name,
                           struct ll_error *err)
{
    char *path = NULL;
    if (asprintf(&path, "%s/" EXPORT "/%s", bundle->sources, name) < 0) {
        ll_fail_memory(err);
        return NULL;
    }
    return path;
}

int ll_bundle_fill(const struct ll_bundle *bundle, const char *name,
                   const struct ll_bundle_word *words, struct ll_buf *out,
                   struct ll_error *err)
{
    char *from = template_path(bundle, name, err);
    int result = from != NULL ? fill_file(from, words, out, err) : -1;
    free(from);
    return result;
}

int ll_bundle_template(const struct ll_bundle *bundle, const char *name, const char *to,
                       const struct ll_bundle_word *words, struct ll_error *err)
{
    char *from = template_path(bundle, name, err);
    int result = from != NULL ? ll_bundle_write(from, to, words, err) : -1;
    free(from);
    return result;
}
