/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

struct book {
    char *title;
    int pages;
};

static void discard(struct book *book)
{
    free(book->title);
}

int main(void)
{
    struct book book = {malloc(8), 300};
    char *title = book.title;
    if (title == NULL)
        return 1;
    strcpy(title, "Emma");
    discard(&book);
    title[0] = 'e';
    return 0;
}
