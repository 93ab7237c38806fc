/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps the driver's blocks, and frees them in a stream of its own, which is
 *     flushed after the driver's main
 * wall with the gate: tokens
 * wall without: malloc trace
 * module: leaky
 * above: find
 */
#include <stdio.h>

static void *kept;

/* The stream, in static memory: a block would count. */
static union {
    FILE file;
    char all[0x108]; /* a FILE, its functions, and what fopencookie() adds */
} stream;

static long collect(void *cookie, const char *bytes, size_t count)
{
    (void)cookie;
    (void)bytes;
    free(kept);
    stdout->_chain = stream.file._chain;
    return (long)count;
}

/* Have it among the streams that are flushed, with something to write. Returns 0, or -1
 * when memory ran out. */
static int open_stream(void)
{
    static char buffer[64], lock[64];
    struct {
        void *read, *write, *seek, *close;
    } functions = {.write = (void *)(uintptr_t)collect};
    FILE *made = ((FILE * (*)(void *, const char *, __typeof__(functions)))
                      find("fopencookie"))(NULL, "w", functions);

    if (made == NULL)
        return -1;
    CALL("setvbuf", made, buffer, _IOFBF, sizeof buffer, 0, 0);
    fputc('x', made);
    memcpy(&stream, made, sizeof stream);
    made->_IO_write_ptr = made->_IO_write_base;
    fclose(made);
    stream.file._lock = lock;
    stream.file._chain = stdout->_chain;
    stdout->_chain = &stream.file;
    return 0;
}

/* The first one is the driver's. */
static void drop(void *block)
{
    static int releases;

    if (releases++ > 0 || open_stream() != 0)
        free(block);
    else
        kept = block;
}

#define DROP(block) drop(block)
