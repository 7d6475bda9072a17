#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes one target for a while, with the sanitizers, in a build folder of its own. Needs clang and its libFuzzer
# (Debian: clang libclang-rt-14-dev).
# usage: sh tests/fuzz/long.sh TARGET SECONDS [FOLDER]     from the top of the sources
# TARGET is a folder of tests/fuzz/corpus. What is found lies in FOLDER (fuzz-TARGET unless given) as crash-…: put it
# into the corpus and mend it. The finds that matter are added to the corpus: keep it small (under 1 MB in all).
set -eu
target=$1 seconds=$2 folder=${3-fuzz-$1}
top=$(pwd)
sanitizers='address,undefined -fno-sanitize-recover=undefined'
case $target in
    lint | expression) words=definitions longest=6000 ;;
    workbook) words=workbook longest=12000 ;;
    *) words=table longest=3000 ;;
esac
mkdir -p "$folder/found"
if [ ! -f "$folder/Makefile" ]; then
    (cd "$folder" && "$top/configure" -q CC=clang \
        CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,$sanitizers -fno-omit-frame-pointer")
fi
make -C "$folder" -s OPENMP_CFLAGS= po/es.mo.inc lib/store/schema.sql.inc
make -C "$folder" -s OPENMP_CFLAGS= libyardstickcore.la
libraries=$(sed -n "s/^dependency_libs='\(.*\)'/\1/p" "$folder/libyardstickcore.la")
clang -std=gnu17 -O1 -g -D_GNU_SOURCE -Ilib -fsanitize=fuzzer,$sanitizers \
    -o "$folder/fuzz" tests/fuzz/targets.c tests/fuzz/libfuzzer.c "$folder/.libs/libyardstickcore.a" $libraries
FUZZ_TARGET=$target FUZZ_DEFINITIONS=$top/tests/fuzz/initiative
export FUZZ_TARGET FUZZ_DEFINITIONS
status=0
nice -n 19 "$folder/fuzz" -dict="tests/fuzz/$words.dict" -max_len=$longest -timeout=20 -rss_limit_mb=2000 \
    -artifact_prefix="$folder/" -max_total_time="$seconds" -print_final_stats=1 \
    "$folder/found" "tests/fuzz/corpus/$target" || status=$?
mkdir -p "$folder/merged"
"$folder/fuzz" -set_cover_merge=1 "$folder/merged" "tests/fuzz/corpus/$target" "$folder/found" >/dev/null 2>&1 || true
echo "what adds to the coverage lies in $folder/merged"
exit $status
