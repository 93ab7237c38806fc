# SPDX-License-Identifier: MIT
"""Blend the sky and the sea, and lengthen both by a colour."""

import paint

sky = paint.row(4, 200)
sea = paint.row(3, 90)
shade = paint.row(4, 100)

for left, right in (sky, shade), (sky, 7), (sea, sky):
    try:
        print("blended:", list(paint.blend(left, right)))
    except (TypeError, ValueError) as error:
        print("cannot blend:", error)

for name, row in ("sky", sky), ("sea", sea):
    try:
        row.append(255)
        print(f"{name}: {len(row)} colours")
    except BufferError as error:
        print(f"{name}: {error}")
