#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark: submit and aggregate participant records, beside DuckDB doing the same work, in turn.
#
#   sh tests/bench/run.sh [ROWS [RUNS]]      1000000 rows and 5 runs unless given; from a build folder or the sources
#
# It needs ../shared/bench (the generator and the definitions). DuckDB takes part when node finds @duckdb/node-api:
# `npm install @duckdb/node-api@1.5.6-r.1` in a folder, and DUCKDB_DIR=that folder.
set -eu
src=$(cd "$(dirname "$0")/../.." && pwd)
: "${top_builddir=$(pwd)}" "${BENCH=$src/../shared/bench}" "${DUCKDB_DIR=}"
rows=${1-1000000} runs=${2-5}
tool=$top_builddir/tools/yardstick
[ -x "$tool" ] || tool=$src/tools/yardstick
[ -x "$tool" ] || { echo "no built yardstick in $top_builddir or $src" >&2; exit 2; }
[ -d "$BENCH" ] || { echo "$BENCH is not there" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cc -O2 -o "$work/gen" "$BENCH/gen_records.c"
"$work/gen" "$rows" 40 "$work/csv" 1

seconds() # seconds COMMAND...: wall seconds, and peak memory in MB
{
    /usr/bin/env python3 - "$@" <<'PY'
import resource, subprocess, sys, time
begin = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
wall = time.monotonic() - begin
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
if done.returncode:
    sys.exit("%s failed" % sys.argv[1])
print("%.3f %.0f" % (wall, peak))
PY
}

median() # median FILE COLUMN
{
    sort -n -k"$2" "$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

for run in $(seq "$runs"); do
    rm -rf "$work/initiative"
    cp -R "$BENCH/initiative" "$work/initiative"
    chmod -R u+w "$work/initiative"
    seconds "$tool" -C "$work/initiative" submit --form participant --period 2024Q1 "$work/csv" >>"$work/submit"
    seconds "$tool" -C "$work/initiative" aggregate --from 2020Q1 --to 2024Q4 --format csv --by '' --by partner \
        --by gender --by race_ethnicity --by gender,race_ethnicity --by partner,gender >>"$work/aggregate"
    seconds "$tool" -C "$work/initiative" aggregate --from 2020Q1 --to 2024Q4 --format csv --by '' >>"$work/again"
    if [ "$DUCKDB_DIR" ]; then
        cp "$BENCH/duckdb.mjs" "$DUCKDB_DIR/"
        (cd "$DUCKDB_DIR" && seconds node duckdb.mjs "$work/csv" "$work/duck.db") >>"$work/duckdb"
    fi
done

submit=$(median "$work/submit" 1) aggregate=$(median "$work/aggregate" 1)
echo "$rows rows, medians of $runs runs"
echo "submit                    $submit s, $(median "$work/submit" 2) MB"
echo "aggregate, six groupings  $aggregate s, $(median "$work/aggregate" 2) MB"
echo "aggregate, one grouping   $(median "$work/again" 1) s, $(median "$work/again" 2) MB"
if [ "$DUCKDB_DIR" ]; then
    duck=$(median "$work/duckdb" 1)
    echo "DuckDB                    $duck s, $(median "$work/duckdb" 2) MB"
    echo "ratio                     $(awk "BEGIN { printf \"%.2f\", $duck / ($submit + $aggregate) }")"
fi
