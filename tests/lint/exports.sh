#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The shared library exports exactly the functions declared in lib/yardstick/*.h.
cd "$top_builddir" || exit 99
sed -nE 's/^[a-z].*[ *](ys_[a-z0-9_]+)\(.*/\1/p' "$top_srcdir"/lib/yardstick/*.h | LC_ALL=C sort >exports.want
nm -D --defined-only .libs/libyardstick.so | awk '$2 ~ /[TDBR]/ && $3 ~ /^ys/ { print $3 }' | LC_ALL=C sort >exports.got
undeclared=$(LC_ALL=C comm -13 exports.want exports.got)
missing=$(LC_ALL=C comm -23 exports.want exports.got)
rm -f exports.want exports.got
if [ -z "$undeclared" ]; then ok=; else ok='not '; echo "# undeclared:" $undeclared; fi
echo "${ok}ok 1 - every exported name is declared"
if [ -z "$missing" ]; then ok=; else ok='not '; echo "# missing:" $missing; fi
echo "${ok}ok 2 - every declared function is exported"
echo 1..2
