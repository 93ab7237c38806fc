/* SPDX-License-Identifier: MIT */
void series_get(void); // @bug
