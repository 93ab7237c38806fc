/* SPDX-License-Identifier: MIT
 *
 * Makes a list and two tables, and changes them. At its end it prints each word of its
 * blocks and globals that has a pointer: "word value". check_events compares them with
 * the log of events.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROWS 50

struct node {
    struct node *next, *previous;
    long value;
};

static struct node *head;
static char *rows[ROWS];
static struct node **index_of;

static void insert(long value)
{
    struct node *node = malloc(sizeof *node);

    node->value = value;
    node->next = head;
    node->previous = NULL;
    if (head)
        head->previous = node;
    head = node;
}

static void drop(struct node *node)
{
    if (node->previous)
        node->previous->next = node->next;
    else
        head = node->next;
    if (node->next)
        node->next->previous = node->previous;
    free(node);
}

static void tell(const void *word)
{
    uintptr_t value = *(const uintptr_t *)word;

    if (value)
        printf("%lx %lx\n", (unsigned long)word, (unsigned long)value);
}

static void tell_all(void)
{
    tell(&head);
    tell(&index_of);
    for (int i = 0; i < ROWS; i++)
        tell(&rows[i]);
    for (int i = 0; i < ROWS; i++)
        tell(&index_of[i]);
    for (struct node *node = head; node; node = node->next) {
        tell(&node->next);
        tell(&node->previous);
    }
}

int main(void)
{
    index_of = calloc(ROWS / 2, sizeof *index_of);
    for (long i = 0; i < ROWS; i++) {
        insert(i);
        rows[i] = malloc((size_t)i + 1);
    }
    index_of = realloc(index_of, ROWS * sizeof *index_of);
    for (int i = 0; i < ROWS; i++)
        index_of[i] = NULL;
    for (int i = 0; i < ROWS; i += 3) {
        drop(head->next);
        index_of[i] = head;
        free(rows[i]);
        rows[i] = i % 2 ? NULL : rows[(i + 1) % ROWS] + 1;
    }
    tell_all();
    fflush(stdout);
    _exit(0);
}
