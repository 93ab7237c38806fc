/* SPDX-License-Identifier: MIT */
/* The address of a local outlives it. */
#include <stdio.h>

static int *latest;

static void remember(int value)
{
    int local = value; /* @declared */
    latest = &local;
}

static int recall(void)
{
    return *latest; /* @at */
}

int main(void)
{
    remember(42);
    if (recall() == 42)
        puts("it happened to be there still");
    return 0;
}
