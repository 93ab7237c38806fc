/* SPDX-License-Identifier: MIT */
int a; // @elsewhere
