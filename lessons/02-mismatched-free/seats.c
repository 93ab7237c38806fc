/* SPDX-License-Identifier: MIT
 *
 * seats.c: the plan of a small theatre, kept in Python's memory.
 */
#include <Python.h>

#include <stdio.h>

enum { ROWS = 6, SEATS_A_ROW = 8 };

/* A plan and the function that gives its memory back. */
struct plan {
    char *seats;
    void (*give_back)(void *block);
};

/* An empty theatre: '.' is a free seat, '#' one that is taken. */
static int plan_open(struct plan *plan)
{
    size_t count = ROWS * SEATS_A_ROW;

    plan->seats = PyMem_Malloc(count);
    if (plan->seats == NULL)
        return -1;
    memset(plan->seats, '.', count);
    plan->give_back = PyObject_Free;
    return 0;
}

static void plan_take(struct plan *plan, size_t row, size_t seat)
{
    plan->seats[row * SEATS_A_ROW + seat] = '#';
}

static void plan_print(const struct plan *plan)
{
    for (size_t row = 0; row < ROWS; row++)
        printf("%.*s\n", SEATS_A_ROW, plan->seats + row * SEATS_A_ROW);
}

static void plan_close(struct plan *plan)
{
    plan->give_back(plan->seats);
    plan->seats = NULL;
}

int main(void)
{
    struct plan tonight;

    if (plan_open(&tonight) != 0)
        return 1;
    plan_take(&tonight, 2, 3);
    plan_take(&tonight, 2, 4);
    plan_print(&tonight);
    plan_close(&tonight);
    return 0;
}
