/* SPDX-License-Identifier: MIT
 *
 * Lost blocks, and the ways out of a program, chosen by the first argument. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct node {
    struct node *next;
    char *name;
};

static void *global;

static struct node *list(int length, int ring)
{
    struct node *first = NULL, *last = NULL;
    for (int i = 0; i < length; i++) {
        struct node *node = malloc(sizeof *node);
        node->next = first;
        node->name = strdup("leaf");
        first = node;
        if (last == NULL)
            last = node;
    }
    if (ring)
        last->next = first;
    return first;
}

static void lose(int n)
{
    char *p = malloc((size_t)n);
    p[0] = 1;
}

static void *work(void *argument)
{
    lose(24);
    return argument;
}

static void threads(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL) == 0)
        pthread_join(thread, NULL);
}

static int gate[2];

/* Hold a block on this stack alone until the gate opens. */
static void *hold(void *argument)
{
    char *volatile held = malloc(64);
    char byte;
    if (read(gate[0], &byte, 1) == 1)
        free(held);
    return argument;
}

static void fork_beside_thread(void)
{
    pthread_t thread;
    if (pipe(gate) != 0 || pthread_create(&thread, NULL, hold, NULL) != 0)
        return;
    usleep(20000);
    if (fork() == 0) { /* a child and a grandchild */
        fork();
        wait(NULL);
        _exit(0);
    }
    wait(NULL);
    if (write(gate[1], "x", 1) == 1)
        pthread_join(thread, NULL);
}

static void children(void)
{
    lose(8); /* the child inherits it */
    if (fork() == 0) {
        lose(16);
        _exit(0);
    }
    wait(NULL);
}

static void line(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen("/etc/passwd", "r");
    if (getline(&text, &size, file) < 0)
        puts("empty");
    fclose(file);
}

static void handle(int number)
{
    (void)number;
    _exit(5);
}

/* A handler's own stack, too small for a leak check. */
static void raise_aside(void)
{
    static char room[8192];
    stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    if (sigaltstack(&stack, NULL) == 0 && sigaction(SIGUSR1, &action, NULL) == 0)
        raise(SIGUSR1);
}

static void leave(int status)
{
    lose(5);
    exit(status);
}

int main(int argc, char **argv)
{
    const char *way = argc > 1 ? argv[1] : "";
    char *local = malloc(40);
    local[0] = 'x';
    printf("printed and not flushed");
    if (strcmp(way, "none") == 0)
        free(local);
    else if (strcmp(way, "list") == 0)
        list(3, 0);
    else if (strcmp(way, "ring") == 0)
        list(2, 1);
    else if (strcmp(way, "thread") == 0)
        threads();
    else if (strcmp(way, "fork") == 0)
        children();
    else if (strcmp(way, "fork-beside-thread") == 0)
        fork_beside_thread();
    else if (strcmp(way, "line") == 0)
        line();
    else if (strcmp(way, "global") == 0)
        global = local;
    else if (strcmp(way, "exit") == 0)
        leave(4);
    else if (strcmp(way, "_exit") == 0)
        lose(6), _exit(5);
    else if (strcmp(way, "_Exit") == 0)
        lose(6), _Exit(5);
    else if (strcmp(way, "quick_exit") == 0)
        lose(6), quick_exit(5);
    else if (strcmp(way, "vfork") == 0) {
        pid_t child = vfork();
        if (child == 0)
            _exit(0);
        waitpid(child, NULL, 0);
        lose(6);
    } else if (strcmp(way, "pthread_exit") == 0)
        lose(6), pthread_exit(NULL);
    else if (strcmp(way, "handler") == 0)
        raise_aside();
    else if (strcmp(way, "exec") == 0)
        execlp("true", "true", NULL);
    else if (strcmp(way, "system-call") == 0)
        syscall(SYS_exit_group, 3);
    else if (strcmp(way, "kill") == 0)
        raise(SIGKILL);
    return 3;
}
