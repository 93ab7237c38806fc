/* SPDX-License-Identifier: MIT */
#include "runtime/link.h"
#include "lastptr/lastptr.h"
#include "report/report.h"
