/* SPDX-License-Identifier: MIT */
#include "runtime/fail.h"
#include "link.h"
