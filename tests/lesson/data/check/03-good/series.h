/* SPDX-License-Identifier: MIT */
#include "types.h"
#include "nowhere.h"
