/* SPDX-License-Identifier: MIT */
#include "session/session.h"
