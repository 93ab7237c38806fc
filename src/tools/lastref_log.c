/* SPDX-License-Identifier: MIT */
#include "tools/lastref_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tools/tool.h"

/* Cut the next word off `*at`; the last one, with `rest`, is the rest of the line. */
static char *take(char **at, bool rest)
{
    char *word = *at;
    size_t length = rest ? strlen(word) : strcspn(word, " ");
    *at += length;
    if (**at != '\0')
        *(*at)++ = '\0';
    return *word == '\0' ? NULL : word;
}

static void read_object(struct ll_lastref_log *log, char *line)
{
    struct ll_lastref_object *object = &log->objects[log->count++];
    char *address = take(&line, false);
    (void)take(&line, false); /* its count */
    *object = (struct ll_lastref_object){.type = take(&line, false),
                                         .repr = take(&line, true)};
    object->address = address == NULL ? 0 : strtoull(address, NULL, 16);
    if (object->type != NULL && strcmp(object->type, "?") == 0)
        object->type = NULL;
}

/* The first of an object's lines is the last raise. */
static void read_raise(struct ll_lastref_log *log, char *line)
{
    struct ll_lastref_object *object =
        &log->objects[log->count == 0 ? 0 : log->count - 1];
    char *number = take(&line, false);
    if (log->count == 0 || object->line != 0 || number == NULL)
        return;
    object->line = (unsigned)strtoul(number, NULL, 10);
    object->by = take(&line, false);
    object->function = take(&line, false);
    object->file = take(&line, true);
}

static void read_lead(struct ll_lastref_log *log, const char *line)
{
    struct ll_lastref_lead *lead = &log->leads[log->lead_count];
    log->lead_count += sscanf(line, "0x%llx 0x%llx", &lead->from, &lead->to) == 2;
}

static int compare_leads(const void *a, const void *b)
{
    unsigned long long left = ((const struct ll_lastref_lead *)a)->from;
    unsigned long long right = ((const struct ll_lastref_lead *)b)->from;
    return (left > right) - (left < right);
}

int ll_lastref_log_read(const char *dir, const char *name, size_t most,
                        struct ll_lastref_log *log, struct ll_error *err)
{
    static const char begin_object[] = "object ", begin_raise[] = "raised ",
                      begin_lead[] = "leads ";
    char *next = NULL;
    size_t lines = 1;
    ll_buf_init(&log->text, most);
    int result = ll_tool_read(dir, name, most, &log->text, err);
    if (result <= 0 || log->text.len == 0)
        return result < 0 ? -1 : 0;
    for (const char *at = log->text.data; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    log->objects = calloc(lines, sizeof *log->objects);
    log->leads = calloc(lines, sizeof *log->leads);
    if (log->objects == NULL || log->leads == NULL)
        return ll_fail_memory(err);
    for (char *line = strtok_r(log->text.data, "\n", &next); line != NULL;
         line = strtok_r(NULL, "\n", &next)) {
        if (ll_starts_with(line, begin_object))
            read_object(log, line + strlen(begin_object));
        else if (ll_starts_with(line, begin_raise))
            read_raise(log, line + strlen(begin_raise));
        else if (ll_starts_with(line, begin_lead))
            read_lead(log, line + strlen(begin_lead));
        log->whole = strcmp(line, "end") == 0;
    }
    qsort(log->leads, log->lead_count, sizeof *log->leads, compare_leads);
    return 0;
}

/* The object that lies in the block; NULL: none that was raised. */
const struct ll_lastref_object *ll_lastref_find(const struct ll_lastref_log *log,
                                                unsigned long long block,
                                                unsigned long long size)
{
    for (size_t i = 0; i < log->count; i++)
        if (log->objects[i].address >= block &&
            log->objects[i].address - block < size && log->objects[i].line > 0)
            return &log->objects[i];
    return NULL;
}

const struct ll_lastref_lead *ll_lastref_leads(const struct ll_lastref_log *log,
                                               unsigned long long block, size_t *count)
{
    size_t from = 0, end = log->lead_count;
    while (from < end) {
        size_t middle = from + (end - from) / 2;
        if (log->leads[middle].from < block)
            from = middle + 1;
        else
            end = middle;
    }
    for (*count = 0;
         from + *count < log->lead_count && log->leads[from + *count].from == block;)
        ++*count;
    return log->leads == NULL ? NULL : &log->leads[from];
}

void ll_lastref_log_release(struct ll_lastref_log *log)
{
    free(log->objects);
    free(log->leads);
    ll_buf_release(&log->text);
}
