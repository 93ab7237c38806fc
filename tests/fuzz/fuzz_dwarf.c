/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lastptr's reader of debug information, built without Valgrind (valgrind_host.c). The
 * entries that it keeps are private to dwarf.c, and so that is included. What lastptr
 * does with entries (functions.c, types.c, fields.c) needs Valgrind's core, and is not
 * fuzzed. */
#include "lastptr/dwarf.c"

#include "fuzz/fuzz.h"
#include "fuzz/valgrind_host.h"

/* All that can be asked of an entry. */
static void ask(const struct debug *debug, const struct die *die)
{
    struct die other;
    Addr address = 0;
    Word offset = 0;
    UInt base = 0;
    Bool deref = False;
    ULong sum = lp_type_size(debug, die->type);
    sum += lp_die_resolve(debug, die->offset, &other);
    sum += lp_type_strip(debug, die->type, &other);
    sum += lp_location_address(die, &address) +
           lp_location_frame(die, &base, &offset, &deref);
    for (const HChar *at = die->name; at != NULL && *at != '\0'; at++)
        sum += (ULong)*at;
    for (ULong i = 0; i < die->frame_base_size; i++)
        sum += die->frame_base[i];
    fuzz_keep(sum + address + (ULong)offset + deref);
}

static bool read_debug(const uint8_t *bytes, size_t count)
{
    const struct debug *debug;
    size_t entries = 0;
    VG_(memset)(kept, 0, sizeof kept); /* the entries of the last input */
    debug = lp_debug_read(fuzz_file(bytes, count));
    for (const struct unit *unit = debug != NULL ? debug->units : NULL; unit;
         unit = unit->next) {
        struct die die;
        ULong offset = unit->first_die;
        while (entries < 1000 && lp_die_read(unit, offset, &die)) {
            fuzz_expect(die.next > offset, "an entry has a length");
            ask(debug, &die);
            offset = die.next;
            entries++;
        }
    }
    fuzz_valgrind_free_all();
    return entries > 0;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    static uint8_t bytes[1 << 16];
    Int got, fd = VG_(fd_open)(FUZZ_OBJECT, VKI_O_RDONLY, 0);
    fuzz_expect(fd >= 0, "there is an object with debug information");
    got = VG_(read)(fd, bytes, sizeof bytes);
    VG_(close)(fd);
    fuzz_expect(got > 0, "it can be read");
    ll_buf_add(good, bytes, (size_t)got);
    ll_buf_add(bad, bytes, (size_t)got / 4);
}

const struct fuzzer fuzzer = {read_debug, examples};
