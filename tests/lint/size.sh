#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing grows beyond what a reader can hold: functions of 70 lines, files of 800, lines of 120 characters.
cd "$top_srcdir" || exit 99
LC_ALL=C.UTF-8; export LC_ALL # characters, not bytes
n=0
sources=$(find lib tools tests -name '*.[ch]' -o -name '*.sh' -path 'tests/*' | sort)

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

# A function's body is what stands between a brace of its own in the first column and the next one that closes.
verdict 'functions of at most 70 lines' "$(awk '
    FNR == 1 { start = 0 }
    /^[a-z].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    /^{/ { start = FNR; next }
    /^}/ && start {
        if (FNR - start + 1 > 70) print FILENAME ":" start ": " name ": " FNR - start + 1 " lines"
        start = 0
    }
' $sources)"
verdict 'files of at most 800 lines' "$(wc -l $sources | awk '$1 > 800 && $2 != "total"')"
verdict 'lines of at most 120 characters' "$(grep -nE '^.{121,}' $sources | cut -c 1-100)"
verdict 'no tabs and no trailing blanks' "$(grep -nP '\t|[ \t]+$' $sources | cut -c 1-100)"
verdict 'an SPDX line first' "$(for f in $sources; do
    head -n 2 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$f"; done)"
echo "1..$n"
