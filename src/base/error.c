/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(struct ll_error *err, enum ll_fault fault, const char *file, int line,
                 const char *format, va_list args)
{
    if (err == NULL)
        return;
    err->fault = fault;
    err->line = line;
    snprintf(err->file, sizeof err->file, "%s", file);
    vsnprintf(err->text, sizeof err->text, format, args);
}

int ll_fail(struct ll_error *err, enum ll_fault fault, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, fault, "", 0, format, args);
    va_end(args);
    return -1;
}

int ll_fail_at(struct ll_error *err, enum ll_fault fault, const char *file, int line,
               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, fault, file, line, format, args);
    va_end(args);
    return -1;
}

int ll_fail_memory(struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_HARNESS, "out of memory");
}
