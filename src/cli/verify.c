/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/screen.h"
#include "base/home.h"
#include "judge/suggest.h"
#include "judge/verify.h"

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

/* Print what was found in one lesson; returns an exit status. */
static int verify(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_style style = ll_style_for(1);
    struct ll_strings findings = LL_STRINGS_INIT, skipped = LL_STRINGS_INIT;
    struct ll_buf out = LL_BUF_INIT;
    size_t checks = 0;
    int status = LL_EXIT_CLEAN;
    if (ll_verify(session, folder, &findings, &skipped, &checks, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    ll_buf_addf(&out, "%-24s ", ll_path_base(folder));
    if (findings.count == 0) {
        ll_paint(&out, &style, LL_PAINT_GOOD, "in order");
        ll_buf_addf(&out, "   %zu checks\n", checks);
    } else {
        status = LL_EXIT_FAULTS;
        struct ll_buf count = LL_BUF_INIT;
        ll_buf_addf(&count, "%zu finding%s", findings.count,
                    findings.count == 1 ? "" : "s");
        ll_paint(&out, &style, LL_PAINT_BAD, ll_buf_text(&count));
        ll_buf_release(&count);
        ll_buf_putc(&out, '\n');
        for (size_t i = 0; i < findings.count; i++)
            add_finding(&out, findings.items[i]);
    }
    for (size_t i = 0; i < skipped.count; i++)
        ll_buf_addf(&out, "  not asked: %s\n", skipped.items[i]);
    ll_screen_print(&out);

out:
    ll_buf_release(&out);
    ll_strings_release(&findings);
    ll_strings_release(&skipped);
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
