/* SPDX-License-Identifier: MIT
 *
 * write.c: yours to write. sign.h says what the function does and who owns what;
 * test_sign.c asks for it. As it stands, it returns NULL: memory ran out.
 */
#include "sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *sign_for(const char *text)
{
    (void)text;
    return NULL;
}
