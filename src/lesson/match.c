/* SPDX-License-Identifier: MIT
 *
 * Expectations and diagnoses are the two sides of a graph. An edge means that the
 * diagnosis meets the expectation. An expectation with few conditions can be met by a
 * diagnosis that another expectation needs. So the assignment is a maximum matching,
 * found with augmenting paths:
 *
 *     kind: definitely-lost ─────┬─ lost at 18      if the first one took "lost at 18",
 *                                │                  the second one would get none
 *     lost at label @lost (18) ──┘  lost at 30
 *
 * Each unmet expectation is then shown beside the diagnosis that is most like it.
 */
#include "lesson/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/source.h"

#define NONE ((size_t)-1)

struct matcher {
    const struct ll_diags *diags;
    const struct ll_labels *labels;
    const char *const *roots;
    const struct ll_expectation **wanted; /* owned: the tool's expectations */
    size_t wanted_count;
    size_t *taken_by; /* owned: for each diagnosis, its expectation, or NONE */
    bool *tried;      /* owned: for each diagnosis, whether this path has seen it */
    bool is_right;    /* the module has no fault; notes are none */
    size_t *got;      /* owned: for each wanted, its own or the nearest diagnosis */
};

/* ---- one expectation against one diagnosis --------------------------------- */

#define PLACES 4

static const char *const place_names[PLACES] = {"at", "allocated", "freed", "lost"};
static const char *const place_words[PLACES] = {"at", "allocated at", "freed at",
                                                "lost at"};

static const struct ll_expected_place *asked(const struct ll_expectation *expect, int i)
{
    const struct ll_expected_place *const places[PLACES] = {
        expect->at, expect->allocated, expect->freed, expect->lost};
    return places[i];
}

static const struct ll_stack *stack_of(const struct ll_diag *diag, int i)
{
    const struct ll_stack *const stacks[PLACES] = {&diag->at, &diag->allocated,
                                                   &diag->freed, &diag->lost};
    return stacks[i];
}

/* Whether the file name that a tool reported means the file of a label. Some tools
 * report only the base name. */
static bool same_file(const char *told, const char *file)
{
    if (strchr(told, '/') == NULL)
        file = ll_path_base(file);
    return strcmp(told, file) == 0;
}

/* Whether `told` is the base name of a labelled file, without a folder. */
static bool is_bare_name(const char *told, const struct ll_labels *labels)
{
    for (size_t i = 0; i < labels->count; i++)
        if (told != NULL && strcmp(told, ll_path_base(labels->items[i].file)) == 0)
            return true;
    return false;
}

/* The innermost frame of the lesson's own code; NULL when there is none. */
static const struct ll_frame *own_frame(const struct ll_stack *stack,
                                        const struct ll_labels *labels,
                                        const char *const *roots)
{
    for (size_t i = 0; i < stack->count; i++) {
        struct ll_stack one = {&stack->frames[i], 1};
        if (ll_stack_own(&one, roots) != NULL || is_bare_name(one.frames->file, labels))
            return one.frames;
    }
    return NULL;
}

static bool stands_at(const struct ll_frame *frame, const struct ll_label *label)
{
    return frame != NULL && label != NULL && frame->file != NULL &&
           frame->line == label->line && same_file(frame->file, label->file);
}

/* Whether the frame's line is `code`, but for the white space at its ends. */
static bool is_line(const struct ll_frame *frame, const char *code)
{
    struct ll_buf line = LL_BUF_INIT;
    bool same = frame != NULL && ll_source_line(frame, &line);
    const char *text = ll_buf_text(&line) + strspn(ll_buf_text(&line), " \t");
    same = same && ll_starts_with(text, code);
    text += same ? strlen(code) : 0;
    same = same && text[strspn(text, " \t")] == '\0';
    ll_buf_release(&line);
    return same;
}

/* How far a diagnosis agrees with an expectation. */
struct likeness {
    unsigned score;         /* how much agrees */
    unsigned differences;   /* how many members differ */
    struct ll_buf *members; /* their names, as in the manifest; or NULL */
};

static void compare(struct likeness *likeness, bool same, unsigned weight,
                    const char *place, const char *member)
{
    if (same) {
        likeness->score += weight;
        return;
    }
    if (likeness->members != NULL)
        ll_buf_addf(likeness->members, "%s%s%s%s",
                    likeness->differences == 0 ? "" : ", ", place,
                    place[0] == '\0' ? "" : ".", member);
    likeness->differences++;
}

/* The diagnosis's value for `bytes` in a manifest: how much was lost, or the size of
 * the block that the fault is about. */
static unsigned long long bytes_of(const struct ll_diag *diag)
{
    return diag->bytes != 0 ? diag->bytes : diag->place.block_size;
}

static void compare_all(struct likeness *likeness, const struct ll_expectation *expect,
                        const struct ll_diag *diag, const struct ll_labels *labels,
                        const char *const *roots)
{
    compare(likeness, ll_same_text(expect->kind, ll_kind_name(diag->kind)), 3, "",
            "kind");
    if (expect->bytes != 0)
        compare(likeness, expect->bytes == bytes_of(diag), 1, "", "bytes");
    if (expect->blocks != 0)
        compare(likeness, expect->blocks == diag->blocks, 1, "", "blocks");
    if (expect->ring != 0)
        compare(likeness, expect->ring == diag->ring_blocks, 1, "", "ring");
    for (int i = 0; i < PLACES; i++) {
        const struct ll_expected_place *place = asked(expect, i);
        if (place == NULL)
            continue;
        const char *name = place_names[i];
        const struct ll_frame *frame = own_frame(stack_of(diag, i), labels, roots);
        if (place->label != NULL)
            compare(likeness, stands_at(frame, ll_labels_find(labels, place->label)), 4,
                    name, "label");
        if (place->code != NULL)
            compare(likeness, is_line(frame, place->code), 4, name, "code");
        if (place->function != NULL)
            compare(likeness,
                    frame != NULL && ll_same_text(frame->function, place->function), 2,
                    name, "function");
        if (place->variable != NULL)
            compare(likeness, ll_same_text(diag->variable, place->variable), 1, name,
                    "variable");
        if (place->how != NULL)
            compare(likeness, ll_same_text(ll_loss_name(diag->how), place->how), 1,
                    name, "how");
    }
}

static bool meets(const struct ll_expectation *expect, const struct ll_diag *diag,
                  const struct ll_labels *labels, const char *const *roots)
{
    struct likeness likeness = {0};
    compare_all(&likeness, expect, diag, labels, roots);
    return likeness.differences == 0;
}

const struct ll_expectation *ll_match_find(const struct ll_module *module,
                                           const struct ll_diag *diag,
                                           const struct ll_labels *labels,
                                           const char *const *roots)
{
    for (unsigned i = 0; i < module->expect_count; i++)
        if (meets(&module->expect[i], diag, labels, roots))
            return &module->expect[i];
    return NULL;
}

/* ---- the assignment -------------------------------------------------------- */

/* Find a diagnosis for expectation `w`. If another expectation has it, try to find a
 * different one for that expectation. */
static bool assign(struct matcher *m, size_t w)
{
    for (size_t d = 0; d < m->diags->count; d++) {
        if (m->tried[d] ||
            !meets(m->wanted[w], &m->diags->items[d], m->labels, m->roots))
            continue;
        m->tried[d] = true;
        if (m->taken_by[d] == NONE || assign(m, m->taken_by[d])) {
            m->taken_by[d] = w;
            m->got[w] = d;
            return true;
        }
    }
    return false;
}

/* Pair the unmet expectations with the diagnoses that are left, the most similar pair
 * first. */
static void assign_nearest(struct matcher *m)
{
    const unsigned enough = 3; /* the score of an equal kind or place */
    for (unsigned best = enough; best >= enough;) {
        size_t w_best = 0, d_best = 0;
        best = 0;
        for (size_t w = 0; w < m->wanted_count; w++)
            for (size_t d = 0; d < m->diags->count && m->got[w] == NONE; d++) {
                struct likeness likeness = {0};
                if (m->taken_by[d] != NONE)
                    continue;
                compare_all(&likeness, m->wanted[w], &m->diags->items[d], m->labels,
                            m->roots);
                if (likeness.score > best) {
                    best = likeness.score;
                    w_best = w;
                    d_best = d;
                }
            }
        if (best >= enough) {
            m->got[w_best] = d_best;
            m->taken_by[d_best] = w_best;
        }
    }
}

/* ---- words ----------------------------------------------------------------- */

static void add_size(struct ll_buf *out, unsigned long long bytes,
                     unsigned long long blocks)
{
    if (bytes != 0)
        ll_buf_addf(out, ", %llu byte%s", bytes, ll_plural(bytes));
    if (blocks != 0)
        ll_buf_addf(out, "%s %llu block%s", bytes != 0 ? " in" : ",", blocks,
                    ll_plural(blocks));
}

static void add_ring(struct ll_buf *out, unsigned long long blocks)
{
    if (blocks != 0)
        ll_buf_addf(out, ", in a ring of %llu", blocks);
}

/* Append which variable held the block, and how it was lost. */
static void add_loss(struct ll_buf *out, const char *variable, const char *how)
{
    if (variable != NULL)
        ll_buf_addf(out, ", variable %s", variable);
    if (how != NULL)
        ll_buf_addf(out, ", %s", how);
}

static void add_expected(struct ll_buf *out, const struct ll_expectation *expect,
                         const struct ll_labels *labels)
{
    const char *variable = NULL, *how = NULL;
    ll_buf_puts(out, expect->kind);
    add_size(out, expect->bytes, expect->blocks);
    add_ring(out, expect->ring);
    for (int i = 0; i < PLACES; i++) {
        const struct ll_expected_place *place = asked(expect, i);
        if (place == NULL)
            continue;
        ll_buf_addf(out, ", %s", place_words[i]);
        if (place->label != NULL) {
            const struct ll_label *label = ll_labels_find(labels, place->label);
            if (label != NULL)
                ll_buf_addf(out, " %s:%u (@%s)", ll_path_base(label->file), label->line,
                            label->name);
            else
                ll_buf_addf(out, " @%s (which does not mark one line)", place->label);
        }
        if (place->code != NULL)
            ll_buf_addf(out, " the line `%s`", place->code);
        if (place->function != NULL)
            ll_buf_addf(out, "%s in %s",
                        place->label == NULL && place->code == NULL ? " a line" : "",
                        place->function);
        variable = place->variable != NULL ? place->variable : variable;
        how = place->how != NULL ? place->how : how;
    }
    add_loss(out, variable, how);
}

/* Describe `diag`, with the places that `expect` asks for, or with all places if
 * `expect` is NULL. */
static void add_got(struct ll_buf *out, const struct ll_diag *diag,
                    const struct ll_expectation *expect, const struct ll_labels *labels,
                    const char *const *roots)
{
    ll_buf_puts(out, ll_kind_name(diag->kind));
    add_size(out, bytes_of(diag), diag->blocks);
    add_ring(out, diag->ring_blocks);
    for (int i = 0; i < PLACES; i++) {
        const struct ll_stack *stack = stack_of(diag, i);
        if (expect != NULL ? asked(expect, i) == NULL : stack->count == 0)
            continue;
        const struct ll_frame *frame = own_frame(stack, labels, roots);
        ll_buf_addf(out, ", %s ", place_words[i]);
        if (frame != NULL)
            ll_buf_addf(out, "%s:%u in %s", ll_path_base(frame->file), frame->line,
                        frame->function != NULL ? frame->function : "no function");
        else
            ll_buf_puts(out, stack->count == 0 ? "a place that the tool does not report"
                                               : "no line of the lesson");
    }
    add_loss(out, diag->variable,
             diag->how != LL_LOSS_UNKNOWN ? ll_loss_name(diag->how) : NULL);
}

static const char *silence_of(const struct ll_module *module, const char *tool)
{
    for (unsigned i = 0; i < module->silent_count; i++)
        if (strcmp(module->silent[i].tool, tool) == 0)
            return module->silent[i].because;
    return NULL;
}

/* Append the differences. Returns whether there are any. */
static bool report(const struct matcher *m, const char *silent, struct ll_buf *out)
{
    bool any = false;
    for (size_t w = 0; w < m->wanted_count; w++) {
        struct ll_buf members = LL_BUF_INIT;
        struct likeness likeness = {.members = &members};
        const struct ll_diag *diag =
            m->got[w] != NONE ? &m->diags->items[m->got[w]] : NULL;
        if (diag != NULL)
            compare_all(&likeness, m->wanted[w], diag, m->labels, m->roots);
        if (diag == NULL || likeness.differences > 0) {
            any = true;
            ll_buf_puts(out, "expected      ");
            add_expected(out, m->wanted[w], m->labels);
            ll_buf_puts(out, "\ngot           ");
            if (diag == NULL) {
                ll_buf_puts(out, "nothing\n");
            } else {
                add_got(out, diag, m->wanted[w], m->labels, m->roots);
                ll_buf_addf(out, "\ndiffers in    %s\n", ll_buf_text(&members));
            }
        }
        ll_buf_release(&members);
    }
    for (size_t d = 0; d < m->diags->count; d++) {
        if (m->taken_by[d] != NONE ||
            (m->is_right && !ll_kind_is_fault(m->diags->items[d].kind)))
            continue;
        if (!any && silent != NULL)
            ll_buf_addf(out, "expected      nothing: %s\n", silent);
        any = true;
        ll_buf_puts(out, "not expected  ");
        add_got(out, &m->diags->items[d], NULL, m->labels, m->roots);
        ll_buf_putc(out, '\n');
    }
    return any;
}

int ll_match(const struct ll_module *module, const char *tool,
             const struct ll_diags *diags, const struct ll_labels *labels,
             const char *const *roots, struct ll_buf *out, struct ll_error *err)
{
    int result = -1;
    struct matcher m = {.diags = diags,
                        .labels = labels,
                        .roots = roots,
                        .is_right = module->expect_count == 0};
    m.wanted = calloc(module->expect_count + 1, sizeof *m.wanted);
    m.got = calloc(module->expect_count + 1, sizeof *m.got);
    m.taken_by = calloc(diags->count + 1, sizeof *m.taken_by);
    m.tried = calloc(diags->count + 1, sizeof *m.tried);
    if (m.wanted == NULL || m.got == NULL || m.taken_by == NULL || m.tried == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    for (unsigned i = 0; i < module->expect_count; i++)
        for (unsigned j = 0; j < module->expect[i].tools_count; j++)
            if (strcmp(module->expect[i].tools[j], tool) == 0) {
                m.got[m.wanted_count] = NONE;
                m.wanted[m.wanted_count++] = &module->expect[i];
                break; /* once, even if it names the tool twice */
            }
    for (size_t d = 0; d < diags->count; d++)
        m.taken_by[d] = NONE;
    for (size_t w = 0; w < m.wanted_count; w++) {
        memset(m.tried, 0, diags->count * sizeof *m.tried);
        (void)assign(&m, w);
    }
    assign_nearest(&m);
    result = report(&m, silence_of(module, tool), out) ? 1 : 0;
    if (out->full)
        result = ll_fail_memory(err);
out:
    free(m.tried);
    free(m.taken_by);
    free(m.got);
    free(m.wanted);
    return result;
}
