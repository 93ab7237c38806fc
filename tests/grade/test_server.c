/* SPDX-License-Identifier: MIT
 *
 * A memcheck that is started once runs many programs, and sweeps many: none of them
 * reaches the host, or the program after it. */
#include "grade/fork_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "class/class.h"
#include "class/graded_json.h"
#include "grade/reference.h"
#include "runtime/host.h"
#include "runtime/link.h"
#include "session/job.h"
#include "support/programs.h"
#include "support/suite.h"

static struct ll_lesson *lesson;
static struct ll_harness harness;
static struct ll_fork_server *server;
static struct ll_served_run served;
static char *place;

static void make_harness(void)
{
    struct ll_buf why = LL_BUF_INIT;
    lesson = ll_lesson_load(LL_SOURCE_DIR "/lessons/06-double-free", &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_msg(exercise != NULL && ll_harness_make(lesson, exercise, true, &harness,
                                                      &why, &err) == 0,
                  "%s%s", err.text, ll_buf_text(&why));
    place = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(place);
}

static void setup(void)
{
    make_harness();
    server = ll_fork_server_start(&harness, ll_tool_find("memcheck"),
                                  &ll_limits_isolated, &err);
    ck_assert_ptr_nonnull(server);
    ck_assert(ll_fork_server_is_useful(server));
}

static void setup_sweeps(void)
{
    make_harness();
    server = ll_fork_server_start_sweeps(&harness, ll_tool_find("memcheck"),
                                         &ll_limits_isolated, &err);
    ck_assert_ptr_nonnull(server);
    ck_assert(ll_fork_server_is_useful(server));
}

static void forget(void)
{
    ll_buf_release(&served.transcript);
    ll_buf_release(&served.report);
    ll_buf_release(&served.log);
    ll_buf_release(&served.output);
}

static void teardown(void)
{
    forget();
    ll_fork_server_stop(server);
    ll_harness_release(&harness);
    ll_lesson_free(lesson);
    ll_path_remove_tree(place);
    free(place);
}

/* Have the server run `body`, the statements of a main function. */
static int serve(const char *body, double seconds)
{
    struct ll_buf source = LL_BUF_INIT, program = LL_BUF_INIT;
    char command[2000];
    ll_buf_addf(
        &source,
        "#define _GNU_SOURCE\n"
        "#include <dirent.h>\n#include <errno.h>\n#include <fcntl.h>\n"
        "#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
        "#include <string.h>\n#include <sys/ioctl.h>\n#include <sys/ptrace.h>\n"
        "#include <sys/resource.h>\n#include <sys/socket.h>\n#include <sys/stat.h>\n"
        "#include <unistd.h>\n"
        "int __wrap_main(int argc, char **argv) {\n(void)argc; (void)argv;\n"
        "%s\nreturn 0; }\n",
        body);
    snprintf(command, sizeof command, "%s/x.c", place);
    ck_assert_int_eq(ll_file_write(command, ll_buf_text(&source), source.len, &err), 0);
    snprintf(command, sizeof command, "gcc -g -shared -fPIC %s/x.c -o %s/x.so", place,
             place);
    ck_assert_int_eq(system(command), 0);
    snprintf(command, sizeof command, "%s/x.so", place);
    ck_assert_int_eq(ll_file_read(command, 1 << 20, &program, &err), 0);
    forget();
    served = (struct ll_served_run){.program = &program,
                                    .say = "hello",
                                    .say_bytes = 5,
                                    .seconds = seconds,
                                    .transcript = {.max = 1 << 20},
                                    .report = {.max = 1 << 20},
                                    .log = {.max = 1 << 20},
                                    .output = {.max = 1 << 20}};
    int ran = ll_fork_server_run(server, &served, &err);
    ll_buf_release(&program);
    ll_buf_release(&source);
    return ran;
}

static void assert_exits(const char *body, int status)
{
    ck_assert_msg(serve(body, 20) == 0, "the server is of no use after: %s", body);
    ck_assert_msg(served.ended.how == LL_END_EXITED && served.ended.status == status,
                  "%s: %d, %d, %d\n%s%s", body, served.ended.how, served.ended.status,
                  served.ended.signal, ll_buf_text(&served.output),
                  ll_buf_text(&served.log));
}

START_TEST(each_program_has_its_own_output_report_and_memory)
{
    for (int i = 0; i < 2; i++) {
        assert_exits("char text[6] = \"\"; static int before;\n"
                     "if (read(3, text, 5) != 5 || write(3, text, 5) != 5) return 9;\n"
                     "printf(\"said %s\\n\", text);\n"
                     "char *volatile lost = malloc(77); lost = NULL;\n"
                     "return before++;",
                     0);
        ck_assert_str_eq(ll_buf_text(&served.transcript), "hello");
        ck_assert_str_eq(ll_buf_text(&served.output), "said hello\n");
        ck_assert_ptr_nonnull(
            strstr(ll_buf_text(&served.report), "77 bytes in 1 blocks are definitely"));
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&served.report), "</valgrindoutput>"));
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&served.log), "malloc(77) = "));
        ck_assert(served.ended.cpu_seconds > 0);
    }
    assert_exits("return 7;", 7);
    ck_assert_ptr_null(strstr(ll_buf_text(&served.report), "definitely lost"));
    ck_assert_ptr_null(strstr(ll_buf_text(&served.log), "malloc(77)"));
}
END_TEST

/* The host made it so, once for all: it takes memcheck 0.2 s. */
START_TEST(blocks_cannot_be_executed)
{
    assert_exits("char line[300], rights[8]; unsigned long from, to;\n"
                 "for (int i = 0; i < 30; i++) {\n"
                 "char *block = malloc(3 << 20);\n"
                 "FILE *maps = fopen(\"/proc/self/maps\", \"r\");\n"
                 "if (block == NULL || maps == NULL) return 9;\n"
                 "while (fgets(line, sizeof line, maps) != NULL)\n"
                 "if (sscanf(line, \"%lx-%lx %7s\", &from, &to, rights) == 3 &&\n"
                 "(unsigned long)block >= from && (unsigned long)block < to &&\n"
                 "rights[2] == 'x') return 8;\n"
                 "fclose(maps); }",
                 0);
}
END_TEST

START_TEST(a_crash_does_not_end_the_server)
{
    ck_assert_int_eq(serve("*(volatile char *)0 = 1;", 20), 0);
    ck_assert_int_eq(served.ended.how, LL_END_SIGNALLED);
    ck_assert_int_eq(served.ended.signal, 11);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&served.report), "InvalidWrite"));
    assert_exits("return 3;", 3);
}
END_TEST

START_TEST(a_program_that_hangs_is_stopped)
{
    ck_assert_int_eq(serve("signal(SIGTERM, SIG_IGN); for (;;) ;", 1), 0);
    ck_assert_int_eq(served.ended.how, LL_END_TIMEOUT);
    assert_exits("return 3;", 3);
}
END_TEST

/* How often `call` works, tried with each descriptor `fd`. */
#define EACH_DESCRIPTOR(call)                                                          \
    "int done = 0, one = 1;\n(void)one;\n"                                             \
    "for (int fd = 3; fd < 1024; fd++)\n    done += " call ";\nreturn done;"

START_TEST(no_program_can_reach_the_host)
{
    static const char *const attacks[] = {
        "return fork() >= 0 || errno != EPERM;",
        "return vfork() >= 0;",
        "return kill(getppid(), SIGKILL) == 0;",
        "return kill(0, SIGCONT) == 0;",
        "return kill(-1, SIGKILL) == 0;",
        "return tgkill(getppid(), getppid(), SIGKILL) == 0;",
        "return ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0;",
        "char path[64]; snprintf(path, sizeof path, \"/proc/%d/mem\", "
        "(int)getppid());\n"
        "return open(path, O_RDWR) >= 0;",
        /* The tool's sockets, which later programs share, cannot be changed. Valgrind
         * 3.24 reports each use of a descriptor that is not open. One call a program
         * keeps its report below the limit of 1 MiB. */
        EACH_DESCRIPTOR("fcntl(fd, F_SETFL, O_NONBLOCK) == 0"),
        EACH_DESCRIPTOR("ioctl(fd, FIONBIO, &one) == 0"),
        EACH_DESCRIPTOR("shutdown(fd, SHUT_WR) == 0"),
        EACH_DESCRIPTOR("setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &one, sizeof one) == 0"),
        EACH_DESCRIPTOR("fcntl(fd, F_SETOWN, getppid()) == 0"),
        /* The control socket is closed: only the line is open, and two copies of the
         * output. */
        "struct rlimit most; /* above it there are Valgrind's own */\n"
        "int found = 0;\n"
        "struct stat output, file;\n"
        "getrlimit(RLIMIT_NOFILE, &most);\n"
        "fstat(STDOUT_FILENO, &output);\n"
        "for (int fd = 3; fd < (int)most.rlim_cur; fd++)\n"
        "    found += fstat(fd, &file) == 0 &&\n"
        "        (file.st_ino != output.st_ino || file.st_dev != output.st_dev);\n"
        "return found != 1;",
    };
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        assert_exits(attacks[i], 0);
    /* Valgrind gives up when an execve() fails. */
    ck_assert_int_eq(serve("char *words[] = {\"echo\", \"through\", NULL};\n"
                           "execv(\"/bin/echo\", words);",
                           20),
                     0);
    ck_assert_ptr_null(strstr(ll_buf_text(&served.output), "through"));
    assert_exits("return 3;", 3);
}
END_TEST

START_TEST(no_file_is_left_for_the_next_program)
{
    assert_exits("int fd = open(\"left\", O_CREAT | O_WRONLY, 0600);\n"
                 "return fd < 0 || write(fd, \"x\", 1) != 1;",
                 0);
    assert_exits("return open(\"left\", O_RDONLY) >= 0;", 0);
    assert_exits("return chmod(\".\", 0500) != 0;", 0);
    assert_exits("return open(\"mine\", O_CREAT | O_WRONLY, 0600) < 0;", 0);
}
END_TEST

/* A program that has more memory than it may ends the host, too. */
START_TEST(a_server_whose_host_ended_is_of_no_use)
{
    ck_assert_int_eq(serve("for (;;) memset(malloc(1 << 20), 1, 1 << 20);", 20), 1);
    ck_assert(!ll_fork_server_is_useful(server));
    ck_assert_int_eq(serve("return 0;", 20), 1);
}
END_TEST

/* ---- sweeps ---------------------------------------------------------------------- */

static struct ll_served_sweep swept;
static struct ll_buf printed = LL_BUF_INIT;

/* Build a program whose main has the statements `body`, as one that is swept. */
static void build_swept(const char *body)
{
    static const char *const link[] = {LL_LINK_FINISH, LL_LINK_SWEEP};
    struct ll_buf source = LL_BUF_INIT, command = LL_BUF_INIT;
    ll_buf_addf(
        &source,
        "#define _GNU_SOURCE\n"
        "#include <errno.h>\n#include <fcntl.h>\n#include <sched.h>\n"
        "#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
        "#include <sys/ptrace.h>\n#include <sys/resource.h>\n"
        "#include <sys/stat.h>\n#include <sys/syscall.h>\n#include <sys/wait.h>\n"
        "#include <unistd.h>\nint main(void) {\n%s\nreturn 0; }\n",
        body);
    ll_buf_addf(&command, "%s/x.c", place);
    ck_assert_int_eq(
        ll_file_write(ll_buf_text(&command), ll_buf_text(&source), source.len, &err),
        0);
    ll_buf_release(&command);
    ll_buf_addf(&command,
                "gcc -g -shared -fPIC -Wl,-Bsymbolic %s/x.c " LL_BUILD_DIR
                "/runtime/finish.o " LL_BUILD_DIR "/runtime/fail.o " LL_BUILD_DIR
                "/runtime/swept.o -o %s/x.so",
                place, place);
    for (size_t i = 0; i < sizeof link / sizeof *link; i++)
        ll_buf_addf(&command, " %s", link[i]);
    ck_assert_int_eq(system(ll_buf_text(&command)), 0);
    ll_buf_release(&command);
    ll_buf_release(&source);
}

/* Have the server sweep it, into the folder `place`/left. */
static int sweep(const char *body)
{
    static char program[500], left[500];
    build_swept(body);
    snprintf(program, sizeof program, "%s/x.so", place);
    snprintf(left, sizeof left, "%s/left", place);
    ll_path_remove_tree(left);
    ck_assert_int_eq(ll_path_make_dirs(left, &err), 0);
    ll_buf_release(&printed);
    swept = (struct ll_served_sweep){.program = program,
                                     .what = "fork:300:60:10",
                                     .folder = left,
                                     .seconds = 20,
                                     .output = &printed};
    return ll_fork_server_sweep(server, &swept, &err);
}

/* How many files with names of that end, or lines of them, have `text`. */
static int count_left(const char *end, const char *text)
{
    char command[2000];
    int count = -1;
    snprintf(command, sizeof command, "cat /dev/null '%s'/*%s | grep -c -e '%s'",
             swept.folder, end, text);
    FILE *lines = popen(command, "r");
    ck_assert_ptr_nonnull(lines);
    ck_assert_int_eq(fscanf(lines, "%d", &count), 1);
    pclose(lines);
    return count;
}

static void assert_swept(const char *body, int status)
{
    ck_assert_msg(sweep(body) == 0, "the server is of no use after: %s", body);
    ck_assert_msg(swept.ended.how == LL_END_EXITED && swept.ended.status == status,
                  "%s: %d, %d, %d\n%s", body, swept.ended.how, swept.ended.status,
                  swept.ended.signal, ll_buf_text(&printed));
    ck_assert_int_eq(count_left("sweep", "^total "), 1);
    int logged = count_left("memcheck.log", "FILE DESCRIPTORS");
    ck_assert(logged == count_left(".xml", "</valgrindoutput>") ||
              count_left("memcheck.log", "") ==
                  0); /* Valgrind 3.27 has it in the XML */
}

/* Where the second allocation fails, it loses the first block. What a library asks for
 * counts as well. */
START_TEST(each_program_has_its_own_log_and_reports)
{
    for (int i = 0; i < 2; i++) {
        assert_swept("char *a = malloc(77), *b = malloc(5), *c = NULL;\n"
                     "if (b == NULL) return 3;\n"
                     "if (asprintf(&c, \"%d\", 7) < 0) c = NULL;\n"
                     "printf(\"three\\n\"); free(a); free(b); free(c);",
                     0);
        ck_assert_int_eq(count_left("sweep", "^child [123]+\\? "), 6);
        ck_assert_int_eq(count_left("sweep", "^point 3 malloc .* asprintf "), 1);
        /* alone, and of 1+ and 2 the first is the one of both */
        ck_assert_int_eq(count_left(".xml", "77 bytes in 1 blocks are definitely"), 1);
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&printed), "three\n"));
    }
    assert_swept("free(malloc(1)); return 7;", 7);
    ck_assert_int_eq(count_left(".xml", "are definitely lost"), 0);
    ck_assert_int_eq(count_left("sweep", "^child "), 2);
}
END_TEST

/* A process that a program makes can do no more than the program. */
START_TEST(no_program_that_is_swept_can_reach_the_host)
{
    static const char *const attacks[] = {
        "return kill(host, SIGKILL) == 0 || errno != EPERM;",
        "return kill(0, SIGCONT) == 0;",
        "return kill(-1, SIGKILL) == 0;",
        "return tgkill(host, host, SIGKILL) == 0;",
        "return ptrace(PTRACE_ATTACH, host, 0, 0) == 0;",
        "return syscall(SYS_pidfd_open, host, 0) >= 0;",
        "return setpriority(PRIO_PROCESS, (id_t)host, 19) == 0;",
        "char path[64]; snprintf(path, sizeof path, \"/proc/%d/mem\", (int)host);\n"
        "return open(path, O_RDWR) >= 0;",
        /* The control socket is closed. Valgrind 3.19 leaves the process's own report
         * open. */
        "struct rlimit most; /* above it there are Valgrind's own */\n"
        "struct stat file;\n"
        "int found = 0;\n"
        "getrlimit(RLIMIT_NOFILE, &most);\n"
        "for (int fd = 3; fd < (int)most.rlim_cur; fd++)\n"
        "    found += fstat(fd, &file) == 0 && !S_ISREG(file.st_mode);\n"
        "return found;",
    };
    char body[1000];
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        snprintf(body, sizeof body, "pid_t host = getppid();\n(void)host;\n%s",
                 attacks[i]);
        assert_swept(body, 0);
        snprintf(body, sizeof body,
                 "int status; pid_t host = getppid(), child = fork();\n"
                 "if (child != 0) return waitpid(child, &status, 0) != child ||\n"
                 "    status != 0;\n%s",
                 attacks[i]);
        assert_swept(body, 0);
    }
}
END_TEST

START_TEST(no_file_is_left_for_the_next_sweep)
{
    assert_swept("char path[300];\n"
                 "snprintf(path, sizeof path, \"%s/memcheck.99.xml\", "
                 "getenv(\"TMPDIR\"));\n"
                 "return open(path, O_CREAT | O_WRONLY, 0600) < 0;",
                 0);
    ck_assert_int_eq(count_left(".99.xml", ""), 0);
    assert_swept("char path[300];\n"
                 "snprintf(path, sizeof path, \"%s/memcheck.99.xml\", "
                 "getenv(\"TMPDIR\"));\n"
                 "return open(path, O_RDONLY) >= 0;",
                 0);
    /* what the tool's name begins with is taken only where it is a plain file */
    ck_assert_int_eq(sweep("char path[300];\n"
                           "snprintf(path, sizeof path, \"%s/memcheck.98.xml\", "
                           "getenv(\"TMPDIR\"));\n"
                           "return symlink(\"/etc/passwd\", path);"),
                     1);
}
END_TEST

/* Whatever a program does to the place where the tool writes its log, nothing of it is
 * held against the next one. */
START_TEST(a_log_with_a_gap_does_not_count)
{
    assert_swept("return 0;", 0);
    int ran =
        sweep("struct rlimit most;\n"
              "getrlimit(RLIMIT_NOFILE, &most);\n"
              "for (int fd = 3; fd < 20; fd++)\n"
              "    syscall(SYS_lseek, fd + (int)most.rlim_cur, 100000, SEEK_CUR);");
    ck_assert_int_eq(ll_fork_server_is_useful(server), ran == 0);
    if (ran == 0)
        assert_swept("return 5;", 5);
}
END_TEST

START_TEST(a_process_that_stays_ends_the_server)
{
    ck_assert_int_eq(sweep("if (fork() == 0) { setsid(); for (;;) pause(); }"), 1);
    ck_assert(!ll_fork_server_is_useful(server));
    ck_assert_int_eq(sweep("return 0;"), 1);
}
END_TEST

/* ---- the grader ------------------------------------------------------------------ */

static char *grade(struct ll_grader *grader, const char *text, const char *with)
{
    struct ll_buf source = LL_BUF_INIT, why = LL_BUF_INIT;
    struct ll_intake intake = {0};
    struct ll_graded graded;
    char path[500];
    snprintf(path, sizeof path, LL_SOURCE_DIR "/lessons/06-double-free/solution.c");
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &source, &err), 0);
    const char *at = strstr(ll_buf_text(&source), text);
    ck_assert_msg(at != NULL, "the solution has no '%s'", text);
    snprintf(path, sizeof path, "%s/exercise.c", place);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "%.*s%s%s", (int)(at - ll_buf_text(&source)), ll_buf_text(&source),
            with, at + strlen(text));
    fclose(file);
    ck_assert_int_eq(ll_intake_read(path, "", false, place, &intake, &why, &err), 0);
    ck_assert_msg(ll_grader_grade(grader, "ann", &intake, &graded, &err) == 0, "%s",
                  err.text);
    graded.seconds = 0;
    char *json = ll_graded_to_json(&graded);
    ck_assert_ptr_nonnull(json);
    ll_graded_release(&graded);
    ll_intake_release(&intake);
    ll_buf_release(&why);
    ll_buf_release(&source);
    return json;
}

/* The lesson with three of its tests: memcheck then makes each allocation of theirs
 * fail, and not some at random. */
static struct ll_lesson *load_short_lesson(void)
{
    struct ll_buf command = LL_BUF_INIT, short_one = LL_BUF_INIT;
    ll_buf_addf(&short_one, "%s/06-short", place);
    ll_buf_addf(&command,
                "cp -r " LL_SOURCE_DIR "/lessons/06-double-free %s && "
                "sed -i '/tcase_add_test.*, what_\\|tcase_add_test.*, "
                "two_\\|tcase_add_test.*, all_/d' "
                "%s/test_card.c",
                ll_buf_text(&short_one), ll_buf_text(&short_one));
    ck_assert_int_eq(system(ll_buf_text(&command)), 0);
    struct ll_lesson *loaded = ll_lesson_load(ll_buf_text(&short_one), &err);
    ck_assert_msg(loaded != NULL, "%s", err.text);
    ll_buf_release(&short_one);
    ll_buf_release(&command);
    return loaded;
}

/* Right ones, which start the servers, and such as go wrong only where an allocation
 * fails: by a leak, a second free, a crash, an end of the program. */
START_TEST(a_grade_does_not_depend_on_servers)
{
    static const struct {
        const char *text, *with;
    } changes[] = {
        {"    return 0;", "    return 0;"},
        {"    return 0;", "    return  0;"},
        {"    return 0;", "    return   0;"},
        {"        card_release(card);\n", ""},
        {"    if (copy == NULL)\n        return -1;",
         "    if (copy == NULL) {\n        free(card->phone);\n        return -1;\n    "
         "}"},
        {"    if (copy == NULL)\n        return -1;", "    copy[0] = copy[0];"},
        {"    if (copy == NULL)\n        return -1;",
         "    if (copy == NULL)\n        abort();"},
    };
    struct ll_grade_options options = {
        .gate = true, .allow_weak_isolation = true, .limits = ll_limits_isolated};
    struct ll_lesson *few = load_short_lesson();
    struct ll_grader *with = ll_grader_new(few, &options, &err);
    options.no_servers = true;
    struct ll_grader *without = ll_grader_new(few, &options, &err);
    ck_assert(with != NULL && without != NULL);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *left = grade(with, changes[i].text, changes[i].with);
        char *right = grade(without, changes[i].text, changes[i].with);
        size_t same = 0;
        while (left[same] != '\0' && left[same] == right[same])
            same++;
        ck_assert_msg(left[same] == right[same], "%s: …%.300s\n…%.300s",
                      changes[i].with, left + same - (same < 60 ? same : 60),
                      right + same - (same < 60 ? same : 60));
        free(left);
        free(right);
    }
    ll_grader_free(with);
    ll_grader_free(without);
    ll_lesson_free(few);
}
END_TEST

int main(void)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("server");
    TCase *group = case_create("server");
    tcase_add_checked_fixture(group, setup, teardown);
    tcase_add_test(group, each_program_has_its_own_output_report_and_memory);
    tcase_add_test(group, blocks_cannot_be_executed);
    tcase_add_test(group, a_crash_does_not_end_the_server);
    tcase_add_test(group, a_program_that_hangs_is_stopped);
    tcase_add_test(group, no_program_can_reach_the_host);
    tcase_add_test(group, no_file_is_left_for_the_next_program);
    tcase_add_test(group, a_server_whose_host_ended_is_of_no_use);
    suite_add_tcase(suite, group);
    TCase *sweeps = case_create("sweeps");
    tcase_add_checked_fixture(sweeps, setup_sweeps, teardown);
    tcase_add_test(sweeps, each_program_has_its_own_log_and_reports);
    tcase_add_test(sweeps, no_program_that_is_swept_can_reach_the_host);
    tcase_add_test(sweeps, no_file_is_left_for_the_next_sweep);
    tcase_add_test(sweeps, a_log_with_a_gap_does_not_count);
    tcase_add_test(sweeps, a_process_that_stays_ends_the_server);
    suite_add_tcase(suite, sweeps);
    TCase *grader = case_create("grader");
    tcase_add_checked_fixture(grader, make_harness, teardown);
    tcase_add_test(grader, a_grade_does_not_depend_on_servers);
    suite_add_tcase(suite, grader);
    return suite_run(suite);
}
