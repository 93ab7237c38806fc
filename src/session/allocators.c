/* SPDX-License-Identifier: MIT */
#include "session/allocators.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "diag/allocator.h"
#include "session/build.h"

#define CODE_MAX ((size_t)256 << 20)

/* Nothing is checked then: the run goes on. Told once. */
static void tell_unchecked(const struct ll_ended *ended)
{
    enum { NO_SUCH_COMMAND = 127 };
    static atomic_flag told = ATOMIC_FLAG_INIT;
    bool missing = ended->how == LL_END_EXITED && ended->status == NO_SUCH_COMMAND;
    if (!atomic_flag_test_and_set(&told))
        fprintf(
            stderr,
            "leaklab: --allocator: whether the program calls these functions is not "
            "checked: objdump %s\n",
            missing ? "is missing (package binutils)" : "did not read it");
}

/* The code as text. Its limits are those of a compiler, but for what it prints. */
static int read_code(const char *program, struct ll_buf *code, struct ll_error *err)
{
    const char *const argv[] = {"objdump", "-d", "--no-show-raw-insn", program, NULL};
    struct ll_buf words = LL_BUF_INIT;
    struct ll_ended ended;
    struct ll_job job = {
        .argv = argv, .limits = ll_build_limits, .out = code, .err = &words};
    job.limits.output_bytes = CODE_MAX;
    int result = ll_jail_run(&job, &ended, err);
    if (result == 0 && (ended.how != LL_END_EXITED || ended.status != 0)) {
        tell_unchecked(&ended);
        ll_buf_clear(code);
    }
    ll_buf_release(&words);
    return result;
}

/* In the text, "<NAME>:" is where a function begins, and "<NAME>" or "<NAME@plt>"
 * stands where it is called, or where its address is taken. */
static void find(const char *code, const char *name, size_t length, bool *defined,
                 bool *called)
{
    *defined = *called = false;
    for (const char *at = code;
         (at = strchr(at, '<')) != NULL && !(*defined && *called); at++) {
        const char *end = at + 1 + length;
        if (strncmp(at + 1, name, length) != 0)
            continue;
        if (strncmp(end, ">:", 2) == 0)
            *defined = true;
        else if (*end == '>' || strncmp(end, "@plt>", 5) == 0)
            *called = true;
    }
}

static int check(const char *code, const char *name, size_t length, bool must_be_called,
                 struct ll_error *err)
{
    bool defined, called;
    find(code, name, length, &defined, &called);
    if (!defined && !called)
        return ll_fail(err, LL_FAULT_INPUT,
                       "--allocator: the program has no function '%.*s'", (int)length,
                       name);
    if (!called && must_be_called)
        return ll_fail(err, LL_FAULT_INPUT,
                       "--allocator: nothing in the program calls '%.*s'", (int)length,
                       name);
    return 0;
}

int ll_allocators_check(const struct ll_subject *subject, const char *program,
                        struct ll_error *err)
{
    struct ll_buf code;
    ll_buf_init(&code, CODE_MAX);
    int result = read_code(program, &code, err);
    for (size_t i = 0; i < subject->allocators.count && result == 0 && code.len > 0;
         i++) {
        size_t length = 0;
        const char *name = ll_allocator_name(subject->allocators.items[i], &length);
        result = check(ll_buf_text(&code), name, length, true, err);
        name = ll_allocator_free(subject->allocators.items[i], &length);
        if (result == 0 && name != NULL)
            result = check(ll_buf_text(&code), name, length, false, err);
    }
    ll_buf_release(&code);
    return result;
}
