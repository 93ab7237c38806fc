/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output: the report, as text or as XML in the style of Valgrind's protocol 4.
 *
 * The core writes the head, the status FINISHED and the closing tag, however the
 * program ends. The tool writes an <error> for each group of leaked blocks, as memcheck
 * does, with one more element, <lost>. docs/lastptr.md describes it.
 */
#include "output.h"
#include "functions.h"
#include "leakcheck.h"
#include "lines.h"
#include "names.h"
#include "places.h"
#include "snapshot.h"
#include "stacks.h"

#define NAME_MAX 200
#define DECLARED_MAX 400

static const HChar *const how_names[] = {
    [HOW_OVERWRITTEN] = "overwritten",         [HOW_SCOPE_END] = "scope-end",
    [HOW_RETURN_IGNORED] = "return-ignored",   [HOW_NEVER_STORED] = "never-stored",
    [HOW_CONTAINER_FREED] = "container-freed", [HOW_LONGJMP] = "longjmp",
    [HOW_THREAD_END] = "thread-end",
};

/* After "The last pointer to it, ...,". */
static const HChar *const how_texts[] = {
    [HOW_OVERWRITTEN] = "was overwritten",
    [HOW_SCOPE_END] = "went out of scope",
    [HOW_RETURN_IGNORED] = "was returned and not stored by the caller",
    [HOW_NEVER_STORED] = "was never stored",
    [HOW_CONTAINER_FREED] = "was in a block that was freed",
    [HOW_LONGJMP] = "was in a function that was left by longjmp",
    [HOW_THREAD_END] = "belonged to a thread that ended",
};

static const HChar unknown_text[] =
    "The code is optimised: where the last pointer was lost is not known";

static const HChar *const kind_names[] = {
    [LEAK_DEFINITE] = "Leak_DefinitelyLost",
    [LEAK_INDIRECT] = "Leak_IndirectlyLost",
    [LEAK_POSSIBLE] = "Leak_PossiblyLost",
    [LEAK_REACHABLE] = "Leak_StillReachable",
};

static const HChar *const kind_texts[] = {
    [LEAK_DEFINITE] = "definitely lost",
    [LEAK_INDIRECT] = "indirectly lost",
    [LEAK_POSSIBLE] = "possibly lost",
    [LEAK_REACHABLE] = "still reachable",
};

/* What the report says about a loss. */
struct telling {
    HChar variable[NAME_MAX], declared[DECLARED_MAX];
    UInt via_line, end_line; /* 0: none */
    UInt return_line;        /* via_line, if that is a return statement: the source
                                cannot be read; 0: none */
    Addr return_ip;          /* its code; 0: none */
    Bool exact, inside;      /* see struct place */
    Bool has_how;
    Addr ips[LP_DEPTH_MAX];
    UInt depth;
};

/* If a return statement ended the scope, the report shows its line. */
static void tell_return(const struct loss *loss, const struct place *place,
                        struct telling *telling)
{
    const HChar *file;

    if (!place->line)
        return;
    if (!place->returns) {
        telling->return_line = place->line;
        telling->return_ip = loss->return_ip;
        return;
    }
    telling->via_line = place->line;
    lp_source_line(telling->ips[0], &file, NULL, &telling->end_line);
    telling->ips[0] = loss->return_ip;
}

/* False if nothing is known: what optimised code never stored was in registers all the
 * time. */
static Bool tell(const struct loss *loss, struct telling *telling)
{
    const struct place *place = lp_place_of(loss);

    VG_(memset)(telling, 0, sizeof *telling);
    telling->depth = loss->where->depth;
    VG_(memcpy)(telling->ips, loss->where->ips, telling->depth * sizeof(Addr));
    telling->exact = place->exact;
    telling->inside = place->inside;
    telling->has_how = place->exact || (place->inside && loss->by_result);
    if (telling->inside)
        return True;
    if (!telling->exact) /* neither the way nor the variable is known */
        return loss->how != HOW_NEVER_STORED && loss->how != HOW_RETURN_IGNORED;
    tell_return(loss, place, telling);
    lp_slot_name(&loss->slot, telling->variable, sizeof telling->variable,
                 telling->declared, sizeof telling->declared);
    return True;
}

/* " to a ring of 3 blocks (96 bytes)", or nothing. */
static void write_ring(HChar *text, Int size, const struct ring *ring)
{
    text[0] = '\0';
    if (ring->blocks == 1)
        VG_(snprintf)(text, size, " from outside to a block that points to itself");
    else if (ring->blocks)
        VG_(snprintf)
    (text, size, " from outside to a ring of %'u blocks (%'lu bytes)", ring->blocks,
     ring->bytes);
}

static void write_what(HChar *text, Int size, const struct leak *leak,
                       const struct telling *telling)
{
    const HChar *how = how_texts[leak->loss->how];
    HChar to[80];

    write_ring(to, sizeof to, &leak->ring);
    if (telling->inside)
        VG_(snprintf)
    (text, size,
     "The last pointer%s was lost in this function, which has no debug "
     "information%s",
     to, telling->has_how ? ", or returned and not stored by the caller" : "");
    else if (!telling->exact)
        VG_(snprintf)(text, size, "The last pointer%s was lost, perhaps here", to);
    else if (telling->variable[0])
        VG_(snprintf)(text, size, "The last pointer%s, \"%s\" (%s), %s", to,
                      telling->variable, telling->declared, how);
    else if (telling->declared[0]) VG_(snprintf)(
        text, size, "The last pointer%s, a %s, %s", to, telling->declared, how);
    else VG_(snprintf)(text, size, "The last pointer%s %s", to, how);
}

static void write_leak(HChar *text, Int size, const struct leak *leak, UInt number,
                       UInt count)
{
    if (leak->indirect_bytes)
        VG_(snprintf)
    (text, size,
     "%'lu (%'lu direct, %'lu indirect) bytes in %'u blocks are %s in "
     "loss record %'u of %'u",
     leak->bytes + leak->indirect_bytes, leak->bytes, leak->indirect_bytes,
     leak->blocks, kind_texts[leak->kind], number, count);
    else VG_(snprintf)(
        text, size, "%'lu bytes in %'u blocks are %s in loss record %'u of %'u",
        leak->bytes, leak->blocks, kind_texts[leak->kind], number, count);
}

/* --- XML --- */

static void xml_unknown(void)
{
    VG_(printf_xml)("  <lost>\n");
    VG_(printf_xml)("    <what>%pS</what>\n", unknown_text);
    VG_(printf_xml)("    <confidence>unknown</confidence>\n");
    VG_(printf_xml)("  </lost>\n");
}

static void xml_loss(const struct leak *leak)
{
    const struct loss *loss = leak->loss;
    struct telling telling;
    HChar what[NAME_MAX + DECLARED_MAX + 200];

    if (!tell(loss, &telling)) {
        xml_unknown();
        return;
    }
    write_what(what, sizeof what, leak, &telling);
    VG_(printf_xml)("  <lost>\n");
    VG_(printf_xml)("    <what>%pS</what>\n", what);
    if (leak->ring.blocks) {
        VG_(printf_xml)("    <ring-blocks>%u</ring-blocks>\n", leak->ring.blocks);
        VG_(printf_xml)("    <ring-bytes>%lu</ring-bytes>\n", leak->ring.bytes);
    }
    if (telling.has_how)
        VG_(printf_xml)("    <how>%s</how>\n", how_names[loss->how]);
    if (telling.variable[0])
        VG_(printf_xml)("    <variable>%pS</variable>\n", telling.variable);
    if (telling.declared[0])
        VG_(printf_xml)("    <declared>%pS</declared>\n", telling.declared);
    if (telling.via_line)
        VG_(printf_xml)("    <via-line>%u</via-line>\n", telling.via_line);
    if (telling.end_line)
        VG_(printf_xml)("    <end-line>%u</end-line>\n", telling.end_line);
    if (telling.return_line)
        VG_(printf_xml)
    ("    <return-line>%u</return-line>\n", telling.return_line);
    VG_(printf_xml)
    ("    <confidence>%s</confidence>\n", telling.exact    ? "exact"
                                          : telling.inside ? "inside"
                                                           : "approximate");
    VG_(pp_StackTrace)(VG_(current_DiEpoch)(), telling.ips, telling.depth);
    VG_(printf_xml)("  </lost>\n");
    if (telling.exact) /* optimised code keeps variables in registers */
        lp_snapshot_write(leak->snapshot, leak->allocated, telling.ips[0],
                          telling.return_ip);
}

static void xml_leak(const struct leak *leak, UInt number, UInt count)
{
    HChar text[300];

    write_leak(text, sizeof text, leak, number, count);
    VG_(printf_xml)("<error>\n");
    VG_(printf_xml)("  <unique>0x%x</unique>\n", number);
    VG_(printf_xml)("  <tid>1</tid>\n");
    VG_(printf_xml)("  <kind>%s</kind>\n", kind_names[leak->kind]);
    VG_(printf_xml)("  <xwhat>\n");
    VG_(printf_xml)("    <text>%s</text>\n", text);
    VG_(printf_xml)
    ("    <leakedbytes>%lu</leakedbytes>\n", leak->bytes + leak->indirect_bytes);
    VG_(printf_xml)("    <leakedblocks>%u</leakedblocks>\n", leak->blocks);
    VG_(printf_xml)("  </xwhat>\n");
    VG_(pp_StackTrace)
    (VG_(current_DiEpoch)(), (Addr *)leak->allocated->ips, leak->allocated->depth);
    if (leak->loss)
        xml_loss(leak);
    VG_(printf_xml)("</error>\n\n");
}

/* --- text --- */

static void text_leak(const struct leak *leak, UInt number, UInt count)
{
    struct telling telling;
    HChar text[NAME_MAX + DECLARED_MAX + 200];

    write_leak(text, sizeof text, leak, number, count);
    VG_(umsg)("%s\n", text);
    VG_(pp_StackTrace)
    (VG_(current_DiEpoch)(), (Addr *)leak->allocated->ips, leak->allocated->depth);
    if (leak->loss && !tell(leak->loss, &telling)) {
        VG_(umsg)(" %s\n", unknown_text);
    } else if (leak->loss) {
        write_what(text, sizeof text, leak, &telling);
        VG_(umsg)(" %s\n", text);
        VG_(pp_StackTrace)(VG_(current_DiEpoch)(), telling.ips, telling.depth);
    }
    VG_(umsg)("\n");
}

void lp_report(Bool xml)
{
    const struct leak *leaks;
    UInt i, count;

    leaks = lp_leak_check(&count);
    for (i = 0; i < count; i++) {
        if (xml)
            xml_leak(&leaks[i], i + 1, count);
        else
            text_leak(&leaks[i], i + 1, count);
    }
    if (!xml && !count)
        VG_(umsg)("All heap blocks were freed -- no leaks are possible\n");
}
