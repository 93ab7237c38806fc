/* SPDX-License-Identifier: MIT
 *
 * palindrome_main.c: judge two texts.
 */
#include <stdio.h>

#include "palindrome.h"

static void judge(const char *text)
{
    int answer = is_palindrome(text);

    if (answer < 0)
        printf("%s: not judged, memory ran out\n", text);
    else
        printf("%s: %s\n", text, answer ? "a palindrome" : "no palindrome");
}

int main(void)
{
    judge("Never odd or even");
    judge("Leaks live long");
    return 0;
}
