/* SPDX-License-Identifier: MIT
 *
 * The interpreter prints
 *
 *     Traceback (most recent call last):
 *       File "shapes.py", line 12, in <module>
 *         area("star")
 *     ValueError: no such shape
 *
 * and of a text that it cannot compile, no first line. What the script printed itself
 * may come before or after. */
#include "session/exception.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

enum { MESSAGE_MOST = 200 };

static bool is_place(const char *line)
{
    return ll_starts_with(line, "  File \"");
}

/* The line number in `line`, if that is a place in the script; 0: it is not. */
static unsigned long line_in(const char *line, const char *script)
{
    const char *name = line + strlen("  File \"");
    const char *quote = strchr(name, '"');
    size_t length = strlen(script);
    bool is_script = length > 0 && quote != NULL && (size_t)(quote - name) >= length &&
                     strncmp(quote - length, script, length) == 0 &&
                     (quote - length == name || *(quote - length - 1) == '/') &&
                     ll_starts_with(quote, "\", line ");
    return is_script ? strtoul(quote + strlen("\", line "), NULL, 10) : 0;
}

/* Read the last exception in `output`: its words, and the innermost line of the script,
 * 0: none. NULL: there is none. */
static const char *find_exception(const char *output, const char *script,
                                  unsigned long *line)
{
    const char *found = NULL;
    unsigned long number = 0;
    bool inside = false;
    for (const char *at = output; *at != '\0'; at = ll_next_line(at)) {
        if (is_place(at)) {
            number = line_in(at, script) > 0 || !inside ? line_in(at, script) : number;
            inside = true;
        } else if (inside && *at != ' ') {
            found = at;
            *line = number;
            inside = false;
        }
    }
    return found;
}

bool ll_exception_find(const char *output, const char *script, struct ll_buf *out)
{
    unsigned long line = 0;
    const char *words = find_exception(output, script, &line);
    if (words == NULL)
        return false;
    size_t length = strcspn(words, "\n");
    ll_buf_puts(out, "an exception ended the script");
    if (line > 0)
        ll_buf_addf(out, ", in line %lu of %s", line, script);
    ll_buf_addf(out, ": %.*s%s", (int)(length < MESSAGE_MOST ? length : MESSAGE_MOST),
                words, length < MESSAGE_MOST ? "" : "…");
    return true;
}

bool ll_exception_say(const struct ll_result *result, struct ll_buf *out)
{
    const struct ll_subject *subject = result->subject;
    const char *script =
        subject->scripts.count == 0 ? "" : ll_path_base(subject->scripts.items[0]);
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (run->interpreted && run->status == LL_RUN_JUDGED && run->output != NULL &&
            run->ended.how == LL_END_EXITED && run->ended.status != 0 &&
            ll_exception_find(run->output, script, out))
            return true;
    }
    return false;
}
