/* SPDX-License-Identifier: MIT */
#include "session/second_judge.h"

#include <string.h>

#include "base/path.h"

enum { SOURCE_MAX = 4 << 20 };

bool ll_second_judge_knows_more(const char *text)
{
    /* Not "__atomic_" alone: <pthread.h> has a type of such a name. */
    static const char *const words[] = {
        "stdatomic.h",      "_Atomic",          "__sync_",        "__atomic_load",
        "__atomic_store",   "__atomic_test",    "__atomic_clear", "__atomic_add",
        "__atomic_sub",     "__atomic_and",     "__atomic_or",    "__atomic_xor",
        "__atomic_nand",    "__atomic_compare", "__atomic_fetch", "__atomic_thread",
        "__atomic_exchange"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i]) != NULL)
            return true;
    return false;
}

bool ll_second_judge_is_asked(const struct ll_subject *subject,
                              const struct ll_run *run)
{
    bool asked = false;
    if (run->tool->role != LL_TOOL_RACES || !ll_run_is_whole(run))
        return false;
    for (size_t i = 0; i < subject->sources.count && !asked; i++) {
        struct ll_buf text = LL_BUF_INIT;
        asked = ll_file_read(subject->sources.items[i], SOURCE_MAX, &text, NULL) == 0 &&
                ll_second_judge_knows_more(ll_buf_text(&text));
        ll_buf_release(&text);
    }
    return asked;
}

bool ll_second_judge_has_race(const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].kind == LL_DATA_RACE)
            return true;
    return false;
}

int ll_second_judge_decide(struct ll_diags *first, const struct ll_diags *second,
                           bool whole, struct ll_error *err)
{
    int result = 0;
    if (!ll_second_judge_has_race(first)) {
        for (size_t i = 0; i < second->count && result == 0; i++)
            if (second->items[i].kind == LL_DATA_RACE)
                result = ll_diags_add_copy(first, &second->items[i], err);
        return result;
    }
    for (size_t i = first->count; i-- > 0 && whole && ll_diags_faults(second) == 0;)
        if (first->items[i].kind == LL_DATA_RACE)
            ll_diags_remove(first, i);
    return 0;
}
