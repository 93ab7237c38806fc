/* SPDX-License-Identifier: MIT */
#include "runtime/snapshot.h"
#include "pub_tool_basics.h"
#include "valgrind/memcheck.h"
