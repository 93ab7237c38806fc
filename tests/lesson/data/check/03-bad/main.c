/* SPDX-License-Identifier: MIT */
#include "unused.h" // no: there is none of that name
#include "series.h"
int main(void); // @shared
int two; // @twice
int lines; // @twice
