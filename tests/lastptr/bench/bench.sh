#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Measures memcheck, lastptr, and lastptr with its log of events with hyperfine. Prints the
# ratios of lastptr to memcheck, and of lastptr with the log to lastptr without it.
# usage: bench.sh LASTPTR_FOLDER [FLAGS]     (FLAGS of gcc, "-O0" unless given)
set -eu

lastptr=$1
flags=${2:--O0}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

seconds() { # environment or "", options of Valgrind: mean of user + system time
    hyperfine -N --style none --warmup 1 --runs 5 --export-csv "$work/times.csv" \
        "env $1 valgrind --command-line-only=yes -q --xml=yes \
--xml-file=$work/report.xml $2 $work/$program" >/dev/null 2>&1
    awk -F, 'NR == 2 { printf "%.3f", $5 + $6 }' "$work/times.csv"
}

ratio() { # a b
    echo "$1 $2" | awk '{ printf "%.2f", $1 / $2 }'
}

printf '%-12s %10s %10s %8s %10s %8s\n' program memcheck lastptr ratio events ratio
for program in allocations stores startup names; do
    # shellcheck disable=SC2086
    gcc -g $flags -o "$work/$program" "$here/$program.c"
    memcheck=$(seconds '' '--tool=memcheck --leak-check=full')
    plain=$(seconds "VALGRIND_LIB=$lastptr" --tool=lastptr)
    events=$(seconds "VALGRIND_LIB=$lastptr" "--tool=lastptr --events=$work/events")
    printf '%-12s %10s %10s %8s %10s %8s\n' "$program" "$memcheck" "$plain" \
        "$(ratio "$plain" "$memcheck")" "$events" "$(ratio "$events" "$plain")"
done
