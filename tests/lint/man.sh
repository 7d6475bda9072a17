#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every command has a man page, made from its help, and it renders without a warning; every command has an example.
cd "$top_builddir" || exit 99
commands=$(tools/yardstick --help | sed -n '/^Commands:/,/^Options:/s/^  \([a-z][a-z]*\) .*/\1/p' | grep -v '^help$')
n=0

verdict() # verdict NAME OFFENDERS
{
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "$2" | sed 's/^/# /'
        echo "not ok $n - $1"
    fi
}

verdict 'there are commands' "$([ "$commands" ] || echo none)"
verdict 'every command has a page' "$(for c in $commands; do [ -s "doc/yardstick-$c.1" ] || echo "$c"; done)"
verdict 'every command has an example' "$(for c in $commands; do
    tools/yardstick "$c" --help | grep -q "^  .*yardstick .*$c" || echo "$c"; done)"
if command -v groff >/dev/null; then
    verdict 'the pages render without warnings' \
        "$(for page in doc/*.1; do
            groff -K utf8 -t -man -T utf8 -w w "$page" 2>&1 >/dev/null | sed "s|^|$page: |"
        done)"
else
    n=$((n + 1))
    echo "ok $n - the pages render without warnings # SKIP groff is not there"
fi
echo "1..$n"
