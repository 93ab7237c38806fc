/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

bool words_begin(const char *line, const char *word, const char **rest)
{
    size_t length = strlen(word);

    if (strncmp(line, word, length) != 0)
        return false;
    if (line[length] != ' ' && line[length] != '\0')
        return false;
    line += length;
    *rest = line + strspn(line, " ");
    return true;
}
