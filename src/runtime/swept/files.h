/* SPDX-License-Identifier: MIT
 *
 * files: the program's open files, which a child of the sweep shares with it.
 *
 * A child reads on from the same position as its parent, and what it writes stays in
 * the file. So the sweep keeps position and content before it forks, and puts both back
 * when the child has ended. While files are kept, only one child may run at a time. */
#ifndef LL_RUNTIME_SWEPT_FILES_H
#define LL_RUNTIME_SWEPT_FILES_H

#include <stdbool.h>

/* Called before the program begins: what is open now is the tool's, and is not kept. */
void ll_files_begin(void);

/* Keep all files that are open. False, and nothing is kept, when one of them cannot be
 * put back: a pipe, a socket, a file of more than 16 MB. */
bool ll_files_keep(void);

/* Whether any were kept. */
bool ll_files_are_kept(void);

void ll_files_put_back(void);
void ll_files_forget(void);

#endif
