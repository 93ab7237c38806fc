/* SPDX-License-Identifier: MIT */
#  include "lesson/lesson.h"
#include "runtime/link.h"
#include "surprise/x.h"
