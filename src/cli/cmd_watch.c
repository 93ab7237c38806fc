/* SPDX-License-Identifier: MIT
 *
 * cmd_watch: the command `watch`: an exercise is judged each time that it is saved. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/how_far.h"
#include "cli/lesson_next.h"
#include "cli/lesson_screen.h"
#include "cli/look.h"
#include "cli/screen.h"
#include "cli/view.h"
#include "report/text.h"

extern const struct ll_command ll_command_watch;

enum {
    SETTLE_MS = 60, /* editors save in several steps */
    BUSY_MS = 500,  /* how often the seconds of a running judgement are shown */
    OUTPUT_MAX = 1 << 20
};

struct watch {
    struct ll_lesson_screen screen; /* its lesson is the one that is shown */
    struct ll_looks *looks;
    struct ll_look *look; /* the newest; NULL: none yet */
    struct ll_lesson *lesson;
    unsigned exercise;     /* from 0 */
    int saves;             /* inotify, of the lesson's folder */
    size_t part;           /* that is shown */
    unsigned hint;         /* the next one to show; 0: not known yet */
    char *before;          /* owned: how the exercise fared before the last save */
    char *now;             /* owned: how it fares */
    struct ll_buf longer;  /* the command that gives each run more time */
    struct ll_buf overlay; /* what another command printed; empty: none */
    bool asks_reset;
    bool was_reset; /* by us: the save that follows is no reader's */
};

/* ---- what is shown ------------------------------------------------------------ */

static const struct ll_exercise *exercise_of(const struct watch *watch)
{
    return &watch->lesson->manifest->exercises[watch->exercise];
}

static const char *file_of(const struct watch *watch)
{
    return ll_exercise_file(exercise_of(watch));
}

/* "2 faults → 1 fault", "1 fault", "judging". */
static void say_change(const struct watch *watch, struct ll_buf *out)
{
    const char *now = watch->now != NULL      ? watch->now
                      : watch->before != NULL ? "judging"
                                              : "";
    if (watch->before != NULL && strcmp(watch->before, now) != 0)
        ll_buf_addf(out, "%s → ", watch->before);
    ll_buf_puts(out, now);
}

static void add_head(struct watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT, title = LL_BUF_INIT,
                  change = LL_BUF_INIT;
    bool pass =
        watch->look != NULL && watch->look->whole && ll_look_is_good(watch->look);
    ll_buf_addf(&left, "Lesson %u · %s", watch->lesson->number, file_of(watch));
    say_change(watch, &change);
    ll_paint(&title, &screen->style, LL_PAINT_BOLD, ll_buf_text(&left));
    ll_paint(&right, &screen->style, pass ? LL_PAINT_GOOD : LL_PAINT_BAD,
             ll_buf_text(&change));
    ll_columns(&screen->out, &screen->style, ll_buf_text(&title), ll_buf_text(&right));
    ll_buf_release(&change);
    ll_buf_release(&title);
    ll_buf_release(&right);
    ll_buf_release(&left);
}

/* What is done, and where to go on. */
static void add_done(struct watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    bool last = watch->exercise + 1 == watch->lesson->manifest->exercises_count;
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3,
            last ? "This exercise is done, and it was the last of this lesson."
                 : "This exercise is done.");
    ll_buf_putc(&screen->out, '\n');
    ll_wrap(&screen->out, &screen->style, 3, watch->lesson->manifest->habit);
    ll_buf_addf(&screen->out, "\n   Press n for the next %s.\n",
                last ? "lesson" : "exercise");
}

static void add_look(struct watch *watch)
{
    struct ll_lesson_screen *screen = &watch->screen;
    const struct ll_look *look = watch->look;
    size_t parts = ll_lesson_screen_parts(&look->judgement);
    if (watch->part >= parts)
        watch->part = 0;
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
    screen->lesson = look->lesson;
    ll_lesson_screen_part(screen, look->one, &look->judgement, watch->part);
    screen->lesson = watch->lesson;
    if (look->edited.count > 0)
        ll_lesson_screen_changed(screen, &look->edited);
    ll_buf_putc(&screen->out, '\n');
    if (parts > 1)
        ll_buf_addf(&screen->out, "   This is %zu of %zu: f shows the next one.\n",
                    watch->part + 1, parts);
    ll_lesson_next_in_watch(screen, exercise_of(watch));
}

static void add_state(struct watch *watch)
{
    struct ll_buf *out = &watch->screen.out;
    if (!ll_looks_is_busy(watch->looks))
        return;
    if (watch->look == NULL || watch->look->whole ||
        ll_judgement_verdict(&watch->look->judgement) > LL_FAIL)
        ll_buf_puts(out, "\n   Judging ...\n");
    else if (watch->look->by_all_tools)
        ll_buf_puts(out, "\n   The tests under the tools, and failing allocations, are "
                         "still to come.\n");
    else
        ll_buf_puts(out, "\n   The other tools are still at work.\n");
}

static const char *keys(const struct watch *watch)
{
    return watch->asks_reset ? "r: yes, put it back · any other key: no"
           : watch->overlay.len > 0
               ? "any key: back · h: the next hint · n: next · q: quit"
               : "h hint · f next fault · e explain · p picture · r reset · n next · b "
                 "before · "
                 "l list · q quit";
}

static void show(struct watch *watch, bool again)
{
    struct ll_lesson_screen *screen = &watch->screen;
    struct ll_buf *out = &screen->out;
    struct ll_style style = ll_view_style();
    style.limits = &screen->session.limits;
    style.boxes = true;
    style.longer = ll_buf_text(&watch->longer);
    screen->style = style;
    ll_buf_clear(out);
    add_head(watch);
    if (watch->asks_reset) {
        ll_buf_addf(out,
                    "\n   Put %s back as it was handed out? What you have is kept.\n",
                    file_of(watch));
    } else if (watch->overlay.len > 0) {
        ll_buf_putc(out, '\n');
        ll_buf_puts(out, ll_buf_text(&watch->overlay));
    } else if (watch->look == NULL) {
        ll_buf_putc(out, '\n');
        ll_lesson_next_in_watch(screen, exercise_of(watch));
    } else if (watch->look->failure.text[0] != '\0') {
        ll_buf_putc(out, '\n');
        ll_wrap(out, &style, 3, watch->look->failure.text);
    } else {
        add_look(watch);
    }
    if (watch->overlay.len == 0 && !watch->asks_reset)
        add_state(watch);
    ll_view_show(ll_buf_text(out), keys(watch), again);
}

/* ---- judging ------------------------------------------------------------------ */

static void take_text(char **to, struct ll_buf *text)
{
    free(*to);
    *to = ll_buf_take(text);
    ll_buf_release(text);
}

/* Take a look that is ready. */
static void take_look(struct watch *watch)
{
    struct ll_look *look = ll_looks_take(watch->looks);
    if (look == NULL)
        return;
    struct ll_buf outcome = LL_BUF_INIT;
    if (look->failure.text[0] != '\0')
        ll_buf_puts(&outcome, "not judged");
    else if (!look->whole && ll_look_is_good(look))
        ll_buf_puts(&outcome, "nothing wrong so far");
    else
        ll_lesson_screen_outcome(look->one, &look->judgement, &outcome);
    take_text(&watch->now, &outcome);
    ll_look_free(watch->look);
    watch->look = look;
}

static void judge(struct watch *watch)
{
    if (watch->now != NULL) {
        free(watch->before);
        watch->before = watch->now;
        watch->now = NULL;
    }
    ll_look_free(watch->look); /* it is of what was there before */
    watch->look = NULL;
    watch->part = 0;
    ll_looks_start(watch->looks, watch->lesson->folder, watch->exercise);
}

/* ---- saves -------------------------------------------------------------------- */

/* Whether the exercise is to be judged again when the file is written: its own, or one
 * that it is compiled with. Editors leave files of their own there. */
static bool counts(const struct watch *watch, const char *name)
{
    const struct ll_manifest *manifest = watch->lesson->manifest;
    if (strcmp(name, file_of(watch)) == 0)
        return true;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (strcmp(name, ll_exercise_file(&manifest->exercises[i])) == 0)
            return false;
    return ll_is_word_char(name[0]) &&
           (ll_path_ends(name, ".c") || ll_path_ends(name, ".h"));
}

/* Whether such a file was written since the last call. */
static bool was_saved(struct watch *watch)
{
    _Alignas(struct inotify_event) char events[4096];
    bool saved = false;
    ssize_t got;
    while ((got = read(watch->saves, events, sizeof events)) > 0)
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event = (const void *)(events + at);
            saved = saved || counts(watch, event->len > 0 ? event->name : "");
            at += (ssize_t)(sizeof *event + event->len);
        }
    return saved;
}

static int watch_folder(struct watch *watch, struct ll_error *err)
{
    if (watch->saves >= 0)
        close(watch->saves);
    watch->saves = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->saves < 0 ||
        inotify_add_watch(watch->saves, watch->lesson->folder,
                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM) < 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot watch the folder '%s'",
                       watch->lesson->folder);
    return 0;
}

/* ---- keys --------------------------------------------------------------------- */

/* Leave out what comes from `words` on: a command that a key stands for here. */
static void drop_last(struct ll_buf *text, const char *words)
{
    const char *all = ll_buf_text(text), *at = strstr(all, words);
    if (at != NULL) {
        text->len = (size_t)(at - all);
        text->data[text->len] = '\0';
    }
}

/* Show what a command of leaklab's prints. */
static void show_command(struct watch *watch, const char *const *words)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_ended ended;
    struct ll_error err = {0};
    char width[32];
    char *program = ll_path_real("/proc/self/exe", NULL);
    snprintf(width, sizeof width, "COLUMNS=%u", watch->screen.style.width);
    ll_buf_clear(&watch->overlay);
    ll_strings_add(&argv, program != NULL ? program : "leaklab");
    ll_strings_add_all(&argv, words);
    const struct ll_job job = {.argv = ll_strings_argv(&argv),
                               .env = (const char *const[]){width, NULL},
                               .limits = {.wall_seconds = 60},
                               .out = &watch->overlay,
                               .err = &watch->overlay};
    if (ll_jail_run(&job, &ended, &err) != 0)
        ll_buf_puts(&watch->overlay, err.text);
    drop_last(&watch->overlay, "\n Next hint: ");
    drop_last(&watch->overlay, "\n Try it: ");
    if (watch->overlay.len == 0)
        ll_buf_puts(&watch->overlay, "   Nothing was printed.\n");
    ll_strings_release(&argv);
    free(program);
    show(watch, false);
}

static void show_hint(struct watch *watch)
{
    char lesson[16], number[16];
    struct ll_strings hints = LL_STRINGS_INIT, groups = LL_STRINGS_INIT;
    const struct ll_exercise *exercise = exercise_of(watch);
    if (ll_lesson_hints(watch->lesson, &hints, &groups, NULL) == 0) {
        unsigned first = ll_lesson_first_hint(&groups, exercise);
        first = first > 0 ? first : 1;
        if (watch->hint < first || watch->hint > hints.count ||
            strcmp(groups.items[watch->hint - 1], groups.items[first - 1]) != 0)
            watch->hint = first;
    }
    snprintf(lesson, sizeof lesson, "%u", watch->lesson->number);
    snprintf(number, sizeof number, "%u", watch->hint++);
    ll_strings_release(&hints);
    ll_strings_release(&groups);
    show_command(watch, (const char *const[]){"hint", lesson, number, NULL});
}

/* The fault that is shown; NULL: none. */
static const struct ll_diag *shown_fault(struct watch *watch)
{
    if (watch->look == NULL || watch->look->failure.text[0] != '\0')
        return NULL;
    ll_buf_clear(&watch->screen.out);
    return ll_lesson_screen_part(&watch->screen, watch->look->one,
                                 &watch->look->judgement, watch->part);
}

static bool is_failed_test(const struct ll_diag *diag)
{
    return diag->kind == LL_OTHER && diag->witness_count == 1 &&
           diag->witnesses[0].raw != NULL &&
           strcmp(diag->witnesses[0].tool, ll_tool_for(LL_TOOL_SUITE)->name) == 0;
}

/* Without a fault, the kinds of fault. A failed test has no kind. */
static void show_explanation(struct watch *watch)
{
    const struct ll_diag *diag = shown_fault(watch);
    if (diag != NULL && is_failed_test(diag)) {
        ll_buf_clear(&watch->overlay);
        ll_wrap(&watch->overlay, &watch->screen.style, 3,
                "A test calls the functions of the exercise, and compares what they do "
                "with what the exercise asks for. The line that is named is in the "
                "test's file, in the lesson's folder: read the calls above it, and "
                "follow them through your own code. h gives a hint.");
        return;
    }
    show_command(watch,
                 (const char *const[]){
                     "explain", diag != NULL ? ll_kind_name(diag->kind) : NULL, NULL});
}

/* Of what the exercise runs: of answers, the program that they are about. */
static void show_picture(struct watch *watch)
{
    char lesson[16];
    struct ll_buf page = LL_BUF_INIT;
    const struct ll_exercise *exercise = exercise_of(watch);
    char *path = ll_path_join(watch->lesson->folder, exercise->kind == LL_DIAGNOSE
                                                         ? exercise->module.file
                                                         : file_of(watch));
    snprintf(lesson, sizeof lesson, "%u", watch->lesson->number);
    if (path != NULL)
        show_command(watch,
                     (const char *const[]){"picture", "--lesson", lesson, path, NULL});
    const char *said = ll_buf_text(&watch->overlay);
    char *name = strndup(said, strcspn(said, "\n"));
    if (name != NULL && ll_path_ends(name, ".html")) {
        char *whole = ll_path_real(name, NULL);
        ll_buf_addf(&page, "   The picture is a page. Open it in a browser:\n\n   %s\n",
                    whole != NULL ? whole : name);
        ll_buf_clear(&watch->overlay);
        ll_buf_puts(&watch->overlay, ll_buf_text(&page));
        free(whole);
    }
    free(name);
    ll_buf_release(&page);
    free(path);
}

static void reset(struct watch *watch)
{
    char lesson[16];
    snprintf(lesson, sizeof lesson, "%u", watch->lesson->number);
    show_command(watch, (const char *const[]){"reset", lesson, file_of(watch), NULL});
    watch->was_reset = true;
}

static void forget_look(struct watch *watch)
{
    ll_look_free(watch->look);
    free(watch->before);
    free(watch->now);
    watch->look = NULL;
    watch->before = watch->now = NULL;
    watch->part = 0;
    watch->hint = 0;
}

/* Show exercise number `exercise` of the lesson `number`. */
static int go_to(struct watch *watch, unsigned number, unsigned exercise,
                 struct ll_error *err)
{
    struct ll_lesson *lesson = ll_screen_lesson(number, err);
    if (lesson == NULL)
        return -1;
    forget_look(watch);
    ll_lesson_free(watch->lesson);
    watch->lesson = lesson;
    watch->screen.lesson = lesson;
    watch->screen.installed = ll_home_is_installed(lesson->folder);
    ll_buf_clear(&watch->longer);
    ll_screen_longer(&watch->longer, "watch", number, NULL,
                     watch->screen.session.limits.wall_seconds);
    watch->exercise = exercise < lesson->manifest->exercises_count ? exercise : 0;
    if (watch_folder(watch, err) != 0)
        return -1;
    judge(watch);
    return 0;
}

/* The next exercise of the lesson, else the first that is open in a later lesson. */
static int go_on(struct watch *watch, struct ll_error *err)
{
    unsigned number = watch->lesson->number, exercise = watch->exercise + 1;
    bool done = false;
    if (exercise >= watch->lesson->manifest->exercises_count) {
        struct ll_lesson *lesson;
        if (ll_how_far_next(number, &number, err) != 0)
            return -1;
        if (number == 0) {
            ll_buf_clear(&watch->overlay);
            ll_buf_puts(&watch->overlay, "   No later lesson is open. l lists them.\n");
            return 0;
        }
        lesson = ll_screen_lesson(number, err);
        if (lesson == NULL || ll_how_far_open(lesson, &exercise, &done, err) != 0)
            return -1;
        ll_lesson_free(lesson);
    }
    return go_to(watch, number, exercise, err);
}

/* The exercise before this one, also if it is done. */
static int go_back(struct watch *watch, struct ll_error *err)
{
    unsigned number = watch->lesson->number, exercise = watch->exercise;
    if (exercise > 0)
        return go_to(watch, number, exercise - 1, err);
    struct ll_lesson *lesson = number > 1 ? ll_screen_lesson(number - 1, NULL) : NULL;
    if (lesson == NULL) {
        ll_buf_puts(&watch->overlay, "   There is no exercise before this one.\n");
        return 0;
    }
    exercise = lesson->manifest->exercises_count - 1;
    ll_lesson_free(lesson);
    return go_to(watch, number - 1, exercise, err);
}

/* Obey a key. False: end. */
static bool obey(struct watch *watch, int key, struct ll_error *err)
{
    bool asked = watch->asks_reset, covered = watch->overlay.len > 0;
    watch->asks_reset = false;
    ll_buf_clear(&watch->overlay);
    if (key == 'q')
        return false;
    if (asked) {
        if (key == 'r')
            reset(watch);
        return true;
    }
    if (covered && key != 'h' && key != 'n') /* back, as the line of keys says */
        return true;
    switch (key) {
    case 'h':
        show_hint(watch);
        return true;
    case 'f':
        watch->part++;
        return true;
    case 'e':
        show_explanation(watch);
        return true;
    case 'p':
        show_picture(watch);
        return true;
    case 'l':
        show_command(watch, (const char *const[]){"list", NULL});
        return true;
    case 'r':
        watch->asks_reset = true;
        return true;
    case 'n':
        return go_on(watch, err) == 0;
    case 'b':
        return go_back(watch, err) == 0;
    default:
        return true;
    }
}

/* ---- the command -------------------------------------------------------------- */

static void follow(struct watch *watch, struct ll_error *err)
{
    for (;;) {
        const int fds[] = {ll_looks_fd(watch->looks), watch->saves};
        int event = ll_view_wait(fds, 2, ll_looks_is_busy(watch->looks) ? BUSY_MS : -1);
        if (event == LL_VIEW_END)
            return;
        if (event == LL_VIEW_READY && was_saved(watch)) {
            usleep(SETTLE_MS * 1000);
            was_saved(watch);
            if (!watch->was_reset) /* that says where the old file is */
                ll_buf_clear(&watch->overlay);
            watch->was_reset = false;
            judge(watch);
        }
        if (event < LL_VIEW_READY && !obey(watch, event, err))
            return;
        take_look(watch);
        show(watch, event >= LL_VIEW_READY);
    }
}

/* Where to begin: in the lesson that was named, or in the first that is open. */
static int find_start(const struct ll_operands *given, unsigned *number,
                      unsigned *exercise, struct ll_error *err)
{
    bool done;
    *exercise = 0;
    if (given->count > 0 ? ll_screen_number(given->items[0], number, err) != 0
                         : ll_how_far_next(0, number, err) != 0)
        return -1;
    if (*number == 0)
        *number = 1; /* all are done: begin again */
    struct ll_lesson *lesson = ll_screen_lesson(*number, err);
    if (lesson == NULL)
        return -1;
    int result = ll_how_far_open(lesson, exercise, &done, err);
    ll_lesson_free(lesson);
    return result;
}

static const struct ll_option options[] = {
    {.group = ll_options_timeout,
     .at = offsetof(struct ll_lesson_screen, session.limits)},
    {0},
};

static const struct ll_operand operands[] = {
    {.values = LL_VALUES_LESSONS},
};

static int run(int argc, char **argv)
{
    int status;
    unsigned number, exercise;
    struct ll_error err = {0};
    struct ll_operands given;
    struct watch watch = {
        .screen = {.session = LL_SESSION_INIT, .has_keys = true, .out = LL_BUF_INIT},
        .saves = -1,
        .longer = LL_BUF_INIT,
        .overlay = {.max = OUTPUT_MAX}};
    if (!ll_command_line_parse(&ll_command_watch, argc, argv, &watch.screen, &given,
                               &status))
        return status;
    if (find_start(&given, &number, &exercise, &err) == 0 && ll_view_open(&err) == 0 &&
        (watch.looks = ll_looks_new(&watch.screen.session, &err)) != NULL &&
        go_to(&watch, number, exercise, &err) == 0) {
        show(&watch, false);
        follow(&watch, &err);
    }
    ll_view_close();
    if (watch.looks != NULL && ll_looks_is_busy(watch.looks))
        ll_jail_cancel();
    ll_looks_free(watch.looks);
    forget_look(&watch);
    if (watch.saves >= 0)
        close(watch.saves);
    ll_lesson_free(watch.lesson);
    ll_buf_release(&watch.overlay);
    ll_buf_release(&watch.longer);
    ll_buf_release(&watch.screen.out);
    return err.text[0] != '\0' ? ll_command_failed(&err) : LL_EXIT_CLEAN;
}

const struct ll_command ll_command_watch = {
    .name = "watch",
    .usage = "[OPTIONS] [N]",
    .summary = "judge an exercise each time that you save it",
    .about =
        "Shows the first exercise of lesson N that is not done, and judges it each "
        "time that you save it in your editor: what has changed, and one fault at a "
        "time. Without N, it begins where you stopped. The last line names the "
        "keys.",
    .status = "0, 2 wrong usage or no terminal, 3 leaklab failed",
    .examples = "leaklab watch\nleaklab watch 3",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .own_lessons = true,
    .run = run,
};
