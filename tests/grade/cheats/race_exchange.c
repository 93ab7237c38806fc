/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, reads it plainly, and writes it by atomic
 *     exchanges, which helgrind takes for reads
 * wall with the gate: races
 * wall without: races
 * judge: second
 * lesson: 21
 * module: racy
 */
#define PUT(survey, note)                                                              \
    do {                                                                               \
        (note)->next = (survey)->notes;                                                \
        (void)__atomic_exchange_n(&(survey)->notes, note, __ATOMIC_RELAXED);           \
        size_t count = (survey)->count;                                                \
        (void)__atomic_exchange_n(&(survey)->count, count + 1, __ATOMIC_RELAXED);      \
    } while (0)
