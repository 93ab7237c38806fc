/* SPDX-License-Identifier: MIT */
#include "tools/suppress.h"

#include <string.h>

#include "base/path.h"

static const char *word(const struct ll_listed *line, enum ll_listed_word which)
{
    return line->words[which];
}

/* ---- memcheck -------------------------------------------------------------------- */

static const struct {
    enum ll_kind kind;
    const char *types; /* Memcheck's, separated by blanks */
    const char *leaks; /* match-leak-kinds; NULL: they are no leaks */
} kinds[] = {
    {LL_DEFINITELY_LOST, "Leak", "definite"},
    {LL_INDIRECTLY_LOST, "Leak", "indirect"},
    {LL_POSSIBLY_LOST, "Leak", "possible"},
    {LL_STILL_REACHABLE, "Leak", "reachable"},
    {LL_UNINITIALISED, "Cond Value1 Value2 Value4 Value8 Value16 Value32", NULL},
    {LL_OVERLAP, "Overlap", NULL},
};

/* All types but those of system calls and of threads. */
static const char any_type[] =
    "Cond Value1 Value2 Value4 Value8 Value16 Value32 Addr1 Addr2 Addr4 Addr8 Addr16 "
    "Addr32 Jump Free Overlap";

/* Append a frame's line: "   fun:NAME". */
static void add_frame(struct ll_buf *out, const char *what, const char *name)
{
    if (name != NULL)
        ll_buf_addf(out, "   %s:%s\n", what, name);
}

static void add_block(struct ll_buf *out, const struct ll_listed_faults *list,
                      const struct ll_listed *line, int length, const char *type,
                      const char *leaks)
{
    const char *function = word(line, LL_LISTED_FUNCTION);
    const char *allocator = word(line, LL_LISTED_ALLOCATED_BY);
    const char *file = word(line, LL_LISTED_FILE);
    ll_buf_addf(out, "{\n   %s:%d\n   Memcheck:%.*s\n", ll_path_base(list->path),
                line->line, length, type);
    if (leaks != NULL)
        ll_buf_addf(out, "   match-leak-kinds: %s\n", leaks);
    if (allocator == NULL && function == NULL && file == NULL)
        add_frame(out, "obj", "*"); /* a suppression of "..." alone is refused */
    else
        ll_buf_puts(out, "   ...\n");
    add_frame(out, "fun", allocator);
    add_frame(out, "fun", function);
    add_frame(out, "src", file);
    ll_buf_puts(out, "}\n");
}

static void add_blocks(struct ll_buf *out, const struct ll_listed_faults *list,
                       const struct ll_listed *line, const char *types,
                       const char *leaks)
{
    for (const char *type = types; *type != '\0'; type += strspn(type, " ")) {
        int length = (int)strcspn(type, " ");
        add_block(out, list, line, length, type, leaks);
        type += length;
    }
}

const char *ll_suppress_memcheck(const struct ll_listed_faults *list,
                                 const struct ll_listed *line, struct ll_buf *out)
{
    const char *file = word(line, LL_LISTED_FILE);
    if (word(line, LL_LISTED_VARIABLE) != NULL)
        return "it does not know 'variable'";
    if (word(line, LL_LISTED_LOST_IN) != NULL)
        return "it does not know 'lost-in'";
    if (file != NULL && word(line, LL_LISTED_FUNCTION) != NULL)
        return "it takes a function or a file, not both";
    if (file != NULL && strchr(file, '/') != NULL)
        return "it takes files without folders";
    if (line->any_kind) {
        add_blocks(out, list, line, "Leak", "all");
        if (word(line, LL_LISTED_ALLOCATED_BY) == NULL)
            add_blocks(out, list, line, any_type, NULL);
        return NULL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == line->kind) {
            add_blocks(out, list, line, kinds[i].types, kinds[i].leaks);
            return NULL;
        }
    return "it does not tell that kind from others";
}

/* ---- LeakSanitizer --------------------------------------------------------------- */

const char *ll_suppress_leaks(const struct ll_listed_faults *list,
                              const struct ll_listed *line, struct ll_buf *out)
{
    const char *function = word(line, LL_LISTED_FUNCTION);
    const char *file = word(line, LL_LISTED_FILE);
    if (!line->any_kind && !ll_kind_is_leak(line->kind))
        return "it suppresses leaks";
    if (!line->any_kind && ll_kind_is_reachable(line->kind))
        return "it does not report memory that is still reachable";
    if (word(line, LL_LISTED_VARIABLE) != NULL)
        return "it does not know 'variable'";
    if (word(line, LL_LISTED_LOST_IN) != NULL)
        return "it does not know 'lost-in'";
    if (word(line, LL_LISTED_ALLOCATED_BY) != NULL)
        return "it does not know 'allocated-by'";
    if (file != NULL && function != NULL)
        return "it takes a function or a file, not both";
    ll_buf_addf(out, "# %s:%d\n", ll_path_base(list->path), line->line);
    if (function != NULL)
        ll_buf_addf(out, "leak:^%s$\n", function);
    else if (file == NULL)
        ll_buf_puts(out, "leak:*\n");
    else if (strchr(file, '/') == NULL)
        ll_buf_addf(out, "leak:/%s$\n", file);
    else
        ll_buf_addf(out, "leak:^%s%s%s$\n", file[0] == '/' ? "" : list->folder,
                    file[0] == '/' ? "" : "/", file);
    return NULL;
}
