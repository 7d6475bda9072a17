#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The aggregation against its brute-force twin, on random initiatives. TWIN_SEED chooses others, TWIN_RESULTS how many
# results are compared.
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
if ! "$PYTHON" -c 'import sqlite3' 2>/dev/null; then
    echo '1..0 # SKIP python3 with sqlite3 is missing'
    exit 0
fi
PATH=$top_builddir/tools:$PATH
TMPDIR=$top_builddir/tests/twin-work
export PATH TMPDIR
mkdir -p "$TMPDIR"
exec "$PYTHON" "$top_srcdir/tests/twin/twin.py" "${TWIN_SEED-2018}" "${TWIN_RESULTS-20000}"
