/* SPDX-License-Identifier: MIT
 *
 * What comes back from the process that reads an archive with libarchive, and the names
 * of archives. libarchive itself is not fuzzed: it runs in that process because it may
 * break. What is read of its answer is private to archive.c, and so that is included.
 */
#include "submission/archive.c"

#include "fuzz/fuzz.h"

static size_t use(const struct ll_archive *archive)
{
    size_t sum = 0;
    for (size_t i = 0; i < archive->count; i++) {
        const struct ll_archive_member *member = &archive->members[i];
        fuzz_expect(member->path[0] != '/' && member->path[0] != '\0' &&
                        strstr(member->path, "//") == NULL &&
                        strncmp(member->path, "../", 3) != 0 &&
                        strstr(member->path, "/../") == NULL,
                    "a path stays in the archive");
        sum += ll_archive_stem(member->path) + ll_archive_is_read(member->path);
        if (member->size > 0)
            sum += (unsigned char)member->bytes[0] +
                   (unsigned char)member->bytes[member->size - 1];
    }
    return sum;
}

static bool read_answer(const uint8_t *bytes, size_t count)
{
    struct ll_archive archive = {.answer = fuzz_buf(bytes, count)};
    struct ll_buf why = LL_BUF_INIT;
    int result = take_answer(&archive, "x.zip", &ll_archive_of_learner, &why, NULL);
    fuzz_expect(result >= 0, "any answer is read");
    fuzz_expect((result == 0) == (why.len == 0), "what is refused has a reason");
    if (result == 0)
        fuzz_keep(use(&archive));
    ll_archive_release(&archive);
    ll_buf_release(&why);
    return result == 0;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    struct ll_buf content = LL_BUF_INIT;
    struct reading reading = {.answer = good};
    ll_buf_puts(&content, "int x;\n");
    fuzz_expect(
        put(&reading, PLAIN, "./a//b.c", &content) && put(&reading, LINK, "c", NULL) &&
            put(&reading, DEVICE, "d", NULL) && put(&reading, PLAIN, "../e.c", NULL),
        "an answer can be made");
    ll_buf_add(bad, ll_buf_text(good), good->len);
    fuzz_expect(put(&reading, WHOLE, "", NULL), "an answer can be ended");
    ll_buf_release(&content);
}

const struct fuzzer fuzzer = {read_answer, examples};
