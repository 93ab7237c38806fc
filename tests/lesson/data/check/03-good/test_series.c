/* SPDX-License-Identifier: MIT */
#include "series.h"
