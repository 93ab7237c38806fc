/* SPDX-License-Identifier: MIT */
#include "submission/gate_threads.h"

#include <stddef.h>
#include <string.h>

static const char *const threads[] = {
    "pthread_create",
    "pthread_join",
    "pthread_detach",
    "pthread_self",
    "pthread_equal",
    "pthread_exit",
    "pthread_once",
    "pthread_attr_init",
    "pthread_attr_destroy",
    "pthread_attr_setdetachstate",
    "pthread_attr_getdetachstate",
    "pthread_attr_setstacksize",
    "pthread_attr_getstacksize",
    "pthread_attr_setguardsize",
    "pthread_mutex_init",
    "pthread_mutex_destroy",
    "pthread_mutex_lock",
    "pthread_mutex_trylock",
    "pthread_mutex_timedlock",
    "pthread_mutex_unlock",
    "pthread_mutexattr_init",
    "pthread_mutexattr_destroy",
    "pthread_mutexattr_settype",
    "pthread_mutexattr_gettype",
    "pthread_cond_init",
    "pthread_cond_destroy",
    "pthread_cond_wait",
    "pthread_cond_timedwait",
    "pthread_cond_signal",
    "pthread_cond_broadcast",
    "pthread_condattr_init",
    "pthread_condattr_destroy",
    "pthread_condattr_setclock",
    "pthread_rwlock_init",
    "pthread_rwlock_destroy",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_tryrdlock",
    "pthread_rwlock_timedrdlock",
    "pthread_rwlock_wrlock",
    "pthread_rwlock_trywrlock",
    "pthread_rwlock_timedwrlock",
    "pthread_rwlock_unlock",
    "pthread_barrier_init",
    "pthread_barrier_destroy",
    "pthread_barrier_wait",
    "pthread_spin_init",
    "pthread_spin_destroy",
    "pthread_spin_lock",
    "pthread_spin_trylock",
    "pthread_spin_unlock",
    "pthread_key_create",
    "pthread_key_delete",
    "pthread_setspecific",
    "pthread_getspecific",
    "sched_yield",
    "sem_init",
    "sem_destroy",
    "sem_wait",
    "sem_trywait",
    "sem_timedwait",
    "sem_post",
    "sem_getvalue",
    "thrd_create",
    "thrd_join",
    "thrd_detach",
    "thrd_current",
    "thrd_equal",
    "thrd_exit",
    "thrd_yield",
    "call_once",
    "mtx_init",
    "mtx_destroy",
    "mtx_lock",
    "mtx_trylock",
    "mtx_timedlock",
    "mtx_unlock",
    "cnd_init",
    "cnd_destroy",
    "cnd_wait",
    "cnd_timedwait",
    "cnd_signal",
    "cnd_broadcast",
    "tss_create",
    "tss_delete",
    "tss_set",
    "tss_get",
    "clock_gettime", /* until when to wait */
    "timespec_get",
};

bool ll_gate_threads_allows(const char *symbol, const struct ll_strings *taken)
{
    if (!ll_strings_has(taken, "pthread_create") &&
        !ll_strings_has(taken, "thrd_create"))
        return false;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        if (strcmp(symbol, threads[i]) == 0)
            return true;
    return false;
}

bool ll_gate_threads_unwinds(const char *symbol)
{
    return strcmp(symbol, "pthread_exit") == 0 || strcmp(symbol, "thrd_exit") == 0;
}
