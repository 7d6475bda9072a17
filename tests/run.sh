#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The one command that proves Yardstick: installs what is missing, builds, and runs every test three times: as it is,
# under the sanitizers, and (unit tests and command line) under valgrind; then makes and tries a distribution.
#
#   sh tests/run.sh           all of it
#   sh tests/run.sh plain     one or more of: plain sanitized valgrind distribution
#
# Works from any folder. Builds a copy of the sources under build/tests, so that it touches neither the working tree nor
# a build that stands in it. The last line is `N passed, N failed` (and `, N skipped`); exit status 0 if none failed.
set -u
unset MAKEFLAGS MFLAGS MAKELEVEL CDPATH LANGUAGE CFLAGS LDFLAGS SOURCE_DATE_EPOCH
unset UPDATE YARDSTICK_WRAP YARDSTICK_CATALOGS
exec </dev/null
LC_ALL=C.UTF-8; export LC_ALL
cd "$(dirname "$0")/.." || exit 1
root=$(pwd -P)
work=$root/build/tests
jobs=$(nproc 2>/dev/null || echo 2)
passed=0 failed=0 skipped=0
started=$(date +%s)

say()
{
    printf '== %s (%ss)\n' "$1" $(($(date +%s) - started))
}

finish()
{
    extra=
    [ $skipped -eq 0 ] || extra=", $skipped skipped"
    printf '%d passed, %d failed%s\n' $passed $failed "$extra"
    [ $failed -eq 0 ]
    exit
}

broken() # broken WHAT LOG: a step that is no test of its own went wrong
{
    failed=$((failed + 1))
    printf 'FAIL: %s\n' "$1"
    grep -avE '^(PASS: |ok |checking |  (CC|CCLD|GEN) )' "$2" | tail -n 60 | sed 's/^/    /'
}

# What git would commit; in a tree without git, all but what a build leaves behind.
copy_sources() # copy_sources FOLDER
{
    mkdir -p "$1"
    if git -c safe.directory='*' -C "$root" ls-files -co --exclude-standard >"$work/files" 2>/dev/null &&
        [ -s "$work/files" ]; then
        while IFS= read -r file; do
            [ ! -e "$file" ] || printf '%s\n' "$file"
        done <"$work/files" | tar -cf - -T - | tar -xf - -C "$1"
    else
        find . \( -path ./build -o -path ./.git -o -path ./autom4te.cache -o -name .libs -o -name .deps \
            -o -name '*-work' \) -prune -o -type f ! -name '*.o' ! -name '*.l[ao]' ! -name '*.log' ! -name '*.trs' \
            ! -path './config.[hls]*' ! -path ./libtool ! -path ./stamp-h1 ! -path ./Makefile ! -path ./Makefile.in \
            ! -path ./tools/yardstick ! -path './po/*.mo*' ! \( -path './tests/unit/*' -perm -100 \) -print |
            tar -cf - -T - | tar -xf - -C "$1"
    fi
}

# Adds up the results of the last `make check` in a build and shows what failed.
tally() # tally BUILD
{
    find "$1/tests" -name '*.trs' | sort >"$work/trs"
    counts=$(xargs cat <"$work/trs" | awk '
        /^:test-result: PASS/ { p++ }
        /^:test-result: (FAIL|ERROR|XPASS)/ { f++ }
        /^:test-result: (SKIP|XFAIL)/ { s++ }
        END { print p + 0, f + 0, s + 0 }')
    set -- $counts
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)) run=$(($1 + $2 + $3)) bad=$2
    while IFS= read -r trs; do
        name=${trs#"$work"/} name=${name%.trs}
        sed -n "s|^:test-result: SKIP|SKIP: $name|p" "$trs"
        grep -qE '^:test-result: (FAIL|ERROR|XPASS)' "$trs" || continue
        sed -nE "s|^:test-result: (FAIL\|ERROR\|XPASS)|\1: $name|p" "$trs"
        # The passing lines say nothing here; all else may be the reason.
        grep -av '^ok \|^PASS: ' "${trs%.trs}.log" | head -n 200 | sed 's/^/    /'
    done <"$work/trs"
}

check() # check WHAT BUILD TARGET
{
    say "$1: tests"
    find "$2/tests" -name '*.trs' -exec rm {} + 2>/dev/null
    timeout 480 make -C "$2" -k -j "$jobs" "$3" >"$work/$1-check.log" 2>&1
    rc=$?
    tally "$2"
    if [ $run -eq 0 ] || { [ $rc -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        broken "$1: make $3 (exit status $rc)" "$work/$1-check.log"
    fi
}

build() # build WHAT OPTION...: configures and compiles; a failure counts as one failed test
{
    what=$1
    shift
    say "$what: build"
    mkdir -p "$work/$what"
    if (cd "$work/$what" && "$work/source/configure" -q --enable-werror "$@" && make -s -j "$jobs") \
        >"$work/$what-build.log" 2>&1; then
        passed=$((passed + 1))
    else
        broken "$what: build" "$work/$what-build.log"
        return 1
    fi
}

sh build-aux/install-deps --test || { failed=1; finish; }
rm -rf "$work"
mkdir -p "$work"
say 'sources'
copy_sources "$work/source"
# Tests on real data look for it beside the checkout; the copy stands elsewhere.
YARDSTICK_SHARED=${YARDSTICK_SHARED-$root/../shared}; export YARDSTICK_SHARED
if ! (cd "$work/source" && autoreconf -i) >"$work/autoreconf.log" 2>&1; then
    broken 'autoreconf -i' "$work/autoreconf.log"
    finish
fi

for part in ${*:-plain sanitized valgrind distribution}; do
    case $part in
    plain) build plain && check plain "$work/plain" check ;;
    sanitized) build sanitized --enable-sanitizers && check sanitized "$work/sanitized" check ;;
    valgrind)
        [ -x "$work/plain/tools/yardstick" ] || build plain
        check valgrind "$work/plain" check-valgrind
        ;;
    distribution)
        say 'distribution: make distcheck'
        if timeout 480 sh tests/distcheck.sh "$work/source" >"$work/distcheck.log" 2>&1; then
            passed=$((passed + 1))
        else
            broken 'make distcheck' "$work/distcheck.log"
        fi
        ;;
    *)
        echo "tests/run.sh: no such part: $part" >&2
        exit 2
        ;;
    esac
done
say 'done'
finish
