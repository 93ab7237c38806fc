#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A child after fork() never writes into its parent's report. If the name contains %p, the
# child writes its own report; otherwise it writes none. Each report is a complete document.
# usage: check_children.sh LASTPTR_FOLDER PROGRAM WORK_FOLDER
set -eu

lastptr=$1
program=$2
work=$3

fail() {
    echo "$*"
    exit 1
}

observe() { # XML file name
    VALGRIND_LIB=$lastptr valgrind --command-line-only=yes -q --tool=lastptr --xml=yes \
        --xml-file="$1" "$work/forks"
}

is_whole() { # report: it has one head, and one end as its last lines
    [ "$(grep -c '<valgrindoutput>' "$1")" = 1 ] || fail "$1: not one document"
    [ "$(grep -c '<state>FINISHED</state>' "$1")" = 1 ] || fail "$1: not finished"
    [ "$(tail -n 2 "$1" | tr -d '\n')" = '</valgrindoutput>' ] || fail "$1: not whole"
}

mkdir -p "$work"
rm -f "$work"/forks.*
gcc -g -O0 -D_GNU_SOURCE -o "$work/forks" "$program"

observe "$work/forks.one.xml"
is_whole "$work/forks.one.xml"

observe "$work/forks.%p.xml"
set -- "$work"/forks.[0-9]*.xml
[ $# = 2 ] || fail "$# reports of two processes"
is_whole "$1"
is_whole "$2"
