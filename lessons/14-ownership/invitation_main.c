/* SPDX-License-Identifier: MIT
 *
 * invitation_main.c: two letters, one with a sentence more.
 */
#include <stdio.h>
#include <stdlib.h>

#include "invitation.h"

static int send_letter(const char *guest, const char *extra)
{
    char *letter = invitation_text(guest, "the lighthouse", extra);

    if (letter == NULL) {
        fprintf(stderr, "no memory for a letter\n");
        return -1;
    }
    printf("%s(the first line has %u characters)\n\n", letter,
           invitation_subject_length(letter));
    free(letter);
    return 0;
}

int main(void)
{
    if (send_letter("Ada", NULL) != 0 ||
        send_letter("Grace", "Bring a warm coat.") != 0)
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}
