/* SPDX-License-Identifier: MIT
 *
 * report: see report.h.
 */
#include "report.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "tools/valgrind_xml.h"

#define REPORT_MAX ((size_t)64 << 20)

struct reader {
    struct report *report;
    const char *source;
    struct leak leak;
    bool in_error, in_loss, finished;
    char text[1024];
    size_t length;
    char frame_file[256];
    unsigned frame_line;
};

static void on_start(void *data, const char *name, const char **attributes)
{
    struct reader *r = data;

    (void)attributes;
    r->length = 0;
    if (strcmp(name, "error") == 0) {
        memset(&r->leak, 0, sizeof r->leak);
        r->in_error = true;
    } else if (strcmp(name, "lost") == 0) {
        r->in_loss = r->leak.has_loss = true;
    } else if (strcmp(name, "frame") == 0) {
        r->frame_file[0] = 0;
        r->frame_line = 0;
    }
}

static void on_text(void *data, const char *text, int length)
{
    struct reader *r = data;
    size_t room = sizeof r->text - 1 - r->length;
    size_t take = (size_t)length < room ? (size_t)length : room;

    memcpy(r->text + r->length, text, take);
    r->length += take;
}

static void frame_end(struct reader *r)
{
    unsigned *line = r->in_loss ? &r->leak.lost : &r->leak.allocated;

    /* clang may put folders before the name of the file. */
    const char *slash = strrchr(r->frame_file, '/');
    const char *file = slash ? slash + 1 : r->frame_file;

    if (!*line && strcmp(file, r->source) == 0)
        *line = r->frame_line;
}

static void error_end(struct reader *r)
{
    r->in_error = false;
    if (strncmp(r->leak.kind, "Leak_", 5) == 0 && r->report->count < LEAKS_MAX)
        r->report->leaks[r->report->count++] = r->leak;
}

static void on_end(void *data, const char *name)
{
    struct reader *r = data;
    const struct {
        const char *name;
        char *to;
        size_t size;
    } texts[] = {
        {"kind", r->leak.kind, sizeof r->leak.kind},
        {"how", r->leak.how, sizeof r->leak.how},
        {"variable", r->leak.variable, sizeof r->leak.variable},
        {"declared", r->leak.declared, sizeof r->leak.declared},
        {"confidence", r->leak.confidence, sizeof r->leak.confidence},
        {"file", r->frame_file, sizeof r->frame_file},
    };

    r->text[r->length] = 0;
    for (size_t i = 0; r->in_error && i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) == 0)
            snprintf(texts[i].to, texts[i].size, "%s", r->text);
    }
    if (strcmp(name, "leakedbytes") == 0)
        r->leak.bytes = strtoul(r->text, NULL, 10);
    else if (strcmp(name, "leakedblocks") == 0)
        r->leak.blocks = strtoul(r->text, NULL, 10);
    else if (strcmp(name, "ring-blocks") == 0)
        r->leak.ring = strtoul(r->text, NULL, 10);
    else if (strcmp(name, "line") == 0)
        r->frame_line = (unsigned)strtoul(r->text, NULL, 10);
    else if (strcmp(name, "state") == 0)
        r->finished = strcmp(r->text, "FINISHED") == 0;
    else if (strcmp(name, "frame") == 0)
        frame_end(r);
    else if (strcmp(name, "lost") == 0)
        r->in_loss = false;
    else if (strcmp(name, "error") == 0)
        error_end(r);
    r->length = 0;
}

void report_read(struct report *report, const char *path, const char *source)
{
    struct reader reader = {.report = report, .source = source};
    XML_Parser parser = XML_ParserCreate(NULL);
    struct ll_buf text = LL_BUF_INIT;

    memset(report, 0, sizeof *report);
    if (!parser || ll_file_read(path, REPORT_MAX, &text, NULL) != 0 || text.len == 0)
        goto out;
    XML_SetUserData(parser, &reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    ll_valgrind_mend(text.data, text.len);
    report->complete =
        XML_Parse(parser, text.data, (int)text.len, 1) == XML_STATUS_OK &&
        reader.finished;
out:
    ll_buf_release(&text);
    XML_ParserFree(parser);
}
