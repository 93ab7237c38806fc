/* SPDX-License-Identifier: MIT */
#include "tools/symbols.h"
#include "tools/tool.h"

/* "sharp" */
static const char *const text = "sharp says so";
