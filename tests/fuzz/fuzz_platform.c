/* SPDX-License-Identifier: MIT
 *
 * The names that learning platforms give to files of submissions. */
#include <string.h>

#include "class/platform.h"
#include "fuzz/fuzz.h"

static void check(const char *name, const struct ll_platform_name *parts)
{
    const char *end = name + strlen(name);
    fuzz_expect(name + parts->learner <= end, "the learner's name is in the name");
    fuzz_expect(name <= parts->id && parts->id + parts->id_length <= end,
                "the number is in the name");
    fuzz_expect(name <= parts->original && parts->original <= end,
                "the file's own name is in the name");
    fuzz_expect(parts->place == (size_t)(parts->original - name),
                "the file's own name follows the place");
}

static bool read_name(const uint8_t *bytes, size_t count)
{
    struct ll_buf name = fuzz_buf(bytes, count);
    struct ll_platform_name parts;
    bool moodle = ll_platform_moodle(ll_buf_text(&name), &parts);
    if (moodle)
        check(ll_buf_text(&name), &parts);
    bool canvas = ll_platform_canvas(ll_buf_text(&name), &parts);
    if (canvas)
        check(ll_buf_text(&name), &parts);
    (void)ll_platform_of_place(ll_buf_text(&name));
    ll_buf_release(&name);
    return moodle || canvas;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "Ann Lee_12345_assignsubmission_file_exercise.c");
    ll_buf_puts(bad, "exercise.c");
}

const struct fuzzer fuzzer = {read_name, examples};
