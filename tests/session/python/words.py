# SPDX-License-Identifier: MIT
"""What script.py imports from its own folder."""

SHORT = "short"
LONG = "much too long"
