#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Includes point down the list only, every third-party header has one home, and the tools see public headers alone.
cd "$top_srcdir" || exit 99
layers='base formats model data store compute report'
homes='gsl/:compute sqlite3.h:store sodium.h:store openssl/:store xlsxwriter:report cJSON.h:formats iconv.h:formats
       zip.h:formats expat.h:formats pcre2.h:formats'
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

climbing()
{
    above=''
    for layer in $layers; do above="$above $layer"; done
    for layer in $layers; do
        above=${above#" $layer"}
        for higher in $above; do
            grep -rn "#include \"$higher/" "lib/$layer"
        done
    done
}

homeless()
{
    for pair in $homes; do
        grep -rnE "#include [<\"]${pair%%:*}" lib tools | grep -v "^lib/${pair##*:}/"
    done
}

unqualified()
{
    grep -rn '#include "' lib --include='*.[ch]' | grep -vE "#include \"($(echo $layers | tr ' ' '|')|po)/|config\.h"
}

unlisted()
{
    for file in lib/*/*.[ch] tools/*.[ch] tests/unit/test_*.c; do
        name=${file##*/}
        case $file in tests/*) name=${name%.c} ;; esac
        [ "${file%/*}" = lib/yardstick ] || grep -q "/$name\\b" "${file%/*}/local.mk" || echo "$file"
    done
}

verdict 'every source is built' "$(unlisted)"
verdict 'includes point down' "$(climbing)"
verdict 'third-party headers stay in their layer' "$(homeless)"
verdict 'an include names its layer' "$(unqualified)"
verdict 'the tools include public headers alone' \
    "$(grep -rnE '#include "' tools | grep -vE '#include "(tool|cmd|opt|config)[a-z_]*\.h"')"
verdict 'the library neither prints nor exits' \
    "$(grep -rnE '\b(printf|puts|fputs|perror|exit|abort)\(' lib --include='*.c' |
        grep -vE 'v?snprintf|^[^:]*:[0-9]*: *(/?\*)')"
echo "1..$n"
