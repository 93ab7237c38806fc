/* SPDX-License-Identifier: MIT */
#include "sweep/lines.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "jail/apart.h"
#include "values/program.h"

#define PROGRAM_MAX ((size_t)256 << 20)
#define ANSWER_MAX ((size_t)8 << 20)

struct work {
    const struct ll_buf *bytes; /* of the file */
    const struct ll_line_at *places;
    size_t count;
};

/* Append "/home/ada/list.c:12", or nothing. */
static void add_line(const struct ll_program *program, unsigned long long address,
                     struct ll_buf *out)
{
    const char *file;
    unsigned line;
    if (!ll_program_line(program, address, &file, &line))
        return;
    const char *folder =
        file[0] != '/' ? ll_program_compiled_in(program, address) : NULL;
    if (folder != NULL)
        ll_buf_addf(out, "%s/", folder);
    ll_buf_addf(out, "%s:%u", file, line);
}

/* A line for each address. */
static bool answer(void *data, struct ll_buf *out)
{
    const struct work *work = data;
    struct ll_program program;
    bool opened = ll_program_open(&program, work->bytes);
    for (size_t i = 0; i < work->count && opened; i++) {
        add_line(&program, work->places[i].address, out);
        ll_buf_putc(out, '\n');
    }
    ll_program_close(&program);
    return opened && !out->full;
}

static bool take_line(const char *text, size_t length, struct ll_frame *frame)
{
    const char *colon = memrchr(text, ':', length);
    unsigned long line = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
    if (line == 0 || line > INT_MAX || text[0] != '/')
        return true;
    char *file = strndup(text, (size_t)(colon - text));
    if (file == NULL)
        return false;
    free(frame->file);
    frame->file = file;
    frame->line = (unsigned)line;
    return true;
}

int ll_lines_find(const char *path, const struct ll_line_at *places, size_t count,
                  struct ll_error *err)
{
    struct ll_buf bytes, told;
    struct work work = {&bytes, places, count};
    const struct ll_apart order = {
        .answer = answer, .data = &work, .seconds = 60, .bytes = (size_t)1 << 30};
    ll_buf_init(&bytes, PROGRAM_MAX);
    ll_buf_init(&told, ANSWER_MAX);
    int result = ll_file_read(path, PROGRAM_MAX, &bytes, NULL) == 0
                     ? ll_apart(&order, &told, err)
                     : 1; /* then addr2line has said so */
    const char *line = ll_buf_text(&told);
    for (size_t i = 0; i < count && result == 0 && *line != '\0'; i++) {
        if (!take_line(line, strcspn(line, "\n"), places[i].frame))
            result = ll_fail_memory(err);
        line = ll_next_line(line);
    }
    ll_buf_release(&told);
    ll_buf_release(&bytes);
    return result < 0 ? -1 : 0;
}
