#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One table in every encoding, dialect and locale is one table.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
if ! command -v "$PYTHON" >/dev/null; then
    echo "1..0 # SKIP no $PYTHON"
    exit 0
fi
PATH=$top_builddir/tools:$PATH exec "$PYTHON" -B "$top_srcdir/tests/variants/variants.py" \
    "$top_builddir/tests/variants-work"
