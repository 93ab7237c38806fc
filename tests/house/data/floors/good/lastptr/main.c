/* SPDX-License-Identifier: MIT */
#include "pub_tool_basics.h"
#include "valgrind/memcheck.h"
