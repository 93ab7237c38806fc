/* SPDX-License-Identifier: MIT */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/path.h"

/* ll_file_read() itself, and what is linked in its place. */
int __real_ll_file_read(const char *path, size_t max, struct ll_buf *out,
                        struct ll_error *err);
int __wrap_ll_file_read(const char *path, size_t max, struct ll_buf *out,
                        struct ll_error *err);

/* What libFuzzer calls. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

void fuzz_expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: this does not hold: %s\n", what);
    abort();
}

void fuzz_keep(size_t sum)
{
    __asm__ volatile("" : : "r"(sum));
}

const char *fuzz_file(const uint8_t *bytes, size_t count)
{
    static char path[64];
    static int fd = -1;
    if (fd < 0) {
        fd = memfd_create("input", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    fuzz_expect(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, count, 0) == (ssize_t)count,
                "the input can be written to memory");
    return path;
}

struct ll_buf fuzz_buf(const uint8_t *bytes, size_t count)
{
    struct ll_buf buf = {.data = malloc(count + 1),
                         .len = count,
                         .cap = count + 1,
                         .max = LL_BUF_DEFAULT_MAX};
    fuzz_expect(buf.data != NULL, "there is memory for the input");
    if (count > 0)
        memcpy(buf.data, bytes, count);
    buf.data[count] = '\0';
    return buf;
}

/* The room that the buffer has behind its content goes: AddressSanitizer then sees each
 * read there. */
int __wrap_ll_file_read(const char *path, size_t max, struct ll_buf *out,
                        struct ll_error *err)
{
    int result = __real_ll_file_read(path, max, out, err);
    if (out->data != NULL) {
        struct ll_buf exact = fuzz_buf((const uint8_t *)out->data, out->len);
        free(out->data);
        out->data = exact.data;
        out->cap = exact.cap;
    }
    return result;
}

static bool is_accepted(const struct ll_buf *example)
{
    return fuzzer.read((const uint8_t *)ll_buf_text(example), example->len);
}

/* FUZZ_SEED, a path, gets the good example. */
static void write_seed(const struct ll_buf *good)
{
    const char *path = getenv("FUZZ_SEED");
    FILE *file = path != NULL ? fopen(path, "wb") : NULL;
    if (path == NULL)
        return;
    bool ok =
        file != NULL && fwrite(ll_buf_text(good), 1, good->len, file) == good->len;
    ok = file != NULL && fclose(file) == 0 && ok;
    fuzz_expect(ok, "FUZZ_SEED can be written");
    exit(0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct ll_buf good = LL_BUF_INIT, bad = LL_BUF_INIT;
    (void)argc, (void)argv;
    fuzzer.examples(&good, &bad);
    fuzz_expect(!good.full && !bad.full, "the examples fit into memory");
    fuzz_expect(is_accepted(&good), "the good example is accepted");
    fuzz_expect(!is_accepted(&bad), "the bad example is refused");
    write_seed(&good);
    ll_buf_release(&good);
    ll_buf_release(&bad);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    (void)fuzzer.read(bytes, count);
    return 0;
}
