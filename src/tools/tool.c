/* SPDX-License-Identifier: MIT
 *
 * What the rows of several tools use. It stands apart from the table (tools.c), which
 * uses the rows. */
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"

void ll_findings_release(struct ll_findings *findings)
{
    ll_diags_release(&findings->diags);
    free(findings->note);
    *findings = (struct ll_findings){0};
}

int ll_tool_read(const char *dir, const char *name, size_t max, struct ll_buf *out,
                 struct ll_error *err)
{
    struct ll_error why = {0};
    char *path = ll_path_join(dir, name);
    if (path == NULL)
        return ll_fail_memory(err);
    int result = ll_file_read(path, max, out, &why) == 0 ? 1 : 0;
    free(path);
    return why.fault == LL_FAULT_HARNESS ? ll_fail_memory(err) : result;
}

char *ll_tool_version_line(const char *const *argv, const char *package,
                           struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    struct ll_ended ended;
    struct ll_job job = {.argv = argv, .limits = ll_limits_default, .out = &out};
    char *line = NULL;
    if (ll_jail_run(&job, &ended, err) != 0)
        goto out;
    if (ended.how != LL_END_EXITED || ended.status != 0 || out.len == 0) {
        ll_fail(err, LL_FAULT_HARNESS, "'%s' is missing: install the package '%s'%s",
                argv[0], package, ll_home_advise(package).text);
        goto out;
    }
    char *end = strchr(out.data, '\n');
    if (end != NULL)
        *end = '\0';
    line = strdup(out.data);
    if (line == NULL)
        ll_fail_memory(err);

out:
    ll_buf_release(&out);
    return line;
}
