/* SPDX-License-Identifier: MIT */
#include "diag/losses.h"

#include <string.h>

#include "base/text.h"
#include "diag/cython.h"

/* In the order of enum ll_loss: a row that is missing makes the table too short. */
static const struct ll_loss_row rows[] = {
    {.how = LL_LOSS_UNKNOWN,
     .name = "unknown",
     .happened = "no longer holds the last pointer to",
     .before = "the last pointer to",
     .after = "was lost"},
    {.how = LL_LOSS_OVERWRITTEN,
     .name = "overwritten",
     .happened = "was given a new value while it held the last pointer to",
     .look_at = "what $ still holds when the new value is put into it.",
     .nameless = "the variable",
     .before = "the last pointer to",
     .after = "was overwritten"},
    {.how = LL_LOSS_SCOPE_END,
     .name = "scope-end",
     .happened = "was a local variable, and ended while it held the last pointer to",
     .look_at = "every way out: each has to free $ or hand it on.",
     .nameless = "the block",
     .before = "the last pointer to",
     .after = "ended"},
    {.how = LL_LOSS_RETURN_IGNORED,
     .name = "return-ignored",
     .happened = "The function returned the address of",
     .alone = ", and its caller did not keep it",
     .look_at = "the call: what it returns has to be kept, and freed after its last "
                "use.",
     .before = "the address of",
     .after = "was returned and not kept"},
    {.how = LL_LOSS_NEVER_STORED,
     .name = "never-stored",
     .happened = "No variable was given the address of",
     .alone = "",
     .look_at = "the call: what it returns has to be kept, and freed after its last "
                "use.",
     .before = "the address of",
     .after = "was not kept"},
    {.how = LL_LOSS_CONTAINER_FREED,
     .name = "container-freed",
     .happened = "lay in a block that was freed, and held the last pointer to",
     .look_at = "the order: first free $, then the block that holds it.",
     .nameless = "the block that is lost here",
     .before = "the block that held the last pointer to",
     .after = "was freed"},
    {.how = LL_LOSS_LONGJMP,
     .name = "longjmp",
     .happened = "belonged to a function that a longjmp (a jump out of functions that "
                 "are still running) left unfinished, and held the last pointer to",
     .look_at = "what is still to be freed when longjmp leaves the function.",
     .before = "the last pointer to",
     .after = "was left behind by a jump"},
    {.how = LL_LOSS_THREAD_END,
     .name = "thread-end",
     .happened = "belonged to a thread (a part of a program that runs beside the "
                 "others) that ended, and held the last pointer to",
     .look_at = "the end of the thread: there $ has to be freed or handed on.",
     .nameless = "the block",
     .before = "the last pointer to",
     .after = "ended with its thread"},
};
_Static_assert(sizeof rows / sizeof *rows == LL_LOSS_COUNT, "each loss has a row");

/* What is said in other words where the source is Cython. */
static const struct ll_loss_row in_cython[] = {
    {.how = LL_LOSS_SCOPE_END,
     .happened = "ended with the function, as every variable of C does, while it held "
                 "the last pointer to",
     .look_at = "every way out, exceptions too: each has to free $ or hand it on; "
                "`try: ... finally:` covers all of them.",
     .nameless = "the block",
     .before = "the last pointer to",
     .after = "ended"},
    {.how = LL_LOSS_CONTAINER_FREED,
     .happened = "belonged to an object that was deleted, and held the last pointer to",
     .look_at = "`__dealloc__` of the class: it has to free $.",
     .nameless = "what the object points to",
     .before = "the object that held the last pointer to",
     .after = "was deleted"},
};

/* Whether an object was deleted there, and not a block that the source frees. */
static bool is_deletion(const struct ll_stack *lost)
{
    const char *innermost = lost->count > 0 ? lost->frames[0].function : NULL;
    return innermost != NULL && ll_ends_with(innermost, "." LL_CYTHON_DELETION);
}

const struct ll_loss_row *ll_loss_row(const struct ll_diag *diag)
{
    for (size_t i = 0; i < sizeof in_cython / sizeof *in_cython; i++)
        if (in_cython[i].how == diag->how && ll_cython_is_in(&diag->lost) &&
            (diag->how != LL_LOSS_CONTAINER_FREED || is_deletion(&diag->lost)))
            return &in_cython[i];
    return &rows[diag->how];
}

const char *ll_loss_name(enum ll_loss loss)
{
    return rows[loss].name;
}

bool ll_loss_from_name(const char *name, enum ll_loss *loss)
{
    for (int i = 0; i < LL_LOSS_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0) {
            *loss = (enum ll_loss)i;
            return true;
        }
    return false;
}
