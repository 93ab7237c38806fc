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
#include "cli/hints.h"
#include "cli/how_far.h"
#include "cli/running.h"
#include "cli/screen.h"
#include "cli/view.h"
#include "cli/watch_page.h"
#include "report/text.h"
#include "report/text_sweep.h"

extern const struct ll_command ll_command_watch;

#define PICTURES "leaklab-pictures"

enum {
    SETTLE_MS = 60, /* editors save in several steps */
    BUSY_MS = 500,  /* how often the seconds of what is at work are shown */
    SOON_MS = 200,  /* what takes no longer is waited for */
    FILE_MAX = 1 << 20,
    OUTPUT_MAX = 1 << 20
};

/* ---- judging ------------------------------------------------------------------ */

static void take_text(char **to, struct ll_buf *text)
{
    free(*to);
    *to = ll_buf_take(text);
    ll_buf_release(text);
}

static void start_list(struct ll_watch *watch);
static void show_tools(struct ll_watch *watch);

/* Take a look that is ready. */
static void take_look(struct ll_watch *watch)
{
    struct ll_look *look = ll_looks_take(watch->looks);
    if (look == NULL)
        return;
    if (watch->look != NULL && watch->look->whole && !look->whole) {
        ll_look_free(look); /* nothing has changed: more is known already */
        return;
    }
    if (watch->look != NULL && ll_look_keep(look, watch->look, &look->failure) != 0)
        ll_judgement_release(&look->judgement);
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
    if (!ll_watch_is_covered(watch) || !look->whole)
        return;
    if (watch->kind == LL_OVERLAY_LIST) /* what is shown there has changed, too */
        start_list(watch);
    else if (watch->kind == LL_OVERLAY_TOOLS)
        show_tools(watch);
}

/* Read the exercise. Whether it is as it was when it was read last. */
static bool is_unchanged(struct ll_watch *watch)
{
    struct ll_buf content = {.max = FILE_MAX};
    char *path = ll_path_join(watch->lesson->folder, ll_watch_file(watch));
    bool same =
        path != NULL && ll_path_exists(path) &&
        ll_file_read(path, FILE_MAX, &content, NULL) == 0 &&
        content.len == watch->content.len &&
        memcmp(ll_buf_text(&content), ll_buf_text(&watch->content), content.len) == 0;
    ll_buf_release(&watch->content);
    watch->content = content;
    free(path);
    return same;
}

/* Judge the exercise. `unchanged`: what is known of it stays on the screen. */
static void judge(struct ll_watch *watch, bool unchanged)
{
    if (!unchanged && watch->now != NULL) {
        free(watch->before);
        watch->before = watch->now;
        watch->now = NULL;
    }
    if (!unchanged) {
        ll_look_free(watch->look);
        watch->look = NULL;
        watch->part = 0;
    }
    ll_running_reset();
    ll_looks_start(watch->looks, watch->lesson->folder, watch->exercise);
}

/* ---- saves -------------------------------------------------------------------- */

/* Whether the exercise is to be judged again when the file is written: its own, or one
 * that it is compiled with. Editors leave files of their own there. */
static bool counts(const struct ll_watch *watch, const char *name)
{
    const struct ll_manifest *manifest = watch->lesson->manifest;
    if (strcmp(name, ll_watch_file(watch)) == 0)
        return true;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (strcmp(name, ll_exercise_file(&manifest->exercises[i])) == 0)
            return false;
    return ll_is_word_char(name[0]) &&
           (ll_path_ends(name, ".c") || ll_path_ends(name, ".h"));
}

/* Whether such a file was written since the last call; the save is noted. */
static bool was_saved(struct ll_watch *watch)
{
    _Alignas(struct inotify_event) char events[4096];
    bool saved = false;
    ssize_t got;
    while ((got = read(watch->saves, events, sizeof events)) > 0)
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event = (const void *)(events + at);
            const char *name = event->len > 0 ? event->name : "";
            at += (ssize_t)(sizeof *event + event->len);
            if (!counts(watch, name))
                continue;
            watch->save.others = saved && strcmp(watch->save.name, name) != 0;
            saved = ll_set_text(&watch->save.name, name);
        }
    return saved;
}

static void take_save(struct ll_watch *watch)
{
    usleep(SETTLE_MS * 1000);
    was_saved(watch);
    watch->save.at = time(NULL);
    watch->save.unchanged = is_unchanged(watch) &&
                            strcmp(watch->save.name, ll_watch_file(watch)) == 0 &&
                            !watch->save.others;
    if (!watch->was_reset && watch->kind != LL_OVERLAY_LIST) /* that says where the old
                                                         file is */
        ll_buf_clear(&watch->overlay);
    watch->was_reset = false;
    judge(watch, watch->save.unchanged);
}

static int watch_folder(struct ll_watch *watch, struct ll_error *err)
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

/* Leave out the rest of the line that has `words`, from there on: a command that a key
 * stands for here. */
static void drop_command(struct ll_buf *text, const char *words)
{
    char *at = strstr(text->data != NULL ? text->data : "", words);
    if (at == NULL)
        return;
    char *end = at + strcspn(at, "\n");
    memmove(at, end, strlen(end) + 1);
    text->len -= (size_t)(end - at);
}

/* Tell the reader where the picture is, if it was made. */
static void take_picture(struct ll_watch *watch)
{
    const char *said = ll_buf_text(&watch->overlay);
    char *name = strndup(said, strcspn(said, "\n"));
    if (name != NULL && ll_path_ends(name, ".html")) {
        char *whole = ll_path_real(name, NULL);
        ll_buf_clear(&watch->overlay);
        ll_buf_addf(&watch->overlay,
                    "   The picture is a page. Open it in a browser:\n\n   %s\n",
                    whole != NULL ? whole : name);
        free(whole);
    }
    free(name);
}

/* How to come from the list to a lesson. */
static void end_list(struct ll_watch *watch)
{
    struct ll_buf words = LL_BUF_INIT;
    drop_command(&watch->overlay, "; next: ");
    ll_buf_puts(&words, "To go to lesson 2, say, press q and type `");
    ll_screen_command(&words, "watch", 2, 0);
    ll_buf_puts(&words, "`.");
    ll_buf_putc(&watch->overlay, '\n');
    ll_wrap(&watch->overlay, &watch->screen.style, 3, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* Why kinds of fault are listed. */
static void lead_kinds(struct ll_watch *watch)
{
    const struct ll_look *look = watch->look;
    const bool answers = ll_watch_exercise(watch)->kind == LL_DIAGNOSE;
    const bool done = look != NULL && look->whole && ll_look_is_good(look);
    ll_wrap(&watch->overlay, &watch->screen.style, 1,
            answers ? "These are the kinds of fault: one of them is the answer to "
                      "`kind`."
            : done ? "Nothing is wrong with this exercise any more. All kinds of fault "
                     "that there are:"
                   : "No fault is known of this exercise so far. All kinds of fault "
                     "that there are:");
    ll_buf_putc(&watch->overlay, '\n');
}

/* Show what the errand printed, if it has ended. */
static void take_errand(struct ll_watch *watch)
{
    if (watch->errand == NULL || !ll_errand_wait(watch->errand, 0))
        return;
    ll_buf_clear(&watch->overlay);
    if (watch->kind == LL_OVERLAY_KINDS)
        lead_kinds(watch);
    ll_buf_puts(&watch->overlay, ll_errand_output(watch->errand));
    ll_errand_free(watch->errand);
    watch->errand = NULL;
    if (watch->kind == LL_OVERLAY_LIST)
        end_list(watch);
    if (watch->kind == LL_OVERLAY_PICTURE)
        take_picture(watch);
    if (watch->overlay.len == 0)
        ll_buf_puts(&watch->overlay, "   Nothing was printed.\n");
}

/* Show what a command of leaklab's prints, once it has ended. */
static void start_command(struct ll_watch *watch, enum ll_overlay kind,
                          const char *const *words)
{
    ll_errand_free(watch->errand);
    watch->kind = kind;
    watch->errand = ll_errand_start(words, watch->screen.style.width);
    if (watch->errand == NULL)
        ll_buf_puts(&watch->overlay, "   The machine has no memory left for that.\n");
    else
        ll_errand_wait(watch->errand, SOON_MS); /* most take no longer */
    take_errand(watch);
}

static void start_list(struct ll_watch *watch)
{
    start_command(watch, LL_OVERLAY_LIST, (const char *const[]){"list", NULL});
}

/* The next hint for the exercise; behind the last one, the first. */
static void show_hint(struct ll_watch *watch)
{
    struct ll_hints hints;
    struct ll_error err = {0};
    struct ll_buf *out = &watch->overlay;
    watch->kind = LL_OVERLAY_TEXT;
    if (ll_hints_load(watch->lesson, &hints, &err) != 0) {
        ll_wrap(out, &watch->screen.style, 3, err.text);
    } else if (hints.texts.count > 0) {
        const struct ll_hint_group group =
            ll_hints_for(&hints, ll_watch_exercise(watch));
        watch->hint = watch->hint < group.count ? watch->hint + 1 : 1;
        bool last = watch->hint == group.count;
        watch->kind = last ? LL_OVERLAY_LAST_HINT : LL_OVERLAY_HINT;
        ll_hints_add(out, &watch->screen.style, 3, 3, &hints,
                     group.first + watch->hint - 1);
        ll_buf_puts(out, last ? "\n   This is the last hint.\n" : "");
    }
    ll_hints_release(&hints);
}

static bool is_failed_test(const struct ll_diag *diag)
{
    return diag->kind == LL_OTHER && diag->witness_count == 1 &&
           diag->witnesses[0].raw != NULL &&
           strcmp(diag->witnesses[0].tool, ll_tool_for(LL_TOOL_SUITE)->name) == 0;
}

static bool was_late(const struct ll_look *look)
{
    return look != NULL && look->failure.text[0] == '\0' &&
           ll_result_was_late(&look->judgement.memory);
}

/* What has no kind: a failed test, a file that was not built, a program that does not
 * end, a failed allocation after which no tool has seen a fault. NULL: it has one. */
static const char *explain_here(const struct ll_watch *watch,
                                const struct ll_lesson_part *part)
{
    if (ll_watch_is_not_built(watch))
        return "The compiler has to understand the file before anything can run. Begin "
               "with its first message: the later ones often follow from that. "
               "`exercise.c:14:5` means line 14, column 5. What is missing is there or "
               "just before it, often a `;`, a `)` or a `}`.";
    if (was_late(watch->look) && (part->diag == NULL || is_failed_test(part->diag)))
        return "The program was still running when its time was over. Most often a "
               "loop does not end: its condition never becomes false, or what it "
               "counts is not changed in it. The line after `the run was stopped in` "
               "is where the program was then.";
    if (part->attempt != NULL && part->diag == NULL)
        return "When memory runs out, malloc and its like return NULL. A function that "
               "gets NULL has to free what it holds, and to tell its caller, which "
               "decides what to do then. The line that is named asked for the memory: "
               "follow what happens from there when it gets NULL.";
    if (part->diag != NULL && is_failed_test(part->diag))
        return "A test calls the functions of the exercise, and compares what they do "
               "with what the exercise asks for. The line that is named is in the "
               "test's file, in the lesson's folder: read the calls above it, and "
               "follow them through your own code. h gives a hint.";
    return NULL;
}

/* Without a fault, the kinds of fault. */
static void show_explanation(struct ll_watch *watch)
{
    ll_buf_clear(&watch->screen.out);
    const struct ll_lesson_part part = ll_watch_part(watch);
    const char *here = explain_here(watch, &part);
    watch->kind = LL_OVERLAY_TEXT;
    if (here != NULL)
        ll_wrap(&watch->overlay, &watch->screen.style, 3, here);
    else if (part.diag != NULL)
        start_command(
            watch, LL_OVERLAY_TEXT,
            (const char *const[]){"explain", ll_kind_name(part.diag->kind), NULL});
    else
        start_command(watch, LL_OVERLAY_KINDS, (const char *const[]){"explain", NULL});
}

/* What the tools say of a program that is to be diagnosed. */
static void show_tools(struct ll_watch *watch)
{
    struct ll_error err = {0};
    const struct ll_look *look = watch->look;
    watch->kind = LL_OVERLAY_TOOLS;
    ll_buf_clear(&watch->overlay);
    if (look == NULL || look->failure.text[0] != '\0')
        ll_buf_puts(&watch->overlay, "   The tools are still at work.\n");
    else if (ll_text_check(&look->judgement.memory, &watch->screen.style,
                           &watch->overlay, &err) != 0)
        ll_buf_puts(&watch->overlay, err.text);
}

/* Make the folder of the pictures, of which git takes no notice. */
static int make_pictures(struct ll_error *err)
{
    static const char all[] = "*\n";
    return ll_path_make_dirs(PICTURES, err) != 0
               ? -1
               : ll_file_write(PICTURES "/.gitignore", all, strlen(all), err);
}

/* Start the picture of `file`; `failure`: of the run in which that allocation fails;
 * NULL: none does. */
static void start_picture(struct ll_watch *watch, const char *file, const char *failure)
{
    char lesson[16];
    struct ll_buf page = LL_BUF_INIT;
    const char *base = ll_path_base(file);
    snprintf(lesson, sizeof lesson, "%u", watch->lesson->number);
    ll_buf_addf(&page, "%s/lesson%s-%.*s.html", PICTURES, lesson,
                (int)strcspn(base, "."), base);
    start_command(watch, LL_OVERLAY_PICTURE,
                  (const char *const[]){
                      "picture", "--lesson", lesson, "--output", ll_buf_text(&page),
                      file, failure != NULL ? "--fail" : NULL, failure, NULL});
    ll_buf_release(&page);
}

/* Of what the exercise runs: of answers, the program that they are about. */
static void show_picture(struct ll_watch *watch)
{
    char failure[32];
    struct ll_error err = {0};
    const struct ll_exercise *exercise = ll_watch_exercise(watch);
    const char *name =
        exercise->kind == LL_DIAGNOSE ? exercise->module.file : ll_watch_file(watch);
    char *path = ll_path_join(watch->lesson->folder, name);
    ll_buf_clear(&watch->screen.out);
    const struct ll_lesson_part part = ll_watch_part(watch);
    const bool fails = part.attempt != NULL && !part.of_suite;
    if (fails)
        ll_attempt_name(part.attempt, failure);
    watch->kind = LL_OVERLAY_TEXT;
    if (!ll_watch_can_draw(watch))
        ll_buf_addf(&watch->overlay, "   There is no picture of %s: it %s.\n", name,
                    ll_watch_is_not_built(watch) ? "was not built" : "cannot be drawn");
    else if (path == NULL || make_pictures(&err) != 0)
        ll_wrap(&watch->overlay, &watch->screen.style, 3, err.text);
    else
        start_picture(watch, path, fails ? failure : NULL);
    free(path);
}

static void reset(struct ll_watch *watch)
{
    char lesson[16];
    snprintf(lesson, sizeof lesson, "%u", watch->lesson->number);
    start_command(watch, LL_OVERLAY_TEXT,
                  (const char *const[]){"reset", lesson, ll_watch_file(watch), NULL});
    watch->was_reset = true;
}

static void forget_look(struct ll_watch *watch)
{
    ll_look_free(watch->look);
    free(watch->before);
    free(watch->now);
    watch->look = NULL;
    watch->before = watch->now = NULL;
    watch->part = 0;
    watch->hint = 0;
    free(watch->save.name);
    watch->save = (struct ll_watch_save){0};
    ll_buf_clear(&watch->overlay);
    ll_errand_free(watch->errand);
    watch->errand = NULL;
    watch->kind = LL_OVERLAY_TEXT;
}

/* Show exercise number `exercise` of the lesson `number`. */
static int go_to(struct ll_watch *watch, unsigned number, unsigned exercise,
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
    is_unchanged(watch);
    judge(watch, false);
    return 0;
}

/* The next exercise of the lesson, else the first that is open in a later lesson. */
static int go_on(struct ll_watch *watch, struct ll_error *err)
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
static int go_back(struct ll_watch *watch, struct ll_error *err)
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

/* Do what a key says. False: end. */
static bool act(struct ll_watch *watch, int key, struct ll_error *err)
{
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
    case 't':
        if (ll_watch_exercise(watch)->kind == LL_DIAGNOSE)
            show_tools(watch);
        return true;
    case 'p':
        show_picture(watch);
        return true;
    case 'l':
        start_list(watch);
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

/* Obey a key. False: end. */
static bool obey(struct ll_watch *watch, int key, struct ll_error *err)
{
    bool asked = watch->asks_reset, covered = ll_watch_is_covered(watch);
    watch->asks_reset = false;
    ll_buf_clear(&watch->overlay);
    ll_errand_free(watch->errand);
    watch->errand = NULL;
    if (key == 'q')
        return false;
    if (asked) {
        if (key == 'r')
            reset(watch);
        return true;
    }
    if (covered && key != 'h' && key != 'n') /* back, as the line of keys says */
        return true;
    return act(watch, key, err);
}

/* ---- the command -------------------------------------------------------------- */

static void follow(struct ll_watch *watch, struct ll_error *err)
{
    for (;;) {
        const int fds[] = {ll_looks_fd(watch->looks), watch->saves,
                           watch->errand != NULL ? ll_errand_fd(watch->errand) : -1};
        bool busy = ll_looks_is_busy(watch->looks) || watch->errand != NULL;
        int event = ll_view_wait(fds, 3, busy ? BUSY_MS : -1);
        if (event == LL_VIEW_END)
            return;
        if (event == LL_VIEW_READY && was_saved(watch))
            take_save(watch);
        if (event < LL_VIEW_READY && !obey(watch, event, err))
            return;
        take_look(watch);
        take_errand(watch);
        ll_watch_show(watch, event >= LL_VIEW_READY);
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

/* What is left on the terminal when the screen is gone. */
static void say_where_to_go_on(void)
{
    struct ll_buf command = LL_BUF_INIT;
    ll_screen_command(&command, "watch", 0, 0);
    printf("To go on: %s\n", ll_buf_text(&command));
    ll_buf_release(&command);
}

static int run(int argc, char **argv)
{
    int status;
    unsigned number, exercise;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_watch watch = {
        .screen = {.session = LL_SESSION_INIT, .has_keys = true, .out = LL_BUF_INIT},
        .saves = -1,
        .longer = LL_BUF_INIT,
        .content = LL_BUF_INIT,
        .overlay = {.max = OUTPUT_MAX}};
    if (!ll_command_line_parse(&ll_command_watch, argc, argv, &watch.screen, &given,
                               &status))
        return status;
    ll_running_follow(&watch.screen.session, NULL);
    if (find_start(&given, &number, &exercise, &err) == 0 && ll_view_open(&err) == 0 &&
        (watch.looks = ll_looks_new(&watch.screen.session, &err)) != NULL &&
        go_to(&watch, number, exercise, &err) == 0) {
        ll_watch_show(&watch, false);
        follow(&watch, &err);
    }
    ll_view_close();
    if (watch.lesson != NULL && err.text[0] == '\0')
        say_where_to_go_on();
    if (watch.looks != NULL && ll_looks_is_busy(watch.looks))
        ll_jail_cancel();
    ll_looks_free(watch.looks);
    forget_look(&watch);
    if (watch.saves >= 0)
        close(watch.saves);
    ll_lesson_free(watch.lesson);
    ll_buf_release(&watch.overlay);
    ll_buf_release(&watch.content);
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
