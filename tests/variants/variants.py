#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One table written in every encoding, dialect and locale must be read as one and the same table.

usage: variants.py CASES FOLDER     CASES is tests/cli; yardstick is taken from PATH
"""
import datetime
import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path

HEADER = ["código", "Sede", "gender", "entered", "left", "visits", "hours", "consent", "zip"]
ROWS = [
    ("P1", "main", "Mujer", datetime.date(2017, 7, 3), datetime.date(2017, 8, 31), 12, 1234.5, True, "01914"),
    ("P2", "annex", "Hombre", datetime.date(2017, 7, 25), None, 0, 61.25, False, "19143"),
    ("P3", "Main Street", "Mujer", datetime.date(2017, 9, 1), datetime.date(2017, 9, 30), 99, 0.5, True, "19144"),
    ("P4", "main", "Género; \"otro\", nada", datetime.date(2017, 7, 4), None, 7, 2345678.75, True, "19145"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac-roman"]
SEPARATORS = [",", ";", "\t", "|"]
LINE_ENDS = ["\n", "\r\n", "\r"]


def number(x, locale):
    plain = f"{x:,.2f}" if isinstance(x, float) else str(x)
    if locale == "es":
        return plain.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return plain.replace(",", "") if locale == "iso" else plain


def date(d, locale):
    return d.strftime({"iso": "%Y-%m-%d", "en": "%m/%d/%Y", "es": "%d/%m/%Y"}[locale])


def text(value, locale):
    if value is None:
        return ""
    if isinstance(value, bool):
        return {"iso": "true", "en": "TRUE", "es": "VERDADERO"}[locale] if value else \
            {"iso": "false", "en": "FALSE", "es": "FALSO"}[locale]
    if isinstance(value, datetime.date):
        return date(value, locale)
    return number(value, locale) if isinstance(value, (int, float)) else value


def cell(value, separator):
    if any(c in value for c in separator + "\"\n\r"):
        return '"' + value.replace('"', '""') + '"'
    return value


def table(separator, line_end, locale, dressed):
    lines = [[text(v, locale) for v in row] for row in [HEADER] + ROWS]
    if dressed:
        lines.insert(3, [""] * len(HEADER))
    out = [separator.join(cell(v, separator) for v in row) for row in lines]
    if dressed:
        out = ["Informe de la biblioteca", ""] + out
    return line_end.join(out) + line_end


def make(folder):
    names = []
    for n, (encoding, separator, line_end, locale, dressed) in enumerate(itertools.product(
            ENCODINGS, SEPARATORS, LINE_ENDS, ["iso", "en", "es"], [False, True])):
        name = f"north_people_FY2018Q1_{n:03}.csv"
        content = table(separator, line_end, locale, dressed).encode(encoding)
        (folder / name).write_bytes(content)
        names.append((name, (encoding, separator, line_end, locale, dressed)))
    return names


def adapt(folder):
    """The form of the tests' catalog, with a category that needs quotes and a header with an accent."""
    path = folder / "indicators/demo.json"
    catalog = json.loads(path.read_text())
    catalog["dimensions"]["gender"]["categories"].append({"code": "other", "title": "Género; \"otro\", nada"})
    form = catalog["forms"]["people"]
    form["fields"] = [f for f in form["fields"] if f["name"] not in ("level", "diagnosis")]
    form["fields"][0]["aliases"] = ["código"]
    form["fields"][1]["aliases"] = ["Sede"]
    catalog["indicators"] = [
        {"id": "hours", "family": "performance", "title": "Hours", "unit": "hours", "polarity": "up", "form": "people",
         "measure": "sum(hours)", "by": ["gender"]},
        {"id": "stay", "family": "outcome", "title": "Days", "unit": "days", "polarity": "up", "form": "people",
         "measure": "mean(days_between(entered, left))", "by": ["gender"]},
        {"id": "consent", "family": "outcome", "title": "Consent", "unit": "percent", "polarity": "up", "form": "people",
         "measure": "share(consent)", "by": ["gender"]}]
    path.write_text(json.dumps(catalog))


def run(folder, *args):
    return subprocess.run(["yardstick", "-C", str(folder), *args], capture_output=True, text=True, check=False)


def report(n, good, name, why=()):
    print(f"{'ok' if good else 'not ok'} {n} - {name}")
    for line in list(why)[:20]:
        print(f"#   {line}")
    return good


def main():
    cases, folder = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "inbox").mkdir(parents=True)
    shutil.copytree(cases / "check-values/in/indicators", folder / "indicators")
    shutil.copy(cases / "check-values/in/initiative.json", folder)
    for path in folder.rglob("*"): # the sources of a distribution are read-only
        path.chmod(path.stat().st_mode | 0o200)
    adapt(folder)
    names = make(folder / "inbox")
    done = run(folder, "check", "--format", "json", *[str(folder / "inbox" / name) for name, _ in names])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    summaries = {Path(s["file"]).name: s for s in lines if "status" in s}
    bad = [f"{about}: {[(f['code'], f['field'], f['value']) for f in lines if f['file'].endswith(name)][:3]}"
           for name, about in names if summaries.get(name, {}).get("status") != "accepted"]
    good = report(1, not bad and len(summaries) == len(names), f"{len(names)} variants are accepted without a finding", bad)
    results = {}
    for name, about in names[::37]:
        for left in folder.glob("yardstick.*"):
            left.unlink()
        run(folder, "submit", "--period", "FY2018Q1", str(folder / "inbox" / name))
        results[about] = run(folder, "aggregate", "--period", "FY2018Q1", "--by", "gender", "--format", "csv").stdout
    first = next(iter(results.values()))
    other = [f"{about}: {out}" for about, out in results.items() if out != first]
    good &= report(2, not other and "2345678.75" in first, f"{len(results)} of them give the same results", other)
    print("1..2")
    return not good


if __name__ == "__main__":
    sys.exit(main())
