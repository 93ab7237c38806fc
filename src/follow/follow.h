/* SPDX-License-Identifier: MIT
 *
 * follow: what the library src/follow and `leaklab run` agree on.
 *
 * `leaklab run COMMAND` loads the library into COMMAND, and so into all that COMMAND
 * starts (LD_PRELOAD). Where one of these processes executes a program that is not the
 * system's, the library executes `leaklab watched PROGRAM ARGV...` in its place, which
 * starts the program under a tool (src/project/watched.c).
 *
 * The variables of the environment:
 */
#ifndef LL_FOLLOW_FOLLOW_H
#define LL_FOLLOW_FOLLOW_H

/* The program leaklab, absolute. */
#define LL_FOLLOW_LEAKLAB "LEAKLAB_RUN_LEAKLAB"

/* The folder of the run: which tool, and what the tool reported of each program. */
#define LL_FOLLOW_FOLDER "LEAKLAB_RUN_FOLDER"

/* Names of programs of the system that are watched all the same: ":python3:perl:". */
#define LL_FOLLOW_ALSO "LEAKLAB_RUN_ALSO"

/* The folder of the program that this process runs, if it is watched. Where the process
 * becomes another program, the library leaves a file there: LL_FOLLOW_REPLACED and its
 * pid. Not passed on. */
#define LL_FOLLOW_PROGRAM "LEAKLAB_RUN_PROGRAM"
#define LL_FOLLOW_REPLACED "replaced."

/* The library leaves this file in the folder of the run where the command itself starts
 * Valgrind: what runs under it cannot be watched. */
#define LL_FOLLOW_VALGRIND "valgrind"

/* The hidden command. Its operands are the file, and the program's own argv. */
#define LL_FOLLOW_COMMAND "watched"

#endif
