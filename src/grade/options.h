/* SPDX-License-Identifier: MIT
 *
 * options: says how submissions are graded; the same for all submissions of a class.
 */
#ifndef LL_GRADE_OPTIONS_H
#define LL_GRADE_OPTIONS_H

#include <stdbool.h>

#include "jail/jail.h"

struct ll_grade_options {
    const char *exercise; /* NULL: the lesson's first of kind fix or write */
    bool gate;            /* on unless a test turns it off */
    bool no_servers; /* start no fork servers (see fork_server.h): each needs a grading
                        user of its own, and there are not enough for so many workers */
    bool allow_weak_isolation; /* --trust: run with too little isolation */
    struct ll_limits limits;
};

#endif
