/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"
#include "base/buf.h"
