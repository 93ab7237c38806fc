# SPDX-License-Identifier: MIT
#
# parcels_demo.py: three customers at the counter. The second one's piano stays here, and
# the third one has not weighed the skis.
import parcels

print(parcels.labels([1200, 300]))
try:
    print(parcels.labels([250000, 900]))
except ValueError as error:
    print(error)
try:
    print(parcels.labels(["a pair of skis", 1200]))
except TypeError:
    print("a weight is a number")
