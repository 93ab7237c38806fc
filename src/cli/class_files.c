/* SPDX-License-Identifier: MIT */
#include "cli/class_files.h"

#include <stdio.h>
#include <unistd.h>

#include "class/outputs.h"
#include "class/summary.h"
#include "cli/screen.h"

static const char *format_name(size_t index)
{
    return ll_grade_formats[index] != NULL ? ll_grade_formats[index]->name : NULL;
}

const struct ll_option ll_class_files_format[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .repeats = true,
     .value = "FORMAT",
     .choices = format_name,
     .help = "write the results in this format, too"},
    {0},
};

int ll_class_files_write(const struct ll_option_list *formats,
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

void ll_class_files_show(const struct ll_option_list *formats,
                         const struct ll_class_outcome *outcome, const char *folder)
{
    struct ll_style style = ll_style_for(STDOUT_FILENO);
    struct ll_buf out = LL_BUF_INIT, files = LL_BUF_INIT;
    if (outcome->aside != NULL)
        fprintf(stderr,
                "leaklab: results.db was broken and is now '%s': what was not known "
                "from elsewhere was graded again\n",
                outcome->aside);
    ll_class_summary(outcome, &style, &out);
    for (size_t i = 0; i < formats->count; i++) {
        const struct ll_grade_format *format = ll_grade_format_find(formats->items[i]);
        ll_buf_addf(&files, " · %s%s",
                    format->all != NULL ? format->file : format->name,
                    format->all != NULL ? "" : "/");
    }
    ll_buf_addf(&out, "\n results.db · scores.csv · feedback/NAME.txt%s, in %s\n",
                ll_buf_text(&files), folder);
    ll_buf_release(&files);
    ll_screen_print(&out);
}
