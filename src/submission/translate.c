/* SPDX-License-Identifier: MIT */
#include "submission/translate.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "session/cython.h"
#include "session/cython_lines.h"
#include "submission/isolate.h"
#include "submission/step.h"

/* Cython makes about 100 lines of C of one. */
enum { MADE_MAX = 16 << 20 };

#define MADE "translated.c"

bool ll_translate_name(const struct ll_compiled *compiled, struct ll_buf *name)
{
    return ll_buf_addf(name, "%s%s", compiled->name,
                       ll_cython_is(compiled->name) ? ".c" : "");
}

static int run(const struct ll_harness *harness, struct ll_compiled *compiled,
               const char *program, const char *out, struct ll_buf *why,
               struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    const char *module = harness->exercise->module_name;
    ll_strings_add(&argv, program);
    ll_strings_add_all(&argv, ll_cython_options);
    if (module != NULL)
        ll_strings_add_all(&argv, (const char *const[]){"--module-name", module, NULL});
    ll_strings_add(&argv, "-o");
    ll_strings_addf(&argv, "%s/" MADE, out);
    ll_strings_add(&argv, compiled->name);
    int result = ll_step_run(harness, compiled, &argv, why, err);
    ll_strings_release(&argv);
    return result;
}

/* Run the first Cython that is there. */
static int run_any(const struct ll_harness *harness, struct ll_compiled *compiled,
                   const char *out, struct ll_buf *why, struct ll_error *err)
{
    struct ll_error missing = {0};
    int result = -1;
    for (size_t i = 0; ll_cython_programs[i] != NULL && result < 0; i++) {
        missing = (struct ll_error){0};
        result = run(harness, compiled, ll_cython_programs[i], out, why, &missing);
    }
    return result < 0 ? ll_fail(err, missing.fault, "%s", missing.text) : result;
}

/* Give the C the lines of the .pyx. */
static int place(struct ll_compiled *compiled, const char *out, struct ll_buf *why,
                 struct ll_error *err)
{
    struct ll_buf made = LL_BUF_INIT, placed = LL_BUF_INIT, name = LL_BUF_INIT;
    struct ll_buf path = LL_BUF_INIT, source = LL_BUF_INIT;
    char *in = ll_path_join(compiled->folder, "in");
    ll_buf_init(&placed, 4 * (size_t)MADE_MAX);
    bool good = ll_translate_name(compiled, &name) &&
                ll_buf_addf(&path, LL_TRANSLATE_ROOT "/%s", ll_buf_text(&name)) &&
                ll_buf_addf(&source, LL_SUBMISSION_ROOT "/%s", compiled->name);
    int result = in == NULL || !good
                     ? ll_fail_memory(err)
                     : ll_isolate_fetch(out, MADE, MADE_MAX, &made, err);
    if (result > 0)
        ll_buf_addf(why, "what Cython makes of '%s' is too large", compiled->name);
    /* What comes before the first of its lines is Cython's own. */
    ll_buf_addf(&placed, "#line 1 \"%s\"\n", ll_buf_text(&path));
    if (result == 0)
        result = ll_cython_place(ll_buf_text(&made), ll_buf_text(&path),
                                 ll_buf_text(&source), &placed, err);
    if (result == 0)
        result = ll_isolate_put(in, ll_buf_text(&name), ll_buf_text(&placed),
                                placed.len, 0644, err);
    free(in);
    ll_buf_release(&source);
    ll_buf_release(&path);
    ll_buf_release(&name);
    ll_buf_release(&placed);
    ll_buf_release(&made);
    return result;
}

int ll_translate(const struct ll_harness *harness, struct ll_compiled *compiled,
                 struct ll_buf *why, struct ll_error *err)
{
    if (!ll_cython_is(compiled->name))
        return 0;
    char *out = ll_path_join(compiled->folder, "out");
    int result =
        out == NULL ? ll_fail_memory(err) : run_any(harness, compiled, out, why, err);
    if (result > 0 && why->len == 0)
        ll_buf_addf(why, "Cython cannot translate '%s'", compiled->name);
    if (result == 0)
        result = place(compiled, out, why, err);
    free(out);
    return result;
}
