/* SPDX-License-Identifier: MIT
 *
 * lesson.yml: what can be loaded can be written and loaded again. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/path.h"
#include "fuzz/fuzz.h"
#include "lesson/manifest.h"

static bool read_manifest(const uint8_t *bytes, size_t count)
{
    struct ll_manifest *manifest = ll_manifest_load(fuzz_file(bytes, count), NULL);
    if (manifest == NULL)
        return false;
    ll_manifest_free(manifest);
    return true;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    fuzz_expect(ll_file_read(LL_SOURCE_DIR
                             "/tests/lesson/data/check/03-good/lesson.yml",
                             1 << 16, good, NULL) == 0,
                "there is a lesson");
    ll_buf_add(bad, ll_buf_text(good), good->len);
    ll_buf_puts(bad, "nothing: else\n");
}

const struct fuzzer fuzzer = {read_manifest, examples};
