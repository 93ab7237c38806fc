#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check-systems makes a table of what check-fresh comes to, names why a command failed, tells
# it by its status, and writes rows into the page. check-fresh is a fake here.
# usage: check_systems.sh SOURCE_FOLDER
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/scripts" "$work/docs"
cp "$1/scripts/check-systems" "$work/scripts/"
cp "$1/docs/systems.md" "$work/docs/"
cat >"$work/scripts/check-fresh" <<'END'
#!/usr/bin/env bash
suite=$1
shift 2
case $suite in
  noble) echo 'check-fresh: no mirror reached: http://nowhere has no noble' >&2; exit 4 ;;
  trixie) echo 'check-fresh: cannot make trixie' >&2; exit 3 ;;
esac
status=0
for command in scripts/bootstrap 'make lesson3' "$@"; do
  echo "check-fresh: $suite: $command"
  case $suite:$command in
    *tell\(\)*) echo 'versions: 3.27.1 16.2.0 21.1.8 3.14.0 2.43' ;;
    forky:make\ check)
      printf '%s\n' 'tests/base/test_base.c:7:F:base:a_test:0: 1 | 2' 'The following tests FAILED:' \
        $'\t  3 - test_base (Failed)      unit'
      echo "check-fresh: $suite: FAILED after 12 s: $command"
      status=1
      continue ;;
  esac
  echo "check-fresh: $suite: passed in 34 s: $command"
done
exit $status
END
chmod +x "$work/scripts/check-fresh"

# expect STATUS ARGUMENT...: what it prints is in "said".
expect() {
  local status=0 expected=$1
  shift
  FOLDER=$work/roots "$work/scripts/check-systems" "$@" >"$work/said" 2>"$work/errors" || status=$?
  [ $status -eq "$expected" ] || {
    echo "exit status $status, not $expected: check-systems $*"
    cat "$work/said" "$work/errors"
    exit 1
  }
}

has() { grep -qE -- "$2" "$1" || { echo "not in $(basename "$1"): $2"; cat "$1"; exit 1; }; }

expect 0 bookworm
has "$work/said" '^\| Debian 12 \(bookworm\) \| [-0-9]* \| 3.27.1 \| 16.2.0 \| 21.1.8 \| 3.14.0 \| 2.43 \|( 34 s \|){7}$'
expect 1 forky noble
has "$work/said" '^\| Debian forky .*\| 34 s \| \*\*failed\*\* after 12 s: test_base.c:7:F:base:a_test:0: 1 \\\| 2; test_base \|( 34 s \|){4}$'
has "$work/said" '^\| Ubuntu 24.04 \(noble\) \| [-0-9]* \| no mirror reached \|( – \|){11}$'
has "$work/errors" 'noble: status 4: .*no mirror reached'
expect 3 trixie noble
has "$work/said" '^\| Debian 13 \(trixie\) \| [-0-9]* \| \*\*not made\*\* \|( – \|){11}$'
expect 4 noble
expect 2 no-such

# A row takes the place of its system's row; the rest of the page stays.
cmp -s "$1/docs/systems.md" "$work/docs/systems.md" || { echo 'the page has changed'; exit 1; }
expect 4 --write noble
[ "$(diff "$1/docs/systems.md" "$work/docs/systems.md" | grep -c '^>')" -eq 1 ] || {
  echo 'not one row has changed'
  exit 1
}
has "$work/docs/systems.md" 'noble\).*no mirror reached'
echo 'check-systems: as it should'
