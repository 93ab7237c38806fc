/* SPDX-License-Identifier: MIT
 *
 * End to end: `leaklab run` on a project that knows nothing of leaklab (project/). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/expected.h"
#include "support/shell.h"
#include "support/suite.h"

static struct shell sh;

static int shell(const char *command)
{
    return shell_run(&sh, command);
}

static void set_up(void)
{
    shell_open(&sh);
    ll_strings_addf(&sh.env, "PATH=%s:%s", getenv("PATH"), sh.folder);
    ll_strings_add(&sh.env, "LD_PRELOAD");
    ck_assert_int_eq(shell("cp " LL_TESTS_DIR "/cli/project/* . && make -s all"), 0);
}

static void tear_down(void)
{
    shell_close(&sh);
}

/* ---- what is watched ---------------------------------------------------------- */

START_TEST(a_fault_in_a_test_of_make_is_told)
{
    ck_assert_int_eq(shell("$L run make -s check"), 1);
    assert_has(&sh.out, "losing: done");
    assert_has(&sh.out, "5 bytes were lost for good");
    assert_has(&sh.out, "item->text = strdup(text);");
    assert_has(&sh.out, "2 programs were watched: losing (faults), clean");
    if (ll_path_is_dir(LL_BUILD_DIR "/lastptr")) {
        assert_has(&sh.errors, "The command runs again");
        assert_has(&sh.out,
                   "the block that held the last pointer to them, `list->text`");
    }
}
END_TEST

START_TEST(without_a_fault_the_command_runs_once)
{
    ck_assert_int_eq(shell("$L run ./clean"), 0);
    assert_has(&sh.out, "no faults");
    assert_has(&sh.out, "1 program was watched: clean\n");
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
}
END_TEST

START_TEST(once_is_once)
{
    ck_assert_int_eq(shell("$L run --once ./losing < /dev/null"), 1);
    assert_lacks(&sh.out, "lastptr");
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
}
END_TEST

/* A library without debug information, whose functions no table of leaklab's knows. */
START_TEST(a_project_can_name_pairs_of_its_own)
{
    static const char build[] =
        "printf '#include <stdlib.h>\n"
        "void *foo_open(void) { return calloc(1, 50); }\n"
        "void foo_close(void *foo) { free(foo); }\n' > foo.c;"
        "printf 'void *foo_open(void);\n"
        "int main(void)\n"
        "{\n"
        "    return foo_open() == 0;\n"
        "}\n' > use.c;"
        "cc -shared -fPIC -o libfoo.so foo.c && cc -g -o use use.c ./libfoo.so";
    ck_assert_int_eq(shell(build), 0);
    ck_assert_int_eq(shell("$L run --once ./use < /dev/null"), 1);
    assert_has(&sh.out, "these 50 bytes were allocated here");
    ck_assert_int_eq(shell("echo foo_open foo_close > ours; "
                           "$L run --once --pairs ours ./use < /dev/null"),
                     1);
    assert_has(&sh.out,
               "foo_open allocated these 50 bytes here; foo_close gives them back");
    ck_assert_int_eq(shell("mv ours leaklab.pairs; "
                           "$L run --format json --once ./use < /dev/null"),
                     1);
    assert_has(&sh.out, "\"closer\": \"foo_close\"");
    ck_assert_int_eq(shell("$L check --tool memcheck use.c foo.c < /dev/null"), 1);
    assert_has(&sh.out,
               "these 50 bytes were allocated here"); /* by code of one's own */
    ck_assert_int_eq(shell("echo foo_open > leaklab.pairs; $L run ./use"), 2);
    assert_has(&sh.errors, "leaklab.pairs:1: a line has the names of two functions");
}
END_TEST

/* One call of a library loses blocks in many records. */
START_TEST(all_that_one_call_of_a_library_lost_is_one_fault)
{
    ck_assert_int_eq(shell("printf '#include <regex.h>\nint main(void)\n{\n"
                           "    regex_t p;\n    return regcomp(&p, \"a+\", 0);\n}\n'"
                           " > re.c; cc -g -o re re.c; "
                           "$L run --format json --once sh -c './re; ./re'"),
                     1);
    assert_has(&sh.out, "\"opener\": \"regcomp\"");
    const char *blocks = strstr(ll_buf_text(&sh.out), "\"blocks\": ");
    ck_assert_ptr_nonnull(blocks);
    ck_assert_int_gt(atoi(blocks + strlen("\"blocks\": ")), 5);
    ck_assert_ptr_null(strstr(blocks + 1, "\"kind\": "));
}
END_TEST

START_TEST(a_command_can_keep_its_status)
{
    ck_assert_int_eq(shell("$L run sh -c './clean; exit 77'"), 5);
    ck_assert_int_eq(shell("$L run --keep-status sh -c './clean; exit 77'"), 77);
    ck_assert_int_eq(shell("$L run --keep-status sh -c 'exit 77'"), 77);
    ck_assert_int_eq(shell("$L run --keep-status --once sh -c './losing < /dev/null; "
                           "exit 77'"),
                     1);
}
END_TEST

static const char *const ways[] = {"execv",  "execve", "execvp", "execvpe", "execl",
                                   "execlp", "execle", "spawn",  "spawnp",  "system"};

START_TEST(each_way_to_start_a_program_is_followed)
{
    char command[80];
    snprintf(command, sizeof command, "$L run ./starting %s", ways[_i]);
    ck_assert_int_eq(shell(command), 0);
    assert_has(&sh.out, "clean: done");
    assert_has(&sh.out, "2 programs were watched: starting, clean\n");
}
END_TEST

START_TEST(a_build_in_another_folder_is_the_users_own)
{
    ck_assert_int_eq(shell("mkdir other && cd other && cc -g -o losing ../losing.c "
                           "../list.c && $L run --once ./losing < /dev/null"),
                     1);
    assert_has(&sh.out, "item->text = strdup(text);");
}
END_TEST

/* A test runner may start a test in any folder: the library of the project is then not
 * below it, and its sources are not those of the program. */
START_TEST(a_loss_in_the_projects_library_is_told_with_the_librarys_line)
{
    static const char build[] =
        "mkdir -p far/lib far/app/started && printf '#include <string.h>\n"
        "int tell(const char *text)\n"
        "{\n"
        "    char *copy = strdup(text);\n"
        "    return copy == NULL;\n"
        "}\n' > far/lib/tell.c;"
        "printf 'int tell(const char *text);\n"
        "int main(void)\n"
        "{\n"
        "    return tell(\"abc\");\n"
        "}\n' > far/app/use.c; cd far;"
        "cc -g -O0 -c -o lib/tell.o lib/tell.c;"
        "cc -shared -g -O0 -fPIC -Wl,-soname,libtell.so -o lib/libtell.so lib/tell.c &&"
        "cc -g -O0 -o app/use app/use.c lib/libtell.so -Wl,-rpath,$PWD/lib";
    ck_assert_int_eq(shell(build), 0);
    ck_assert_int_eq(shell("cd far/app/started; $L run --format gcc ../use"), 1);
    assert_has(&sh.out, "../../lib/tell.c:");
    assert_lacks(&sh.out, "use.c:");
    ck_assert_int_eq(
        shell("cd far; $L check --format gcc app/use.c lib/tell.o < /dev/null"), 1);
    assert_has(&sh.out, "lib/tell.c:");
    assert_lacks(&sh.out, "use.c:");
    ck_assert_int_eq(
        shell("cd far; $L check --format gcc app/use.c lib/libtell.so < /dev/null"), 1);
    assert_has(&sh.out, "lib/tell.c:");
    ck_assert_int_eq(
        shell("cd far; $L check --format gcc app/use.c -Llib -ltell < /dev/null"), 1);
}
END_TEST

START_TEST(a_source_that_was_compiled_from_two_folders_is_one)
{
    ck_assert_int_eq(shell("mkdir other && cd other && cc -g -o losing ../losing.c "
                           "../list.c && cd .. && $L run --once --format json "
                           "--report r.json sh -c './losing; other/losing' "
                           "< /dev/null; cat r.json"),
                     0);
    assert_lacks(&sh.out, "../");
    const char *first = strstr(ll_buf_text(&sh.out), "\"kind\"");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "\"kind\""));
    if (ll_path_is_dir(LL_BUILD_DIR "/lastptr")) { /* the calls are told, too */
        ck_assert_int_eq(shell("$L run --format json --report r.json other/losing "
                               "< /dev/null; cat r.json"),
                         0);
        assert_has(&sh.out, "\"path\": [");
        assert_lacks(&sh.out, "../");
    }
}
END_TEST

START_TEST(the_second_run_reads_the_same_input)
{
    ck_assert_int_eq(shell("printf 'a\\nlong\\nlonger\\n' > in; $L run ./losing < in"),
                     1);
    assert_has(&sh.out, "14 bytes in 2 blocks were lost for good");
}
END_TEST

START_TEST(a_program_of_the_system_is_watched_if_it_is_named)
{
    ck_assert_int_eq(shell("$L run ls"), 2);
    assert_has(&sh.errors, "'ls' started no program of your own");
    ck_assert_int_eq(shell("$L run --watch expr -- expr 1 + 1"), 0);
    assert_has(&sh.out, "no debug information");
    /* as python3 is a link to python3.11 */
    ck_assert_int_eq(shell("ln -s \"$(command -v expr)\" named; "
                           "$L run --watch named -- ./named 1 + 1"),
                     0);
    assert_has(&sh.out, "1 program was watched");
}
END_TEST

/* ---- what is said of programs ------------------------------------------------- */

START_TEST(a_killed_program_is_not_called_clean)
{
    ck_assert_int_eq(shell("$L run make -s killed"), 2);
    assert_has(&sh.out, "no verdict");
    assert_has(&sh.out, "waiting: was killed");
}
END_TEST

/* A list whose links lie inside its nodes is in use while the program runs. */
START_TEST(a_time_limit_of_the_tests_is_told)
{
    ck_assert_int_eq(shell("cat > slow.c <<'END'\n"
                           "#include <stdlib.h>\n"
                           "#include <unistd.h>\n"
                           "static char *middle;\n"
                           "int main(void)\n"
                           "{\n"
                           "    middle = (char *)malloc(100) + 10;\n"
                           "    sleep(60);\n"
                           "    return middle == NULL;\n"
                           "}\n"
                           "END\n"
                           "cc -g -O0 -o slow slow.c && $L run timeout 2 ./slow"),
                     5);
    assert_has(&sh.out, "no faults");
    assert_has(&sh.out, "slow: was ended by SIGTERM. If that was a time limit");
}
END_TEST

START_TEST(what_the_tools_cannot_watch_is_told)
{
    ck_assert_int_eq(
        shell("cc -g -static -o still clean.c; cc -O2 -g -o fast losing.c "
              "list.c; cc -o bare clean.c; cc -g -fsanitize=address -o own "
              "clean.c; $L run --once sh -c './still; ./fast; ./bare; "
              "./own' < /dev/null"),
        1);
    assert_has(&sh.out, "still: it is linked statically");
    assert_has(&sh.out, "fast: was optimised");
    assert_has(&sh.out, "bare: has no debug information");
    assert_has(&sh.out, "own: it was built with a sanitizer");
    /* What is the same of several is said once. */
    ck_assert_int_eq(shell("for i in 1 2 3 4 5; do cp bare bare$i; done;"
                           "$L run --once sh -c 'for i in 1 2 3 4 5; do ./bare$i; "
                           "done' < /dev/null"),
                     0);
    assert_has(&sh.out, "bare1, bare2, bare3 and 2 more: have no debug information");
}
END_TEST

/* What other calls do on the same lines is counted below them. */
START_TEST(the_same_lines_are_shown_once)
{
    ck_assert_int_eq(shell("cat > lines.c <<'END'\n"
                           "#include <stdlib.h>\n"
                           "static int make(size_t n) { return malloc(n) == NULL; }\n"
                           "static int more(size_t n) { return make(n); }\n"
                           "int main(void)\n"
                           "{\n"
                           "    more(30);\n"
                           "    more(20);\n"
                           "    return more(10);\n"
                           "}\n"
                           "END\n"
                           "cc -g -O0 -o lines lines.c && $L run --once ./lines"),
                     1);
    assert_has(&sh.out, "30 bytes were lost for good");
    assert_has(&sh.out,
               "   And 2 more on these lines, by other calls: 30 bytes in 2 blocks.\n");
    assert_lacks(&sh.out, "20 bytes");
    assert_has(&sh.out, "3 faults (3 definitely lost)");
}
END_TEST

START_TEST(of_many_notes_the_first_are_shown)
{
    ck_assert_int_eq(shell("cat > notes.c <<'END'\n"
                           "#include <stdlib.h>\n"
                           "static void *kept[7];\n"
                           "int main(void)\n"
                           "{\n"
                           "    kept[0] = malloc(10);\n"
                           "    kept[1] = malloc(11);\n"
                           "    kept[2] = malloc(12);\n"
                           "    kept[3] = malloc(13);\n"
                           "    kept[4] = malloc(14);\n"
                           "    kept[5] = malloc(15);\n"
                           "    kept[6] = malloc(16);\n"
                           "    return 0;\n"
                           "}\n"
                           "END\n"
                           "cc -g -O0 -o notes notes.c && $L run ./notes"),
                     0);
    assert_has(&sh.out, "note: 12 bytes were still in use");
    assert_lacks(&sh.out, "11 bytes");
    assert_has(&sh.out, "... and 2 more notes: --all shows them.");
    ck_assert_int_eq(shell("$L run --all ./notes"), 0);
    assert_has(&sh.out, "note: 10 bytes were still in use");
}
END_TEST

/* A test that runs its program under Valgrind by itself is no clean one. */
START_TEST(what_runs_under_valgrind_already_is_told)
{
    ck_assert_int_eq(shell("printf 'valgrind -q ./losing\n' > own.sh; "
                           "$L run sh own.sh < /dev/null"),
                     2);
    assert_has(&sh.errors, "leaklab: The command runs programs under valgrind itself");
    assert_lacks(&sh.errors, "--watch");
    ck_assert_int_eq(shell("$L run --keep-status sh own.sh < /dev/null"), 0);
    assert_has(&sh.errors, "leaklab: The command runs programs under valgrind itself");
    ck_assert_int_eq(shell("$L run sh -c 'sh own.sh; ./clean' < /dev/null"), 0);
    assert_has(&sh.out, "The command runs programs under valgrind itself");
    ck_assert_int_eq(shell("$L run ./clean"), 0);
    assert_lacks(&sh.out, "valgrind itself");
}
END_TEST

/* Without a line, and so told once. */
START_TEST(a_leak_counts_also_without_debug_information)
{
    ck_assert_int_eq(shell("cat > lose.c <<'END'\n"
                           "#include <stdlib.h>\n"
                           "static void *get(size_t size) { return malloc(size); }\n"
                           "int main(void)\n"
                           "{\n"
                           "    char *volatile p = get(10);\n"
                           "    p[0] = 1;\n"
                           "    p = get(20);\n"
                           "    p[0] = 1;\n"
                           "    p = NULL;\n"
                           "    return 0;\n"
                           "}\n"
                           "END\n"
                           "cc -O0 -o lose lose.c && $L run sh -c './lose; ./lose'"),
                     1);
    assert_has(&sh.out, "10 bytes were lost for good");
    assert_has(&sh.out, "20 bytes were lost for good");
    assert_has(&sh.out, "     asked for by main → get\n");
    assert_has(&sh.out, "2 faults (2 definitely lost) · memcheck ");
    assert_has(&sh.out, "lose: has no debug information");
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
}
END_TEST

/* One call of a library may lose a block that leads to fifty others. */
START_TEST(without_debug_information_what_is_lost_with_a_block_is_one_fault)
{
    ck_assert_int_eq(shell("printf '#include <regex.h>\nint main(void)\n{\n"
                           "    regex_t p;\n"
                           "    regcomp(&p, \"(a|b)+c\", REG_EXTENDED);\n"
                           "    regexec(&p, \"abc\", 0, 0, 0);\n"
                           "    p = (regex_t){0};\n    return 0;\n}\n'"
                           " > re.c; cc -O0 -o re re.c; $L run ./re"),
                     1);
    assert_has(&sh.out, "asked for by main → regcomp\n");
    assert_has(&sh.out, ", 1 indirectly lost) · memcheck ");
}
END_TEST

/* A part of the program without debug information: what it lost is not told as the loss
 * of its caller, nor as one of optimised code. A void function leaves an address in the
 * register of the result. */
START_TEST(a_loss_in_a_part_without_debug_information_is_told_of_that_part)
{
    if (!ll_path_is_dir(LL_BUILD_DIR "/lastptr")) {
        skip("lastptr is not built");
        return;
    }
    ck_assert_int_eq(
        shell("printf '#include <string.h>\n"
              "char *get(int n) { return strndup(\"hello\", (size_t)n); }\n"
              "int keep(char *text) { char *own = text; return own == NULL; }\n"
              "void drop(char *text) { (void)text; }\n' > part.c;"
              "printf 'char *get(int n);\nint keep(char *text);\n"
              "void drop(char *text);\n"
              "int main(void)\n{\n"
              "    keep(get(2));\n"
              "    drop(get(3));\n"
              "    return 0;\n}\n' > whole.c;"
              "cc -O0 -c part.c && cc -g -O0 -o whole whole.c part.o"),
        0);
    ck_assert_int_eq(shell("$L run ./whole"), 1);
    assert_has(&sh.out, "the last pointer to them was lost in `keep`\n");
    assert_has(&sh.out, "That function has no debug information");
    assert_has(&sh.out, "the last pointer to them was lost in `drop`, or returned");
    assert_lacks(&sh.out, "optimised");
    ck_assert_int_eq(shell("$L run --format json ./whole"), 1);
    assert_has(&sh.out, "\"inside\": true");
}
END_TEST

/* gcc -O2 parts a function where it seldom comes: then its entry has several ranges. */
START_TEST(a_loss_in_a_function_in_pieces_is_one_of_optimised_code)
{
    if (!ll_path_is_dir(LL_BUILD_DIR "/lastptr")) {
        skip("lastptr is not built");
        return;
    }
    ck_assert_int_eq(shell("cat > pieces.c <<'END'\n"
                           "#include <stdlib.h>\n"
                           "static char *kept;\n"
                           "__attribute__((noinline)) static int work(int n)\n"
                           "{\n"
                           "    kept = malloc(40);\n"
                           "    if (kept == NULL)\n"
                           "        abort();\n"
                           "    if (n > 5)\n"
                           "        exit(kept[0]);\n"
                           "    kept = NULL;\n"
                           "    return n;\n"
                           "}\n"
                           "int main(int argc, char **argv)\n"
                           "{\n"
                           "    return argv == NULL || work(argc) > 1;\n"
                           "}\n"
                           "END\n"
                           "gcc -g -O2 -o pieces pieces.c && $L run ./pieces"),
                     1);
    assert_has(&sh.out, "40 bytes were lost for good");
    assert_has(&sh.out, "Built with -O0, it is.");
    assert_lacks(&sh.out, "was lost in `work`");
}
END_TEST

/* AddressSanitizer sees nothing of an object that has no checks. */
START_TEST(an_object_without_checks_is_no_other_way)
{
    ck_assert_int_eq(
        shell("printf 'void put(char *to, int n) { to[n] = 1; }\n' > put.c;"
              "printf '#include <stdlib.h>\nvoid put(char *to, int n);\n"
              "int main(void)\n{\n    char *p = malloc(10);\n    put(p, 10);\n"
              "    free(p);\n    return 0;\n}\n' > past.c;"
              "cc -g -O0 -c put.c && $L cc -g -O0 -o past past.c put.o"),
        0);
    ck_assert_int_eq(shell("$L run --format json ./past"), 1);
    assert_has(&sh.out, "\"tool\": \"asan\"");
    assert_has(&sh.out, "\"kind\": \"invalid-write\"");
    assert_lacks(&sh.out, "differently");
}
END_TEST

/* ---- the command line --------------------------------------------------------- */

START_TEST(the_status_says_what_failed)
{
    ck_assert_int_eq(shell("$L run ./clean 3"), 5);
    assert_has(&sh.out, "The command itself ended with status 3.");
    ck_assert_int_eq(shell("$L run ./nothing"), 2);
    assert_has(&sh.errors, "there is no command './nothing'");
    ck_assert_int_eq(shell("$L run nothing"), 2);
    assert_has(&sh.errors, "there is no command 'nothing'");
    ck_assert_int_eq(shell("$L run Makefile"), 2);
    ck_assert_int_eq(shell("$L run"), 2);
    assert_has(&sh.errors, "which command?");
}
END_TEST

START_TEST(options_after_the_command_are_the_commands)
{
    ck_assert_int_eq(shell("$L run --once -- sh -c 'echo $0; ./clean' --format"), 0);
    assert_has(&sh.out, "--format");
}
END_TEST

START_TEST(a_report_goes_into_a_file)
{
    ck_assert_int_eq(
        shell("$L run --once --format json --report r.json ./losing < /dev/null"), 1);
    ck_assert_str_eq(ll_buf_text(&sh.out), "losing: done\n");
    ck_assert_int_eq(shell("cat r.json"), 0);
    assert_has(&sh.out, "\"definitely-lost\"");
}
END_TEST

/* ---- files that list faults --------------------------------------------------- */

START_TEST(a_baseline_makes_faults_known_and_tells_which_are_gone)
{
    ck_assert_int_eq(shell("$L run --once --write-baseline b.yml ./losing < /dev/null"),
                     0);
    assert_has(&sh.out, "b.yml is written: 1 known fault.");
    ck_assert_int_eq(shell("cat b.yml"), 0);
    assert_has(&sh.out, "\n- {kind: definitely-lost, function: list_add, file: list.c, "
                        "allocated-by: strdup}\n");
    /* Lines move, and a fault is gone. */
    ck_assert_int_eq(shell("sed -i '1s/^/\\n\\n/' list.c && make -s losing && "
                           "echo '- {kind: crash, function: old}' >> b.yml && "
                           "$L run --once --baseline b.yml ./losing < /dev/null"),
                     0);
    assert_has(&sh.out, "no new faults · 1 known · memcheck");
    assert_has(&sh.out, "2 known faults in b.yml, 1 of them gone. Remove the line:\n  "
                        "b.yml:5: crash in old\n");
    ck_assert_int_eq(
        shell("$L run --once --write-baseline b.yml ./losing < /dev/null && cat b.yml"),
        0);
    assert_lacks(&sh.out, "function: old");
}
END_TEST

START_TEST(a_new_fault_fails_beside_known_ones)
{
    ck_assert_int_eq(
        shell("echo '- {kind: definitely-lost, function: list_add}' > b.yml; "
              "echo 'int main(void) { return __builtin_malloc(3) == 0; }' > n.c; "
              "cc -g -O0 -fno-builtin -o new n.c; $L run --once --baseline b.yml "
              "sh -c './losing; ./new' < /dev/null"),
        1);
    assert_has(&sh.out, "1 new fault (1 definitely lost) · 1 known · memcheck");
    assert_has(&sh.out, "1 known fault in b.yml, none gone.");
    assert_lacks(&sh.out, "strdup");
    ck_assert_int_eq(shell("$L run --once --format json --baseline b.yml ./losing "
                           "< /dev/null"),
                     0);
    assert_has(&sh.out, "\"known\": 1");
    assert_has(&sh.errors, "1 known fault in b.yml, none gone.");
}
END_TEST

START_TEST(a_suppression_that_matched_nothing_is_told)
{
    ck_assert_int_eq(shell("printf '%s\\n' '- {function: list_*}' "
                           "'- {variable: x, why: a table}' > s.yml; "
                           "$L run --once --suppressions s.yml ./losing < /dev/null"),
                     0);
    assert_has(&sh.out, "no other faults · 1 suppressed · memcheck");
    assert_has(&sh.out, "1 of 2 suppressions in s.yml matched nothing:\n  s.yml:2: any "
                        "fault, `x`\n");
    ck_assert_int_eq(shell("$L check --tool memcheck --suppressions s.yml losing.c "
                           "list.c < /dev/null"),
                     0);
    assert_has(&sh.out, "no other faults · 1 suppressed · memcheck");
}
END_TEST

START_TEST(a_bad_list_is_told_before_anything_runs)
{
    ck_assert_int_eq(shell("echo '- {kind: crsh, function: f}' > b.yml; "
                           "$L run --baseline b.yml ./losing < /dev/null"),
                     6);
    ck_assert_str_eq(ll_buf_text(&sh.out), "");
    ck_assert_str_eq(ll_buf_text(&sh.errors),
                     "leaklab: b.yml:1: unknown kind 'crsh': did you mean 'crash'?\n");
    ck_assert_int_eq(shell("$L check --suppressions none.yml losing.c"), 6);
    ck_assert_int_eq(shell("$L run --write-baseline no/b.yml ./losing"), 6);
    ck_assert_int_eq(shell("$L run --write-baseline c.yml --baseline c.yml ./losing"),
                     2);
}
END_TEST

START_TEST(suppressions_are_written_in_the_words_of_tools)
{
    /* Each line alone takes the leak out; what cannot be said is told. */
    static const char *const lines[][3] = {
        {"- {kind: definitely-lost, function: list_a*, allocated-by: strdup}", "0",
         "9"},
        {"- {kind: definitely-lost}", "0", "0"},
        {"- {file: list.c}", "0", "0"},
        {"- {function: list_add}", "0", "0"},
        {"- {kind: indirectly-lost, function: main}", "9", "0"},
        {"- {kind: definitely-lost, file: none.c}", "9", "9"},
        {"- {variable: list->text}", "9", "9"},
        {"- {kind: invalid-read, function: list_add}", "9", "9"},
        {"- {function: list_add, file: list.c}", "9", "9"},
    };
    ck_assert_int_eq(shell("cc -g -O0 -fsanitize=address -o own losing.c list.c"), 0);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char command[512];
        snprintf(
            command, sizeof command,
            "echo '%s' > s.yml; for t in memcheck asan; do $L export suppressions "
            "--for $t s.yml > $t; done; valgrind -q --leak-check=full "
            "--error-exitcode=9 --suppressions=memcheck ./losing < /dev/null "
            "2>&1; test $? = %s || exit 1; LSAN_OPTIONS=suppressions=asan:exitcode=9 "
            "./own < /dev/null; test $? = %s || exit 2",
            lines[i][0], lines[i][1], lines[i][2]);
        int status = shell(command);
        ck_assert_msg(status == 0, "%s: %d\n%s%s", lines[i][0], status,
                      ll_buf_text(&sh.out), ll_buf_text(&sh.errors));
    }
    assert_has(&sh.errors, "leaklab: s.yml:1: not converted for memcheck: it takes a "
                           "function or a file, not both\n");
    ck_assert_int_eq(
        shell("echo '- {}' > s.yml; $L export suppressions --for asan s.yml"), 6);
    assert_has(&sh.errors, "leaklab: s.yml:1: a suppression needs at least one word");
}
END_TEST

static const char *const judged[] = {"lesson 3", "grade 3", "watch 3", "verify 3",
                                     "hint 3"};
static const char *const list_options[] = {"baseline", "write-baseline",
                                           "suppressions"};

START_TEST(no_list_takes_a_fault_out_of_a_lesson_or_a_grade)
{
    for (size_t i = 0; i < sizeof list_options / sizeof *list_options; i++) {
        char command[80], refused[80];
        snprintf(command, sizeof command, "$L %s --%s b.yml", judged[_i],
                 list_options[i]);
        snprintf(refused, sizeof refused, "unknown option '--%s'", list_options[i]);
        ck_assert_int_eq(shell(command), 2);
        assert_has(&sh.errors, refused);
    }
}
END_TEST

/* ---- the suite ---------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("run");
    TCase *watched = case_create("watched");
    tcase_add_checked_fixture(watched, set_up, tear_down);
    tcase_add_test(watched, a_fault_in_a_test_of_make_is_told);
    tcase_add_test(watched, without_a_fault_the_command_runs_once);
    tcase_add_test(watched, once_is_once);
    tcase_add_test(watched, a_command_can_keep_its_status);
    tcase_add_test(watched, a_project_can_name_pairs_of_its_own);
    tcase_add_test(watched, all_that_one_call_of_a_library_lost_is_one_fault);
    tcase_add_loop_test(watched, each_way_to_start_a_program_is_followed, 0,
                        (int)(sizeof ways / sizeof *ways));
    tcase_add_test(watched, a_build_in_another_folder_is_the_users_own);
    tcase_add_test(watched,
                   a_loss_in_the_projects_library_is_told_with_the_librarys_line);
    tcase_add_test(watched, a_source_that_was_compiled_from_two_folders_is_one);
    tcase_add_test(watched, the_second_run_reads_the_same_input);
    tcase_add_test(watched, a_program_of_the_system_is_watched_if_it_is_named);
    suite_add_tcase(suite, watched);

    TCase *told = case_create("told");
    tcase_add_checked_fixture(told, set_up, tear_down);
    tcase_add_test(told, a_killed_program_is_not_called_clean);
    tcase_add_test(told, a_time_limit_of_the_tests_is_told);
    tcase_add_test(told, what_the_tools_cannot_watch_is_told);
    tcase_add_test(told, the_same_lines_are_shown_once);
    tcase_add_test(told, of_many_notes_the_first_are_shown);
    tcase_add_test(told, what_runs_under_valgrind_already_is_told);
    tcase_add_test(told, a_leak_counts_also_without_debug_information);
    tcase_add_test(told,
                   without_debug_information_what_is_lost_with_a_block_is_one_fault);
    tcase_add_test(told, an_object_without_checks_is_no_other_way);
    tcase_add_test(told,
                   a_loss_in_a_part_without_debug_information_is_told_of_that_part);
    tcase_add_test(told, a_loss_in_a_function_in_pieces_is_one_of_optimised_code);
    suite_add_tcase(suite, told);

    TCase *line = case_create("command line");
    tcase_add_checked_fixture(line, set_up, tear_down);
    tcase_add_test(line, the_status_says_what_failed);
    tcase_add_test(line, options_after_the_command_are_the_commands);
    tcase_add_test(line, a_report_goes_into_a_file);
    suite_add_tcase(suite, line);

    TCase *lists = case_create("lists");
    tcase_add_checked_fixture(lists, set_up, tear_down);
    tcase_add_test(lists, a_baseline_makes_faults_known_and_tells_which_are_gone);
    tcase_add_test(lists, a_new_fault_fails_beside_known_ones);
    tcase_add_test(lists, a_suppression_that_matched_nothing_is_told);
    tcase_add_test(lists, a_bad_list_is_told_before_anything_runs);
    tcase_add_test(lists, suppressions_are_written_in_the_words_of_tools);
    tcase_add_loop_test(lists, no_list_takes_a_fault_out_of_a_lesson_or_a_grade, 0,
                        (int)(sizeof judged / sizeof *judged));
    suite_add_tcase(suite, lists);
    return suite_run(suite);
}
