/* SPDX-License-Identifier: MIT
 *
 * pond_main.c: somebody throws a stone into a pond.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pond.h"

static struct duck *duckling; /* borrowed from the pond */

static void leave(struct pond *pond, struct duck *duck)
{
    printf("%s leaves\n", duck_name(duck));
    pond_leave(pond, duck);
}

static void leave_with_duckling(struct pond *pond, struct duck *duck)
{
    if (duckling != NULL) {
        printf("%s takes %s along\n", duck_name(duck), duck_name(duckling));
        pond_leave(pond, duckling);
        duckling = NULL;
    }
    leave(pond, duck);
}

static void stay(struct pond *pond, struct duck *duck)
{
    (void)pond;
    printf("%s stays\n", duck_name(duck));
}

int main(void)
{
    struct pond *pond = pond_new();
    int status = EXIT_FAILURE;

    if (pond == NULL) {
        fprintf(stderr, "no memory for a pond\n");
        return EXIT_FAILURE;
    }
    if (pond_land(pond, "Martha", leave_with_duckling) == NULL ||
        (duckling = pond_land(pond, "Pip", NULL)) == NULL ||
        pond_land(pond, "Theo", leave) == NULL ||
        pond_land(pond, "Uma", stay) == NULL) {
        fprintf(stderr, "no memory for another duck\n");
        goto done;
    }
    pond_splash(pond);
    printf("ducks on the pond: %zu\n", pond_count(pond));
    status = EXIT_SUCCESS;
done:
    pond_free(pond);
    return status;
}
