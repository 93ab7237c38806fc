#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check-arm64 refuses wrong arguments, names the packages that it lacks, and ends with the
# status that the emulated machine says; and with 3 where the machine ends without one. All
# that makes and emulates a machine is a fake here.
# usage: check_arm64.sh SOURCE_FOLDER
set -euo pipefail
script=$1/scripts/check-arm64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect STATUS TEXT COMMAND...: how the command must end, and what it must say.
expect() {
  local status=0
  "${@:3}" >"$work/said" 2>&1 || status=$?
  if [ "$status" -ne "$1" ] || ! grep -q -- "$2" "$work/said"; then
    echo "expected status $1 and '$2', got status $status and:"
    cat "$work/said"
    exit 1
  fi
}

expect 2 'usage: ' "$script" --fast
expect 2 'usage: ' env SUITE=../etc "$script"

mkdir "$work/bin"
for command in bash cat cp cut chmod dirname env grep head mkdir mktemp rm rmdir sed sort tail tee touch; do
  ln -s "$(command -v "$command")" "$work/bin"
done
fake() { printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"; chmod +x "$work/bin/$1"; }
run() { env PATH="$work/bin" MIRROR=http://mirror bash "$script" "$work/folder" 'make check'; }

# shellcheck disable=SC2016 # these are for the fakes
{
  fake id 'echo 0'
  fake timeout '"${@:3}"'
  fake unshare 'while [[ $1 == -* ]]; do [ "$1" != --propagation ] || shift; shift; done; "$@"'
  fake mount '[[ $* != *binfmt* ]] || echo enabled >"${@: -1}/qemu-aarch64"'
  fake umount 'rm -f "${@: -1}/qemu-aarch64"'
  fake apt-config 'echo "Acquire::http::Proxy \"http://127.0.0.1:3142\";"'
  fake debootstrap 'mkdir -p "$6"/{etc/apt/apt.conf.d,root,usr/sbin}'
  fake git 'mkdir -p "${@: -1}"'
  fake chroot 'echo "made: $*"'
  fake mke2fs 'touch "$6"'
  fake qemu-aarch64-static ''
  fake qemu-system-aarch64 'cat "$0.says"'
}
says() { printf '%b' "$1" >"$work/bin/qemu-system-aarch64.says"; }

says 'check-arm64: passed in 1 s: make check\r\ncheck-arm64: status 0\r\n'
expect 0 'passed in 1 s: make check$' run
grep -q '^make check$' "$work/folder/bookworm/commands"
grep -q '//10.0.2.2:3142' "$work/folder/bookworm/etc/apt/apt.conf.d/90fresh"
says 'check-arm64: status 1\r\n'
expect 1 'status 1' run
says 'Kernel panic\r\n'
expect 3 'ended before its commands' run
rm "$work/bin/qemu-aarch64-static"
expect 3 'apt-get install .*qemu-user-static' run
