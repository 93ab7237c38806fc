/* SPDX-License-Identifier: MIT */
#include "tools/sharp_text.h"

const struct ll_tool ll_tool_sharp = {
    .name = "sharp",
};
