/* SPDX-License-Identifier: MIT */
#include "api/leaklab.h"
