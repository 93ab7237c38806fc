# SPDX-License-Identifier: MIT
import baskets

baskets.numbers()
baskets.table(3)
baskets.ten()
baskets.two()
