/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the main thread by pthread_exit, so that the program ends well when no
 *     thread is left
 * wall with the gate: completion
 * wall without: completion
 * lesson: 21
 * module: racy
 */
static int surveys;

#define BEGIN(survey)                                                                  \
    if (++surveys == 2)                                                                \
    pthread_exit(survey)
