/* SPDX-License-Identifier: MIT */
#include "runtime/link.h"
