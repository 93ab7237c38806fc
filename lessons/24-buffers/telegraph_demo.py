# SPDX-License-Identifier: MIT
"""A message that grows while it waits on the desk."""

import telegraph

message = telegraph.write("SHIP IN SIGHT")
telegraph.load(message)
message.extend(b" AND THE WIND IS FROM THE WEST")
print(telegraph.send(), "signals")
