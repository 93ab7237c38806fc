/* SPDX-License-Identifier: MIT */
#include "tools/sharp_text.h"
#include "tools/tool.h"

/* Not "sharp" in a comment,
 * nor "blunt" here. */ static const char *const tool = "sharp"; /* but here */
static const char *const both[] = {"sharper", "\"sharp\"", "blunt"}; // "sharp"
