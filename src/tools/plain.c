/* SPDX-License-Identifier: MIT
 *
 * The program without a tool, as its user would run it. The only fault that shows is a
 * crash, without its place.
 */
#include "tools/tool.h"

#include <string.h>

#include "base/signals.h"
#include "tools/mark.h"

enum { LINE_MAX_SHOWN = 400 };

/* The last line of `text` that is not empty, which may be NULL; "" when there is none.
 */
static const char *last_line(const char *text, size_t *length)
{
    const char *end = text == NULL ? NULL : text + strlen(text);
    while (end != NULL && end > text && strchr("\r\n ", end[-1]) != NULL)
        end--;
    const char *line = end;
    while (line != NULL && line > text && line[-1] != '\n')
        line--;
    *length = line == NULL ? 0 : (size_t)(end - line);
    if (*length > LINE_MAX_SHOWN)
        *length = LINE_MAX_SHOWN;
    return *length == 0 ? "" : line;
}

/* The C library prints why it stops the program ("free(): double free detected in
 * tcache 2"), but to where the program prints, too. The program may have printed that
 * line: it proves nothing, and is shown as the last line printed. */
static int add_crash(const struct ll_tool_run *run, struct ll_findings *out,
                     struct ll_error *err)
{
    struct ll_diag diag;
    struct ll_buf raw = LL_BUF_INIT;
    const char *name = ll_signal_name(run->ended.signal);
    size_t length;
    const char *line = last_line(run->output, &length);
    ll_diag_init(&diag, LL_CRASH);
    diag.signal = run->ended.signal;
    ll_buf_addf(&raw, "killed by signal %d", diag.signal);
    if (name != NULL)
        ll_buf_addf(&raw, " (%s)", name);
    diag.what = strdup(ll_buf_text(&raw));
    if (length > 0)
        ll_buf_addf(
            &raw, "\nthe last line printed, by the C library or by the program:\n%.*s",
            (int)length, line);
    bool ok = !raw.full && diag.what != NULL &&
              ll_diag_add_witness(&diag, "plain", ll_buf_text(&raw));
    ll_buf_release(&raw);
    if (ok)
        return ll_diags_add(&out->diags, &diag, err);
    ll_diag_release(&diag);
    return ll_fail_memory(err);
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    ll_mark_prepare(run, env);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    struct ll_mark mark;
    if (run->ended.how ==
        LL_END_SIGNALLED) /* by any signal: nothing else can be seen */
        return add_crash(run, out, err);
    if (ll_mark_read(run->dir, &mark, err) != 0)
        return -1;
    return ll_mark_judge(&mark, &run->ended, false, out, err);
}

static char *version(struct ll_error *err)
{
    static const char *const argv[] = {"gcc", "--version", NULL};
    return ll_tool_version_line(argv, "gcc", err);
}

static const char *blind(enum ll_kind kind)
{
    return kind == LL_CRASH ? NULL
                            : "no tool watches: it is seen only if the system or the C "
                              "library happens to stop the program";
}

extern const struct ll_tool ll_tool_plain;
const struct ll_tool ll_tool_plain = {
    .name = "plain",
    .title = "plain run",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "gcc",
    .role = LL_TOOL_BARE,
    .keeps_status = true,
    .programs = (const char *const[]){"gcc", NULL},
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
