/* SPDX-License-Identifier: MIT
 *
 * garden.h: a plan of a vegetable garden, a block of memory for each row of it.
 *
 *     rows ──► [ ● | ● | ● ]
 *                │   │   └──► "....."
 *                │   └──────► "..L.."      L: a lettuce
 *                └──────────► "T.T.T"      T: a tomato
 *
 * Life cycle: garden_new(), then planting and reading, then garden_free().
 */
#ifndef GARDEN_H
#define GARDEN_H

#include <stddef.h>

struct garden; /* see write.c */

/* Make a garden of `rows` rows of `columns` places, each of them a '.'; both numbers
 * are from 1 to 1000. It takes several blocks: for the garden itself, for the table of
 * rows, and one for each row. Returns a new garden, free with garden_free(); NULL when
 * memory ran out for any of them. */
struct garden *garden_new(size_t rows, size_t columns);

/* Put `plant` into a place; rows and columns are counted from 0. Returns 0, or -1 when
 * there is no such place. */
int garden_plant(struct garden *garden, size_t row, size_t column, char plant);

/* A row as a string; NULL when there is no such row. Borrowed: valid until
 * garden_free(). */
const char *garden_row(const struct garden *garden, size_t row);

/* Free the garden and all that it owns; NULL is allowed. */
void garden_free(struct garden *garden);

#endif
