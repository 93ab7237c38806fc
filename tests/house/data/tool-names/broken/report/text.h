/* SPDX-License-Identifier: MIT */
#define IS_QUOTE(c) ((c) == '"')
#define IS_SHARP(tool) (strcmp((tool)->name, "sharp") == 0)
