#!/bin/sh
# SPDX-License-Identifier: MIT
#
# To search for the names of lost pointers does not take long: a program where each search
# fails takes at most four times the processor time of memcheck. (It takes about as much.
# Without kept types it took fifteen times as much.)
# usage: check_cost.sh LASTPTR_FOLDER PROGRAM WORK_FOLDER
set -eu

lastptr=$1
program=$2
work=$3

# The hundredths of a second that a command takes, with the system's.
cost() { # command
    (
        "$@" >/dev/null 2>&1
        times
    ) | tail -n 1 | tr 'ms' '  ' |
        awk '{ printf "%d\n", 100 * (60 * $1 + $2 + 60 * $3 + $4) }'
}

mkdir -p "$work"
gcc -g -O0 -o "$work/names" "$program"
memcheck=$(cost valgrind --command-line-only=yes -q --tool=memcheck --leak-check=full \
    --xml=yes --xml-file="$work/names.memcheck.xml" "$work/names")
ours=$(cost env "VALGRIND_LIB=$lastptr" valgrind --command-line-only=yes -q \
    --tool=lastptr --xml=yes --xml-file="$work/names.lastptr.xml" "$work/names")
losses=$(grep -c '<how>overwritten</how>' "$work/names.lastptr.xml")
[ "$losses" = 1024 ] || {
    echo "$losses losses are told, not 1024"
    exit 1
}
echo "memcheck: $memcheck, lastptr: $ours hundredths of a second"
[ "$ours" -le $((4 * memcheck)) ]
