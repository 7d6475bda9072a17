#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Memory that runs out: of the allocations of each command, one after the other is made to fail. Where it mattered the
# answer is exit status 3; where it did not, the answer is the usual one. Nothing crashes, and nothing is half stored.
# MEMORY_POINTS says how many allocations to try per command, spread over its run.
set -u
points=${MEMORY_POINTS-40}
work=$top_builddir/tests/memory-work
PATH=$top_builddir/tools:$PATH
LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1534334400 OMP_NUM_THREADS=1
export PATH LC_ALL SOURCE_DATE_EPOCH OMP_NUM_THREADS
unset YARDSTICK_CATALOGS LANG LANGUAGE
if [ "${YARDSTICK_SANITIZED-}" ]; then
    echo '1..0 # SKIP the sanitizers have their own allocator'
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
cp -R "$top_srcdir/tests/faults/initiative" "$work/initiative"
cp -R "$top_srcdir/tests/cli/mappings/in" "$work/initiative/mapped"
chmod -R u+w "$work/initiative"
if ! ${CC:-cc} -std=gnu17 -O1 -fPIC -shared -o "$work/failmalloc.so" "$top_srcdir/tests/faults/failmalloc.c"; then
    echo '1..0 # SKIP failmalloc.c does not compile here'
    exit 0
fi
cd "$work/initiative" || exit 99
awk 'BEGIN {
    print "visit_id,on,minutes"
    for (i = 1; i <= 50; i++) printf "v%d,2018-01-%02d,%d\n", i, 1 + i % 28, i
}' >north_visit_2018Q1.csv
sed 's/v7,/v8,/; s/,9$/,nine/' north_visit_2018Q1.csv >bad.csv
n=0

# Each run starts from the same folder, so that what an earlier one stored does not change its path.
run() # run COMMAND...
{
    rm -rf "$work/now"
    cp -R "$work/initiative" "$work/now"
    (cd "$work/now" && "$@" >"$work/out" 2>"$work/err" </dev/null)
}

starve() # starve NAME COMMAND...
{
    n=$((n + 1)) name=$1 faults=
    shift
    run env FAIL_COUNT="$work/count" LD_PRELOAD="$work/failmalloc.so" yardstick "$@"
    usual=$?
    cp "$work/out" "$work/usual.out"
    total=$(cat "$work/count")
    step=$((total / points + 1)) at=1 tried=0 survived=0
    while [ $at -le "$total" ]; do
        tried=$((tried + 1))
        run env FAIL_AT=$at LD_PRELOAD="$work/failmalloc.so" yardstick "$@"
        rc=$?
        if [ $rc -eq $usual ] && cmp -s "$work/out" "$work/usual.out"; then
            survived=$((survived + 1))
        elif [ $rc -ne 3 ] || ! grep -q 'error: ' "$work/err"; then
            faults="$faults
allocation $at: exit status $rc: $(tail -n 3 "$work/err")"
        fi
        at=$((at + step))
    done
    if [ -z "$faults" ]; then
        echo "ok $n - $name: $tried of $total allocations, $survived of no consequence"
    else
        printf '%s\n' "$faults" | sed '/^$/d; s/^/# /' | head -n 60
        echo "not ok $n - $name"
    fi
}

starve lint lint
starve 'check of a good file' check north_visit_2018Q1.csv
starve 'check of a bad file' check --partner north --form visit --period 2018Q1 bad.csv
starve 'check of files in other layouts' -C mapped check mapped/south_visits_2018.csv mapped/north_people_2018Q1.csv \
    mapped/north_visits_2018.csv
starve submit submit north_visit_2018Q1.csv
yardstick submit north_visit_2018Q1.csv >/dev/null 2>&1
starve aggregate aggregate --by partner --format csv
starve 'aggregate, like for like' aggregate --like-for-like --by '' --by partner --format csv
starve trace trace minutes
starve 'trace by partner, as CSV' trace visits --by partner --format csv
starve changes changes --since 2018-08-16 --format csv
starve 'how much values move' changes --revisions --format csv
starve 'results in SQL' sql 'SELECT * FROM results'
starve status status --format csv
starve template template north --form visit --period 2018Q1
starve dashboard dashboard -o dashboard.xlsx
starve 'stats of counts' stats --compare prior --trend --chart
rm -rf "$work/initiative"
cp -R "$top_srcdir/tests/cli/stats-analysis/in" "$work/initiative"
chmod -R u+w "$work/initiative"
cd "$work/initiative" || exit 99
yardstick submit --form trainee --period 2018Q2 inbox/trainee.csv >/dev/null 2>&1
starve 'stats of people' stats --compare way
starve 'stats of partners' stats job --compare partner --format json
echo "1..$n"
