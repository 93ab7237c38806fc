/* SPDX-License-Identifier: MIT
 *
 * main.c: three actors, each of whom plays for the one before when he is ill.
 */
#include <stdio.h>
#include <stdlib.h>

#include "troupe.h"

static void announce(const struct actor *actor)
{
    const struct actor *on_stage = actor_on_stage(actor);

    printf("tonight %s is played by %s\n", actor->name,
           on_stage == NULL ? "nobody" : on_stage->name);
}

/* Returns 0, or -1 when memory ran out. */
static int play(struct troupe *troupe)
{
    struct actor *ann = troupe_hire(troupe, "Ann");
    struct actor *ben = troupe_hire(troupe, "Ben");
    struct actor *cleo = troupe_hire(troupe, "Cleo");

    if (ann == NULL || ben == NULL || cleo == NULL)
        return -1;
    actor_set_understudy(ann, ben);
    actor_set_understudy(ben, cleo);
    actor_set_understudy(cleo, ann);

    announce(ann);
    ann->is_ill = ben->is_ill = true;
    announce(ann);
    cleo->is_ill = true;
    announce(ben);
    return 0;
}

int main(void)
{
    struct troupe *troupe = troupe_new();
    int status = EXIT_SUCCESS;

    if (troupe == NULL || play(troupe) != 0) {
        fprintf(stderr, "no memory for three actors\n");
        status = EXIT_FAILURE;
    }
    troupe_free(troupe);
    return status;
}
