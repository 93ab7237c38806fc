/* SPDX-License-Identifier: MIT */
#include "fuzz/show.h"

#include "diag/cause.h"
#include "fuzz/fuzz.h"
#include "report/grades.h"
#include "report/report.h"
#include "tools/valgrind_xml.h"

void fuzz_show_graded(const struct ll_graded *graded)
{
    for (const struct ll_grade_format *const *row = ll_grade_formats; *row; row++) {
        struct ll_buf out = LL_BUF_INIT;
        struct ll_error err = {0};
        (void)!(*row)->one(graded, &out, &err);
        ll_buf_release(&out);
    }
}

static void show_checked(struct ll_diags *diags)
{
    const struct ll_style style = {.width = 80, .raw = true};
    struct ll_subject subject = {.name = (char *)"a.c"};
    struct ll_result result = {
        .subject = &subject, .diags = *diags, .verdict = LL_FAIL};
    for (const struct ll_format *const *row = ll_formats; *row; row++) {
        struct ll_buf out = LL_BUF_INIT;
        struct ll_error err = {0};
        (void)!(*row)->check(&result, &style, &out, &err);
        ll_buf_release(&out);
    }
}

void fuzz_show_diags(struct ll_diags *diags)
{
    static const char *const roots[] = {"/src", NULL};
    struct ll_diags merged = {0};
    ll_diags_fold(diags, roots);
    fuzz_expect(ll_diags_merge(&merged, diags, roots, NULL) == 0 &&
                    ll_diags_settle(&merged, roots, NULL, NULL) == 0,
                "faults can be merged");
    ll_diags_sort(&merged);
    show_checked(&merged);
    struct ll_graded graded = {.name = (char *)"ann",
                               .exercise = (char *)"a.c",
                               .title = (char *)"a title",
                               .verdict = LL_FAIL,
                               .diags = merged};
    fuzz_show_graded(&graded);
    ll_diags_release(&merged);
}

bool fuzz_read_valgrind(const char *tool, const struct ll_valgrind_form *form,
                        const uint8_t *bytes, size_t count)
{
    struct ll_buf text = fuzz_buf(bytes, count);
    struct ll_valgrind_report report = {0};
    fuzz_expect(form->read(tool, text.data, count, &report, NULL) == 0,
                "any report is read");
    bool good = report.end == LL_VALGRIND_WHOLE && report.diags.count > 0;
    fuzz_show_diags(&report.diags);
    ll_valgrind_report_release(&report);
    ll_buf_release(&text);
    return good;
}
