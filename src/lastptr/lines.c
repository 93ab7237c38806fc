/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lines: the source lines of instructions. See lines.h.
 */
#include "lines.h"

Bool lp_source_line(Addr ip, const HChar **file, const HChar **dir, UInt *line)
{
    return VG_(get_filename_linenum)(VG_(current_DiEpoch)(), ip, file, dir, line);
}

Bool lp_source_path(Addr ip, HChar *path, SizeT size, UInt *line)
{
    const HChar *file, *dir;

    if (!lp_source_line(ip, &file, &dir, line))
        return False;
    if (file[0] == '/' || !dir[0])
        VG_(snprintf)(path, (Int)size, "%s", file);
    else
        VG_(snprintf)(path, (Int)size, "%s/%s", dir, file);
    return True;
}

/* Reads a line of a file into `text`; False if there is no such line. */
static Bool read_line(const HChar *path, UInt line, HChar *text, UInt size)
{
    Int fd = VG_(fd_open)(path, VKI_O_RDONLY, 0), got, i;
    UInt at = 1, length = 0;
    HChar buffer[4096];

    if (fd < 0)
        return False;
    while (at <= line && (got = VG_(read)(fd, buffer, sizeof buffer)) > 0) {
        for (i = 0; i < got && at <= line; i++) {
            if (buffer[i] == '\n')
                at++;
            else if (at == line && length + 1 < size)
                text[length++] = buffer[i];
        }
    }
    VG_(close)(fd);
    text[length] = 0;
    return length > 0;
}

static Bool is_word_char(HChar c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* In C that Cython made, what leaves a function jumps to the function's last lines, and
 * nothing else does. */
static Bool is_cython(const HChar *path)
{
    const SizeT length = VG_(strlen)(path);

    return length > 4 && (VG_(strcmp)(path + length - 4, ".pyx") == 0 ||
                          VG_(strcmp)(path + length - 4, ".pxd") == 0 ||
                          VG_(strcmp)(path + length - 4, ".pxi") == 0);
}

Bool lp_line_returns(Addr ip, Bool *known)
{
    static const HChar word[] = "return";
    const SizeT length = sizeof word - 1;
    HChar path[1024], text[512];
    const HChar *at = text, *comment;
    UInt line;

    *known = lp_source_path(ip, path, sizeof path, &line);
    if (*known && is_cython(path))
        return True;
    *known = *known && read_line(path, line, text, sizeof text);
    if (!*known)
        return False;
    comment = VG_(strstr)(text, "//");
    while ((at = VG_(strstr)(at, word)) != NULL && (!comment || at < comment)) {
        if ((at == text || !is_word_char(at[-1])) && !is_word_char(at[length]))
            return True;
        at += length;
    }
    return False;
}
