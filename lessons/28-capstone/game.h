/* SPDX-License-Identifier: MIT
 *
 * game.h: a house by a mill, with two rooms and some things in them.
 *
 *     look             what there is in the room
 *     go               into the other room
 *     take lamp        from the room into the bag
 *     drop lamp        from the bag into the room
 *     bag              what is in the bag, in the order of the alphabet
 *     wash dirty lamp  it is a "lamp" from then on
 *     call lamp sun    it is a "sun" from then on
 *     write TEXT       a page of the diary
 *     tear             the last page out of the diary
 *     read             the diary
 *     undo             the last take, drop, call or tear; then the one before it
 */
#ifndef GAME_H
#define GAME_H

struct game;

/* Returns a new game, free with game_free(); NULL when memory runs out. */
struct game *game_new(void);
void game_free(struct game *game);

/* Do what the player typed. Returns the answer; borrowed: valid until the next call.
 * When memory runs out, nothing is done, and the answer is "You are too tired." */
const char *game_do(struct game *game, const char *line);

#endif
