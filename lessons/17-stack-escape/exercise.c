/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a relay in which the last runner always seems to be the fastest. Mend it.
 */
#include "relay.h"

void relay_init(struct relay *relay)
{
    *relay = (struct relay){.count = 0};
}

int relay_add(struct relay *relay, struct leg leg)
{
    if (relay->count == RELAY_LEGS)
        return -1;
    relay->legs[relay->count] = leg;
    relay->count++;
    if (relay->fastest == NULL || leg.seconds < relay->fastest->seconds)
        relay->fastest = &leg;
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
