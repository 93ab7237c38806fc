/* SPDX-License-Identifier: MIT */
#include "class/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "class/outputs.h"
#include "class/workers.h"
#include "grade/drawing.h"

struct pictures {
    struct ll_grader *grader;
    const struct ll_class_options *options;
    struct ll_class *class;
};

/* "pictures/ann.html". NULL: memory ran out. */
static char *name_of(const struct ll_graded *graded)
{
    char *safe = ll_output_name(graded->name), *name = NULL;
    if (safe != NULL && asprintf(&name, LL_PICTURES_FOLDER "/%s.html", safe) < 0)
        name = NULL;
    free(safe);
    return name;
}

void ll_pictures_remove(const struct ll_class *class, const char *folder)
{
    for (size_t i = 0; i < class->count; i++) {
        char *name = name_of(&class->all[i]);
        char *path = name == NULL ? NULL : ll_path_join(folder, name);
        if (path != NULL)
            unlink(path);
        free(path);
        free(name);
    }
}

/* ---- in the workers -------------------------------------------------------------- */

/* An answer without a page: it cannot be drawn. The results are opened here, as a
 * forked worker must not inherit an open SQLite file. */
static void work(size_t i, struct ll_buf *answer, void *data)
{
    const struct pictures *pictures = data;
    const struct ll_graded *graded = &pictures->class->all[i];
    struct ll_intake intake = {.source = LL_BUF_INIT};
    struct ll_buf page = LL_BUF_INIT;
    ll_buf_init(&page, answer->max);
    struct ll_results *results = ll_results_read(pictures->options->output, NULL);
    if (results != NULL &&
        ll_results_source(results, graded->name, &intake.path, &intake.source, NULL) ==
            0 &&
        ll_grader_draw(pictures->grader, &intake, graded, &page, NULL) == 0 &&
        !page.full)
        ll_buf_add(answer, ll_buf_text(&page), page.len);
    ll_results_close(results);
    ll_intake_release(&intake);
    ll_buf_release(&page);
}

static int take_answer(size_t i, const char *answer, const char *why, void *data,
                       struct ll_error *err)
{
    struct pictures *pictures = data;
    struct ll_graded *graded = &pictures->class->all[i];
    (void)why;
    if (answer == NULL || answer[0] == '\0')
        return 0;
    char *name = name_of(graded);
    char *path = name == NULL ? NULL : ll_path_join(pictures->options->output, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, answer, strlen(answer), err);
    if (result == 0 && !ll_set_text(&graded->picture, name))
        result = ll_fail_memory(err);
    free(path);
    free(name);
    return result;
}

/* ---- all of them ----------------------------------------------------------------- */

int ll_pictures_draw(struct ll_grader *grader, const struct ll_class_options *options,
                     struct ll_class *class, struct ll_error *err)
{
    struct pictures pictures = {grader, options, class};
    const struct ll_workers workers = {.jobs = options->jobs,
                                       /* of many runs; a picture is of one */
                                       .most_seconds = options->most_seconds / 4,
                                       .work = work,
                                       .done = take_answer,
                                       .data = &pictures};
    char *folder = ll_path_join(options->output, LL_PICTURES_FOLDER);
    size_t *todo = calloc(class->count + 1, sizeof *todo), count = 0;
    int result = folder == NULL || todo == NULL ? ll_fail_memory(err) : 0;
    for (size_t i = 0; i < class->count && result == 0; i++)
        if (class->all[i].verdict == LL_FAIL && ll_drawing_is_worth(&class->all[i]))
            todo[count++] = i;
    if (result == 0 && count > 0)
        result = ll_path_make_dirs(folder, err);
    if (result == 0)
        result = ll_workers_run(&workers, todo, count, err);
    if (folder != NULL)
        rmdir(folder); /* if there is none in it */
    free(todo);
    free(folder);
    return result;
}
