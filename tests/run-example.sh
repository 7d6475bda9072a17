#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two years of the Paschalville example, from the files to the totals that the partnership published in round figures.
set -u
work=$top_builddir/tests/example-work
PATH=$top_builddir/tools:$PATH
SOURCE_DATE_EPOCH=1534334400 # 15 August 2018, when everything is due
export PATH SOURCE_DATE_EPOCH
unset YARDSTICK_CATALOGS LANG LANGUAGE
rm -rf "$work"
mkdir -p "$work"
cp -R "$top_srcdir/examples/paschalville/." "$work"
chmod -R u+w "$work"
cd "$work" || exit 99
n=0

verdict() # verdict NAME FAULTS
{
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "$2" | sed 's/^/# /'
        echo "not ok $n - $1"
    fi
}

# The column of a result over all partners, by its name in the header.
cell() # cell FILE INDICATOR COLUMN
{
    "$PYTHON" -c '
import csv, sys
rows = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["indicator"] == sys.argv[2]]
print(*(r[sys.argv[3]] for r in rows))' "$@"
}

is() # is WHAT GOT WANT
{
    [ "$2" = "$3" ] || echo "$1: got '$2', want '$3'"
}

verdict 'the definitions are sound' "$(yardstick lint 2>&1 || echo "exit status $?")"
yardstick submit inbox >receipts 2>findings
rc=$?
verdict 'the whole inbox is taken' "$([ $rc -eq 0 ] || { echo "exit status $rc"; tail -n 20 receipts findings; })"
for year in FY2017 FY2018; do
    yardstick aggregate --window year --period $year --format csv >$year.csv
done

# indicator, column, FY2017, FY2018, both
while read -r indicator column first second both; do
    verdict "$indicator" "$(
        is FY2017 "$(cell FY2017.csv "$indicator" "$column")" "$first"
        is FY2018 "$(cell FY2018.csv "$indicator" "$column")" "$second"
        is both "$(($(cell FY2017.csv "$indicator" "$column") + $(cell FY2018.csv "$indicator" "$column")))" "$both")"
done <<END
jrl_visits value 1095 1430 2525
jobfair_attendees value 290 325 615
careerlink_signups value 33 45 78
myplace_assessed value 108 139 247
class_enrolled numerator 71 94 165
END

# Quarters of a plain sum add up to their year; that they are other rows than the year's is what this is about.
yardstick aggregate --from FY2018Q1 --to FY2018Q4 --indicator jrl_visits --format csv >quarters.csv
verdict 'four quarters are a year' "$(is visits "$(($(cell quarters.csv jrl_visits value | tr ' ' +)))" 1430)"

yardstick submit inbox >again 2>&1
verdict 'sent again, nothing changes' "$(rc=$?; [ $rc -eq 0 ] || echo "exit status $rc"
    yardstick aggregate --window year --period FY2018 --format csv | diff FY2018.csv -)"
echo "1..$n"
