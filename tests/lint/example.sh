#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The inbox of the Paschalville example is what its script writes, to the byte.
if ! command -v python3 >/dev/null; then
    echo '1..0 # SKIP python3 is missing'
    exit 0
fi
example=$top_srcdir/examples/paschalville
made=$(mktemp -d) || exit 99
trap 'rm -rf "$made"' EXIT

echo 1..1
if python3 "$example/make-example" "$made" && diff -r "$example/inbox" "$made" >"$made.diff" 2>&1; then
    echo 'ok 1 - the inbox is what make-example writes'
else
    head -n 20 "$made.diff" | sed 's/^/# /'
    echo 'not ok 1 - the inbox is what make-example writes'
fi
rm -f "$made.diff"
