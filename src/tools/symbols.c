/* SPDX-License-Identifier: MIT
 *
 * symbols/list has a line for each file, "FILE LIBRARY MTIME BYTES": what is to be
 * hidden, and the library that it belongs to, as it was when leaklab was built. FILE is
 * "-" where nothing is: the library has a copy in symbols/lib.
 */
#include "tools/symbols.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "jail/reach.h"

enum { FILES_MAX = 8, LIST_MAX = 1 << 16 };

static struct ll_buf list = LL_BUF_INIT; /* cut up: `files` point into it */
static const char *files[FILES_MAX + 1];
static struct ll_hidden hidden = {.files = files};
static struct ll_hidden reachable = {.files = files};

/* Whether the library is still the one that the symbols were taken from. */
static bool is_same(const char *library, const char *mtime, const char *bytes)
{
    struct stat st;
    return stat(library, &st) == 0 && st.st_mtim.tv_sec == strtoll(mtime, NULL, 10) &&
           st.st_size == strtoll(bytes, NULL, 10);
}

static bool read_list(char *text)
{
    char *lines = NULL, *words = NULL;
    size_t count = 0;
    for (char *line = strtok_r(text, "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        const char *file = strtok_r(line, " ", &words);
        const char *library = strtok_r(NULL, " ", &words);
        const char *mtime = strtok_r(NULL, " ", &words);
        const char *bytes = strtok_r(NULL, " ", &words);
        if (bytes == NULL || count == FILES_MAX || !is_same(library, mtime, bytes))
            return false;
        if (strcmp(file, "-") != 0)
            files[count++] = file;
    }
    return count > 0;
}

static void find(void)
{
    char *runtime = ll_home_runtime(NULL);
    char *folder = runtime == NULL ? NULL : ll_path_join(runtime, "symbols");
    char *path = folder == NULL ? NULL : ll_path_join(folder, "list");
    if (path != NULL && ll_file_read(path, LIST_MAX, &list, NULL) == 0 &&
        list.len > 0 && read_list(list.data)) {
        hidden.folder = folder;
        folder = NULL;
    }
    free(path);
    free(folder);
    free(runtime);
}

/* The same, for isolated jobs. Without the copy, tools read the debug information: that
 * takes longer, and says no less. */
static void find_reachable(void)
{
    const struct ll_hidden *symbols = ll_symbols(false);
    if (symbols != NULL)
        reachable.folder = ll_reach(symbols->folder, NULL);
}

const struct ll_hidden *ll_symbols(bool isolated)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static pthread_once_t isolated_once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find);
    if (isolated)
        pthread_once(&isolated_once, find_reachable);
    const struct ll_hidden *symbols = isolated ? &reachable : &hidden;
    return symbols->folder == NULL ? NULL : symbols;
}

void ll_symbols_link(const struct ll_tool *tool, bool isolated, struct ll_strings *argv)
{
    const struct ll_hidden *symbols = ll_symbols(isolated);
    if (strcmp(tool->name, "asan") == 0 && symbols != NULL &&
        strchr(symbols->folder, ',') == NULL)
        ll_strings_addf(argv, "-Wl,-rpath,%s/lib", symbols->folder);
}
