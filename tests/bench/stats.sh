#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How long `stats` takes over one indicator of a million rows at 40 partners: processor seconds of one thread, the best
# of some runs, everything included (opening the store, reading, descriptions, tests, funnel, sentences).
#
#   sh tests/bench/stats.sh [ROWS [RUNS]]      1000000 rows and 5 runs unless given; from a build folder or the sources
#
# It needs ../shared/bench (the generator and the definitions).
set -eu
src=$(cd "$(dirname "$0")/../.." && pwd)
: "${top_builddir=$(pwd)}" "${BENCH=$src/../shared/bench}"
rows=${1-1000000} runs=${2-5}
tool=$top_builddir/tools/yardstick
[ -x "$tool" ] || tool=$src/tools/yardstick
[ -x "$tool" ] || { echo "no built yardstick in $top_builddir or $src" >&2; exit 2; }
[ -d "$BENCH" ] || { echo "$BENCH is not there" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset YARDSTICK_CATALOGS

cc -O2 -o "$work/gen" "$BENCH/gen_records.c"
"$work/gen" "$rows" 40 "$work/csv" 1
cp -R "$BENCH/initiative" "$work/initiative"
chmod -R u+w "$work/initiative"
python3 - "$work/initiative/indicators/bench.json" <<'PY'
import json, sys
catalog = json.load(open(sys.argv[1]))
for id, unit, measure, analysis in [
        ("mean", "hours", "mean(training_hours)", None),
        ("median", "hours", "median(training_hours)", None),
        ("gain", "points", "mean(confidence_post - confidence_pre)",
         {"kind": "before_after", "before": "confidence_pre", "after": "confidence_post"}),
        ("share", "percent", "share(employed_q2 = 'yes', employed_q2 in ('yes','no'))", None),
        ("dosage", "percent", "share(employed_q2 = 'yes', employed_q2 in ('yes','no'))",
         {"kind": "dosage", "dose": "training_hours"})]:
    one = {"id": id, "unit": unit, "polarity": "up", "form": "participant", "measure": measure}
    catalog["indicators"].append({**one, "analysis": analysis} if analysis else one)
json.dump(catalog, open(sys.argv[1], "w"))
PY
"$tool" -C "$work/initiative" submit --form participant --period 2024Q1 "$work/csv" >"$work/log" ||
    { cat "$work/log" >&2; exit 1; }

OMP_NUM_THREADS=1
export OMP_NUM_THREADS
for indicator in mean median gain share dosage; do
    python3 - "$runs" "$indicator" \
        "$tool" -C "$work/initiative" stats "$indicator" --compare partner --format csv <<'PY'
import resource, subprocess, sys
best = None
for _ in range(int(sys.argv[1])):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(sys.argv[3:], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    best = used if best is None else min(best, used)
print(f"stats {sys.argv[2]:8} {best:.2f} s")
PY
done
