/* SPDX-License-Identifier: MIT */
#ifndef LIST_H
#define LIST_H

struct item {
    char *text;
    struct item *next;
};

struct item *list_add(struct item *list, const char *text);
void list_free(struct item *list);

#endif
