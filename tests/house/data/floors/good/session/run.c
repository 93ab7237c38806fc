/* SPDX-License-Identifier: MIT */
#include "runtime/link.h"
#include "base/buf.h"
#include "diag/diag.h"
