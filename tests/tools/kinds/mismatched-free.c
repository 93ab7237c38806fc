/* SPDX-License-Identifier: MIT */
/* Memory of C++'s operator new [] given to free: the families do not match. */
#include <stdlib.h>

void *_Znam(size_t size); /* operator new [] */

int main(void)
{
    char *name = _Znam(20); /* @alloc */
    name[0] = '\0';
    free(name); /* @at */
    return 0;
}
