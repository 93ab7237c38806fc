/* SPDX-License-Identifier: MIT */
#include "api/leaklab.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "session/session.h"

struct leaklab {
    struct ll_subject subject;
    struct ll_session session;
    struct ll_result result;
    struct ll_error err; /* why there is no result; text "" when there is one */
    struct ll_buf text;  /* the text that the last call returned */
};

static int fill_subject(struct leaklab *run, const struct leaklab_program *program)
{
    struct ll_subject *subject = &run->subject;
    for (const char *const *source = program->sources;
         source != NULL && *source != NULL; source++)
        if (ll_subject_add_source(subject, *source, &run->err) != 0)
            return -1;
    if (subject->sources.count == 0)
        return ll_fail(&run->err, LL_FAULT_USAGE, "leaklab_run: no sources");
    subject->name = strdup(program->sources[0]);
    subject->fail = program->fail != NULL ? strdup(program->fail) : NULL;
    subject->stdin_path =
        program->stdin_path != NULL ? strdup(program->stdin_path) : NULL;
    if (subject->name == NULL || (program->fail != NULL && subject->fail == NULL) ||
        (program->stdin_path != NULL && subject->stdin_path == NULL) ||
        !ll_strings_add_all(&subject->cflags, program->cflags) ||
        !ll_strings_add_all(&subject->libs, program->libs) ||
        !ll_strings_add_all(&subject->args, program->args))
        return ll_fail_memory(&run->err);
    return 0;
}

static int choose_tools(struct leaklab *run, const char *const *names,
                        const struct ll_tool *tools[LL_WITNESSES_MAX + 1])
{
    size_t count = 0;
    if (names == NULL) {
        for (const struct ll_tool *const *row = ll_tools; *row != NULL; row++)
            if ((*row)->by_default && count < LL_WITNESSES_MAX)
                tools[count++] = *row;
        return 0;
    }
    for (; *names != NULL && count < LL_WITNESSES_MAX; names++) {
        tools[count] = ll_tool_find(*names);
        if (tools[count++] == NULL)
            return ll_fail(&run->err, LL_FAULT_USAGE, "there is no tool '%s'", *names);
    }
    return 0;
}

struct leaklab *leaklab_run(const struct leaklab_program *program)
{
    struct leaklab *run = calloc(1, sizeof *run);
    if (run == NULL)
        return NULL;
    run->session = (struct ll_session)LL_SESSION_INIT;
    if (program->seconds > 0)
        run->session.limits.wall_seconds = program->seconds;
    ll_buf_init(&run->text, LL_BUF_DEFAULT_MAX);
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1] = {NULL};
    if (fill_subject(run, program) == 0 &&
        choose_tools(run, program->tools, tools) == 0 &&
        ll_session_run_one(&run->session, &run->subject, tools, &run->result,
                           &run->err) == 0)
        run->err.text[0] = '\0';
    return run;
}

struct leaklab *leaklab_run_files(const char *source, ...)
{
    struct ll_strings sources = LL_STRINGS_INIT;
    va_list more;
    va_start(more, source);
    for (const char *file = source; file != NULL; file = va_arg(more, const char *))
        ll_strings_add(&sources, file);
    va_end(more);
    struct leaklab *run = NULL;
    if (ll_strings_ok(&sources, NULL) == 0)
        run = leaklab_run(
            &(struct leaklab_program){.sources = ll_strings_argv(&sources)});
    ll_strings_release(&sources);
    return run;
}

void leaklab_free(struct leaklab *run)
{
    if (run == NULL)
        return;
    ll_result_release(&run->result);
    ll_subject_release(&run->subject);
    ll_buf_release(&run->text);
    free(run);
}

/* Append the report, or the error if there is none. */
static void add_report(struct leaklab *run)
{
    struct ll_style style = {.width = 80};
    if (run->err.text[0] != '\0')
        ll_buf_addf(&run->text, "%s\n", run->err.text);
    else if (ll_format_find("text")->check(&run->result, &style, &run->text, NULL) != 0)
        ll_buf_puts(&run->text, "out of memory\n");
}

const char *leaklab_report(struct leaklab *run)
{
    if (run == NULL)
        return "out of memory";
    ll_buf_clear(&run->text);
    add_report(run);
    return ll_buf_text(&run->text);
}

const char *leaklab_expect_clean(struct leaklab *run)
{
    if (run != NULL && run->err.text[0] == '\0' && run->result.verdict == LL_PASS)
        return NULL;
    return leaklab_report(run);
}

/* Whether `function` was asked for and is not the function of the program's own code in
 * `stack`. */
static bool differs(const char *function, const struct ll_stack *stack,
                    const char *const *roots)
{
    if (function == NULL)
        return false;
    const struct ll_frame *frame = ll_stack_own(stack, roots);
    return frame == NULL || frame->function == NULL ||
           strcmp(frame->function, function) != 0;
}

static bool meets(const struct ll_diag *diag, const struct leaklab_fault *fault,
                  const char *const *roots)
{
    return (fault->kind == NULL ||
            strcmp(fault->kind, ll_kind_name(diag->kind)) == 0) &&
           (fault->bytes == 0 || fault->bytes == diag->bytes) &&
           (fault->blocks == 0 || fault->blocks == diag->blocks) &&
           !differs(fault->in, &diag->at, roots) &&
           !differs(fault->allocated_in, &diag->allocated, roots) &&
           !differs(fault->freed_in, &diag->freed, roots) &&
           !differs(fault->lost_in, &diag->lost, roots) &&
           (fault->variable == NULL ||
            (diag->variable != NULL && strcmp(fault->variable, diag->variable) == 0));
}

static void add_asked(struct ll_buf *out, const char *what, const char *value)
{
    if (value != NULL)
        ll_buf_addf(out, ", %s %s", what, value);
}

/* Describe the expected fault and what was found instead. */
static const char *describe_mismatch(struct leaklab *run,
                                     const struct leaklab_fault *fault, bool only)
{
    if (run == NULL)
        return "out of memory";
    struct ll_buf *out = &run->text;
    ll_buf_clear(out);
    ll_buf_addf(out, "expected %s%s", only ? "only " : "",
                fault->kind != NULL ? fault->kind : "a fault");
    if (fault->bytes > 0)
        ll_buf_addf(out, ", %llu bytes", fault->bytes);
    if (fault->blocks > 0)
        ll_buf_addf(out, ", %llu blocks", fault->blocks);
    add_asked(out, "in", fault->in);
    add_asked(out, "allocated in", fault->allocated_in);
    add_asked(out, "freed in", fault->freed_in);
    add_asked(out, "lost in", fault->lost_in);
    add_asked(out, "held by", fault->variable);
    ll_buf_puts(out, "; found:\n");
    add_report(run);
    return ll_buf_text(out);
}

static const char *expect(struct leaklab *run, const struct leaklab_fault *fault,
                          bool only)
{
    if (run == NULL || run->err.text[0] != '\0')
        return describe_mismatch(run, fault, only);
    const struct ll_diags *diags = &run->result.diags;
    const char *const *roots = ll_strings_argv(&run->subject.roots);
    size_t met = 0;
    for (size_t i = 0; i < diags->count; i++)
        met += meets(&diags->items[i], fault, roots);
    if (met == 0 || (only && (met > 1 || diags->count > 1)))
        return describe_mismatch(run, fault, only);
    return NULL;
}

const char *leaklab_expect(struct leaklab *run, const struct leaklab_fault *fault)
{
    return expect(run, fault, false);
}

const char *leaklab_expect_only(struct leaklab *run, const struct leaklab_fault *fault)
{
    return expect(run, fault, true);
}
