/* SPDX-License-Identifier: MIT
 *
 * buggy-free.c: what a table has allocated it frees, before it ends.
 */
#include "hall.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TABLES_MOST = 8, WORD_ROOM = 32 };

struct sheet {
    struct sheet *next; /* the next one that is not in use */
    struct result result;
    char *strange; /* the first void ballot; NULL: none */
};

struct hall {
    pthread_mutex_t lock; /* of `unused` */
    struct sheet *unused;
};

/* What one table has to do. */
struct bundle {
    struct hall *hall;
    const char *const *ballots;
    size_t count;
};

/* ---- sheets ---------------------------------------------------------------- */

/* Take a sheet that is not in use, or a new one. NULL: memory ran out. */
static struct sheet *sheet_take(struct hall *hall)
{
    struct sheet *sheet;

    pthread_mutex_lock(&hall->lock);
    sheet = hall->unused;
    if (sheet != NULL)
        hall->unused = sheet->next;
    pthread_mutex_unlock(&hall->lock);

    if (sheet == NULL)
        return calloc(1, sizeof *sheet);
    *sheet = (struct sheet){0};
    return sheet;
}

static void sheet_give_back(struct hall *hall, struct sheet *sheet)
{
    pthread_mutex_lock(&hall->lock);
    sheet->next = hall->unused;
    hall->unused = sheet;
    pthread_mutex_unlock(&hall->lock);
}

/* Add what is on the sheet to `sum`. */
static void sheet_add(struct result *sum, const struct sheet *sheet)
{
    sum->yes += sheet->result.yes;
    sum->no += sheet->result.no;
    sum->void_ones += sheet->result.void_ones;
    if (sum->strange == NULL)
        sum->strange = sheet->strange;
}

/* ---- words ----------------------------------------------------------------- */

/* Each thread has a buffer of its own: two tables do not write into one. */
static _Thread_local char *word;

/* The ballot in small letters, without blanks around it. It is valid until the next
 * call in the same thread. NULL: memory ran out. */
static const char *word_of(const char *ballot)
{
    size_t length = 0;

    if (word == NULL)
        word = malloc(WORD_ROOM);
    if (word == NULL)
        return NULL;
    ballot += strspn(ballot, " ");
    for (; length < WORD_ROOM - 1 && isalpha((unsigned char)ballot[length]); length++)
        word[length] = (char)tolower((unsigned char)ballot[length]);
    word[length] = '\0';
    return word;
}

/* Free this thread's buffer. */
static void word_done(void)
{
    free(word);
    word = NULL;
}

/* ---- tables ---------------------------------------------------------------- */

/* Returns 0, or -1 when memory ran out. */
static int note(struct sheet *sheet, const char *vote)
{
    if (vote == NULL)
        return -1;
    if (strcmp(vote, "yes") == 0) {
        sheet->result.yes++;
        return 0;
    }
    if (strcmp(vote, "no") == 0) {
        sheet->result.no++;
        return 0;
    }
    sheet->result.void_ones++;
    if (sheet->strange == NULL)
        sheet->strange = strdup(vote); /* @alloc */
    return sheet->strange == NULL ? -1 : 0;
}

/* A table: count a bundle. The thread's result is the sheet; NULL: memory ran out. */
static void *table_count(void *argument)
{
    const struct bundle *bundle = argument;
    struct sheet *sheet = sheet_take(bundle->hall);

    for (size_t i = 0; sheet != NULL && i < bundle->count; i++)
        if (note(sheet, word_of(bundle->ballots[i])) != 0) {
            free(sheet->strange);
            sheet_give_back(bundle->hall, sheet);
            sheet = NULL;
        }
    if (sheet != NULL)
        free(sheet->strange); /* @freed */
    word_done();
    return sheet;
}

/* Wait for a table. Returns its sheet; NULL: memory had run out there. */
static struct sheet *table_join(pthread_t table)
{
    void *sheet = NULL;

    return pthread_join(table, &sheet) == 0 ? sheet : NULL;
}

/* ---- the hall -------------------------------------------------------------- */

struct hall *hall_open(void)
{
    struct hall *hall = malloc(sizeof *hall);

    if (hall == NULL)
        return NULL;
    hall->unused = NULL;
    if (pthread_mutex_init(&hall->lock, NULL) != 0) {
        free(hall);
        return NULL;
    }
    return hall;
}

void hall_close(struct hall *hall)
{
    if (hall == NULL)
        return;
    while (hall->unused != NULL) {
        struct sheet *sheet = hall->unused;

        hall->unused = sheet->next;
        free(sheet);
    }
    pthread_mutex_destroy(&hall->lock);
    free(hall);
}

int hall_count(struct hall *hall, const char *const *ballots, size_t count,
               size_t tables, struct result *result)
{
    pthread_t threads[TABLES_MOST];
    struct sheet *sheets[TABLES_MOST];
    struct bundle *bundles;
    struct result sum = {0};
    size_t started = 0, dealt = 0;
    int status = 0;

    if (tables == 0 || tables > TABLES_MOST)
        return -1;
    bundles = calloc(tables, sizeof *bundles);
    if (bundles == NULL)
        return -1;

    for (size_t i = 0; i < tables && status == 0; i++) {
        size_t share = (count - dealt) / (tables - i);

        bundles[i] = (struct bundle){hall, ballots + dealt, share};
        dealt += share;
        if (pthread_create(&threads[i], NULL, table_count, &bundles[i]) == 0)
            started++;
        else
            status = -1;
    }
    for (size_t i = 0; i < started; i++)
        sheets[i] = table_join(threads[i]);
    free(bundles); /* nobody reads them any more */
    for (size_t i = 0; i < started; i++) {
        if (sheets[i] == NULL) {
            status = -1;
            continue;
        }
        sheet_add(&sum, sheets[i]);
        sheet_give_back(hall, sheets[i]);
    }
    if (status == 0)
        *result = sum;
    return status;
}
