#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What `make lesson3` is built from is in the packages that `scripts/bootstrap` installs by
# itself: each header that the compiler has read for leaklab and lastptr, each library that
# they are linked with, and the programs that build them. And when packages are installed, the
# next build looks again for what was missing.
# usage: check_lesson_packages.sh SOURCE_FOLDER BUILD_FOLDER
set -euo pipefail
source=$1 build=$2
if ! command -v dpkg-query >/dev/null || ! command -v ninja >/dev/null; then
  echo 'skipped: lesson_packages: this is no Debian, or there is no ninja'
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the system has before anything is installed, what is asked for, and what these need.
dpkg-query -W -f '${Package}\t${Essential} ${Priority}\t${Depends}, ${Pre-Depends}\t${Provides}\n' >"$work/known"
"$source/scripts/bootstrap" --list lessons >"$work/asked"
awk -F '\t' '
  function names(text, out,    count, i) {   # of all alternatives
    gsub(/\([^)]*\)|:[a-z0-9]+|[ ,|]+/, " ", text)
    return split(text, out, " ")
  }
  FILENAME == ARGV[1] {
    needs[$1] = needs[$1] " " $3
    count = names($4, list)
    for (i = 1; i <= count; i++) provides[list[i]] = provides[list[i]] " " $1
    if ($2 ~ /yes|required/) queue[++last] = $1
    next
  }
  { queue[++last] = $1 }
  END {
    for (first = 1; first <= last; first++) {
      name = queue[first]
      if (seen[name]++) continue
      print name
      count = names(needs[name] " " provides[name], list)
      for (i = 1; i <= count; i++) queue[++last] = list[i]
    }
  }' "$work/known" "$work/asked" | sort >"$work/allowed"

# What was read, linked and started.
ninja -C "$build" -t deps | awk '
  /^[^ ]/ { wanted = /^src\/CMakeFiles\/(libleaklab|leaklab|follow)\.dir|^src\/lastptr\// }
  wanted && $1 ~ /^\/(usr|lib)/ { print $1 }' >"$work/read"
[ -s "$work/read" ] || { echo 'the build has no list of headers'; exit 1; }
ldd "$build/leaklab" | sed -n 's/.*=> \([^ ]*\) .*/\1/p' >"$work/linked"
[ -s "$work/linked" ] || { echo 'leaklab is linked with nothing'; exit 1; }
command -v gcc make cmake ninja pkg-config valgrind ld objcopy >>"$work/linked"
# Some are known by their place before /usr was one.
sort -u "$work/read" "$work/linked" | while IFS= read -r file; do realpath -e "$file"; done |
  sort -u >"$work/files"
sed 's,^/usr/lib,/lib,; t; d' "$work/files" | cat "$work/files" - >"$work/names"
# It fails, as each file has one of its two names only.
{ xargs dpkg-query -S <"$work/names" 2>/dev/null || true; } | sed 's/: .*//; s/, /\n/g; s/:[a-z0-9]*//' | sort -u >"$work/used"

for package in libc6-dev libyaml-dev valgrind; do
  grep -qx $package "$work/used" || { echo "not seen: $package"; cat "$work/used"; exit 1; }
done
if comm -23 "$work/used" "$work/allowed" | grep .; then
  echo 'these packages are used, but scripts/bootstrap alone does not install them'
  exit 1
fi
grep -q ': RERUN_CMAKE .*/var/lib/dpkg/status' "$build/build.ninja" ||
  { echo 'a build does not look again when packages are installed'; exit 1; }
echo "lesson packages: $(wc -l <"$work/used") are used, all of them by scripts/bootstrap alone"
