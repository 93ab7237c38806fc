/* SPDX-License-Identifier: MIT
 *
 * buggy-jump.c: what is in brackets is nobody's business but that of read_brackets().
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
    const char *at;  /* what is read next */
    size_t depth;    /* how many brackets are open */
    jmp_buf mistake; /* where a mistake leads to */
};

/* The text is wrong, or memory ran out: leave all functions that are reading. */
static _Noreturn void give_up(struct reader *reader)
{
    longjmp(reader->mistake, 1); /* @lost */
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
    struct part inner = {NULL, 0};

    if (*reader->at != '(' || ++reader->depth > DEPTH_MAX)
        give_up(reader);
    reader->at++;
    read_part(reader, &inner, ')');
    reader->at++;
    while (times-- > 0)
        add(reader, outer, inner.stitches, inner.count);
    free(inner.stitches);
    reader->depth--;
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

/* Read the whole text into `row`. Returns whether there was no mistake. The function
 * that calls setjmp changes no variable of its own after that. */
static bool read_all(struct reader *reader, struct part *row)
{
    if (setjmp(reader->mistake) != 0)
        return false;
    read_part(reader, row, '\0');
    return true;
}

char *row_write_out(const char *text, size_t *stopped)
{
    struct reader reader = {.at = text};
    struct part row = {NULL, 0};

    if (read_all(&reader, &row))
        return row.stitches;
    *stopped = (size_t)(reader.at - text);
    free(row.stitches);
    return NULL;
}
