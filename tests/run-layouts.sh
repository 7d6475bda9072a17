#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One table in every layout is one table; what findings offer to paste mends the file. LAYOUTS_SEED chooses others.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
if ! command -v "$PYTHON" >/dev/null; then
    echo "1..0 # SKIP no $PYTHON"
    exit 0
fi
PATH=$top_builddir/tools:$PATH exec "$PYTHON" -B "$top_srcdir/tests/layouts/layouts.py" \
    "$top_builddir/tests/layouts-work" "${LAYOUTS_SEED-2018}"
