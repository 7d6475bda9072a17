#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The memory that check takes at its peak is at most the file's size and 64 MB, in every layout; of a workbook, that of
# what it unpacks to. Files of some 30 MB, and smaller ones of the layouts whose tables have more bytes than the file.
set -u
work=$top_builddir/tests/peak-work
if [ "${YARDSTICK_SANITIZED-}" ]; then
    echo '1..0 # SKIP the sanitizers take memory of their own'
    exit 0
fi
rm -rf "$work"
mkdir -p "$work/indicators"
"$PYTHON" - "$top_builddir/tools/yardstick" "$work" <<'PY'
import json, os, subprocess, sys, zipfile

tool, work = sys.argv[1:]
MONTHS = ["2018-%02d" % month for month in range(1, 13)]
NAMES = ["visits", "people", "hours"]
MB = 1000000
ALLOWED = 64 * 1024 * 1024

with open(work + "/indicators/demo.json", "w") as file:
    json.dump({"catalog": "demo", "version": "1",
               "dimensions": {"age": {"categories": [{"code": "child"}, {"code": "adult"}]}},
               "forms": {"visits": {"frequency": "any", "primaryKey": ["site", "age", "period"], "fields": [
                   {"name": "site", "type": "string", "role": "site", "constraints": {"required": True}},
                   {"name": "age", "type": "string", "dimension": "age"},
                   {"name": "period", "type": "string", "role": "period"},
                   {"name": "visits", "type": "integer", "constraints": {"minimum": 0}},
                   {"name": "people", "type": "integer"}, {"name": "hours", "type": "number"}]}},
               "indicators": [{"id": "visits", "form": "visits", "measure": "sum(visits)"}]}, file)


def age(i):
    return ("child", "adult")[i % 2]


def long_row(i):
    return "library-%d,%s,%s,%d,%d,%d.5\n" % (i // 24, age(i // 12), MONTHS[i % 12], i % 977, i % 89, i % 61)


def cells(i):
    return ",".join(str(1000 + (i * 7 + k) % 997) for k in range(12))


def down_row(i):
    return "library-%d,%s,%s,%s,%d\n" % (i // 72, age(i // 36), MONTHS[i // 3 % 12], NAMES[i % 3], i % 977)


LONG = "site,age,period,visits,people,hours\n"
LAYOUTS = {  # mapping, header, row, megabytes, encoding
    "a row for each row": ({}, LONG, long_row, 30, "utf-8"),
    "an error in every row": ({}, LONG, lambda i: long_row(i).replace(".5\n", " or so\n"), 15, "utf-8"),
    "UTF-16": ({}, LONG, long_row, 30, "utf-16"),
    "Windows-1252": ({}, LONG, lambda i: long_row(i).replace("library", "l\xednea", 1), 30, "cp1252"),
    "periods across": ({"periods_across": "visits"}, "site,age,%s\n" % ",".join(MONTHS),
                       lambda i: "library-%d,%s,%s\n" % (i // 2, age(i), cells(i)), 12, "utf-8"),
    "indicators down": ({"indicators_down": {"names": "what", "values": "value"}}, "site,age,period,what,value\n",
                        down_row, 30, "utf-8"),
    "periods across and indicators down": (
        {"periods_across": True, "indicators_down": {"names": "what"}}, "site,age,what,%s\n" % ",".join(MONTHS),
        lambda i: "library-%d,%s,%s,%s\n" % (i // 6, age(i // 3), NAMES[i % 3], cells(i)), 12, "utf-8"),
}

n = 0


def held(what, path, size, expected):
    """Checks a file; tells whether what the program took at its peak is within the bound. The kernel counts what this
    process had when it forked too, which must therefore be little."""
    global n
    n += 1
    child = os.fork()
    if child == 0:
        with open(work + "/out", "w") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        os.execv(tool, [tool, "-C", work, "check", path])
    _, status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss * 1024
    good = os.waitstatus_to_exitcode(status) == expected and peak <= size + ALLOWED
    print("%s %d - %s: %.0f MB for a file of %.0f MB" % ("ok" if good else "not ok", n, what, peak / MB, size / MB))
    if not good:
        print("# exit status %d" % os.waitstatus_to_exitcode(status))
        with open(work + "/out") as out:
            print("".join("# " + line for line in list(out)[:5]))
    os.remove(path)


def initiative(mapping):
    with open(work + "/initiative.json", "w") as file:
        json.dump({"initiative": "demo", "catalogs": ["demo"],
                   "calendar": {"period": "year", "year_starts": "01-01"},
                   "partners": [{"id": "north", "sites": "open", "forms": ["visits"]}],
                   "mappings": [dict(partner="north", form="visits", **mapping)] if mapping else []}, file)


for name, (mapping, header, row, megabytes, encoding) in LAYOUTS.items():
    initiative(mapping)
    path = work + "/north_visits_2018.csv"
    with open(path, "w", encoding=encoding, newline="") as file:
        file.write(header)
        i = 0
        while file.buffer.tell() < megabytes * MB:
            file.write("".join(row(i + k) for k in range(5000)))
            i += 5000
    held(name, path, os.path.getsize(path), 1 if "error" in name else 0)

initiative({})
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_row(number, texts):
    return '<row r="%d">%s</row>' % (number, "".join(
        '<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % ("ABCDEF"[c], number, text)
        for c, text in enumerate(texts)))


path = work + "/north_visits_2018.xlsx"
size = 0
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("[Content_Types].xml", "<Types/>")
    book.writestr("xl/workbook.xml", '<workbook %s xmlns:r="%s"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/>'
                  "</sheets></workbook>" % (NS, R))
    book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"'
                  ' Type="%s/worksheet"/></Relationships>' % R)
    with book.open("xl/worksheets/sheet1.xml", "w") as sheet:  # piece by piece: see held()
        size += sheet.write(b"<worksheet %s><sheetData>" % NS.encode())
        size += sheet.write(sheet_row(1, LONG.strip().split(",")).encode())
        for i in range(90000):
            size += sheet.write(sheet_row(i + 2, long_row(i).strip().split(",")).encode())
        size += sheet.write(b"</sheetData></worksheet>")
held("a workbook, by what it unpacks to", path, size, 0)
print("1..%d" % n)
PY
status=$?
rm -rf "$work"
exit $status
