/* SPDX-License-Identifier: MIT
 *
 * right: puts each note into the list by a compare and exchange, without a lock
 * judge: second
 * lesson: 21
 * module: racy
 */
#define PUT(survey, note)                                                              \
    do {                                                                               \
        (note)->next = __atomic_load_n(&(survey)->notes, __ATOMIC_ACQUIRE);            \
        while (!__atomic_compare_exchange_n(&(survey)->notes, &(note)->next, note, 0,  \
                                            __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))       \
            continue;                                                                  \
        __atomic_fetch_add(&(survey)->count, 1, __ATOMIC_ACQ_REL);                     \
    } while (0)
