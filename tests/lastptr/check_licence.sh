#!/bin/sh
# SPDX-License-Identifier: MIT
#
# lastptr names the licence of what it is built of: its own sources are under version 2 of
# the GPL or later, and Valgrind's headers say which version Valgrind is under.
# usage: check_licence.sh LASTPTR_FOLDER VALGRIND_HEADERS
set -eu

version=$(sed -n 's/.*either version \([0-9]*\) of the.*/\1/p' "$2/pub_tool_basics.h")
said=$(VALGRIND_LIB=$1 valgrind --command-line-only=yes --tool=lastptr true 2>&1)
case $said in
*"leaklab, GNU GPL version $version or later"*) ;;
*)
    echo "Valgrind is under version $version or later, and lastptr says:"
    echo "$said"
    exit 1
    ;;
esac
