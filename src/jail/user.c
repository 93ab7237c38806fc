/* SPDX-License-Identifier: MIT
 *
 * Grading users: user ids between those of people and those of services, without names
 * and files. Each job has one of its own, so that kill(-1) as that user kills all
 * processes of the job, wherever they are, and no others. A lock on a byte of a file
 * tells other leaklab processes that the user is taken.
 *
 *   60600 … 60855   grading users
 *   60856 … 61111   their reapers: see ll_user_kill()
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail/layers.h"

enum { FIRST = 60600, COUNT = 256 };

static const char lock_path[] = "/run/leaklab.users";

int ll_user_take(struct ll_cell *cell)
{
    int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno;
    /* From anywhere, not from the first: a leaklab in a chroot has another /run, and
     * would end the jobs of this one if both took the same users. */
    unsigned start = 0;
    (void)!getrandom(&start, sizeof start, GRND_NONBLOCK);
    for (uid_t k = 0; k < COUNT; k++) {
        uid_t i = (start + k) % COUNT;
        struct flock lock = {.l_type = F_WRLCK, .l_start = i, .l_len = 1};
        if (fcntl(fd, F_OFD_SETLK, &lock) == 0) {
            cell->user = FIRST + i;
            cell->user_lock = fd;
            return 0;
        }
        if (errno != EAGAIN && errno != EACCES)
            break;
    }
    int reason = errno;
    close(fd);
    return reason;
}

int ll_user_apply(const struct ll_cell *cell)
{
    if (syscall(SYS_setgroups, 0, NULL) != 0 ||
        syscall(SYS_setresgid, cell->user, cell->user, cell->user) != 0 ||
        syscall(SYS_setresuid, cell->user, cell->user, cell->user) != 0)
        return errno;
    return geteuid() == cell->user && syscall(SYS_setresuid, 0, 0, 0) != 0 ? 0 : EPERM;
}

int ll_user_probe(void)
{
    if (geteuid() != 0)
        return EPERM;
    struct passwd entry, *found = NULL;
    char text[4096];
    if (getpwuid_r(FIRST, &entry, text, sizeof text, &found) == 0 && found != NULL)
        return EEXIST; /* ids that belong to people */
    struct ll_cell cell = LL_CELL_INIT;
    int failed = ll_user_take(&cell);
    if (failed == 0)
        close(cell.user_lock);
    return failed;
}

/* The effective user decides whom a process may kill; the real and the saved user
 * decide who may kill it. The reaper has another real user, so that it survives. The
 * kernel holds a lock while it kills them all, so no process can escape by forking. */
void ll_user_kill(const struct ll_cell *cell)
{
    uid_t reaper = cell->user + COUNT;
    if (cell->user < FIRST || cell->user >= FIRST + COUNT)
        return;
    if (syscall(SYS_setresuid, reaper, cell->user, 0) == 0 && getuid() == reaper &&
        geteuid() == cell->user)
        kill(-1, SIGKILL);
    if (syscall(SYS_setresuid, 0, 0, 0) != 0)
        _exit(1);
}

int ll_user_lend(const struct ll_cell *cell, const char *path, struct ll_loan *loan)
{
    struct stat st;
    loan->fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (loan->fd < 0 || fstat(loan->fd, &st) != 0)
        return errno;
    loan->owner = st.st_uid;
    loan->group = st.st_gid;
    loan->mode = st.st_mode & 07777;
    return fchown(loan->fd, cell->user, cell->user) != 0 ? errno : 0;
}

void ll_user_take_back(const struct ll_loan *loan)
{
    if (fchown(loan->fd, loan->owner, loan->group) == 0)
        fchmod(loan->fd, loan->mode);
    close(loan->fd);
}
