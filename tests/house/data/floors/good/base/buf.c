/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include <stdio.h>
#include "config.h"
