#!/bin/sh
# SPDX-License-Identifier: MIT
#
# scripts/check-calls finds a circle of three files, in objects, in a folder and in an
# archive; it finds none among lastptr's objects.
# usage: check_calls.sh CHECK_CALLS WORK_FOLDER OBJECT...
set -eu

check_calls=$1
work=$2/calls
shift 2

fail() {
    echo "$*"
    exit 1
}

rm -rf "$work"
mkdir -p "$work"
echo 'int b(void); int a(void) { return b(); }' >"$work/a.c"
echo 'extern int c; int b(void) { return c; }' >"$work/b.c"
echo 'int a(void); int c; int (*use(void))(void) { return a; }' >"$work/c.c"
echo 'int a(void); int top(void) { return a(); }' >"$work/top.c"
for file in a b c top; do
    gcc -c -o "$work/$file.o" "$work/$file.c"
done
ar rc "$work/all.a" "$work"/*.o

cat >"$work/expected" <<'END'
a circle of 3 files:
  a.o uses b of b.o
  b.o uses c of c.o
  c.o uses a of a.o
END
status=0
"$check_calls" "$work" >"$work/folder" || status=$?
[ $status = 1 ] || fail "a circle in a folder: exit status $status"
diff "$work/expected" "$work/folder" || fail "a circle in a folder is told wrongly"
(cd "$work" && "$check_calls" a.o b.o c.o top.o) >"$work/objects" &&
    fail "a circle of objects is not found"
diff "$work/expected" "$work/objects" || fail "a circle of objects is told wrongly"
"$check_calls" "$work/all.a" >/dev/null && fail "a circle in an archive is not found"

rm "$work/c.o"
"$check_calls" "$work" || fail "no circle: exit status $?"
status=0
"$check_calls" "$work/nowhere" 2>/dev/null || status=$?
[ $status = 2 ] || fail "a folder that is missing: exit status $status"

"$check_calls" "$@" || fail "lastptr's files form a circle"
