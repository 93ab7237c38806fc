/* SPDX-License-Identifier: MIT
 *
 * The end of a function has the code of another one, which the compiler put there even
 * without optimisation. Its return statement is not the one that loses the pointer.
 * Python's Py_INCREF() is such a function.
 *
 * expect: definitely-lost bytes=13 blocks=1 how=scope-end variable=text
 */
#include <stdlib.h>

static inline __attribute__((always_inline)) void count(unsigned *counter)
{
    unsigned next = *counter + 1;
    if (next == 0) {
        return;
    }
    *counter = next;
}

static unsigned *use(unsigned *counter)
{
    unsigned *result;
    char *text = malloc(13); /* @alloc */
    if (text != NULL)
        text[0] = 'x';
    result = counter;
    count(counter);
    return result; /* @lost */
}

int main(void)
{
    unsigned counter = 0U - 1;
    return use(&counter) != &counter;
}
