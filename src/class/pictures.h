/* SPDX-License-Identifier: MIT
 *
 * pictures: draws, beside the results of a class, the pictures of the submissions with
 * a fault of memory: pictures/NAME.html. The workers draw them, after all are graded.
 */
#ifndef LL_CLASS_PICTURES_H
#define LL_CLASS_PICTURES_H

#include "class/class.h"

#define LL_PICTURES_FOLDER "pictures"

/* Remove the pictures of these submissions: they may be of an earlier source. */
void ll_pictures_remove(const struct ll_class *class, const char *folder);

/* Draw them into options->output, and note in `picture` of each submission where its
 * page is; what cannot be drawn has none, and is no error. */
int ll_pictures_draw(struct ll_grader *grader, const struct ll_class_options *options,
                     struct ll_class *class, struct ll_error *err) LL_MUST_CHECK;

#endif
