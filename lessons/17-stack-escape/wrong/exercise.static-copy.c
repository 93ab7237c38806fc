/* SPDX-License-Identifier: MIT
 *
 * exercise.static-copy.c: the fastest leg is one variable for all relays.
 */
#include "relay.h"

void relay_init(struct relay *relay)
{
    *relay = (struct relay){.count = 0};
}

int relay_add(struct relay *relay, struct leg leg)
{
    struct leg *added = &relay->legs[relay->count];

    if (relay->count == RELAY_LEGS)
        return -1;
    *added = leg;
    relay->count++;
    if (relay->fastest == NULL || added->seconds < relay->fastest->seconds) {
        static struct leg fastest;
        fastest = leg;
        relay->fastest = &fastest;
    }
    return 0;
}

int relay_fastest(const struct relay *relay)
{
    return relay->fastest == NULL ? 0 : relay->fastest->runner;
}

int relay_time(const struct relay *relay)
{
    int seconds = 0;

    for (size_t i = 0; i < relay->count; i++)
        seconds += relay->legs[i].seconds;
    return seconds;
}
