/* SPDX-License-Identifier: MIT */
int twice(int number);
