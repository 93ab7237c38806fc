/* SPDX-License-Identifier: MIT
 *
 * cmd_lesson: the command `lesson`: what the tools say of a lesson's modules. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/home.h"
#include "base/path.h"
#include "cli/changed.h"
#include "cli/lesson_next.h"
#include "cli/lesson_run.h"
#include "cli/lesson_screen.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/screen.h"
#include "session/cache.h"

extern const struct ll_command ll_command_lesson;

/* One lesson on the screen. */
struct request {
    struct ll_lesson_screen screen;
    const char *format; /* "text", or one that tells only the exercises' faults */
    bool pair;          /* show the pair although it was shown before */
};

/* ---- the pair is shown once --------------------------------------------------- */

/* Whether the reader has seen the pair of this lesson on a terminal; if not, from now
 * on the reader has. */
static bool has_seen_pair(const struct ll_lesson *lesson)
{
    struct ll_key key;
    struct ll_digest digest;
    struct ll_cache *cache = ll_cache_open();
    ll_digest_init(&digest);
    ll_digest_text(&digest, "pair shown");
    ll_digest_text(&digest, lesson->folder);
    ll_digest_finish(&digest, key.bytes);
    char *seen = ll_cache_get(cache, &key);
    if (seen == NULL)
        ll_cache_put(cache, &key, "yes");
    ll_cache_close(cache);
    free(seen);
    return seen != NULL;
}

/* How many cases are left out, from the first on: the pair, where it was shown before.
 */
static size_t fold_pair(struct request *request, const struct ll_case *cases,
                        size_t count)
{
    size_t pair = 0;
    while (pair < count && cases[pair].part != LL_PART_EXERCISE)
        pair++;
    if (strcmp(request->format, "text") != 0 || !isatty(STDOUT_FILENO) ||
        !has_seen_pair(request->screen.lesson) || request->pair || pair == count)
        return 0;
    return pair;
}

static void say_pair(struct ll_lesson_screen *screen)
{
    struct ll_buf command = LL_BUF_INIT;
    ll_buf_puts(&command, "the pair again: ");
    if (ll_screen_is_by_make())
        ll_buf_addf(&command, "make pair%u", screen->lesson->number);
    else
        ll_screen_command(&command, "lesson --pair", screen->lesson->number, 0);
    ll_buf_putc(&screen->out, '\n');
    ll_columns(&screen->out, &screen->style, "", ll_buf_text(&command));
    ll_buf_release(&command);
}

/* ---- the screen --------------------------------------------------------------- */

/* "leaklab: exercise.c: 1 fault": some of it has no line of its own. */
static void add_exercise_outcome(struct ll_lesson_screen *screen,
                                 const struct ll_case *one,
                                 const struct ll_judgement *judgement)
{
    ll_buf_puts(&screen->out, "leaklab: ");
    ll_screen_file(&screen->out, screen->lesson, one->file);
    ll_buf_puts(&screen->out, ": ");
    ll_lesson_screen_outcome(one, judgement, &screen->out);
    ll_buf_putc(&screen->out, '\n');
}

/* Append what is wrong with the exercises, in a format for editors. Returns an exit
 * status. */
static int add_exercises(struct request *request, const struct ll_case *cases,
                         const struct ll_judgement *judgements, size_t count,
                         struct ll_error *err)
{
    struct ll_lesson_screen *screen = &request->screen;
    const struct ll_format *format = ll_format_find(request->format);
    enum ll_verdict worst = LL_PASS;
    for (size_t i = 0; i < count; i++) {
        const struct ll_judgement *one = &judgements[i];
        const struct ll_result *results[] = {&one->memory, &one->behaviour,
                                             &one->watched.result};
        enum ll_verdict verdict = ll_judgement_verdict(one);
        if (cases[i].part != LL_PART_EXERCISE || cases[i].answers != NULL)
            continue;
        worst = verdict > worst ? verdict : worst;
        add_exercise_outcome(screen, &cases[i], one);
        for (size_t k = 0; k < sizeof results / sizeof *results; k++)
            if (results[k]->subject != NULL &&
                format->check(results[k], &screen->style, &screen->out, err) != 0)
                return ll_command_failed(err);
    }
    ll_screen_print(&screen->out);
    return ll_exit_for(worst);
}

static int show(struct request *request, const char *exercise,
                const struct ll_strings *edited, struct ll_error *err)
{
    struct ll_lesson_screen *screen = &request->screen;
    struct ll_case *all = NULL;
    size_t count = 0;
    if (ll_cases_at_home(screen->lesson, exercise, &all, &count, err) != 0)
        return ll_command_failed(err);
    const size_t folded = fold_pair(request, all, count), listed = count;
    const struct ll_case *cases = all + folded;
    count -= folded;
    int status = LL_EXIT_HARNESS;
    struct ll_judgement *judgements = calloc(count, sizeof *judgements);
    if (judgements == NULL) {
        ll_fail_memory(err);
        status = ll_command_failed(err);
        goto out;
    }
    if (ll_lesson_run(&screen->session, screen->lesson, cases, count, judgements,
                      err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }

    if (strcmp(request->format, "text") != 0) {
        status = add_exercises(request, cases, judgements, count, err);
        goto release;
    }

    /* One exercise at a time: those after the first open one are folded, except
     * answers that were given. */
    const struct ll_case *open = NULL;
    const struct ll_judgement *of_open = NULL;
    enum ll_verdict worst = LL_PASS;
    ll_lesson_screen_title(screen);
    if (folded > 0)
        say_pair(screen);
    if (edited->count > 0)
        ll_lesson_screen_changed(screen, edited);
    for (size_t i = 0; i < count; i++) {
        enum ll_verdict verdict = ll_judgement_verdict(&judgements[i]);
        bool is_exercise = cases[i].part == LL_PART_EXERCISE;
        ll_lesson_screen_case(
            screen, &cases[i], &judgements[i], i == 0 && cases[i].part == LL_PART_WRONG,
            is_exercise && open != NULL &&
                !(verdict != LL_PASS && ll_lesson_screen_has_answers(&judgements[i])));
        if (!is_exercise || verdict == LL_PASS)
            continue;
        of_open = open == NULL ? &judgements[i] : of_open;
        open = open == NULL ? &cases[i] : open;
        worst = verdict > worst ? verdict : worst;
    }
    ll_lesson_next(screen, open, of_open,
                   exercise == NULL || screen->lesson->manifest->exercises_count == 1);
    ll_screen_print(&screen->out);
    status = ll_exit_for(worst);

release:
    for (size_t i = 0; i < count; i++)
        ll_judgement_release(&judgements[i]);
out:
    free(judgements);
    ll_cases_free(all, listed);
    return status;
}

static const char *format_name(size_t index)
{
    static const char *const names[] = {"text", "gcc", NULL};
    return names[index];
}

static const struct ll_option options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .value = "FORMAT",
     .at = offsetof(struct request, format),
     .choices = format_name,
     .help = "the format: gcc prints only the faults of the exercises, for editors"},
    {.name = "pair",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, pair),
     .help = "show the pair again: on a terminal, it is shown once"},
    {.name = "raw",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, screen.style.raw),
     .help = "add the reports of the tools themselves"},
    {.group = ll_options_timeout,
     .at = offsetof(struct request, screen.session.limits)},
    {.group = ll_screen_no_cache,
     .at = offsetof(struct request, screen.session.no_cache)},
    {0},
};

static const struct ll_operand operands[] = {
    LL_SCREEN_LESSON,
    {.values = LL_VALUES_FILES},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {
        .screen = {.style = ll_style_for(1),
                   .session = LL_SESSION_INIT,
                   .out = LL_BUF_INIT},
        .format = "text",
    };
    struct ll_lesson_screen *screen = &request.screen;
    screen->style.is_part = true;
    if (!ll_command_line_parse(&ll_command_lesson, argc, argv, &request, &given,
                               &status))
        return status;

    struct ll_buf longer = LL_BUF_INIT;
    struct ll_strings edited = LL_STRINGS_INIT;
    char *path = NULL;
    struct ll_lesson *lesson = NULL;
    const char *exercise = given.count > 1 ? given.items[1] : NULL;
    if ((lesson = ll_screen_lesson_of(given.items[0], &err)) == NULL ||
        (exercise != NULL && (path = ll_path_real(exercise, &err)) == NULL) ||
        ll_changed_check(lesson, &edited, &err) != 0) {
        status = ll_command_failed(&err);
    } else {
        screen->lesson = lesson;
        screen->installed = exercise == NULL && ll_home_is_installed(lesson->folder);
        ll_screen_longer(&longer, "lesson", lesson->number, exercise,
                         screen->session.limits.wall_seconds);
        screen->style.longer = ll_buf_text(&longer);
        ll_progress_show(&screen->session);
        status = show(&request, path, &edited, &err);
    }
    ll_strings_release(&edited);
    ll_buf_release(&longer);
    ll_buf_release(&screen->out);
    free(path);
    ll_lesson_free(lesson);
    return status;
}

const struct ll_command ll_command_lesson = {
    .name = "lesson",
    .usage = "[OPTIONS] N [FILE]",
    .summary = "lesson N: the pair, and your exercises",
    .about =
        "Shows what the tools say about the wrong half and the right half of lesson "
        "N. Then it judges the exercises, one at a time. With FILE, it judges only "
        "that file, in place of the exercise of that name: the lesson is done when all "
        "of its exercises are. The folder of a lesson may stand for its number.",
    .status = "0 the exercises are done, 1 faults are left, 2 they could not be judged "
              "(one does not compile, for example), 3 leaklab failed",
    .examples = "leaklab lesson 3\n"
                "leaklab lesson 3 lessons/03-lost-realloc/exercise.c",
    .options = options,
    .operands = operands,
    .operand_count = 2,
    .own_lessons = true,
    .run = run,
};
