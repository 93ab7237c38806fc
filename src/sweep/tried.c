/* SPDX-License-Identifier: MIT */
#include "sweep/tried.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/allocator.h"
#include "session/modules.h"

enum { QUIT_CALLS_MOST = 32 };

/* ---- what is at fault anyway ----------------------------------------------------- */

/* Whether two stacks agree in the frames of the reader's own code. */
static bool same_own(const struct ll_stack *a, const struct ll_stack *b,
                     const char *const *roots)
{
    const struct ll_frame *x = ll_stack_own(a, roots), *y = ll_stack_own(b, roots);
    if (x == NULL || y == NULL)
        return x == y;
    size_t i = (size_t)(x - a->frames), j = (size_t)(y - b->frames);
    for (; i < a->count && j < b->count; i++, j++) {
        x = &a->frames[i];
        y = &b->frames[j];
        if (x->line != y->line || !ll_same_text(x->function, y->function))
            return false;
    }
    return i == a->count && j == b->count;
}

/* Subtract from `diag` what the base run also reports (`base`). True when nothing is
 * left. */
static bool is_covered(struct ll_diag *diag, const struct ll_diag *base,
                       const char *const *roots)
{
    bool leak = ll_kind_is_leak(diag->kind);
    if (leak ? !ll_kind_is_leak(base->kind) : diag->kind != base->kind)
        return false;
    if (!same_own(ll_diag_key_stack(diag), ll_diag_key_stack(base), roots))
        return false;
    if (!leak || diag->blocks <= base->blocks)
        return true;
    diag->blocks -= base->blocks;
    diag->bytes -= base->bytes < diag->bytes ? base->bytes : diag->bytes;
    return false;
}

bool ll_tried_is_of_base(struct ll_diag *diag, const struct ll_diags *base,
                         const char *const *roots)
{
    for (size_t i = 0; i < base->count; i++)
        if (is_covered(diag, &base->items[i], roots))
            return true;
    return false;
}

static bool is_suppressed(const struct ll_diag *diag, const char *function)
{
    for (size_t i = 0; function != NULL && i < diag->allocated.count; i++)
        if (ll_same_text(diag->allocated.frames[i].function, function))
            return true;
    return false;
}

/* What the C library allocates for itself, below what the program called at `own`, it
 * keeps: buffers of its streams, texts of a language, time zones, lists of functions to
 * call at the end, modules that it loads. */
static bool is_librarys(const struct ll_diag *diag, const struct ll_frame *own)
{
    static const char *const keeping[] = {
        "_IO_file_doallocate", "__dcigettext", "_nl_", "setlocale",     "tz", "__tz",
        "__new_exitfn",        "__nss_",       "_dl_", "pthread_create"};
    for (const struct ll_frame *frame = diag->allocated.frames;
         own != NULL && frame < own; frame++)
        for (size_t i = 0; i < sizeof keeping / sizeof *keeping; i++)
            if (frame->function != NULL && ll_starts_with(frame->function, keeping[i]))
                return true;
    return false;
}

bool ll_tried_is_programs(const struct ll_diag *diag, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&diag->allocated, roots);
    return own != NULL && !is_librarys(diag, own);
}

int ll_tried_read_run(const struct ll_subject *subject,
                      const struct ll_tool_run *tool_run, struct ll_run *run,
                      struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&subject->roots);
    struct ll_diags *diags = &run->diags;
    size_t kept = 0;
    if (ll_run_read(subject, tool_run, run, err) != 0)
        return -1;
    for (size_t i = 0; i < diags->count; i++) {
        struct ll_diag *diag = &diags->items[i];
        if (diag->kind == LL_POSSIBLY_LOST &&
            is_librarys(diag, ll_stack_own(&diag->allocated, roots)))
            ll_diag_release(diag);
        else
            diags->items[kept++] = *diag;
    }
    diags->count = kept;
    return 0;
}

/* Keep only what the failure caused. `leaks` false: drop leaks too, because a program
 * that aborts frees nothing. (A failed assertion ends the program at once, while its
 * variables still point to their blocks.) */
static void subtract(struct ll_diags *diags, const struct ll_diags *base,
                     const char *const *roots, bool leaks, const char *suppress)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++) {
        struct ll_diag *diag = &diags->items[i];
        bool covered =
            !ll_kind_is_fault(diag->kind) ||
            (ll_kind_is_leak(diag->kind) && (!leaks || is_suppressed(diag, suppress)));
        if (covered || ll_tried_is_of_base(diag, base, roots))
            ll_diag_release(diag);
        else
            diags->items[kept++] = *diag;
    }
    diags->count = kept;
}

/* ---- how it ended ---------------------------------------------------------------- */

/* The allocator that ended the program; NULL: none did. */
static const char *end_in(const struct ll_subject *subject, const struct ll_left *left)
{
    return left == NULL ? NULL
                        : ll_allocator_in(&left->site, &subject->allocators,
                                          ll_strings_argv(&subject->roots));
}

static bool is_in(const struct ll_frame *frame, const char *file)
{
    return frame->file != NULL &&
           strcmp(ll_path_base(frame->file), ll_path_base(file)) == 0;
}

/* Whether the first source ended the program, though it has to return: where main is in
 * it as well, the program is its own. */
static bool has_quit(const struct ll_subject *subject, const struct ll_left *left)
{
    const struct ll_frame *own[QUIT_CALLS_MOST];
    if (left == NULL || !subject->returns || subject->sources.count == 0)
        return false;
    const char *first = subject->sources.items[0];
    size_t count = ll_stack_owns(&left->site, ll_strings_argv(&subject->roots), own,
                                 QUIT_CALLS_MOST);
    return count > 0 && is_in(own[0], first) &&
           !(ll_same_text(own[count - 1]->function, "main") &&
             is_in(own[count - 1], first));
}

int ll_tried_begin(struct ll_tried *tried, const struct ll_tool *tool,
                   const struct ll_subject *subject, const struct ll_child *child,
                   const struct ll_left *left, struct ll_error *err)
{
    *tried = (struct ll_tried){
        .number = child->number,
        .with_all = child->with_all,
        .aborted = child->aborted,
        .asserted = child->asserted,
        .left = left != NULL,
        .kept = child->kept,
        .ended_in = end_in(subject, left),
        .run = {.tool = tool,
                .ended = child->ended,
                .run_seconds = child->ended.wall_seconds},
    };
    return has_quit(subject, left) && !ll_stack_copy(&tried->quit, &left->site)
               ? ll_fail_memory(err)
               : 0;
}

/* A test left that many bytes, more than when nothing fails. */
static int add_kept(struct ll_tried *tried, struct ll_error *err)
{
    struct ll_diag kept;
    ll_diag_init(&kept, LL_KEPT_TOO_LONG);
    kept.bytes = (unsigned long long)tried->kept;
    kept.blocks = 1; /* how many is not known */
    if (ll_diag_add_witness(&kept, tried->run.tool->name, NULL))
        return ll_diags_add(&tried->run.diags, &kept, err);
    ll_diag_release(&kept);
    return ll_fail_memory(err);
}

/* What is still reachable when the program, or the test, has come to its own end counts
 * as it does when nothing fails. An interpreter keeps what it likes. */
static int judge_reachable(const struct ll_subject *subject, struct ll_tried *tried,
                           struct ll_error *err)
{
    struct ll_diags *diags = &tried->run.diags;
    bool leaks = false;
    if (subject->reachable != LL_REACHABLE_FAULT || ll_modules_any(subject) ||
        tried->left || tried->aborted || tried->asserted ||
        tried->run.ended.how != LL_END_EXITED)
        return 0;
    for (size_t i = 0; i < diags->count; i++) {
        struct ll_diag *diag = &diags->items[i];
        if (!subject->is_suite && diag->kind == LL_STILL_REACHABLE &&
            ll_tried_is_programs(diag, ll_strings_argv(&subject->roots)))
            diag->kind = LL_KEPT_TOO_LONG;
        leaks = leaks || (ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind));
    }
    return leaks || tried->kept <= 0 ? 0 : add_kept(tried, err);
}

int ll_tried_read(struct ll_tried *tried, const struct ll_subject *subject,
                  const char *dir, const char *program, const struct ll_diags *base,
                  const char *suppress, struct ll_error *err)
{
    struct ll_tool_run tool_run = {.dir = dir,
                                   .program = program,
                                   .args = ll_strings_argv(&subject->args),
                                   .ended = tried->run.ended,
                                   .swept = true};
    if (ll_tried_read_run(subject, &tool_run, &tried->run, err) != 0 ||
        judge_reachable(subject, tried, err) != 0)
        return -1;
    subtract(&tried->run.diags, base, ll_strings_argv(&subject->roots), !tried->aborted,
             suppress);
    return 0;
}

void ll_tried_release(struct ll_tried *tried)
{
    ll_run_release(&tried->run);
    ll_stack_release(&tried->quit);
}
