#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# setup.sh: Gradescope runs this once, when it builds the autograder's image.
set -euo pipefail
cd "${AUTOGRADER:-/autograder}/source/leaklab"
scripts/bootstrap python clang c++
scripts/build build
cmake --install build >/dev/null
