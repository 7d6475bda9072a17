#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The JSON Schemas of the definitions agree with lint: see schema.py.
python=${PYTHON-/usr/bin/python3}
if ! "$python" -c 'import jsonschema' 2>/dev/null; then
    echo '1..0 # SKIP python3-jsonschema is missing'
    exit 0
fi
exec "$python" "$top_srcdir/tests/lint/schema.py" "$top_srcdir" "$top_builddir"
