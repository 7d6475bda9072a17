#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates that are filled in, saved by other programs in other languages and sent must give what their rows give.

usage: filled.py TESTS EXAMPLE WORK     yardstick is taken from PATH, LibreOffice where it is there

The rows are those of CSV files. Each file is checked and submitted as it is; then its rows are typed into the template
of its partner, form and period, in English or in Spanish, and the workbook goes, as it is and saved by LibreOffice
under two locales as .xlsx and as .csv, the same way. No variant may have a finding, and all aggregates must be equal.
"""
import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

count = 0


def verdict(good, name, *why):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    for line in why if not good else ():
        print("#", str(line).replace("\n", "\n# "))


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def run(*args, cwd=None):
    done = subprocess.run(["yardstick", *args], cwd=cwd, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def fold(text):
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def texts(label):
    return [label] if isinstance(label, str) else list((label or {}).values())


class Form:
    """What the test must know of a form: its fields, their types and lists."""

    def __init__(self, catalog, name, partner):
        self.form = catalog["forms"][name]
        self.fields = {f["name"]: f for f in self.form["fields"]}
        self.lists = {}
        self.missing = set(self.form.get("missingValues", {"": ""}))
        for field in self.form["fields"]:
            if "dimension" in field:
                self.lists[field["name"]] = catalog["dimensions"][field["dimension"]]["categories"]
            elif field.get("role") == "site":
                self.lists[field["name"]] = [{"code": s["id"], "title": s.get("name")} for s in partner.get("sites", [])]
            elif field["type"] == "boolean":
                self.lists[field["name"]] = [{"code": "true", "title": {"en": "yes", "es": "sí"}},
                                             {"code": "false", "title": {"en": "no", "es": "no"}}]

    def field_of(self, header):
        for field in self.form["fields"]:
            names = [field["name"], *texts(field.get("title")), *field.get("aliases", [])]
            if fold(header) in map(fold, names):
                return field["name"]
        raise KeyError(header)

    def value(self, name, text, turn):
        """A cell as somebody types it, or chooses it from the list: as title in either language, or as code."""
        field = self.fields[name]
        if text == "":
            return None
        if text in self.missing or text in field.get("missingValues", {}):
            return text
        for item in self.lists.get(name, []):
            known = [item["code"], *texts(item.get("title")), *item.get("aliases", [])]
            if fold(text) in map(fold, known):
                title = item.get("title") or item["code"]
                choices = [title, title] if isinstance(title, str) else [title["en"], title["es"]]
                return [*choices, item["code"]][turn % 3]
        if field["type"] in ("integer", "year"):
            return int(text)
        if field["type"] == "number":
            return float(text)
        if field["type"] == "date":
            return datetime.date.fromisoformat(text)
        return text


def fill(template, form, rows, turn):
    """Types the rows into the cells below the names of the fields."""
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    names = next(r for r in range(1, 20) if sheet.cell(r, sheet.max_column).value == "_check")
    columns = {sheet.cell(names, c).value: c for c in range(1, sheet.max_column)}
    at = names + 1
    for i, row in enumerate(rows):
        at += i % 7 == 3  # people leave rows empty
        for name, text in row.items():
            if name in columns:
                sheet.cell(at, columns[name]).value = form.value(name, text, turn + i)
        at += 1
    book.save(template)


def read_rows(path, form):
    _, text, _ = run("read", str(path))
    lines = list(csv.reader(text.splitlines()))
    names = [form.field_of(header) for header in lines[0]]
    return [dict(zip(names, line)) for line in lines[1:]]


class Office:
    """LibreOffice in a profile of its own, so that its locale is the one asked for."""

    def __init__(self, work, locale):
        self.profile = work / f"office-{locale}"
        (self.profile / "user").mkdir(parents=True)
        (self.profile / "user" / "registrymodifications.xcu").write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
""")

    def save(self, files, to, filtered):
        to.mkdir(parents=True)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless", "--convert-to", filtered,
                        "--outdir", str(to), *map(str, files)], capture_output=True, timeout=240, check=False)
        return sorted(p for p in to.iterdir() if p.suffix in (".csv", ".xlsx"))


def aggregate(folder, files, by):
    """What the files give in a store of their own; the findings of check where there are any."""
    found = []
    for path in files:
        status, out, err = run("check", "--format", "json", str(path), cwd=folder)
        summary = json.loads(out.splitlines()[-1]) if out else {"status": err}
        if status or summary["status"] != "accepted":
            found.append(out + err)
    for name in ("yardstick.db", "yardstick.key"):
        (folder / name).unlink(missing_ok=True)
    status, out, err = run("submit", *map(str, files), cwd=folder)
    if status or err:
        found.append(out + err)
    status, out, err = run("aggregate", "--format", "csv", *by, cwd=folder)
    if status or err:
        found.append(err)
    return out, found


def complaints(path):
    """What the workbook's own column of checks says of rows that are right, computed by LibreOffice."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    said = [sheet.cell(row, sheet.max_column).value or "" for row in range(8, sheet.max_row + 1)]
    return [f"{path.name}: {text}" for text in said if "✖" in text] + ([] if "✔" in said else [f"{path.name}: nothing"])


def variants_of(office, folder, files):
    """Name and files of everything a workbook may have become on its way."""
    yield "as typed", files
    for locale, program in office.items():
        yield f"saved as .xlsx in {locale}", program.save(files, folder / f"{locale}-xlsx", "xlsx:Calc MS Excel 2007 XML")
        yield f"saved as .csv in {locale}", program.save(files, folder / f"{locale}-csv", "csv")
        if locale == "es-ES": # as Excel does there
            yield f"saved as .csv with semicolons in {locale}", program.save(
                files, folder / f"{locale}-semicolons", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false")


def try_initiative(name, source, work, sources, by, office, passes):
    folder = work / name
    shutil.copytree(source, folder)
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, 0o755 if path.is_dir() else 0o644)
    initiative = json.loads((folder / "initiative.json").read_text())
    partners = {p["id"]: p for p in initiative["partners"]}
    catalog = json.loads((Path(sources) / f"{initiative['catalogs'][0]}.json").read_text())
    plain = sorted(p for p in folder.rglob("*_*_*.csv") if p.stem.split("_")[2] in ("2018Q2", "FY2018Q4", "FY2018"))
    plain = [p for p in plain if json.loads(run("check", "--format", "json", str(p), cwd=folder)[1].splitlines()[-1])
             ["status"] == "accepted"]
    plain = list({p.stem.split("_")[1]: p for p in plain}.values())  # one of each form
    expected, found = aggregate(folder, plain, by)
    verdict(not found and len(plain) > 2 and expected.count("\n") > 3, f"{name}: {len(plain)} plain files", *found)
    for number in range(passes):
        typed = []
        (folder / str(number)).mkdir()
        for turn, path in enumerate(plain, number):
            lang = ("en", "es")[turn % 2]
            who, what, when = path.stem.split("_")
            form = Form(catalog, what, partners[who])
            out = folder / str(number) / f"{path.stem}.xlsx"
            status, _, err = run("--lang", lang, "template", who, "--form", what, "--period", when, "-o", str(out),
                                 cwd=folder)
            if status or err:
                verdict(False, f"{name}: the template of {path.stem}", err)
                return
            fill(out, form, read_rows(path, form), turn)
            typed.append(out)
        for variant, files in variants_of(office, folder / str(number), typed):
            result, found = aggregate(folder, files, by)
            if len(files) != len(typed):
                found.append(f"{len(files)} files of {len(typed)}")
            if ".xlsx" in variant:
                found += [text for path in files for text in complaints(path)]
            if result != expected:
                found += [f"{a} | {b}" for a, b in zip(expected.splitlines(), result.splitlines()) if a != b]
            verdict(not found, f"{name}, {'in the other language' if number else 'filled in'}, {variant}", *found)


def main():
    tests, example, work = map(Path, sys.argv[1:])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    office = {}
    if shutil.which("soffice"):
        office = {locale: Office(work, locale) for locale in ("en-US", "es-ES")}
    try_initiative("awkward", tests / "filled" / "in", work, tests / "filled" / "in" / "indicators",
                   ["--by", "", "--by", "kind", "--by", "score", "--by", "site"], office, 2)
    try_initiative("paschalville", example, work, example.parent.parent / "indicators",
                   ["--by", "", "--by", "gender", "--by", "site"], office, 1)
    if not office:
        skip("saved by LibreOffice", "LibreOffice is not there")
    print(f"1..{count}")


main()
