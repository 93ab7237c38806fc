#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# With a Valgrind that is newer than those that lastptr is tested with, configuring says so,
# and lastptr is built where its sources still build; where they do not, configuring says
# that, and the rest is built. Any version counts as newer for this test, and its headers
# are spoilt for the second half.
# usage: check_newer.sh SOURCE_FOLDER WORK_FOLDER VALGRIND_HEADERS
set -eu

source=$1
work=$2
headers=$3

fail() {
    echo "$*"
    exit 1
}

# configure FOLDER [OPTION...]: what cmake said is in FOLDER.txt.
configure() {
    folder=$work/$1
    shift
    cmake -S "$source" -B "$folder" -G Ninja -DBUILD_TESTING=OFF -DLASTPTR_TESTED=3.1 "$@" \
        >"$folder.txt" 2>&1 || {
        cat "$folder.txt"
        fail "configuring fails"
    }
}

rm -rf "$work"
mkdir -p "$work"

configure builds
grep -q "lastptr is built with Valgrind .*, and tested with versions up to 3.1 only" \
    "$work/builds.txt" || fail "configuring does not say that Valgrind is newer"
grep -q 'lastptr/lastptr-[a-z0-9]*-linux:' "$work/builds/build.ninja" ||
    fail "lastptr is not built with a newer Valgrind"

cp -rL "$headers" "$work/headers"
echo '#error "another interface"' >"$work/headers/pub_tool_stacktrace.h"
configure fails -DVALGRIND_HEADERS="$work/headers"
grep -q "lastptr is not built: it does not build with Valgrind .* newer than 3.1: see " \
    "$work/fails.txt" || fail "configuring does not say that lastptr does not build"
grep -q 'another interface' "$work/fails/src/lastptr/trial.txt" ||
    fail "what the compiler said is not kept"
cmake --build "$work/fails" --target lastptr-folder ||
    fail "the target lastptr-folder cannot be built"
[ ! -d "$work/fails/lastptr" ] ||
    [ -z "$(find "$work/fails/lastptr" -name 'lastptr-*-linux')" ] || fail "lastptr was built"
