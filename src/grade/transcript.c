/* SPDX-License-Identifier: MIT */
#include "grade/transcript.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"

enum { OBSERVATIONS_MAX = 1 << 20, UNITS_MAX = 4096, FRAME_MOST = 1 << 16 };

/* ---- reading ------------------------------------------------------------------- */

struct reader {
    const uint8_t *key;
    const char *at;
    size_t left;
    uint64_t number;
    struct ll_transcript *out;
    struct ll_observation described; /* what DESCRIBE said of the next one */
    bool failed;                     /* memory ran out */
};

static void forget(struct ll_observation *one)
{
    free(one->content);
    free(one->file);
    free(one->text);
    *one = (struct ll_observation){0};
}

static struct ll_unit *open_unit(struct ll_transcript *transcript)
{
    if (transcript->count == 0)
        return NULL;
    struct ll_unit *last = &transcript->units[transcript->count - 1];
    return last->end == LL_UNIT_CUT ? last : NULL;
}

/* A text with its NUL among `count` bytes; NULL: it has none. New string. */
static char *take_text(struct reader *reader, const char *from, size_t count)
{
    if (count == 0 || memchr(from, '\0', count) == NULL)
        return NULL;
    char *text = strdup(from);
    reader->failed |= text == NULL;
    return text;
}

static bool on_begin(struct reader *reader, const char *bytes, size_t count)
{
    struct ll_transcript *out = reader->out;
    struct ll_frame_unit what;
    if (count < sizeof what || open_unit(out) != NULL || out->count >= UNITS_MAX)
        return false;
    memcpy(&what, bytes, sizeof what);
    if (!LL_GROW_ONE(out->units, out->count)) {
        reader->failed = true;
        return false;
    }
    char *name = take_text(reader, bytes + sizeof what, count - sizeof what);
    if (name == NULL)
        return false;
    out->units[out->count++] =
        (struct ll_unit){.number = what.unit, .index = what.index, .name = name};
    return true;
}

static bool on_end(struct reader *reader, const char *bytes, size_t count,
                   enum ll_unit_end how)
{
    struct ll_unit *unit = open_unit(reader->out);
    struct ll_frame_unit what;
    if (count != sizeof what || unit == NULL)
        return false;
    memcpy(&what, bytes, sizeof what);
    unit->end = how;
    unit->bytes = what.bytes;
    unit->descriptors = what.descriptors;
    memcpy(unit->references, what.references, sizeof unit->references);
    return what.unit == unit->number;
}

static bool on_describe(struct reader *reader, const char *bytes, size_t count)
{
    struct ll_observation *one = &reader->described;
    struct ll_frame_said said;
    if (count < sizeof said)
        return false;
    memcpy(&said, bytes, sizeof said);
    bytes += sizeof said;
    count -= sizeof said;
    if (said.file_bytes > count)
        return false;
    forget(one);
    one->with = said.with;
    one->tolerance = said.tolerance;
    one->holds = said.holds != 0;
    one->file = take_text(reader, bytes, said.file_bytes);
    one->text = take_text(reader, bytes + said.file_bytes, count - said.file_bytes);
    return one->file != NULL && one->text != NULL;
}

static bool on_observed(struct reader *reader, const char *bytes, size_t count)
{
    struct ll_unit *unit = open_unit(reader->out);
    if (count < sizeof unit->items->value || unit == NULL ||
        unit->count >= OBSERVATIONS_MAX)
        return false;
    if (!LL_GROW(unit->items, unit->count, unit->cap)) {
        reader->failed = true;
        return false;
    }
    struct ll_observation *one = &unit->items[unit->count++];
    *one = reader->described;
    reader->described = (struct ll_observation){0};
    memcpy(&one->value, bytes, sizeof one->value);
    if (one->value.address != 0)
        one->value.address = ~one->value.address;
    one->content_bytes = count - sizeof one->value;
    if (one->content_bytes == 0)
        return true;
    one->content = malloc(one->content_bytes);
    reader->failed |= one->content == NULL;
    if (one->content != NULL)
        memcpy(one->content, bytes + sizeof one->value, one->content_bytes);
    return one->content != NULL;
}

static bool on_count(struct reader *reader, enum ll_frame_kind kind, const char *bytes,
                     size_t count)
{
    struct ll_frame_count what;
    if (count != sizeof what)
        return false;
    memcpy(&what, bytes, sizeof what);
    if (kind == LL_FRAME_HELLO) {
        reader->out->pid = what.count;
        return reader->number == 0;
    }
    reader->out->done =
        what.count == ll_observe_secret(reader->key, LL_SECRET_TOKEN, reader->number);
    return reader->out->done;
}

static bool take_frame(struct reader *reader, const struct ll_frame_head *head,
                       const char *bytes)
{
    if (reader->out->done) /* nothing comes after it */
        return false;
    switch (head->kind) {
    case LL_FRAME_BEGIN:
        return on_begin(reader, bytes, head->bytes);
    case LL_FRAME_DESCRIBE:
        return on_describe(reader, bytes, head->bytes);
    case LL_FRAME_OBSERVED:
        return on_observed(reader, bytes, head->bytes);
    case LL_FRAME_END:
        return on_end(reader, bytes, head->bytes, LL_UNIT_ENDED);
    case LL_FRAME_LEFT:
        return on_end(reader, bytes, head->bytes, LL_UNIT_LEFT);
    case LL_FRAME_HELLO:
    case LL_FRAME_DONE:
        return on_count(reader, head->kind, bytes, head->bytes);
    default:
        return false;
    }
}

int ll_transcript_read(const uint8_t key[LL_SIPHASH_KEY], const struct ll_buf *from,
                       struct ll_transcript *out, struct ll_error *err)
{
    struct reader reader = {
        .key = key, .at = ll_buf_text(from), .left = from->len, .out = out};
    struct ll_frame_head head;
    uint64_t code;
    while (reader.left >= sizeof head && !out->forged) {
        memcpy(&head, reader.at, sizeof head);
        if (head.number != reader.number || head.bytes > FRAME_MOST) {
            out->forged = true; /* no part of a frame of ours begins so */
            break;
        }
        if (head.bytes > reader.left - sizeof head ||
            reader.left - sizeof head - head.bytes < sizeof code)
            break; /* the process was killed while it wrote */
        const char *bytes = reader.at + sizeof head;
        memcpy(&code, bytes + head.bytes, sizeof code);
        out->forged = code != ll_siphash(key, reader.at, sizeof head + head.bytes) ||
                      !take_frame(&reader, &head, bytes);
        reader.number++;
        reader.at += sizeof head + head.bytes + sizeof code;
        reader.left -= sizeof head + head.bytes + sizeof code;
    }
    out->forged = out->forged || (out->done && reader.left > 0);
    out->done = out->done && !out->forged;
    forget(&reader.described);
    return reader.failed ? ll_fail_memory(err) : 0;
}

static void release_unit(struct ll_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++)
        forget(&unit->items[i]);
    free(unit->items);
    free(unit->name);
}

void ll_transcript_release(struct ll_transcript *transcript)
{
    for (size_t i = 0; i < transcript->count; i++)
        release_unit(&transcript->units[i]);
    free(transcript->units);
    *transcript = (struct ll_transcript){0};
}

int ll_transcript_add(struct ll_transcript *into, struct ll_transcript *from,
                      struct ll_error *err)
{
    if (!LL_GROW_ONE(into->units, into->count + from->count))
        return ll_fail_memory(err);
    for (size_t i = 0; i < from->count; i++) {
        if (ll_transcript_find(into, from->units[i].number) != NULL)
            continue;
        into->units[into->count++] = from->units[i];
        from->units[i] = (struct ll_unit){0};
    }
    return 0;
}

const struct ll_unit *ll_transcript_find(const struct ll_transcript *transcript,
                                         uint32_t number)
{
    for (size_t i = 0; i < transcript->count; i++)
        if (transcript->units[i].number == number && transcript->units[i].name != NULL)
            return &transcript->units[i];
    return NULL;
}

/* ---- comparing ----------------------------------------------------------------- */

static double as_double(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static bool same_value(const struct ll_observation *truth,
                       const struct ll_observation *one)
{
    const struct ll_frame_observed *a = &truth->value, *b = &one->value;
    switch ((enum ll_observed_type)a->type) {
    case LL_OBSERVED_DOUBLE:
        return as_double(a->value) == as_double(b->value);
    case LL_OBSERVED_CLOSE:
        return fabs(truth->with - as_double(b->value)) < truth->tolerance;
    case LL_OBSERVED_TEXT:
    case LL_OBSERVED_MEMORY:
        return a->value == b->value && a->hash == b->hash &&
               (a->address == 0) == (b->address == 0) &&
               truth->content_bytes == one->content_bytes &&
               (truth->content_bytes == 0 ||
                memcmp(truth->content, one->content, truth->content_bytes) == 0);
    default:
        return a->value == b->value;
    }
}

/* How many bytes of a text are shown, at most. */
enum { SHOWN_MAX = 400 };

static void say_text(const struct ll_observation *one, struct ll_buf *out)
{
    if (one->value.address == 0) {
        ll_buf_puts(out, "NULL");
        return;
    }
    size_t shown = one->content_bytes;
    if (shown > SHOWN_MAX) /* no character is cut */
        for (shown = SHOWN_MAX; shown > SHOWN_MAX - 4; shown--)
            if (((unsigned char)one->content[shown] & 0xc0) != 0x80)
                break;
    ll_buf_literal(out, one->content, shown);
    if (one->value.value > shown)
        ll_buf_addf(out, " and %" PRIu64 " more bytes", one->value.value - shown);
}

static void say_memory(const struct ll_observation *one, size_t from,
                       struct ll_buf *out)
{
    for (size_t i = from; i < one->content_bytes && i < from + 8; i++)
        ll_buf_addf(out, "%s%02x", i > from ? " " : "", (unsigned char)one->content[i]);
}

static void say_value(const struct ll_observation *one, struct ll_buf *out)
{
    uint64_t value = one->value.value;
    switch ((enum ll_observed_type)one->value.type) {
    case LL_OBSERVED_INT:
        ll_buf_addf(out, "%" PRId64, (int64_t)value);
        return;
    case LL_OBSERVED_UINT:
        ll_buf_addf(out, "%" PRIu64, value);
        return;
    case LL_OBSERVED_DOUBLE:
    case LL_OBSERVED_CLOSE:
        ll_buf_addf(out, "%.10g", as_double(value));
        return;
    case LL_OBSERVED_TEXT:
        say_text(one, out);
        return;
    default:
        ll_buf_addf(out, "%" PRIu64, value);
        return;
    }
}

static void say_memory_difference(const struct ll_observation *truth,
                                  const struct ll_observation *one, struct ll_buf *out)
{
    size_t at = 0;
    size_t most = truth->content_bytes < one->content_bytes ? truth->content_bytes
                                                            : one->content_bytes;
    while (at < most && truth->content[at] == one->content[at])
        at++;
    if (at == most) {
        ll_buf_addf(out, "the memory at %s is not what it should be", truth->text);
        return;
    }
    ll_buf_addf(out, "the memory at %s, from byte %zu on, is ", truth->text, at);
    say_memory(one, at, out);
    ll_buf_puts(out, " and should be ");
    say_memory(truth, at, out);
}

static void say_difference(const struct ll_observation *truth,
                           const struct ll_observation *one, struct ll_buf *out)
{
    switch ((enum ll_observed_type)truth->value.type) {
    case LL_OBSERVED_TRUTH:
        ll_buf_addf(out, "it should be that %s, but it is not so", truth->text);
        break;
    case LL_OBSERVED_POINTER:
        ll_buf_addf(out, "%s %s", truth->text,
                    one->value.address == 0 ? "is NULL and should not be"
                                            : "is not NULL and should be");
        break;
    case LL_OBSERVED_MEMORY:
        say_memory_difference(truth, one, out);
        break;
    default:
        ll_buf_addf(out, "%s is ", truth->text);
        say_value(one, out);
        ll_buf_puts(out, " and should be ");
        say_value(truth, out);
        if (truth->value.type == LL_OBSERVED_CLOSE)
            ll_buf_addf(out, " (within %g)", truth->tolerance);
    }
}

static void say_place(const struct ll_observation *truth, struct ll_buf *out)
{
    ll_buf_addf(out, " (%s:%u)", ll_path_base(truth->file), truth->value.line);
}

enum ll_difference ll_unit_compare(const struct ll_unit *truth,
                                   const struct ll_unit *unit, struct ll_buf *message)
{
    size_t i = 0;
    for (; i < unit->count && i < truth->count; i++) {
        const struct ll_observation *a = &truth->items[i], *b = &unit->items[i];
        if (a->value.line != b->value.line || a->value.type != b->value.type) {
            ll_buf_addf(message,
                        "it goes another way than it should: it comes to line %u, and "
                        "not to %s",
                        b->value.line, a->text);
            say_place(a, message);
            return LL_UNIT_DIFFERS;
        }
        if (!same_value(a, b)) {
            say_difference(a, b, message);
            say_place(a, message);
            return LL_UNIT_DIFFERS;
        }
    }
    if (i < unit->count) {
        ll_buf_addf(message, "it goes another way than it should: it comes to line %u",
                    unit->items[i].value.line);
        return LL_UNIT_DIFFERS;
    }
    if (unit->end == truth->end && i == truth->count)
        return LL_UNIT_SAME;
    if (unit->end == LL_UNIT_ENDED && i < truth->count) {
        ll_buf_addf(message,
                    "it goes another way than it should: it does not come to %s",
                    truth->items[i].text);
        say_place(&truth->items[i], message);
        return LL_UNIT_DIFFERS;
    }
    if (unit->end == LL_UNIT_LEFT)
        ll_buf_puts(message, "the program was ended in it, by exit()");
    return LL_UNIT_BROKE_OFF;
}
