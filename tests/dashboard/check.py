#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a dashboard back.

check.py dimensions FILE              prints the dimensions of its Data, one a line, and "site"
check.py cells N FILE CSV RECOMPUTED OTHER...
    compares FILE with the results in CSV and with its twin that a spreadsheet program computed anew (where there is
    one), and looks at the parts of all files; TAP, counting on from N
"""
import csv
import math
import os
import sys
import warnings
import xml.etree.ElementTree
import zipfile

import openpyxl

warnings.simplefilter("ignore")
BEFORE = ["indicator", "period", "window", "partner", "site"]
AFTER = ["value", "numerator", "denominator", "n", "low", "high", "partners_reported", "partners_expected", "status",
         "note"]
NUMBERS = set(AFTER[:8])


class Tap:
    def __init__(self, n):
        self.n = n

    def ok(self, passed, name, *details):
        self.n += 1
        print("%sok %d - %s" % ("" if passed else "not ", self.n, name))
        if not passed:
            for detail in details[:5]:
                print("# %s" % (detail,))


def data_of(path):
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [list(row) for row in book["Data"].iter_rows(values_only=True)]
    return book, rows[0], rows[1:]


def same(text, cell):
    """Whether a field of the CSV and a cell say the same."""
    if text == "" or cell is None:
        return text == "" and cell is None
    if isinstance(cell, (int, float)):
        return float(text) == cell
    return text.lstrip("'") == cell


def compare_data(tap, path, results):
    book, header, rows = data_of(path)
    tap.ok(book.sheetnames == ["Scorecard", "Trends", "Partners", "Data", "Dictionary", "Calc"], "its sheets",
           book.sheetnames)
    tap.ok(header[:5] == BEFORE and header[-10:] == AFTER, "Data has the columns of aggregate", header)
    table = openpyxl.load_workbook(path)["Data"].tables["tblResults"]
    tap.ok(table.ref.endswith(str(len(rows) + 1)), "and is a table of all its rows", table.ref)
    with open(results, newline="", encoding="utf-8") as file:
        wanted = list(csv.reader(file))
    tap.ok(sorted(wanted[0]) == sorted(header), "aggregate names the same columns", wanted[0], header)
    keys = [name for name in wanted[0] if name not in AFTER]
    found = {}
    for row in wanted[1:]:
        row = dict(zip(wanted[0], row))
        found.setdefault(tuple(row[k] for k in keys), row)  # the whole comes before what is refused
    differences, seen = [], set()
    for cells in rows:
        cells = dict(zip(header, cells))
        key = tuple(cells[k] or "" for k in keys)
        row = found.get(key)
        if row is None:
            differences.append(("not in aggregate", key))
        elif key in seen:
            differences.append(("twice", key))
        else:
            differences += [(key, k, row[k], cells[k]) for k in header if not same(row[k], cells[k])]
        seen.add(key)
    tap.ok(not differences, "every row of Data is a result of aggregate", *differences)
    whole = [key for key in found if key[3:] == ("",) * (len(keys) - 3) or (key[3] and not any(key[4:]))]
    lacking = [key for key in whole if key not in seen]
    tap.ok(not lacking, "and every result over all partners, or of one, is in Data", *lacking)
    tap.ok(len(rows) > 1000, "there are many", len(rows))


def formulas_of(path):
    plain, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    for sheet in plain.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=") and cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value, values[sheet.title][cell.coordinate].value


def compare_formulas(tap, path, recomputed):
    formulas = list(formulas_of(path))
    tap.ok(len(formulas) > 200, "there are formulas", len(formulas))
    empty = [f for f in formulas if not isinstance(f[3], (int, float))]
    tap.ok(not empty, "each has its value beside it", *empty)
    if not os.path.exists(recomputed):
        tap.n += 1
        print("ok %d - a spreadsheet program computes the same # SKIP soffice is not there" % tap.n)
        return
    book = openpyxl.load_workbook(recomputed, data_only=True)
    wrong = []
    for sheet, at, formula, value in formulas:
        other = book[sheet][at].value
        if not isinstance(other, (int, float)) or not math.isclose(value, other, rel_tol=1e-12, abs_tol=1e-12):
            wrong.append((sheet, at, formula, value, other))
    tap.ok(not wrong, "a spreadsheet program computes the same", *wrong)


def look_at_parts(tap, path):
    broken = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            part = package.read(name)
            try:
                xml.etree.ElementTree.fromstring(part)
            except xml.etree.ElementTree.ParseError as error:
                broken.append((name, error))
            for bad in (b"<v>NAN", b"<v>-NAN", b"<v>INF", b"<v>-INF", b"<v></v>"):
                if bad in part:
                    broken.append((name, bad))
    tap.ok(not broken, "every part of %s is sound" % os.path.basename(path), *broken)


def look_at_scorecard(tap, path):
    sheet = openpyxl.load_workbook(path, data_only=True)["Scorecard"]
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    tap.ok("Visits to the Job Readiness Labs" in texts, "the Scorecard names an indicator")
    tap.ok(any(isinstance(t, str) and "FY2018Q4 (1 Apr – 30 Jun 2018)" in t for t in texts), "and the period's dates")
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=7)}
    visits = [cell.value for cell in rows["Visits to the Job Readiness Labs"]]
    tap.ok(visits[2:7] == [320, 370, 365, 385, 20], "baseline, target, prior, current and change of the visits", visits)
    tap.ok(visits[9] == "✔ On track", "and how they stand, in words", visits[9])
    survey = [cell.value for cell in rows["Partnership self-evaluation"]] if "Partnership self-evaluation" in rows else []
    tap.ok(not survey or survey[5] in ("–",) or isinstance(survey[5], (int, float)), "no value is a dash, not a zero",
           survey)


def main():
    if sys.argv[1] == "dimensions":
        header = data_of(sys.argv[2])[1]
        print("\n".join(["site"] + header[5:-10]))
        return
    tap = Tap(int(sys.argv[2]))
    path, results, recomputed, others = sys.argv[3], sys.argv[4], sys.argv[5], sys.argv[6:]
    compare_data(tap, path, results)
    compare_formulas(tap, path, recomputed)
    look_at_scorecard(tap, path)
    for one in [path] + others:
        look_at_parts(tap, one)
    print("1..%d" % tap.n)


main()
