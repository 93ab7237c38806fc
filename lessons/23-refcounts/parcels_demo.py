# SPDX-License-Identifier: MIT
#
# parcels_demo.py: two customers at the counter. The second one's piano stays here.
import parcels

print(parcels.labels([1200, 300]))
try:
    print(parcels.labels([250000, 900]))
except ValueError as error:
    print(error)
