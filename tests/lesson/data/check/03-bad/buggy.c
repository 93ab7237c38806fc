/* SPDX-License-Identifier: MIT */
int a; // @alloc
int b; // @alloc // @shared
int c; // @unused
