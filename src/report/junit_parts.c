/* SPDX-License-Identifier: MIT */
#include "report/junit_parts.h"

#include <string.h>

#include "report/layout.h"

/* ll_clean() replaces what XML 1.0 does not allow. */
void ll_junit_text(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    const char *c = ll_buf_text(&clean);
    while (*c != '\0') {
        const char *start = c;
        unsigned character = ll_next_character(&c);
        if (character == '<' || character == '>' || character == '&' ||
            character == '"' || character == '\n')
            ll_buf_addf(out, "&#%u;", character);
        else
            ll_buf_add(out, start, (size_t)(c - start));
    }
    out->full |= clean.full;
    ll_buf_release(&clean);
}

void ll_junit_attribute(struct ll_buf *out, const char *name, const char *text)
{
    ll_buf_addf(out, " %s=\"", name);
    ll_junit_text(out, text);
    ll_buf_putc(out, '"');
}

void ll_junit_seconds(struct ll_buf *out, double seconds)
{
    /* Counted in milliseconds, because printf's decimal sign depends on the locale. */
    unsigned long long ms = (unsigned long long)(seconds * 1000 + 0.5);
    ll_buf_addf(out, " time=\"%llu.%03llu\"", ms / 1000, ms % 1000);
}

void ll_junit_end(struct ll_buf *out, const char *element, const char *type,
                  const char *title, const char *message)
{
    if (element == NULL) {
        ll_buf_puts(out, "/>\n");
        return;
    }
    ll_buf_addf(out, ">\n      <%s", element);
    ll_junit_attribute(out, "message", title);
    if (strcmp(element, "skipped") != 0)
        ll_junit_attribute(out, "type", type);
    ll_buf_putc(out, '>');
    ll_junit_text(out, message != NULL ? message : "");
    ll_buf_addf(out, "</%s>\n    </testcase>\n", element);
}
