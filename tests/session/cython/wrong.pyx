# SPDX-License-Identifier: MIT
# Cython refuses this.


def wrong(int number):
    return nobody
