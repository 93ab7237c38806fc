/* SPDX-License-Identifier: MIT */
int twice(int number);
char *copy(int number); /* a new block: free it */
