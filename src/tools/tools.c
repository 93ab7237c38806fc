/* SPDX-License-Identifier: MIT
 *
 * The table of tools. A new tool is a file beside this one and a row here. */
#include "tools/tool.h"

#include <string.h>

extern const struct ll_tool ll_tool_plain;
extern const struct ll_tool ll_tool_memcheck;
extern const struct ll_tool ll_tool_asan;
extern const struct ll_tool ll_tool_clang_asan;
extern const struct ll_tool ll_tool_msan;
extern const struct ll_tool ll_tool_ubsan;
extern const struct ll_tool ll_tool_lastptr;
extern const struct ll_tool ll_tool_lastref;
extern const struct ll_tool ll_tool_helgrind;
extern const struct ll_tool ll_tool_tsan;
extern const struct ll_tool ll_tool_gcc_analyzer;
extern const struct ll_tool ll_tool_clang_analyzer;
extern const struct ll_tool ll_tool_behaviour;

/* clang-format off */
const struct ll_tool *const ll_tools[] = {
    &ll_tool_plain,
    &ll_tool_memcheck,
    &ll_tool_asan,
    &ll_tool_clang_asan,
    &ll_tool_msan,
    &ll_tool_ubsan,
    &ll_tool_lastptr,
    &ll_tool_lastref,
    &ll_tool_helgrind,
    &ll_tool_tsan,
    &ll_tool_gcc_analyzer,
    &ll_tool_clang_analyzer,
    &ll_tool_behaviour,
    NULL,
};
/* clang-format on */

const struct ll_tool *ll_tool_find(const char *name)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if (strcmp((*tool)->name, name) == 0)
            return *tool;
    return NULL;
}

bool ll_tool_is_among(const struct ll_tool *tool, const struct ll_tool *const *tools,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tools[i] == tool)
            return true;
    return false;
}

bool ll_tool_is_default(const struct ll_tool *tool, bool python)
{
    return tool->by_default || (python && tool->follows_references);
}

bool ll_tool_sweeps(const struct ll_tool *tool)
{
    return !tool->reads_sources && tool->blind != NULL && !tool->follows_references;
}

const struct ll_tool *ll_tool_for(enum ll_tool_role role)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if (role != LL_TOOL_NO_ROLE && (*tool)->role == role)
            return *tool;
    return NULL;
}
