# SPDX-License-Identifier: MIT
import temporaries

temporaries.ends()
temporaries.returns_early(1)
temporaries.ignores()
temporaries.overwrites()
temporaries.swaps()
