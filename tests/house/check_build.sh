#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# scripts/build shows how far a long build is: on a terminal in one line that is gone at the
# end, elsewhere at each quarter. A short one is quiet, and one that fails shows what the
# compiler said, without the steps before it. cmake and ninja are fakes.
# usage: check_build.sh SOURCE_FOLDER
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/scripts" "$work/bin"
cp "$1/scripts/build" "$work/scripts/"
cat >"$work/bin/cmake" <<'END'
#!/usr/bin/env bash
case $1 in
  -S) echo '-- lastptr is not built: it needs a valgrind'; mkdir -p build; : >build/build.ninja; exit ;;
esac
steps=(
  'Building C object src/CMakeFiles/libleaklab.dir/values/show.c.o'
  'Building C object src/lastptr/CMakeFiles/lastptr.dir/main.c.o'
  'Building a piece of runtime part fail.o' 'Linking C executable leaklab')
for ((step = 1; step <= STEPS; step++)); do echo "[$step/$STEPS] ${steps[step % 4]}"; done
[ -z "${BROKEN:-}" ] || { echo "a.c:7: error: no semicolon"; exit 1; }
END
printf '#!/bin/sh\n' | tee "$work/bin/ninja" "$work/bin/pkg-config" "$work/bin/gcc" >/dev/null
chmod +x "$work"/bin/*
export PATH=$work/bin:$PATH TERM=xterm STEPS=200
unset V

has() { grep -qE -- "$1" "$work/said" || { echo "not said: $1"; cat -v "$work/said"; exit 1; }; }
has_not() { ! grep -qE -- "$1" "$work/said" || { echo "said: $1"; cat -v "$work/said"; exit 1; }; }
on_terminal() { script -qec "$work/scripts/build" /dev/null >"$work/said" </dev/null; }

"$work/scripts/build" >"$work/said" 2>&1
has '^building leaklab, once'
has '^leaklab: lastptr is not built'
has '^building leaklab: 50 of 200$'
has '^building leaklab: 200 of 200$'
[ "$(wc -l <"$work/said")" -eq 6 ] || { echo 'too much is said'; cat "$work/said"; exit 1; }
grep -q '^\[7/200\] ' "$work/build/build.log"

STEPS=3 "$work/scripts/build" >"$work/said" 2>&1
has_not .
STEPS=30 BROKEN=yes "$work/scripts/build" >"$work/said" 2>&1 && exit 1
has '^a.c:7: error'
has_not '^\[7/30\]'

if ! command -v script >/dev/null; then
  echo 'skipped: build_progress: on a terminal: there is no program script'
  exit 0
fi
on_terminal
has 'building leaklab: 1 of 200, lastptr'
has 'building leaklab: 2 of 200, runtime'
has 'building leaklab: 4 of 200, values'
[ "$(tail -c 4 "$work/said" | od -An -c | tr -d ' \n')" = '\r033[K' ] ||
  { echo 'its line stays'; cat -v "$work/said"; exit 1; }
STEPS=3 on_terminal
has_not 'building'
echo 'scripts/build: as it should'
