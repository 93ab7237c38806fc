/* SPDX-License-Identifier: MIT */
#include "runtime/swept/log.h"

#include "runtime/hooks.h"
#include "runtime/private.h"

static char log_path[4096];

bool ll_log_open(const char *path)
{
    if (path == NULL)
        return true;
    if (ll_length(path) >= sizeof log_path)
        return false;
    ll_copy(log_path, path, ll_length(path) + 1);
    return true;
}

/* The file is opened for each line: a descriptor that is kept could be closed by the
 * program. O_APPEND: lines of children do not overwrite each other. */
void ll_sweep_log(const char *format, ...)
{
    char line[2048];
    va_list args;
    va_start(args, format);
    int length = __vsnprintf_chk(line, sizeof line - 1, 0, sizeof line, format, args);
    va_end(args);
    int fd = ll_sys_open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    ll_write_all(fd, line, (size_t)length);
    ll_sys_close(fd);
}
