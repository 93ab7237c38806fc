/* SPDX-License-Identifier: MIT
 *
 * buggy-return.c: the line with setjmp has a function of its own.
 */
#include "row.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 8, NUMBER_MAX = 99 };

/* The row, or what is in brackets, while it is read. */
struct part {
    char *stitches; /* owned; NULL: none yet */
    size_t count;
};

struct reader {
    const char *at;                   /* what is read next */
    struct part parts[1 + DEPTH_MAX]; /* the row, and the brackets in it */
    size_t open;                      /* how many of them were begun */
    jmp_buf mistake;                  /* where a mistake leads to */
};

/* The text is wrong, or memory ran out: leave all functions that are reading. */
static _Noreturn void give_up(struct reader *reader)
{
    longjmp(reader->mistake, 1);
}

static struct part *begin_part(struct reader *reader)
{
    if (reader->open > DEPTH_MAX)
        give_up(reader);
    return &reader->parts[reader->open++];
}

static void end_part(struct reader *reader)
{
    struct part *part = &reader->parts[--reader->open];

    free(part->stitches);
    *part = (struct part){NULL, 0};
}

static void add(struct reader *reader, struct part *part, const char *stitches,
                size_t count)
{
    char *grown = realloc(part->stitches, part->count + count + 1); /* @alloc */

    if (grown == NULL)
        give_up(reader);
    part->stitches = grown;
    memcpy(grown + part->count, stitches, count);
    part->count += count;
    grown[part->count] = '\0';
}

static unsigned read_number(struct reader *reader)
{
    unsigned number = 0;

    while (isdigit((unsigned char)*reader->at) && number <= NUMBER_MAX)
        number = number * 10 + (unsigned)(*reader->at++ - '0');
    if (number < 1 || number > NUMBER_MAX)
        give_up(reader);
    return number;
}

static void read_part(struct reader *reader, struct part *part, char end);

/* Read "2(p1 k2)", and add it to the part around it. */
static void read_brackets(struct reader *reader, struct part *outer)
{
    unsigned times = read_number(reader);
    struct part *inner = begin_part(reader);

    if (*reader->at != '(')
        give_up(reader);
    reader->at++;
    read_part(reader, inner, ')');
    reader->at++;
    while (times-- > 0)
        add(reader, outer, inner->stitches, inner->count);
    end_part(reader);
}

/* Read "k2". */
static void read_stitches(struct reader *reader, struct part *part)
{
    char stitch = *reader->at++;
    unsigned times = read_number(reader);

    while (times-- > 0)
        add(reader, part, &stitch, 1);
}

/* Read what comes before `end`: a ")", or the end of the text. */
static void read_part(struct reader *reader, struct part *part, char end)
{
    add(reader, part, "", 0);
    while (*reader->at != end)
        if (*reader->at == ' ')
            reader->at++;
        else if (*reader->at == 'k' || *reader->at == 'p')
            read_stitches(reader, part);
        else
            read_brackets(reader, part);
}

/* Get ready for reading. Returns true; and false when it returns once more, because
 * there was a mistake. */
static bool get_ready(struct reader *reader)
{
    return setjmp(reader->mistake) == 0;
}

/* Without a mistake all brackets are closed, and only the first part is left. */
char *row_write_out(const char *text, size_t *stopped)
{
    struct reader reader = {.at = text};

    if (get_ready(&reader)) {
        read_part(&reader, begin_part(&reader), '\0');
        return reader.parts[0].stitches; /* @lost */
    }
    *stopped = (size_t)(reader.at - text);
    while (reader.open > 0)
        end_part(&reader);
    return NULL;
}
