#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Where lastptr cannot be built, configuring says why and the target lastptr-folder
# still exists, so that `make` works. Valgrind's headers are hidden for this test.
# usage: check_unbuilt.sh SOURCE_FOLDER WORK_FOLDER
set -eu

source=$1
work=$2

fail() {
    echo "$*"
    exit 1
}

rm -rf "$work"
mkdir -p "$work"
cmake -S "$source" -B "$work" -G Ninja -DBUILD_TESTING=OFF -DVALGRIND_HEADERS=OFF \
    >"$work/configure.txt" 2>&1 || {
    cat "$work/configure.txt"
    fail "configuring fails without Valgrind's headers"
}
grep -q "lastptr is not built: Valgrind's tool headers" "$work/configure.txt" ||
    fail "configuring does not say that lastptr is not built"
cmake --build "$work" --target lastptr-folder ||
    fail "the target lastptr-folder cannot be built"
[ ! -d "$work/lastptr" ] || [ -z "$(find "$work/lastptr" -name 'lastptr-*-linux')" ] ||
    fail "lastptr was built"
