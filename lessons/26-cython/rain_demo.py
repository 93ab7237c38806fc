# SPDX-License-Identifier: MIT
"""What it rained on the day in the middle, for three weeks."""

import rain

weeks = {
    "april": [0.5, 12, 3.5, 0, 7, 4, 1.5],
    "may": [0, 0, 0, 0, 0],
    "june": [2.5, "a little", 4],
}
for month, amounts in weeks.items():
    try:
        print(f"{month}: {rain.median(amounts)} mm")
    except TypeError:
        print(f"{month}: not all amounts are numbers")
