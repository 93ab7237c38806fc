/* SPDX-License-Identifier: MIT
 *
 * Completion in the shells themselves, and the man page: every option that --help names
 * is in all of them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "jail/jail.h"
#include "support/suite.h"

#define SHARE LL_BUILD_DIR "/share"

static struct ll_buf out;

static void set_up(void)
{
    ll_buf_init(&out, 1 << 20);
}

static void tear_down(void)
{
    ll_buf_release(&out);
}

/* Run a command in the sources' folder; returns its exit status. What it printed is in
 * `out`. */
static int run(const char *const *argv)
{
    struct ll_ended ended;
    struct ll_error err = {0};
    struct ll_job job = {
        .argv = argv,
        .env = (const char *const[]){"LC_ALL=C.UTF-8", NULL},
        .folder = LL_SOURCE_DIR,
        .limits = {.wall_seconds = HANG_SECONDS},
        .out = &out,
        .err = &out,
    };
    ll_buf_clear(&out);
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
    ck_assert_msg(ended.how == LL_END_EXITED, "'%s' did not exit", argv[0]);
    return ended.status;
}

/* Whether the program is on this machine. */
static bool has(const char *program)
{
    char line[64];
    snprintf(line, sizeof line, "command -v %s >/dev/null", program);
    return system(line) == 0;
}

/* What is typed before the Tab key, and what the shell then offers: all words in
 * `offers` (a blank stands between them), and not `not`. */
static const struct typed {
    const char *line, *offers, *not ;
} lines[] = {
    {"leaklab gr", "grade", "lesson"},
    {"leaklab ", "lesson check completion", "manual"},
    {"leaklab grade --f", "--format", "--lesson"},
    {"leaklab grade --format ", "gradescope junit tap", "text"},
    {"leaklab grade --lesson ", "1 3", "README.md"},
    {"leaklab check --format ", "text json gcc sarif gitlab ctest junit html", "tap"},
    {"leaklab check --tool c", "clang-asan clang-analyzer", "memcheck"},
    {"leaklab check src/cli/mai", "src/cli/main.c", "src/cli/screen.h"},
    {"leaklab sweep --format ", "text json gcc sarif gitlab junit", "html"},
    {"leaklab sweep --root src/cl", "src/cli/ src/class/", "src/base/"},
    {"leaklab lesson ", "1 3 10", "--raw"},
    {"leaklab lesson 3 REA", "README.md", "3"},
    {"leaklab explain use", "use-after-free", "double-free"},
    {"leaklab export ", "students gradescope slurm", "bash"},
    {"leaklab export slurm 6 --sh", "--shards", "--submissions"},
    {"leaklab completion ", "bash zsh fish", "students"},
};

/* Is `word` a line of what a shell offers? A "/" or a Tab and a description may follow
 * it. */
static bool is_offered(const char *word, size_t length)
{
    if (word[length - 1] == '/')
        length--;
    for (const char *line = ll_buf_text(&out); *line != '\0';) {
        size_t end = strcspn(line, "\n");
        size_t size = strcspn(line, "\t\n");
        if (size > 0 && line[size - 1] == '/')
            size--;
        if (size == length && strncmp(line, word, length) == 0)
            return true;
        line += end + (line[end] == '\n');
    }
    return false;
}

static void check_offers(const struct typed *typed)
{
    for (const char *word = typed->offers; *word != '\0';) {
        size_t length = strcspn(word, " ");
        ck_assert_msg(is_offered(word, length), "'%s' does not offer '%.*s', but:\n%s",
                      typed->line, (int)length, word, ll_buf_text(&out));
        word += length + (word[length] == ' ');
    }
    ck_assert_msg(!is_offered(typed->not, strlen(typed->not )), "'%s' offers '%s'",
                  typed->line, typed->not );
}

/* The function that bash calls, with the words of a line as bash gives them. */
static const char bash_complete[] =
    "source " SHARE "/bash-completion/completions/leaklab || exit\n"
    "read -ra COMP_WORDS <<<\"$1\"\n"
    "if [[ $1 == *' ' ]]; then COMP_WORDS+=(''); fi\n"
    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
    "function=$(complete -p leaklab | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
    "\"$function\" " LL_BUILD_DIR "/leaklab\n"
    "printf '%s\\n' \"${COMPREPLY[@]}\"\n";

static void in_bash(const struct typed *typed)
{
    ck_assert_int_eq(
        run((const char *const[]){"bash", "-c", bash_complete, "-", typed->line, NULL}),
        0);
}

START_TEST(bash_completes)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        in_bash(&lines[i]);
        check_offers(&lines[i]);
    }
}
END_TEST

/* bash makes three words of --format=te. */
START_TEST(bash_completes_a_value_after_an_equals_sign)
{
    static const struct typed cases[] = {
        {"leaklab grade --format = ", "tap junit", "--format"},
        {"leaklab grade --format = ta", "tap", "junit"},
        {"leaklab lesson --no-cache ", "1 3", "README.md"},
        {"leaklab grade --lesson = 3 --for", "--format", "--lesson"},
        {"leaklab check --format = json prog.c -- REA", "README.md", "json"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        in_bash(&cases[i]);
        check_offers(&cases[i]);
    }
}
END_TEST

START_TEST(fish_completes)
{
    if (!has("fish")) {
        skip("fish is not installed");
        return;
    }
    /* fish asks the program as it was typed for the lessons. */
    static const char script[] =
        "set -x PATH " LL_BUILD_DIR " $PATH\n"
        "source " SHARE "/fish/vendor_completions.d/leaklab.fish\n"
        "complete -C $argv[1]\n";
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct typed typed = lines[i];
        int status =
            run((const char *const[]){"fish", "-N", "-c", script, typed.line, NULL});
        ck_assert_int_eq(status, 0);
        if (strstr(typed.line, " check src") == NULL) /* offers every file */
            check_offers(&typed);
    }
}
END_TEST

/* The shell reads its script; false when it is not installed. */
static bool is_read(const char *shell, const char *script)
{
    if (!has(shell))
        return false;
    ck_assert_msg(run((const char *const[]){shell, "-n", script, NULL}) == 0, "%s: %s",
                  script, ll_buf_text(&out));
    return true;
}

START_TEST(zsh_can_read_its_script)
{
    if (!is_read("zsh", SHARE "/zsh/site-functions/_leaklab"))
        skip("zsh is not installed");
}
END_TEST

START_TEST(fish_can_read_its_script)
{
    if (!is_read("fish", SHARE "/fish/vendor_completions.d/leaklab.fish"))
        skip("fish is not installed");
}
END_TEST

/* The words "--option" of a text. */
static void find_options(const char *text, struct ll_strings *options)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
    for (const char *at = text; (at = strstr(at, "  --")) != NULL;) {
        at += 2;
        size_t length = strspn(at, letters);
        if (length > 2)
            ll_strings_addf(options, "%.*s", (int)length, at);
    }
}

static void read_file(const char *path, struct ll_buf *text)
{
    struct ll_error err = {0};
    ck_assert_msg(ll_file_read(path, 1 << 20, text, &err) == 0, "%s", err.text);
}

START_TEST(every_option_is_in_the_man_page_and_the_scripts)
{
    static const char *const commands[] = {"lesson", "check",  "sweep", "grade",
                                           "verify", "matrix", "new",   "questions"};
    struct ll_buf manual = LL_BUF_INIT, bash = LL_BUF_INIT, zsh = LL_BUF_INIT,
                  fish = LL_BUF_INIT;
    read_file(SHARE "/man/man1/leaklab.1", &manual);
    read_file(SHARE "/bash-completion/completions/leaklab", &bash);
    read_file(SHARE "/zsh/site-functions/_leaklab", &zsh);
    read_file(SHARE "/fish/vendor_completions.d/leaklab.fish", &fish);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct ll_strings options = LL_STRINGS_INIT;
        ck_assert_int_eq(run((const char *const[]){LL_BUILD_DIR "/leaklab", commands[i],
                                                   "--help", NULL}),
                         0);
        find_options(ll_buf_text(&out), &options);
        ck_assert_uint_gt(options.count, 0);
        for (size_t j = 0; j < options.count; j++) {
            const char *name = options.items[j];
            char roff[64] = "", line[128];
            for (const char *p = name; *p != '\0'; p++)
                strcat(roff, *p == '-' ? "\\-" : (const char[]){*p, '\0'});
            ck_assert_msg(strstr(ll_buf_text(&manual), roff) != NULL, "man: %s", name);
            ck_assert_msg(strstr(ll_buf_text(&bash), name) != NULL, "bash: %s", name);
            ck_assert_msg(strstr(ll_buf_text(&zsh), name) != NULL, "zsh: %s", name);
            snprintf(line, sizeof line, "from %s' -l %s", commands[i], name + 2);
            ck_assert_msg(strstr(ll_buf_text(&fish), line) != NULL, "fish: %s", line);
        }
        ll_strings_release(&options);
    }
    ck_assert_ptr_null(strstr(ll_buf_text(&manual), "@COMMANDS@\n"));
    ll_buf_release(&manual);
    ll_buf_release(&bash);
    ll_buf_release(&zsh);
    ll_buf_release(&fish);
}
END_TEST

START_TEST(groff_can_read_the_man_page)
{
    static const char *const groff[] = {
        "groff", "-man", "-Tutf8", "-ww",
        "-z",    "-K",   "utf8",   SHARE "/man/man1/leaklab.1",
        NULL};
    if (!has("groff")) {
        skip("groff is not installed");
        return;
    }
    ck_assert_int_eq(run(groff), 0);
    ck_assert_str_eq(ll_buf_text(&out), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("completion");
    TCase *tcase = case_create("shells");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, bash_completes);
    tcase_add_test(tcase, bash_completes_a_value_after_an_equals_sign);
    tcase_add_test(tcase, zsh_can_read_its_script);
    tcase_add_test(tcase, fish_can_read_its_script);
    tcase_add_test(tcase, fish_completes);
    tcase_add_test(tcase, every_option_is_in_the_man_page_and_the_scripts);
    tcase_add_test(tcase, groff_can_read_the_man_page);
    return suite_run(suite);
}
