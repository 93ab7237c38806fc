/* SPDX-License-Identifier: MIT */
#include "cli/watch_page.h"

#include <string.h>

#include "base/text.h"
#include "cli/lesson_next.h"
#include "cli/running.h"
#include "cli/view.h"
#include "report/text.h"
#include "session/modules.h"

/* So many seconds a run may take before it is told when it will be ended. */
#define LONG_SECONDS 3.0

const struct ll_exercise *ll_watch_exercise(const struct ll_watch *watch)
{
    return &watch->lesson->manifest->exercises[watch->exercise];
}

const char *ll_watch_file(const struct ll_watch *watch)
{
    return ll_exercise_file(ll_watch_exercise(watch));
}

bool ll_watch_is_covered(const struct ll_watch *watch)
{
    return watch->overlay.len > 0 || watch->errand != NULL;
}

bool ll_watch_can_draw(const struct ll_watch *watch)
{
    const struct ll_look *look = watch->look;
    if (look == NULL)
        return true;
    if (look->failure.text[0] != '\0' || ll_modules_any(&look->one->subject))
        return false;
    for (size_t i = 0; i < look->judgement.memory.run_count; i++)
        if (look->judgement.memory.runs[i].status == LL_RUN_JUDGED)
            return true;
    return false;
}

bool ll_watch_is_not_built(const struct ll_watch *watch)
{
    const struct ll_look *look = watch->look;
    return look != NULL && look->failure.text[0] == '\0' &&
           ll_result_is_not_built(&look->judgement.memory);
}

/* ---- the first lines ---------------------------------------------------------- */

/* "2 faults → 1 fault · tests 6/8", "1 fault", "judging". */
static void say_change(const struct ll_watch *watch, struct ll_buf *out)
{
    const char *now = watch->now != NULL      ? watch->now
                      : watch->before != NULL ? "judging"
                                              : "";
    struct ll_buf tests = LL_BUF_INIT;
    if (watch->before != NULL && strcmp(watch->before, now) != 0)
        ll_buf_addf(out, "%s → ", watch->before);
    ll_buf_puts(out, now);
    if (watch->look != NULL && watch->look->failure.text[0] == '\0' &&
        !(watch->look->whole && ll_look_is_good(watch->look)))
        ll_lesson_screen_tests(&watch->look->judgement, &tests);
    if (tests.len > 0)
        ll_buf_addf(out, " · %s", ll_buf_text(&tests));
    ll_buf_release(&tests);
    if (ll_text_columns(ll_buf_text(out)) > watch->screen.style.width) {
        ll_buf_clear(out); /* how it fared before has no room */
        ll_buf_puts(out, now);
    }
}

/* "exercise.c was saved at 14:03:22. Judged again: still 1 fault." */
static void add_save(struct ll_watch *watch)
{
    const struct ll_watch_save *save = &watch->save;
    struct ll_buf words = LL_BUF_INIT;
    struct tm at;
    char clock[16] = "";
    if (save->name == NULL || localtime_r(&save->at, &at) == NULL ||
        strftime(clock, sizeof clock, "%H:%M:%S", &at) == 0)
        return;
    ll_buf_addf(&words, "%s%s at %s%s.", save->name,
                save->others ? " and other files were saved" : " was saved", clock,
                save->unchanged ? ", unchanged" : "");
    if (!ll_looks_is_busy(watch->looks) && watch->now != NULL &&
        (save->unchanged ||
         (watch->before != NULL && strcmp(watch->before, watch->now) == 0)))
        ll_buf_addf(&words, " Judged again: still %s.", watch->now);
    struct ll_buf line = LL_BUF_INIT;
    ll_wrap(&line, &watch->screen.style, 1, ll_buf_text(&words));
    ll_pour_paint(&watch->screen.out, &watch->screen.style, LL_PAINT_DIM, &line);
    ll_buf_release(&words);
}

static void add_head(struct ll_watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT, title = LL_BUF_INIT,
                  change = LL_BUF_INIT;
    bool pass =
        watch->look != NULL && watch->look->whole && ll_look_is_good(watch->look);
    ll_buf_addf(&left, "Lesson %u · %s", watch->lesson->number, ll_watch_file(watch));
    say_change(watch, &change);
    ll_paint(&title, &screen->style, LL_PAINT_BOLD, ll_buf_text(&left));
    ll_paint(&right, &screen->style, pass ? LL_PAINT_GOOD : LL_PAINT_BAD,
             ll_buf_text(&change));
    ll_columns(&screen->out, &screen->style, ll_buf_text(&title), ll_buf_text(&right));
    ll_buf_release(&change);
    ll_buf_release(&title);
    ll_buf_release(&right);
    ll_buf_release(&left);
    if (watch->look == NULL || !ll_look_is_good(watch->look))
        ll_lesson_next_in_watch(screen, ll_watch_exercise(watch));
    add_save(watch);
}

/* ---- what is known ------------------------------------------------------------- */

/* What is done, and where to go on. */
static void add_done(struct ll_watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    bool last = watch->exercise + 1 == watch->lesson->manifest->exercises_count;
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3,
            last ? "This exercise is done, and it was the last of this lesson."
                 : "This exercise is done.");
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3, watch->lesson->manifest->habit);
    if (last)
        ll_buf_puts(&screen->out, "\n   Press n for the next lesson.\n");
    else
        ll_buf_addf(&screen->out,
                    "\n   Press n for exercise %u of %u of this lesson.\n",
                    watch->exercise + 2, watch->lesson->manifest->exercises_count);
}

static size_t parts_of(const struct ll_watch *watch)
{
    return watch->look == NULL || watch->look->failure.text[0] != '\0'
               ? 0
               : ll_lesson_screen_parts(&watch->look->judgement);
}

/* "This is 2 of 3: f shows the next one." */
static void add_number(struct ll_watch *watch)
{
    const size_t parts = parts_of(watch);
    if (parts > 1)
        ll_buf_addf(&watch->screen.out, "   This is %zu of %zu: f %s.\n",
                    watch->part + 1, parts,
                    watch->part + 1 < parts ? "shows the next one"
                                            : "goes back to the first");
}

static void add_look(struct ll_watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    const struct ll_look *look = watch->look;
    if (look->whole && ll_look_is_good(look)) {
        add_done(watch);
        return;
    }
    if (!look->whole && ll_look_is_good(look)) {
        struct ll_buf words = LL_BUF_INIT;
        if (look->by_all_tools)
            ll_buf_puts(&words, "All tools see nothing wrong in the program.");
        else
            ll_buf_addf(&words, "The compiler, %s and the tests see nothing wrong.",
                        ll_tool_for(LL_TOOL_BUILT_IN)->title);
        ll_buf_putc(&screen->out, '\n');
        ll_wrap(&screen->out, &screen->style, 3, ll_buf_text(&words));
        ll_buf_release(&words);
        return;
    }
    ll_watch_part(watch);
    if (look->edited.count > 0)
        ll_lesson_screen_changed(screen, &look->edited);
    ll_buf_putc(&screen->out, '\n');
    add_number(watch);
    ll_lesson_help_in_watch(screen, ll_watch_exercise(watch));
}

struct ll_lesson_part ll_watch_part(struct ll_watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    const struct ll_look *look = watch->look;
    if (look == NULL || look->failure.text[0] != '\0')
        return (struct ll_lesson_part){0};
    screen->lesson = look->lesson;
    if (watch->part >= parts_of(watch))
        watch->part = 0;
    struct ll_lesson_part part =
        ll_lesson_screen_part(screen, look->one, &look->judgement, watch->part);
    screen->lesson = watch->lesson;
    return part;
}

/* ---- what is still at work ------------------------------------------------------ */

/* What is judged now, in a word or a sentence. */
static void say_stage(const struct ll_watch *watch, struct ll_buf *out)
{
    const struct ll_look *look = watch->look;
    const unsigned long failed = ll_running_failed();
    if (look == NULL || look->whole)
        ll_buf_puts(out, "Judging");
    else if (!look->by_all_tools)
        ll_buf_puts(out, "The other tools are still at work");
    else if (failed > 0)
        ll_buf_addf(out, "Each allocation is made to fail once, %lu so far", failed);
    else if (ll_watch_exercise(watch)->sweep)
        ll_buf_puts(out, "The tests under the tools, and failing allocations, are "
                         "still to come");
    else
        ll_buf_puts(out, "The tests under the tools are still to come");
}

static void add_state(struct ll_watch *watch)
{
    struct ll_buf words = LL_BUF_INIT, running = LL_BUF_INIT;
    if (!ll_looks_is_busy(watch->looks))
        return;
    if (ll_watch_is_not_built(watch) && !watch->look->whole)
        return; /* the other tools have nothing to run */
    say_stage(watch, &words);
    const double longest = ll_running_say(&running, true);
    if (running.len > 0)
        ll_buf_addf(&words, ": %s.", ll_buf_text(&running));
    else
        ll_buf_puts(&words, " ...");
    if (longest >= LONG_SECONDS)
        ll_buf_addf(&words,
                    " A run is ended after %g s: perhaps a loop does not end. You can "
                    "go on: each save is judged anew.",
                    watch->screen.session.limits.wall_seconds);
    ll_buf_putc(&watch->screen.out, '\n');
    ll_wrap(&watch->screen.out, &watch->screen.style, 3, ll_buf_text(&words));
    ll_buf_release(&running);
    ll_buf_release(&words);
}

/* ---- the whole ------------------------------------------------------------------ */

static void say_keys(const struct ll_watch *watch, struct ll_buf *out)
{
    if (watch->asks_reset) {
        ll_buf_puts(out, "r: yes, put it back · any other key: no");
        return;
    }
    if (ll_watch_is_covered(watch)) {
        ll_buf_addf(out, "other keys: back · h: %s · n: next exercise · q: quit",
                    watch->kind == LL_OVERLAY_HINT        ? "the next hint"
                    : watch->kind == LL_OVERLAY_LAST_HINT ? "the first hint again"
                                                          : "a hint");
        return;
    }
    ll_buf_puts(out, "h hint");
    ll_buf_puts(out, parts_of(watch) > 1 ? " · f next fault" : "");
    if (ll_watch_exercise(watch)->kind == LL_DIAGNOSE)
        ll_buf_puts(out, " · t tools");
    ll_buf_puts(out, " · e explain");
    ll_buf_puts(out, ll_watch_can_draw(watch) ? " · p picture" : "");
    ll_buf_puts(out,
                " · r reset · n next exercise · b the one before · l list · q quit");
}

static void add_overlay(struct ll_watch *watch)
{
    struct ll_buf *out = &watch->screen.out;
    ll_buf_putc(out, '\n');
    if (watch->overlay.len > 0)
        ll_buf_puts(out, ll_buf_text(&watch->overlay));
    else
        ll_buf_addf(out, "   %s (%.0f s)\n",
                    watch->kind == LL_OVERLAY_PICTURE
                        ? "The program runs once more, to be drawn ..."
                        : "One moment ...",
                    ll_errand_seconds(watch->errand));
}

void ll_watch_show(struct ll_watch *watch, bool again)
{
    struct ll_lesson_screen *screen = &watch->screen;
    struct ll_buf *out = &screen->out, keys = LL_BUF_INIT, head = LL_BUF_INIT;
    struct ll_style style = ll_view_style();
    style.limits = &screen->session.limits;
    style.boxes = true;
    style.is_part = true;
    style.longer = ll_buf_text(&watch->longer);
    screen->style = style;
    ll_buf_clear(out);
    add_head(watch);
    ll_pour(&head, out);
    if (watch->asks_reset) {
        ll_buf_addf(out,
                    "\n   Put %s back as it was handed out? What you have is kept.\n",
                    ll_watch_file(watch));
    } else if (ll_watch_is_covered(watch)) {
        add_overlay(watch);
    } else if (watch->look != NULL && watch->look->failure.text[0] != '\0') {
        ll_buf_putc(out, '\n');
        ll_wrap(out, &style, 3, watch->look->failure.text);
    } else if (watch->look != NULL) {
        add_look(watch);
    }
    if (!ll_watch_is_covered(watch) && !watch->asks_reset)
        add_state(watch);
    say_keys(watch, &keys);
    if (ll_buf_text(out)[0] != '\n')
        ll_buf_putc(&head, '\n');
    ll_view_show(ll_buf_text(&head), ll_buf_text(out), ll_buf_text(&keys), again);
    ll_buf_release(&head);
    ll_buf_release(&keys);
}
