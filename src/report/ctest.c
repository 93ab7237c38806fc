/* SPDX-License-Identifier: MIT
 *
 * ctest: what CTest reads as the log of a memory checker: a line for each fault, which
 * it counts by class, and the report for people.
 *
 *     [E] MLK: list.c:21: 5 bytes were lost for good: ...
 *
 * CTest knows these classes from the logs of Purify (MEMORYCHECK_TYPE), which are the
 * only ones that it counts by their class alone, whatever the words. */
#include <stdlib.h>

#include "base/path.h"
#include "diag/explain.h"
#include "report/layout.h"
#include "report/report.h"

extern const struct ll_format ll_format_text;

/* The nearest class that CTest has. It calls ABR "Threading Problem". */
static const char *class_of(const struct ll_diag *diag)
{
    static const char *const classes[LL_KIND_COUNT] = {
        [LL_DEFINITELY_LOST] = "MLK", [LL_INDIRECTLY_LOST] = "MLK",
        [LL_POSSIBLY_LOST] = "MPK",   [LL_KEPT_TOO_LONG] = "MLK",
        [LL_INVALID_READ] = "IPR",    [LL_INVALID_WRITE] = "IPW",
        [LL_USE_AFTER_FREE] = "FMR",  [LL_DOUBLE_FREE] = "FIM",
        [LL_INVALID_FREE] = "FIM",    [LL_MISMATCHED_FREE] = "FMM",
        [LL_UNINITIALISED] = "UMR",   [LL_OVERLAP] = "PAR",
        [LL_BAD_SIZE] = "PAR",        [LL_CRASH] = "COR",
        [LL_DESCRIPTOR_LEAK] = "MLK", [LL_THREAD_LEAK] = "MLK",
        [LL_DATA_RACE] = "ABR",       [LL_LOCK_MISUSE] = "ABR",
        [LL_LOST_REFERENCE] = "MLK",
    };
    return classes[diag->kind] != NULL ? classes[diag->kind] : "EXU";
}

static void add_diag(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_diag *diag, const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *main = ll_diag_main_mark(marks, count);
    ll_buf_addf(out, "[E] %s: ", class_of(diag));
    if (main != NULL) {
        char *name = ll_path_relative(main->frame->file, style->from);
        ll_buf_addf(out, "%s:%u: ", name != NULL ? name : main->frame->file,
                    main->frame->line);
        free(name);
    }
    ll_diag_summary(diag, main, out);
    ll_buf_putc(out, '\n');
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    for (size_t i = 0; i < result->diags.count; i++)
        if (ll_kind_is_fault(result->diags.items[i].kind))
            add_diag(&text, style, &result->diags.items[i],
                     ll_strings_argv(&result->subject->roots));
    ll_clean(out, ll_buf_text(&text));
    bool full = text.full;
    ll_buf_release(&text);
    ll_buf_putc(out, '\n');
    return full ? ll_fail_memory(err) : ll_format_text.check(result, style, out, err);
}

const struct ll_format ll_format_ctest = {.name = "ctest", .check = check};
