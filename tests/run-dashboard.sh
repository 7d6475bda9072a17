#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The dashboard of the Paschalville example: its bytes here, its cells in dashboard/check.py.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1532044800
export LC_ALL TZ SOURCE_DATE_EPOCH
unset YARDSTICK_CATALOGS LANG LANGUAGE COLUMNS
yardstick=$top_builddir/tools/yardstick
work=$top_builddir/tests/dashboard-work
n=0

verdict() # verdict NAME STATUS
{
    n=$((n + 1))
    if [ "$2" -eq 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}

skip() # skip NAME WHY
{
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

if ! "$PYTHON" -c 'import openpyxl' 2>/dev/null; then
    echo '1..0 # SKIP python3 with openpyxl is not there'
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
cp -R "$top_srcdir/examples/paschalville" "$work/example"
chmod -R u+w "$work/example"
cd "$work/example" || exit 99
"$yardstick" submit inbox >"$work/submit" 2>&1
verdict 'the example is submitted' $?

printed=$("$yardstick" dashboard --period FY2018Q4 2>"$work/err")
verdict 'the dashboard is written' $?
[ "$printed" = "$(pwd)/reports/dashboard-FY2018Q4.xlsx" ] || [ -f "$printed" ]
verdict 'its path is printed' $?
[ ! -s "$work/err" ]
verdict 'nothing is complained about' $?
(cd / && SOURCE_DATE_EPOCH=1600000000 "$yardstick" -C "$work/example" dashboard -o "$work/again.xlsx") >/dev/null
cmp -s "$printed" "$work/again.xlsx"
verdict 'another run at another time gives the same bytes' $?

# A locale with a decimal comma, made here where the system has none.
if localedef -i es_ES -f UTF-8 "$work/es_ES.UTF-8" 2>/dev/null; then
    LOCPATH=$work LC_ALL=es_ES.UTF-8 "$yardstick" dashboard -o "$work/comma.xlsx" >/dev/null
    cmp -s "$printed" "$work/comma.xlsx"
    verdict 'a locale with a decimal comma gives the same bytes' $?
    "$top_builddir/tests/unit/test_dashboard" "$work/plain.xlsx" >/dev/null
    LOCPATH=$work LC_ALL=es_ES.UTF-8 "$top_builddir/tests/unit/test_dashboard" "$work/comma.xlsx" >/dev/null
    cmp -s "$work/plain.xlsx" "$work/comma.xlsx"
    verdict 'so it does in a program that has set it for numbers too' $?
else
    skip 'a locale with a decimal comma gives the same bytes' 'no such locale can be made'
    skip 'so it does in a program that has set it for numbers too' 'no such locale can be made'
fi

"$yardstick" --lang es dashboard -o "$work/es.xlsx" >/dev/null
verdict 'it is written in Spanish' $?
"$yardstick" dashboard --period FY2018 -o "$work/year.xlsx" >/dev/null
verdict 'a year has a dashboard' $?
"$yardstick" dashboard --period FY2018Q9 -o "$work/none.xlsx" 2>"$work/err"
[ $? -eq 2 ] && [ ! -e "$work/none.xlsx" ]
verdict 'a period that does not exist has none' $?
"$yardstick" dashboard -o "$work/no-such-folder/x.xlsx" 2>"$work/err"
[ $? -eq 3 ] && [ "$(wc -l <"$work/err")" -eq 1 ]
verdict 'a folder that is not there is told in one line' $?

# A correction comes ten days later; what was known before can still be shown as it was.
mkdir "$work/later"
file=flp_lab-activity_FY2018Q4.csv
sed 's/^paschalville,[0-9]*/paschalville,999/' "inbox/$file" >"$work/later/$file"
cp -R "$work/example" "$work/changed"
(
    cd "$work/changed" || exit 1
    SOURCE_DATE_EPOCH=1532908800
    "$yardstick" submit "$work/later/$file" >"$work/submit" 2>&1 || exit 1
    "$yardstick" dashboard -o "$work/now.xlsx" && "$yardstick" dashboard --as-of 2018-07-25 -o "$work/then.xlsx"
) >/dev/null && ! cmp -s "$printed" "$work/now.xlsx"
verdict 'a correction changes the dashboard' $?
cmp -s "$printed" "$work/then.xlsx"
verdict 'and as of a day before it, it is the same to the byte' $?

# Four quarters come in time, three are corrected a month after their publication.
cp -R "$top_srcdir/examples/paschalville" "$work/history"
chmod -R u+w "$work/history"
(
    cd "$work/history" || exit 1
    due=1477008000 # 21 October 2016
    for quarter in FY2017Q1 FY2017Q2 FY2017Q3 FY2017Q4 FY2018Q1; do
        SOURCE_DATE_EPOCH=$due "$yardstick" submit inbox/*_lab-activity_$quarter.csv || exit
        SOURCE_DATE_EPOCH=$((due + 40 * 86400))
        export SOURCE_DATE_EPOCH
        sed "s/^paschalville,[0-9]*/paschalville,$((due / 86400 % 100))0/" inbox/flp_lab-activity_$quarter.csv \
            >flp_lab-activity_$quarter.csv
        "$yardstick" submit flp_lab-activity_$quarter.csv || exit
        due=$((due + 91 * 86400))
    done
    "$yardstick" dashboard --period FY2018Q1 -o "$work/history.xlsx" &&
        SOURCE_DATE_EPOCH=1600000000 "$yardstick" dashboard --period FY2018Q1 -o "$work/history-later.xlsx"
) >"$work/history.out" 2>&1 && cmp -s "$work/history.xlsx" "$work/history-later.xlsx"
verdict 'so is one of a store with a history' $?
"$PYTHON" -m zipfile -e "$work/history.xlsx" "$work/history-parts" &&
    grep -q 'revisions: usually [0-9]*, at most [0-9]* in the [2-4] periods after publication' \
        "$work/history-parts/xl/sharedStrings.xml"
verdict 'it says how much values moved after their publication' $?

recomputed=$work/recomputed
if command -v soffice >/dev/null; then
    mkdir -p "$recomputed" "$work/office/user"
    cp "$top_srcdir/tests/dashboard/recalculate.xcu" "$work/office/user/registrymodifications.xcu"
    timeout 180 soffice -env:UserInstallation="file://$work/office" --headless --convert-to xlsx \
        --outdir "$recomputed" "$printed" >/dev/null 2>&1
fi

by="--by= --by=partner"
for name in $("$PYTHON" "$top_srcdir/tests/dashboard/check.py" dimensions "$printed"); do by="$by --by=$name"; done
# shellcheck disable=SC2086 # the names of dimensions hold no blanks
"$yardstick" aggregate --from FY2017Q1 --to FY2018Q4 $by --format csv >"$work/results.csv"
verdict 'the results are aggregated' $?
"$PYTHON" "$top_srcdir/tests/dashboard/check.py" cells "$n" "$printed" "$work/results.csv" \
    "$recomputed/$(basename "$printed")" "$work/es.xlsx" "$work/year.xlsx"
