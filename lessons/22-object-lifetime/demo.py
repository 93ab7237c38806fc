# SPDX-License-Identifier: MIT
"""Two scarves for two friends. For the first one, memory runs out."""

import knitting


def knit(friend, stripes, times):
    scarf = knitting.Scarf(stripes)
    try:
        for _ in range(times):
            scarf.knit(stripes)
    except MemoryError:
        print(f"{friend}: no memory for more rows")
    print(f"{friend}: [{scarf.rows()}]")
    # Here the last reference to the scarf goes, and with it the scarf.


knit("Ada", "RRWW", 2)
knit("Grace", "GB", 2)
