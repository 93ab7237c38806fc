/* SPDX-License-Identifier: MIT
 *
 * buggy-forgotten.c: a book is read to answer one question about it.
 */
#define _POSIX_C_SOURCE 200809L
#include "book.h"

#include <stdlib.h>
#include <string.h>

/* Add the author whose name is the first `length` characters of `name`. Returns 0, or
 * -1 when memory ran out: the book is then as it was. */
static int add_author(struct book *book, const char *name, size_t length)
{
    size_t size = (book->count + 1) * sizeof *book->authors;
    char **authors = realloc(book->authors, size); /* @array */

    if (authors == NULL)
        return -1;
    book->authors = authors;
    authors[book->count] = strndup(name, length); /* @name */
    if (authors[book->count] == NULL)
        return -1;
    book->count++;
    return 0;
}

struct book *book_read(const char *card)
{
    struct book *book = malloc(sizeof *book); /* @book */
    size_t length = strcspn(card, "/");

    if (book == NULL)
        return NULL;
    *book = (struct book){0};
    book->title = strndup(card, length); /* @title */
    if (book->title == NULL)
        goto fail;
    while (card[length] == '/') {
        card += length + 1;
        length = strcspn(card, "/");
        if (add_author(book, card, length) != 0)
            goto fail;
    }
    return book;

fail:
    book_free(book);
    return NULL;
}

bool book_is_by(const struct book *book, const char *name)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->authors[i], name) == 0)
            return true;
    return false;
}

int card_is_by(const char *card, const char *name)
{
    struct book *book = book_read(card);
    int answer;

    if (book == NULL)
        return -1;
    answer = book_is_by(book, name);
    return answer; /* @lost */
}

void book_free(struct book *book)
{
    if (book == NULL)
        return;
    for (size_t i = 0; i < book->count; i++)
        free(book->authors[i]);
    free(book->authors);
    free(book->title);
    free(book);
}
