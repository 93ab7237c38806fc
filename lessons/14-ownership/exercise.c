/* SPDX-License-Identifier: MIT
 *
 * exercise.c: writes invitations, and loses some of them. Mend it.
 */
#define _GNU_SOURCE
#include "invitation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *invitation_text(const char *guest, const char *place, const char *extra)
{
    char *letter;

    if (asprintf(&letter, "Dear %s\nCome to %s.\n", guest, place) == -1)
        return NULL;
    if (extra != NULL) {
        char *longer;

        if (asprintf(&longer, "%s%s\n", letter, extra) == -1)
            longer = NULL;
        letter = longer;
    }
    return letter;
}

char *invitation_subject(const char *letter)
{
    return strndup(letter, strcspn(letter, "\n"));
}

unsigned invitation_subject_length(const char *letter)
{
    char *subject = invitation_subject(letter);

    return subject == NULL ? 0 : (unsigned)strlen(subject);
}
