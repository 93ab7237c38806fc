# SPDX-License-Identifier: MIT
"""demo.py: ask about four visits, and about none."""

import visits

last = visits.LAST
for days in ([0, last, last - 1, last], []):
    print(f"{len(days)} visits: busiest day {visits.busiest_day(days)}")
