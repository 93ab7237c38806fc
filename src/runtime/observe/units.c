/* SPDX-License-Identifier: MIT */
#include "runtime/observe/units.h"

#include <malloc.h>
#include <poll.h>

#include "runtime/hooks.h"
#include "runtime/observe/line.h"
#include "runtime/private.h"

static uint32_t running;
static bool is_running;
static size_t bytes_before; /* bare: that were allocated when the unit began */
static bool is_repeated;
static int64_t references_before[LL_SHARED_COUNT]; /* when it was repeated */

bool ll_unit_is_wanted(uint32_t unit)
{
    return ll_line_order.first <= unit && unit <= ll_line_order.last;
}

/* Mark something in Valgrind's trace of allocations. */
static void mark(enum ll_observe_secret what, uint64_t of)
{
    if (ll_line_order.tool != LL_OBSERVE_VALGRIND)
        return;
    uint64_t sizes = ll_line_secret(what, of);
    __libc_free(__libc_memalign(16, ll_observe_size(sizes)));
    __libc_free(__libc_memalign(16, ll_observe_size(sizes >> 16)));
}

void ll_unit_mark_pointer(void)
{
    static uint64_t observed;
    if (ll_line_order.tool != LL_OBSERVE_VALGRIND)
        return;
    int saved = errno;
    uint64_t secret = ll_line_secret(LL_SECRET_OBSERVED, observed++);
    __libc_free(__libc_memalign(16, ll_observe_pointer_size(secret))); /* it fails */
    errno = saved;
}

static size_t bytes_in_use(void)
{
    if (ll_line_order.tool != LL_OBSERVE_BARE)
        return 0;
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* What was open when the unit began. Isolation allows a process no more descriptors
 * (jail/keeper.c). */
enum { DESCRIPTORS_MOST = 256 };
static struct file {
    bool is_open;
    dev_t device;
    ino_t inode;
} files_before[DESCRIPTORS_MOST];

/* memcheck tells of a closed descriptor: of 3.24 where fcntl() is asked about it, and
 * since 3.26 where fstat() is. It does not look at those of ppoll(), which knows those
 * of Valgrind, too: they lie above the limit. */
static bool is_open(int fd)
{
    static long limit; /* as it was before any code of the submission */
    if (limit == 0)
        limit = ll_sys_descriptor_limit();
    if (limit >= 0 && fd >= limit)
        return false;
    struct pollfd one = {.fd = fd};
    struct timespec now = {0};
    return LL_CALL(SYS_ppoll, &one, 1, &now, NULL, 0, 0) >= 0 &&
           (one.revents & POLLNVAL) == 0;
}

static struct file file_of(int fd)
{
    struct stat stat;
    if (!is_open(fd) || ll_sys_fstat(fd, &stat) != 0)
        return (struct file){0};
    return (struct file){true, stat.st_dev, stat.st_ino};
}

/* By what they are, not by their number: who closes stdin may leave a file of his own
 * open in its place. */
static int64_t files_left_open(void)
{
    int64_t left = 0;
    for (int fd = 0; fd < DESCRIPTORS_MOST; fd++) {
        const struct file now = file_of(fd), *before = &files_before[fd];
        left += now.is_open && (!before->is_open || now.device != before->device ||
                                now.inode != before->inode);
    }
    return left;
}

void ll_unit_begin(uint32_t unit, const char *name, int index)
{
    struct ll_frame_unit what = {.unit = unit, .index = (uint32_t)index};
    running = unit;
    is_running = true;
    is_repeated = false;
    ll_line_send(LL_FRAME_BEGIN, &what, sizeof what, name, ll_length(name) + 1);
    mark(LL_SECRET_MARK, 2 * (uint64_t)unit);
    for (int fd = 0; fd < DESCRIPTORS_MOST; fd++)
        files_before[fd] = file_of(fd);
    bytes_before = bytes_in_use();
}

void ll_unit_again(void)
{
    if (ll_script_count != NULL) {
        is_repeated = true;
        ll_script_count(references_before);
    }
    mark(LL_SECRET_AGAIN, running);
    bytes_before = bytes_in_use();
}

void ll_unit_end(void)
{
    struct ll_frame_unit what = {.unit = running};
    what.bytes = (int64_t)(bytes_in_use() - bytes_before);
    what.descriptors = files_left_open();
    if (is_repeated) {
        ll_script_count(what.references);
        for (int group = 0; group < LL_SHARED_COUNT; group++)
            what.references[group] -= references_before[group];
    }
    mark(LL_SECRET_MARK, 2 * (uint64_t)running + 1);
    is_running = false;
    ll_line_send(LL_FRAME_END, &what, sizeof what, NULL, 0);
}

void ll_unit_left(void)
{
    struct ll_frame_unit what = {.unit = running};
    if (is_running)
        ll_line_send(LL_FRAME_LEFT, &what, sizeof what, NULL, 0);
}
