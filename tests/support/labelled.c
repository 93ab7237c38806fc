/* SPDX-License-Identifier: MIT */
#include "support/labelled.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ll_labels labels;

void labelled_setup(void)
{
    programs_setup();
    session.no_cache = true;
}

void labelled_teardown(void)
{
    ll_labels_release(&labels);
    programs_teardown();
}

void run_labelled(const char *folder_in_tests, const char *program,
                  const struct ll_tool *const *tools)
{
    char path[512];
    struct ll_result *all[] = {&result};
    snprintf(path, sizeof path, LL_TESTS_DIR "/%s/%s.c", folder_in_tests, program);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
    ck_assert_int_eq(ll_labels_read(&labels, path, &err), 0);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
    for (size_t i = 0; i < result.run_count; i++)
        ck_assert_int_eq(result.runs[i].status, LL_RUN_JUDGED);
    ck_assert_msg(ll_session_explain(&session, all, 1, &err) == 0, "%s", err.text);
}

unsigned line_of(const char *label)
{
    const struct ll_label *mark = ll_labels_find(&labels, label);
    ck_assert_msg(mark != NULL, "no label '%s'", label);
    return mark->line;
}

unsigned own_line(const struct ll_stack *stack)
{
    const struct ll_frame *own = ll_stack_own(stack, ll_strings_argv(&subject.roots));
    return own == NULL ? 0 : own->line;
}
