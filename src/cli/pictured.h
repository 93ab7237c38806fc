/* SPDX-License-Identifier: MIT
 *
 * pictured: what commands that show a run as a page share.
 */
#ifndef LL_CLI_PICTURED_H
#define LL_CLI_PICTURED_H

#include "cli/command.h"
#include "picture/picture.h"

#define LL_PICTURED_MAX ((size_t)2 << 30)

/* Whether the subject can be drawn. If not, say on stderr why; `*status` is then the
 * exit status: LL_EXIT_NO_PAGES, or that of a program that is none in C. */
bool ll_pictured_can(const struct ll_subject *subject, int *status);

/* Append the page of a subject that can be drawn. Returns LL_EXIT_CLEAN, or the status
 * of what has been printed on stderr: the program could not be run, or we failed. */
int ll_pictured_page(const struct ll_picture_order *order, struct ll_buf *out,
                     struct ll_error *err);

/* Whether a block was lost in this run, and a page could show how. */
bool ll_pictured_is_worth(const struct ll_result *result);

#endif
