#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Golden tests of the command line. Each directory of tests/cli is one test:
#   cmd   run by sh in a scratch folder, with the built `yardstick` first in PATH and nothing on stdin
#   in/   what lies in that folder beforehand
#   out, err, rc   what is expected; an absent out or err means empty, an absent rc means 0
# A file that a command writes is compared by having `cmd` print it. The clock stands at 15 August 2018, 12:00 UTC, when
# every quarter of the example is due. `cmd` finds the sources in $top_srcdir and python in $PYTHON.
#
# From a build tree: `sh SRC/tests/run-cli.sh [NAME]...` runs some or all; UPDATE=1 rewrites what is expected (read the
# difference before committing it). YARDSTICK_WRAP='valgrind …' stands before every call of yardstick: check-valgrind.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1534334400
export top_srcdir top_builddir PYTHON LC_ALL TZ SOURCE_DATE_EPOCH
unset LANG LANGUAGE NO_COLOR COLUMNS YARDSTICK_CATALOGS MAKEFLAGS MFLAGS MAKELEVEL CDPATH
cases=$top_srcdir/tests/cli
work=$top_builddir/tests/cli-work

run_one() # run_one NAME: leaves out, err, rc in its scratch folder, and in "verdict" the TAP line's first word
{
    dir=$work/$1
    rm -rf "$dir"
    mkdir -p "$dir/cwd"
    [ ! -d "$cases/$1/in" ] || cp -R "$cases/$1/in/." "$dir/cwd"
    chmod -R u+w "$dir/cwd" # the sources of a distribution check are read-only
    (cd "$dir/cwd" && HOME=$dir sh "$cases/$1/cmd") </dev/null >"$dir/out" 2>"$dir/err"
    echo $? >"$dir/rc"
    [ -z "${UPDATE-}" ] || update_one "$1"

    verdict=ok
    compare "$1" rc 0 && compare "$1" out '' && compare "$1" err '' || verdict='not ok'
    echo "$verdict" >"$dir/verdict"
}

compare() # compare NAME FILE DEFAULT
{
    if [ -f "$cases/$1/$2" ]; then
        cp "$cases/$1/$2" "$dir/want.$2"
    elif [ "$3" ]; then
        echo "$3" >"$dir/want.$2"
    else
        : >"$dir/want.$2"
    fi
    diff -u -L "expected $2" -L "received $2" "$dir/want.$2" "$dir/$2" >"$dir/diff" && return
    { cat "$dir/diff"; [ "$2" != rc ] || cat "$dir/err"; } | sed 's/^/# /' >>"$dir/why"
    return 1
}

update_one() # update_one NAME
{
    cp "$dir/out" "$dir/err" "$dir/rc" "$cases/$1"
    [ -s "$dir/out" ] || rm -f "$cases/$1/out"
    [ -s "$dir/err" ] || rm -f "$cases/$1/err"
    [ "$(cat "$dir/rc")" != 0 ] || rm -f "$cases/$1/rc"
}

# The wrapper is put into a program of that name, so that a test reads the same with and without it.
prepare_path()
{
    PATH=$top_builddir/tools:$PATH
    if [ "${YARDSTICK_WRAP-}" ]; then
        mkdir -p "$work/.bin"
        printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$YARDSTICK_WRAP" "$top_builddir/tools/yardstick" \
            >"$work/.bin/yardstick"
        chmod +x "$work/.bin/yardstick"
        PATH=$work/.bin:$PATH
    fi
    export PATH
}

# Those with the most calls are too slow for a wrapper; the sanitizers see them.
left()
{
    if [ "${YARDSTICK_WRAP-}" ]; then
        grep -vxE 'targets|template|key-desk|submit-threads|changes|breaks-groups|history|mappings-submit|check-xlsx' |
            grep -vxE 'as-of|close-life|store-copies|status-words|help-examples'
    else
        cat
    fi
}

if [ "${1-}" = --one ]; then # called by xargs below
    run_one "$2"
    exit 0
fi

rm -rf "$work"
mkdir -p "$work"
prepare_path
if [ $# -eq 0 ]; then
    set -- $(cd "$cases" && for cmd in */cmd; do echo "${cmd%/cmd}"; done | left)
fi
jobs=$(nproc 2>/dev/null || echo 2)
printf '%s\n' "$@" | xargs -P "$jobs" -I '{}' sh "$0" --one '{}'

n=0 failed=0
for name; do
    n=$((n + 1))
    verdict=$(cat "$work/$name/verdict" 2>/dev/null || echo 'not ok')
    echo "$verdict $n - $name"
    if [ "$verdict" != ok ]; then
        failed=1
        cat "$work/$name/why" 2>/dev/null
    fi
done
echo "1..$n"
exit $failed
