/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#  include "series.h"

int main(void)
{
    series_free(); /* @freed */
    return 0;
}
