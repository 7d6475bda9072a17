#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Comparisons like for like against their brute-force twin, on random initiatives. PANEL_SEED chooses others,
# PANEL_RESULTS how many comparisons are made.
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
if ! "$PYTHON" -c 'import sqlite3' 2>/dev/null; then
    echo '1..0 # SKIP python3 with sqlite3 is missing'
    exit 0
fi
PATH=$top_builddir/tools:$PATH
TMPDIR=$top_builddir/tests/panel-work
PYTHONDONTWRITEBYTECODE=1
export PATH TMPDIR PYTHONDONTWRITEBYTECODE
mkdir -p "$TMPDIR"
exec "$PYTHON" "$top_srcdir/tests/twin/panel.py" "${PANEL_SEED-2018}" "${PANEL_RESULTS-2500}"
