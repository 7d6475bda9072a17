#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual explains every code a finding can have, and no other.
cd "$top_srcdir" || exit 99
in_code=$(sed -n '/ys__code_names\[YS__CODES\] = {/,/^};/s/.*"\([a-z][a-z-]*\)".*/\1/p' lib/data/find.c | sort)
in_manual=$(sed -n '/^## 11/,/^## 12/s/^| `\([a-z][a-z-]*\)[`:].*/\1/p' doc/manual.md | sort)
echo 1..1
if [ "$in_code" ] && [ "$in_code" = "$in_manual" ]; then
    echo 'ok 1 - the codes of the manual are those of the program'
else
    printf '%s\n' "in the program:" "$in_code" "in the manual:" "$in_manual" | sed 's/^/# /'
    echo 'not ok 1 - the codes of the manual are those of the program'
fi
