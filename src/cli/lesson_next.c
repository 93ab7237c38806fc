/* SPDX-License-Identifier: MIT */
#include "cli/lesson_next.h"

#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/hints.h"
#include "cli/screen.h"

/* The number of the next lesson; 0 when this is the last. */
static unsigned next_number(const struct ll_lesson *lesson)
{
    unsigned next = 0;
    char *home = ll_home_lessons(NULL);
    struct ll_strings folders = LL_STRINGS_INIT;
    if (home != NULL && ll_lesson_folders(home, &folders, NULL) == 0)
        for (size_t i = 0; i < folders.count && next == 0; i++) {
            unsigned number =
                (unsigned)strtoul(ll_path_base(folders.items[i]), NULL, 10);
            if (number > lesson->number)
                next = number;
        }
    ll_strings_release(&folders);
    free(home);
    return next;
}

/* The number of the first hint for an exercise; 1 when it is not known. */
static unsigned first_hint(const struct ll_lesson_screen *screen,
                           const struct ll_exercise *exercise)
{
    struct ll_hints hints;
    unsigned first = 1;
    if (ll_hints_load(screen->lesson, &hints, NULL) == 0)
        first = ll_hints_for(&hints, exercise).first;
    ll_hints_release(&hints);
    return first;
}

/* Whether nothing is known to be wrong with an exercise, only that a run was stopped.
 */
static bool was_only_late(const struct ll_judgement *judgement)
{
    const struct ll_result *results[] = {&judgement->memory, &judgement->behaviour,
                                         &judgement->watched.result};
    bool late = false;
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        if (ll_diags_faults(&results[i]->diags) > 0)
            return false;
        late = late || ll_result_was_late(results[i]);
    }
    return late && judgement->answers.trouble == NULL;
}

/* Append what to do when a run was only stopped. */
static void add_next_longer(struct ll_lesson_screen *screen, const struct ll_case *open)
{
    struct ll_buf words = LL_BUF_INIT;
    const char *file =
        ll_path_base(open->answers != NULL ? open->module->file : open->file);
    ll_buf_addf(&words,
                "Next: run `%s`. If %s is stopped then as well, look for what does not "
                "end in it.",
                screen->style.longer, file);
    ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append how to get exercises that can be edited. */
static void add_next_copy(struct ll_lesson_screen *screen)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_puts(&words, "Next: run `");
    ll_screen_command(&words, "export", 0, 0);
    ll_buf_puts(&words, " lessons mine`. It makes a folder `mine` with lessons that "
                        "you can edit. Then `cd mine`, and `");
    ll_screen_command(&words, "lesson", screen->lesson->number, 0);
    ll_buf_puts(&words, "` again.");
    ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Append what to type for the `leaklab` of a file of answers, where no shell finds it
 * by that name. */
static void add_program(struct ll_buf *words)
{
    char *path = strchr(ll_command_program(), '/') == NULL
                     ? NULL
                     : ll_path_real("/proc/self/exe", NULL);
    if (path != NULL)
        ll_buf_addf(words, " Where the file says `leaklab`, type `%s`.", path);
    free(path);
}

void ll_lesson_next_in_watch(struct ll_lesson_screen *screen,
                             const struct ll_exercise *exercise)
{
    const bool answers = exercise->kind == LL_DIAGNOSE;
    struct ll_buf words = LL_BUF_INIT;
    if (screen->installed) {
        add_next_copy(screen);
        return;
    }
    ll_buf_puts(&words, answers                    ? "Next: read "
                        : exercise->kind == LL_FIX ? "Next: mend "
                                                   : "Next: write ");
    if (answers) {
        ll_screen_file(&words, screen->lesson, exercise->module.file);
        ll_buf_puts(&words, ", answer in ");
    }
    ll_screen_file(&words, screen->lesson, ll_exercise_file(exercise));
    ll_buf_puts(&words, ", and save it.");
    ll_wrap(&screen->out, &screen->style, 1, ll_buf_text(&words));
    ll_buf_release(&words);
}

void ll_lesson_help_in_watch(struct ll_lesson_screen *screen,
                             const struct ll_exercise *exercise)
{
    struct ll_buf words = LL_BUF_INIT;
    if (screen->installed || exercise->kind != LL_DIAGNOSE)
        return;
    ll_buf_puts(&words, "t shows what the tools say of the program, e lists the kinds "
                        "of fault.");
    add_program(&words);
    ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

void ll_lesson_next(struct ll_lesson_screen *screen, const struct ll_case *open,
                    const struct ll_judgement *judgement, bool all)
{
    static const char *const deeds[] = {
        [LL_FIX] = "edit",
        [LL_DIAGNOSE] = "answer in",
        [LL_WRITE] = "write",
    };
    unsigned number = screen->lesson->number;
    unsigned next = open != NULL ? 0 : all ? next_number(screen->lesson) : number;
    struct ll_buf *out = &screen->out;
    ll_buf_putc(out, '\n');
    if (open != NULL && was_only_late(judgement)) {
        add_next_longer(screen, open);
        return;
    }
    if (open != NULL && screen->installed) {
        add_next_copy(screen);
        return;
    }
    if (open != NULL && open->subject.sources.count == 0) {
        ll_buf_puts(out, "   Next: `");
        ll_screen_reset(out, screen->lesson, ll_path_base(open->file));
        ll_buf_puts(out, "`\n");
        return;
    }
    if (open != NULL) {
        unsigned hint = first_hint(screen, open->exercise);
        ll_buf_addf(out, "   Next: %s %s and run `", deeds[open->exercise->kind],
                    ll_path_base(open->answers != NULL ? open->answers : open->file));
        ll_screen_command(out, "lesson", number, 0);
        ll_buf_puts(out, "` again, or `");
        ll_screen_command(out, "hint", number, hint > 1 ? hint : 0);
        ll_buf_puts(out, "`.\n");
        if (open->exercise->kind == LL_DIAGNOSE) {
            struct ll_buf words = LL_BUF_INIT;
            add_program(&words);
            ll_wrap(out, &screen->style, 3, ll_buf_text(&words));
            ll_buf_release(&words);
        }
        if (all) {
            ll_buf_puts(out, "   Or: `");
            ll_screen_command(out, "watch", number, 0);
            ll_buf_puts(out, "` judges it each time that you save it.\n");
        }
        return;
    }
    if (all)
        ll_buf_addf(out, "   Lesson %u is done.\n\n", number);
    else
        ll_buf_addf(out,
                    "   This exercise is done. The others of lesson %u were not "
                    "judged.\n\n",
                    number);
    ll_wrap(out, &screen->style, 3, screen->lesson->manifest->habit);
    ll_buf_puts(out, next > 0 ? "\n   Next: `" : "\n   How far you are: `");
    ll_screen_command(out, next > 0 ? "lesson" : "list", next, 0);
    ll_buf_puts(out, "`\n");
}
