/* SPDX-License-Identifier: MIT
 *
 * cloakroom.c: the coats of an evening at the opera, one hook each.
 */
#include <Python.h>

#include <stdio.h>

/* What hangs on a hook: the number of a ticket; 0: nothing. */
struct cloakroom {
    unsigned *hooks;
    size_t count;
};

static int cloakroom_open(struct cloakroom *room, size_t hooks)
{
    room->hooks = PyMem_RawCalloc(hooks, sizeof *room->hooks);
    room->count = hooks;
    return room->hooks == NULL ? -1 : 0;
}

/* Put up more hooks. -1 when memory ran out: the room is then as it was. */
static int cloakroom_extend(struct cloakroom *room, size_t more)
{
    unsigned *hooks = room->hooks;

    PyMem_Resize(hooks, unsigned, room->count + more);
    if (hooks == NULL)
        return -1;
    memset(hooks + room->count, 0, more * sizeof *hooks);
    room->hooks = hooks;
    room->count += more;
    return 0;
}

/* Hang up the coat with this ticket. Returns its hook; -1: all are taken. */
static long cloakroom_take(struct cloakroom *room, unsigned ticket)
{
    for (size_t i = 0; i < room->count; i++)
        if (room->hooks[i] == 0) {
            room->hooks[i] = ticket;
            return (long)i;
        }
    return -1;
}

static void cloakroom_close(struct cloakroom *room)
{
    PyMem_Free(room->hooks);
    room->hooks = NULL;
    room->count = 0;
}

int main(void)
{
    struct cloakroom opera;

    if (cloakroom_open(&opera, 6) != 0)
        return 1;
    for (unsigned ticket = 101; ticket <= 110; ticket++) {
        long hook = cloakroom_take(&opera, ticket);

        if (hook < 0 && cloakroom_extend(&opera, 6) == 0)
            hook = cloakroom_take(&opera, ticket);
        printf("ticket %u: hook %ld\n", ticket, hook);
    }
    cloakroom_close(&opera);
    return 0;
}
