/* SPDX-License-Identifier: MIT
 *
 * An entry of the cache is JSON, a NUL byte, and the object:
 *
 *     {"trace": {...}, "rules": "0.o: prog.c ...", "words": "prog.c:3: warning: ..."}
 */
#include "session/objects.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/path.h"
#include "session/command.h"
#include "session/cython.h"
#include "session/job.h"
#include "session/key.h"
#include "session/trace.h"

enum { RULES_MOST = 1 << 20, OBJECT_MOST = 1 << 20 };

/* One source on its way to an object. */
struct making {
    const struct ll_objects *all;
    const char *source;
    struct ll_strings flags;
    char *object, *rules;        /* files in the work folder */
    struct ll_buf headers, said; /* what is in `rules`; the compiler's words */
    struct timespec start;       /* as the file system tells time */
};

static void release(struct making *making)
{
    ll_strings_release(&making->flags);
    free(making->object);
    free(making->rules);
    ll_buf_release(&making->headers);
    ll_buf_release(&making->said);
}

static int prepare(struct making *making, size_t number, struct ll_error *err)
{
    const struct ll_objects *all = making->all;
    if (asprintf(&making->object, "%s/%zu.o", all->dir, number) < 0)
        making->object = NULL;
    if (asprintf(&making->rules, "%s/%zu.d", all->dir, number) < 0)
        making->rules = NULL;
    if (making->object == NULL || making->rules == NULL)
        return ll_fail_memory(err);
    ll_buf_init(&making->headers, RULES_MOST);
    clock_gettime(CLOCK_REALTIME_COARSE, &making->start);
    return ll_build_flags(all->subject, all->tool, &making->flags, err);
}

/* ---- the cache ------------------------------------------------------------- */

static bool find_key(const struct making *making, struct ll_key *key)
{
    return ll_key_of_source(making->all->subject, making->source, &making->flags, key);
}

/* Take an entry apart. False: it is broken, or a header is not what it was. */
static bool unpack(struct making *making, const struct ll_buf *entry)
{
    json_t *texts = json_loads(ll_buf_text(entry), 0, NULL);
    const char *rules = json_string_value(json_object_get(texts, "rules"));
    const char *words = json_string_value(json_object_get(texts, "words"));
    size_t length = strlen(ll_buf_text(entry)) + 1;
    bool good = rules != NULL && words != NULL && length < entry->len &&
                ll_trace_holds(json_object_get(texts, "trace")) &&
                ll_buf_puts(&making->headers, rules) &&
                ll_buf_puts(&making->said, words) &&
                ll_file_write(making->object, entry->data + length, entry->len - length,
                              NULL) == 0;
    json_decref(texts);
    return good;
}

static bool recall(struct making *making, const struct ll_key *key)
{
    struct ll_buf entry = LL_BUF_INIT;
    bool found =
        ll_cache_get_bytes(making->all->cache, key, &entry) && unpack(making, &entry);
    ll_buf_release(&entry);
    if (!found) {
        ll_buf_clear(&making->headers);
        ll_buf_clear(&making->said);
    }
    return found;
}

/* A failure is ignored. */
static void remember(const struct making *making, const struct ll_key *key)
{
    struct ll_key after;
    json_t *trace = ll_trace_of_source(making->all->subject, making->source,
                                       making->rules, making->start);
    if (trace == NULL || !find_key(making, &after) ||
        memcmp(key, &after, sizeof after) != 0) {
        json_decref(trace);
        return;
    }
    struct ll_buf entry = LL_BUF_INIT;
    json_t *texts =
        json_pack("{s:o, s:s, s:s}", "trace", trace, "rules",
                  ll_buf_text(&making->headers), "words", ll_buf_text(&making->said));
    char *text = texts != NULL ? json_dumps(texts, JSON_COMPACT) : NULL;
    if (text != NULL && ll_buf_add(&entry, text, strlen(text) + 1) &&
        ll_file_read(making->object, OBJECT_MOST, &entry, NULL) == 0)
        ll_cache_put_bytes(making->all->cache, key, entry.data, entry.len);
    free(text);
    json_decref(texts);
    ll_buf_release(&entry);
}

/* ---- the compiler ------------------------------------------------------------ */

static int start_compiler(struct making *making, const struct ll_strings *argv,
                          const struct ll_strings *env, struct ll_error *err)
{
    const struct ll_subject *subject = making->all->subject;
    struct ll_run *run = making->all->run;
    if (ll_build_start(subject, making->all->dir, subject->folder, argv, env,
                       &making->said, run, err) != 0)
        return -1;
    return run->ended.how != LL_END_EXITED || run->ended.status != 0;
}

/* 1: it does not compile. */
static int compile(struct making *making, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    const char *const last[] = {"-c", making->source, "-o", making->object, NULL};
    ll_strings_add_all(&argv, ll_strings_argv(&making->flags));
    ll_strings_add_all(&argv, last);
    int result = ll_build_env(making->all->subject, making->all->dir, &env, err);
    ll_strings_addf(&env, "SUNPRO_DEPENDENCIES=%s", making->rules);
    if (result == 0)
        result = start_compiler(making, &argv, &env, err);
    if (result == 0 &&
        ll_file_read(making->rules, RULES_MOST, &making->headers, NULL) != 0)
        result = 1;
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return result;
}

static int make(struct ll_objects *objects, const char *source, struct ll_error *err)
{
    struct making making = {.all = objects, .source = source, .said = LL_BUF_INIT};
    struct ll_key key;
    int result = prepare(&making, objects->parts.count, err);
    bool known = result == 0 && find_key(&making, &key);
    if (result == 0 && (!known || !recall(&making, &key))) {
        result = compile(&making, err);
        if (result == 0 && known)
            remember(&making, &key);
    }
    if (result == 0) {
        ll_strings_add(&objects->parts, making.object);
        ll_buf_add(&objects->headers, making.headers.data, making.headers.len);
        ll_buf_add(&objects->words, making.said.data, making.said.len);
    }
    release(&making);
    return result;
}

int ll_objects_make(struct ll_objects *objects, struct ll_error *err)
{
    struct ll_strings sources = LL_STRINGS_INIT;
    char *file = ll_path_join(objects->dir, LL_BUILD_HEADERS);
    int result = file == NULL
                     ? ll_fail_memory(err)
                     : ll_cython_sources(objects->subject, objects->dir, &sources, err);
    for (size_t i = 0; i < sources.count && result == 0; i++) {
        if (ll_path_below(sources.items[i], objects->dir))
            ll_strings_add(&objects->parts, sources.items[i]);
        else
            result = make(objects, sources.items[i], err);
    }
    if (result == 0 && (objects->headers.full || objects->words.full))
        result = ll_fail_memory(err);
    if (result == 0)
        result = ll_file_write(file, objects->headers.data, objects->headers.len, err);
    if (result == 0)
        result = ll_strings_ok(&objects->parts, err);
    ll_strings_release(&sources);
    free(file);
    return result;
}

void ll_objects_release(struct ll_objects *objects)
{
    ll_strings_release(&objects->parts);
    ll_buf_release(&objects->words);
    ll_buf_release(&objects->headers);
}
