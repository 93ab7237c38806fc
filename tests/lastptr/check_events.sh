#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs a program that prints its own pointers, and compares them with its log of events.
# usage: check_events.sh LASTPTR_FOLDER PROGRAM CHECK_EVENTS WORK_FOLDER
set -eu

mkdir -p "$4"
for compiler in 'gcc -g' 'clang -gdwarf-4'; do
    # shellcheck disable=SC2086
    $compiler -O0 -o "$4/pointers" "$2"
    rm -f "$4/pointers.events"
    VALGRIND_LIB=$1 valgrind --command-line-only=yes -q --tool=lastptr \
        --events="$4/pointers.events" "$4/pointers" >"$4/pointers.told" 2>/dev/null
    "$3" "$4/pointers.events" <"$4/pointers.told"
done

# A log that was cut in the middle is an error, not just a shorter log.
head -c 5000 "$4/pointers.events" >"$4/pointers.cut"
if "$3" "$4/pointers.cut" <"$4/pointers.told" >/dev/null; then
    echo "a cut log passed"
    exit 1
fi
