/* SPDX-License-Identifier: MIT
 *
 * The functions that a part's own copy of libgcc's unwinder calls in place of the C
 * library's. src/CMakeLists.txt gives them these names. */
#include "runtime/private.h"

typedef unsigned once_control; /* begins as 0 */

size_t ll_unwinder_strlen(const char *text);
size_t ll_unwinder_strlen(const char *text)
{
    return ll_length(text);
}

/* On arm64 it looks for a letter. */
char *ll_unwinder_strchr(const char *text, int letter);
char *ll_unwinder_strchr(const char *text, int letter)
{
    for (; *text != '\0'; text++)
        if (*text == (char)letter)
            return (char *)(uintptr_t)text;
    return letter == '\0' ? (char *)(uintptr_t)text : NULL;
}

/* The unwinder of gcc 14 and later calls these three. */
void *ll_unwinder_memmove(void *to, const void *from, size_t count);
void *ll_unwinder_memmove(void *to, const void *from, size_t count)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if (target <= source)
        for (size_t i = 0; i < count; i++)
            target[i] = source[i];
    else
        for (size_t i = count; i > 0; i--)
            target[i - 1] = source[i - 1];
    return to;
}

void *ll_unwinder_memcpy(void *to, const void *from, size_t count);
void *ll_unwinder_memcpy(void *to, const void *from, size_t count)
{
    return ll_unwinder_memmove(to, from, count);
}

void *ll_unwinder_memset(void *to, int byte, size_t count);
void *ll_unwinder_memset(void *to, int byte, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ((unsigned char *)to)[i] = (unsigned char)byte;
    return to;
}

_Noreturn void ll_unwinder_abort(void);
void ll_unwinder_abort(void)
{
    for (;;)
        __builtin_trap();
}

/* It fills a table with constants. Two threads may fill it at once. */
int ll_unwinder_pthread_once(once_control *done, void (*fill)(void));
int ll_unwinder_pthread_once(once_control *done, void (*fill)(void))
{
    if (*done == 0)
        fill();
    *done = 1;
    return 0;
}

/* The rest is for unwind tables that are registered by hand. There are none in the
 * copy, so that nothing is ever allocated, locked or freed. */
void *ll_unwinder_malloc(size_t size);
void *ll_unwinder_malloc(size_t size)
{
    (void)size;
    return NULL;
}

void ll_unwinder_free(void *block);
void ll_unwinder_free(void *block)
{
    (void)block;
}

int ll_unwinder_pthread_mutex_lock(void *mutex);
int ll_unwinder_pthread_mutex_lock(void *mutex)
{
    (void)mutex;
    return 0;
}

int ll_unwinder_pthread_mutex_unlock(void *mutex);
int ll_unwinder_pthread_mutex_unlock(void *mutex)
{
    (void)mutex;
    return 0;
}

int ll_unwinder_pthread_cond_wait(void *condition, void *mutex);
int ll_unwinder_pthread_cond_wait(void *condition, void *mutex)
{
    (void)condition;
    (void)mutex;
    return 0;
}

int ll_unwinder_pthread_cond_broadcast(void *condition);
int ll_unwinder_pthread_cond_broadcast(void *condition)
{
    (void)condition;
    return 0;
}

/* The unwinder asks only whether there is such a function: then it uses pthread_once.
 */
int ll_unwinder___pthread_key_create(void *key, void (*destructor)(void *));
int ll_unwinder___pthread_key_create(void *key, void (*destructor)(void *))
{
    (void)key;
    (void)destructor;
    return -1;
}
