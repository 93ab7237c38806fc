/* SPDX-License-Identifier: MIT
 *
 * history_main.c: five pages, of which three are kept, and then one step back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "history.h"

static const char *const addresses[] = {"news", "weather", "maps", "trains", "tickets"};
enum { ADDRESSES = sizeof addresses / sizeof addresses[0] };

static void show(const char *when, const struct page *history)
{
    const char *address = history_current(history);

    printf("%s: %s\n", when, address != NULL ? address : "no page");
}

int main(void)
{
    struct page *history = NULL;
    int status = EXIT_SUCCESS;

    for (size_t i = 0; i < ADDRESSES; i++)
        if (history_visit(&history, addresses[i]) != 0) {
            fprintf(stderr, "no memory for %s\n", addresses[i]);
            status = EXIT_FAILURE;
        }
    history_trim(&history, 3);
    show("now", history);
    history_back(&history);
    show("one back", history);
    history_clear(&history);
    show("cleared", history);
    return status;
}
