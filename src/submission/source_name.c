/* SPDX-License-Identifier: MIT */
#include "submission/source_name.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"

bool ll_source_is_visible(const char *name)
{
    return name[0] != '.' && strcmp(name, "__MACOSX") != 0;
}

const char *ll_source_language(const char *wanted)
{
    return ll_path_ends(wanted, ".pyx") ? ".pyx" : "C";
}

/* As ll_path_ends(), in whatever case. */
static bool ends_loosely(const char *name, const char *ending)
{
    size_t length = strlen(name), end = strlen(ending);
    return length > end && strcasecmp(name + length - end, ending) == 0;
}

int ll_source_rank(const char *name, const char *wanted)
{
    const char *ending = ll_path_ends(wanted, ".pyx") ? ".pyx" : ".c";
    char text[16];
    snprintf(text, sizeof text, "%s.txt", ending);
    return strcmp(name, wanted) == 0    ? 0
           : ll_path_ends(name, ending) ? 1
           : ends_loosely(name, ending) ? 2
           : ends_loosely(name, text)   ? 2
                                        : -1;
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (; *path != '\0'; path++)
        depth += *path == '/';
    return depth;
}

size_t ll_source_pick(char *const *paths, size_t count, const char *wanted,
                      size_t *index)
{
    int best = INT_MAX;
    size_t depth = 0, equals = 0;
    for (size_t i = 0; i < count; i++) {
        int rank = ll_source_rank(ll_path_base(paths[i]), wanted);
        size_t own = depth_of(paths[i]);
        if (rank < 0 || rank > best || (rank == best && own > depth))
            continue;
        equals = rank == best && own == depth ? equals + 1 : 1;
        if (equals == 1)
            *index = i;
        best = rank;
        depth = own;
    }
    return equals;
}
