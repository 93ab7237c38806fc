/* SPDX-License-Identifier: MIT
 *
 * Python's families of memory, made visible. See python.h.
 */
#include <Python.h>

#include <dlfcn.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/python.h"

/* The C++ functions, by the names that they have in object code. */
extern const char nothrow __asm__("_ZSt7nothrow");
void *new_array(size_t size, const char *nothrow_tag) __asm__("_ZnamRKSt9nothrow_t");
void *new_object(size_t size, const char *nothrow_tag) __asm__("_ZnwmRKSt9nothrow_t");
void delete_array(void *block) __asm__("_ZdaPv");
void delete_object(void *block) __asm__("_ZdlPv");

/* The sanitizers' own: whether `block` is allocated. Without one, NULL. */
extern int __sanitizer_get_ownership(const volatile void *block) __attribute__((weak));

/* How many bytes of `block` may be read. 0 when it is no block: the tool will say so
 * when it is freed, in better words than malloc_usable_size() has. */
static size_t readable(void *block)
{
    if (__sanitizer_get_ownership && !__sanitizer_get_ownership(block))
        return 0;
    return malloc_usable_size(block);
}

/* Copy to `to`, of `size` bytes, what fits of `from`. Returns how much that was. */
static size_t copy(void *to, void *from, size_t size)
{
    size_t length = readable(from);

    if (length > size)
        length = size;
    if (length > 0)
        memcpy(to, from, length);
    return length;
}

/* ---- the hooks ---------------------------------------------------------------
 * CPython has checked the sizes: none is above PY_SSIZE_T_MAX, no product wraps. */

static void *pymem_malloc(void *context, size_t size)
{
    (void)context;
    return new_array(size, &nothrow);
}

static void *pymem_calloc(void *context, size_t count, size_t size)
{
    void *block = new_array(count * size, &nothrow);

    (void)context;
    return block == NULL ? NULL : memset(block, 0, count * size);
}

static void *pymem_realloc(void *context, void *old, size_t size)
{
    void *block = new_array(size, &nothrow);

    (void)context;
    if (block == NULL)
        return NULL;
    copy(block, old, size);
    delete_array(old);
    return block;
}

static void pymem_free(void *context, void *block)
{
    (void)context;
    delete_array(block);
}

static void *pyobject_malloc(void *context, size_t size)
{
    void *block = new_object(size, &nothrow);

    (void)context;
    return block == NULL ? NULL : memset(block, 0, size);
}

static void *pyobject_calloc(void *context, size_t count, size_t size)
{
    void *block = new_object(count * size, &nothrow);

    (void)context;
    return block == NULL ? NULL : memset(block, 0, count * size);
}

static void *pyobject_realloc(void *context, void *old, size_t size)
{
    char *block = new_object(size, &nothrow);
    size_t copied;

    (void)context;
    if (block == NULL)
        return NULL;
    copied = copy(block, old, size);
    memset(block + copied, 0, size - copied);
    delete_object(old);
    return block;
}

static void pyobject_free(void *context, void *block)
{
    (void)context;
    delete_object(block);
}

/* ---- before main() ---------------------------------------------------------- */

static const struct {
    const char *name;
    PyMemAllocatorName allocator;
} settings[] = {
    {"families", PYMEM_ALLOCATOR_NOT_SET},
    {"pymalloc", PYMEM_ALLOCATOR_PYMALLOC},
    {"malloc", PYMEM_ALLOCATOR_MALLOC},
    {"malloc_debug", PYMEM_ALLOCATOR_MALLOC_DEBUG},
};

static void refuse(const char *what)
{
    fprintf(stderr, "leaklab: %s: %s\n", LL_PYTHON_MALLOC, what);
    _exit(125);
}

static void require(PyStatus status)
{
    if (PyStatus_Exception(status))
        refuse(status.err_msg);
}

static void set_families(void)
{
    PyMemAllocatorEx pymem = {NULL, pymem_malloc, pymem_calloc, pymem_realloc,
                              pymem_free};
    PyMemAllocatorEx pyobject = {NULL, pyobject_malloc, pyobject_calloc,
                                 pyobject_realloc, pyobject_free};

    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &pymem);
    PyMem_SetAllocator(PYMEM_DOMAIN_OBJ, &pyobject);
}

/* Python's own library is the one beside libpython, whatever is first on PATH. */
static void start_interpreter(void)
{
    char home[PATH_MAX];
    char *end = NULL;
    Dl_info info;
    PyConfig config;

    if (dladdr((void *)(uintptr_t)Py_GetVersion, &info) != 0 &&
        realpath(info.dli_fname, home) != NULL)
        end = strstr(home, "/lib/");
    if (end == NULL)
        refuse("libpython is not in a folder 'lib'");
    *end = '\0';

    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    require(PyConfig_SetBytesString(&config, &config.home, home));
    require(PyConfig_SetString(&config, &config.program_name, L"python3"));
    require(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
}

/* Preinitialised here, Python cannot be told otherwise by the environment later. */
__attribute__((constructor)) static void start(void)
{
    const char *wanted = getenv(LL_PYTHON_MALLOC);
    const size_t count = sizeof settings / sizeof *settings;
    size_t chosen = 0;
    PyPreConfig config;

    while (wanted != NULL && chosen < count && strcmp(wanted, settings[chosen].name))
        chosen++;
    if (chosen == count)
        refuse("not one of families, pymalloc, malloc, malloc_debug");

    PyPreConfig_InitIsolatedConfig(&config);
    config.allocator = (int)settings[chosen].allocator;
    require(Py_PreInitialize(&config));
    if (config.allocator == PYMEM_ALLOCATOR_NOT_SET)
        set_families();
    else
        start_interpreter();
}
