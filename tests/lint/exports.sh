#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The shared library exports exactly the functions declared in lib/yardstick/*.h.
cd "$top_builddir" || exit 99
want=$(sed -nE 's/^[a-z].*[ *](ys_[a-z0-9_]+)\(.*/\1/p' "$top_srcdir"/lib/yardstick/*.h | LC_ALL=C sort)
got=$(nm -D --defined-only .libs/libyardstick.so | awk '$2 ~ /[TDBR]/ && $3 ~ /^ys/ { print $3 }' | LC_ALL=C sort)
if [ "$want" = "$got" ]; then
    echo 'ok 1 - exported names are the declared ones'
else
    printf '%s\n' "$want" >exports.want
    printf '%s\n' "$got" >exports.got
    diff exports.want exports.got | sed 's/^/# /'
    rm -f exports.want exports.got
    echo 'not ok 1 - exported names are the declared ones'
fi
echo 1..1
