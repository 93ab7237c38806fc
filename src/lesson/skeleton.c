/* SPDX-License-Identifier: MIT
 *
 * Texts with words to be put in: $name stands for the text of that name in a list of
 * them, which may hold words of the same sort.
 */
#include "lesson/skeleton.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lesson/labels.h"
#include "lesson/templates.h"

#define DEPTH_MAX 8
#define WORDS_MAX 4

/* ---- kinds ----------------------------------------------------------------- */

static const char *const leak_tools[] = {"memcheck", "asan", "lastptr", NULL};
static const char *const access_tools[] = {"memcheck", "asan", NULL};
static const char *const value_tools[] = {"memcheck", "asan", "msan", NULL};

/* What differs between kinds: the parts of the function, right and wrong. */
static const struct kind {
    enum ll_kind kind;
    const char *const *tools;
    const struct ll_words *right, *wrong, *about;
} kinds[] = {
    {LL_DEFINITELY_LOST, leak_tools, ll_right_plain, ll_wrong_lost, ll_about_lost},
    {LL_INVALID_READ, access_tools, ll_right_plain, ll_wrong_read, ll_about_read},
    {LL_INVALID_WRITE, access_tools, ll_right_cleared, ll_wrong_write, ll_about_write},
    {LL_USE_AFTER_FREE, access_tools, ll_right_use, ll_wrong_use, ll_about_use},
    {LL_DOUBLE_FREE, access_tools, ll_right_exit, ll_wrong_double, ll_about_double},
    {LL_UNINITIALISED, value_tools, ll_right_cleared, ll_wrong_value, ll_about_value},
};

static const struct kind *find_kind(enum ll_kind kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == kind)
            return &kinds[i];
    return NULL;
}

bool ll_skeleton_has(enum ll_kind kind)
{
    return find_kind(kind) != NULL;
}

const char *const *ll_skeleton_tools(enum ll_kind kind)
{
    return find_kind(kind)->tools;
}

/* ---- putting words in ------------------------------------------------------ */

/* Lists of words, searched in turn. */
struct vocabulary {
    const struct ll_words *lists[WORDS_MAX];
};

static const char *look_up(const struct vocabulary *words, const char *name,
                           size_t length)
{
    for (size_t i = 0; i < WORDS_MAX; i++)
        for (const struct ll_words *word = words->lists[i];
             word != NULL && word->name != NULL; word++)
            if (strlen(word->name) == length && strncmp(word->name, name, length) == 0)
                return word->text;
    return NULL;
}

static void fill(struct ll_buf *out, const char *text, const struct vocabulary *words,
                 int depth)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "$");
        ll_buf_add(out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        size_t length = 0;
        while (isalnum((unsigned char)text[1 + length]))
            length++;
        const char *word = look_up(words, text + 1, length);
        if (word != NULL && depth < DEPTH_MAX)
            fill(out, word, words, depth + 1);
        else
            ll_buf_add(out, text, length + 1); /* no word of ours */
        text += 1 + length;
    }
}

/* Where files are written, and the first failure. */
struct writer {
    const struct ll_skeleton *skeleton;
    const struct kind *kind;
    const char *folder;
    struct ll_error *err;
    int result;
};

static void put(struct writer *writer, const char *name, const struct ll_buf *text)
{
    if (writer->result != 0)
        return;
    char *path = ll_path_join(writer->folder, name);
    if (path == NULL || text->full)
        writer->result = ll_fail_memory(writer->err);
    else
        writer->result = ll_file_write(path, ll_buf_text(text), text->len, writer->err);
    free(path);
}

/* Where the programs of the lesson have their memory from. */
static const struct ll_words *memory(const struct writer *writer)
{
    return writer->skeleton->python ? ll_words_python : ll_words_plain;
}

/* A template with the words of a story and of a half. */
static void fill_file(const struct writer *writer, const char *name,
                      const char *template, const struct ll_words *story,
                      const struct ll_words *half, struct ll_buf *out)
{
    const struct ll_words file[] = {{"file", name}, {NULL, NULL}};
    const struct vocabulary words = {{file, memory(writer), story, half}};
    fill(out, template, &words, 0);
}

static void write_file(struct writer *writer, const char *name, const char *template,
                       const struct ll_words *story, const struct ll_words *half)
{
    struct ll_buf text = LL_BUF_INIT;
    fill_file(writer, name, template, story, half, &text);
    put(writer, name, &text);
    ll_buf_release(&text);
}

/* ---- the manifest ---------------------------------------------------------- */

/* Append the text between quotes. */
static void add_quoted(struct ll_buf *out, const char *text)
{
    ll_buf_putc(out, '"');
    for (; *text != '\0'; text++)
        ll_buf_addf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    ll_buf_putc(out, '"');
}

static void add_tools(struct ll_buf *out, const char *const *tools)
{
    for (size_t i = 0; tools[i] != NULL; i++)
        ll_buf_addf(out, "%s%s", i == 0 ? "" : ", ", tools[i]);
}

/* What the exercise of kind diagnose asks. */
static void add_asks(struct ll_buf *out, const struct writer *writer,
                     const char *format)
{
    bool lastptr = false;
    for (const char *const *tool = writer->skeleton->tools; *tool != NULL; tool++)
        lastptr |= strcmp(*tool, "lastptr") == 0;
    bool first = true;
    for (const struct ll_words *ask = writer->kind->about; ask->name != NULL; ask++) {
        if (strncmp(ask->name, "ask", 3) != 0 ||
            (!lastptr && strcmp(ask->name, "asklost") == 0))
            continue;
        if (!first && strcmp(format, "%s") == 0)
            ll_buf_puts(out, ", ");
        ll_buf_addf(out, format, ask->name + 3, ask->text);
        first = false;
    }
}

/* What is expected; until the tools have been asked, a placeholder that loads. */
static void add_expectations(struct ll_buf *out, const struct ll_skeleton *skeleton,
                             unsigned indent, const char *yaml)
{
    static const char why[] =
        "TODO: what happens in this very program, with the names of its variables";
    if (yaml != NULL)
        ll_buf_puts(out, yaml);
    else
        ll_buf_addf(out, "%*sexpect: [{tools: [%s], kind: %s, why: \"%s\"}]\n",
                    (int)indent, "", skeleton->tools[0], ll_kind_name(skeleton->kind),
                    why);
}

int ll_skeleton_manifest(const struct ll_skeleton *skeleton, const char *folder,
                         const char *buggy, const char *const exercises[3],
                         struct ll_error *err)
{
    struct writer writer = {skeleton, find_kind(skeleton->kind), folder, err, 0};
    const struct vocabulary words = {{writer.kind->about}};
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, "# SPDX-License-Identifier: MIT\ntitle: ");
    add_quoted(&text, skeleton->title != NULL
                          ? skeleton->title
                          : "TODO: what happens to the memory, in a few words");
    fill(&text, ll_template_manifest_head, &words, 0);
    ll_buf_puts(&text, "tools: [");
    add_tools(&text, skeleton->tools);
    ll_buf_addf(&text, "]\n%s", skeleton->python ? "python: true\n" : "");
    fill(&text, ll_template_manifest_pair, &words, 0);
    add_expectations(&text, skeleton, 6, buggy);
    ll_buf_puts(&text, "exercises:\n");
    if (skeleton->exercises[LL_FIX]) {
        ll_buf_puts(&text, ll_template_manifest_fix);
        add_expectations(&text, skeleton, 4, exercises[LL_FIX]);
    }
    if (skeleton->exercises[LL_DIAGNOSE]) {
        ll_buf_puts(&text, ll_template_manifest_diagnose);
        ll_buf_puts(&text, "    asks: [");
        add_asks(&text, &writer, "%s");
        ll_buf_puts(&text, "]\n");
        add_expectations(&text, skeleton, 4, exercises[LL_DIAGNOSE]);
    }
    if (skeleton->exercises[LL_WRITE])
        ll_buf_puts(&text, ll_template_manifest_write);
    put(&writer, "lesson.yml", &text);
    ll_buf_release(&text);
    return writer.result;
}

/* ---- the other files ------------------------------------------------------- */

static void write_pair(struct writer *writer)
{
    const struct kind *kind = writer->kind;
    write_file(writer, "visits.h", ll_template_header, ll_story_visits, NULL);
    write_file(writer, "correct.c", ll_template_module, ll_story_visits, kind->right);
    write_file(writer, "buggy.c", ll_template_module, ll_story_visits, kind->wrong);
    write_file(writer, "main.c", ll_template_main, ll_story_visits, NULL);
    write_file(writer, "test_visits.c", ll_template_tests, ll_story_visits, NULL);
}

static void write_fix(struct writer *writer)
{
    const struct kind *kind = writer->kind;
    write_file(writer, "orders.h", ll_template_header, ll_story_orders, NULL);
    write_file(writer, "exercise.c", ll_template_module, ll_story_orders, kind->wrong);
    write_file(writer, "solution.c", ll_template_module, ll_story_orders, kind->right);
    write_file(writer, "orders_main.c", ll_template_main, ll_story_orders, NULL);
    write_file(writer, "test_orders.c", ll_template_tests, ll_story_orders, NULL);
}

static void write_diagnose(struct writer *writer)
{
    const struct vocabulary words = {{memory(writer)}};
    struct ll_buf text = LL_BUF_INIT, bare = LL_BUF_INIT;
    fill_file(writer, "suspect.c", ll_template_suspect, ll_story_calls,
              writer->kind->wrong, &text);
    ll_labels_strip(ll_buf_text(&text), &bare); /* they would give the answers away */
    put(writer, "suspect.c", &bare);
    ll_buf_clear(&text);
    fill(&text, ll_template_answers, &words, 0);
    add_asks(&text, writer, "%s: # %s\n");
    put(writer, "answers.yml", &text);
    ll_buf_release(&text);
    ll_buf_release(&bare);
}

static void write_write(struct writer *writer)
{
    write_file(writer, "repeat.h", ll_template_repeat_header, NULL, NULL);
    write_file(writer, "write.c", ll_template_repeat_stub, NULL, NULL);
    write_file(writer, "write_solution.c", ll_template_repeat_solution, NULL, NULL);
    write_file(writer, "repeat_main.c", ll_template_repeat_main, NULL, NULL);
    write_file(writer, "test_repeat.c", ll_template_repeat_tests, NULL, NULL);
}

/* The handout and the hints: of each a part for each exercise. */
static void write_words(struct writer *writer)
{
    const struct ll_words title[] = {{"title", writer->skeleton->title != NULL
                                                   ? writer->skeleton->title
                                                   : "TODO: the title of lesson.yml"},
                                     {NULL, NULL}};
    const struct vocabulary words = {{title, writer->kind->about, memory(writer)}};
    struct ll_buf readme = LL_BUF_INIT, hints = LL_BUF_INIT;
    fill(&readme, ll_template_readme, &words, 0);
    ll_buf_puts(&hints, "<!-- SPDX-License-Identifier: MIT -->\n");
    for (int i = 0, any = 0; i < 3; i++) {
        if (!writer->skeleton->exercises[i])
            continue;
        ll_buf_puts(&readme, ll_template_readme_exercises[i]);
        ll_buf_puts(&hints, any++ ? "\n" : "");
        fill(&hints, ll_template_hints[i], &words, 0);
    }
    put(writer, "README.md", &readme);
    put(writer, "hints.md", &hints);
    ll_buf_release(&readme);
    ll_buf_release(&hints);
}

int ll_skeleton_write(const struct ll_skeleton *skeleton, const char *folder,
                      struct ll_error *err)
{
    static const char *const none[3] = {NULL};
    struct writer writer = {skeleton, find_kind(skeleton->kind), folder, err, 0};
    write_pair(&writer);
    if (skeleton->exercises[LL_FIX])
        write_fix(&writer);
    if (skeleton->exercises[LL_DIAGNOSE])
        write_diagnose(&writer);
    if (skeleton->exercises[LL_WRITE])
        write_write(&writer);
    write_words(&writer);
    if (writer.result != 0)
        return -1;
    return ll_skeleton_manifest(skeleton, folder, NULL, none, err);
}
