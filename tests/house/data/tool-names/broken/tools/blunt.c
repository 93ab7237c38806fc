/* SPDX-License-Identifier: MIT */
#include "tools/sharp_text.h"

ROW(blunt, "blunt", "gcc", NULL);
