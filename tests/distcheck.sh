#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs `make distcheck` on a copy of the sources. Its point is that a build never writes into its sources, and root may
# write anywhere: so as root it runs as nobody.
#
#   sh tests/distcheck.sh [SOURCES]    SOURCES: a clean tree with or without `configure`; else the one this file is in
set -u
unset MAKEFLAGS MFLAGS MAKELEVEL CDPATH
source=${1-$(cd "$(dirname "$0")/.." && pwd -P)}
work=$(mktemp -d "${TMPDIR:-/tmp}/yardstick-distcheck.XXXXXX") || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/source" "$work/build"
if [ -d "$source/.git" ]; then
    git clone -q "$source" "$work/source" || exit 1
else
    cp -R "$source/." "$work/source" || exit 1
fi
chmod -R u+rwX,go+rX "$work"

as_user=
if [ "$(id -u)" -eq 0 ]; then
    chown -R nobody: "$work" || exit 1
    as_user='setpriv --reuid=nobody --regid=nogroup --clear-groups'
fi
jobs=$(nproc 2>/dev/null || echo 2)
export jobs
cd "$work" || exit 1
HOME=$work TMPDIR=$work $as_user sh -c '
    (cd source && { [ -x configure ] || autoreconf -i; }) &&
    cd build && ../source/configure -q && make -s -j "$jobs" distcheck VERBOSE=1' </dev/null
