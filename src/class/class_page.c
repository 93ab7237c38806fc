/* SPDX-License-Identifier: MIT */
#include "class/class_page.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/path.h"
#include "base/strings.h"
#include "base/text.h"
#include "diag/explain.h"
#include "lesson/lesson.h"
#include "report/json_parts.h"
#include "report/web_page.h"

/* All sources of a class together may have 16 MiB, each of them at least 16 KiB and at
 * most 256 KiB: the rest is cut. */
enum {
    SOURCES_MOST = 16 << 20,
    SOURCE_LEAST = 16 << 10,
    SOURCE_MOST = 256 << 10,
    WORDS_MOST = 32 << 10
};

/* What all submissions are shown with. */
struct page {
    const struct ll_class_outcome *outcome;
    struct ll_results *results;
    struct ll_strings items; /* their names, in order of appearance */
    size_t source_most;
    size_t details; /* see ll_class_page_write() */
    struct ll_buf data;
};

/* ---- what to do ------------------------------------------------------------------ */

/* Words of a reason, and what helps. */
static const struct {
    const char *words, *mend;
} mends[] = {
    {"does not compile", "Send the learner what the compiler says, which is in the "
                         "feedback, too. Once it is "
                         "handed in again, the same command with --resume grades it."},
    {"does not define",
     "The function is missing, or has another name. Compare the source with the "
     "exercise; if only the name is wrong, mend it in the file and repeat the command "
     "with --resume."},
    {"which is neither in the lesson nor in the C library",
     "The function is missing, or its name is misspelled. Look at the source; if only "
     "the name is wrong, mend it in the file and repeat the command with --resume."},
    {"is encrypted",
     "Unpack it with its password, put what it holds in its place, and repeat the "
     "command with --resume."},
    {"cannot be read as an archive",
     "Download it again, or ask the learner for it again; then repeat the command with "
     "--resume."},
    {"unpacks to more than",
     "Unpack it, put only the source in its place, and repeat the command with "
     "--resume."},
    {"holds more than",
     "Unpack it, put only the source in its place, and repeat the command with "
     "--resume."},
    {"but several archives", "Find out which one counts, leave only that one there, "
                             "and repeat the command with "
                             "--resume."},
    {"has several", "Find out which one counts, leave only that one there, and repeat "
                    "the command with "
                    "--resume."},
    {" file and no '", "Ask the learner for the source. Once it is in that place, "
                       "repeat the command with "
                       "--resume."},
    {"is an empty folder", "Ask the learner for the source. Once it is in that place, "
                           "repeat the command with "
                           "--resume."},
    {"is a link",
     "Put the file itself in its place, and repeat the command with --resume."},
    {"it has bytes of value 0",
     "It may be a program or a document with the name of a source, or be encoded as "
     "UTF-16. Ask for the source as plain text; then repeat the command with "
     "--resume."},
};

const char *ll_class_page_mend(const struct ll_graded *graded)
{
    if (graded->verdict == LL_HARNESS_ERROR)
        return "leaklab or the machine failed, not the submission. Repeat the command "
               "with --resume: it tries these again.";
    if (ll_graded_is_judged(graded) || graded->why == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof mends / sizeof *mends; i++)
        if (strstr(graded->why, mends[i].words) != NULL)
            return mends[i].mend;
    return NULL;
}

/* ---- one submission -------------------------------------------------------------- */

/* Set `key` to at most `most` bytes of `text`, cut at the end of a line where there is
 * one, and "KEY_cut" to true if something is missing. */
static bool set_cut(json_t *object, const char *key, const char *text, size_t length,
                    size_t most)
{
    struct ll_buf part = LL_BUF_INIT, name = LL_BUF_INIT;
    bool cut = length > most;
    if (cut) {
        length = most;
        while (length > most / 2 && text[length - 1] != '\n')
            length--;
        if (text[length - 1] != '\n')
            length = most;
    }
    for (size_t i = 0; i < length; i++) /* lines may end as on Windows */
        if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n')
            ll_buf_putc(&part, text[i]);
    ll_buf_addf(&name, "%s_cut", key);
    bool ok = !name.full && ll_json_pour(object, key, &part) &&
              (!cut || ll_json_bool(object, ll_buf_text(&name), true));
    ll_buf_release(&part);
    ll_buf_release(&name);
    return ok;
}

static json_t *mark_new(const struct ll_mark *mark, bool is_main)
{
    json_t *object = json_object();
    if (ll_json_text(object, "file", ll_path_base(mark->frame->file)) &&
        ll_json_number(object, "line", mark->frame->line) &&
        ll_json_text(object, "function", mark->frame->function) &&
        ll_json_text(object, "text", mark->caption) &&
        (!is_main || ll_json_bool(object, "main", true)))
        return object;
    json_decref(object);
    return NULL;
}

static bool set_marks(json_t *object, const struct ll_diag *diag,
                      const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *best = ll_diag_main_mark(marks, count);
    json_t *list = json_array();
    bool ok = json_object_set_new(object, "marks", list) == 0;
    for (size_t i = 0; ok && i < count; i++)
        ok = marks[i].frame->file == NULL ||
             json_array_append_new(list, mark_new(&marks[i], &marks[i] == best)) == 0;
    return ok;
}

static bool set_tools(json_t *object, const struct ll_diag *diag)
{
    json_t *tools = json_array();
    bool ok = json_object_set_new(object, "tools", tools) == 0;
    for (size_t i = 0; ok && i < diag->witness_count; i++)
        if (!diag->witnesses[i].of_sequel)
            ok =
                json_array_append_new(tools, json_string(diag->witnesses[i].tool)) == 0;
    return ok;
}

static bool set_said(json_t *object, const char *key, const struct ll_diag *diag,
                     void (*say)(const struct ll_diag *diag, struct ll_buf *out))
{
    struct ll_buf words = LL_BUF_INIT;
    say(diag, &words);
    return ll_json_pour(object, key, &words);
}

/* Name the files of "path" without their folders: the lesson's is nobody's business,
 * and the submission's is gone. */
static bool name_files(json_t *object)
{
    size_t i;
    json_t *call;
    json_array_foreach(json_object_get(object, "path"), i, call)
    {
        const char *file = json_string_value(json_object_get(call, "file"));
        if (file != NULL &&
            json_object_set_new(call, "file", json_string(ll_path_base(file))) != 0)
            return false;
    }
    return true;
}

/* `whole`: with what is explained. */
static json_t *fault_new(const struct ll_diag *diag, const char *const *roots,
                         bool whole)
{
    json_t *object = json_object();
    if (ll_json_text(object, "kind", ll_kind_name(diag->kind)) &&
        set_said(object, "headline", diag, ll_diag_headline) &&
        set_marks(object, diag, roots) &&
        (!whole ||
         (set_said(object, "text", diag, ll_explain_diag) &&
          set_said(object, "look", diag, ll_diag_look) &&
          ll_json_text(object, "sequel", diag->sequel) && set_tools(object, diag) &&
          ll_json_values(object, diag, "/") && name_files(object))))
        return object;
    json_decref(object);
    return NULL;
}

static bool set_faults(json_t *object, const struct page *page,
                       const struct ll_graded *graded, bool whole)
{
    const struct ll_lesson *lesson = page->outcome->lesson;
    json_t *list = json_array();
    bool failed = false, ok = json_object_set_new(object, "faults", list) == 0;
    char *root = ll_graded_root(graded, &failed);
    const char *roots[3] = {0};
    size_t count = 0;
    if (root != NULL)
        roots[count++] = root;
    if (lesson != NULL)
        roots[count++] = lesson->folder;
    for (size_t i = 0; ok && !failed && i < graded->diags.count; i++)
        if (ll_kind_is_fault(graded->diags.items[i].kind))
            ok = json_array_append_new(
                     list, fault_new(&graded->diags.items[i], roots, whole)) == 0;
    free(root);
    return ok && !failed;
}

static json_t *item_new(struct page *page, const struct ll_graded_item *item)
{
    const char *name = item->name != NULL ? item->name : "";
    json_t *object = json_object();
    size_t at = 0;
    while (at < page->items.count && strcmp(page->items.items[at], name) != 0)
        at++;
    if (ll_json_count(object, "item", at) &&
        ll_json_real(object, "points", item->points) &&
        ll_json_real(object, "most", item->most) &&
        ll_json_text(object, "verdict", ll_verdict_name(item->verdict)) &&
        ll_json_text(object, "message", item->message))
        return object;
    json_decref(object);
    return NULL;
}

static bool set_items(json_t *object, struct page *page, const struct ll_graded *graded)
{
    json_t *list = json_array();
    bool ok = json_object_set_new(object, "items", list) == 0;
    for (size_t i = 0; ok && i < graded->count; i++)
        ok = json_array_append_new(list, item_new(page, &graded->items[i])) == 0;
    return ok;
}

/* Set "path" and "source". -1 when results.db cannot be read. */
static int set_source(json_t *object, struct page *page, const struct ll_graded *graded,
                      bool whole, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = NULL;
    int known = ll_results_source(page->results, graded->name, &path, &text, err);
    bool ok =
        ll_json_text(object, "path", path) &&
        (known != 0 || !whole ||
         set_cut(object, "source", ll_buf_text(&text), text.len, page->source_most));
    free(path);
    ll_buf_release(&text);
    return known < 0 ? -1 : ok ? 0 : ll_fail_memory(err);
}

static bool set_learner(json_t *object, const struct ll_learner *learner)
{
    return ll_json_text(object, "id", learner->id) &&
           ll_json_text(object, "learner", learner->name) &&
           ll_json_text(object, "note", learner->note) &&
           (!learner->late || ll_json_bool(object, "late", true));
}

static json_t *submission_new(struct page *page, const struct ll_graded *graded,
                              struct ll_error *err)
{
    json_t *object = json_object();
    bool judged = ll_graded_is_judged(graded), whole = page->data.len < page->details;
    const char *words = graded->explanation != NULL ? graded->explanation : "";
    if (!ll_json_text(object, "name", graded->name) ||
        !set_learner(object, &graded->learner) ||
        !ll_json_text(object, "verdict", ll_verdict_name(graded->verdict)) ||
        !ll_json_text(object, "why", judged ? NULL : ll_graded_why(graded)) ||
        !ll_json_text(object, "mend", ll_class_page_mend(graded)) ||
        (judged && !ll_json_real(object, "score", graded->score)) ||
        !ll_json_real(object, "most", graded->most) ||
        !ll_json_text(object, "picture", graded->picture) ||
        !ll_json_text(object, "file",
                      graded->file != NULL ? ll_path_base(graded->file) : NULL) ||
        !set_items(object, page, graded) || !set_faults(object, page, graded, whole) ||
        !(whole ? set_cut(object, "explanation", words, strlen(words), WORDS_MOST)
                : ll_json_bool(object, "brief", true)))
        ll_fail_memory(err);
    else if (set_source(object, page, graded, whole, err) == 0)
        return object;
    json_decref(object);
    return NULL;
}

/* ---- the class ------------------------------------------------------------------- */

/* Set "items": each item of any submission once, in order of appearance. */
static bool set_item_list(json_t *object, struct page *page)
{
    const struct ll_class *class = &page->outcome->class;
    json_t *list = json_array();
    bool ok = json_object_set_new(object, "items", list) == 0;
    for (size_t i = 0; i < class->count; i++)
        for (size_t j = 0; ok && j < class->all[i].count; j++) {
            const struct ll_graded_item *item = &class->all[i].items[j];
            const char *name = item->name != NULL ? item->name : "";
            if (ll_strings_has(&page->items, name))
                continue;
            json_t *one = json_object();
            ok = ll_strings_add(&page->items, name) &&
                 json_array_append_new(list, one) == 0 &&
                 ll_json_text(one, "name", name) &&
                 ll_json_text(one, "title", ll_item_title(item)) &&
                 ll_json_text(one, "kind", ll_item_kind_name(item->kind)) &&
                 (!item->hidden || ll_json_bool(one, "hidden", true));
        }
    return ok;
}

/* Set "kinds": what the names of the faults mean. */
static bool set_kinds(json_t *object)
{
    json_t *kinds = json_object();
    bool ok = json_object_set_new(object, "kinds", kinds) == 0;
    for (int kind = 0; ok && kind < LL_KIND_COUNT; kind++)
        ok = !ll_kind_is_fault((enum ll_kind)kind) ||
             ll_json_text(kinds, ll_kind_name((enum ll_kind)kind),
                          ll_explain((enum ll_kind)kind)->title);
    return ok;
}

/* Set "alike": groups of near-identical submissions, by their places in the list. */
static bool set_alike(json_t *object, const struct ll_class_outcome *outcome)
{
    json_t *groups = json_array();
    bool ok = json_object_set_new(object, "alike", groups) == 0;
    for (size_t i = 0; ok && i < outcome->alike.count; i++) {
        const struct ll_similar_group *group = &outcome->alike.groups[i];
        json_t *one = json_object(), *members = json_array();
        ok = json_array_append_new(groups, one) == 0;
        ok = json_object_set_new(one, "members", members) == 0 && ok;
        for (size_t m = 0; ok && m < group->count; m++)
            ok = group->members[m] < outcome->class.count
                     ? json_array_append_new(
                           members, json_integer((json_int_t)group->members[m])) == 0
                     : ll_json_text(one, "solution", outcome->solution);
        ok = ok && ll_json_count(one, "least", group->least) &&
             ll_json_count(one, "most", group->most);
    }
    return ok;
}

/* Set "program": the files in the lesson's folder that become a program with the
 * exercise; nothing, if they are not all C. */
static bool set_program(json_t *object, const struct ll_class_outcome *outcome)
{
    const struct ll_exercise *exercise = outcome->exercise;
    if (outcome->lesson == NULL || exercise->files_count == 0)
        return true;
    for (unsigned i = 0; i < exercise->files_count; i++)
        if (!ll_path_ends(exercise->files[i], ".c"))
            return true;
    json_t *program = json_object(), *files = json_array();
    bool ok = json_object_set_new(object, "program", program) == 0;
    ok = json_object_set_new(program, "files", files) == 0 && ok &&
         ll_json_text(program, "folder", outcome->lesson->folder);
    for (unsigned i = 0; ok && i < exercise->files_count; i++)
        ok = json_array_append_new(files, json_string(exercise->files[i])) == 0;
    return ok;
}

static int append(const char *bytes, size_t count, void *out)
{
    return ll_buf_add(out, bytes, count) ? 0 : -1;
}

static bool set_head(json_t *object, struct page *page)
{
    const struct ll_class *class = &page->outcome->class;
    const struct ll_graded *first = class->count > 0 ? &class->all[0] : NULL;
    struct ll_buf now = LL_BUF_INIT;
    char text[64];
    time_t seconds = time(NULL);
    struct tm local;
    if (localtime_r(&seconds, &local) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local) > 0)
        ll_buf_puts(&now, text);
    return ll_json_text(object, "format", "leaklab-class/1") &&
           ll_json_pour(object, "written", &now) &&
           (first == NULL || (ll_json_number(object, "lesson", first->lesson) &&
                              ll_json_text(object, "title", first->title) &&
                              ll_json_text(object, "exercise", first->exercise))) &&
           set_program(object, page->outcome) && set_kinds(object) &&
           set_item_list(object, page) && set_alike(object, page->outcome);
}

/* Append an object to the data, and release it. NULL: memory ran out. */
static int dump(struct page *page, json_t *object, struct ll_error *err)
{
    bool ok = object != NULL &&
              json_dump_callback(object, append, &page->data,
                                 JSON_COMPACT | JSON_REAL_PRECISION(6)) == 0;
    json_decref(object);
    return ok ? 0 : ll_fail_memory(err);
}

/* One submission after the other: all of them as objects would take ten times the
 * memory of their text. */
static int make_data(struct page *page, struct ll_error *err)
{
    const struct ll_class *class = &page->outcome->class;
    json_t *head = json_object();
    bool ok = set_head(head, page);
    if (!ok)
        ll_fail_memory(err);
    if (dump(page, head, err) != 0 || !ok)
        return -1;
    page->data.len--; /* the closing brace */
    ll_buf_puts(&page->data, ",\"submissions\":[");
    for (size_t i = 0; i < class->count; i++) {
        json_t *one = submission_new(page, &class->all[i], err);
        ll_buf_puts(&page->data, i > 0 ? ",\n" : "\n");
        if (one == NULL || dump(page, one, err) != 0)
            return -1;
    }
    ll_buf_puts(&page->data, "]}\n");
    return 0;
}

int ll_class_page_write(const struct ll_class_outcome *outcome, const char *folder,
                        size_t details, struct ll_error *err)
{
    size_t share = SOURCES_MOST / (outcome->class.count + 1);
    struct page page = {.outcome = outcome,
                        .items = LL_STRINGS_INIT,
                        .details = details,
                        .source_most = share < SOURCE_LEAST  ? SOURCE_LEAST
                                       : share > SOURCE_MOST ? SOURCE_MOST
                                                             : share};
    struct ll_buf empty = LL_BUF_INIT;
    char *path = NULL;
    ll_buf_init(&page.data, SIZE_MAX / 4);
    int result = ll_web_page_read("class", &empty, err);
    if (result == 0 && (page.results = ll_results_read(folder, err)) == NULL)
        result = -1;
    if (result == 0)
        result = make_data(&page, err);
    if (result == 0 && (path = ll_path_join(folder, LL_CLASS_PAGE)) == NULL)
        result = ll_fail_memory(err);
    if (result == 0)
        result = ll_web_page_write(&empty, &page.data, path, err);
    free(path);
    ll_results_close(page.results);
    ll_strings_release(&page.items);
    ll_buf_release(&page.data);
    ll_buf_release(&empty);
    return result;
}
