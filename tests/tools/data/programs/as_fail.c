/* SPDX-License-Identifier: MIT
 *
 * Call each allocation function three times and print a line for each: a dot for a
 * block, an E for ENOMEM, a ? for anything else. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char line[4];
static int at;

/* Note how a call ended, and give the block back. */
static void note(void *block)
{
    line[at++] = block != NULL ? '.' : errno == ENOMEM ? 'E' : '?';
    free(block);
    errno = 0;
}

static void *aligned(void)
{
    void *block = NULL;
    int error = posix_memalign(&block, 32, 8);
    if (error == 0)
        return block;
    errno = errno == 0 ? error : -1; /* it must leave errno alone */
    return NULL;
}

/* What realloc could not move must still be there. */
static void *moved(void)
{
    char *old = malloc(4);
    if (old == NULL)
        return NULL;
    strcpy(old, "old");
    char *new = realloc(old, 4000);
    if (new == NULL && strcmp(old, "old") == 0)
        free(old);
    return new;
}

#define THREE(name, call)                                                              \
    do {                                                                               \
        for (at = 0; at < 3;)                                                          \
            note(call);                                                                \
        printf("%s %s\n", name, line);                                                 \
    } while (0)

int main(void)
{
    static char room[BUFSIZ];
    setvbuf(stdout, room, _IOFBF, sizeof room);
    errno = 0;
    THREE("malloc", malloc(8));
    THREE("calloc", calloc(2, 8));
    THREE("realloc", moved());
    THREE("reallocarray", reallocarray(NULL, 2, 8));
    THREE("aligned_alloc", aligned_alloc(16, 32));
    THREE("posix_memalign", aligned());
    THREE("strdup", strdup("text"));
    THREE("strndup", strndup("text", 2));
    printf("%s\n", getenv("LEAKLAB_FAIL") == NULL ? "hidden" : "seen");
    return 0;
}
