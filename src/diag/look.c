/* SPDX-License-Identifier: MIT
 *
 * look: where to look first, as it reads after "Look at: ". A '$' stands for the
 * variable, with what is said in its place when the tools do not name it. */
#include "diag/explain.h"

#include <signal.h>
#include <string.h>

#include "diag/words.h"

struct look {
    const char *text, *nameless;
};

static const struct look by_kind[LL_KIND_COUNT] = {
    [LL_DEFINITELY_LOST] =
        {.text = "every way out after the block was allocated: each has to "
                 "free it or hand it on."},
    [LL_INDIRECTLY_LOST] =
        {.text = "the block that held the pointer to this one, and what has "
                 "to be freed before it."},
    [LL_POSSIBLY_LOST] =
        {.text = "whether the pointer that malloc returned is moved along the "
                 "block."},
    [LL_STILL_REACHABLE] =
        {.text = "how long the block is needed: to the end of the program, "
                 "or to its last use."},
    [LL_INVALID_READ] = {.text =
                             "whether the pointer was set, and still points to what it "
                             "should."},
    [LL_INVALID_WRITE] =
        {.text = "whether the pointer was set, and still points to what it "
                 "should."},
    [LL_USE_AFTER_FREE] = {.text =
                               "which pointers to the block are used after the free."},
    [LL_DOUBLE_FREE] = {.text = "which of the two places owns the block and frees it."},
    [LL_INVALID_FREE] =
        {.text = "where the pointer came from, and whether it was moved since."},
    [LL_MISMATCHED_FREE] =
        {.text = "the line that allocated the block: it decides how the block "
                 "is freed."},
    [LL_UNINITIALISED] =
        {.text = "the line that should have set $, and the way that misses it.",
         .nameless = "the value"},
    [LL_OVERLAP] =
        {.text = "the two addresses and the count; memmove copies also where they "
                 "overlap."},
    [LL_BAD_SIZE] =
        {.text = "how the size is computed: a negative count, a product too large?"},
    [LL_STACK_ESCAPE] =
        {.text = "what the function returns or stores: the address of $ has to "
                 "stay inside.",
         .nameless = "a local variable"},
    [LL_CRASH] =
        {.text = "each pointer in that line: can it be NULL, or was it never set?"},
    [LL_DESCRIPTOR_LEAK] =
        {.text = "every way out after the file was opened: each has to close "
                 "it."},
    [LL_OTHER] = {.text = "the tool's own words, with --raw."},
};

static const struct look by_loss[LL_LOSS_COUNT] = {
    [LL_LOSS_OVERWRITTEN] =
        {.text = "what $ still holds when the new value is put into it.",
         .nameless = "the variable"},
    [LL_LOSS_SCOPE_END] = {.text = "every way out: each has to free $ or hand it on.",
                           .nameless = "the block"},
    [LL_LOSS_RETURN_IGNORED] =
        {.text = "the call: what it returns has to be kept, and freed "
                 "after its last use."},
    [LL_LOSS_NEVER_STORED] = {.text =
                                  "the call: what it returns has to be kept, and freed "
                                  "after its last use."},
    [LL_LOSS_CONTAINER_FREED] =
        {.text = "the order: first free $, then the block that holds it.",
         .nameless = "what the block points to"},
    [LL_LOSS_LONGJMP] =
        {.text = "what is still to be freed when longjmp leaves the function."},
    [LL_LOSS_THREAD_END] =
        {.text = "the end of the thread: there $ has to be freed or handed "
                 "on.",
         .nameless = "the block"},
};

static const struct look lost_by_realloc = {.text = "what $ holds when realloc fails.",
                                            .nameless = "the pointer"};
static const struct look null_pointer = {
    .text = "where the pointer got its value: what can be "
            "NULL has to be checked before its use."};
static const struct look past_end = {
    .text = "the largest index or count that can occur, and the size asked for."};
static const struct look before_start = {
    .text = "the smallest index that can occur: is it below 0?"};
static const struct look no_place = {
    .text = "what the other tools say of the same program: they tell the line."};
static const struct look division = {
    .text = "each division in that line: can it divide by 0?"};
static const struct look gave_up = {
    .text =
        "what the program printed last (`leaklab check --output` shows it), and the "
        "line that gave up."};
static const struct look full_stack = {
    .text = "what ends the recursion (a function that calls itself), and the size of "
            "local arrays."};
static const struct look read_only = {
    .text = "where the pointer got its value: a text that is to be changed has to be a "
            "copy, such as `char text[] = \"hello\";`."};

static const struct look *look_for(const struct ll_diag *diag)
{
    bool access = diag->kind == LL_INVALID_READ || diag->kind == LL_INVALID_WRITE;
    const struct ll_place *place = &diag->place;
    if (ll_lost_by_realloc(diag))
        return &lost_by_realloc;
    if (ll_kind_is_leak(diag->kind) && diag->kind != LL_STILL_REACHABLE &&
        by_loss[diag->how].text != NULL)
        return &by_loss[diag->how];
    if ((access || diag->kind == LL_CRASH) && place->is_null)
        return &null_pointer;
    if (ll_stack_is_full(diag))
        return &full_stack;
    if (diag->kind == LL_CRASH && place->region == LL_REGION_READ_ONLY)
        return &read_only;
    if (access && place->position == LL_BEFORE)
        return &before_start;
    if (access && place->position != LL_POSITION_UNKNOWN)
        return &past_end;
    if (diag->kind == LL_CRASH && diag->at.count == 0)
        return &no_place;
    if (diag->kind == LL_CRASH && diag->signal == SIGFPE)
        return &division;
    if (diag->kind == LL_CRASH && diag->signal == SIGABRT)
        return &gave_up;
    return &by_kind[diag->kind];
}

void ll_diag_look(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct look *look = look_for(diag);
    const char *gap = strchr(look->text, '$');
    if (gap == NULL) {
        ll_buf_puts(out, look->text);
        return;
    }
    ll_buf_add(out, look->text, (size_t)(gap - look->text));
    if (diag->variable != NULL)
        ll_buf_addf(out, "`%s`", diag->variable);
    else
        ll_buf_puts(out, look->nameless);
    ll_buf_puts(out, gap + 1);
}
