/* SPDX-License-Identifier: MIT
 *
 * surroundings: what leaklab runs in, as far as that can be known, and what helps there
 * where a layer of isolation is missing.
 *
 * Nothing is enforced by it: that a layer holds, proof.h shows.
 */
#ifndef LL_DOCTOR_SURROUNDINGS_H
#define LL_DOCTOR_SURROUNDINGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "jail/isolation.h"

enum ll_container {
    LL_CONTAINER_NONE, /* or not known */
    LL_CONTAINER_GVISOR,
    LL_CONTAINER_KUBERNETES,
    LL_CONTAINER_DOCKER,
    LL_CONTAINER_PODMAN,
    LL_CONTAINER_LXC,
    LL_CONTAINER_OTHER,
};

struct ll_surroundings {
    enum ll_container container;
    char
        release[64]; /* of the kernel, as it calls itself: "6.1.0-31-amd64"; or empty */
    bool has_landlock; /* the kernel is new enough for it */
    bool filtered;     /* a filter of system calls is on already */
};

/* Find out. `root` is "/"; a test may name another folder. */
void ll_surroundings_read(const char *root, struct ll_surroundings *out);

/* Append "in a container of Docker, on Linux 6.1.0-31-amd64". */
void ll_surroundings_say(const struct ll_surroundings *in, struct ll_buf *out);

/* What to do about a layer that is missing here for that errno: sentences. `root`: as
 * root. NULL: nothing is known to help. Static. */
const char *ll_surroundings_remedy(const struct ll_surroundings *in,
                                   enum ll_layer layer, int errnum, bool root);

#endif
