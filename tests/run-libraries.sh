#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Real figures, submitted as they were published, and totals that somebody else published. The data are not part of
# the sources: they are looked for in $YARDSTICK_SHARED, else in ../shared beside the checkout.
set -u
shared=${YARDSTICK_SHARED-$top_srcdir/../shared}/data/libraries
work=$top_builddir/tests/libraries-work
PATH=$top_builddir/tools:$PATH
SOURCE_DATE_EPOCH=1719792000 # 1 July 2024
export PATH SOURCE_DATE_EPOCH
if [ ! -d "$shared" ]; then
    echo "1..0 # SKIP no data of libraries in $shared"
    exit 0
fi

# Both parts print a TAP stream of their own; this makes one of them.
renumber()
{
    awk '/^(not )?ok / { n++; sub(/ok [0-9]+/, "ok " n) } /^1\.\./ { next } { print } END { print "1.." n + 0 }'
}

lay_out() # lay_out NAME: a copy of the definitions to work in
{
    cp -R "$top_srcdir/tests/libraries/$1" "$work/$1"
    chmod -R u+w "$work/$1"
    cd "$work/$1" || exit 99
}

step() # step NAME FILE COMMAND...: the command's output goes into the file
{
    name=$1 file=$2
    shift 2
    if "$@" >"$file" 2>err; then
        echo "ok 0 - $name"
    else
        echo "not ok 0 - $name"
        tail -n 20 "$file" err | sed 's/^/# /'
    fi
}

pls()
{
    lay_out pls
    step 'submit the systems of five states, one file' receipts \
        yardstick submit --form public-library --period FY2015 "$shared/imls-pls-fy2015/PLS_FY2015_AE_pupld15a.csv"
    step 'aggregate by state' states.csv yardstick aggregate --period FY2015 --by partner --format csv
    "$PYTHON" "$top_srcdir/tests/libraries/compare.py" pls states.csv \
        "$shared/imls-pls-fy2015/PLS_FY2015_State_pusum15a.csv"
}

england()
{
    lay_out england
    for form in loans visits events event-attendance computers wifi users; do
        step "submit $form" receipts yardstick submit --form "$form" --period FY2023 \
            "$shared/lib-activity-england-2324/$(echo "$form" | tr - _).csv"
    done
    step 'aggregate the year by service' services.csv \
        yardstick aggregate --window year --period FY2023 --by partner --format csv
    step 'aggregate the year' whole.csv yardstick aggregate --window year --period FY2023 --format csv
    step 'aggregate the quarters by service' quarters.csv \
        yardstick aggregate --from FY2023Q1 --to FY2023Q4 --by partner --format csv
    "$PYTHON" "$top_srcdir/tests/libraries/compare.py" england services.csv whole.csv \
        "$shared/lib-activity-england-2324/services.csv"
    "$PYTHON" "$top_srcdir/tests/libraries/compare.py" quarters quarters.csv "$shared/lib-activity-england-2324"
}

rm -rf "$work"
mkdir -p "$work"
{ (pls); (england); } 2>&1 | renumber
