#!/bin/sh
# SPDX-License-Identifier: MIT
#
# To search for the names of lost pointers does not take long: a program where each search
# fails takes at most four times the processor time of memcheck. (It takes about as much.
# Without kept types it took fifteen times as much.) And the log of events takes at most
# 2.5 times the time without it, for a program that only stores. (It takes 1.7 times.)
# usage: check_cost.sh LASTPTR_FOLDER PROGRAM STORES WORK_FOLDER
set -eu

lastptr=$1
program=$2
stores=$3
work=$4

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

gcc -g -O0 -o "$work/stores" "$stores"
observe() { # options: of lastptr
    cost env "VALGRIND_LIB=$lastptr" valgrind --command-line-only=yes -q --tool=lastptr \
        --xml=yes --xml-file="$work/stores.xml" "$@" "$work/stores"
}
plain=$(observe)
events=$(observe --events="$work/stores.events")
rm -f "$work/stores.events"
echo "without events: $plain, with events: $events hundredths of a second"
[ $((2 * events)) -le $((5 * plain)) ]
