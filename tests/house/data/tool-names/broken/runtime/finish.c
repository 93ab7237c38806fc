/* SPDX-License-Identifier: MIT */
static const char name[] = "sharp";
