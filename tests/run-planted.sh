#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Mistakes planted in clean files are found where they stand, all of them and nothing else.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1532044800
export LC_ALL TZ SOURCE_DATE_EPOCH
unset YARDSTICK_CATALOGS LANG LANGUAGE COLUMNS
if ! "$PYTHON" -c 'import openpyxl' 2>/dev/null; then
    echo '1..0 # SKIP python3 with openpyxl is not there'
    exit 0
fi
PATH=$top_builddir/tools:$PATH exec "$PYTHON" -B "$top_srcdir/tests/planted/planted.py" "$top_srcdir/tests/planted/in" \
    "$top_srcdir/doc/manual.md" "$top_srcdir/tests" "$top_builddir/tests/planted-work"
