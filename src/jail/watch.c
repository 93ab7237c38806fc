/* SPDX-License-Identifier: MIT
 *
 * How much memory a job's processes use and how much they have written, from /proc.
 * Called in the keeper every few milliseconds: it allocates nothing and takes no lock.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "jail/layers.h"

enum { DEEPEST = 40, MOST = 4096 };

struct walk {
    struct ll_use *use;
    uint64_t page;
    unsigned seen;
};

struct path {
    char text[96];
    size_t length;
};

static void add_text(struct path *path, const char *text)
{
    size_t length = strlen(text);
    if (path->length + length < sizeof path->text)
        memcpy(path->text + path->length, text, length + 1), path->length += length;
}

static void add_number(struct path *path, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    add_text(path, digits + at);
}

/* Read the start of a file into `text`, with a NUL. Returns the number of bytes. */
static size_t read_start(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    return got > 0 ? (size_t)got : 0;
}

static uint64_t number_at(const char **text)
{
    uint64_t number = 0;
    while (**text == ' ')
        ++*text;
    for (; **text >= '0' && **text <= '9'; ++*text)
        number = 10 * number + (uint64_t)(**text - '0');
    return number;
}

static uint64_t number_after(const char *text, const char *word)
{
    const char *at = strstr(text, word);
    if (at == NULL)
        return 0;
    at += strlen(word);
    return number_at(&at);
}

static void add_process(struct walk *walk, uint64_t pid)
{
    char text[512];
    struct path path = {0};
    add_text(&path, "/proc/");
    add_number(&path, pid);
    size_t length = path.length;
    add_text(&path, "/statm");
    if (read_start(path.text, text, sizeof text) > 0) {
        const char *at = text;
        number_at(&at); /* the address space */
        walk->use->memory_bytes += walk->page * number_at(&at);
    }
    path.length = length;
    add_text(&path, "/io");
    if (read_start(path.text, text, sizeof text) > 0) {
        /* Pages of a mapped file count in the second alone, files in memory in the
         * first. */
        uint64_t written = number_after(text, "\nwchar: ");
        uint64_t pages = number_after(text, "\nwrite_bytes: ");
        walk->use->disk_bytes += written > pages ? written : pages;
    }
}

static void add_tasks(struct walk *walk, uint64_t pid, unsigned depth);

/* The processes in a file of children: "12 15 88 ". */
static void add_children(struct walk *walk, const char *path, unsigned depth)
{
    char text[2048];
    read_start(path, text, sizeof text);
    for (const char *at = text; *at != '\0' && walk->seen < MOST;) {
        uint64_t pid = number_at(&at);
        if (pid == 0 || *at != ' ') /* the end, or cut in the middle */
            return;
        walk->seen++;
        add_process(walk, pid);
        if (depth < DEEPEST)
            add_tasks(walk, pid, depth + 1);
        at++;
    }
}

/* The children of each thread are listed separately. */
static void add_tasks(struct walk *walk, uint64_t pid, unsigned depth)
{
    struct path path = {0};
    add_text(&path, "/proc/");
    add_number(&path, pid);
    add_text(&path, "/task/");
    int fd = open(path.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    size_t length = path.length;
    _Alignas(struct dirent64) char entries[1024];
    ssize_t got;
    while ((got = getdents64(fd, entries, sizeof entries)) > 0)
        for (ssize_t at = 0; at < got;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
            at += entry->d_reclen;
            if (entry->d_name[0] == '.')
                continue;
            path.length = length;
            add_text(&path, entry->d_name);
            add_text(&path, "/children");
            add_children(walk, path.text, depth);
        }
    close(fd);
}

void ll_watch(const struct ll_cell *cell, struct ll_use *use)
{
    struct walk walk = {.use = use, .page = (uint64_t)sysconf(_SC_PAGESIZE)};
    *use = (struct ll_use){0};
    /* What a process has written is told to its own user, or to CAP_SYS_PTRACE, which
     * root in a container has not. */
    if (cell->user != 0) {
        setfsgid(cell->user);
        setfsuid(cell->user);
    }
    add_tasks(&walk, (uint64_t)getpid(), 0);
    if (cell->user != 0) {
        setfsuid(0);
        setfsgid(0);
    }
}

int ll_watch_probe(void)
{
    return access("/proc/thread-self/children", R_OK) != 0 ||
                   access("/proc/self/io", R_OK) != 0
               ? errno
               : 0;
}
