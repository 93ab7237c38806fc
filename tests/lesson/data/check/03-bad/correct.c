/* SPDX-License-Identifier: MIT */
int a; // @alloc
