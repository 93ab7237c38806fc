#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Measures lastptr and memcheck with hyperfine and prints their ratio.
# usage: bench.sh LASTPTR_FOLDER [FLAGS]     (FLAGS of gcc, "-O0" unless given)
set -eu

lastptr=$1
flags=${2:--O0}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mean() { # of a hyperfine CSV: user + system seconds
    awk -F, 'NR == 2 { printf "%.3f", $5 + $6 }' "$1"
}

printf '%-12s %10s %10s %8s\n' program memcheck lastptr ratio
for program in allocations stores startup names; do
    # shellcheck disable=SC2086
    gcc -g $flags -o "$work/$program" "$here/$program.c"
    for tool in memcheck lastptr; do
        folder=
        [ "$tool" = lastptr ] && folder="VALGRIND_LIB=$lastptr"
        option=
        [ "$tool" = memcheck ] && option=--leak-check=full
        hyperfine -N --style none --warmup 1 --runs 5 --export-csv "$work/$tool.csv" \
            "env $folder valgrind --command-line-only=yes -q --xml=yes \
--xml-file=$work/$tool.xml --tool=$tool $option $work/$program" >/dev/null 2>&1
    done
    memcheck=$(mean "$work/memcheck.csv")
    seconds=$(mean "$work/lastptr.csv")
    ratio=$(echo "$seconds $memcheck" | awk '{ printf "%.2f", $1 / $2 }')
    printf '%-12s %10s %10s %8s\n' "$program" "$memcheck" "$seconds" "$ratio"
done
