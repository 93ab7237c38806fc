/* SPDX-License-Identifier: MIT */
void *series_new(void);   // @alloc
void series_resize(void); // @lost
