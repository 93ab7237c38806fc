/* SPDX-License-Identifier: MIT
 *
 * End to end: what a learner's day consists of: `watch` on a real terminal (tmux),
 * `next`, `reset`, and the pair that is shown once. On a copy of two lessons. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/expected.h"
#include "support/shell.h"
#include "support/suite.h"

#define EXERCISE "lessons/01-missing-free/exercise.c"
#define LONG_NAME                                                                      \
    "name_of_seventy_characters_that_no_terminal_of_sixty_columns_can_show__"
#define SOLUTION LL_SOURCE_DIR "/lessons/01-missing-free/solution.c"

static struct shell sh;

/* tmux is $T, on a server of its own. */
static int shell(const char *command)
{
    return shell_run(&sh, command);
}

static pid_t server;

static void chdir_or_end(const char *folder)
{
    if (chdir(folder) != 0)
        _exit(127);
}

/* The jail leaves no process behind, so the server is a child of ours. */
static void start_server(void)
{
    char *path = ll_path_join(sh.folder, "tmux");
    server = fork();
    if (server == 0) { /* what runs in it has its environment */
        char *cache = ll_path_join(sh.folder, "cache");
        setenv("LEAKLAB_HOME", sh.folder, 1);
        setenv("XDG_CACHE_HOME", cache, 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        unsetenv("LEAKLAB_FRONT");
        unsetenv("TMUX");
        chdir_or_end(sh.folder);
        execlp("tmux", "tmux", "-f", "/dev/null", "-S", path, "-D", (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 100 && !ll_path_exists(path); i++)
        usleep(50 * 1000);
    free(path);
}

static void stop_server(void)
{
    if (server > 0) {
        char *path = ll_path_join(sh.folder, "tmux");
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
        unlink(path);
        free(path);
    }
    server = 0;
}

static void set_up(void)
{
    shell_open(&sh);
    ll_strings_addf(&sh.env, "T=tmux -f /dev/null -S %s/tmux", sh.folder);
    ll_strings_addf(&sh.env, "LEAKLAB_HOME=%s", sh.folder);
    ll_strings_addf(&sh.env, "XDG_CACHE_HOME=%s/cache", sh.folder);
    ll_strings_add(&sh.env, "LEAKLAB_FRONT");
    ck_assert_int_eq(shell("mkdir -p lessons/.original/01-missing-free && cp -r " //
                           LL_SOURCE_DIR "/lessons/01-* " LL_SOURCE_DIR
                           "/lessons/02-* lessons && cp " EXERCISE
                           " lessons/.original/01-missing-free"),
                     0);
}

static void tear_down(void)
{
    stop_server();
    shell_close(&sh);
}

/* ---- on a terminal ------------------------------------------------------------ */

static bool has_tmux(void)
{
    if (shell("tmux -V") == 0)
        return true;
    skip_part("the screens of watch", "there is no tmux: install it");
    return false;
}

/* Wait until the screen has the text. */
static void await(const char *text)
{
    for (int i = 0; i < 600; i++) {
        shell("$T capture-pane -p");
        if (strstr(ll_buf_text(&sh.out), text) != NULL)
            return;
        usleep(100 * 1000);
    }
    ck_abort_msg("no '%s' in:\n%s", text, ll_buf_text(&sh.out));
}

static void await_without(const char *text)
{
    for (int i = 0; i < 600; i++) {
        shell("$T capture-pane -p");
        if (strstr(ll_buf_text(&sh.out), text) == NULL)
            return;
        usleep(100 * 1000);
    }
    ck_abort_msg("'%s' stays in:\n%s", text, ll_buf_text(&sh.out));
}

static void press(const char *key)
{
    char command[64];
    snprintf(command, sizeof command, "$T send-keys %s", key);
    ck_assert_int_eq(shell(command), 0);
}

static void start(const char *size, const char *command)
{
    char line[256];
    start_server();
    snprintf(line, sizeof line,
             "$T new-session -d %s -c . \"%s; echo status \\$?; sleep 60\"", size,
             command);
    ck_assert_int_eq(shell(line), 0);
}

START_TEST(a_save_is_judged_and_the_change_is_told)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 50", "$L watch 1");
    await("lost for good");
    await("2 faults");
    assert_has(&sh.out, "Lesson 1 · exercise.c");
    await("Next: mend lessons/01-missing-free/exercise.c, and save it");
    ck_assert_int_eq(shell("cp " SOLUTION " " EXERCISE), 0);
    await("2 faults → nothing wrong so far");
    await("2 faults → clean under");
    await("This exercise is done.");
    await("Press n for exercise 2 of 2 of this lesson.");
    assert_lacks(&sh.out, "Next: mend");
    press("e");
    await("Nothing is wrong with this exercise any more. All kinds of fault");
    press("x");
    await("This exercise is done.");
    press("n");
    await("Lesson 1 · answers.yml");
    await("Next: read lessons/01-missing-free/tickets.c, answer in");
    press("b");
    await("Lesson 1 · exercise.c");
    press("b");
    await("There is no exercise before this one.");
    press("n");
    await("Lesson 1 · answers.yml");
    await("says `leaklab`, type `");
    press("e");
    await("one of them is the answer to `kind`");
    assert_has(&sh.out, "definitely-lost   memory that nobody can free any more");
    press("x");
    press("t");
    await("1 fault (1 definitely lost)");
    press("q");
    await("status 0");
    assert_has(&sh.out, "To go on: ");
}
END_TEST

START_TEST(keys_show_hints_and_explanations)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 50", "$L watch 1");
    await("lost for good");
    press("h");
    await("Hint 1 of 4 · Hints for exercise.c");
    assert_lacks(&sh.out, "Next hint: ");
    press("h");
    press("h");
    await("Hint 3 of 4");
    await("h: the next hint");
    press("h");
    await("This is the last hint.");
    await("h: the first hint again");
    press("h");
    await("Hint 1 of 4");
    press("e"); /* another key: back */
    await("lost for good");
    press("e");
    await("What happened");
    press("Space");
    await("lost for good");
    press("l");
    await("missing-free");
    await("To go to lesson 2, say, press q and type `");
    press("Escape");
    await("lost for good");
}
END_TEST

/* It is broken, and nothing of it is lost. */
START_TEST(a_long_line_is_seen_to_its_end)
{
    if (!has_tmux())
        return;
    start("-x 60 -y 30", "$L watch 1");
    await("2 faults");
    ck_assert_int_eq(shell("echo 'int " LONG_NAME "(' > " EXERCISE), 0);
    await("gcc says");
    ck_assert_int_eq(shell("$T capture-pane -p | tr -d ' \\n' > seen"), 0);
    ck_assert_int_eq(shell("grep -q 'int" LONG_NAME "(' seen"), 0);
}
END_TEST

START_TEST(a_failed_test_is_explained)
{
    if (!has_tmux())
        return;
    ck_assert_int_eq(shell("sed 's/result = 1;/result = 0;/' " SOLUTION " > " EXERCISE),
                     0);
    start("-x 90 -y 50", "$L watch 1");
    await("6 failed tests, wrong output · tests 1/7");
    await("the test '");
    assert_lacks(&sh.out, "seen by");
    press("e");
    await("A test calls the functions of the exercise");
}
END_TEST

START_TEST(a_broken_or_removed_file_is_no_dead_end)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 50", "$L watch 1");
    await("2 faults");
    ck_assert_int_eq(shell("echo 'int x' > " EXERCISE), 0);
    await("   exercise.c was not built: gcc says");
    assert_has(&sh.out, " → not built");
    assert_lacks(&sh.out, "exit 2");
    assert_lacks(&sh.out, "p picture");
    assert_lacks(&sh.out, "f next fault");
    assert_lacks(&sh.out, "still at work");
    press("e");
    await("Begin with its first");
    press("x");
    press("p");
    await("There is no picture of exercise.c: it was not built.");
    press("x");
    ck_assert_int_eq(shell(": > " EXERCISE), 0);
    await("exercise.c is empty. r puts it back");
    ck_assert_int_eq(shell("rm " EXERCISE), 0);
    await("exercise.c is missing. r puts it back");
    press("r");
    await("Put exercise.c back");
    press("r");
    await("is as it was handed out");
    press("x");
    await("2 faults");
    ck_assert_int_eq(
        shell("cmp " EXERCISE " lessons/.original/01-missing-free/exercise.c"), 0);
}
END_TEST

START_TEST(a_save_that_changes_nothing_is_seen)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 50", "$L watch 1");
    await("This is 1 of 2: f shows the next one.");
    press("f");
    await("This is 2 of 2: f goes back to the first.");
    ck_assert_int_eq(shell("cp " EXERCISE " same && cp same " EXERCISE), 0);
    await("unchanged. Judged again: still 2 faults.");
    await("This is 2 of 2"); /* the page that was read stays */
    ck_assert_int_eq(shell("echo >> " EXERCISE), 0);
    await_without("unchanged");
    await(". Judged again: still 2 faults.");
}
END_TEST

START_TEST(the_list_is_renewed_by_a_verdict)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 50", "$L watch 1");
    await("nothing points to it any more");
    press("l");
    await("missing-free     ◐ 0 of 2");
    assert_lacks(&sh.out, "next: ");
    ck_assert_int_eq(shell("cp " SOLUTION " " EXERCISE), 0);
    await("missing-free     ◐ 1 of 2");
    assert_has(&sh.out, "○ not begun   ◐ begun: 1 of 2 exercises is done   ● done");
}
END_TEST

/* Wherever the reader is in the text. */
START_TEST(the_file_to_edit_stays_in_sight)
{
    static const char next[] = "tests 7/7\n Next: mend " EXERCISE ", and save it.\n";
    if (!has_tmux())
        return;
    start("-x 80 -y 24", "$L watch 1");
    await("seen by memcheck");
    await("more below");
    assert_has(&sh.out, next);
    assert_has(&sh.out, "were lost for good");
    press("End");
    await_without("were lost for good");
    assert_has(&sh.out, "This is 1 of 2");
    assert_has(&sh.out, next);
    press("h");
    await("Hint 1 of 4");
    assert_has(&sh.out, next);
}
END_TEST

/* Its loop waits: an endless one takes a processor from the other tests. */
START_TEST(of_an_endless_loop_nothing_that_is_known_is_lost)
{
    if (!has_tmux())
        return;
    ck_assert_int_eq(shell("printf '%s\\n' '#include <unistd.h>' "
                           "'int is_palindrome(const char *t) {' "
                           "'while (t)' 'pause();' 'return 1; }' > " EXERCISE),
                     0);
    start("-x 100 -y 40", "$L watch --timeout 8 1");
    await("failed in line");
    await("the run was stopped in is_palindrome (exercise.c:4), in the loop of line 3");
    await("did not end in time");
    assert_has(&sh.out, "failed in line");
    press("e");
    await("The program was still running when its time was over.");
}
END_TEST

START_TEST(a_fault_behind_another_one_says_that_more_may_be_told)
{
    static const char later[] = "Another fault stopped the program";
    if (!has_tmux())
        return;
    ck_assert_int_eq(shell("cp -r " LL_SOURCE_DIR "/lessons/09-* lessons"), 0);
    start("-x 100 -y 50", "$L watch 9");
    await("2 faults, 2 failed tests");
    assert_lacks(&sh.out, later);
    press("f");
    await(later);
    assert_has(&sh.out, "Line 23 of counter_main.c, in main, had called counter_add.");
    press("f");
    await("SIGABRT stopped it");
    assert_has(&sh.out, "memcheck sees in this test, too, the faults that are told of "
                        "exercise.c:16 and exercise.c:28.");
    assert_has(&sh.out, "They may be what stopped the test: mend them first.");
    ck_assert_int_eq(shell("sed -i 's/malloc(wheels)/malloc(wheels + 1)/' "
                           "lessons/09-*/exercise.c"),
                     0);
    await("2 failed tests → 1 fault");
    await("memcheck (Invalid write), AddressSanitizer");
    assert_has(&sh.out, "called counter_add(");
    assert_lacks(&sh.out, later);
}
END_TEST

/* The time of a run would be over long after this test. */
START_TEST(an_endless_loop_is_told_and_stops_nobody)
{
    if (!has_tmux())
        return;
    ck_assert_int_eq(
        shell("echo 'int is_palindrome(const char *t) { for (;;) if (!t) return 1; }' "
              "> " EXERCISE),
        0);
    start("-x 90 -y 50", "$L watch --timeout 500 1");
    await("runs exercise.c (2 s)");
    await("A run is ended after 500 s: perhaps");
    press("l");
    await("missing-free");
    press("x");
    press("p");
    await("The program runs once more, to be drawn");
    press("x");
    await("Judging: ");
    ck_assert_int_eq(shell("cp " SOLUTION " " EXERCISE), 0);
    await("clean under");
    press("q");
    await("status 0");
}
END_TEST

/* strtok_r() of NULL goes on at `rest`: what lay there before would be chance. */
START_TEST(each_failing_allocation_has_a_page)
{
    if (!has_tmux())
        return;
    ck_assert_int_eq(shell("cp -r " LL_SOURCE_DIR "/lessons/04-* lessons; cd "
                           "lessons/04-*; awk '/if .copy == NULL/ { getline; next } "
                           "/char .rest, / { sub(/rest/, \"rest = NULL\") } "
                           "/if .recipe->title == NULL/ "
                           "{ print; getline; print \"return -1;\"; next } { print }' "
                           "solution.c > exercise.c"),
                     0);
    start("-x 90 -y 80", "$L watch 4");
    await("2 faults when memory runs out · tests 6/6");
    await("This is 1 of 2: f shows the next one.");
    assert_has(&sh.out, "crashes");
    assert_lacks(&sh.out, "again, just that one");
    press("e");
    await("What happened");
    press("x");
    press("f");
    await("This is 2 of 2: f goes back to the first.");
    assert_has(&sh.out, "leaks");
    assert_has(&sh.out, "2 faults when memory runs out");
}
END_TEST

START_TEST(a_picture_is_nothing_for_git)
{
    if (!has_tmux())
        return;
    ck_assert_int_eq(shell("git init -q ."), 0);
    start("-x 90 -y 50", "$L watch 1");
    await("nothing points to it any more");
    press("p");
    await("other keys: back");
    await_without("to be drawn");
    if (strstr(ll_buf_text(&sh.out), "not built with this leaklab") != NULL) {
        skip_part("the picture of watch", "leaklab was built without pages");
        return;
    }
    await("leaklab-pictures/lesson1-exercise.html");
    ck_assert_int_eq(shell("test -s leaklab-pictures/lesson1-exercise.html && "
                           "git status --porcelain"),
                     0);
    assert_has(&sh.out, "lessons/");
    assert_lacks(&sh.out, "pictures");
}
END_TEST

START_TEST(narrow_wide_and_plain_terminals_are_served)
{
    static const char *const sizes[] = {"-x 60 -y 20", "-x 200 -y 50"};
    if (!has_tmux())
        return;
    for (size_t i = 0; i < 2; i++) {
        start(sizes[i], "NO_COLOR=1 $L watch 1");
        await("2 faults");
        await("q quit");
        ck_assert_int_eq(shell("$T resize-window -x 100 -y 30"), 0);
        await("nothing points to it any more");
        ck_assert_int_eq(shell("$T capture-pane -e -p"), 0);
        assert_lacks(&sh.out, "\033[31m");
        stop_server();
    }
    start("-x 90 -y 50", "LC_ALL=C $L watch 1");
    await("Lesson 1 - exercise.c");
    await("2 faults");
    await(" | ");
    await("n next exercise");
    await("b the one before - l list");
    press("l");
    await("o not begun   ~ begun: 1 of 2 exercises is done   * done");
}
END_TEST

START_TEST(without_a_terminal_it_says_so)
{
    ck_assert_int_eq(shell("$L watch 1 < /dev/null"), 2);
    assert_has(&sh.errors, "it needs a terminal");
    ck_assert_int_eq(shell("$L watch 99"), 2);
}
END_TEST

START_TEST(the_pair_is_shown_once)
{
    if (!has_tmux())
        return;
    start("-x 90 -y 90",
          "$L lesson 1; echo first; $L lesson 1; echo again; $L lesson 1 "
          "--pair");
    await("status 1");
    ck_assert_int_eq(
        shell("$T capture-pane -p -S - > screen; sed '/^first/,$d' screen | "
              "grep -c 'The right half'"),
        0);
    ck_assert_int_eq(shell("sed '1,/^first/d;/^again/,$d' screen | grep 'The right'"),
                     1);
    ck_assert_int_eq(shell("grep 'the pair again: .*leaklab lesson --pair 1' screen"),
                     0);
    ck_assert_int_eq(shell("sed '1,/^again/d' screen | grep 'The right half'"), 0);
}
END_TEST

/* ---- commands ----------------------------------------------------------------- */

START_TEST(reset_puts_back_and_keeps)
{
    ck_assert_int_eq(shell("$L reset 1 exercise.c"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.out), "exercise.c is as it was handed out.\n");
    ck_assert_int_eq(shell("echo mine > " EXERCISE "; $L reset 1 exercise.c"), 0);
    assert_has(&sh.out, "What you had is in\n " EXERCISE ".old1\n");
    ck_assert_int_eq(shell("echo more > " EXERCISE "; $L reset 1 " EXERCISE), 0);
    ck_assert_int_eq(shell("cat " EXERCISE ".old1 " EXERCISE ".old2"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.out), "mine\nmore\n");
    ck_assert_int_eq(
        shell("cmp " EXERCISE " lessons/.original/01-missing-free/exercise.c"), 0);
}
END_TEST

START_TEST(reset_needs_a_copy)
{
    ck_assert_int_eq(shell("$L reset 1 main.c"), 2);
    assert_has(&sh.errors, "'main.c' is no exercise of lesson 1: it has exercise.c");
    ck_assert_int_eq(shell("rm -r lessons/.original; $L reset 1 exercise.c"), 2);
    assert_has(&sh.errors, "there is no copy of exercise.c as it was handed out");
    ck_assert_int_eq(
        shell("git init -q . && git add lessons && git -c user.name=a -c user.email=b "
              "commit -qm a && echo mine >> " EXERCISE " && $L reset 1 exercise.c && "
              "git diff --exit-code " EXERCISE),
        0);
}
END_TEST

START_TEST(the_program_of_a_diagnosis_has_a_picture)
{
    ck_assert_int_eq(shell("$L picture --lesson 1 lessons/01-missing-free/tickets.c"),
                     0);
    assert_has(&sh.out, ".picture.html");
}
END_TEST

START_TEST(next_says_where_to_go_on)
{
    ck_assert_int_eq(shell("$L next"), 0);
    assert_has(&sh.out, "Lesson 1: ");
    assert_has(&sh.out, "01-missing-free/exercise.c");
    ck_assert_int_eq(
        shell("cp " SOLUTION " " EXERCISE "; $L lesson 1 > /dev/null; $L next"), 0);
    assert_has(&sh.out, "01-missing-free/answers.yml");
}
END_TEST

START_TEST(a_broken_exercise_does_not_silence_the_others)
{
    ck_assert_int_eq(shell("rm " EXERCISE "; $L lesson 1"), 2);
    assert_has(&sh.out, "exercise.c is missing. `");
    assert_has(&sh.out, "reset 1 exercise.c`\n");
    assert_has(&sh.out, "answers.yml");
    assert_has(&sh.out, " answered");
    assert_has(&sh.out, "Next: `");
    ck_assert_int_eq(shell("$L list && $L next"), 0);
    assert_has(&sh.out, "missing-free     ");
    assert_has(&sh.out, "Next in it is lessons/01-missing-free/exercise.c");
    ck_assert_int_eq(shell("$L lesson 1 --format gcc"), 2);
    assert_has(&sh.out, "exercise.c: missing\n");
    ck_assert_int_eq(shell("rm lessons/01-*/answers.yml; $L lesson 1"), 2);
    assert_has(&sh.out, "answers.yml is missing.");
}
END_TEST

START_TEST(an_unknown_kind_leads_to_the_list)
{
    ck_assert_int_eq(
        shell("sed -i 's/^kind:.*/kind: lost/' lessons/01-*/answers.yml; $L lesson 1"),
        1);
    assert_has(&sh.out, "no: no fault has that name\n");
    assert_has(&sh.out, "leaklab explain` lists the kinds of fault.");
}
END_TEST

START_TEST(a_wrong_encoding_is_told)
{
    ck_assert_int_eq(shell("iconv -t UTF-16 " SOLUTION " > " EXERCISE "; $L lesson 1"),
                     2);
    assert_has(&sh.out, "exercise.c was saved as UTF-16");
    assert_lacks(&sh.out, "gcc says");
    ck_assert_int_eq(shell("echo '/* \\0344 */' | sed 's/.0344/\\xe4/' > " EXERCISE
                           "; cat lessons/.original/01-*/exercise.c >> " EXERCISE
                           "; $L lesson 1"),
                     1);
    assert_has(&sh.out, "Line 1 of exercise.c has a byte that is no UTF-8");
    ck_assert_int_eq(shell("sed 's/$/\\r/' " SOLUTION " > " EXERCISE "; $L lesson 1"),
                     1);
    assert_has(&sh.out, "exercise.c         clean under");
}
END_TEST

START_TEST(other_files_are_compared_with_the_originals)
{
    ck_assert_int_eq(shell("cp -r lessons/01-*/*.[ch] lessons/.original/01-*/;"
                           "echo '/**/' >> lessons/01-missing-free/main.c;"
                           "$L lesson 1"),
                     1);
    assert_has(&sh.out, "main.c is not as it was handed out. A grader takes its own.");
    ck_assert_int_eq(shell("rm lessons/01-*/main.c; $L lesson 1"), 2);
    assert_has(&sh.errors, "main.c of lesson 1 is missing: `");
    ck_assert_int_eq(shell("$L reset 1 main.c && $L lesson 1"), 1);
    assert_lacks(&sh.out, "not as it was handed out");
}
END_TEST

/* With a `cmake` that finds leaklab built. */
START_TEST(make_works_with_a_blank_and_in_a_lessons_folder)
{
    ck_assert_int_eq(
        shell("mkdir -p bin build scripts && ln -s /bin/true bin/cmake &&"
              "cp " LL_SOURCE_DIR "/scripts/build scripts && ln -s $L build/leaklab &&"
              "touch build/build.ninja && cp " LL_SOURCE_DIR "/Makefile ."),
        0);
    ck_assert_int_eq(shell("PATH=$PWD/bin:$PATH make hint 1 2"), 0);
    assert_has(&sh.out, "Hint 2 of ");
    ck_assert_int_eq(shell("PATH=$PWD/bin:$PATH; cd lessons/02-*; make hint2.3"), 0);
    assert_has(&sh.out, "Hint 3 of ");
    ck_assert_int_eq(shell("PATH=$PWD/bin:$PATH; cd lessons/02-*; make hint"), 0);
    assert_has(&sh.out, "Hint 1 of ");
    ck_assert_int_eq(shell("PATH=$PWD/bin:$PATH; cd lessons/02-*; make -n"), 0);
    assert_has(&sh.out, "build/leaklab lesson 02");
    ck_assert_int_eq(shell("PATH=$PWD/bin:$PATH; make lesson TIMEOUT=3"), 2);
    assert_has(&sh.errors, "Which one? For example: make lesson1");
}
END_TEST

/* ---- the suite ---------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("watch");
    TCase *screens = case_create("screens");
    tcase_add_checked_fixture(screens, set_up, tear_down);
    tcase_add_test(screens, a_save_is_judged_and_the_change_is_told);
    tcase_add_test(screens, keys_show_hints_and_explanations);
    tcase_add_test(screens, a_long_line_is_seen_to_its_end);
    tcase_add_test(screens, a_failed_test_is_explained);
    tcase_add_test(screens, a_broken_or_removed_file_is_no_dead_end);
    tcase_add_test(screens, narrow_wide_and_plain_terminals_are_served);
    tcase_add_test(screens, without_a_terminal_it_says_so);
    tcase_add_test(screens, the_pair_is_shown_once);
    suite_add_tcase(suite, screens);

    TCase *keys = case_create("keys");
    tcase_add_checked_fixture(keys, set_up, tear_down);
    tcase_add_test(keys, a_save_that_changes_nothing_is_seen);
    tcase_add_test(keys, the_list_is_renewed_by_a_verdict);
    tcase_add_test(keys, the_file_to_edit_stays_in_sight);
    tcase_add_test(keys, of_an_endless_loop_nothing_that_is_known_is_lost);
    tcase_add_test(keys, a_fault_behind_another_one_says_that_more_may_be_told);
    tcase_add_test(keys, an_endless_loop_is_told_and_stops_nobody);
    tcase_add_test(keys, each_failing_allocation_has_a_page);
    tcase_add_test(keys, a_picture_is_nothing_for_git);
    suite_add_tcase(suite, keys);

    TCase *commands = case_create("commands");
    tcase_add_checked_fixture(commands, set_up, tear_down);
    tcase_add_test(commands, reset_puts_back_and_keeps);
    tcase_add_test(commands, reset_needs_a_copy);
    tcase_add_test(commands, the_program_of_a_diagnosis_has_a_picture);
    tcase_add_test(commands, next_says_where_to_go_on);
    tcase_add_test(commands, a_broken_exercise_does_not_silence_the_others);
    tcase_add_test(commands, an_unknown_kind_leads_to_the_list);
    tcase_add_test(commands, a_wrong_encoding_is_told);
    tcase_add_test(commands, other_files_are_compared_with_the_originals);
    tcase_add_test(commands, make_works_with_a_blank_and_in_a_lessons_folder);
    suite_add_tcase(suite, commands);
    return suite_run(suite);
}
