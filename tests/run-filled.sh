#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Templates come back, filled in and saved by other programs, as the rows that were typed into them.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1532044800
export LC_ALL TZ SOURCE_DATE_EPOCH
unset YARDSTICK_CATALOGS LANG LANGUAGE COLUMNS
if ! "$PYTHON" -c 'import openpyxl' 2>/dev/null; then
    echo '1..0 # SKIP python3 with openpyxl is not there'
    exit 0
fi
PATH=$top_builddir/tools:$PATH exec "$PYTHON" -B "$top_srcdir/tests/filled/filled.py" "$top_srcdir/tests" \
    "$top_srcdir/examples/paschalville" "$top_builddir/tests/filled-work"
