/* SPDX-License-Identifier: MIT */
#include "diag/cython.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

#define SOURCE_MAX ((size_t)4 * 1024 * 1024)

/* A piece of a name. */
struct piece {
    const char *start, *end;
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool starts(struct piece name, const char *start)
{
    size_t length = strlen(start);
    return (size_t)(name.end - name.start) >= length &&
           strncmp(name.start, start, length) == 0;
}

static struct piece after(struct piece name, const char *start)
{
    name.start += strlen(start);
    return name;
}

static bool is_digits(struct piece name)
{
    const char *p = name.start;
    while (p < name.end && isdigit((unsigned char)*p))
        p++;
    return p == name.end && name.start < name.end;
}

/* Whether `name` is "5noise_rest": a name after its length. Then `scope` is "noise". */
static bool has_scope(struct piece name, struct piece *scope)
{
    const char *p = name.start;
    long length = 0;
    while (p < name.end && isdigit((unsigned char)*p) && length < 1000)
        length = 10 * length + (*p++ - '0');
    if (p == name.start || length == 0 || name.end - p <= length || p[length] != '_')
        return false;
    *scope = (struct piece){p, p + length};
    return true;
}

/* Whether the word `word` stands before `at`, with blanks between. */
static bool is_after(const char *text, const char *at, const char *word)
{
    const char *end = at;
    while (end > text && end[-1] == ' ')
        end--;
    size_t length = strlen(word);
    return end < at && (size_t)(end - text) >= length &&
           ll_is_whole_word(text, end - length, length) &&
           strncmp(end - length, word, length) == 0;
}

/* Whether the source has a class, or a function, of that name: both can hold others. */
static bool is_defined(const char *source, struct piece name)
{
    size_t length = (size_t)(name.end - name.start);
    const char *at = ll_find_word(source, source, name.start, length);
    while (at != NULL && !is_after(source, at, "class") && !is_after(source, at, "def"))
        at = ll_find_word(source, at + length, name.start, length);
    return at != NULL;
}

/* Append what is left of "5noise_10SomeMemory_2resize" without the packages, the module
 * and the count: "SomeMemory.resize". */
static void add_qualified(struct piece name, const struct ll_cython_source *source,
                          bool with_classes, struct ll_buf *out)
{
    struct piece scope;
    for (unsigned level = 0; has_scope(name, &scope); level++) {
        bool is_outer = level <= source->packages;
        if (!is_outer && (source->text == NULL || !is_defined(source->text, scope)))
            break; /* a count */
        if (!is_outer && with_classes)
            ll_buf_addf(out, "%.*s.", (int)(scope.end - scope.start), scope.start);
        name.start = scope.end + 1;
    }
    while (name.start < name.end && isdigit((unsigned char)*name.start))
        name.start++;
    ll_buf_add(out, name.start, (size_t)(name.end - name.start));
}

/* The part of `name` after the last "__pyx_v_", which genexpr puts a scope before. */
static bool is_variable(struct piece *name)
{
    static const char prefix[] = LL_CYTHON_VARIABLE;
    const size_t length = sizeof prefix - 1;
    for (const char *p = name->end - length; p >= name->start; p--)
        if (strncmp(p, prefix, length) == 0) {
            name->start = p + length;
            return true;
        }
    return false;
}

enum made { KEPT, RENAMED, DROPPED };

static enum made add_function(struct piece name, const struct ll_cython_source *source,
                              struct ll_buf *out)
{
    static const char *const bodies[] = {"__pyx_pf_", "__pyx_pw_", "__pyx_f_",
                                         "__pyx_gb_"};
    if (starts(name, "__pyx_pymod_exec_")) {
        ll_buf_puts(out, LL_CYTHON_MODULE);
        return RENAMED;
    }
    if (starts(name, LL_CYTHON_DEALLOCATOR)) {
        add_qualified(after(name, LL_CYTHON_DEALLOCATOR), source, true, out);
        ll_buf_puts(out, "." LL_CYTHON_DELETION);
        return RENAMED;
    }
    if (starts(name, "__pyx_fuse_")) { /* "__pyx_fuse_0__pyx_f_5noise_twice" */
        const char *inner =
            memmem(name.start + 2, (size_t)(name.end - name.start - 2), "__pyx_", 6);
        name.start = inner != NULL ? inner : name.start;
    }
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (starts(name, bodies[i])) {
            add_qualified(after(name, bodies[i]), source, true, out);
            return RENAMED;
        }
    return KEPT;
}

/* Remove `end` from the end of `out`. */
static void drop_end(struct ll_buf *out, const char *end)
{
    size_t length = strlen(end);
    if (out->len >= length && strcmp(out->data + out->len - length, end) == 0)
        out->data[out->len -= length] = '\0';
}

static enum made add_type(struct piece name, const struct ll_cython_source *source,
                          struct ll_buf *out)
{
    static const char *const types[] = {"__pyx_obj_", "__pyx_t_", "__pyx_e_"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (starts(name, types[i])) {
            name = after(name, types[i]);
            if (is_digits(name))
                return DROPPED; /* a temporary: "__pyx_t_3" */
            drop_end(out, "struct ");
            add_qualified(name, source, false, out);
            return RENAMED;
        }
    return KEPT;
}

static enum made add_name(struct piece name, const struct ll_cython_source *source,
                          struct ll_buf *out)
{
    static const char *const own[] = {
        "__pyx_r",    "__pyx_self",          "__pyx_args",
        "__pyx_kwds", "__pyx_skip_dispatch", "__pyx_optional_args"};
    struct piece variable = name;
    if (is_variable(&variable)) {
        struct piece scope;
        while (has_scope(variable, &scope))
            variable.start = scope.end + 1;
        ll_buf_add(out, variable.start, (size_t)(variable.end - variable.start));
        return RENAMED;
    }
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (starts(name, own[i]) && name.start + strlen(own[i]) == name.end)
            return DROPPED;
    enum made made = add_function(name, source, out);
    return made != KEPT ? made : add_type(name, source, out);
}

/* What is passed over, with the arrow or dot after it: the scope of a closure, and the
 * base of a class. */
static const char *skip_holder(struct piece name)
{
    static const char *const holders[] = {"__pyx_cur_scope->", "__pyx_outer_scope->",
                                          "__pyx_base."};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++)
        if (ll_starts_with(name.start, holders[i]))
            return name.start + strlen(holders[i]);
    return NULL;
}

bool ll_cython_text(const char *text, const struct ll_cython_source *source,
                    struct ll_buf *out)
{
    size_t begin = out->len;
    bool renamed = false;
    for (const char *p = text; *p != '\0';) {
        struct piece name = {p, p};
        while (is_letter(*name.end))
            name.end++;
        const char *held = skip_holder(name);
        if (held != NULL) {
            p = held;
            continue;
        }
        if (name.end == p) { /* no name */
            bool arrow = renamed && p[0] == '-' && p[1] == '>';
            ll_buf_putc(out, arrow ? '.' : *p);
            p += arrow ? 2 : 1;
            continue;
        }
        enum made made = starts(name, "__pyx_") ? add_name(name, source, out) : KEPT;
        if (made == DROPPED) {
            while (out->len > begin)
                out->data[--out->len] = '\0';
            return !out->full;
        }
        if (made == KEPT)
            ll_buf_add(out, p, (size_t)(name.end - p));
        renamed = renamed || made == RENAMED;
        p = name.end;
        if (made == RENAMED && starts(name, "__pyx_obj_") && strcmp(p, " *") == 0)
            p += 2;
    }
    return !out->full;
}

bool ll_cython_is_made(const char *function)
{
    static const char *const made[] = {"__Pyx_",
                                       "__pyx_tp_",
                                       "__pyx_pw_",
                                       "__pyx_getprop",
                                       "__pyx_setprop",
                                       "__pyx_module_cleanup",
                                       "__pyx_insert_code",
                                       "__pyx__insert_code"};
    for (size_t i = 0; function != NULL && i < sizeof made / sizeof *made; i++)
        if (ll_starts_with(function, made[i]))
            return true;
    return false;
}

/* ---- a diagnosis ----------------------------------------------------------------- */

/* Replace the text; `keeps`: a name of Cython's own stays. */
static bool rename_text(char **text, const struct ll_cython_source *source, bool keeps)
{
    struct ll_buf out = LL_BUF_INIT;
    bool ok = true;
    if (*text == NULL || strstr(*text, "__pyx_") == NULL)
        return true;
    ok = ll_cython_text(*text, source, &out);
    if (ok && (out.len > 0 || !keeps))
        ok = ll_set_text(text, out.len > 0 ? ll_buf_text(&out) : NULL);
    ll_buf_release(&out);
    return ok;
}

static bool is_cython(const struct ll_frame *frame)
{
    return frame->file != NULL &&
           (ll_path_ends(frame->file, ".pyx") || ll_path_ends(frame->file, ".pxd") ||
            ll_path_ends(frame->file, ".pxi"));
}

bool ll_cython_is_in(const struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        if (is_cython(&stack->frames[i]))
            return true;
    return false;
}

/* In how many packages the module of that file is. */
static unsigned count_packages(const char *file)
{
    unsigned count = 0;
    bool is_package = true;
    char *folder = ll_path_dir(file);
    while (folder != NULL && is_package) {
        char *outer = ll_path_dir(folder);
        is_package = ll_path_is_package(folder);
        count += is_package;
        free(folder);
        folder = outer;
    }
    free(folder);
    return count;
}

static bool rename_stack(struct ll_stack *stack, const char *given, struct ll_buf *text,
                         struct ll_cython_source *source)
{
    bool ok = true;
    for (size_t i = 0; i < stack->count && ok; i++) {
        struct ll_frame *frame = &stack->frames[i];
        if (frame->function == NULL || !is_cython(frame))
            continue;
        if (ll_starts_with(frame->function, "__pyx_")) /* C++ adds the types */
            frame->function[strcspn(frame->function, "(")] = '\0';
        ll_buf_clear(text);
        if (given == NULL && ll_file_read(frame->file, SOURCE_MAX, text, NULL) != 0)
            ll_buf_clear(text);
        source->text = given != NULL ? given : ll_buf_text(text);
        source->packages = count_packages(frame->file);
        ok = rename_text(&frame->function, source, true);
    }
    return ok;
}

bool ll_cython_rename_stack(struct ll_stack *stack)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_cython_source source = {0};
    ll_buf_init(&text, SOURCE_MAX);
    bool ok = rename_stack(stack, NULL, &text, &source);
    ll_buf_release(&text);
    return ok;
}

/* Of an object, what is told is where Cython or Python allocated it. */
static bool is_object(const struct ll_value *value)
{
    return value->type != NULL && (strstr(value->type, "__pyx_obj_") != NULL ||
                                   strstr(value->type, "PyObject") != NULL);
}

/* Values whose names are Cython's own, or are there already, are left out. */
static bool rename_values(struct ll_value_list *values,
                          const struct ll_cython_source *source)
{
    struct ll_value_list kept = {0};
    bool ok = true;
    for (size_t i = 0; i < values->count && ok; i++) {
        struct ll_value *value = &values->items[i];
        if (is_object(value)) {
            free(value->value);
            value->value = NULL;
        }
        ok = rename_text(&value->name, source, false) &&
             rename_text(&value->type, source, true) &&
             rename_text(&value->value, source, true) &&
             rename_text(&value->note, source, true);
        if (ok && value->name != NULL && ll_values_find(&kept, value->name) == NULL)
            ok = ll_values_add(&kept, value);
    }
    if (ok) {
        ll_values_release(values);
        *values = kept;
    } else {
        ll_values_release(&kept);
    }
    return ok;
}

/* Whether the call after this one, which made it, is the first half of a `cpdef`, what
 * Python calls: it calls the other half, which has the same name in the source. */
static bool is_from_first_half(const struct ll_path *path, size_t i,
                               const struct ll_cython_source *source)
{
    struct ll_buf first = LL_BUF_INIT, second = LL_BUF_INIT;
    const char *to = path->calls[i].function;
    const char *from = i + 1 < path->count ? path->calls[i + 1].function : NULL;
    bool is = from != NULL && to != NULL && ll_starts_with(from, "__pyx_pf_") &&
              ll_starts_with(to, "__pyx_f_") && ll_cython_text(from, source, &first) &&
              ll_cython_text(to, source, &second) &&
              strcmp(ll_buf_text(&first), ll_buf_text(&second)) == 0;
    ll_buf_release(&second);
    ll_buf_release(&first);
    return is;
}

static bool rename_path(struct ll_path *path, const struct ll_cython_source *source)
{
    bool ok = true;
    bool is_half = false;
    size_t kept = 0;
    for (size_t i = 0; i < path->count && ok; i++) {
        struct ll_call *call = &path->calls[i];
        bool is_left_out = is_half || ll_cython_is_made(call->function);
        is_half = is_from_first_half(path, i, source);
        if (is_left_out) {
            ll_call_release(call);
            *call = (struct ll_call){0};
            continue;
        }
        ok = rename_text(&call->function, source, true) &&
             rename_values(&call->arguments, source);
        const struct ll_call moved = *call;
        *call = (struct ll_call){0};
        path->calls[kept++] = moved;
    }
    path->count = ok ? kept : path->count;
    return ok;
}

/* The deallocator of a class calls that of its base class, which frees the object. The
 * place of a loss is the class that has the pointer: leave out the calls inside it. */
static void move_to_class(struct ll_diag *diag)
{
    static const char object[] = "struct __pyx_obj_";
    const char *class = diag->how == LL_LOSS_CONTAINER_FREED && diag->declared != NULL
                            ? strstr(diag->declared, object)
                            : NULL;
    if (class == NULL)
        return;
    class += sizeof object - 1;
    const size_t length = strcspn(class, ", ");
    for (size_t i = 1; i < diag->lost.count; i++) {
        const char *function = diag->lost.frames[i].function;
        if (function == NULL || !ll_starts_with(function, LL_CYTHON_DEALLOCATOR))
            continue;
        function += strlen(LL_CYTHON_DEALLOCATOR);
        if (strncmp(function, class, length) != 0 || function[length] != '\0')
            continue;
        ll_stack_drop(&diag->lost, i);
        return;
    }
}

bool ll_cython_rename(struct ll_diag *diag, const char *given)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_cython_source source = {0};
    ll_buf_init(&text, SOURCE_MAX);
    move_to_class(diag);
    bool ok = rename_stack(&diag->at, given, &text, &source) &&
              rename_stack(&diag->freed, given, &text, &source) &&
              rename_stack(&diag->lost, given, &text, &source) &&
              rename_stack(&diag->allocated, given, &text, &source) &&
              rename_text(&diag->variable, &source, false) &&
              rename_text(&diag->declared, &source, true) &&
              rename_text(&diag->operation, &source, true) &&
              rename_text(&diag->type, &source, true) &&
              rename_values(&diag->values, &source) &&
              rename_path(&diag->path, &source);
    for (size_t i = 0; ok && i < diag->held_count; i++)
        ok = rename_stack(&diag->held[i].allocated, given, &text, &source);
    ll_buf_release(&text);
    return ok;
}

bool ll_cython_rename_words(char **words)
{
    const struct ll_cython_source none = {0};
    return rename_text(words, &none, false);
}

bool ll_cython_is_kept(const struct ll_diag *diag, const char *const *roots)
{
    const struct ll_stack *stack = &diag->allocated;
    const struct ll_frame *own = ll_stack_own(stack, roots);
    if (own == NULL ||
        (diag->kind != LL_STILL_REACHABLE && diag->kind != LL_POSSIBLY_LOST))
        return false;
    for (size_t i = 0; &stack->frames[i] < own; i++)
        if (ll_cython_is_made(stack->frames[i].function))
            return true;
    return own->function != NULL && strcmp(own->function, LL_CYTHON_MODULE) == 0;
}
