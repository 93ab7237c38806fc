/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
