#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same table in every layout gives the same results, and what findings offer to paste mends the file.

usage: layouts.py FOLDER [SEED]     FOLDER is scratch; yardstick is taken from PATH
"""
import csv
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

CATALOG = {
    "catalog": "demo", "version": "1",
    "dimensions": {"age": {"categories": [{"code": "child"}, {"code": "adult"}]}},
    "forms": {
        "visits": {
            "frequency": "quarter",
            "fields": [
                {"name": "site", "type": "string", "role": "site", "constraints": {"required": True}},
                {"name": "age", "type": "string", "dimension": "age"},
                {"name": "period", "type": "string", "role": "period"},
                {"name": "visits", "type": "integer", "constraints": {"minimum": 0}},
                {"name": "new_people", "type": "integer", "title": {"en": "New people", "es": "Personas nuevas"}},
                {"name": "hours", "type": "number"},
            ],
            "primaryKey": ["site", "age", "period"],
        }
    },
    "indicators": [
        {"id": "visits", "unit": "visits", "form": "visits", "measure": "sum(visits)", "by": ["site", "age"]},
        {"id": "new", "unit": "percent", "form": "visits", "measure": "rate(new_people, visits)"},
        {"id": "hours", "unit": "hours", "form": "visits", "measure": "sum(hours)"},
        {"id": "typical", "unit": "hours", "form": "visits", "measure": "median(hours)"},
        {"id": "rows", "unit": "rows", "form": "visits", "measure": "count()"},
    ],
}
FIELDS = ["visits", "new_people", "hours"]
MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
count = 0


def verdict(good, name, why=""):
    global count
    count += 1
    if not good:
        print("\n".join("# " + line for line in str(why).splitlines()[:30]))
    print(f"{'ok' if good else 'not ok'} {count} - {name}")


def run(folder, *args):
    done = subprocess.run(["yardstick", "-C", str(folder), *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def initiative(folder, mappings, sites=("main", "west", "annex")):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "indicators").mkdir(parents=True)
    (folder / "indicators/demo.json").write_text(json.dumps(CATALOG), encoding="utf-8")
    (folder / "initiative.json").write_text(json.dumps({
        "initiative": "demo", "catalogs": ["demo"],
        "partners": [{"id": "north", "sites": [{"id": site} for site in sites], "forms": ["visits"]}],
        "mappings": [{"partner": "north", **mapping} for mapping in mappings]}), encoding="utf-8")


def write(path, rows, separator=","):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator, lineterminator=random.choice(["\n", "\r\n"])).writerows(rows)


def header(period, style):
    year, part = period[:4], period[4:]
    if part.startswith("Q"):
        return [period, f"Q{part[1]} {year}", f"T{part[1]} {year}", f"{year}-{part}"][style % 4]
    return [period, f"{MONTHS[int(part[1:]) - 1]} {year}", f"{MONTHS[int(part[1:]) - 1]}-{year[2:]}",
            f"{part[1:]}/{year}"][style % 4]


def make_table():
    """Keys (site, age) and periods, and a value or a blank for each field of each of their pairs."""
    if random.random() < 0.5:
        periods = [f"2018-{month:02}" for month in sorted(random.sample(range(1, 13), random.randint(1, 8)))]
    else:
        periods = [f"2018Q{quarter}" for quarter in sorted(random.sample(range(1, 5), random.randint(1, 4)))]
    keys = random.sample([(site, age) for site in ("main", "west", "annex") for age in ("child", "adult")],
                         random.randint(1, 6))
    values = {}
    for period in periods:
        for key in keys:
            for field in FIELDS:
                value = random.randint(0, 5000) if field != "hours" else random.randint(0, 99999) / 100
                values[key, period, field] = "" if random.random() < 0.2 else value
        values[keys[0], period, "visits"] = 7  # a period nobody has filled in is no report of it
    return keys, periods, values


def long_rows(keys, periods, values):
    yield ["site", "age", "period", *FIELDS]
    for key in keys:
        for period in periods:
            yield [*key, period, *(values[key, period, field] for field in FIELDS)]


def across_rows(keys, periods, values, style):
    columns = [(period, field) for period in periods for field in FIELDS]
    random.shuffle(columns)
    names = [f"{field} {header(p, style)}" if style % 2 else f"{header(p, style)} {field}" for p, field in columns]
    yield ["Sede", "Edad", *names]
    for key in keys:
        yield [key[0].upper(), key[1], *(values[key, p, field] for p, field in columns)]


def down_rows(keys, periods, values):
    yield ["Nota", "Indicador", "site", "Valor", "age", "period"]
    rows = [["x", field, key[0], values[key, period, field], key[1], period]
            for key in keys for period in periods for field in FIELDS]
    random.shuffle(rows)
    yield from rows
    yield ["x", "Total", "main", 99, "child", periods[0]]


def both_rows(keys, periods, values, style):
    yield ["Informe anual"] + [""] * (len(periods) + 2)
    yield ["site", "Grupo", "Indicador", *(header(period, style) for period in periods)]
    names = {"visits": "Visitas", "new_people": "personas NUEVAS", "hours": "Horas (décimas)"}
    for field in FIELDS:
        for key in keys:
            cells = (values[key, period, field] for period in periods)
            if field == "hours":  # they count in tenths
                cells = ("" if cell == "" else f"{cell * 10:.1f}" for cell in cells)
            yield [{"main": "Central"}.get(key[0], key[0]), {"child": "niñas/os"}.get(key[1], key[1]), names[field], *cells]
        yield ["Suma", "", names[field], *(1 for _ in periods)]


LAYOUTS = {
    "periods across, several fields": (
        [{"form": "visits", "periods_across": FIELDS}, {"headers": {"sede": "site", "EDAD": "age"}}], across_rows),
    "indicators down": (
        [{"indicators_down": {"names": "indicador", "values": "valor"}, "ignore": ["nota"],
          "skip": {"where": {"Indicador": "total"}}}], down_rows),
    "periods across and indicators down": (
        [{"form": "visits", "periods_across": True, "skip": {"first": 1, "where": {"site": ["Suma", "Media"]}},
          "indicators_down": {"names": "Indicador", "fields": {"visitas": "visits", "Horas (décimas)": "hours"}}},
         {"headers": {"Grupo": "age"}, "factors": {"hours": 0.1},
          "values": {"age": {"NIÑAS/OS": "child"}, "site": {"central": "main"}}}], both_rows),
}


def results(folder, path):
    code, out, err = run(folder, "submit", "--partner", "north", "--period", "2018", str(path))
    if code != 0:
        return out + err
    text = ""
    for args in (["--by", "site,age"], ["--by", "age", "--window", "year"]):
        for period in ("2018", "2018Q1", "2018-05"):
            text += run(folder, "aggregate", "--format", "csv", "--period", period, *args)[1]
    return text


def same_results(folder, trial):
    table = make_table()
    initiative(folder / "long", [])
    write(folder / "long.csv", long_rows(*table))
    wanted = results(folder / "long", folder / "long.csv")
    if "indicator," not in wanted:
        verdict(False, f"table {trial} is accepted as it is", wanted)
        return
    for name, (mappings, rows) in LAYOUTS.items():
        initiative(folder / "other", mappings)
        style = (random.randrange(8),) if rows is not down_rows else ()
        write(folder / "other.csv", rows(*table, *style), random.choice([",", ";", "\t"]))
        got = results(folder / "other", folder / "other.csv")
        differing = [f"{a}\n{b}" for a, b in zip(wanted.splitlines(), got.splitlines()) if a != b]
        verdict(got == wanted, f"table {trial}: {name}", "\n".join(differing) or got)


# Faults whose names nobody knows: what is offered to paste mends all of them.
PASTE = {
    "headers": ([], [["site", "Agee", "period", "visits", "personas nuevas", "Horas \"netas\" \\ año", "hourss"],
                     ["main", "child", "2018Q1", 1, 2, 3, 4.5]]),
    "values": ([], [["site", "age", "period", "visits", "new people", "hours"],
                    ["mian", "child", "2018Q1", 1, 2, 3], ["west", "adlut", "2018Q1", 1, 2, 3],
                    ["anex", "no \"sé\"", "2018Q1", 1, 2, 3]]),
    "names down": ([{"form": "visits", "indicators_down": {"names": "Qué", "values": "Cuánto"}}],
                   [["site", "age", "period", "Qué", "Cuánto"], ["main", "child", "2018Q1", "visitss", 3],
                    ["main", "child", "2018Q1", "Persona nuevas", 2], ["main", "child", "2018Q1", "houers", 2],
                    ["main", "child", "2018Q1", "Sin \"nombre\"", 2]]),
    "names across": ([{"form": "visits", "periods_across": FIELDS}],
                     [["sitee", "age", "Visits Jan 2018", "new people 2018-01", "hours 2018-01", "notas"],
                      ["main", "child", 3, 2, 1, "x"]]),
}


def offered_json(out):
    for line in out.splitlines():
        hint = json.loads(line).get("hint") or ""
        if "{" in hint:
            yield hint[hint.index("{"):]


def offered_text(out):
    for line in out.splitlines():
        if '{ "partner"' in line:
            yield line[line.index('{ "partner"'):line.rindex(" [")]


def mends(folder, name, lang, style):
    mappings, rows = PASTE[name]
    path = folder / "north_visits_2018Q1.csv"
    initiative(folder / "paste", mappings)
    write(path, rows)
    code, out, err = run(folder / "paste", "--lang", lang, "check", "--format", style, str(path))
    lines = list(offered_json(out) if style == "json" else offered_text(out))
    text = (folder / "paste/initiative.json").read_text(encoding="utf-8")
    comma = ", " if mappings else ""
    (folder / "paste/initiative.json").write_text(
        text.replace('"mappings": [', '"mappings": [' + ", ".join(lines) + comma), encoding="utf-8")
    sound, _, faults = run(folder / "paste", "lint", str(folder / "paste/initiative.json"))
    after, found, err = run(folder / "paste", "check", "--format", "json", str(path))
    summary = json.loads(found.splitlines()[-1]) if found else {}
    verdict(len(lines) >= 2 and sound == 0 and after == 0 and summary.get("status") == "accepted",
            f"{name}, {lang}, {style}: what is offered mends the file",
            "\n".join(lines) + "\n" + faults + found + err + f"\nbefore: {code}")


def main():
    folder = Path(sys.argv[1]).resolve()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2018
    random.seed(seed)
    print(f"# seed {seed}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PASTE:
        for lang in ("en", "es"):
            for style in ("text", "json"):
                mends(folder, name, lang, style)
    for trial in range(1, 21):
        same_results(folder, trial)
    print(f"1..{count}")


main()
