/* SPDX-License-Identifier: MIT
 *
 * What a graded process sent of its units.
 *
 * The first byte of an input says how the rest is read: 0, as it is. Else it is a list
 * of frames (a byte for the kind, two for the length, and the content), and gets the
 * numbers and codes that only our runtime can write: what follows is behind that wall.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "grade/transcript.h"

static const uint8_t key[LL_SIPHASH_KEY] = {1, 2, 3};

static void add_frame(struct ll_buf *out, uint64_t number, uint32_t kind,
                      const void *content, uint32_t count)
{
    struct ll_frame_head head = {.bytes = count, .kind = kind, .number = number};
    size_t at = out->len;
    ll_buf_add(out, &head, sizeof head);
    ll_buf_add(out, content, count);
    uint64_t code = ll_siphash(key, ll_buf_text(out) + at, out->len - at);
    ll_buf_add(out, &code, sizeof code);
}

/* The frames that a list names, with numbers and codes. A DONE without content gets the
 * right token. */
static void sign(const uint8_t *bytes, size_t count, struct ll_buf *out)
{
    for (uint64_t number = 0; count >= 3; number++) {
        uint32_t kind = bytes[0], length = bytes[1] | (uint32_t)bytes[2] << 8;
        struct ll_frame_count token = {ll_observe_secret(key, LL_SECRET_TOKEN, number)};
        bytes += 3;
        count -= 3;
        if (length > count)
            length = (uint32_t)count;
        if (kind == LL_FRAME_DONE && length == 0)
            add_frame(out, number, kind, &token, sizeof token);
        else
            add_frame(out, number, kind, bytes, length);
        bytes += length;
        count -= length;
    }
}

/* Units as the lesson's solution sends them: every assertion has its text. */
static bool is_truth(const struct ll_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++)
        if (unit->items[i].text == NULL || unit->items[i].file == NULL)
            return false;
    return unit->name != NULL;
}

static void compare(const struct ll_transcript *transcript)
{
    struct ll_buf message = LL_BUF_INIT;
    for (size_t i = 0; i < transcript->count && i < 8; i++)
        for (size_t j = 0; j < transcript->count && j < 8; j++)
            if (is_truth(&transcript->units[i]))
                (void)ll_unit_compare(&transcript->units[i], &transcript->units[j],
                                      &message);
    ll_buf_release(&message);
}

static bool read_transcript(const uint8_t *bytes, size_t count)
{
    struct ll_transcript transcript = {0}, all = {0};
    struct ll_buf sent = LL_BUF_INIT;
    if (count > 0 && bytes[0] != 0)
        sign(bytes + 1, count - 1, &sent);
    else if (count > 0)
        ll_buf_add(&sent, bytes + 1, count - 1);
    struct ll_buf exact = fuzz_buf((const uint8_t *)ll_buf_text(&sent), sent.len);
    bool good = ll_transcript_read(key, &exact, &transcript, NULL) == 0 &&
                transcript.done && !transcript.forged;
    compare(&transcript);
    fuzz_expect(ll_transcript_add(&all, &transcript, NULL) == 0,
                "units can be moved to another transcript");
    ll_transcript_release(&transcript);
    ll_transcript_release(&all);
    ll_buf_release(&exact);
    ll_buf_release(&sent);
    return good;
}

static void list_frame(struct ll_buf *out, enum ll_frame_kind kind, const void *content,
                       size_t count)
{
    ll_buf_putc(out, (char)kind);
    ll_buf_putc(out, (char)count);
    ll_buf_putc(out, '\0');
    ll_buf_add(out, content, count);
}

static void list_observed(struct ll_buf *out, enum ll_observed_type type,
                          const char *content)
{
    struct {
        struct ll_frame_said said;
        char texts[8];
    } described = {{.with = 3, .tolerance = 0.5, .holds = 1, .file_bytes = 4},
                   "a.c\0x()"};
    struct {
        struct ll_frame_observed value;
        char content[8];
    } observed = {{.line = 7, .type = type, .value = strlen(content), .address = 1},
                  ""};
    memcpy(observed.content, content, strlen(content));
    list_frame(out, LL_FRAME_DESCRIBE, &described, sizeof described);
    list_frame(out, LL_FRAME_OBSERVED, &observed,
               sizeof observed.value + strlen(content));
}

/* Two units with all types of values, but different ones. */
static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    const struct ll_frame_count hello = {7};
    ll_buf_putc(good, 1);
    list_frame(good, LL_FRAME_HELLO, &hello, sizeof hello);
    for (unsigned number = 0; number < 2; number++) {
        struct {
            struct ll_frame_unit unit;
            char name[8];
        } begin = {{.unit = number}, "t"};
        list_frame(good, LL_FRAME_BEGIN, &begin, sizeof begin);
        for (unsigned type = LL_OBSERVED_TRUTH; type <= LL_OBSERVED_POINTER; type++)
            list_observed(good, (enum ll_observed_type)type,
                          type % 2 == number ? "ab" : "abc");
        list_frame(good, LL_FRAME_END, &begin.unit, sizeof begin.unit);
    }
    list_frame(good, LL_FRAME_DONE, "", 0);
    ll_buf_add(bad, ll_buf_text(good), good->len - 3);
    ll_buf_puts(bad, "something else");
}

const struct fuzzer fuzzer = {read_transcript, examples};
