/* SPDX-License-Identifier: MIT */
#include <vector>

int sum_of(const std::vector<int> &numbers);
