/* SPDX-License-Identifier: MIT
 *
 * What `leaklab export` hands out: to learners no solution, no answer and no label; to
 * graders scripts that run, and leave a result when leaklab crashes. */
#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#include "base/path.h"
#include "base/strings.h"
#include "jail/isolation.h"
#include "jail/jail.h"
#include "lesson/handout.h"
#include "lesson/labels.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/suite.h"

#define LEAKLAB LL_BUILD_DIR "/leaklab"
#define LESSONS LL_SOURCE_DIR "/lessons"

static char *here;
static struct ll_buf said;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    ll_buf_init(&said, 1 << 20);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&said);
}

/* Run a line of shell in `here`, with `$leaklab` set; returns its exit status. */
static int run(const char *line)
{
    const char *const argv[] = {"bash", "-c", line, NULL};
    const char *const env[] = {"leaklab=" LEAKLAB, "source=" LL_SOURCE_DIR, NULL};
    const struct command_place place = {.folder = here, .env = env};
    return run_command(argv, &place, &said, &said);
}

static void assert_runs(const char *line)
{
    int status = run(line);
    ck_assert_msg(status == 0, "%s: %d: %s", line, status, ll_buf_text(&said));
}

/* Nothing is left of an export that failed. */
static void assert_refused(const char *line, const char *why)
{
    int status = run(line);
    ck_assert_msg(status == 2, "%s: %d: %s", line, status, ll_buf_text(&said));
    ck_assert_msg(strstr(ll_buf_text(&said), why) != NULL, "%s", ll_buf_text(&said));
    ck_assert_int_eq(run("ls -d out*"), 2);
}

static void read_file(const char *folder, const char *name, struct ll_buf *text)
{
    char *path = ll_path_join(folder, name);
    struct ll_error err = {0};
    ll_buf_clear(text);
    ck_assert_msg(ll_file_read(path, 1 << 24, text, &err) == 0, "%s", err.text);
    free(path);
}

/* ---- students: what must not be there ----------------------------------------- */

/* Add the lines of code in `text` that say something, without the white space around.
 */
static void add_lines(struct ll_strings *lines, const char *text)
{
    while (*text != '\0') {
        const char *end = text + strcspn(text, "\n"), *next = end + (*end == '\n');
        text += strspn(text, " \t");
        while (end > text && strchr(" \t\r", end[-1]) != NULL)
            end--;
        if (end - text >= 12 && strncmp(text, "/*", 2) != 0 && *text != '*' &&
            *text != '#')
            ll_strings_addf(lines, "%.*s", (int)(end - text), text);
        text = next;
    }
}

static void add_file_lines(struct ll_strings *lines, const char *folder,
                           const char *name)
{
    struct ll_buf text = LL_BUF_INIT, shown = LL_BUF_INIT;
    read_file(folder, name, &text);
    ll_labels_strip(ll_buf_text(&text), &shown);
    add_lines(lines, ll_buf_text(&shown));
    ll_buf_release(&text);
    ll_buf_release(&shown);
}

/* The lines that stand in a solution of the lesson and nowhere else in its folder. */
static void find_distinctive(const struct ll_lesson *lesson, struct ll_strings *out)
{
    struct ll_strings solutions = LL_STRINGS_INIT, solved = LL_STRINGS_INIT,
                      other = LL_STRINGS_INIT;
    for (unsigned i = 0; i < lesson->manifest->exercises_count; i++)
        if (lesson->manifest->exercises[i].solution != NULL)
            ll_strings_add(&solutions, lesson->manifest->exercises[i].solution);
    DIR *folder = opendir(lesson->folder);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_type == DT_REG)
            add_file_lines(ll_strings_has(&solutions, entry->d_name) ? &solved : &other,
                           lesson->folder, entry->d_name);
    closedir(folder);
    for (size_t i = 0; i < solved.count; i++)
        if (!ll_strings_has(&other, solved.items[i]))
            ll_strings_add(out, solved.items[i]);
    ll_strings_release(&solutions);
    ll_strings_release(&solved);
    ll_strings_release(&other);
}

/* All files below the folder `path`. */
static void find_files(const char *path, struct ll_strings *files)
{
    DIR *folder = opendir(path);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char *below = ll_path_join(path, entry->d_name);
        if (entry->d_type == DT_REG)
            ll_strings_add(files, below);
        else if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            find_files(below, files);
        free(below);
    }
    closedir(folder);
}

/* A file of another lesson, or of leaklab, may share a common line with a solution by
 * chance; most of them only by holding it. */
static void assert_no_solution(const struct ll_lesson *lesson, const char *file,
                               const struct ll_strings *lines,
                               const struct ll_strings *distinctive)
{
    size_t shared = 0;
    bool own = strstr(file, ll_path_base(lesson->folder)) != NULL;
    for (size_t i = 0; i < distinctive->count; i++)
        if (ll_strings_has(lines, distinctive->items[i])) {
            shared++;
            ck_assert_msg(!own, "%s holds '%s'", file, distinctive->items[i]);
        }
    ck_assert_msg(2 * shared <= distinctive->count, "%s holds a solution", file);
}

/* Of each file the lines, read once for all lessons. Free it with free_lines(). */
static struct ll_strings *read_all(const struct ll_strings *files)
{
    struct ll_strings *all = calloc(files->count, sizeof *all);
    ck_assert_ptr_nonnull(all);
    for (size_t i = 0; i < files->count; i++)
        add_file_lines(&all[i], "/", files->items[i]);
    return all;
}

static void free_lines(struct ll_strings *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ll_strings_release(&all[i]);
    free(all);
}

START_TEST(no_file_of_the_class_bundle_holds_a_solution)
{
    struct ll_strings files = LL_STRINGS_INIT, folders = LL_STRINGS_INIT;
    assert_runs("$leaklab export students out");
    char *out = ll_path_join(here, "out");
    find_files(out, &files);
    ck_assert_uint_gt(files.count, 200);
    ck_assert_int_eq(ll_lesson_folders(LESSONS, &folders, NULL), 0);
    struct ll_strings *all = read_all(&files);
    size_t lines = 0;
    for (size_t i = 0; i < folders.count; i++) {
        struct ll_strings distinctive = LL_STRINGS_INIT;
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], NULL);
        ck_assert_ptr_nonnull(lesson);
        find_distinctive(lesson, &distinctive);
        lines += distinctive.count;
        for (unsigned e = 0; e < lesson->manifest->exercises_count; e++) {
            const char *solution = lesson->manifest->exercises[e].solution;
            for (size_t f = 0; f < files.count && solution != NULL; f++)
                ck_assert_msg(strstr(files.items[f], "/lessons/") == NULL ||
                                  strcmp(ll_path_base(files.items[f]), solution) != 0,
                              "%s", files.items[f]);
        }
        for (size_t f = 0; f < files.count; f++)
            assert_no_solution(lesson, files.items[f], &all[f], &distinctive);
        ll_strings_release(&distinctive);
        ll_lesson_free(lesson);
    }
    ck_assert_uint_gt(lines, 50); /* there was something to look for */
    free_lines(all, files.count);
    ll_strings_release(&files);
    ll_strings_release(&folders);
    free(out);
}
END_TEST

START_TEST(the_class_bundle_shows_no_labels_and_no_answers)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    assert_runs("$leaklab export students out");
    char *lessons = ll_path_join(here, "out/lessons");
    ck_assert_int_eq(ll_lesson_folders(lessons, &folders, NULL), 0);
    ck_assert_uint_ge(folders.count, 14);
    for (size_t i = 0; i < folders.count; i++) {
        struct ll_error err = {0};
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], &err);
        ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
        struct ll_strings files = LL_STRINGS_INIT;
        find_files(folders.items[i], &files);
        for (size_t f = 0; f < files.count; f++) {
            struct ll_labels labels = {0};
            ck_assert_int_eq(ll_labels_read(&labels, files.items[f], NULL), 0);
            ck_assert_msg(strstr(files.items[f], ".md") != NULL || labels.count == 0,
                          "%s: @%s", files.items[f], labels.items[0].name);
            ll_labels_release(&labels);
        }
        for (unsigned e = 0; e < lesson->manifest->exercises_count; e++)
            ck_assert_uint_eq(lesson->manifest->exercises[e].module.expect_count, 0);
        struct ll_buf manifest = LL_BUF_INIT;
        read_file(folders.items[i], "lesson.yml", &manifest);
        ck_assert_ptr_null(strstr(manifest.data, "label:"));
        ck_assert_ptr_nonnull(strstr(manifest.data, "why: "));
        ll_buf_release(&manifest);
        ll_strings_release(&files);
        ll_lesson_free(lesson);
    }
    ll_strings_release(&folders);
    free(lessons);
}
END_TEST

/* What a learner sees in the bundle is what one sees here. */
START_TEST(a_lesson_of_the_bundle_is_the_same_lesson)
{
    assert_runs("$leaklab export students 3 out && cd out &&"
                "export XDG_CACHE_HOME=$PWD/../cache &&"
                "LEAKLAB_HOME=$PWD $leaklab lesson 3 >../there; [ $? -eq 1 ] &&"
                "cd $source && $leaklab lesson 3 >$OLDPWD/../here; [ $? -eq 1 ] &&"
                "cd $OLDPWD/.. && [ -s here ] && diff here there");
}
END_TEST

/* As a learner does it, unoptimised and not for a debugger: that is sooner there; then
 * installed, as graders do it. */
START_TEST(the_bundle_can_be_built_and_used)
{
    assert_runs("$leaklab export students 3 out && cd out &&"
                "export XDG_CACHE_HOME=$PWD/../cache &&"
                "{ cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Debug"
                "    -DCMAKE_C_FLAGS_DEBUG=-O0 &&"
                "  make lesson3; } >../log 2>&1 || { cat ../log; false; }");
    assert_runs("grep -q '24 bytes were lost for good$' log && grep -q 'seen by "
                "memcheck' log &&"
                "grep -q 'edit exercise.c and run `make lesson3` again' log");
    assert_runs("cd out && cmake --build build >../log 2>&1 &&"
                "cmake --install build --prefix $PWD/../opt >>../log 2>&1 || "
                "{ cat ../log; false; }");
    assert_runs("unset LEAKLAB_HOME; out/build/leaklab export vscode editor &&"
                "grep -q \"'$PWD/out/build/leaklab' check\" editor/.vscode/tasks.json");
    assert_runs("unset LEAKLAB_HOME; opt/bin/leaklab list && "
                "opt/bin/leaklab new mine --in . --kind double-free");
}
END_TEST

/* Whoever has leaklab installed works in a copy, and sets no variable for it. */
START_TEST(a_learners_own_lessons_are_used_in_their_folder)
{
    assert_runs("$leaklab export lessons 3 6 out && ls out/lessons/03*/exercise.c &&"
                "! ls out/lessons/*/*solution*");
    assert_runs("cd out/lessons/06* && $leaklab list && $leaklab hint 3");
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&said), "0 of 2 done"));
    /* Only a learner's commands look there, and only below the folder. */
    assert_runs("$leaklab list");
    assert_lacks(&said, "0 of 2 done");
    assert_runs("cd out && $leaklab questions 4 >../questions");
    ck_assert_int_eq(run("cd out && $leaklab lesson 4"), 2);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&said), "there is no lesson 4"));
    /* What another user has put there is not run. */
    if (geteuid() != 0) {
        skip("only root can give a file to another user");
        return;
    }
    assert_runs("chown nobody out/.leaklab && cd out && $leaklab list");
    assert_lacks(&said, "0 of 2 done");
}
END_TEST

/* ---- students: what is tested unseen ------------------------------------------- */

#define HIDE                                                                           \
    "mkdir -p home/lessons && cp -r $source/lessons/03-lost-realloc home/lessons &&"   \
    "sed -i 's/^    tests: test_builder.c/&\\n    grading: in-process\\n    rubric:"   \
    "\\n      tests: 70\\n      memory: 30"                                            \
    "\\n      weights: [{test: one_part_may_be_long, weight: 3}]"                      \
    "\\n      deductions: [{kind: use-after-free, points: 25}]"                        \
    "\\n      hidden: [%s]/' home/lessons/03*/lesson.yml;"

static void hide(const char *names)
{
    char line[2048];
    snprintf(line, sizeof line, HIDE, names);
    assert_runs(line);
}

START_TEST(hidden_tests_are_not_handed_out)
{
    hide("one_part_may_be_long, program");
    assert_runs("grep -q '^START_TEST(one_part_may_be_long)'"
                " home/lessons/03*/test_builder.c");
    assert_runs("export LEAKLAB_HOME=$PWD/home &&"
                "$leaklab export students out && $leaklab export classroom50 3 g &&"
                "$leaklab export prairielearn 3 p && $leaklab export vpl 3 v &&"
                "$leaklab export coderunner 3 c && $leaklab export autolab 3 a");
    /* Neither the test, nor what the program prints, nor what anything is worth. */
    assert_runs(
        "! grep -rnE 'one_part_may_be_long|one part may be long|rubric:|grading:"
        "|use-after-free, points' out/lessons/03* g/templates g/image/leaklab/lessons"
        " p/questions");
    assert_runs("! grep -rn 'one_part_may_be_long' out g/templates g/image p/questions"
                " c/image a/image $(ls v/03*/* | grep -v vpl_)");
    /* What is packed: all lines in base64, each as one stream. */
    assert_runs(
        "sed -n '/^base64 -d/,/^END/p' v/03*/vpl_run.sh | grep -v '^base64\\|^END'"
        " | base64 -d | tar -xz -C out &&"
        "! grep -rn 'one_part_may_be_long' out &&"
        "tar -xOf a/leaklab_03/leaklab_03-handout.tar >handout &&"
        "[ -s handout ] && ! grep -n 'one_part_may_be_long' handout");
    assert_runs("! grep -rn '12 characters kept' out/lessons/03*/lesson.yml");
    /* The rest is whole: it compiles, and goes by the other tests. */
    assert_runs(
        "cd out/lessons/03* && [ $(grep -c ^START_TEST test_builder.c) -eq"
        " $(($(grep -c ^START_TEST $source/lessons/03*/test_builder.c) - 1)) ] &&"
        "gcc -Wall -Werror -fsyntax-only test_builder.c");
    /* The graders have it. */
    assert_runs(
        "grep -q one_part_may_be_long g/autograders/03*/lessons/03*/test_builder.c &&"
        "tar -xOf a/leaklab_03/autograde.tar | grep -q one_part_may_be_long &&"
        "sed -n '/^base64 -d/,/^END/p' v/03*/vpl_evaluate.sh |"
        " grep -v '^base64\\|^END' | base64 -d | tar -xzO |"
        " grep -q one_part_may_be_long &&"
        "grep -q one_part_may_be_long p/image/leaklab/lessons/03*/test_builder.c");
}
END_TEST

START_TEST(what_cannot_be_hidden_is_not_handed_out)
{
    hide("one_part_may_be_long, no_such_test");
    assert_refused(
        "LEAKLAB_HOME=$PWD/home $leaklab export students 3 out",
        "cannot remove the hidden test 'no_such_test' from 'test_builder.c'");
    assert_runs("cd home/lessons/03* && sed -i 's/no_such_test/program/' lesson.yml &&"
                "echo '/* see one_part_may_be_long */' >>test_builder.c");
    assert_refused("LEAKLAB_HOME=$PWD/home $leaklab export students 3 out",
                   "cannot remove the hidden test 'one_part_may_be_long' from");
}
END_TEST

/* ---- students: lessons that somebody has worked in ----------------------------- */

#define COPY "mkdir -p home/lessons && cp -r $source/lessons/$l home/lessons &&"
#define EXPORT "LEAKLAB_HOME=$PWD/home $leaklab export "

START_TEST(answers_are_handed_out_blank)
{
    assert_runs("l=04-error-path;" COPY
                "cd home/lessons/$l && cp answers.yml blank.txt &&"
                "sed -i 's/^kind: */kind: double-free /; s/^bytes: */bytes: 48 /;"
                " s/^\\(lost\\|allocated\\|function\\):/\\1: x/' answers.yml &&"
                "! diff -q answers.yml blank.txt >/dev/null && mv blank.txt ../../.. &&"
                "cd ../../.. &&" EXPORT "students out");
    assert_runs("f=out/lessons/04-error-path/answers.yml;"
                "! grep -q 'double-free *#\\|48 *#\\|: x' $f &&"
                "diff <(tr -s ' ' <$f) <(tr -s ' ' <blank.txt)");
}
END_TEST

START_TEST(an_exercise_solved_in_place_is_not_handed_out)
{
    assert_refused("l=03-lost-realloc;" COPY
                   "cp home/lessons/$l/{solution,exercise}.c &&" EXPORT "students out",
                   "exercise.c' is already solved");
    assert_refused("l=03-lost-realloc;" COPY
                   "cp home/lessons/$l/{write_solution,write}.c &&" EXPORT
                   "students out",
                   "write.c' is already solved");
    assert_refused("cd home/lessons/03* && sed -i 's|^}|} /* done */|' write.c &&"
                   "cd ../../.. &&" EXPORT "students 3 out",
                   "write.c' is already solved");
}
END_TEST

START_TEST(only_named_files_and_a_benchmark_are_handed_out)
{
    char *out = ll_path_join(here, "out");
    assert_runs("mkdir out; l=03-lost-realloc;" COPY
                "echo 'int hidden;' >home/lessons/$l/hidden.c;"
                "echo 'int hidden;' >home/lessons/$l/secret.h;"
                "echo 'int bench;' >home/lessons/$l/bench.c;"
                "sed -i '1i #include \"secret.h\"' home/lessons/$l/solution.c");
    char *folder = ll_path_join(here, "home/lessons/03-lost-realloc");
    struct ll_lesson *lesson = ll_lesson_load(folder, NULL);
    ck_assert_ptr_nonnull(lesson);
    ck_assert_int_eq(ll_handout_lesson(lesson, out, NULL), 0);
    assert_runs("cd out && [ -e series.h ] && [ -e builder.h ] && [ ! -e hidden.c ] &&"
                "[ ! -e secret.h ] && [ ! -e solution.c ] && [ -e bench.c ]");
    ll_lesson_free(lesson);
    free(folder);
    free(out);
}
END_TEST

/* ---- graders ------------------------------------------------------------------- */

static void assert_yaml(const char *name)
{
    struct ll_buf text = LL_BUF_INIT;
    yaml_parser_t parser;
    yaml_document_t document;
    read_file(here, name, &text);
    ck_assert(yaml_parser_initialize(&parser));
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.len);
    ck_assert_msg(yaml_parser_load(&parser, &document), "%s:%zu: %s", name,
                  parser.problem_mark.line + 1, parser.problem);
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    ll_buf_release(&text);
}

START_TEST(scripts_are_clean_and_start)
{
    assert_runs(
        "for f in gradescope classroom50 vpl coderunner autolab prairielearn; do"
        "  $leaklab export $f 3 4 out-$f || exit; done");
    assert_runs("tar -xf out-autolab/leaklab_03/autograde.tar -C out-autolab &&"
                "scripts=(out-gradescope/*/{setup.sh,run_autograder} out-vpl/*/vpl_*.sh"
                " out-autolab/leaklab-grader/grade"
                " out-prairielearn/questions/*/tests/run.sh);"
                "[ ${#scripts[@]} -eq 11 ] && shellcheck \"${scripts[@]}\" &&"
                "for s in \"${scripts[@]}\"; do [ -x \"$s\" ] || exit; done");
    /* No word of a template is left. */
    assert_runs("! grep -rE '@[A-Z0-9_]+@' out-*/*.md out-*/*/*.md out-*/*/*/*.md"
                " out-*/*.xml out-classroom50/autograders/*/autograder.py"
                " out-autolab/*/{*.yml,autograde-Makefile} out-autolab/*/grade"
                " out-vpl out-gradescope/*/run_autograder out-prairielearn/questions"
                " | grep -v '@@PLUGINFILE@@'");
    assert_runs("python3 -m py_compile out-classroom50/autograders/*/autograder.py &&"
                "python3 -m json.tool out-classroom50/runtime.json >/dev/null");
    assert_yaml("out-autolab/leaklab_03/leaklab_03.yml");
    assert_runs("for d in out-gradescope/*/leaklab"
                " out-{classroom50,coderunner,autolab,prairielearn}/image/leaklab; do"
                "  [ -x $d/scripts/bootstrap ] && [ -x $d/scripts/build ] &&"
                "  [ -e $d/src/cli/main.c ] && [ -e $d/CMakeLists.txt ] &&"
                "  ls $d/lessons/0*/exercise.c >/dev/null || exit; done");
    /* Images that are public, or that come without the lessons, have no solutions. */
    assert_runs("! find out-{classroom50,coderunner,autolab}/image/leaklab/lessons"
                " -name '*solution.c' |"
                " grep .");
}
END_TEST

START_TEST(learners_are_given_no_grader)
{
    assert_runs("$leaklab export classroom50 3 g && $leaklab export prairielearn 3 p");
    assert_runs("cd g/templates/03* && diff <(find . -type f | sort) - <<'END'\n"
                "./README.md\n./builder.h\n./builder_main.c\n./exercise.c\n./"
                "test_builder.c\nEND");
    assert_runs(
        "cd p/questions/leaklab-03-lost-realloc &&"
        "diff <(find . -type f | sort) - <<'END'\n"
        "./clientFilesQuestion/builder.h\n./clientFilesQuestion/builder_main.c\n"
        "./clientFilesQuestion/test_builder.c\n./exercise.c\n./info.json\n"
        "./question.html\n./tests/run.sh\nEND");
    assert_runs("! grep -rq '@alloc\\|@lost' g/templates p/questions");
}
END_TEST

START_TEST(a_question_keeps_its_name)
{
    assert_runs("$leaklab export prairielearn 3 4 one &&"
                "$leaklab export prairielearn 3 two");
    struct ll_buf text = LL_BUF_INIT, again = LL_BUF_INIT, other = LL_BUF_INIT;
    read_file(here, "one/questions/leaklab-03-lost-realloc/info.json", &text);
    read_file(here, "two/questions/leaklab-03-lost-realloc/info.json", &again);
    read_file(here, "one/questions/leaklab-04-error-path/info.json", &other);
    ck_assert_str_eq(text.data, again.data);
    json_t *info = json_loads(text.data, 0, NULL),
           *next = json_loads(other.data, 0, NULL);
    const char *uuid = json_string_value(json_object_get(info, "uuid"));
    ck_assert_uint_eq(strlen(uuid), 36);
    ck_assert_str_ne(uuid, json_string_value(json_object_get(next, "uuid")));
    ck_assert_str_eq(json_string_value(json_object_get(info, "gradingMethod")),
                     "External");
    json_decref(info);
    json_decref(next);
    ll_buf_release(&text);
    ll_buf_release(&again);
    ll_buf_release(&other);
}
END_TEST

/* Each script with a leaklab of ours: one that writes what it was asked for, and one
 * that is killed. The result is there and keeps to its schema, either way. */
static const struct {
    const char *target, *script, *file, *format, *schema;
} graders[] = {
    {"gradescope", "AUTOGRADER=$PWD/box out/03*/run_autograder",
     "box/submission/exercise.c", "gradescope", "gradescope"},
    {"prairielearn", "GRADE=$PWD/box out/questions/*/tests/run.sh",
     "box/student/exercise.c", "prairielearn", "prairielearn"},
};

START_TEST(graders_hand_over_what_leaklab_writes)
{
    char line[2048];
    write_text_in(here, "leaklab",
                  "#!/bin/bash\necho \"$@\" >asked\n"
                  "while [ \"$1\" != --output ]; do shift; done\n"
                  "echo ::notice::x\necho \"$made\" >\"$2\"\nexit 1\n");
    snprintf(
        line, sizeof line,
        "chmod +x leaklab; export PATH=$PWD:$PATH made='it was made';"
        "$leaklab export %s 3 out && mkdir -p $(dirname %s) && touch %s && %s >log",
        graders[_i].target, graders[_i].file, graders[_i].file, graders[_i].script);
    assert_runs(line);
    snprintf(line, sizeof line,
             "grep -qE -- '^grade --lesson 3 --one (/.*/)?%s --format %s"
             " --output /' asked && grep -rqx 'it was made' box",
             graders[_i].file, graders[_i].format);
    assert_runs(line);
}
END_TEST

START_TEST(graders_leave_a_result_when_leaklab_crashes)
{
    char line[2048];
    write_text_in(here, "leaklab", "#!/bin/bash\nkill -9 $$\n");
    snprintf(
        line, sizeof line,
        "chmod +x leaklab; export PATH=$PWD:$PATH;"
        "$leaklab export %s 3 out && mkdir -p $(dirname %s) &&"
        "{ %s || true; } && cp box/results/results.json json &&"
        "python3 -W ignore -m jsonschema -i json"
        " $source/tests/report/data/grades/%s.schema.json && grep -q 'grader failed' "
        "json",
        graders[_i].target, graders[_i].file, graders[_i].script, graders[_i].schema);
    assert_runs(line);
}
END_TEST

/* The real one: a mended exercise passes where this machine can hold it. Where it
 * cannot, nothing is run, and the result says why. */
START_TEST(a_grader_grades_in_isolation)
{
    struct ll_error err = {0};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    bool holds = ll_isolation_check(&isolation, &err) == 0;
    struct ll_buf text = LL_BUF_INIT;
    assert_runs("$leaklab export gradescope 3 out && mkdir -p box/submission &&"
                "cp $source/lessons/03-lost-realloc/solution.c"
                " box/submission/exercise.c &&"
                "export PATH=$(dirname $leaklab):$PATH XDG_CACHE_HOME=$PWD/cache &&"
                "AUTOGRADER=$PWD/box out/03*/run_autograder");
    read_file(here, "box/results/results.json", &text);
    json_t *results = json_loads(text.data, 0, NULL);
    double score = json_number_value(json_object_get(results, "score"));
    ck_assert_msg(score == (holds ? 100 : 0), "%s", text.data);
    ck_assert(holds || strstr(text.data, "cannot hold hostile code here") != NULL);
    json_decref(results);
    ll_buf_release(&text);
}
END_TEST

/* ---- a cluster ------------------------------------------------------------------ */

/* The folder that all nodes share: each character in its name would be taken for
 * something else without quotes. */
#define SHARED "shared=\"$PWD/O'Neil \\\"50 %a\\\" \\$HOME\";"
#define PATHS                                                                          \
    SHARED "script=$shared/cluster/03-lost-realloc/grade-class;"                       \
           "results=$shared/out/grades-lesson3; cd \"$shared\" && "

/* A line of shell in that folder, with the paths of what was exported for it. */
static char *there(const char *line)
{
    char *whole = NULL;
    ck_assert_int_ge(asprintf(&whole, "%s{ %s\n}", PATHS, line), 0);
    return whole;
}

static void assert_there(const char *line)
{
    char *whole = there(line);
    assert_runs(whole);
    free(whole);
}

static void export_cluster(const char *options)
{
    char line[512];
    assert_runs(SHARED "mkdir -p \"$shared/class\"");
    snprintf(line, sizeof line,
             "for i in 1 2 3; do cp $source/lessons/03-lost-realloc/solution.c"
             " class/s$i.c; done; $leaklab export slurm 3 --submissions class"
             " --results out %s cluster",
             options);
    assert_there(line);
}

/* In place of leaklab: what it does is in the file `does`. */
static void fake_leaklab(void)
{
    write_text_in(here, "leaklab",
                  "#!/bin/bash\n"
                  "printf '%s\\n' \"$@\" >>asked\n"
                  "while [ \"$1\" != --output ]; do shift; done\n"
                  ". ./does\n");
    assert_there("chmod +x ../leaklab &&"
                 "sed -i \"s|^leaklab=.*|leaklab='$(dirname \"$PWD\")/leaklab'|\""
                 " \"$script\"");
}

START_TEST(the_script_of_a_cluster_is_clean)
{
    export_cluster("--shards 4 --partition 'a \"b\"' --time 1:30:00 --memory 2G");
    assert_there("[ -x \"$script\" ] && bash -n \"$script\" && shellcheck \"$script\"");
    assert_there("! grep -rE '@[A-Z_]+@' cluster");
    assert_there("[ \"$(ls cluster/*)\" = $'README.md\\ngrade-class' ]");
}
END_TEST

/* leaklab's lessons are lesson 3 without its sweeps, which take long. */
static void use_unswept(void)
{
    assert_runs("mkdir -p home/lessons && cp -r $source/lessons/03-lost-realloc"
                " home/lessons && sed -i '/sweep: true/d' home/lessons/*/lesson.yml");
    char *home = ll_path_join(here, "home");
    setenv("LEAKLAB_HOME", home, 1);
    free(home);
}

/* As on a cluster, but without one: each task by hand, then the merge. */
START_TEST(a_class_is_graded_in_parts_and_joined)
{
    use_unswept();
    export_cluster("--shards 2");
    assert_there("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_JOB_ID=7 \"$script\" part");
    assert_there("\"$script\" merge 2>said; [ $? -eq 1 ] && [ ! -e \"$results/class\" ]"
                 " && grep -q 'of 2 parts these are not complete: 2$' said");
    assert_there("SLURM_ARRAY_JOB_ID=7 \"$script\" part 2");
    assert_there("for n in 0 3 1x ''; do \"$script\" part $n 2>said; [ $? -eq 2 ] &&"
                 " grep -q 'A number from 1 to 2$' said || exit 1; done");
    /* Another job's parts are not those that this merge waited for. */
    assert_there("\"$script\" merge 8 2>said; [ $? -eq 1 ] && grep -q ': 1 2$' said");
    assert_there("\"$script\" merge 7 && export XDG_CACHE_HOME=$PWD/cache &&"
                 "$leaklab grade --lesson 3 --output plain class &&"
                 "cmp plain/scores.csv \"$results/class/scores.csv\" &&"
                 "[ $(wc -l <plain/scores.csv) -eq 4 ]");
    /* What was graded is kept; a merge makes the class anew. */
    assert_there("SLURM_ARRAY_TASK_ID=1 \"$script\" part 2>&1 | grep known &&"
                 "touch \"$results/class/old\" && \"$script\" merge &&"
                 "[ ! -e \"$results/class/old\" ] && [ ! -e \"$results/class.old\" ]");
}
END_TEST

START_TEST(a_merge_that_fails_keeps_the_old_class)
{
    export_cluster("--shards 1");
    fake_leaklab();
    assert_there(
        "mkdir -p \"$results\"/{parts/1-of-1,class} && cd \"$results\" &&"
        "echo 7 >parts/1-of-1/complete && echo old >class/scores.csv &&"
        "echo 'mkdir \"$2\"; exit 2' >does &&"
        "\"$script\" merge; [ $? -eq 2 ] && [ \"$(cat class/scores.csv)\" = old"
        " ] && [ ! -e class.old ]");
}
END_TEST

/* A part is complete when leaklab has come to its end; not before, and not because it
 * was complete once. */
static const struct ended {
    const char *does;
    bool complete;
} ended[] = {
    {"touch \"$2/scores.csv\"; exit 0", true},
    {"touch \"$2/scores.csv\"; exit 3", true},
    {"exit 3", false},
    {"exit 2", false},
    {"kill -9 $$", false},
    {"touch \"$2/scores.csv\"; kill -9 $PPID", false},
};

START_TEST(a_part_is_complete_when_leaklab_has_ended)
{
    export_cluster("--shards 1");
    fake_leaklab();
    char line[512];
    snprintf(line, sizeof line,
             "part=$results/parts/1-of-1; mkdir -p \"$part\" &&"
             "touch \"$part\"/{complete,scores.csv} && echo '%s' >does &&"
             "SLURM_ARRAY_TASK_ID=1 \"$script\" part; [ $? -ge 0 ] && [ %s -e "
             "\"$part/complete\" ]",
             ended[_i].does, ended[_i].complete ? "" : "!");
    assert_there(line);
}
END_TEST

/* The leaklab of a node that is lost may hold the results for some time. */
START_TEST(a_task_that_was_started_again_waits_for_the_results)
{
    export_cluster("--shards 3 --cpus 5");
    fake_leaklab();
    assert_there(
        "echo 'echo >>tries; [ $(wc -l <tries) -eq 4 ] || exit 2;"
        " touch \"$2/scores.csv\"' >does && mkdir bin &&"
        "printf '#!/bin/sh\\necho $1 >>slept' >bin/sleep && chmod +x bin/sleep");
    assert_there("PATH=$PWD/bin:$PATH SLURM_ARRAY_TASK_ID=2 \"$script\" part;"
                 "[ $? -eq 2 ] && [ ! -e slept ] &&"
                 "PATH=$PWD/bin:$PATH SLURM_ARRAY_TASK_ID=2 SLURM_RESTART_COUNT=1"
                 " \"$script\" part && [ $(wc -l <slept) -eq 2 ]");
    assert_there("[ -e \"$results/parts/2-of-3/complete\" ] &&"
                 "diff <(head -14 asked) - <<END\n"
                 "grade\n--lesson\n3\n--exercise\nexercise.c\n--resume\n--shard\n2/3\n"
                 "--jobs\n5\n--output\n$results/parts/2-of-3\n$shared/class\ngrade\n"
                 "END\n");
}
END_TEST

START_TEST(two_jobs_are_submitted)
{
    export_cluster("--shards 4 --partition 'a \"b\"' --time 1:30:00 --memory 2G");
    write_text_in(here, "sbatch",
                  "#!/bin/bash\nprintf '%s\\n' \"$@\" >>asked\necho '17;far'\n");
    assert_there("chmod +x ../sbatch && PATH=$(dirname \"$PWD\"):$PATH"
                 " \"$script\" --account='x y' >said && grep -q '^job 17 ' said");
    assert_there("logs=${results//%/%%}/logs; diff asked - <<END\n"
                 "--parsable\n--requeue\n--open-mode=append\n"
                 "--output=$logs/part-%a.log\n--partition=a \"b\"\n--time=1:30:00\n"
                 "--mem=2G\n--job-name=leaklab-3\n--array=1-4\n--cpus-per-task=1\n"
                 "--account=x y\n$script\npart\n"
                 "--parsable\n--requeue\n--open-mode=append\n"
                 "--output=$logs/merge.log\n--partition=a \"b\"\n--time=1:30:00\n"
                 "--mem=2G\n--job-name=leaklab-3-merge\n--dependency=afterany:17\n"
                 "--account=x y\n$script\nmerge\n17\n"
                 "END\n");
    assert_there("PATH=$(dirname \"$PWD\"):$PATH \"$script\" parts; [ $? -eq 2 ]");
}
END_TEST

START_TEST(each_lesson_of_a_cluster_has_its_class)
{
    assert_runs("mkdir a b && LEAKLAB_HOME=$source $leaklab export slurm 4 3"
                " --submissions a --submissions b out &&"
                "grep -qx \"submissions='$PWD/a'\" out/04-*/grade-class &&"
                "grep -qx \"submissions='$PWD/b'\" out/03-*/grade-class &&"
                "grep -qx \"results='$PWD/grades-lesson3'\" out/03-*/grade-class &&"
                "grep -q \"^home='$source' \" out/03-*/grade-class");
}
END_TEST

/* ---- whole or not at all -------------------------------------------------------- */

START_TEST(what_is_there_is_not_overwritten)
{
    assert_runs("mkdir there && echo mine >there/file");
    ck_assert_int_eq(run("$leaklab export students there"), 2);
    ck_assert_ptr_nonnull(strstr(said.data, "'there' exists already"));
    assert_runs("[ \"$(cat there/file)\" = mine ] && [ \"$(ls)\" = there ]");
    assert_runs("ln -s nowhere link");
    ck_assert_int_eq(run("$leaklab export students link"), 2);
}
END_TEST

START_TEST(misuse_is_told)
{
    static const struct {
        const char *line, *why;
    } wrong[] = {
        {"$leaklab export", "for whom, and into which folder?"},
        {"$leaklab export github-classroom 3 out",
         "GitHub Classroom was shut down on 28 August 2026; its successor is Classroom "
         "50: export for 'classroom50'"},
        {"$leaklab export moodle 3 out",
         "cannot export for 'moodle': use one of students"},
        {"$leaklab export gradescope out", "which lessons?"},
        {"$leaklab export gradescope 99 out", "there is no lesson 99"},
        {"$leaklab export gradescope three out", "'three' is not the number"},
        {"$leaklab export students --force out", "unknown option '--force'"},
        {"$leaklab export students no/such/out", "cannot make folder"},
        {"$leaklab export students --shards 2 out",
         "an export for 'students' takes no options"},
        {"$leaklab export slurm --submissions . out", "which lessons?"},
        {"$leaklab export slurm 3 out", "which submissions? --submissions FOLDER"},
        {"$leaklab export slurm 3 4 --submissions . out", "once for each lesson"},
        {"$leaklab export slurm 3 --submissions none out", "'none'"},
        {"$leaklab export slurm 3 --submissions . --shards 0 out",
         "--shards takes a number from 1 to 10000"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refused(wrong[i].line, wrong[i].why);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("export");
    TCase *students = case_create("students");
    tcase_add_checked_fixture(students, set_up, tear_down);
    tcase_add_test(students, no_file_of_the_class_bundle_holds_a_solution);
    tcase_add_test(students, the_class_bundle_shows_no_labels_and_no_answers);
    tcase_add_test(students, a_lesson_of_the_bundle_is_the_same_lesson);
    tcase_add_test(students, the_bundle_can_be_built_and_used);
    tcase_add_test(students, a_learners_own_lessons_are_used_in_their_folder);
    tcase_add_test(students, hidden_tests_are_not_handed_out);
    tcase_add_test(students, what_cannot_be_hidden_is_not_handed_out);
    tcase_add_test(students, answers_are_handed_out_blank);
    tcase_add_test(students, an_exercise_solved_in_place_is_not_handed_out);
    tcase_add_test(students, only_named_files_and_a_benchmark_are_handed_out);
    suite_add_tcase(suite, students);
    TCase *systems = case_create("systems");
    tcase_add_checked_fixture(systems, set_up, tear_down);
    tcase_add_test(systems, scripts_are_clean_and_start);
    tcase_add_test(systems, learners_are_given_no_grader);
    tcase_add_test(systems, a_question_keeps_its_name);
    tcase_add_loop_test(systems, graders_hand_over_what_leaklab_writes, 0,
                        (int)(sizeof graders / sizeof *graders));
    tcase_add_loop_test(systems, graders_leave_a_result_when_leaklab_crashes, 0,
                        (int)(sizeof graders / sizeof *graders));
    tcase_add_test(systems, a_grader_grades_in_isolation);
    tcase_add_test(systems, what_is_there_is_not_overwritten);
    tcase_add_test(systems, misuse_is_told);
    suite_add_tcase(suite, systems);
    TCase *cluster = case_create("cluster");
    tcase_add_checked_fixture(cluster, set_up, tear_down);
    tcase_add_test(cluster, the_script_of_a_cluster_is_clean);
    tcase_add_test(cluster, a_class_is_graded_in_parts_and_joined);
    tcase_add_test(cluster, a_merge_that_fails_keeps_the_old_class);
    tcase_add_loop_test(cluster, a_part_is_complete_when_leaklab_has_ended, 0,
                        (int)(sizeof ended / sizeof *ended));
    tcase_add_test(cluster, a_task_that_was_started_again_waits_for_the_results);
    tcase_add_test(cluster, two_jobs_are_submitted);
    tcase_add_test(cluster, each_lesson_of_a_cluster_has_its_class);
    suite_add_tcase(suite, cluster);
    return suite_run(suite);
}
