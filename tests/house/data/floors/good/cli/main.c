/* SPDX-License-Identifier: MIT */
#include "grade/grade.h"
#include "cli/command.h"
