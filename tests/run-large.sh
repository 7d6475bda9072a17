#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A large file is compared with earlier reports a few columns at a time, a smaller one with all columns at hand: the
# same rows, once beside short texts and once beside long ones, must get the same findings.
set -u
work=$top_builddir/tests/large-work
rm -rf "$work"
"$PYTHON" - "$top_builddir/tools/yardstick" "$work" <<'PY'
import json, os, subprocess, sys

tool, work = sys.argv[1:]
ROWS = 400000
FIELDS = ["site", "visits", "people", "hours", "children", "to_date", "steady", "remark"]


def initiative(folder):
    os.makedirs(folder + "/indicators")
    fields = [{"name": name, "type": "integer"} for name in FIELDS]
    fields[0] = {"name": "site", "type": "string", "role": "site", "constraints": {"required": True}}
    fields[5]["cumulative"] = True
    fields[7]["type"] = "string"
    with open(folder + "/indicators/demo.json", "w") as file:
        json.dump({"catalog": "demo", "version": "1",
                   "forms": {"visits": {"frequency": "quarter", "primaryKey": ["site"], "fields": fields}},
                   "indicators": [{"id": "visits", "form": "visits", "measure": "sum(visits)"}]}, file)
    with open(folder + "/initiative.json", "w") as file:
        json.dump({"initiative": "demo", "catalogs": ["demo"],
                   "partners": [{"id": "north", "sites": "open", "forms": ["visits"]}]}, file)


def write(path, later, remark):
    with open(path, "w") as file:
        file.write(",".join(FIELDS) + "\n")
        for i in range(ROWS):
            visits, people = i * 7919 % 997, i * 104729 % 89
            if later:  # the one stands where the other should
                visits, people = people, visits
            hours = i % 61 * (1000 if later else 1)
            to_date = 10 + i % 7 + (-5 if later and i % 100000 == 3 else later)
            file.write("s%d,%d,%d,%d,%d,%d,%d,%s\n" % (i, visits, people, hours, i * 31 % 53 + later, to_date, i % 13,
                                                       remark))


def findings(remark):
    folder = work + "/" + str(len(remark))
    initiative(folder)
    for quarter, later in ("2018Q1", 0), ("2018Q2", 1):
        path = folder + "/north_visits_%s.csv" % quarter
        write(path, later, remark)
        command = "check" if later else "submit"
        done = subprocess.run([tool, "-C", folder, command, "--format", "json", os.path.basename(path)], cwd=folder,
                              stdout=subprocess.PIPE, text=True)
        size = os.path.getsize(path)
    return size, done.returncode, done.stdout


size, status, told = findings("x")
large_size, large_status, large_told = findings("a remark of some length")
print("%s 1 - one file is small, the other large" % ("ok" if size < 16 << 20 < large_size else "not ok"))
print("%s 2 - the same is found" % ("ok" if told == large_told and status == large_status == 0 else "not ok"))
codes = sorted({json.loads(line)["code"] for line in told.splitlines() if '"code"' in line})
expected = ["exchanged-columns", "falling-total", "heaping", "order-of-magnitude", "same-as-before"]
print("%s 3 - namely %s" % ("ok" if codes == expected else "not ok", ", ".join(codes)))
if told != large_told:
    print("# " + "# ".join((told + "---\n" + large_told).splitlines(True)[:40]))
print("1..3")
PY
status=$?
rm -rf "$work"
exit $status
