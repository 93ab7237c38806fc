/* SPDX-License-Identifier: MIT
 *
 * starting: executes a program in the way that its first argument names. */
#define _GNU_SOURCE /* execvpe */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const none[] = {NULL};
static char *words[] = {"clean", "0", NULL};

static int become(const char *way)
{
    if (strcmp(way, "execv") == 0)
        return execv("./clean", words);
    if (strcmp(way, "execve") == 0)
        return execve("./clean", words, none);
    if (strcmp(way, "execvp") == 0)
        return execvp("./clean", words);
    if (strcmp(way, "execvpe") == 0)
        return execvpe("./clean", words, none);
    if (strcmp(way, "execl") == 0)
        return execl("./clean", "clean", "0", (char *)NULL);
    if (strcmp(way, "execlp") == 0)
        return execlp("clean", "clean", "0", (char *)NULL);
    if (strcmp(way, "execle") == 0)
        return execle("./clean", "clean", "0", (char *)NULL, none);
    return -1;
}

int main(int argc, char **argv)
{
    pid_t child = 0;
    int ended = 0;
    if (argc < 2)
        return 2;
    if (strcmp(argv[1], "system") == 0)
        return system("exec ./clean 0");
    if (strcmp(argv[1], "spawn") == 0)
        posix_spawn(&child, "./clean", NULL, NULL, words, none);
    else if (strcmp(argv[1], "spawnp") == 0)
        posix_spawnp(&child, "clean", NULL, NULL, words, none);
    else
        return become(argv[1]) == 0 ? 0 : 2;
    waitpid(child, &ended, 0);
    return ended;
}
