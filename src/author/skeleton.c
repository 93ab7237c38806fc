/* SPDX-License-Identifier: MIT
 *
 * A template becomes a file in three steps:
 *
 *     README.md ──► sections of other exercises   ──► words put in ──► the file
 *     visits.h      than those wanted are left out    visits ► orders
 *                                                     @title@ ► "..."
 */
#include "author/skeleton.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "lesson/labels.h"

#define TEMPLATE_MAX ((size_t)64 * 1024)

/* ---- kinds ----------------------------------------------------------------- */

/* The kinds of fault: templates/<kind>/ holds correct.c and buggy.c.
 */
static const struct kind {
    enum ll_kind kind;
    const char *cwe, *cert;
    const char *asks; /* the questions of a diagnose exercise */
} kinds[] = {
    {LL_DEFINITELY_LOST, "401", "MEM31-C", "kind, bytes, blocks, allocated, lost"},
    {LL_KEPT_TOO_LONG, "401", "MEM31-C", "kind, bytes, blocks, allocated"},
    {LL_INVALID_READ, "125", "ARR30-C", "kind, bytes, at, allocated"},
    {LL_INVALID_WRITE, "787", "ARR30-C", "kind, bytes, at, allocated"},
    {LL_USE_AFTER_FREE, "416", "MEM30-C", "kind, at, allocated, freed"},
    {LL_DOUBLE_FREE, "415", "MEM30-C", "kind, at, allocated, freed"},
    {LL_INVALID_FREE, "590", "MEM34-C", "kind, at, function"},
    {LL_UNINITIALISED, "457", "EXP33-C", "kind, at, function"},
    {LL_DATA_RACE, "362", "CON43-C", "kind, at, function"},
};

#define KINDS_COUNT (sizeof kinds / sizeof *kinds)

static const struct kind *find_kind(enum ll_kind kind)
{
    for (size_t i = 0; i < KINDS_COUNT; i++)
        if (kinds[i].kind == kind)
            return &kinds[i];
    return NULL;
}

bool ll_skeleton_has(enum ll_kind kind)
{
    return find_kind(kind) != NULL;
}

void ll_skeleton_kinds(struct ll_buf *out)
{
    for (size_t i = 0; i < KINDS_COUNT; i++)
        ll_buf_addf(out, "%s%s", i == 0 ? "" : ", ", ll_kind_name(kinds[i].kind));
}

/* ---- files ----------------------------------------------------------------- */

/* A word, and the words that replace it; lists end with a NULL. */
struct word {
    const char *from, *to;
};

/* The words of the same program about another subject. Of two words with the same
 * beginning, the longer one comes first. */
static const struct word orders[] = {
    {"visits to a museum", "orders of a shop"},
    {"the pair", "the exercise"},
    {"on which day of the week", "in which month of the year"},
    {"day of the week", "month of the year"},
    {"DAYS = 7", "MONTHS = 12"},
    {"test_visits", "test_orders"},
    {"VISITS_H", "ORDERS_H"},
    {"visits", "orders"},
    {"busiest_day", "busiest_month"},
    {"DAYS", "MONTHS"},
    {"days", "months"},
    {"day", "month"},
    {NULL, NULL},
};
static const struct word calls[] = {
    {"visits to a museum", "calls to a doctor"},
    {"the pair", "suspect.c"},
    {"on which day of the week", "in which hour of the day"},
    {"day of the week", "hour of the day"},
    {"DAYS = 7", "HOURS = 24"},
    {"VISITS_H", "CALLS_H"},
    {"visits", "calls"},
    {"busiest_day", "busiest_hour"},
    {"DAYS", "HOURS"},
    {"days", "hours"},
    {"day", "hour"},
    {NULL, NULL},
};
static const struct word python[] = {
    {"malloc", "PyMem_RawMalloc"},
    {"calloc", "PyMem_RawCalloc"},
    {"free", "PyMem_RawFree"},
    {NULL, NULL},
};
static const struct word pool[] = {
    {"#include <stdlib.h>", "#include \"pool.h\""},
    {"calloc", "pool_take"},
    {"free", "pool_give"},
    {NULL, NULL},
};
static const struct word nothing[] = {{NULL, NULL}};

enum part {
    POOL = -2, /* for the pair and the exercises */
    PAIR = -1,
    FIX = LL_FIX,
    DIAGNOSE = LL_DIAGNOSE,
    WRITE = LL_WRITE,
    STEPS = LL_EXERCISE_STEPS
};

/* The sources of a lesson. */
static const struct source {
    enum part part;
    bool of_kind; /* the template is in the folder of the kind */
    const char *template, *name;
    const struct word *story;
} sources[] = {
    {PAIR, false, "visits.h", "visits.h", nothing},
    {PAIR, true, "correct.c", "correct.c", nothing},
    {PAIR, true, "buggy.c", "buggy.c", nothing},
    {PAIR, false, "main.c", "main.c", nothing},
    {PAIR, false, "test_visits.c", "test_visits.c", nothing},
    {FIX, false, "visits.h", "orders.h", orders},
    {FIX, true, "buggy.c", "exercise.c", orders},
    {FIX, true, "correct.c", "solution.c", orders},
    {FIX, false, "main.c", "orders_main.c", orders},
    {FIX, false, "test_visits.c", "test_orders.c", orders},
    {DIAGNOSE, false, "visits.h", "calls.h", calls},
    {DIAGNOSE, true, "buggy.c", "suspect.c", calls},
    {DIAGNOSE, false, "main.c", "calls_main.c", calls},
    {WRITE, false, "repeat.h", "repeat.h", nothing},
    {WRITE, false, "write.c", "write.c", nothing},
    {WRITE, false, "write_solution.c", "write_solution.c", nothing},
    {WRITE, false, "repeat_main.c", "repeat_main.c", nothing},
    {WRITE, false, "test_repeat.c", "test_repeat.c", nothing},
    {POOL, false, "pool.h", "pool.h", nothing},
    {POOL, false, "pool.c", "pool.c", nothing},
    {STEPS, false, "shelf.h", "shelf.h", nothing},
    {STEPS, false, "steps.c", "steps.c", nothing},
    {STEPS, false, "steps_solution.c", "steps_solution.c", nothing},
    {STEPS, false, "steps_main.c", "steps_main.c", nothing},
    {STEPS, false, "test_steps.c", "test_steps.c", nothing},
};

/* The same in Cython. Its templates are in a folder of their own. */
#define CYTHON "cython/"

static const struct source sources_in_cython[] = {
    {PAIR, false, "correct.pyx", "correct.pyx", nothing},
    {PAIR, false, "buggy.pyx", "buggy.pyx", nothing},
    {PAIR, false, "demo.py", "demo.py", nothing},
    {PAIR, false, "test_visits.c", "test_visits.c", nothing},
    {FIX, false, "buggy.pyx", "exercise.pyx", orders},
    {FIX, false, "correct.pyx", "solution.pyx", orders},
    {FIX, false, "demo.py", "orders_demo.py", orders},
    {FIX, false, "test_visits.c", "test_orders.c", orders},
    {DIAGNOSE, false, "buggy.pyx", "suspect.pyx", calls},
    {DIAGNOSE, false, "demo.py", "calls_demo.py", calls},
};

/* What the texts call the files, and how they are run by hand. */
static const struct word in_cython[] = {
    {"exercise.c", "exercise.pyx"},
    {"suspect.c", "suspect.pyx"},
    {"correct.c", "correct.pyx"},
    {"gcc -g -O0 buggy.c main.c -o buggy@libs@\n"
     "    valgrind --leak-check=full ./buggy",
     "TODO: cython3, gcc and valgrind, if your learners build modules by hand"},
    {NULL, NULL},
};

bool ll_skeleton_in_cython(enum ll_kind kind, const bool exercises[LL_EXERCISE_KINDS])
{
    return kind == LL_DEFINITELY_LOST && !exercises[WRITE] && !exercises[STEPS];
}

bool ll_skeleton_with_pool(enum ll_kind kind, const bool exercises[LL_EXERCISE_KINDS])
{
    return kind == LL_DEFINITELY_LOST && !exercises[WRITE] && !exercises[STEPS];
}

/* The lines that begin an exercise's part of lesson.yml, README.md and hints.md. A part
 * ends where the next one begins. Of two with the same beginning, the longer one comes
 * last. */
static const struct section {
    enum part part;
    const char *opening;
} sections[] = {
    {FIX, "  - kind: fix"},          {DIAGNOSE, "  - kind: diagnose"},
    {WRITE, "  - kind: write"},      {FIX, "### exercise.c"},
    {DIAGNOSE, "### suspect.c"},     {WRITE, "### write.c"},
    {FIX, "# Hints for exercise.c"}, {DIAGNOSE, "# Hints for answers.yml"},
    {WRITE, "# Hints for write.c"},  {STEPS, "  - kind: fix # in steps"},
    {STEPS, "### steps.c"},          {STEPS, "# Hints for steps.c"},
};

/* ---- from a template to a file --------------------------------------------- */

/* Whether the template is one of those for Cython. */
static bool is_in_cython(const struct ll_skeleton *skeleton, const char *name)
{
    bool found = strcmp(name, "lesson.yml") == 0;
    for (size_t i = 0; i < sizeof sources_in_cython / sizeof *sources_in_cython; i++)
        found = found || strcmp(sources_in_cython[i].template, name) == 0;
    return found && skeleton->language == LL_CYTHON;
}

static int read_template(const struct ll_skeleton *skeleton, bool of_kind,
                         const char *name, struct ll_buf *text, struct ll_error *err)
{
    struct ll_buf path = LL_BUF_INIT;
    ll_buf_addf(&path, "%s/", skeleton->templates);
    if (is_in_cython(skeleton, name))
        ll_buf_puts(&path, CYTHON);
    if (of_kind)
        ll_buf_addf(&path, "%s/", ll_kind_name(skeleton->kind));
    ll_buf_puts(&path, name);
    int result = path.full ? ll_fail_memory(err)
                           : ll_file_read(ll_buf_text(&path), TEMPLATE_MAX, text, err);
    ll_buf_release(&path);
    return result;
}

static int write_file(const char *folder, const char *name, const struct ll_buf *text,
                      struct ll_error *err)
{
    char *path = ll_path_join(folder, name);
    int result = path == NULL || text->full
                     ? ll_fail_memory(err)
                     : ll_file_write(path, ll_buf_text(text), text->len, err);
    free(path);
    return result;
}

/* Whether `word` is at `p` in `text`, as a whole word. */
static bool stands_at(const char *text, const char *p, const char *word)
{
    size_t length = strlen(word);
    return strncmp(p, word, length) == 0 &&
           !(p > text && ll_is_word_char(p[-1]) && ll_is_word_char(word[0])) &&
           !(ll_is_word_char(word[length - 1]) && ll_is_word_char(p[length]));
}

/* Append `text` with the words replaced. Returns how many were replaced. */
static size_t put_in(const struct word *words, const char *text, struct ll_buf *out)
{
    size_t count = 0;
    for (const char *p = text; *p != '\0';) {
        const struct word *word = words;
        while (word->from != NULL && !stands_at(text, p, word->from))
            word++;
        if (word->from == NULL) {
            ll_buf_putc(out, *p++);
            continue;
        }
        ll_buf_puts(out, word->to);
        p += strlen(word->from);
        count++;
    }
    return count;
}

/* For memory from Python: rename the functions, and include Python.h first. */
static void add_python(const char *text, struct ll_buf *out)
{
    struct ll_buf renamed = LL_BUF_INIT;
    size_t count = put_in(python, text, &renamed);
    const char *from = ll_buf_text(&renamed);
    const char *first = count > 0 ? strstr(from, "#include") : NULL;
    if (first != NULL) {
        ll_buf_add(out, from, (size_t)(first - from));
        ll_buf_puts(out, "#include <Python.h>\n\n");
        from = first;
    }
    ll_buf_puts(out, from);
    out->full |= renamed.full;
    ll_buf_release(&renamed);
}

/* Collect the labels that the lines of a manifest use. */
static void add_asked(const char *expected, struct ll_strings *labels)
{
    static const char key[] = "label: ";
    for (const char *p = expected; (p = strstr(p, key)) != NULL;) {
        p += strlen(key);
        ll_strings_addf(labels, "%.*s", (int)strcspn(p, ",}"), p);
    }
}

/* Append a source without the labels that no expectation uses: in a diagnose exercise
 * they would show the answers. `expected` is NULL before the tools have run. */
static int add_labelled(const struct source *source, const char *text,
                        const char *const expected[LL_SKELETON_WRONG],
                        struct ll_buf *out, struct ll_error *err)
{
    struct ll_strings labels = LL_STRINGS_INIT;
    if (expected == NULL && source->part != DIAGNOSE) {
        ll_buf_puts(out, text);
        return 0;
    }
    if (source->part == PAIR)
        add_asked(expected[LL_SKELETON_BUGGY], &labels);
    else if (source->part == FIX)
        add_asked(expected[LL_SKELETON_EXERCISE], &labels);
    else if (source->part == STEPS)
        add_asked(expected[LL_SKELETON_STEPS], &labels);
    int result = ll_strings_ok(&labels, err);
    if (result == 0)
        ll_labels_keep(text, &labels, out);
    ll_strings_release(&labels);
    return result;
}

/* Append the source made from the template `text`. `expected` is as in
 * ll_skeleton_finish(); NULL before the tools have run. */
static int add_source(const struct ll_skeleton *skeleton, const struct source *source,
                      const char *text, const char *const expected[LL_SKELETON_WRONG],
                      struct ll_buf *out, struct ll_error *err)
{
    const struct word own_name[] = {{source->template, source->name}, {NULL, NULL}};
    struct ll_buf named = LL_BUF_INIT, told = LL_BUF_INIT, labelled = LL_BUF_INIT;
    (void)put_in(own_name, text, &named);
    (void)put_in(source->story, ll_buf_text(&named), &told);
    if (skeleton->pool && source->of_kind) {
        struct ll_buf pooled = LL_BUF_INIT;
        (void)put_in(pool, ll_buf_text(&told), &pooled);
        told.full |= pooled.full;
        ll_buf_clear(&told);
        ll_buf_puts(&told, ll_buf_text(&pooled));
        ll_buf_release(&pooled);
    }
    int result = add_labelled(source, ll_buf_text(&told), expected, &labelled, err);
    if (skeleton->python)
        add_python(ll_buf_text(&labelled), out);
    else
        ll_buf_puts(out, ll_buf_text(&labelled));
    out->full |= named.full || told.full || labelled.full;
    ll_buf_release(&named);
    ll_buf_release(&told);
    ll_buf_release(&labelled);
    return result;
}

static bool is_wanted(const struct ll_skeleton *skeleton, enum part part)
{
    return part == POOL ? skeleton->pool : part == PAIR || skeleton->exercises[part];
}

static int write_sources(const struct ll_skeleton *skeleton, const char *folder,
                         const char *const expected[LL_SKELETON_WRONG],
                         struct ll_error *err)
{
    int result = 0;
    const bool cython = skeleton->language == LL_CYTHON;
    const struct source *all = cython ? sources_in_cython : sources;
    const size_t count = cython ? sizeof sources_in_cython / sizeof *sources_in_cython
                                : sizeof sources / sizeof *sources;
    for (size_t i = 0; i < count && result == 0; i++) {
        const struct source *source = &all[i];
        if (!is_wanted(skeleton, source->part))
            continue;
        struct ll_buf template = LL_BUF_INIT, text = LL_BUF_INIT;
        result =
            read_template(skeleton, source->of_kind, source->template, &template, err);
        if (result == 0)
            result = add_source(skeleton, source, ll_buf_text(&template), expected,
                                &text, err);
        if (result == 0)
            result = write_file(folder, source->name, &text, err);
        ll_buf_release(&template);
        ll_buf_release(&text);
    }
    return result;
}

/* Append the lines of `text`, without the parts of exercises that are not wanted and
 * without empty lines at the end. */
static void add_sections(const struct ll_skeleton *skeleton, const char *text,
                         struct ll_buf *out)
{
    bool wanted = true;
    for (const char *line = text, *next; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            if (strncmp(line, sections[i].opening, strlen(sections[i].opening)) == 0)
                wanted = skeleton->exercises[sections[i].part];
        if (wanted)
            ll_buf_add(out, line, (size_t)(next - line));
    }
    while (out->len > 1 && strcmp(out->data + out->len - 2, "\n\n") == 0)
        out->data[--out->len] = '\0';
}

/* Whether a learner is asked the question of that length. */
static bool asks(const struct ll_skeleton *skeleton, const char *question,
                 size_t length)
{
    if (length == strlen("lost") && strncmp(question, "lost", length) == 0 &&
        !skeleton->tells_lost)
        return false;
    for (const char *p = find_kind(skeleton->kind)->asks; *p != '\0';
         p += strspn(p, ", ")) {
        if (strcspn(p, ",") == length && strncmp(p, question, length) == 0)
            return true;
        p += strcspn(p, ",");
    }
    return false;
}

/* Append the comments of answers.yml, and the questions of this exercise. */
static void add_questions(const struct ll_skeleton *skeleton, const char *text,
                          struct ll_buf *out)
{
    for (const char *line = text, *next; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        if (*line == '#' || asks(skeleton, line, strcspn(line, ":")))
            ll_buf_add(out, line, (size_t)(next - line));
    }
}

/* Write a file that is not a source. */
static int write_text(const struct ll_skeleton *skeleton, const char *folder,
                      const char *name, const struct word *words, struct ll_error *err)
{
    struct ll_buf template = LL_BUF_INIT, text = LL_BUF_INIT, whole = LL_BUF_INIT;
    struct ll_buf named = LL_BUF_INIT;
    int result = read_template(skeleton, false, name, &template, err);
    if (result == 0) {
        if (strcmp(name, "answers.yml") == 0)
            add_questions(skeleton, ll_buf_text(&template), &text);
        else
            add_sections(skeleton, ll_buf_text(&template), &text);
        const bool renames =
            skeleton->language == LL_CYTHON && strcmp(name, "lesson.yml") != 0;
        const struct word *files = renames ? in_cython : nothing;
        (void)put_in(files, ll_buf_text(&text), &named);
        (void)put_in(words, ll_buf_text(&named), &whole);
        whole.full |= text.full || named.full;
        result = write_file(folder, name, &whole, err);
    }
    ll_buf_release(&template);
    ll_buf_release(&text);
    ll_buf_release(&whole);
    ll_buf_release(&named);
    return result;
}

/* ---- the manifest ---------------------------------------------------------- */

/* Collect the questions of the kind that these tools can answer. */
static void add_asks(const struct ll_skeleton *skeleton, struct ll_buf *out)
{
    for (const char *p = find_kind(skeleton->kind)->asks; *p != '\0';
         p += strspn(p, ", ")) {
        size_t length = strcspn(p, ",");
        if (asks(skeleton, p, length))
            ll_buf_addf(out, "%s%.*s", out->len > 0 ? ", " : "", (int)length, p);
        p += length;
    }
}

/* Append a text as YAML in double quotes. */
static void add_quoted(const char *text, struct ll_buf *out)
{
    ll_buf_putc(out, '"');
    for (; *text != '\0'; text++)
        ll_buf_addf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    ll_buf_putc(out, '"');
}

static int write_manifest(const struct ll_skeleton *skeleton, const char *folder,
                          const char *const expected[LL_SKELETON_WRONG],
                          struct ll_error *err)
{
    const struct kind *kind = find_kind(skeleton->kind);
    struct ll_buf title = LL_BUF_INIT, tools = LL_BUF_INIT, questions = LL_BUF_INIT;
    add_quoted(skeleton->title, &title);
    add_asks(skeleton, &questions);
    for (size_t i = 0; skeleton->tools[i] != NULL; i++)
        ll_buf_addf(&tools, "%s%s", i == 0 ? "" : ", ", skeleton->tools[i]);
    const struct word words[] = {
        {"\"@title@\"", ll_buf_text(&title)},
        {"@cwe@", kind->cwe},
        {"@cert@", kind->cert},
        {"@tools@", ll_buf_text(&tools)},
        {"@python@", skeleton->python ? "true" : "false"},
        {"@asks@", ll_buf_text(&questions)},
        {"@allocator@\n", skeleton->pool ? "allocator: [pool_take:pool_give]\n" : ""},
        {"[main.c]", skeleton->pool ? "[main.c, pool.c]" : "[main.c]"},
        {"[orders_main.c]",
         skeleton->pool ? "[orders_main.c, pool.c]" : "[orders_main.c]"},
        {"[calls_main.c]",
         skeleton->pool ? "[calls_main.c, pool.c]" : "[calls_main.c]"},
        {"@expect buggy.c@\n", expected[LL_SKELETON_BUGGY]},
        {"@expect exercise.c@\n", expected[LL_SKELETON_EXERCISE]},
        {"@expect suspect.c@\n", expected[LL_SKELETON_SUSPECT]},
        {"@expect steps.c@\n", expected[LL_SKELETON_STEPS]},
        {NULL, NULL},
    };
    int result = title.full || tools.full || questions.full
                     ? ll_fail_memory(err)
                     : write_text(skeleton, folder, "lesson.yml", words, err);
    ll_buf_release(&title);
    ll_buf_release(&tools);
    ll_buf_release(&questions);
    return result;
}

/* ---- all of it ------------------------------------------------------------- */

static int write_texts(const struct ll_skeleton *skeleton, const char *folder,
                       struct ll_error *err)
{
    char number[16];
    snprintf(number, sizeof number, "%lu", strtoul(ll_path_base(folder), NULL, 10));
    const struct word words[] = {
        {"@title@", skeleton->title},
        {"@number@", number},
        {"main.c -o", skeleton->pool ? "main.c pool.c -o" : "main.c -o"},
        {"@libs@",
         skeleton->python ? " $(python3-config --embed --includes --ldflags)" : ""},
        {NULL, NULL},
    };
    if (write_text(skeleton, folder, "README.md", words, err) != 0 ||
        write_text(skeleton, folder, "hints.md", words, err) != 0)
        return -1;
    return skeleton->exercises[LL_DIAGNOSE]
               ? write_text(skeleton, folder, "answers.yml", words, err)
               : 0;
}

/* Until the tools have run, the manifest has expectations that can be loaded. */
int ll_skeleton_write(const struct ll_skeleton *skeleton, const char *folder,
                      struct ll_error *err)
{
    struct ll_buf entry = LL_BUF_INIT, buggy = LL_BUF_INIT, exercise = LL_BUF_INIT;
    ll_buf_addf(&entry, "expect: [{tools: [%s], kind: %s", skeleton->tools[0],
                ll_kind_name(skeleton->kind));
    ll_buf_addf(&buggy,
                "      %s, why: \"TODO: what happens in this very program, with the "
                "names of its variables\"}]\n",
                ll_buf_text(&entry));
    ll_buf_addf(&exercise, "    %s}]\n", ll_buf_text(&entry));
    const char *const expected[LL_SKELETON_WRONG] = {
        ll_buf_text(&buggy), ll_buf_text(&exercise), ll_buf_text(&exercise),
        ll_buf_text(&exercise)};
    int result = entry.full || buggy.full || exercise.full ? ll_fail_memory(err) : 0;
    if (result == 0)
        result = write_sources(skeleton, folder, NULL, err);
    if (result == 0)
        result = write_texts(skeleton, folder, err);
    if (result == 0)
        result = write_manifest(skeleton, folder, expected, err);
    ll_buf_release(&entry);
    ll_buf_release(&buggy);
    ll_buf_release(&exercise);
    return result;
}

int ll_skeleton_finish(const struct ll_skeleton *skeleton, const char *folder,
                       const char *const expected[LL_SKELETON_WRONG],
                       struct ll_error *err)
{
    if (write_sources(skeleton, folder, expected, err) != 0)
        return -1;
    return write_manifest(skeleton, folder, expected, err);
}
