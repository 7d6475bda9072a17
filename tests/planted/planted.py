#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each mistake planted in a clean file is found: its code, at its row, line and column, in both languages, and nothing
else is. All mistakes that a file can hold together are found together, in one pass.

usage: planted.py FOLDER MANUAL TESTS WORK     yardstick is taken from PATH
"""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

NAME = "north_people_2018Q2"
HEADER = ["code", "site", "gender", "entered", "left", "visits", "hours", "consent", "level", "zip", "diagnosis", "group",
          "born", "since", "at", "seen", "card"]
ROWS = 8  # records with the header; the mistakes of cells stand in the fifth


def clean_row(i):
    return [f"P{100 + i}", ("main", "hill")[i % 2], ("female", "Hombre", "F", "")[i % 4], f"2018-0{4 + i % 3}-{10 + i % 19}",
            ("", "2018-07-31", "NA")[i % 3], str(i % 90), f"{i % 90}.5", ("yes", "no", "sí", "")[i % 4], str(1 + i % 3),
            f"0{1000 + i % 9000}", ("a", "b", "")[i % 3], ("1-2", "3-4", "MAR1")[i % 3], str(1950 + i % 60),
            f"2018-0{1 + i % 9}", f"1{i % 10}:30", f"2018-04-{10 + i % 19}T08:00:00", f"K{i}"]


def clean(n=ROWS):
    return [list(HEADER)] + [clean_row(i) for i in range(1, n)]


def letter(column):
    return chr(ord("A") + column)


def write(table, separator=",", end="\n"):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in separator + '"\n\r') else text
    return "".join(separator.join(map(cell, row)) + end for row in table)


# A mistake in one cell of the fifth row: name, column, what stands there, code, severity; then what else it says, as
# (code, row, column) with the severity error.
CELLS = [
    ("key empty", "A", "", "required", "error"),
    ("key of another form", "A", "X105", "pattern", "error"),
    ("key that lost its letter", "A", "105", "pattern", "error"),
    ("key in scientific notation", "A", "1.05E+12", "excel-damage", "error"),
    ("key twice", "A", "P102", "duplicate-key", "error"),
    ("site empty", "B", "", "required", "error"),
    ("site not known", "B", "annex", "unknown-site", "error"),
    ("site of another partner", "B", "river", "unknown-site", "error"),
    ("site mistyped", "B", "mian", "unknown-site", "error"),
    ("category not in the list", "C", "other", "not-in-list", "error"),
    ("category mistyped", "C", "femle", "not-in-list", "error"),
    ("category a number", "C", "1", "not-in-list", "error"),
    ("category an error of a formula", "C", "#N/A", "excel-damage", "error"),
    ("date empty where required", "D", "", "required", "error"),
    ("date that does not exist", "D", "2018-02-30", "wrong-type", "error"),
    ("date in words", "D", "in spring", "wrong-type", "error"),
    ("date before the earliest", "D", "2017-12-31", "out-of-range", "error"),
    ("date with a wrong century", "D", "0218-05-05", "out-of-range", "error"),
    ("date too narrow to be shown", "D", "########", "excel-damage", "error"),
    ("date of a broken reference", "E", "#REF!", "excel-damage", "error"),
    ("date a range", "E", "2018-05-01 to 2018-05-31", "wrong-type", "error"),
    ("month 13", "E", "2018-13-01", "wrong-type", "error"),
    ("dates in the wrong order", "E", "2018-01-02", "rule:order", "error"),
    ("count negative", "F", "-5", "out-of-range", "error"),
    ("count too large", "F", "501", "out-of-range", "error"),
    ("count with decimals", "F", "12.5", "wrong-type", "error"),
    ("count in words", "F", "twelve", "wrong-type", "error"),
    ("count with a unit", "F", "12 visits", "wrong-type", "error"),
    ("count with a letter O", "F", "1O", "wrong-type", "error"),
    ("count a sum of formulas gone wrong", "F", "#DIV/0!", "excel-damage", "error"),
    ("count in Spanish gone wrong", "F", "#¡VALOR!", "excel-damage", "error"),
    ("count a formula", "F", "=SUM(F2:F4)", "wrong-type", "error"),
    ("count unusual", "F", "450", "rule:busy", "warning"),
    ("number negative", "G", "-0.5", "out-of-range", "error"),
    ("number with two points", "G", "1.2.3", "wrong-type", "error"),
    ("number a dash", "G", "-", "wrong-type", "error"),
    ("number approximate", "G", "~40", "wrong-type", "error"),
    ("number infinite", "G", "inf", "wrong-type", "error"),
    ("number with the other decimal mark", "G", "12,5", "ambiguous-number", "error"),
    ("yes or no: maybe", "H", "maybe", "wrong-type", "error"),
    ("yes or no: a number", "H", "2", "wrong-type", "error"),
    ("number not in the list", "I", "4", "not-in-list", "error"),
    ("listed number in words", "I", "high", "wrong-type", "error"),
    ("text too short, a zero lost", "J", "1914", "length", "error"),
    ("text too long", "J", "19143-1234", "length", "error"),
    ("sensitive value not in the list", "K", "c", "not-in-list", "error"),
    ("code turned into a date", "L", "03-Apr", "not-in-list", "error"),
    ("code turned into a date in Spanish", "L", "04-mar", "not-in-list", "error"),
    ("year of two digits", "M", "'88", "wrong-type", "error"),
    ("year in the future", "M", "2088", "out-of-range", "error"),
    ("month without its year", "N", "May", "wrong-type", "error"),
    ("time of 25 hours", "O", "25:00", "wrong-type", "error"),
    ("date with a time that is none", "P", "2018-04-10T99:00:00", "wrong-type", "error"),
    ("value twice that must be unique", "Q", "K2", "duplicate-key", "error"),
]


def at(row, column, code, severity="error", line=None):
    return (code, row, line if line is not None else row, column, severity)


def whole(code, severity="error"):
    return (code, 0, 0, "", severity)


def replaced(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


def lines_with(change):
    lines = write(clean()).splitlines(keepends=True)
    change(lines)
    return "".join(lines)


def edit(row, change):
    """The file with one line changed; the header is line 1."""
    def work(lines):
        lines[row - 1] = change(lines[row - 1].rstrip("\n")) + "\n"
    return lines_with(work)


def insert(row, *new):
    def work(lines):
        lines[row - 1:row - 1] = [line + "\n" for line in new]
    return lines_with(work)


def table_with(change):
    table = clean()
    change(table)
    return write(table)


def set_cell(column, text, row=5):
    return table_with(lambda t: t[row - 1].__setitem__(ord(column) - ord("A"), text))


def without(column):
    return table_with(lambda t: [row.pop(ord(column) - ord("A")) for row in t])


def with_column(header, *cells):
    return table_with(lambda t: [row.append(header if i == 0 else cells[i % len(cells)]) for i, row in enumerate(t)])


MONTHS = "site,month,count\nmain,2018-04,1\nmain,2018-05,2\nhill,2018-04,3\n"

# Mistakes of a file: name, file, contents (text, or bytes), what is found; then the options, if any.
FILES = [
    ("nothing in it", NAME, "", [whole("empty-file")]),
    ("nothing but blanks", NAME, "\n\n  \n", [whole("empty-file")]),
    ("a byte of another encoding", NAME, write(clean()).replace("Hombre", "Hombre\x00", 1).encode("utf-8")
     .replace(b"Hombre\x00", b"Hombr\xc3\x28", 1), [at(2, "C", "bad-encoding"), at(2, "C", "not-in-list")]),
    ("a quote never closed", NAME, edit(5, lambda s: replaced(s, "hill", '"hill') if "hill" in s else
                                        replaced(s, "main", '"main')),
     [at(5, "B", "runaway-quote"), at(5, "B", "unknown-site")]),
    ("a quote inside a cell", NAME, edit(5, lambda s: replaced(s, "K4", 'K"4')), [at(5, "Q", "stray-quote")]),
    ("a cell too many", NAME, edit(5, lambda s: s + ",and more"), [at(5, "R", "row-too-long")]),
    ("cells missing at the end", NAME, edit(5, lambda s: s.rsplit(",", 2)[0]), [at(5, "P", "row-too-short")]),
    ("a note below the data", NAME, write(clean()) + "\nSource: our own counts of June\n",
     [at(10, "A", "notes-left-out", "warning")]),
    ("a row of totals", NAME, write(clean()) + "Total" + "," * 4 + ",28,31.5" + "," * 10 + "\n",
     [at(9, "A", "totals-row", "warning")]),
    ("another table below", NAME, write(clean()) + "\n" + write(clean(3)), [at(10, "A", "second-table")]),
    ("a required column missing", NAME, without("D"), [at(1, "", "missing-column")]),
    ("another column missing", NAME, without("J"), [at(1, "", "missing-column", "warning")]),
    ("a header mistyped", NAME, replaced(write(clean()), "gender", "gendre"),
     [at(1, "", "missing-column", "warning"), at(1, "C", "unknown-column", "warning")]),
    ("a column too many", NAME, with_column("remarks", "well"), [at(1, "R", "unknown-column", "warning")]),
    ("a column twice", NAME, with_column("Visits", "3"), [at(1, "R", "duplicate-column")]),
    ("a column without a header", NAME, with_column("", "3"), [at(1, "R", "blank-header", "warning")]),
    ("names of people", NAME, with_column("Full name", "Ann Smith"),
     [at(1, "R", "personal-data", "warning"), at(1, "R", "unknown-column", "warning")]),
    ("birth dates in Spanish", NAME, with_column("Fecha de nacimiento", "1980-02-03"),
     [at(1, "R", "personal-data", "warning"), at(1, "R", "unknown-column", "warning")]),
    ("e-mail addresses under another header", NAME, with_column("contact", "ann@example.org"),
     [at(1, "R", "personal-data", "warning"), at(1, "R", "unknown-column", "warning")]),
    ("Social Security numbers under another header", NAME, with_column("number", "123-45-6789"),
     [at(1, "R", "personal-data", "warning"), at(1, "R", "unknown-column", "warning")]),
    ("numbers that may be thousands", NAME, table_with(lambda t: [row.__setitem__(6, "1.234") for row in t[1:]]),
     [at(1, "G", "whole-column", "warning")] + [at(r, "G", "ambiguous-number") for r in range(2, 9)]),
    ("dates that may be either", NAME, table_with(lambda t: [row.__setitem__(3, "03/04/2018") for row in t[1:]]),
     [at(1, "D", "whole-column", "warning")] + [at(r, "D", "ambiguous-date") for r in range(2, 9)]),
    ("a date in another order than the others", NAME,
     table_with(lambda t: [row.__setitem__(3, f"{14 + i}/04/2018" if i != 3 else "04/18/2018")
                           for i, row in enumerate(t[1:])]), [at(5, "D", "ambiguous-date")]),
    ("a partner that does not exist", "nobody_people_2018Q2", write(clean()),
     [whole("unknown-partner", "warning"), whole("unknown-period", "warning")]),
    ("a partner that cannot be told", "people", write(clean()),
     [whole("unknown-partner", "warning"), whole("unknown-period", "warning")]),
    ("columns of no form", "north", "a,b,c\n1,2,3\n", [whole("unknown-form")]),
    ("a form that the partner does not send", "south_months_2018Q2", "site,month,count\nriver,2018-04,3\n",
     [whole("unknown-form")]),
    ("a period that cannot be told", "north_people", write(clean()), [whole("unknown-period", "warning")]),
    ("an option against the file's name", NAME, write(clean()), [whole("contradiction")], "--period", "2018Q3"),
    ("a partner option against the file's name", NAME, write(clean()),
     [whole("contradiction"), at(1, "B", "whole-column", "warning")] + [at(r, "B", "unknown-site") for r in range(2, 9)], "--partner", "south"),
    ("a month outside the period", "north_months_2018Q2", MONTHS.replace("2018-05", "2018-07"),
     [at(3, "B", "outside-period")]),
    ("a period that is none", "north_months_2018Q2", MONTHS.replace("2018-05", "spring"), [at(3, "B", "wrong-type")]),
    ("a month and its quarter", "north_months_2018Q2", MONTHS + "main,2018Q2,9\n",
     [at(5, "B", "overlapping-period"), at(5, "B", "overlapping-period")]),
    ("a partner in the column that is none", "north_months_2018Q2", "partner," + MONTHS.replace("\n", "\nnorth,")
     .rsplit("north,", 1)[0].replace("north,hill", "nrth,hill"), [at(4, "A", "unknown-partner")]),
    ("another partner in the column", "north_months_2018Q2", "partner,site,month,count\nsouth,river,2018-04,1\n",
     [whole("contradiction")]),
    ("a row that names no field", "down_months_2018Q2",
     "Sede,Mes,Indicador,Valor\ndale,2018-04,Visitas,3\ndale,2018-04,Préstamos,2\n",
     [at(3, "C", "unknown-indicator", "warning")]),
    ("a site and month twice", "north_months_2018Q2", MONTHS + "main,2018-04,9\n", [at(5, "A", "duplicate-key")]),
]


count = 0


def verdict(good, name, *why):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    for line in why if not good else ():
        print("#", line)


def findings(path, lang, options=()):
    done = subprocess.run(["yardstick", "--lang", lang, "check", "--format", "json", *options, path.name],
                          cwd=path.parent, capture_output=True, text=True)
    found = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
    return found, done.stderr


def places(found):
    return sorted((f["code"], f["row"] or 0, f["line"] or 0, f["column"] or "", f["severity"]) for f in found)


def judge(name, path, expected, options=(), seen=None):
    """Both languages find the same, and say it each in its own words."""
    en, trouble = findings(path, "en", options)
    es, _ = findings(path, "es", options)
    why = [trouble] if trouble else []
    if places(en) != sorted(expected):
        why += [f"expected {sorted(expected)}", f"found    {places(en)}"]
    if places(es) != places(en):
        why.append(f"in Spanish {places(es)}")
    for a, b in zip(en, es):
        if not a["message"] or not a["hint"] or a["message"] == b["message"]:
            why.append(f"{a['message']} | {a['hint']} | {b['message']}")
        if a["field"] == "diagnosis" and (a["value"] or "“c”" in a["message"]):
            why.append("a sensitive value is shown")
    verdict(not why, name, *why)
    if seen is not None:
        seen.update(f["code"].split(":")[0] for f in en)


def write_book(path, table):
    book = openpyxl.Workbook()
    for r, row in enumerate(table, 1):
        for c, text in enumerate(row, 1):
            if text:
                book.active.cell(r, c, text).data_type = "s"
    book.save(path)


def try_cells(folder, seen):
    together, expected = clean(len(CELLS) * 2 + 6), []
    for i, (name, column, text, code, severity) in enumerate(CELLS):
        table = clean()
        table[4][ord(column) - ord("A")] = text
        (folder / f"{NAME}.csv").write_text(write(table))
        judge(f"{name}, .csv", folder / f"{NAME}.csv", [at(5, column, code, severity)], seen=seen)
        (folder / f"{NAME}.csv").unlink()
        write_book(folder / f"{NAME}.xlsx", table)
        judge(f"{name}, .xlsx", folder / f"{NAME}.xlsx", [at(5, column, code, severity)])
        (folder / f"{NAME}.xlsx").unlink()
        together[4 + 2 * i][ord(column) - ord("A")] = text
        expected.append(at(5 + 2 * i, column, code, severity))
    (folder / f"{NAME}.csv").write_text(write(together))
    judge("all of them in one file", folder / f"{NAME}.csv", expected)
    (folder / f"{NAME}.csv").unlink()


def try_files(folder, seen):
    for name, file, contents, expected, *options in FILES:
        path = folder / f"{file}.csv"
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        judge(name, path, expected, options, seen)
        path.unlink()


def template(folder, partner, form, period, name, *rows):
    """A template, filled in from its first free row on."""
    subprocess.run(["yardstick", "template", partner, "--form", form, "--period", period, "-o", name + ".xlsx"],
                   cwd=folder, capture_output=True, check=True)
    path = folder / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = next(r for r in range(1, 20) if sheet.cell(r, sheet.max_column).value == "_check") + 1
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.cell(first + r, 1 + c, text or None)
    book.save(path)
    return path


def try_templates(folder, seen):
    row = clean_row(4)
    row[3], row[5:7], row[8], row[12] = None, [3, 0.5], 2, 1990
    path = template(folder, "north", "people", "2018Q2", "anything", row)
    judge("a template with an empty cell", path, [at(8, "D", "required")], seen=seen)
    row[3] = "2018-04-05"
    path = template(folder, "north", "people", "2018Q2", "anything", row)
    judge("a template that is right", path, [])
    path = template(folder, "south", "people", "2018Q2", NAME)
    judge("a template of another partner", path, [whole("wrong-template")], seen=seen)
    path = template(folder, "north", "people", "2018Q1", NAME)
    judge("a template of another period", path, [whole("wrong-template")], seen=seen)
    path = template(folder, "north", "months", "2018Q2", NAME)
    judge("a template of another form", path, [whole("wrong-template")], seen=seen)
    path = template(folder, "north", "people", "2018Q2", NAME, row)
    catalog = folder / "indicators" / "planted.json"
    text = catalog.read_text()
    catalog.write_text(replaced(text, '"maximum": 500', '"maximum": 499'))
    judge("a template from before the form changed", path, [whole("old-template", "warning")], seen=seen)
    catalog.write_text(text)
    path = template(folder, "down", "months", "2018Q2", "mapped", ["dale", "2018-04", 3])
    judge("a template of a partner whose own files are mapped", path, [])
    path.unlink()


def try_closed(folder, seen):
    path = folder / f"{NAME}.csv"
    path.write_text(write(clean()))
    run = lambda *args: subprocess.run(["yardstick", *args], cwd=folder, capture_output=True, text=True)
    run("submit", path.name)
    run("close", "2018Q2")
    path.write_text(write(clean(7)))
    texts = {lang: run("--lang", lang, "submit", path.name).stderr for lang in ("en", "es")}
    verdict(all("[closed-period]" in text for text in texts.values()) and texts["en"] != texts["es"],
            "a period that is closed", *texts.values())
    seen.add("closed-period")


def try_clean(folder):
    for rows in 2, 8, 500:
        path = folder / f"{NAME}.csv"
        for end in "\n", "\r\n":
            for separator in ",;\t":
                path.write_text(write(clean(rows), separator, end), newline="")
                judge(f"clean, {rows} records, {separator!r}, {end!r}", path, [])
        path.unlink()
    path = folder / "north_months_2018Q2.csv"
    path.write_text(MONTHS)
    judge("clean months", path, [])
    path.unlink()


def main():
    source, manual, tests, work = map(Path, sys.argv[1:])
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work)
    for path in [work, *work.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    seen = set()
    try_clean(work)
    try_cells(work, seen)
    try_files(work, seen)
    try_templates(work, seen)
    try_closed(work, seen)
    listed = set(re.findall(r"^\| `([a-z-]+)(?::ID)?` \|", manual.read_text().split("## 11.")[1].split("## 12.")[0], re.M))
    others = [path for glob in ("cli/*/out", "cli/*/err", "unit/*.c") for path in tests.glob(glob)]
    for path in others:  # what needs another setting is planted there
        seen.update(re.findall(r"[a-z]+(?:-[a-z]+)*", path.read_text(errors="replace")))
    verdict(not listed - seen, "every code of the manual was planted", *sorted(listed - seen))
    print(f"1..{count}")


main()
