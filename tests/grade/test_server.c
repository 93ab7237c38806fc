/* SPDX-License-Identifier: MIT
 *
 * A memcheck that is started once runs many programs: none of them reaches the host, or
 * the program after it. */
#include "grade/fork_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/class.h"
#include "grade/reference.h"
#include "runtime/host.h"
#include "support/programs.h"
#include "support/suite.h"

static struct ll_lesson *lesson;
static struct ll_harness harness;
static struct ll_fork_server *server;
static struct ll_served_run served;
static char *place;

static void setup(void)
{
    struct ll_buf why = LL_BUF_INIT;
    lesson = ll_lesson_load(LL_SOURCE_DIR "/lessons/06-double-free", &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_msg(exercise != NULL && ll_harness_make(lesson, exercise, true, &harness,
                                                      &why, &err) == 0,
                  "%s%s", err.text, ll_buf_text(&why));
    server = ll_fork_server_start(&harness, ll_tool_find("memcheck"),
                                  &ll_limits_isolated, &err);
    ck_assert_ptr_nonnull(server);
    ck_assert(ll_fork_server_is_useful(server));
    place = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(place);
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
    return suite_run(suite);
}
