/* SPDX-License-Identifier: MIT */
#include "grade/drawing.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/lesson_copy.h"
#include "picture/picture.h"

/* ---- the faults ------------------------------------------------------------------ */

static bool is_drawn(enum ll_kind kind)
{
    switch (kind) {
    case LL_DEFINITELY_LOST:
    case LL_INDIRECTLY_LOST:
    case LL_POSSIBLY_LOST:
    case LL_INVALID_READ:
    case LL_INVALID_WRITE:
    case LL_USE_AFTER_FREE:
    case LL_DOUBLE_FREE:
    case LL_INVALID_FREE:
    case LL_MISMATCHED_FREE:
    case LL_UNINITIALISED:
    case LL_OVERLAP:
    case LL_STACK_ESCAPE:
        return true;
    default:
        return false;
    }
}

bool ll_drawing_is_worth(const struct ll_graded *graded)
{
    for (size_t i = 0; i < graded->diags.count; i++)
        if (is_drawn(graded->diags.items[i].kind))
            return true;
    return false;
}

static bool names(const struct ll_stack *stack, const char *file)
{
    for (size_t i = 0; i < stack->count; i++)
        if (stack->frames[i].file != NULL &&
            strcmp(ll_path_base(stack->frames[i].file), file) == 0)
            return true;
    return false;
}

/* Whether a test came there. */
static bool is_tests(const struct ll_drawing *drawing, const struct ll_diag *diag)
{
    const char *suite = drawing->harness->exercise->tests;
    return suite != NULL && (names(&diag->at, suite) || names(&diag->allocated, suite));
}

/* Name the files of a stack as the copy does. */
static bool place(const struct ll_drawing *drawing, const struct ll_lesson_copy *copy,
                  struct ll_stack *stack)
{
    const char *own = drawing->graded->file;
    for (size_t i = 0; i < stack->count; i++) {
        char **file = &stack->frames[i].file, *placed;
        if (*file == NULL)
            continue;
        if (own != NULL && strcmp(*file, own) == 0)
            placed = strdup(copy->source);
        else if (ll_path_below(*file, drawing->harness->lesson->folder))
            placed = ll_path_join(copy->lesson->folder, ll_path_base(*file));
        else
            continue;
        if (placed == NULL)
            return false;
        free(*file);
        *file = placed;
    }
    return true;
}

/* Copy the faults of the program. */
static int take(const struct ll_drawing *drawing, const struct ll_lesson_copy *copy,
                struct ll_diags *diags, struct ll_error *err)
{
    const struct ll_diags *all = &drawing->graded->diags;
    for (size_t i = 0; i < all->count; i++) {
        if (!is_drawn(all->items[i].kind) || is_tests(drawing, &all->items[i]))
            continue;
        if (ll_diags_add_copy(diags, &all->items[i], err) != 0)
            return -1;
        struct ll_diag *diag = &diags->items[diags->count - 1];
        if (!place(drawing, copy, &diag->at) ||
            !place(drawing, copy, &diag->allocated) ||
            !place(drawing, copy, &diag->freed) || !place(drawing, copy, &diag->lost))
            return ll_fail_memory(err);
    }
    return 0;
}

/* ---- the page -------------------------------------------------------------------- */

int ll_drawing_make(const struct ll_drawing *drawing, struct ll_buf *page,
                    struct ll_error *err)
{
    const struct ll_harness *harness = drawing->harness;
    struct ll_lesson_copy copy = {0};
    struct ll_result found = {0};
    int result = ll_lesson_copy_open(&copy, harness->lesson, harness->exercise,
                                     drawing->options, drawing->intake, err);
    if (result == 0)
        result = ll_lesson_copy_strip(&copy, harness, err);
    if (result == 0)
        result = take(drawing, &copy, &found.diags, err);
    if (result == 0 && found.diags.count > 0) {
        const struct ll_picture_order order = {.session = &copy.session,
                                               .subject = &copy.one->subject,
                                               .result = &found,
                                               .from = copy.lesson->folder,
                                               .lesson = harness->lesson->number,
                                               .half = "exercise"};
        result = ll_picture_page(&order, page, err);
    }
    ll_diags_release(&found.diags);
    ll_lesson_copy_close(&copy);
    return result;
}
