#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One table written in every encoding, dialect and locale must be read, stored and aggregated as one and the same.

usage: variants.py FOLDER     yardstick is taken from PATH
Each variant is the file of a partner of its own. All are submitted to one store and aggregated by partner: what is said
of one partner must be said of every other, to the byte.
"""
import collections
import csv
import datetime
import io
import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path

D = datetime.date
FIELDS = ["código", "Sede", "gender", "entered", "left", "visits", "hours", "cost", "share", "consent", "zip"]
KINDS = ["text", "text", "text", "date", "date", "number", "number", "money", "percent", "truth", "text"]
ROWS = [
    ("P1", "main", "Mujer", D(2017, 7, 3), D(2017, 8, 31), 12, 1234.5, 1200, 0.6125, True, "01914"),
    ("P2", "annex", "Hombre", D(2017, 7, 25), None, 0, 61.25, -5, 0, False, "19143"),
    ("P3", "Main Street", "Mujer", D(2017, 9, 1), D(2017, 9, 30), 99, 0.5, 0.75, 1, True, "19144"),
    ("P4", "main", "Género; \"otro\", nada | más", D(2017, 7, 4), None, 7, 2345678.75, None, 0.05, True, "19145"),
]
VALUES = {"visits": "118", "hours": "2346975", "cost": "398.583333333333", "share": "0.415625", "highest": "2345678.75",
          "stay": "44", "consent": "0.75", "middle": "647.875", "codes": "4"}
MONTHS = {"en": "January February March April May June July August September October November December".split(),
          "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()}
DAYS = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
        "es": "lunes martes miércoles jueves viernes sábado domingo".split()}

# name, Python's codec, byte order mark
ENCODINGS = [
    ("UTF-8", "utf-8", b""), ("UTF-8 BOM", "utf-8", b"\xef\xbb\xbf"),
    ("UTF-16LE", "utf-16-le", b""), ("UTF-16LE BOM", "utf-16-le", b"\xff\xfe"),
    ("UTF-16BE", "utf-16-be", b""), ("UTF-16BE BOM", "utf-16-be", b"\xfe\xff"),
    ("UTF-32LE", "utf-32-le", b""), ("UTF-32LE BOM", "utf-32-le", b"\xff\xfe\0\0"),
    ("UTF-32BE", "utf-32-be", b""), ("UTF-32BE BOM", "utf-32-be", b"\0\0\xfe\xff"),
    ("Windows-1252", "cp1252", b""), ("Latin-1", "latin-1", b""), ("Mac Roman", "mac-roman", b""),
]
SEPARATORS = [",", ";", "\t", "|", "sep=;", "sep=,"]
QUOTES = ["minimal", "all", "backslash", "single"]
LINE_ENDS = ["\n", "\r\n", "\r", "mixed"]


def swapped(text):
    """1,234.50 as 1.234,50"""
    return text.translate(str.maketrans(",.", ".,"))


def named(d, language, pattern):
    month = MONTHS[language][d.month - 1]
    return pattern.format(d=d.day, m=month, m3=month[:3], y=d.year, w=DAYS[language][d.weekday()])


# how a number, an amount, a part of a whole, a date and a truth are written
Locale = collections.namedtuple("Locale", "name number money percent date truth")
LOCALES = [
    Locale("ISO", lambda x: f"{x:.2f}" if isinstance(x, float) else str(x), str, str, str, ("true", "false")),
    Locale("Philadelphia", "{:,.2f}".format, lambda x: f"${x:,.2f}" if x >= 0 else f"(${-x:,.2f})",
           lambda x: f"{x * 100:.2f}%", "{:%m/%d/%Y}".format, ("TRUE", "FALSE")),
    Locale("Philadelphia, words", "{:,.2f}".format, lambda x: f"${x:,.2f}" if x >= 0 else f"-${-x:,.2f}",
           lambda x: f"{x * 100:.2f} %", lambda d: named(d, "en", "{w}, {m} {d}, {y}"), ("Yes", "No")),
    Locale("Madrid", lambda x: swapped(f"{x:,.2f}"), lambda x: swapped(f"{x:,.2f}") + " €",
           lambda x: swapped(f"{x * 100:.2f}%"), "{:%d/%m/%Y}".format, ("VERDADERO", "FALSO")),
    Locale("Madrid, words", lambda x: swapped(f"{x:,.2f}").replace(".", "\u00a0"),
           lambda x: swapped(f"{x:.2f}") if x >= 0 else swapped(f"({-x:.2f})"), lambda x: swapped(f"{x * 100:.2f} %"),
           lambda d: named(d, "es", "{w}, {d} de {m} de {y}"), ("SÍ", "NO")),
    Locale("Bogotá", lambda x: swapped(f"{x:.8E}"),
           lambda x: swapped(f"${x:,.2f}") if x >= 0 else swapped(f"-${-x:,.2f}"),
           lambda x: swapped(f"{x * 100:.2f}%"), lambda d: named(d, "es", "{d}-{m3}-{y}"), ("Verdadero", "Falso")),
    Locale("Mexico", "{:,.2f}".format, lambda x: f"${x:,.2f}" if x >= 0 else f"-${-x:,.2f}",
           lambda x: f"{x * 100:.2f}%",
           "{:%d/%m/%Y}".format, ("Sí", "No")),
    Locale("plain numbers", "{:.8E}".format, "{:.2f}".format, "{:.4f}".format,
           lambda d: str((d - D(1899, 12, 30)).days), ("1", "0")),
    Locale("short years", lambda x: swapped(f"{x:.2f}"), lambda x: swapped(f"{x:.2f}"), lambda x: swapped(f"{x:.4f}"),
           "{:%d.%m.%Y}".format, ("y", "n")),
]


def written(value, kind, locale):
    if value is None:
        return ""
    if kind == "truth":
        return locale.truth[not value]
    if kind == "text":
        return value
    if kind == "number" and isinstance(value, int):
        return str(value)
    return getattr(locale, {"number": "number", "money": "money", "percent": "percent", "date": "date"}[kind])(value)


def cell(text, separator, quotes):
    if quotes == "single":
        return "'" + text.replace("'", "''") + "'"
    needed = any(c in text for c in separator + "\"\n\r")
    if quotes == "backslash" and needed:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if needed or quotes == "all":
        return '"' + text.replace('"', '""') + '"'
    return text


def lines_of(locale, dress):
    """The rows of the table, dressed as people dress them."""
    rows = [list(FIELDS)] + [[written(v, k, locale) for v, k in zip(row, KINDS)] for row in ROWS]
    n = len(FIELDS)
    if dress == "padded headers":
        rows[0] = [f" {name} " for name in rows[0]]
    elif dress == "blank rows":
        rows[3:3] = [[""] * n]
        rows += [[""] * n, [""] * n]
    elif dress == "blank column":
        rows = [row[:3] + [""] + row[3:] for row in rows]
    elif dress == "trailing separators":
        rows = [row + ["", ""] for row in rows]
    elif dress == "title":
        rows[:0] = [["Informe de la biblioteca: niños y niñas"], []]
    elif dress == "title in a full row":
        rows[:0] = [["Informe trimestral"] + [""] * (n - 1), [""] * n]
    elif dress == "two header rows":
        rows[:0] = [["Persona", "", "", "Estancia", "", "Uso", "", "", "", "Permiso", ""]]
    elif dress == "footnotes":
        rows += [[], ["Nota: datos provisionales, sin revisar todavía"], ["Fuente: registro de la biblioteca"]]
    elif dress == "totals":
        rows += [["Total", "", "", "", "", "118", "", "", "", "", ""]]
    elif dress == "other order":
        rows = [row[::-1] for row in rows]
    return rows


DRESSES = ["plain", "padded headers", "blank rows", "blank column", "trailing separators", "title",
           "title in a full row", "two header rows", "footnotes", "totals", "other order"]


def table(separator, quotes, line_end, locale, dress):
    declared = separator.startswith("sep=")
    first = [separator] if declared else []
    separator = separator[-1]
    lines = first + [separator.join(cell(v, separator, quotes) for v in row) for row in lines_of(locale, dress)]
    if line_end == "mixed":
        return "".join(line + "\r\n\n"[i % 2:][:2 - i % 2] for i, line in enumerate(lines))
    return line_end.join(lines) + line_end


def variants():
    """Each encoding with each dialect and each locale; the dresses go round, so that each meets each of the others."""
    turn = itertools.cycle(DRESSES)
    for encoding, separator, quotes, locale in itertools.product(ENCODINGS, SEPARATORS, QUOTES, LOCALES):
        if encoding[1] in ("latin-1",) and "€" in locale.money(1.5):
            continue  # Latin-1 has no euro
        for line_end in LINE_ENDS:
            if (line_end != LINE_ENDS[0]) and (QUOTES.index(quotes) + SEPARATORS.index(separator) +
                                               LOCALES.index(locale)) % 4 != LINE_ENDS.index(line_end):
                continue  # each line end with a part of the others
            yield encoding, separator, quotes, line_end, locale, next(turn)


def make(folder):
    made = {}
    for n, about in enumerate(variants()):
        (_, codec, mark), separator, quotes, line_end, locale, dress = about
        text = table(separator, quotes, line_end, locale, dress)
        (folder / "inbox" / f"v{n}_people_FY2018Q1.csv").write_bytes(mark + text.encode(codec))
        made[f"v{n}"] = (about[0][0], separator, quotes, repr(line_end), locale.name, dress)
    (folder / "partners.csv").write_text("id,name\n" + "".join(f"{p},Partner {p}\n" for p in made))
    sites = [("main", "Main Street"), ("annex", "Annex")]
    (folder / "sites.csv").write_text("partner,id,name\n" + "".join(f"{p},{i},{t}\n" for p in made for i, t in sites))
    return made


def define(folder):
    category = [{"code": "female", "title": {"en": "Female", "es": "Mujer"}},
                {"code": "male", "title": {"en": "Male", "es": "Hombre"}},
                {"code": "other", "title": "Género; \"otro\", nada | más"}]
    field = [{"name": "code", "type": "string", "aliases": ["código"], "constraints": {"required": True}},
             {"name": "site", "type": "string", "role": "site", "aliases": ["Sede"]},
             {"name": "gender", "type": "string", "dimension": "gender"},
             {"name": "entered", "type": "date"}, {"name": "left", "type": "date"},
             {"name": "visits", "type": "integer"}, {"name": "hours", "type": "number"},
             {"name": "cost", "type": "number"}, {"name": "share", "type": "number"},
             {"name": "consent", "type": "boolean"}, {"name": "zip", "type": "string"}]
    measures = {"visits": "sum(visits)", "hours": "sum(hours)", "cost": "mean(cost)", "share": "mean(share)",
                "highest": "max(hours)", "stay": "mean(days_between(entered, left))", "consent": "share(consent)",
                "middle": "median(hours)", "codes": "distinct(zip)"}
    catalog = {"catalog": "people", "version": "1", "title": "People",
               "dimensions": {"gender": {"title": "Gender", "categories": category}},
               "forms": {"people": {"title": "People", "frequency": "quarter", "fields": field,
                                    "primaryKey": ["code"]}},
               "indicators": [{"id": i, "family": "performance", "title": i, "unit": "number", "polarity": "up",
                               "form": "people", "measure": m, "by": ["gender", "site"]} for i, m in measures.items()]}
    initiative = {"initiative": "variants", "title": "Variants of one table", "languages": ["en", "es"],
                  "calendar": {"period": "quarter", "year_starts": "07-01", "year_named_for": "end"},
                  "catalogs": ["people"], "partners": "partners.csv", "sites": "sites.csv"}
    (folder / "indicators").mkdir()
    (folder / "indicators/people.json").write_text(json.dumps(catalog))
    (folder / "initiative.json").write_text(json.dumps(initiative))


def run(folder, *args):
    return subprocess.run(["yardstick", "-C", str(folder), *args], capture_output=True, text=True, check=False)


def report(n, good, name, why=()):
    print(f"{'ok' if good else 'not ok'} {n} - {name}")
    for line in [] if good else list(why)[:20]:
        print(f"#   {line}"[:600])
    return good


def by_partner(text):
    """What is said of each partner, without its name."""
    rows = csv.DictReader(io.StringIO(text))
    said = collections.defaultdict(list)
    for row in rows:
        said[row.pop("partner")].append(",".join(row.values()))
    return said


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "inbox").mkdir(parents=True)
    define(folder)
    made = make(folder)
    done = run(folder, "submit", str(folder / "inbox"))
    refused = [line for line in done.stderr.splitlines() + done.stdout.splitlines() if ": error: " in line]
    why = {line.split("_people")[0].rsplit("/", 1)[-1]: line.split(": error: ")[1] for line in reversed(refused)}
    good = report(1, done.returncode == 0, f"{len(made)} variants are stored",
                  [f"{len(why)} are not"] + [f"{made.get(p)}: {line}" for p, line in why.items()])
    groups = [arg for by in ("partner", "partner,gender", "partner,site") for arg in ("--by", by)]
    done = run(folder, "aggregate", "--period", "FY2018Q1", *groups, "--format", "csv")
    said = by_partner(done.stdout)
    said.pop("", None)
    first = said.get("v0", [])
    other = [f"{made[p]}: {sorted(set(said[p]) ^ set(first))[:4]}" for p in made if p in said and said[p] != first]
    n = sum(said[p] == first for p in made if p in said)
    whole = {line.split(",")[0]: line.split(",")[5] for line in first if line.split(",")[3:5] == ["", ""]}
    wrong = [f"{i} is {whole.get(i)}, not {value}" for i, value in VALUES.items() if whole.get(i) != value]
    good &= report(2, not other and n == len(made), f"{n} of them give the same results to the byte",
                   [done.stderr[:300], *first[:3], *other])
    good &= report(3, not wrong, "which are those of the table", wrong)
    print("1..3")
    return not good


if __name__ == "__main__":
    sys.exit(main())
