/* SPDX-License-Identifier: MIT */
#include "support/dump.h"

#include <string.h>

#include "base/path.h"

static void dump_number(const char *name, unsigned long long value, struct ll_buf *out)
{
    if (value != 0)
        ll_buf_addf(out, " %s=%llu", name, value);
}

static void dump_text(const char *name, const char *text, struct ll_buf *out)
{
    if (text != NULL)
        ll_buf_addf(out, " %s=\"%s\"", name, text);
}

static void dump_stack(const char *name, const struct ll_stack *stack,
                       struct ll_buf *out)
{
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        ll_buf_addf(out, i == 0 ? " %s=" : "<", name);
        ll_buf_puts(out, frame->function == NULL ? "?" : frame->function);
        /* Some distributions keep the lines of Valgrind's own malloc, some do not. */
        if (frame->file != NULL && strstr(frame->file, "vg_replace_malloc.c") == NULL)
            ll_buf_addf(out, ":%s:%u", ll_path_base(frame->file), frame->line);
    }
}

static void dump_place(const struct ll_place *place, struct ll_buf *out)
{
    static const char *const regions[] = {"",        "heap",      "stack", "global",
                                          "nothing", "read-only", "array", "alloca"};
    static const char *const positions[] = {"", ",before,", ",inside,", ",after,"};
    if (place->region == LL_REGION_UNKNOWN && place->position == LL_POSITION_UNKNOWN &&
        !place->is_null)
        return;
    ll_buf_addf(out, " place=%s%s", regions[place->region], positions[place->position]);
    if (place->position != LL_POSITION_UNKNOWN)
        ll_buf_addf(out, "%llu/%llu", place->distance, place->block_size);
    if (place->first_bad)
        ll_buf_puts(out, ",first-bad");
    if (place->is_null)
        ll_buf_puts(out, ",null");
    if (place->null_offset > 0)
        ll_buf_addf(out, "+%llu", place->null_offset);
}

static void dump_thread(const char *name, const struct ll_thread *thread,
                        struct ll_buf *out)
{
    if (thread->number == 0)
        return;
    ll_buf_addf(out, " %s=%u%s", name, thread->number, thread->writes ? ",writes" : "");
    dump_text("locks", thread->locks, out);
    dump_stack("started", &thread->started, out);
}

static void dump_diag(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, ll_kind_name(diag->kind));
    dump_number("bytes", diag->bytes, out);
    dump_number("blocks", diag->blocks, out);
    dump_number("access", diag->access, out);
    dump_number("signal", (unsigned long long)diag->signal, out);
    dump_place(&diag->place, out);
    dump_stack("at", &diag->at, out);
    dump_stack("allocated", &diag->allocated, out);
    dump_stack("freed", &diag->freed, out);
    dump_stack("lost", &diag->lost, out);
    dump_thread("by", &diag->thread, out);
    dump_stack("other", &diag->other, out);
    dump_thread("other-by", &diag->other_thread, out);
    dump_text("variable", diag->variable, out);
    dump_text("declared", diag->declared, out);
    dump_text("allocated-by", diag->allocated_by, out);
    dump_text("freed-by", diag->freed_by, out);
    dump_text("operation", diag->operation, out);
    dump_text("type", diag->type, out);
    dump_text("what", diag->what, out);
    dump_text("got", diag->got, out);
    dump_text("wanted", diag->wanted, out);
    ll_buf_putc(out, '\n');
}

void ll_dump_findings(const struct ll_findings *findings, struct ll_buf *out)
{
    static const char *const complete[] = {
        [LL_COMPLETE] = "complete",
        [LL_REPORT_MISSING] = "missing",
        [LL_REPORT_CUT] = "cut",
        [LL_REPORT_JUNK] = "junk",
        [LL_REPLACED] = "replaced",
        [LL_NO_LEAK_CHECK] = "no-leak-check",
        [LL_TOOL_CRASHED] = "tool-crashed",
    };
    ll_buf_puts(out, complete[findings->complete]);
    dump_number("allocations", findings->allocations, out);
    dump_text("note", findings->note, out);
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < findings->diags.count; i++)
        dump_diag(&findings->diags.items[i], out);
}
