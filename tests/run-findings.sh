#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A file with an error in every cell: what a finding costs, by the CPU time of the program beside that of a clean file,
# and that twice the findings cost twice as much. The bounds are wide, for machines are busy; they catch texts that are
# made anew for each finding, and work that grows with the findings before.
set -u
work=$top_builddir/tests/findings-work
if [ "${YARDSTICK_SANITIZED-}" ]; then
    echo '1..0 # SKIP times under the sanitizers say nothing'
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
"$PYTHON" - "$top_builddir/tools/yardstick" "$work" <<'PY'
import json, resource, subprocess, sys

tool, work = sys.argv[1:]
columns = 10
schema = {"fields": [{"name": "c%d" % i, "type": "integer", "constraints": {"maximum": 9999}} for i in range(columns)]}
with open(work + "/schema.json", "w") as f:
    json.dump(schema, f)

def write(name, rows, cell):
    with open(work + "/" + name, "w") as f:
        f.write(",".join("c%d" % i for i in range(columns)) + "\n")
        for r in range(rows):
            f.write(",".join(cell(r, i) for i in range(columns)) + "\n")

write("clean.csv", 60000, lambda r, i: "%d" % ((r * 7 + i) % 500))
write("same.csv", 60000, lambda r, i: "n/d")
write("bad.csv", 60000, lambda r, i: "x%d" % ((r * 7 + i) % 500))
write("long.csv", 120000, lambda r, i: "x%d" % ((r * 7 + i) % 500))
write("differ.csv", 60000, lambda r, i: "x%d" % (r * columns + i))
write("differ-long.csv", 120000, lambda r, i: "x%d" % (r * columns + i))

def cpu(name, form):
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([tool, "check", "--schema", work + "/schema.json", "--format", form, "-o", work + "/out",
                        work + "/" + name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        best = spent if best is None else min(best, spent)
    return max(best, 0.004)

n = 0
def at_most(what, ratio, bound):
    global n
    n += 1
    print("%s %d - %s: %.1f times, at most %g" % ("ok" if ratio <= bound else "not ok", n, what, ratio, bound))

clean = cpu("clean.csv", "text")
at_most("the same error in every cell, as text", cpu("same.csv", "text") / clean, 5)
for name, longer, what, bounds in (
        ("bad.csv", "long.csv", "one of 500 errors in every cell", (("text", 6), ("csv", 24), ("json", 24))),
        ("differ.csv", "differ-long.csv", "an error of its own in every cell", (("text", 40), ("json", 24)))):
    for form, bound in bounds:
        bad = cpu(name, form)
        at_most("%s, as %s" % (what, form), bad / clean, bound)
        at_most("twice as many, as " + form, cpu(longer, form) / bad, 2.6)
print("1..%d" % n)
PY
status=$?
rm -rf "$work"
exit $status
