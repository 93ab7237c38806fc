# SPDX-License-Identifier: MIT
"""bench FOLDER: size, time to write and time for a step of the pages in FOLDER, whose file
"times" has the name of each and the nanoseconds that it took to write it."""
import os
import sys

from browser import Browser

STEP = """document.body.dispatchEvent(new KeyboardEvent("keydown",
    {key: i % 20 < 10 ? "ArrowLeft" : "ArrowRight", bubbles: true}))"""

folder = sys.argv[1]
with open(f"{folder}/times", encoding="utf-8") as file:
    pages = [line.split() for line in file]
print("the picture of a run, goals: a frame under 16 ms; 500 kB for a lesson (the first row):")
with Browser() as page:
    for name, nanoseconds in pages:
        path = f"{folder}/{name}.html"
        page.open(path)
        events = int(page.run("return document.querySelector('.page').dataset.events"))
        spent = page.work_per_frame(STEP, 120)
        print(f"  {events:>7,} events   {os.path.getsize(path) / 1000:6.0f} kB   written in "
              f"{int(nanoseconds) / 1e9:4.1f} s   {spent:4.1f} ms for a step")
