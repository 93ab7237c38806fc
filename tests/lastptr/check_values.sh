#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs a program that prints what its memory holds, and compares that with its log of
# events: the program itself, and its code in a shared object of its own.
# usage: check_values.sh LASTPTR_FOLDER PROGRAM CHECK_VALUES DUMP_EVENTS WORK_FOLDER
set -eu

lastptr=$1
program=$2
check=$3
dump=$4
work=$5/values

observe() { # command
    rm -f "$work/events"
    VALGRIND_LIB=$lastptr valgrind --command-line-only=yes -q --tool=lastptr \
        --events="$work/events" "$@" >"$work/told" 2>/dev/null
}

mkdir -p "$work"
echo 'int run(void); int main(void) { return run(); }' >"$work/main.c"
for compiler in 'gcc -g' 'gcc -g -no-pie -fomit-frame-pointer' 'clang -gdwarf-4'; do
    # shellcheck disable=SC2086
    $compiler -O0 -D_GNU_SOURCE -pthread -o "$work/program" "$program"
    observe "$work/program"
    "$check" "$work/events" <"$work/told"
done

gcc -g -O0 -D_GNU_SOURCE -Dmain=run -fPIC -shared -pthread -o "$work/libprogram.so" "$program"
gcc -g -O0 -o "$work/program" "$work/main.c" -L"$work" -lprogram -Wl,-rpath,"$work"
observe "$work/program"
"$check" "$work/events" <"$work/told"

# The log ends at its limit, and says so: 1 MB is less than the program needs.
cat >"$work/long.c" <<'END'
int main(void)
{
    volatile int sum = 0;
    for (int i = 0; i < 200000; i++)
        sum += i;
    return 0;
}
END
gcc -g -O0 -o "$work/long" "$work/long.c"
observe --events-limit=1 "$work/long"
size=$(wc -c <"$work/events")
if [ "$size" -gt 1048576 ] || [ "$size" -lt 1040000 ]; then
    echo "the log has $size bytes, not nearly 1 MB"
    exit 1
fi
if [ "$(tail -c 1 "$work/events")" != T ]; then
    echo "the log does not say that it has reached its limit"
    exit 1
fi

# A log of version 1 is read; a newer one than this is not.
printf 'LPEV\001F\001\003a.cL\001\007Z' >"$work/events"
[ "$("$dump" "$work/events" | tr '\n' ' ')" = 'L a.c:7 Z ' ]
printf 'LPEV\003Z' >"$work/events"
if "$dump" "$work/events" 2>/dev/null; then
    echo "a log of version 3 is read"
    exit 1
fi
