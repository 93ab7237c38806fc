/* SPDX-License-Identifier: MIT */
typedef int series_size;
