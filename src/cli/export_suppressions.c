/* SPDX-License-Identifier: MIT
 *
 * export_suppressions: a file of suppressions (diag/listed.h) in the words of a tool,
 * for those who run that tool without leaklab. */
#include <stdio.h>

#include "cli/export_parts.h"
#include "tools/tool.h"

const char *ll_export_tool_name(size_t index)
{
    for (const struct ll_tool *const *row = ll_tools; *row != NULL; row++)
        if ((*row)->suppress != NULL && index-- == 0)
            return (*row)->name;
    return NULL;
}

/* A line that cannot be said in the tool's words is left out, and told: with fewer
 * words it would suppress more. */
static int convert(const char *file, const char *name, struct ll_error *err)
{
    const struct ll_tool *tool = ll_tool_find(name);
    struct ll_listed_faults list = {0};
    struct ll_buf out = LL_BUF_INIT;
    int result = ll_listed_read(file, false, &list, err);
    for (size_t i = 0; i < list.count && result == 0; i++) {
        const char *why = tool->suppress(&list, &list.items[i], &out);
        if (why != NULL)
            fprintf(stderr, "leaklab: %s:%d: not converted for %s: %s\n", file,
                    list.items[i].line, tool->title, why);
    }
    if (result == 0 && out.full)
        result = ll_fail_memory(err);
    if (result == 0)
        fputs(ll_buf_text(&out), stdout);
    ll_buf_release(&out);
    ll_listed_release_all(&list);
    return result;
}

const struct ll_export_target ll_export_suppressions = {.name = "suppressions",
                                                        .convert = convert};
