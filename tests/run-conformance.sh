#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the suites of $YARDSTICK_SHARED/data (by default ../shared/data beside the sources) and prints a score for each.
set -u
: "${PYTHON=/usr/bin/python3}" "${YARDSTICK_SHARED=$top_srcdir/../shared}"
if [ ! -d "$YARDSTICK_SHARED/data/csv" ]; then
    echo '1..0 # SKIP no suites: set YARDSTICK_SHARED to the folder that holds data/csv and data/schema'
    exit 0
fi
if ! command -v "$PYTHON" >/dev/null; then
    echo "1..0 # SKIP no $PYTHON"
    exit 0
fi
PATH=$top_builddir/tools:$PATH exec "$PYTHON" -B "$top_srcdir/tests/conformance/score.py" "$YARDSTICK_SHARED/data"
