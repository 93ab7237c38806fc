/* SPDX-License-Identifier: MIT
 *
 *     program [PLUGIN]
 *
 * Ends with status 3 if it was not started where it lies, or if what it would start
 * gets the library that sweeps it. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pair.h"

static int run_plugin(const char *file)
{
    void *plugin = dlopen(file, RTLD_NOW);
    if (plugin == NULL)
        return 4;
    void (*run)(void);
    *(void **)&run = dlsym(plugin, "plugin_run");
    run();
    return 0; /* it stays loaded */
}

int main(int argc, char **argv)
{
    const char *preload = getenv("LD_PRELOAD");
    const char *name = strrchr(argv[0], '/');
    if (name == NULL || strcmp(name, "/program") != 0 ||
        (preload != NULL && strstr(preload, "leaklab-sweep") != NULL))
        return 3;
    struct pair *pair = pair_new("left", "right");
    if (pair == NULL) {
        puts("there is no memory");
        return 1;
    }
    pair_free(pair);
    return argc > 1 ? run_plugin(argv[1]) : 0;
}
