/* SPDX-License-Identifier: MIT
 *
 * export_coderunner: for each lesson, a question for Moodle's CodeRunner, and the image
 * of a server that grades. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/export_parts.h"
#include "cli/pack.h"
#include "lesson/handout.h"

/* The texts that go into a question. */
struct question {
    struct ll_buf links, files; /* what is shown beside the exercise, and in base64 */
    struct ll_buf exercise, template, lesson;
};

static void release(struct question *question)
{
    ll_buf_release(&question->links);
    ll_buf_release(&question->files);
    ll_buf_release(&question->exercise);
    ll_buf_release(&question->template);
    ll_buf_release(&question->lesson);
}

/* Add one file of the exercise, as learners get it: the exercise itself is what the box
 * for the answer begins with, the others can be downloaded. */
static int add_file(struct question *question, const char *folder, const char *name,
                    bool is_exercise, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = ll_path_join(folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_read(path, LL_BUF_DEFAULT_MAX, &text, err);
    free(path);
    if (result == 0 && is_exercise) {
        ll_buf_puts(&question->exercise, ll_buf_text(&text));
    } else if (result == 0) {
        ll_buf_addf(&question->links,
                    "<li><a href=\"@@PLUGINFILE@@/%s\"><code>%s</code></a></li>\n",
                    name, name);
        ll_buf_addf(&question->files,
                    "      <file name=\"%s\" path=\"/\" encoding=\"base64\">\n", name);
        ll_pack_base64(&question->files, &text);
        ll_buf_puts(&question->files, "</file>\n");
    }
    ll_buf_release(&text);
    return result;
}

static int add_files(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                     const struct ll_exercise *exercise, struct question *question,
                     struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    char *stage = ll_export_stage(bundle, err);
    int result = stage == NULL ||
                         ll_export_put_exercise(lesson, exercise, stage, err) != 0 ||
                         ll_handout_files(lesson, exercise, &files, err) != 0
                     ? -1
                     : 0;
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = add_file(question, stage, files.items[i],
                          strcmp(files.items[i], exercise->module.file) == 0, err);
    if (stage != NULL)
        ll_path_remove_tree(stage);
    free(stage);
    ll_strings_release(&files);
    return result;
}

static int put_question(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                        struct ll_export_words *words, const struct question *question,
                        struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "%s.xml", ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    ll_export_words_add(words, "LINKS_HTML", ll_buf_text(&question->links));
    ll_export_words_add(words, "FILES_BASE64_HTML", ll_buf_text(&question->files));
    ll_export_words_add(words, "PRELOAD", ll_buf_text(&question->exercise));
    ll_export_words_add(words, "TEMPLATE", ll_buf_text(&question->template));
    ll_export_words_add(words, "LESSON_BASE64_HTML", ll_buf_text(&question->lesson));
    int result = ll_export_put(bundle, "coderunner/question.xml", bundle->folder, name,
                               words->list, err);
    free(name);
    return result;
}

static int coderunner_lesson(const struct ll_bundle *bundle,
                             const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    struct question question = {LL_BUF_INIT, LL_BUF_INIT, LL_BUF_INIT, LL_BUF_INIT,
                                LL_BUF_INIT};
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0 &&
        (add_files(bundle, lesson, exercise, &question, err) != 0 ||
         ll_bundle_fill(bundle, "coderunner/template.py", words.list,
                        &question.template, err) != 0 ||
         ll_export_pack_lesson(bundle, lesson, true, &question.lesson, err) != 0 ||
         put_question(bundle, lesson, &words, &question, err) != 0 ||
         ll_export_put_image_lesson(bundle, lesson, err) != 0))
        result = -1;
    release(&question);
    ll_export_words_release(&words);
    return result;
}

static int coderunner_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_export_put_image(bundle, "coderunner/Dockerfile", err) != 0)
        return -1;
    return ll_export_put(bundle, "coderunner/README.md", bundle->folder, "README.md",
                         ll_export_no_words, err);
}

const struct ll_export_target ll_export_coderunner = {
    .name = "coderunner",
    .lesson = coderunner_lesson,
    .whole = coderunner_whole,
    .next = "Next: %s/README.md.",
};
