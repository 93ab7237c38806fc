/* SPDX-License-Identifier: MIT */
#include "session/cython_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/cython.h"

enum { NAME_MOST = 512, SOURCE_MOST = 16 << 20 };

/* An instruction that does nothing. */
#define NOTHING "  __asm__ volatile(\"nop\");"

/* Where in one of the author's functions a line is. */
enum part { BODY, FALLING /* off the end of the body */, LEAVING };

struct placer {
    const char *path, *source;
    struct ll_buf *out;
    unsigned at;          /* lines written so far */
    char name[NAME_MOST]; /* of the function whose head was read last */
    bool waits;           /* in the module's own function, which first makes types */
    bool own;             /* in a function of the author */
    enum part part;       /* where in it */
    unsigned line;        /* of the .pyx */
    unsigned first, last; /* of the function: the line of `def`, the last one */
    bool joined;          /* the last line ends with a backslash */
    char *asked, *file;   /* what Cython calls a file, and its absolute path */
};

/* ---- one line ------------------------------------------------------------------ */

/* Whether the line is `#line NUMBER "FILE"`. */
static bool is_directive(const char *line, unsigned *number, const char **file,
                         size_t *length)
{
    char *end;
    if (!ll_starts_with(line, "#line "))
        return false;
    *number = (unsigned)strtoul(line + 6, &end, 10);
    if (end[0] != ' ' || end[1] != '"')
        return false;
    *file = end + 2;
    *length = strcspn(*file, "\"\n");
    return (*file)[*length] == '"';
}

/* The author's functions are those with the names that Cython gives to bodies. */
static bool is_body(const char *name)
{
    static const char *const bodies[] = {"__pyx_pf_", "__pyx_f_", "__pyx_gb_",
                                         "__pyx_pymod_exec_"};
    static const char *const made[] = {"__reduce_cython__", "__setstate_cython__",
                                       "__pyx_unpickle_"};
    const char *fused =
        ll_starts_with(name, "__pyx_fuse_") ? strstr(name + 2, "__pyx_") : NULL;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (strstr(name, made[i]) != NULL)
            return false;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (ll_starts_with(fused != NULL ? fused : name, bodies[i]))
            return true;
    return false;
}

/* Remember the name of the function whose head the line is. */
static void read_head(struct placer *placer, const char *line, size_t length)
{
    const char *open = memchr(line, '(', length);
    if (!isalpha((unsigned char)*line) && *line != '_')
        return;
    placer->name[0] = '\0'; /* a table of values has none */
    if (open == NULL)
        return;
    const char *name = open;
    while (name > line && (isalnum((unsigned char)name[-1]) || name[-1] == '_'))
        name--;
    if (open - name > 0 && open - name < NAME_MOST) {
        memcpy(placer->name, name, (size_t)(open - name));
        placer->name[open - name] = '\0';
    }
}

/* Find the absolute path of what Cython calls a file. NULL: it is no file, as what
 * Cython itself brings along; or memory ran out. */
static const char *find_file(struct placer *placer, const char *name, size_t length)
{
    if (placer->asked != NULL && strlen(placer->asked) == length &&
        strncmp(placer->asked, name, length) == 0)
        return placer->file;
    free(placer->asked);
    free(placer->file);
    placer->file = NULL;
    placer->asked = strndup(name, length);
    char *folder = ll_path_dir(placer->source);
    char *path = folder != NULL && placer->asked != NULL
                     ? ll_path_join(folder, placer->asked)
                     : NULL;
    if (path != NULL && ll_path_exists(path))
        placer->file = ll_path_real(path, NULL);
    else if (length > 4 && strcmp(placer->asked + length - 4, ".pyx") == 0)
        placer->file = strdup(placer->source); /* Cython leaves out strange letters */
    free(path);
    free(folder);
    return placer->file;
}

/* ---- lines of output ------------------------------------------------------------ */

static void put(struct placer *placer, const char *line, size_t length)
{
    ll_buf_add(placer->out, line, length);
    ll_buf_putc(placer->out, '\n');
    placer->at++;
    placer->joined = length > 0 && line[length - 1] == '\\';
}

/* The next line is line `number` of `file`. */
static void put_marker(struct placer *placer, unsigned number, const char *file)
{
    ll_buf_addf(placer->out, "# %u \"", number);
    for (const char *p = file; *p != '\0'; p++)
        ll_buf_addf(placer->out, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
    ll_buf_puts(placer->out, "\"\n");
    placer->at++;
}

static const char *file_of(const struct placer *placer)
{
    return placer->file != NULL ? placer->file : placer->source;
}

static unsigned line_of(const struct placer *placer)
{
    return placer->part == BODY      ? placer->line
           : placer->part == FALLING ? placer->last
                                     : placer->first;
}

/* ---- functions ------------------------------------------------------------------ */

static bool is_end_of_body(const char *line)
{
    return ll_starts_with(line + strspn(line, " "), "/* function exit code */");
}

/* The line in which the source defines the class; 0: it does not. */
static unsigned find_class(const char *source, const char *name)
{
    struct ll_buf text = LL_BUF_INIT;
    unsigned number = 1, found = 0;
    size_t length = strlen(name);
    if (ll_file_read(source, SOURCE_MOST, &text, NULL) != 0)
        return 0;
    for (const char *line = ll_buf_text(&text); *line != '\0' && found == 0;
         line = ll_next_line(line), number++) {
        const char *at = line + strspn(line, " \t");
        at += ll_starts_with(at, "cdef ") ? 5 : 0;
        if (ll_starts_with(at, "class ") && ll_starts_with(at + 6, name) &&
            !isalnum((unsigned char)at[6 + length]) && at[6 + length] != '_')
            found = number;
    }
    ll_buf_release(&text);
    return found;
}

/* Whether the function deallocates the objects of a class of the source. */
static bool is_deallocator(struct placer *placer)
{
    const char *name = placer->name;
    if (!ll_starts_with(name, LL_CYTHON_DEALLOCATOR))
        return false;
    name += strlen(LL_CYTHON_DEALLOCATOR);
    for (char *end; isdigit((unsigned char)*name); name = end + 1) {
        unsigned long length = strtoul(name, &end, 10);
        if (strlen(end) <= length)
            return false;
        end += length;
    }
    placer->first = placer->last = placer->line = find_class(placer->source, name);
    return placer->first != 0;
}

/* Give what deallocates objects a variable with the type of the class, "self": the
 * parameter is a PyObject, in which nothing of the class has a name. */
static void add_self(struct placer *placer)
{
    const char *name = placer->name + strlen(LL_CYTHON_DEALLOCATOR);
    put_marker(placer, placer->line, file_of(placer));
    ll_buf_addf(placer->out,
                "struct __pyx_obj_%s *" LL_CYTHON_VARIABLE
                "self = (struct __pyx_obj_%s *)o; (void)" LL_CYTHON_VARIABLE "self;\n",
                name, name);
    placer->at++;
}

/* The function that starts after this line: which lines of the .pyx it has, and whether
 * it is the author's. */
static void begin_function(struct placer *placer, const char *after)
{
    unsigned number;
    const char *name;
    size_t length;
    placer->own = placer->waits = false;
    placer->part = BODY;
    placer->first = placer->last = 0;
    placer->own = is_deallocator(placer);
    placer->part = placer->own ? LEAVING : BODY; /* all of it has one line */
    if (placer->own)
        find_file(placer, ll_path_base(placer->source),
                  strlen(ll_path_base(placer->source)));
    if (placer->own || !is_body(placer->name))
        return;
    for (bool body = true; *after != '\0' && *after != '}';
         after = ll_next_line(after)) {
        body = body && !is_end_of_body(after);
        if (!is_directive(after, &number, &name, &length))
            continue;
        if (placer->first == 0 && find_file(placer, name, length) == NULL)
            return;
        if (placer->first == 0)
            placer->first = number;
        if (body && number > placer->last)
            placer->last = number;
    }
    placer->waits = ll_starts_with(placer->name, "__pyx_pymod_exec_");
    placer->own = placer->first != 0 && !placer->waits;
    placer->line = placer->first;
}

/* Labels that a function is left by: "__pyx_L1_error:;", "__pyx_L0:;". */
static bool is_label(const char *line)
{
    line += strspn(line, " ");
    size_t length = strcspn(line, ":\n");
    return ll_starts_with(line, "__pyx_L") && line[length] == ':';
}

/* ---- classes that take the deallocator of their base -------------------------- */

/* Whether the line gives a type the deallocator of its base, both in Cython:
 * "__pyx_ptype_CLASS->tp_dealloc = __pyx_ptype_BASE->tp_dealloc;". */
static bool takes_deallocator(const char *line, const char **name, size_t *length)
{
    static const char type[] = "__pyx_ptype_", slot[] = "->tp_dealloc";
    line += strspn(line, " ");
    *name = line + sizeof type - 1;
    if (!ll_starts_with(line, type))
        return false;
    *length = strcspn(*name, " ->;\n");
    line = *name + *length;
    if (!ll_starts_with(line, slot) || !ll_starts_with(line + sizeof slot - 1, " = "))
        return false;
    line += sizeof slot - 1 + 3;
    return ll_starts_with(line, type) && *length < NAME_MOST / 2 &&
           !ll_starts_with(line, "__pyx_ptype_7cpython_");
}

static void any_line(struct placer *placer, const char *line, size_t length);

/* Write a function that deallocates the objects of a class by that of its base. As in
 * those that Cython writes, __del__ is called for the class that the object is of. */
static void add_deallocator(struct placer *placer, const char *name, int length,
                            const char *base)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "static void " LL_CYTHON_DEALLOCATOR "%.*s(PyObject *o) {\n"
                "  if (Py_TYPE(o)->tp_finalize != NULL &&\n"
                "      Py_TYPE(o)->tp_dealloc == " LL_CYTHON_DEALLOCATOR "%.*s &&\n"
                "      PyObject_CallFinalizerFromDealloc(o) < 0) return;\n"
                "  %.*s->tp_dealloc(o);\n"
                "}\n",
                length, name, length, name, (int)strcspn(base, " -"), base);
    for (const char *line = ll_buf_text(&text); *line != '\0';
         line = ll_next_line(line))
        any_line(placer, line, strcspn(line, "\n"));
    placer->out->full |= text.full;
    ll_buf_release(&text);
}

/* Before the function that begins after `head`, write one for each class to which it
 * gives the deallocator of the base. */
static void add_deallocators(struct placer *placer, const char *head)
{
    const char *name;
    size_t length;
    for (const char *line = ll_next_line(head); *line != '\0' && *line != '}';
         line = ll_next_line(line))
        if (takes_deallocator(line, &name, &length))
            add_deallocator(placer, name, (int)length, strstr(line, " = ") + 3);
}

static bool is_head(const char *line, size_t length)
{
    return length > 0 && line[0] != ' ' && line[0] != '/' && line[length - 1] == '{';
}

static void own_line(struct placer *placer, const char *line, size_t length)
{
    if (is_end_of_body(line))
        placer->part = FALLING;
    else if (placer->part == FALLING && is_label(line)) {
        put_marker(placer, placer->last, file_of(placer));
        put(placer, NOTHING, strlen(NOTHING)); /* has the last line, and falls on */
        placer->part = LEAVING;
    }
    if (strspn(line, " \t") < length && line[0] != '#' && !placer->joined)
        put_marker(placer, line_of(placer), file_of(placer));
    put(placer, line, length);
}

static void any_line(struct placer *placer, const char *line, size_t length)
{
    unsigned number;
    const char *name;
    size_t named;
    if (is_directive(line, &number, &name, &named)) {
        placer->own = placer->own || placer->waits;
        placer->waits = false;
        if (placer->own && find_file(placer, name, named) != NULL)
            placer->line = number;
        if (!placer->own)
            put(placer, "", 0); /* the lines after it keep their numbers */
        return;
    }
    bool is_new = !placer->own && is_head(line, length);
    if (is_new)
        add_deallocators(placer, line);
    read_head(placer, line, length);
    if (is_new)
        begin_function(placer, line + length + (line[length] == '\n'));
    if (!placer->own && takes_deallocator(line, &name, &named)) {
        ll_buf_addf(placer->out,
                    "__pyx_ptype_%.*s->tp_dealloc = " LL_CYTHON_DEALLOCATOR "%.*s;\n",
                    (int)named, name, (int)named, name);
        placer->at++;
    } else if (!placer->own) {
        put(placer, line, length);
    }
    if (!placer->own)
        return;
    own_line(placer, line, length);
    if (is_head(line, length) && ll_starts_with(placer->name, LL_CYTHON_DEALLOCATOR))
        add_self(placer);
    if (line[0] == '}') {
        placer->own = false;
        put_marker(placer, placer->at + 2, placer->path);
    }
}

int ll_cython_place(const char *made, const char *path, const char *source,
                    struct ll_buf *out, struct ll_error *err)
{
    struct placer placer = {.path = path, .source = source, .out = out};
    for (const char *line = made; *line != '\0'; line = ll_next_line(line))
        any_line(&placer, line, strcspn(line, "\n"));
    free(placer.asked);
    free(placer.file);
    return out->full ? ll_fail_memory(err) : 0;
}
