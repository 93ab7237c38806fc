/* SPDX-License-Identifier: MIT */
#include "cli/class_files.h"

#include <stdio.h>
#include <unistd.h>

#include "class/class_page.h"
#include "class/feedback_zip.h"
#include "class/outputs.h"
#include "class/summary.h"
#include "cli/screen.h"
#include "diag/words.h"

static const char *format_name(size_t index)
{
    return ll_grade_formats[index] != NULL ? ll_grade_formats[index]->name : NULL;
}

const struct ll_option ll_class_files_options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .repeats = true,
     .value = "FORMAT",
     .choices = format_name,
     .at = offsetof(struct ll_class_files, formats),
     .help = "write the results in this format, too"},
    {.name = "worksheet",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_class_files, marks.worksheet),
     .values = LL_VALUES_FILES,
     .help = "fill the marks into a copy of Moodle's grading worksheet (default: a new "
             "one)"},
    {.name = "gradebook",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct ll_class_files, marks.gradebook),
     .values = LL_VALUES_FILES,
     .help = "fill the marks into a copy of the gradebook that Canvas exports"},
    {.name = "column",
     .type = LL_OPTION_TEXT,
     .value = "NAME",
     .at = offsetof(struct ll_class_files, marks.column),
     .help =
         "the column of FILE for the marks (default: Grade, of a gradebook its only "
         "assignment)"},
    {0},
};

int ll_class_files_check(const struct ll_class_files *files, struct ll_error *err)
{
    const struct ll_marks *marks = &files->marks;
    if (marks->column != NULL &&
        (marks->worksheet != NULL) == (marks->gradebook != NULL))
        return ll_fail(err, LL_FAULT_USAGE,
                       "--column is for one table: give --worksheet or --gradebook");
    return ll_marks_check(marks, err);
}

void ll_class_files_release(struct ll_class_files *files)
{
    ll_strings_release(&files->written);
    ll_strings_release(&files->remarks);
}

/* Write what other programs and learners read. */
static int write_formats(const struct ll_option_list *formats,
                         const struct ll_class *class, const char *folder,
                         struct ll_error *err)
{
    for (const char *const *name = ll_outputs_always; *name != NULL; name++) {
        const struct ll_grade_format *format = ll_grade_format_find(*name);
        if (format != NULL && ll_outputs_write(class, folder, format, err) != 0)
            return -1;
    }
    for (size_t i = 0; i < formats->count; i++)
        if (ll_outputs_write(class, folder, ll_grade_format_find(formats->items[i]),
                             err) != 0)
            return -1;
    return 0;
}

int ll_class_files_write(struct ll_class_files *files,
                         const struct ll_class_outcome *outcome, const char *folder,
                         struct ll_error *err)
{
    const struct ll_class *class = &outcome->class;
    if (write_formats(&files->formats, class, folder, err) != 0)
        return -1;
    int page = ll_class_page_write(outcome, folder, LL_CLASS_PAGE_DETAILS, err);
    files->page = page == 0;
    if (page < 0 || ll_marks_write(class, &files->marks, folder, &files->written,
                                   &files->remarks, err) != 0)
        return -1;
    return ll_feedback_zip_write(class, folder, &files->written, &files->remarks, err);
}

/* The names of the files besides those of every class. */
static void add_files(const struct ll_class_files *files, const struct ll_class *class,
                      struct ll_buf *out)
{
    size_t drawn = 0;
    for (size_t i = 0; i < class->count; i++)
        drawn += class->all[i].picture != NULL;
    if (drawn > 0)
        ll_buf_puts(out, " · pictures/NAME.html");
    for (size_t i = 0; i < files->formats.count; i++) {
        const struct ll_grade_format *format =
            ll_grade_format_find(files->formats.items[i]);
        ll_buf_addf(out, " · %s%s", format->all != NULL ? format->file : format->name,
                    format->all != NULL ? "" : "/");
    }
    for (size_t i = 0; i < files->written.count; i++)
        ll_buf_addf(out, " · %s", files->written.items[i]);
}

/* Whose marks or feedback are in none of the files, and why. */
static void add_remarks(const struct ll_strings *remarks, const struct ll_style *style,
                        struct ll_buf *out)
{
    enum { SHOWN = 12 };
    if (remarks->count == 0)
        return;
    ll_buf_puts(out, "\n ");
    ll_paint(out, style, LL_PAINT_BOLD, "For the learning platform");
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < remarks->count && i < SHOWN; i++) {
        struct ll_buf clean = LL_BUF_INIT;
        ll_clean(&clean, remarks->items[i]);
        ll_wrap(out, style, 3, ll_buf_text(&clean));
        ll_drop(&clean, out);
    }
    if (remarks->count > SHOWN)
        ll_buf_addf(out, "   and %zu more\n", remarks->count - SHOWN);
}

void ll_class_files_show(const struct ll_class_files *files,
                         const struct ll_class_outcome *outcome, const char *folder)
{
    struct ll_style style = ll_style_for(STDOUT_FILENO);
    struct ll_buf out = LL_BUF_INIT, names = LL_BUF_INIT;
    if (outcome->aside != NULL)
        fprintf(stderr,
                "leaklab: results.db was broken and is now '%s': what was not known "
                "from elsewhere was graded again\n",
                outcome->aside);
    ll_class_summary(outcome, &style, &out);
    add_remarks(&files->remarks, &style, &out);
    add_files(files, &outcome->class, &names);
    ll_buf_addf(&out, "\n results.db · scores.csv · feedback/NAME.txt%s%s, in %s\n",
                files->page ? " · " LL_CLASS_PAGE : "", ll_buf_text(&names), folder);
    if (!files->page)
        ll_buf_puts(&out, " " LL_CLASS_PAGE " is not written: this leaklab was built "
                          "without its pages (see docs/graders.md)\n");
    ll_buf_release(&names);
    ll_screen_print(&out);
}
