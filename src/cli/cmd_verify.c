/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/screen.h"
#include "base/home.h"
#include "author/suggest.h"
#include "author/verify.h"

extern const struct ll_command ll_command_verify;

/* A finding, its further lines below its first. */
static void add_finding(struct ll_buf *out, const char *text)
{
    const char *indent = "  ";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        ll_buf_addf(out, "%s%.*s\n", length > 0 ? indent : "", (int)length, text);
        text += length + (text[length] == '\n');
        indent = "    ";
    }
}

/* "2 findings", "1 place to write". */
static void add_count(struct ll_buf *out, size_t count, const char *what)
{
    ll_buf_addf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* The places, what is to stand there below one another:
 *
 *     visits.h:5     a story of your own ...
 *     README.md:12   what its lines say ... */
static void add_todos(struct ll_buf *out, const struct ll_strings *todos)
{
    size_t width = 0;
    for (size_t i = 0; i < todos->count; i++) {
        size_t place = strcspn(todos->items[i], " ");
        width = place > width ? place : width;
    }
    for (size_t i = 0; i < todos->count; i++) {
        size_t place = strcspn(todos->items[i], " ");
        const char *what = todos->items[i] + place;
        ll_buf_addf(out, "  %.*s%*s%s\n", (int)place - 1, todos->items[i],
                    (int)(width - place + 3), "", what + strspn(what, " "));
    }
}

/* How many they are and what to do about them. */
static void add_next(struct ll_buf *out, const struct ll_lesson *lesson,
                     const struct ll_verified *found)
{
    bool one = found->todos.count == 1;
    ll_buf_puts(out, "\n  ");
    if (found->findings.count == 0) {
        add_count(out, found->todos.count, "place");
        ll_buf_addf(out, " %s still to be written.\n  Next: write %s, and run `",
                    one ? "is" : "are", one ? "it" : "them");
        ll_screen_verify(out, lesson);
        ll_buf_puts(out, "` again.\n");
    } else {
        ll_buf_puts(out, "Next: mend these. `");
        ll_screen_verify(out, lesson);
        ll_buf_puts(out, " --suggest` prints\n  the 'expect' and 'silent' that would "
                         "hold.\n");
    }
}

static void add_outcome(struct ll_buf *out, const struct ll_lesson *lesson,
                        const struct ll_verified *found)
{
    const struct ll_strings *findings = &found->findings, *todos = &found->todos;
    struct ll_style style = ll_style_for(1);
    struct ll_buf count = LL_BUF_INIT;
    bool in_order = findings->count + todos->count == 0;
    ll_buf_addf(out, "%-24s ", ll_path_base(lesson->folder));
    if (findings->count > 0)
        add_count(&count, findings->count, "finding");
    if (todos->count > 0)
        ll_buf_puts(&count, findings->count > 0 ? ", unfinished" : "unfinished");
    ll_paint(out, &style, in_order ? LL_PAINT_GOOD : LL_PAINT_BAD,
             in_order ? "in order" : ll_buf_text(&count));
    if (in_order)
        ll_buf_addf(out, "   %zu checks", found->checks);
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < findings->count; i++)
        add_finding(out, findings->items[i]);
    for (size_t i = 0; i < found->skipped.count; i++)
        ll_buf_addf(out, "  not asked: %s\n", found->skipped.items[i]);
    if (findings->count > 0 && todos->count > 0)
        ll_buf_putc(out, '\n');
    add_todos(out, todos);
    if (!in_order)
        add_next(out, lesson, found);
    ll_buf_release(&count);
}

/* Print what was found in one lesson; returns an exit status. */
static int verify(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_verified found = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status = LL_EXIT_CLEAN;
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    if (lesson == NULL || ll_verify(session, lesson, &found, &err) != 0) {
        status = ll_command_failed(&err);
    } else {
        add_outcome(&out, lesson, &found);
        ll_screen_print(&out);
        if (found.findings.count + found.todos.count > 0)
            status = LL_EXIT_FAULTS;
    }
    ll_verified_release(&found);
    ll_lesson_free(lesson);
    return status;
}

/* Print the YAML that would hold for one lesson; returns an exit status. */
static int suggest(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_buf out = LL_BUF_INIT;
    size_t wrong = 0;
    int status = LL_EXIT_CLEAN;
    if (ll_suggest(session, folder, &out, &wrong, &err) != 0) {
        ll_buf_release(&out);
        return ll_command_failed(&err);
    }
    if (wrong > 0)
        status = LL_EXIT_FAULTS;
    else
        ll_buf_addf(&out, "# %s: all expectations hold\n", ll_path_base(folder));
    ll_screen_print(&out);
    return status;
}

/* "3", or a folder of an author's own. */
static char *find_folder(const char *wanted, struct ll_error *err)
{
    unsigned number;
    if (ll_path_is_dir(wanted))
        return ll_path_real(wanted, err);
    if (ll_screen_number(wanted, &number, err) != 0)
        return NULL;
    char *home = ll_home_lessons(err);
    char *folder = home == NULL ? NULL : ll_lesson_folder(home, number, err);
    free(home);
    return folder;
}

static int find_all(struct ll_strings *folders, struct ll_error *err)
{
    char *home = ll_home_lessons(err);
    int result = home == NULL ? -1 : ll_lesson_folders(home, folders, err);
    free(home);
    return result;
}

static int run(int argc, char **argv)
{
    int status = LL_EXIT_CLEAN;
    bool suggesting = false;
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_strings folders = LL_STRINGS_INIT;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--no-cache") == 0) {
            session.no_cache = true;
            continue;
        }
        if (strcmp(argv[i], "--suggest") == 0) {
            suggesting = true;
            continue;
        }
        if (argv[i][0] == '-') {
            status = ll_command_misuse(&ll_command_verify, "there is no option '%s'",
                                       argv[i]);
            goto out;
        }
        char *folder = find_folder(argv[i], &err);
        if (folder == NULL || !ll_strings_add(&folders, folder)) {
            free(folder);
            status = ll_command_failed(&err);
            goto out;
        }
        free(folder);
    }
    if (folders.count == 0 && find_all(&folders, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    for (size_t i = 0; i < folders.count; i++) {
        int one = suggesting ? suggest(&session, folders.items[i])
                             : verify(&session, folders.items[i]);
        status = one > status ? one : status;
    }

out:
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_verify = {
    .name = "verify",
    .usage = "[OPTIONS] [N|FOLDER...]",
    .summary = "is a lesson in order? (for authors)",
    .help =
        "Checks the manifest and the folder, that the right half and the solutions "
        "are\n"
        "clean under every tool and pass their tests, and that the wrong halves and\n"
        "the exercises as shipped report exactly what they declare, and that nothing\n"
        "is left TODO. Without arguments, all lessons.\n"
        "\n"
        "  --suggest   print the 'expect' and 'silent' that would hold, where those "
        "of\n"
        "              lesson.yml do not; nothing is changed\n"
        "  --no-cache  run, even if nothing has changed since the last time\n",
    .run = run,
};
