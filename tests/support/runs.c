/* SPDX-License-Identifier: MIT */
#include "support/runs.h"

#include <stdlib.h>

#include "session/key.h"

const char *shared_runs(void)
{
    const char *folder = getenv("LL_TEST_RUNS");
    return folder != NULL && folder[0] != '\0' ? folder : NULL;
}

bool share_runs(void)
{
    const char *folder = shared_runs();
    if (folder == NULL || setenv("XDG_CACHE_HOME", folder, 1) != 0)
        return false;
    ll_key_program(LL_BUILD_DIR "/leaklab");
    return true;
}
