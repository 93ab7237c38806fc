/* SPDX-License-Identifier: MIT */
/* The shelf goes, and with it the only way to its books. */
#include <stdlib.h>

struct book {
    int pages;
    struct book *next;
};

struct shelf {
    struct book *first;
};

static void put(struct shelf *shelf, int pages)
{
    struct book *book = malloc(sizeof *book); /* @child */
    if (book == NULL)
        return;
    book->pages = pages;
    book->next = shelf->first;
    shelf->first = book;
}

static int stock(void)
{
    struct shelf *shelf = malloc(sizeof *shelf); /* @alloc */
    if (shelf == NULL)
        return 1;
    shelf->first = NULL;
    for (int pages = 100; pages <= 200; pages += 100)
        put(shelf, pages);
    return 0;
}

int main(void)
{
    return stock();
}
