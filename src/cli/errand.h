/* SPDX-License-Identifier: MIT
 *
 * errand: a command of leaklab's that runs beside `watch`, so that keys are obeyed
 * while it is at work.
 */
#ifndef LL_CLI_ERRAND_H
#define LL_CLI_ERRAND_H

#include "base/buf.h"

struct ll_errand;

/* Run leaklab with these words (NULL-terminated), for a text of `width` columns.
 * Returns a new one, free with ll_errand_free(); NULL: it could not be started. */
struct ll_errand *ll_errand_start(const char *const *words, unsigned width);

/* End it, if it is at work, and free it. NULL is fine. */
void ll_errand_free(struct ll_errand *errand);

/* Can be read when it has ended. */
int ll_errand_fd(const struct ll_errand *errand);

/* Wait for its end, for so long. Whether it has ended. */
bool ll_errand_wait(const struct ll_errand *errand, int milliseconds);

/* What it printed, once it has ended. Borrowed. */
const char *ll_errand_output(const struct ll_errand *errand);

/* Since its start. */
double ll_errand_seconds(const struct ll_errand *errand);

#endif
