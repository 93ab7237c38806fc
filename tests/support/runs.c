/* SPDX-License-Identifier: MIT */
#include "support/runs.h"

#include <stdlib.h>

const char *shared_runs(void)
{
    const char *folder = getenv("LL_TEST_RUNS");
    return folder != NULL && folder[0] != '\0' ? folder : NULL;
}

bool share_runs(void)
{
    const char *folder = shared_runs();
    return folder != NULL && setenv("XDG_CACHE_HOME", folder, 1) == 0;
}
