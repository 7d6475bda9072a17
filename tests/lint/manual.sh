#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual explains every code a finding can have and every command, and no others.
cd "$top_srcdir" || exit 99
n=0

same() # same NAME IN-THE-PROGRAM IN-THE-MANUAL
{
    n=$((n + 1))
    if [ "$2" ] && [ "$2" = "$3" ]; then
        echo "ok $n - $1"
    else
        printf '%s\n' "in the program:" "$2" "in the manual:" "$3" | sed 's/^/# /'
        echo "not ok $n - $1"
    fi
}

same 'the codes of findings' \
    "$(sed -n '/ys__code_names\[YS__CODES\] = {/,/^};/s/.*"\([a-z][a-z-]*\)".*/\1/p' lib/data/find.c | sort)" \
    "$(sed -n '/^## 11/,/^## 12/s/^| `\([a-z][a-z-]*\)[`:].*/\1/p' doc/manual.md | sort)"
same 'the commands' \
    "$(sed -n '/commands\[\] = {/,/^};/s/^ *&cmd_\([a-z]*\),/\1/p' tools/main.c | sort)" \
    "$(sed -n '/^## 12/,/^## 13/s/^| `\([a-z]*\)[ `].*/\1/p' doc/manual.md | sort)"
echo "1..$n"
