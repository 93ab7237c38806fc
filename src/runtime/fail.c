/* SPDX-License-Identifier: MIT */
#include "runtime/fail.h"

#include <errno.h>
#include <stdatomic.h>

#include "runtime/denied.h"
#include "runtime/hooks.h"
#include "runtime/private.h"

enum function {
    MALLOC,
    CALLOC,
    REALLOC,
    REALLOCARRAY,
    ALIGNED_ALLOC,
    POSIX_MEMALIGN,
    STRDUP,
    STRNDUP,
    PYMEM_MALLOC,
    PYMEM_CALLOC,
    PYMEM_REALLOC,
    PYMEM_RAW_MALLOC,
    PYMEM_RAW_CALLOC,
    PYMEM_RAW_REALLOC,
    PYOBJECT_MALLOC,
    PYOBJECT_CALLOC,
    PYOBJECT_REALLOC,
    FUNCTION_COUNT
};

static const char *const names[FUNCTION_COUNT] = {
    "malloc",           "calloc",           "realloc",         "reallocarray",
    "aligned_alloc",    "posix_memalign",   "strdup",          "strndup",
    "PyMem_Malloc",     "PyMem_Calloc",     "PyMem_Realloc",   "PyMem_RawMalloc",
    "PyMem_RawCalloc",  "PyMem_RawRealloc", "PyObject_Malloc", "PyObject_Calloc",
    "PyObject_Realloc",
};

static struct rule {
    enum function function;
    unsigned long first, last;
} rules[LL_FAIL_RULES_MAX];

static size_t rule_count;
static atomic_ulong calls[FUNCTION_COUNT];

/* Read "realloc:2" or "realloc:2+". Returns what stands behind it, or NULL. */
static const char *read_rule(const char *text, struct rule *rule)
{
    size_t length = ll_until(text, ':');
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (!ll_is_word(text, length, names[i]))
            continue;
        if (text[length] == '\0' || text[length + 1] == '0')
            return NULL;
        rule->function = (enum function)i;
        const char *end = ll_read_number(text + length + 1, &rule->first);
        rule->last = rule->first;
        if (end != NULL && *end == '+') {
            rule->last = -1UL;
            end++;
        }
        return end;
    }
    return NULL;
}

static bool read_rules(const char *text)
{
    for (; rule_count < LL_FAIL_RULES_MAX; text++) {
        text = read_rule(text, &rules[rule_count++]);
        if (text == NULL || *text == '\0')
            return text != NULL;
        if (*text != ',')
            return false;
    }
    return false;
}

__attribute__((constructor(101))) static void start(void)
{
    const char *text = ll_getenv(LL_FAIL_ENV);
    if (text == NULL || text[0] == '\0')
        return;
    if (!read_rules(text))
        ll_refuse(LL_FAIL_ENV, text, LL_FAIL_MISUSED);
    ll_unsetenv(LL_FAIL_ENV);
}

void ll_fail_stop(void)
{
    rule_count = 0;
}

void ll_fail_again(void)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        atomic_store(&calls[i], 0);
}

/* Count a call. True: it fails, and errno is set. False: finish() must be called when
 * it is done. Where swept.o is linked, it decides. */
static bool fails(enum function function, size_t size, const void *caller)
{
    if (ll_sweep_enter != NULL)
        return ll_sweep_enter(names[function], size, caller);
    unsigned long call = atomic_fetch_add(&calls[function], 1) + 1;
    for (size_t i = 0; i < rule_count; i++) {
        const struct rule *rule = &rules[i];
        if (rule->function == function && rule->first <= call && call <= rule->last) {
            ll_tell_denied(0);
            errno = ENOMEM;
            return true;
        }
    }
    return false;
}

static void finish(void)
{
    if (ll_sweep_leave != NULL)
        ll_sweep_leave();
}

/* The linker sends the program's calls of `name` to __wrap_name, and our calls of
 * __real_name to the function that the program would have called: its own, the tool's
 * or the C library's. Weak, because not every program has libpython. */
#define WRAP(function, name, parameters, arguments, bytes)                             \
    void *__real_##name parameters __attribute__((weak));                              \
    void *__wrap_##name parameters;                                                    \
    void *__wrap_##name parameters                                                     \
    {                                                                                  \
        if (fails(function, bytes, __builtin_return_address(0)))                       \
            return NULL;                                                               \
        void *result = __real_##name arguments;                                        \
        finish();                                                                      \
        return result;                                                                 \
    }

static size_t length_within(const char *text, size_t size)
{
    size_t length = 0;
    while (length < size && text[length] != '\0')
        length++;
    return length;
}

WRAP(MALLOC, malloc, (size_t size), (size), size)
WRAP(CALLOC, calloc, (size_t count, size_t size), (count, size), count *size)
WRAP(REALLOCARRAY, reallocarray, (void *block, size_t count, size_t size),
     (block, count, size), count *size)
WRAP(ALIGNED_ALLOC, aligned_alloc, (size_t alignment, size_t size), (alignment, size),
     size)
WRAP(STRDUP, strdup, (const char *text), (text), ll_length(text) + 1)
WRAP(STRNDUP, strndup, (const char *text, size_t size), (text, size),
     length_within(text, size) + 1)
WRAP(PYMEM_MALLOC, PyMem_Malloc, (size_t size), (size), size)
WRAP(PYMEM_CALLOC, PyMem_Calloc, (size_t count, size_t size), (count, size),
     count *size)
WRAP(PYMEM_REALLOC, PyMem_Realloc, (void *block, size_t size), (block, size), size)
WRAP(PYMEM_RAW_MALLOC, PyMem_RawMalloc, (size_t size), (size), size)
WRAP(PYMEM_RAW_CALLOC, PyMem_RawCalloc, (size_t count, size_t size), (count, size),
     count *size)
WRAP(PYMEM_RAW_REALLOC, PyMem_RawRealloc, (void *block, size_t size), (block, size),
     size)
WRAP(PYOBJECT_MALLOC, PyObject_Malloc, (size_t size), (size), size)
WRAP(PYOBJECT_CALLOC, PyObject_Calloc, (size_t count, size_t size), (count, size),
     count *size)
WRAP(PYOBJECT_REALLOC, PyObject_Realloc, (void *block, size_t size), (block, size),
     size)

void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size)
{
    if (ll_sweep_enter != NULL && block != NULL && size == 0)
        return __real_realloc(block, size); /* frees, and asks for nothing */
    if (fails(REALLOC, size, __builtin_return_address(0)))
        return NULL;
    void *result = __real_realloc(block, size);
    finish();
    return result;
}

/* AddressSanitizer's, which does not look at the pointer that posix_memalign writes:
 * see writes.c. */
LL_WEAK void __asan_storeN(const void *at, size_t size);

int __real_posix_memalign(void **block, size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
    int saved = errno; /* posix_memalign does not set errno */
    int result = ENOMEM;
    if (!fails(POSIX_MEMALIGN, size, __builtin_return_address(0))) {
        if (__asan_storeN != NULL)
            __asan_storeN(block, sizeof *block);
        result = __real_posix_memalign(block, alignment, size);
        finish();
    }
    errno = saved;
    return result;
}
