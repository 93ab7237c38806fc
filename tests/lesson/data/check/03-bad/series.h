/* SPDX-License-Identifier: MIT */
int a; // @in-a-header
