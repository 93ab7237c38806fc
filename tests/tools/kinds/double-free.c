/* SPDX-License-Identifier: MIT */
/* Both copies of a struct think that they own its text. */
#include <stdlib.h>
#include <string.h>

struct name {
    char *text;
};

static void release(struct name *name)
{
    free(name->text); /* @at */
}

int main(void)
{
    struct name first = {strdup("Grace")}; /* @alloc */
    struct name second = first;
    release(&first);
    release(&second);
    return 0;
}
