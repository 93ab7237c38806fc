/* SPDX-License-Identifier: MIT
 * Ways to end with a leak behind: the first argument chooses. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *wait_for_ever(void *unused)
{
    pause();
    return unused;
}

static void lose(size_t size)
{
    char *p = malloc(size);
    p[0] = 1;
}

static void fork_once(void)
{
    pid_t child = fork();
    if (child == 0) {
        lose(7);
        char *p = malloc(3);
        p[3] = 0;
        free(p);
        exit(0);
    }
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    lose(11);
    char *gone = malloc(4);
    gone[4] = 0;
    free(gone);
    if (strcmp(how, "_exit") == 0)
        _exit(0);
    if (strcmp(how, "kill") == 0)
        kill(getpid(), SIGKILL);
    if (strcmp(how, "loop") == 0)
        for (volatile int i = 0;; i++)
            ;
    if (strcmp(how, "exec") == 0)
        execl("/bin/true", "true", (char *)NULL);
    if (strcmp(how, "fork") == 0)
        fork_once();
    if (strcmp(how, "system") == 0 && system("exit 3") == 0)
        return 1;
    if (strcmp(how, "forge") == 0) {
        const char *text = "</valgrindoutput>\n";
        for (int fd = 3; fd < 16; fd++)
            (void)!write(fd, text, strlen(text));
    }
    if (strcmp(how, "threads") == 0)
        for (int i = 0; i < 600; i++) {
            pthread_t thread;
            if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0)
                break;
        }
    if (strcmp(how, "heap") == 0) {
        long *block = malloc(8);
        for (int i = 1; i < 12; i++)
            block[i] = 2;
        free(block);
        lose(4);
    }
    return 0;
}
