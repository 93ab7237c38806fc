/* SPDX-License-Identifier: MIT
 *
 * printer.c: a printer works off its jobs, the oldest first. Until its turn comes, a
 * job can be cancelled.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    char title[24];
    int pages;
    struct job *next; /* owned; NULL: this is the last one */
};

/* Put a job at the end of `queue`. Returns 0, or -1 when memory ran out. */
static int submit(struct job **queue, const char *title, int pages)
{
    struct job *job = malloc(sizeof *job);

    if (job == NULL)
        return -1;
    snprintf(job->title, sizeof job->title, "%s", title);
    job->pages = pages;
    job->next = NULL;

    while (*queue != NULL)
        queue = &(*queue)->next;
    *queue = job;
    return 0;
}

/* Take the job called `title` out of `queue`, if there is one. */
static void cancel(struct job **queue, const char *title)
{
    while (*queue != NULL && strcmp((*queue)->title, title) != 0)
        queue = &(*queue)->next;
    if (*queue != NULL)
        *queue = (*queue)->next;
}

/* Print all jobs; `queue` is empty then. */
static void print(struct job **queue)
{
    while (*queue != NULL) {
        struct job *job = *queue;

        *queue = job->next;
        printf("%s: %d pages\n", job->title, job->pages);
        free(job);
    }
}

int main(void)
{
    struct job *queue = NULL;
    int status = EXIT_SUCCESS;

    if (submit(&queue, "timetable", 2) != 0 || submit(&queue, "novel", 412) != 0 ||
        submit(&queue, "invoice", 3) != 0) {
        fprintf(stderr, "no memory for another job\n");
        status = EXIT_FAILURE;
    }
    cancel(&queue, "novel");
    print(&queue);
    return status;
}
