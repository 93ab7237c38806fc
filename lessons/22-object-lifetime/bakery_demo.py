# SPDX-License-Identifier: MIT
"""A cookie is weighed and eaten."""

import bakery

cookie = bakery.Cookie("You will free what you have allocated.")
print(cookie.weight(), "tenths of a gram")
cookie = None
print("eaten")
