/* SPDX-License-Identifier: MIT
 *
 * platform: the names that learning platforms give to the files of submissions.
 *
 * Moodle, a folder or a file for each learner (mod/assign/classes/downloader.php),
 * where a name never has '_'; since Moodle 4.1 the folder has no '_' at its end:
 *
 *     Ann Lee_12345_assignsubmission_file_/exercise.c
 *     Ann Lee_12345_assignsubmission_file_exercise.c
 *     Ann Lee_12345_assignsubmission_onlinetext_/onlinetext.html
 *
 * Canvas, files (lib/content_zipper.rb): the name in lower case and without blanks, the
 * learner's number, the file's number. A file that is handed in again under its old
 * name gets "-1", "-2" and so on before its ending:
 *
 *     leeann_12345_67890_exercise.c       leeann_LATE_12345_67890_exercise-1.c
 *     anon_Xy12z_67890_exercise.c         leeann_12345_text.html
 */
#ifndef LL_CLASS_PLATFORM_H
#define LL_CLASS_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

enum ll_platform { LL_PLATFORM_NONE, LL_PLATFORM_MOODLE, LL_PLATFORM_CANVAS };

/* A file's name in its parts; all texts are borrowed from the name. */
struct ll_platform_name {
    enum ll_platform platform;
    size_t learner; /* length of the learner's name, which it begins with */
    const char *id; /* the learner's */
    size_t id_length;
    size_t place;            /* length of what comes before the file's own name */
    const char *original;    /* the file's own name; "": a folder */
    unsigned long long file; /* Canvas: the file's number, higher in later files */
    bool late;
    bool no_file; /* a text or a link that was typed in, not handed in as a file */
};

/* Take apart the name of a file or folder. Canvas's names can be those of other files,
 * too: ask only where all files of a folder have such names. False: it is none. */
bool ll_platform_moodle(const char *name, struct ll_platform_name *parts);

/* Whether a name has Moodle's mark behind two IDs: which one is the learner's is not
 * known, and ll_platform_moodle() says no. */
bool ll_platform_moodle_twice(const char *name);
bool ll_platform_canvas(const char *name, struct ll_platform_name *parts);

/* Which platform begins names like that: what ll_learner.place is. */
enum ll_platform ll_platform_of_place(const char *place);

#endif
