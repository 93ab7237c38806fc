/* SPDX-License-Identifier: MIT */
#include <string.h>

static void greet(const char *name, const char *greeting)
{
    char text[10];
    char initial[2] = {name[0]};
    strcpy(text, greeting);
    strcpy(text + strlen(greeting), name); /* too long */
    (void)initial;
}

int main(int argc, char **argv)
{
    (void)argv;
    char name[] = "Zo\xc3\xab \"Z\" Zip";
    if (argc > 0)
        greet(name, "Hello\n");
    return 0;
}
