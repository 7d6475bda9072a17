#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh Debian 12 to a dashboard with one command:
#
#   sh examples/quickstart.sh [FOLDER]
#
# Installs what is missing (as root, or with sudo), builds Yardstick, copies the Paschalville example into FOLDER
# (./paschalville-demo unless given), submits its two years of partner files, prints who has sent what and the newest
# quarter, and writes the dashboard. Works from any folder; run again, it goes on from what is there.
set -eu
unset MAKEFLAGS MFLAGS MAKELEVEL CDPATH YARDSTICK_CATALOGS

usage()
{
    sed -n '3,9s/^# \{0,1\}//p' "$0"
}

say()
{
    printf '\n== %s\n' "$1"
}

fail() # fail SENTENCE...
{
    printf 'quickstart: %s\n' "$@" >&2
    exit 1
}

case ${1-} in
-h | --help) usage; exit 0 ;;
-*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }

root=$(cd "$(dirname "$0")/.." && pwd -P)
demo=${1-paschalville-demo}
case $demo in
/*) ;;
*) demo=$PWD/$demo ;;
esac

# Every step is joined by &&: where a failure is looked at, `set -e` sleeps.
build()
{
    cd "$root" &&
        { [ -x configure ] || autoreconf -i; } &&
        mkdir -p "$tree" &&
        { [ -f "$tree/config.status" ] || (cd "$tree" && "$root/configure" -q); } &&
        make -s -C "$tree" -j "$(nproc 2>/dev/null || echo 2)"
}

# Copied under another name first: whoever interrupts this finds the whole example or none.
lay_out()
{
    if [ -e "$demo" ]; then
        grep -q '"initiative": "paschalville"' "$demo/initiative.json" 2>/dev/null ||
            fail "$demo is there already and is something else; please name another folder"
        return
    fi
    mkdir -p "$(dirname "$demo")"
    rm -rf "$demo.part"
    cp -R "$root/examples/paschalville" "$demo.part"
    chmod -R u+w "$demo.part"
    mv "$demo.part" "$demo"
}

say 'Installing what is missing'
sh "$root/build-aux/install-deps" || fail 'without these packages Yardstick cannot be built'

say 'Building (a minute or two the first time)'
tree=$root/build
[ ! -f "$root/config.status" ] || tree=$root # it was configured in place before: that build goes on
[ -w "$root" ] || fail "cannot write to $root, where Yardstick is built"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
(build) >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail 'the build failed; what it said last stands above'
}
yardstick=$tree/tools/yardstick
echo "$yardstick"

say "Copying the example to $demo"
lay_out
cd "$demo"

# The example is of 2016 to 2018. The clock is set to 20 July 2018, ten days before its last quarter is due, so that the
# status reads as it would have then.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH-1532044800}
export SOURCE_DATE_EPOCH

say 'Submitting the inbox: yardstick submit inbox'
"$yardstick" submit inbox >"$log" || {
    tail -n 40 "$log" >&2
    fail 'the files were not all accepted; what was said about them stands above'
}
tail -n 1 "$log"

say 'Who has sent what: yardstick status --period FY2018Q4'
"$yardstick" status --period FY2018Q4

say 'The newest quarter: yardstick aggregate --period FY2018Q4'
"$yardstick" aggregate --period FY2018Q4

say 'The dashboard: yardstick dashboard --period FY2018Q4'
mkdir -p reports
"$yardstick" dashboard --period FY2018Q4 -o reports/dashboard-FY2018Q4.xlsx
cat <<END

The dashboard is $demo/reports/dashboard-FY2018Q4.xlsx
Open it with Excel, LibreOffice or Google Sheets. $demo/README.md tells the story
and shows what to try next, in that folder, with
  $yardstick
END
