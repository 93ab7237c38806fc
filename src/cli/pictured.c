/* SPDX-License-Identifier: MIT */
#include "cli/pictured.h"

#include <stdio.h>

#include "base/home.h"
#include "session/modules.h"

bool ll_pictured_can(const struct ll_subject *subject, int *status)
{
    if (!ll_picture_is_built()) {
        fprintf(
            stderr,
            "leaklab: the pages were not built with this leaklab: install esbuild and "
            "node-d3%s, and build it again\n",
            ll_home_advise("pages").text);
        *status = LL_EXIT_NO_PAGES;
        return false;
    }
    if (ll_modules_any(subject)) {
        fprintf(stderr,
                "leaklab: cannot draw '%s': a Python interpreter has too much memory\n",
                subject->name);
        *status = LL_EXIT_INPUT;
        return false;
    }
    return true;
}

/* Whether a tool has run the program. */
static bool was_run(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].status == LL_RUN_JUDGED)
            return true;
    return false;
}

int ll_pictured_page(const struct ll_picture_order *order, struct ll_buf *out,
                     struct ll_error *err)
{
    if (!was_run(order->result)) {
        struct ll_buf text = LL_BUF_INIT;
        struct ll_style style = ll_style_for(2);
        style.limits = &order->session->limits;
        if (ll_format_find("text")->check(order->result, &style, &text, err) == 0)
            fputs(ll_buf_text(&text), stderr);
        ll_buf_release(&text);
        return order->result->verdict == LL_UNGRADABLE ? LL_EXIT_INPUT
                                                       : LL_EXIT_HARNESS;
    }
    return ll_picture_page(order, out, err) == 0 ? LL_EXIT_CLEAN
                                                 : ll_command_failed(err);
}

bool ll_pictured_is_worth(const struct ll_result *result)
{
    const struct ll_tool *tool = ll_tool_for(LL_TOOL_EXPLAINER);
    bool lost = false, followed = false;
    for (size_t i = 0; i < result->diags.count; i++) {
        enum ll_kind kind = result->diags.items[i].kind;
        lost = lost || (ll_kind_is_leak(kind) && !ll_kind_is_reachable(kind));
    }
    for (size_t i = 0; i < result->run_count; i++)
        followed = followed || (result->runs[i].tool == tool &&
                                result->runs[i].status == LL_RUN_JUDGED);
    return lost && followed && !ll_modules_any(result->subject) &&
           ll_picture_is_built();
}
