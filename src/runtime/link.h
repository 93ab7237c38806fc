/* SPDX-License-Identifier: MIT
 *
 * link: the linker's options for each runtime part, as strings for an argv:
 *
 *     static const char *const flags[] = {LL_LINK_FINISH, LL_LINK_FAIL, NULL};
 *
 * --wrap redirects calls in the objects that are linked, which are the program's. Calls
 * inside shared libraries stay as they are.
 */
#ifndef LL_RUNTIME_LINK_H
#define LL_RUNTIME_LINK_H

/* With finish.o, always. */
#define LL_LINK_FINISH                                                                 \
    "-Wl,--wrap=main,--wrap=exit,--wrap=quick_exit,--wrap=_exit,--wrap=_Exit"

/* With sizes.o, under AddressSanitizer, unless fail.o is there, which wraps the same.
 */
#define LL_LINK_SIZES                                                                  \
    "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray",              \
        "-Wl,--wrap=aligned_alloc,--wrap=posix_memalign"

/* With writes.o, under AddressSanitizer. */
#define LL_LINK_WRITES                                                                 \
    "-Wl,--wrap=memccpy,--wrap=stpcpy,--wrap=stpncpy,--wrap=explicit_bzero",           \
        "-Wl,--wrap=swab,--wrap=memfrob,--wrap=wcscpy,--wrap=wcpcpy,--wrap=wcsncpy",   \
        "-Wl,--wrap=wmemcpy,--wrap=wmemmove,--wrap=wmempcpy,--wrap=wmemset",           \
        "-Wl,--wrap=strftime,--wrap=fmemopen,--wrap=timespec_get,--wrap=mempcpy",      \
        "-Wl,--wrap=strcoll,--wrap=strsep,--wrap=strtok_r,--wrap=atof,--wrap=perror",  \
        "-Wl,--wrap=strtod,--wrap=strtof,--wrap=strtold",                              \
        "-Wl,--wrap=strtoul,--wrap=strtoull",                                          \
        "-Wl,--wrap=__isoc23_strtol,--wrap=__isoc23_strtoll",                          \
        "-Wl,--wrap=__isoc23_strtoul,--wrap=__isoc23_strtoull",                        \
        "-Wl,--wrap=sscanf,--wrap=fscanf,--wrap=scanf,--wrap=vsscanf,--wrap=vfscanf",  \
        "-Wl,--wrap=vscanf,--wrap=__isoc99_sscanf,--wrap=__isoc99_fscanf",             \
        "-Wl,--wrap=__isoc99_scanf,--wrap=__isoc99_vsscanf,--wrap=__isoc99_vfscanf",   \
        "-Wl,--wrap=__isoc99_vscanf,--wrap=__isoc23_sscanf,--wrap=__isoc23_fscanf",    \
        "-Wl,--wrap=__isoc23_scanf,--wrap=__isoc23_vsscanf,--wrap=__isoc23_vfscanf",   \
        "-Wl,--wrap=__isoc23_vscanf,--wrap=pthread_attr_init",                         \
        "-Wl,--wrap=pthread_mutexattr_init,--wrap=pthread_condattr_init",              \
        "-Wl,--wrap=pthread_mutex_init,--wrap=pthread_mutex_destroy",                  \
        "-Wl,--wrap=pthread_mutex_lock,--wrap=pthread_mutex_trylock",                  \
        "-Wl,--wrap=pthread_mutex_timedlock,--wrap=pthread_mutex_unlock",              \
        "-Wl,--wrap=pthread_cond_init,--wrap=pthread_cond_destroy",                    \
        "-Wl,--wrap=pthread_cond_wait,--wrap=pthread_cond_timedwait",                  \
        "-Wl,--wrap=pthread_cond_signal,--wrap=pthread_cond_broadcast",                \
        "-Wl,--wrap=pthread_rwlock_init,--wrap=pthread_rwlock_destroy",                \
        "-Wl,--wrap=pthread_rwlock_rdlock,--wrap=pthread_rwlock_tryrdlock",            \
        "-Wl,--wrap=pthread_rwlock_timedrdlock,--wrap=pthread_rwlock_wrlock",          \
        "-Wl,--wrap=pthread_rwlock_trywrlock,--wrap=pthread_rwlock_timedwrlock",       \
        "-Wl,--wrap=pthread_rwlock_unlock,--wrap=pthread_barrier_init",                \
        "-Wl,--wrap=pthread_barrier_destroy,--wrap=pthread_barrier_wait",              \
        "-Wl,--wrap=pthread_spin_init,--wrap=pthread_spin_destroy",                    \
        "-Wl,--wrap=pthread_spin_lock,--wrap=pthread_spin_trylock",                    \
        "-Wl,--wrap=pthread_spin_unlock,--wrap=pthread_key_create",                    \
        "-Wl,--wrap=pthread_join,--wrap=pthread_attr_getdetachstate",                  \
        "-Wl,--wrap=pthread_attr_getstacksize,--wrap=pthread_mutexattr_gettype",       \
        "-Wl,--wrap=sem_init,--wrap=sem_destroy,--wrap=sem_wait,--wrap=sem_trywait",   \
        "-Wl,--wrap=sem_timedwait,--wrap=sem_post,--wrap=sem_getvalue",                \
        "-Wl,--wrap=thrd_create,--wrap=thrd_join,--wrap=mtx_init,--wrap=mtx_lock",     \
        "-Wl,--wrap=mtx_trylock,--wrap=mtx_timedlock,--wrap=mtx_unlock",               \
        "-Wl,--wrap=cnd_init,--wrap=cnd_wait,--wrap=cnd_timedwait,--wrap=cnd_signal",  \
        "-Wl,--wrap=cnd_broadcast,--wrap=tss_create"

/* With calls.o, under memcheck and MemorySanitizer. */
#define LL_LINK_CALLS "-Wl,--wrap=fclose,--wrap=posix_spawn,--wrap=posix_spawnp"

/* With fail.o, when an allocation is to fail. */
#define LL_LINK_FAIL                                                                   \
    "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray",              \
        "-Wl,--wrap=aligned_alloc,--wrap=posix_memalign,--wrap=strdup,--wrap=strndup", \
        "-Wl,--wrap=PyMem_Malloc,--wrap=PyMem_Calloc,--wrap=PyMem_Realloc",            \
        "-Wl,--wrap=PyMem_RawMalloc,--wrap=PyMem_RawCalloc,--wrap=PyMem_RawRealloc",   \
        "-Wl,--wrap=PyObject_Malloc,--wrap=PyObject_Calloc,--wrap=PyObject_Realloc"

/* With fail.o and swept.o, in place of LL_LINK_FAIL, when every allocation is to fail
 * once. */
#define LL_LINK_SWEEP                                                                  \
    LL_LINK_FAIL, "-Wl,--wrap=abort,--wrap=__assert_fail,--wrap=pthread_create"

/* With tests.o besides, for a Check suite. */
#define LL_LINK_TESTS                                                                  \
    "-Wl,--wrap=_tcase_add_test,--wrap=tcase_add_checked_fixture",                     \
        "-Wl,--wrap=tcase_add_unchecked_fixture,--wrap=srunner_run_all",               \
        "-Wl,--wrap=srunner_run,--wrap=srunner_run_tagged",                            \
        "-Wl,--wrap=_mark_point,--wrap=_ck_assert_failed"

/* With only.o, for a Check suite of which only some tests run. */
#define LL_LINK_ONLY "-Wl,--wrap=_tcase_add_test"

#endif
