/* SPDX-License-Identifier: MIT
 *
 * pond.h: ducks on a pond. Whatever makes a splash startles them, one after the other,
 * and a duck may leave then, or take another one with it.
 *
 *     first ──► Martha ──► Pip ──► Theo ──► NULL        in the order of their coming
 *
 * Life cycle: pond_new(), then landing, splashing and leaving, then pond_free().
 */
#ifndef POND_H
#define POND_H

#include <stddef.h>

struct pond; /* see exercise.c */
struct duck;

/* Called when `duck` is startled. It may let ducks leave, `duck` among them, but make
 * no splash of its own. */
typedef void duck_startled(struct pond *pond, struct duck *duck);

/* Returns an empty pond, free with pond_free(); NULL when memory ran out. */
struct pond *pond_new(void);

/* Let a duck come down on the pond; `name` is copied, of a long one the first 15
 * characters; `startled` may be NULL: nothing startles it. Returns NULL when memory ran
 * out. Borrowed: valid until it leaves. */
struct duck *pond_land(struct pond *pond, const char *name, duck_startled *startled);

/* Let `duck` leave. It may not be used afterwards. */
void pond_leave(struct pond *pond, struct duck *duck);

/* Startle every duck that is there, in order. One that leaves before its turn is not
 * startled. */
void pond_splash(struct pond *pond);

/* How many ducks are there. */
size_t pond_count(const struct pond *pond);

/* The name of a duck. Borrowed: valid until the duck leaves. */
const char *duck_name(const struct duck *duck);

/* Free the pond and all that it owns. */
void pond_free(struct pond *pond);

#endif
