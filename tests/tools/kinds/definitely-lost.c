/* SPDX-License-Identifier: MIT */
/* A greeting is built and never given back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *greeting(const char *name)
{
    size_t size = strlen("Hello, ") + strlen(name) + 1;
    char *text = malloc(size); /* @alloc */
    if (text != NULL)
        snprintf(text, size, "Hello, %s", name);
    return text;
}

int main(void)
{
    char *text = greeting("Ada");
    if (text != NULL)
        puts(text);
    return 0;
}
