/* SPDX-License-Identifier: MIT */
#include "session/job.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "runtime/fail.h"
#include "runtime/only.h"
#include "runtime/python.h"
#include "runtime/stops.h"
#include "runtime/swept.h"

/* Each source has the processor time for itself, as its compiler is a process of its
 * own. One command may compile many sources, on a machine that is busy with others. */
const struct ll_limits ll_build_limits = {
    .wall_seconds = 600,
    .cpu_seconds = 60,
    .output_bytes = (size_t)16 << 20,
    .file_bytes = (size_t)256 << 20,
};

static bool is_passed_on(const char *var)
{
    static const char *const names[] = {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LANGUAGE",
        "TZ",
        "CPATH",
        "C_INCLUDE_PATH",
        "LIBRARY_PATH",
        "LD_LIBRARY_PATH",
        LL_PYTHON_MALLOC,
    };
    size_t length = strcspn(var, "=");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == length && strncmp(var, names[i], length) == 0)
            return true;
    return ll_starts_with(var, "LC_");
}

int ll_build_env(const struct ll_subject *subject, const char *dir,
                 struct ll_strings *env, struct ll_error *err)
{
    for (char **var = environ; *var != NULL; var++)
        if (is_passed_on(*var))
            ll_strings_add(env, *var);
        else
            ll_strings_addf(env, "%.*s", (int)strcspn(*var, "="), *var);
    ll_strings_addf(env, "TMPDIR=%s", dir);
    ll_strings_addf(env, "TEMP=%s", dir); /* Check reads this one */
    ll_strings_add_all(env, ll_strings_argv(&subject->env));
    if (subject->only != NULL) {
        ll_strings_addf(env, LL_ONLY_ENV "=%s",
                        strcmp(subject->only, LL_ALL_TESTS) == 0 ? LL_ONLY_ALL
                                                                 : subject->only);
        ll_strings_add(env, "CK_FORK=no"); /* so that the tool sees the tests */
    }
    if (subject->sweep != NULL && subject->isolation == NULL) {
        ll_strings_addf(env, LL_SWEEP_ENV "=%s", subject->sweep);
        ll_strings_addf(env, LL_SWEEP_LOG_ENV "=%s/" LL_BUILD_SWEEP, dir);
    } else if (subject->sweep == NULL && subject->fail != NULL) {
        ll_strings_addf(env, LL_FAIL_ENV "=%s", subject->fail);
    }
    return ll_strings_ok(env, err);
}

int ll_build_stops(const char *library, unsigned number, struct ll_strings *env,
                   struct ll_error *err)
{
    ll_strings_addf(env, "LD_PRELOAD=%s", library);
    ll_strings_addf(env, LL_STOPS_ENV "=%u", number);
    ll_strings_add(env, "LD_BIND_NOW=1"); /* not while each step is looked at */
    return ll_strings_ok(env, err);
}

int ll_build_plan(const struct ll_subject *subject, const char *dir,
                  struct ll_buf *plan, struct ll_error *err)
{
    if (subject->sweep == NULL || subject->isolation == NULL)
        return 0;
    ll_buf_addf(plan, "%s", subject->sweep);
    ll_buf_putc(plan, '\0');
    ll_buf_addf(plan, "%s/" LL_BUILD_SWEEP, dir);
    ll_buf_putc(plan, '\0');
    return plan->full ? ll_fail_memory(err) : 0;
}

void ll_build_isolate(const struct ll_subject *subject, struct ll_job *job,
                      struct ll_build_isolation *made, const char *dir)
{
    if (subject->isolation == NULL)
        return;
    made->isolation = *subject->isolation;
    made->writable[0] = dir;
    made->isolation.writable = made->writable;
    job->isolation = &made->isolation;
}

int ll_build_start(const struct ll_subject *subject, const char *dir,
                   const char *folder, const struct ll_strings *argv,
                   const struct ll_strings *env, struct ll_buf *words,
                   struct ll_run *run, struct ll_error *err)
{
    if (ll_strings_ok(argv, err) != 0 || ll_strings_ok(env, err) != 0)
        return -1;
    struct ll_job job = {
        .argv = ll_strings_argv(argv),
        .env = ll_strings_argv(env),
        .folder = folder,
        .limits = ll_build_limits,
        .out = words,
        .err = words,
    };
    struct ll_build_isolation isolation = {0};
    ll_build_isolate(subject, &job, &isolation, dir);
    int result = ll_jail_run(&job, &run->ended, err);
    run->build_seconds += run->ended.wall_seconds;
    return result;
}
