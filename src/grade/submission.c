/* SPDX-License-Identifier: MIT
 *
 * The weaker tier: a submission is judged as it is at home, with the lesson's Check
 * suite inside its process. */
#include "grade/submission.h"

#include <dirent.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "config.h"
#include "diag/explain.h"
#include "grade/class.h"
#include "judge/judge.h"
#include "report/report.h"
#include "session/key.h"

enum { SOURCE_MOST = 1 << 20 };

struct ll_grader {
    const struct ll_lesson *lesson;
    const struct ll_exercise *exercise;
    struct ll_session session;
    char digest[2 * SHA256_DIGEST_LENGTH + 1];
};

/* ---- the grader ---------------------------------------------------------------------
 */

static int add_lesson(SHA2_CTX *digest, const struct ll_lesson *lesson,
                      struct ll_error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(lesson->folder, &entries, NULL, alphasort);
    int result = 0;
    if (count < 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s'", lesson->folder);
    for (int i = 0; i < count; i++) {
        struct ll_buf text = LL_BUF_INIT;
        char *path = ll_path_join(lesson->folder, entries[i]->d_name);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (ll_file_read(path, SOURCE_MOST, &text, NULL) == 0) {
            SHA256Update(digest, (const uint8_t *)entries[i]->d_name,
                         strlen(entries[i]->d_name) + 1);
            SHA256Update(digest, (const uint8_t *)&text.len, sizeof text.len);
            SHA256Update(digest, (const uint8_t *)ll_buf_text(&text), text.len);
        }
        ll_buf_release(&text);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return result;
}

static int make_digest(struct ll_grader *grader, struct ll_error *err)
{
    static const char us[] = "graded at home " LL_VERSION;
    const struct ll_tool **tools = ll_lesson_tools(grader->lesson, err);
    const struct ll_limits *limits = &grader->session.limits;
    const char *file = ll_exercise_file(grader->exercise);
    struct stat st = {0};
    SHA2_CTX digest;
    if (tools == NULL)
        return -1;
    SHA256Init(&digest);
    SHA256Update(&digest, (const uint8_t *)us, sizeof us);
    (void)stat("/proc/self/exe", &st);
    SHA256Update(&digest, (const uint8_t *)&st.st_size, sizeof st.st_size);
    SHA256Update(&digest, (const uint8_t *)&st.st_mtim, sizeof st.st_mtim);
    SHA256Update(&digest, (const uint8_t *)file, strlen(file) + 1);
    SHA256Update(&digest, (const uint8_t *)&limits->wall_seconds,
                 sizeof limits->wall_seconds);
    for (size_t i = 0; tools[i] != NULL; i++) {
        struct ll_key key = {0};
        (void)ll_key_of_tool(tools[i], &key);
        SHA256Update(&digest, key.bytes, sizeof key.bytes);
    }
    free(tools);
    int result = add_lesson(&digest, grader->lesson, err);
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    SHA256Final(bytes, &digest);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(grader->digest + 2 * i, 3, "%02x", bytes[i]);
    return result;
}

struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *err)
{
    const struct ll_exercise *exercise =
        ll_class_exercise(lesson, options->exercise, err);
    if (exercise == NULL)
        return NULL;
    struct ll_grader *grader = calloc(1, sizeof *grader);
    if (grader == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    grader->lesson = lesson;
    grader->exercise = exercise;
    grader->session = (struct ll_session){
        .limits = options->limits,
        .no_cache = true, /* the class remembers its results itself */
        .threads = 1,     /* it is others that run beside */
    };
    if (make_digest(grader, err) != 0) {
        free(grader);
        return NULL;
    }
    return grader;
}

void ll_grader_free(struct ll_grader *grader)
{
    free(grader);
}

const char *ll_grader_digest(const struct ll_grader *grader)
{
    return grader->digest;
}

/* ---- one submission -----------------------------------------------------------------
 */

static int ungradable(struct ll_graded *graded, struct ll_error *err, const char *why)
{
    graded->verdict = LL_UNGRADABLE;
    graded->why = strdup(why);
    return graded->why != NULL ? 0 : ll_fail_memory(err);
}

/* The submission's one file, in a folder of its own and under the exercise's name. */
static char *copy_file(const char *file, const char *path, const char *dir,
                       struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    char *from = ll_path_is_dir(path) ? ll_path_join(path, file) : strdup(path);
    char *to = ll_path_join(dir, file);
    if (from == NULL || to == NULL)
        ll_fail_memory(err);
    else if (ll_file_read(from, SOURCE_MOST, &text, err) == 0 &&
             ll_file_write(to, ll_buf_text(&text), text.len, err) == 0) {
        free(from);
        ll_buf_release(&text);
        return to;
    }
    free(from);
    free(to);
    ll_buf_release(&text);
    return NULL;
}

/* The first error of the compiler, or what the run says. */
static int say_why(const struct ll_result *result, struct ll_graded *graded,
                   struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    for (size_t i = 0; i < result->run_count && why.len == 0; i++) {
        const struct ll_run *run = &result->runs[i];
        const char *error =
            run->compiler != NULL ? strstr(run->compiler, "error: ") : NULL;
        if (run->status == LL_RUN_NOT_BUILT)
            ll_buf_addf(&why, "it does not compile: %.*s",
                        error != NULL ? (int)strcspn(error + 7, "\n") : 2,
                        error != NULL ? error + 7 : "no");
        else if (run->note != NULL)
            ll_buf_puts(&why, run->note);
    }
    if (why.len == 0)
        ll_buf_puts(&why, "its program did not run to its end");
    graded->why = ll_buf_take(&why);
    ll_buf_release(&why);
    return graded->why != NULL ? 0 : ll_fail_memory(err);
}

static int add_item(struct ll_graded *graded, enum ll_item_kind kind, const char *name,
                    const char *title, const struct ll_result *result,
                    struct ll_error *err)
{
    struct ll_buf message = LL_BUF_INIT;
    for (size_t i = 0; i < result->diags.count; i++) {
        if (!ll_kind_is_fault(result->diags.items[i].kind))
            continue;
        ll_buf_puts(&message, message.len > 0 ? "; " : "");
        ll_diag_headline(&result->diags.items[i], &message);
    }
    const struct ll_graded_item item = {
        .kind = kind,
        .name = (char *)name,
        .title = (char *)title,
        .points = result->verdict == LL_PASS ? 5 : 0,
        .most = 5,
        .verdict = result->verdict,
        .message = message.len > 0 ? message.data : NULL,
    };
    int added = ll_graded_add(graded, &item, err);
    ll_buf_release(&message);
    return added;
}

static int fill(const struct ll_grader *grader, const struct ll_judgement *judgement,
                const struct ll_case *one, const char *dir, struct ll_graded *graded,
                struct ll_error *err)
{
    const struct ll_style style = {
        .width = 80, .from = dir, .limits = &grader->session.limits};
    const char *const *roots = ll_strings_argv(&one->subject.roots);
    struct ll_buf words = LL_BUF_INIT;
    graded->verdict = ll_judgement_verdict(judgement);
    for (size_t i = 0; i < judgement->memory.run_count; i++)
        graded->seconds += judgement->memory.runs[i].build_seconds +
                           judgement->memory.runs[i].run_seconds;
    if (add_item(graded, LL_ITEM_TEST, "behaviour", "it does what it should",
                 &judgement->behaviour, err) != 0 ||
        add_item(graded, LL_ITEM_MEMORY, "memory", "its memory is in order",
                 &judgement->memory, err) != 0 ||
        ll_diags_merge(&graded->diags, &judgement->memory.diags, roots, err) != 0 ||
        ll_diags_merge(&graded->diags, &judgement->behaviour.diags, roots, err) != 0)
        return -1;
    for (size_t i = 0; i < graded->diags.count; i++) {
        ll_buf_puts(&words, i > 0 ? "\n" : "");
        ll_text_diag(&words, &style, &graded->diags.items[i],
                     i > 0 ? &graded->diags.items[i - 1] : NULL, roots, NULL);
    }
    ll_text_trouble(&words, &style, &judgement->memory, style.limits);
    if (words.len > 0)
        graded->explanation = ll_buf_take(&words);
    ll_buf_release(&words);
    if (graded->verdict < LL_UNGRADABLE)
        return 0;
    return say_why(judgement->memory.verdict == graded->verdict ? &judgement->memory
                                                                : &judgement->behaviour,
                   graded, err);
}

int ll_grade_submission(const struct ll_grader *grader, const char *name,
                        const char *path, struct ll_graded *graded,
                        struct ll_error *err)
{
    const char *file = ll_exercise_file(grader->exercise);
    struct ll_judgement judgement = {0};
    struct ll_case *cases = NULL;
    size_t count = 0;
    char *dir = NULL, *copy = NULL;
    int result = -1;
    *graded = (struct ll_graded){.name = strdup(name), .in_process = true};
    if (graded->name == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    const char *dot = strrchr(path, '.');
    if (!ll_path_is_dir(path) && (dot == NULL || strcmp(dot, ".c") != 0)) {
        result = ungradable(graded, err, "it is no C source: its name ends otherwise");
        goto out;
    }
    dir = ll_path_temp_dir(err);
    if (dir == NULL)
        goto out;
    copy = copy_file(file, path, dir, err);
    if (copy == NULL) {
        if (err != NULL && err->fault == LL_FAULT_INPUT)
            result = ungradable(graded, err, err->text);
        goto out;
    }
    if (ll_cases(grader->lesson, copy, false, &cases, &count, err) != 0)
        goto out;
    /* The last one: the pair stands before it. */
    const struct ll_case *one = &cases[count - 1];
    if (ll_judge(&grader->session, grader->lesson, one, 1, &judgement, err) != 0)
        goto out;
    result = fill(grader, &judgement, one, dir, graded, err);
    ll_judgement_release(&judgement);

out:
    ll_cases_free(cases, count);
    if (dir != NULL)
        ll_path_remove_tree(dir);
    free(dir);
    free(copy);
    if (result != 0)
        ll_graded_release(graded);
    return result;
}
