/* SPDX-License-Identifier: MIT
 *
 * lists_main.c: what one flat needs and what the other needs. The third flat has lost
 * its list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lists.h"
#include "scratch.h"

int main(void)
{
    char folder[SCRATCH_ROOM];
    char ours[SCRATCH_PATH], theirs[SCRATCH_PATH], lost[SCRATCH_PATH],
        both[SCRATCH_PATH];
    int status = EXIT_FAILURE;

    if (scratch_make(folder) != 0) {
        perror("cannot make a folder for the lists");
        return EXIT_FAILURE;
    }
    scratch_path(ours, folder, "ours");
    scratch_path(theirs, folder, "theirs");
    scratch_path(lost, folder, "lost");
    scratch_path(both, folder, "both");
    if (scratch_write(ours, "milk\nlamp oil\n") != 0 ||
        scratch_write(theirs, "salt\n") != 0) {
        perror("cannot write a list");
        goto done;
    }
    printf("both lists: %d lines\n", lists_join(ours, theirs, both));
    printf("salt: %s\n", lists_has(both, "salt") == 1 ? "yes" : "no");
    printf("with the lost list: %d\n", lists_join(ours, lost, both));
    status = EXIT_SUCCESS;
done:
    remove(ours);
    remove(theirs);
    remove(both);
    rmdir(folder);
    return status;
}
