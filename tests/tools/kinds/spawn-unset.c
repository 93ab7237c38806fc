/* SPDX-License-Identifier: MIT */
/* What posix_spawn is given was never set: the new process reads it. */
#include <spawn.h>
#include <stddef.h>
#include <sys/wait.h>

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t actions;
    char path[] = "/bin/true", *arguments[] = {path, NULL};
    pid_t child;
    if (argc > 1)
        posix_spawn_file_actions_init(&actions);
    if (posix_spawn(&child, path, &actions, NULL, arguments, NULL) == 0) /* @at */
        waitpid(child, NULL, 0);
    return argv == NULL;
}
