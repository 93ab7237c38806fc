/* SPDX-License-Identifier: MIT */
#include "session/trace.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/path.h"
#include "base/text.h"
#include "session/command.h"
#include "session/has_include.h"

enum { RULES_MOST = 4 << 20, HEADER_MOST = 16 << 20, NAME_PARTS = 3 };

/* A trace in the making. */
struct tracer {
    const struct ll_subject *subject;
    const struct ll_strings *sources;
    const char *dir;    /* what lies in it was made there; NULL: nothing was */
    const char *folder; /* what relative paths start from */
    struct timespec start;
    json_t *files; /* owned, as are the next two */
    json_t *folders;
    json_t *names;
    struct ll_strings asked; /* the headers that our files ask for */
};

static bool add(json_t *set, const char *name)
{
    return json_object_set_new(set, name, json_integer(0)) == 0;
}

static bool is_own(const struct ll_subject *subject, const char *path)
{
    for (size_t i = 0; i < subject->roots.count; i++)
        if (ll_path_below(path, subject->roots.items[i]))
            return true;
    return false;
}

/* What tells a file from another: the digest of its content, or, quicker, size and
 * time of its last change. */
struct print {
    char text[LL_DIGEST_HEX];
};

static bool take_quick_print(const char *path, struct print *print)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    snprintf(print->text, sizeof print->text, "%lld:%lld.%ld", (long long)st.st_size,
             (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    return true;
}

/* Also append to `asked` the headers that the file asks for; NULL: do not. */
static bool take_print_of_content(const char *path, struct print *print,
                                  struct ll_strings *asked)
{
    struct ll_buf content = LL_BUF_INIT;
    bool taken = ll_file_read(path, HEADER_MOST, &content, NULL) == 0 &&
                 (asked == NULL || ll_has_include_names(ll_buf_text(&content), asked));
    if (taken)
        ll_digest_of(ll_buf_text(&content), content.len, print->text);
    ll_buf_release(&content);
    return taken;
}

/* Changed since the build began, so that the compiler may have read either. */
static bool is_too_new(const char *path, const struct timespec *start)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return true;
    return st.st_mtim.tv_sec > start->tv_sec ||
           (st.st_mtim.tv_sec == start->tv_sec && st.st_mtim.tv_nsec >= start->tv_nsec);
}

static bool add_file(struct tracer *tracer, const char *path)
{
    struct print print;
    return !is_too_new(path, &tracer->start) &&
           (is_own(tracer->subject, path)
                ? take_print_of_content(path, &print, &tracer->asked)
                : take_quick_print(path, &print)) &&
           json_object_set_new(tracer->files, path, json_string(print.text)) == 0;
}

/* A header may have been asked for by its last name, or by a few more. */
static bool add_names(struct tracer *tracer, const char *path)
{
    int parts = 0;
    for (const char *p = path + strlen(path); p > path && parts < NAME_PARTS; p--)
        if (p[-1] == '/') {
            parts++;
            if (!add(tracer->names, p))
                return false;
        }
    return true;
}

static bool add_folder_of(struct tracer *tracer, const char *path)
{
    char *folder = ll_path_dir(path);
    bool added = folder != NULL && add(tracer->folders, folder);
    free(folder);
    return added;
}

static bool add_header(struct tracer *tracer, const char *path)
{
    return add_names(tracer, path) &&
           (!is_own(tracer->subject, path) || add_folder_of(tracer, path));
}

/* The next word of Make rules, unescaped; *rules moves behind it. False at the end. */
static bool next_word(const char **rules, struct ll_buf *word)
{
    const char *p = *rules;
    ll_buf_clear(word);
    while (*p == ' ' || *p == '\n' || (p[0] == '\\' && p[1] == '\n'))
        p += *p == '\\' ? 2 : 1;
    for (; *p != '\0' && *p != ' ' && *p != '\n'; p++) {
        if (p[0] == '\\' && p[1] == '\n')
            break;
        if ((p[0] == '\\' && (p[1] == ' ' || p[1] == '#')) ||
            (p[0] == '$' && p[1] == '$'))
            p++;
        ll_buf_putc(word, *p);
    }
    *rules = p;
    return word->len > 0;
}

/* Trace every file that the rules in `file` mention. */
static bool add_rules(struct tracer *tracer, const char *file, bool headers)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_buf word = LL_BUF_INIT;
    bool good = ll_file_read(file, RULES_MOST, &text, NULL) == 0;

    const char *rules = ll_buf_text(&text);
    while (good && next_word(&rules, &word)) {
        if (word.data[word.len - 1] == ':') /* a target */
            continue;
        char *path = ll_path_join(tracer->folder, word.data);
        good = path != NULL;
        if (good && (tracer->dir == NULL || !ll_path_below(path, tracer->dir)))
            good = add_file(tracer, path) && (!headers || add_header(tracer, path));
        free(path);
    }
    good = good && !word.full;
    ll_buf_release(&word);
    ll_buf_release(&text);
    return good;
}

/* The same for a file in the work folder. */
static bool add_rules_there(struct tracer *tracer, const char *name, bool headers)
{
    char *file = ll_path_join(tracer->dir, name);
    bool good = file != NULL && add_rules(tracer, file, headers);
    free(file);
    return good;
}

/* Trace every header in the list that clang has written. */
static bool add_header_list(struct tracer *tracer, const char *list)
{
    struct ll_buf text = LL_BUF_INIT;
    bool good = ll_file_read(list, RULES_MOST, &text, NULL) == 0;
    const char *line = ll_buf_text(&text);
    while (good && *line != '\0') {
        struct ll_buf name = LL_BUF_INIT;
        size_t length = strcspn(line, "\n");
        ll_buf_add(&name, line, length);
        char *path = ll_path_join(tracer->folder, ll_buf_text(&name));
        good = !name.full && path != NULL && add_file(tracer, path) &&
               add_header(tracer, path);
        free(path);
        ll_buf_release(&name);
        line += length + (line[length] == '\n');
    }
    ll_buf_release(&text);
    return good;
}

/* gcc writes rules, and clang a list. An analyzer that compiles with clang first asks
 * it for rules, too. */
static bool add_headers(struct tracer *tracer, const struct ll_tool *tool)
{
    char *list = ll_path_join(tracer->dir, LL_BUILD_HEADERS_OF_CLANG);
    bool listed = list != NULL && ll_path_exists(list);
    bool good = list != NULL && (!listed || add_header_list(tracer, list)) &&
                ((listed && !tool->reads_sources) ||
                 add_rules_there(tracer, LL_BUILD_HEADERS, true));
    free(list);
    return good;
}

/* The sources, and where headers are looked for: beside them, and where the flags say.
 */
static bool add_places(struct tracer *tracer)
{
    const struct ll_strings *flags = &tracer->subject->cflags;
    const struct ll_strings *sources = tracer->sources;
    bool good = true;
    for (size_t i = 0; i < sources->count && good; i++)
        good = add_file(tracer, sources->items[i]) &&
               add_folder_of(tracer, sources->items[i]);
    for (size_t i = 0; i < flags->count && good; i++) {
        const char *flag = flags->items[i];
        if (!ll_starts_with(flag, "-I"))
            continue;
        if (flag[2] == '\0' && i + 1 == flags->count)
            break;
        char *path = ll_path_join(tracer->folder,
                                  flag[2] != '\0' ? flag + 2 : flags->items[i + 1]);
        good = path != NULL && add(tracer->folders, path);
        free(path);
    }
    return good;
}

/* Add the names of a header that was asked for: as it stands, and below a folder of
 * the system. */
static bool add_asked_below(struct tracer *tracer, const char *folder)
{
    bool good = true;
    for (size_t i = 0; i < tracer->asked.count && good; i++) {
        char *path = ll_path_join(folder, tracer->asked.items[i]);
        good = path != NULL && add(tracer->names, path);
        free(path);
    }
    return good;
}

/* The folders of the system in which headers are looked for are those of the headers
 * that the compiler read, or a few above them: /usr/include for
 * /usr/include/valgrind/memcheck.h. */
static bool add_asked_of_system(struct tracer *tracer)
{
    const char *file;
    json_t *unused;
    bool good = add_asked_below(tracer, "/usr/local/include");
    json_object_foreach(tracer->files, file, unused)
    {
        char *folder = is_own(tracer->subject, file) ? NULL : ll_path_dir(file);
        for (int i = 0; i < NAME_PARTS && folder != NULL && good; i++) {
            good = add_asked_below(tracer, folder);
            char *above = ll_path_dir(folder);
            free(folder);
            folder = above;
        }
        free(folder);
    }
    return good;
}

static bool add_asked(struct tracer *tracer)
{
    bool good = true;
    for (size_t i = 0; i < tracer->asked.count && good; i++)
        good = add(tracer->names, tracer->asked.items[i]);
    return good && (tracer->asked.count == 0 || add_asked_of_system(tracer));
}

/* A digest of which names there are in which folders. */
static void look(json_t *folders, json_t *names, struct print *there)
{
    struct ll_digest digest;
    ll_digest_init(&digest);
    const char *folder;
    const char *name;
    json_t *unused;
    json_object_foreach(folders, folder, unused)
    {
        json_object_foreach(names, name, unused)
        {
            char *path = ll_path_join(folder, name);
            if (path != NULL && ll_path_exists(path))
                ll_digest_text(&digest, path);
            free(path);
        }
    }
    ll_digest_hex(&digest, there->text);
}

static struct tracer open_trace(const struct ll_subject *subject,
                                const struct ll_strings *sources, struct timespec start)
{
    return (struct tracer){
        .subject = subject,
        .sources = sources,
        .folder = subject->folder != NULL ? subject->folder : ".",
        .start = start,
        .files = json_object(),
        .folders = json_object(),
        .names = json_object(),
        .asked = LL_STRINGS_INIT,
    };
}

/* The trace, or NULL if it is not `whole`. Releases the rest. */
static json_t *close_trace(struct tracer *tracer, bool whole)
{
    json_t *trace = NULL;
    struct print there;
    if (whole) {
        look(tracer->folders, tracer->names, &there);
        trace = json_pack("{s:O, s:O, s:O, s:s}", "files", tracer->files, "folders",
                          tracer->folders, "names", tracer->names, "there", there.text);
    }
    json_decref(tracer->files);
    json_decref(tracer->folders);
    json_decref(tracer->names);
    ll_strings_release(&tracer->asked);
    return trace;
}

json_t *ll_trace_new(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct timespec start)
{
    struct tracer tracer = open_trace(subject, &subject->sources, start);
    tracer.dir = dir;
    bool whole =
        add_places(&tracer) && add_headers(&tracer, tool) && add_asked(&tracer) &&
        (tool->reads_sources || add_rules_there(&tracer, LL_BUILD_INPUTS, false));
    return close_trace(&tracer, whole);
}

json_t *ll_trace_of_source(const struct ll_subject *subject, const char *source,
                           const char *rules, struct timespec start)
{
    struct ll_strings sources = LL_STRINGS_INIT;
    bool added = ll_strings_add(&sources, source);
    struct tracer tracer = open_trace(subject, &sources, start);
    json_t *trace =
        close_trace(&tracer, added && add_places(&tracer) &&
                                 add_rules(&tracer, rules, true) && add_asked(&tracer));
    ll_strings_release(&sources);
    return trace;
}

bool ll_trace_holds(json_t *trace)
{
    const char *path;
    json_t *value;
    struct print print;
    json_object_foreach(json_object_get(trace, "files"), path, value)
    {
        const char *before = json_string_value(value);
        if (before == NULL ||
            !(strchr(before, ':') == NULL ? take_print_of_content(path, &print, NULL)
                                          : take_quick_print(path, &print)) ||
            strcmp(print.text, before) != 0)
            return false;
    }
    const char *there = json_string_value(json_object_get(trace, "there"));
    look(json_object_get(trace, "folders"), json_object_get(trace, "names"), &print);
    return there != NULL && strcmp(print.text, there) == 0;
}
