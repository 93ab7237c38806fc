/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "diag/diag.h"
