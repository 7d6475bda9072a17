#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each public header stands alone, as strict C17 and as C++, and says of every function what it does.
cd "$top_srcdir" || exit 99
n=0
out=$(mktemp) || exit 99
trap 'rm -f "$out"' EXIT

compiles() # compiles NAME COMPILER...
{
    n=$((n + 1)) name=$1
    shift
    if printf '#include <yardstick/%s>\n' "$header" | "$@" -Ilib -Wall -Wextra -Werror -pedantic-errors \
        -fsyntax-only - >"$out" 2>&1; then
        echo "ok $n - $name"
    else
        sed 's/^/# /' "$out"
        echo "not ok $n - $name"
    fi
}

for path in lib/yardstick/*.h; do
    header=${path##*/}
    compiles "$header as C17" "${CC:-cc}" -std=c17 -Wstrict-prototypes -x c
    if command -v "${CXX:-c++}" >/dev/null; then
        compiles "$header as C++17" "${CXX:-c++}" -std=c++17 -x c++
    else
        n=$((n + 1))
        echo "ok $n - $header as C++17 # SKIP no C++ compiler"
    fi
    n=$((n + 1))
    if awk '/^[a-z].*\(/ && !/^typedef/ && before !~ /\*\/$/ { print "# " FILENAME ":" FNR ": " $0 }
            { before = $0 }' "$path" | grep .; then
        echo "not ok $n - every function of $header has a comment"
    else
        echo "ok $n - every function of $header has a comment"
    fi
done
echo "1..$n"
