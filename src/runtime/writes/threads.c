/* SPDX-License-Identifier: MIT
 *
 * What threads share: locks and the like have to lie in memory that is there, and so
 * has what is told of them. pthread_create is not here: the sweep wraps it. With older
 * C libraries these functions are in libraries of their own, which not every program
 * has.
 */
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>

#include "runtime/writes/checks.h"

#define OPTIONAL(type, name, ...)                                                      \
    __attribute__((weak)) type __real_##name(__VA_ARGS__);                             \
    WRAPPED(type, name, __VA_ARGS__)

/* Functions of a thing, alone or with more arguments, which are handed on. */
#define OF(name, type)                                                                 \
    OPTIONAL(int, name, type *thing)                                                   \
    {                                                                                  \
        writes((const void *)(uintptr_t)thing, sizeof *thing);                         \
        return __real_##name(thing);                                                   \
    }
#define OF_AND(name, type, more)                                                       \
    OPTIONAL(int, name, type *thing, more with)                                        \
    {                                                                                  \
        writes((const void *)(uintptr_t)thing, sizeof *thing);                         \
        return __real_##name(thing, with);                                             \
    }
#define OF_AND_2(name, type, more, most)                                               \
    OPTIONAL(int, name, type *thing, more with, most than)                             \
    {                                                                                  \
        writes((const void *)(uintptr_t)thing, sizeof *thing);                         \
        return __real_##name(thing, with, than);                                       \
    }

/* Functions that put what is asked of a thing into `told`. */
#define TELLS(name, type, told)                                                        \
    OPTIONAL(int, name, type thing, told *into)                                        \
    {                                                                                  \
        writes(into, into == NULL ? 0 : sizeof *into);                                 \
        return __real_##name(thing, into);                                             \
    }

typedef const struct timespec *until;
typedef void (*destructor)(void *);

OF(pthread_attr_init, pthread_attr_t)
OF(pthread_mutexattr_init, pthread_mutexattr_t)
OF(pthread_condattr_init, pthread_condattr_t)

OF_AND(pthread_mutex_init, pthread_mutex_t, const pthread_mutexattr_t *)
OF(pthread_mutex_destroy, pthread_mutex_t)
OF(pthread_mutex_lock, pthread_mutex_t)
OF(pthread_mutex_trylock, pthread_mutex_t)
OF_AND(pthread_mutex_timedlock, pthread_mutex_t, until)
OF(pthread_mutex_unlock, pthread_mutex_t)

OF_AND(pthread_cond_init, pthread_cond_t, const pthread_condattr_t *)
OF(pthread_cond_destroy, pthread_cond_t)
OF_AND(pthread_cond_wait, pthread_cond_t, pthread_mutex_t *)
OF_AND_2(pthread_cond_timedwait, pthread_cond_t, pthread_mutex_t *, until)
OF(pthread_cond_signal, pthread_cond_t)
OF(pthread_cond_broadcast, pthread_cond_t)

OF_AND(pthread_rwlock_init, pthread_rwlock_t, const pthread_rwlockattr_t *)
OF(pthread_rwlock_destroy, pthread_rwlock_t)
OF(pthread_rwlock_rdlock, pthread_rwlock_t)
OF(pthread_rwlock_tryrdlock, pthread_rwlock_t)
OF_AND(pthread_rwlock_timedrdlock, pthread_rwlock_t, until)
OF(pthread_rwlock_wrlock, pthread_rwlock_t)
OF(pthread_rwlock_trywrlock, pthread_rwlock_t)
OF_AND(pthread_rwlock_timedwrlock, pthread_rwlock_t, until)
OF(pthread_rwlock_unlock, pthread_rwlock_t)

OF_AND_2(pthread_barrier_init, pthread_barrier_t, const pthread_barrierattr_t *,
         unsigned)
OF(pthread_barrier_destroy, pthread_barrier_t)
OF(pthread_barrier_wait, pthread_barrier_t)

OF_AND(pthread_spin_init, pthread_spinlock_t, int)
OF(pthread_spin_destroy, pthread_spinlock_t)
OF(pthread_spin_lock, pthread_spinlock_t)
OF(pthread_spin_trylock, pthread_spinlock_t)
OF(pthread_spin_unlock, pthread_spinlock_t)

OF_AND(pthread_key_create, pthread_key_t, destructor)
TELLS(pthread_join, pthread_t, void *)
TELLS(pthread_attr_getdetachstate, const pthread_attr_t *, int)
TELLS(pthread_attr_getstacksize, const pthread_attr_t *, size_t)
TELLS(pthread_mutexattr_gettype, const pthread_mutexattr_t *, int)

OF_AND_2(sem_init, sem_t, int, unsigned)
OF(sem_destroy, sem_t)
OF(sem_wait, sem_t)
OF(sem_trywait, sem_t)
OF_AND(sem_timedwait, sem_t, until)
OF(sem_post, sem_t)
TELLS(sem_getvalue, sem_t *, int)

OF_AND_2(thrd_create, thrd_t, thrd_start_t, void *)
TELLS(thrd_join, thrd_t, int)
OF_AND(mtx_init, mtx_t, int)
OF(mtx_lock, mtx_t)
OF(mtx_trylock, mtx_t)
OF_AND(mtx_timedlock, mtx_t, until)
OF(mtx_unlock, mtx_t)
OF(cnd_init, cnd_t)
OF_AND(cnd_wait, cnd_t, mtx_t *)
OF_AND_2(cnd_timedwait, cnd_t, mtx_t *, until)
OF(cnd_signal, cnd_t)
OF(cnd_broadcast, cnd_t)
OF_AND(tss_create, tss_t, destructor)
