/* SPDX-License-Identifier: MIT */
/* A benchmark: the manifest does not name it. */
int bench;
