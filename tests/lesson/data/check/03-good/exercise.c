/* SPDX-License-Identifier: MIT */
void *builder_new(void); // @alloc
