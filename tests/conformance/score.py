#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the suites of files that are hard to read and prints a score for each.

usage: score.py DATA [SUITE]...      DATA holds csv/ and schema/; yardstick is taken from PATH
A suite is a function that yields (name, good, why). VERBOSE=1 names what failed.
"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

csv.field_size_limit(1 << 30)


def run(*args):
    return subprocess.run(("yardstick",) + tuple(str(a) for a in args), capture_output=True, check=False)


def rows_of(text):
    return [row if row else [""] for row in csv.reader(io.StringIO(text, newline=""))]


def read(path, *more):
    done = run("read", *more, path)
    return rows_of(done.stdout.decode("utf-8", "surrogateescape")), done


def findings(path, *more):
    done = run("read", "--format", "json", *more, path)
    return json.loads(done.stdout) if done.returncode != 3 else None


def check_schema(schema, path):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(schema, f)
        f.flush()
        done = run("check", "--schema", f.name, "--format", "json", path)
    return [json.loads(line) for line in done.stdout.decode().splitlines()], done


def table(path, encoding="utf-8"):
    return rows_of(path.read_bytes().decode(encoding))


def csv_spectrum(data):
    left_out = {"location_coordinates"}  # its JSON contradicts its CSV
    for path in sorted((data / "csv/csv-spectrum/csvs").glob("*.csv")):
        if path.stem in left_out:
            continue
        want = json.loads((data / f"csv/csv-spectrum/json/{path.stem}.json").read_text())
        rows, _ = read(path)
        got = [dict(zip(rows[0], row)) for row in rows[1:]]
        yield path.stem, json.dumps(got) == json.dumps(want).replace(r"\r\n", r"\n"), (got[:2], want[:2])


def csv_test_data(data):
    left_out = {"bad-header-wrong-header"}  # well formed: only who expects other headers can refuse it
    for path in sorted((data / "csv/csv-test-data/csv").glob("*.csv")):
        if path.stem in left_out:
            continue
        rows, done = read(path)
        if path.stem.startswith("bad-"):
            found = findings(path)
            yield path.stem, found is None or found["errors"] > 0, found
            continue
        want = json.loads((data / f"csv/csv-test-data/json/{path.stem}.json").read_text())
        if path.stem.startswith("header-"):
            rows = [dict(zip(rows[0], row)) for row in rows[1:]]
        yield path.stem, rows == want, (rows, want)


def readr(data):
    folder = data / "csv/readr/fixtures"
    first = {}
    for kind, pattern in (("eol", "eol-*.csv"), ("basic-df", "basic-df*.csv")):
        for path in sorted(folder.glob(pattern)):
            rows, _ = read(path)
            first.setdefault(kind, rows)
            yield path.name, rows == first[kind], (rows[:2], first[kind][:2])


def csvkit(data):
    folder = data / "csv/csvkit"
    for a, b in (("test_utf16_big.csv", "test_utf16_little.csv"), ("test_skip_lines.csv", "dummy.csv"),
                 ("dummy.xlsx", "dummy.csv"), ("test_skip_lines.xlsx", "test.xlsx"), ("sheets.xlsx", "test.xlsx")):
        one, two = read(folder / a)[0], read(folder / b)[0]
        yield f"{a} = {b}", one == two and len(one) > 1, (one[:2], two[:2])
    one, two = read(folder / "test.xlsx")[0], table(folder / "testxlsx_converted.csv")
    two = [["TRUE" if c == "True" else "FALSE" if c == "False" else c for c in row] for row in two]
    yield "test.xlsx = testxlsx_converted.csv", one[1:] == two[1:], (one, two)  # its header was invented in part


def trimmed(rows):
    out = []
    for row in rows:
        row = [cell.strip() for cell in row]
        while row and row[-1] == "":
            row.pop()
        if row:
            out.append(row)
    return out


def similarity(got, want):
    """Cells of want found at their place, and how many there are; cells too many count as well."""
    total = good = 0
    for i in range(max(len(got), len(want))):
        g = got[i] if i < len(got) else []
        w = want[i] if i < len(want) else []
        n = max(len(g), len(w))
        total += n
        good += sum(k < len(g) and k < len(w) and g[k] == w[k] for k in range(n))
    return good, total


def pollock_files(data):
    for part in ("polluted", "survey"):
        folder = data / "csv/pollock" / part
        for path in sorted((folder / "csv").iterdir()):
            about = json.loads((folder / "parameters" / f"{path.name}_parameters.json").read_text())
            clean = folder / "clean" / path.name
            want = table(clean) if clean.exists() else []
            got, _ = read(path)
            if int(about["header_lines"] or 0) == 0 and want and trimmed(want[:1]) != trimmed(got[:1]):
                want = want[1:]
            yield path.name, *similarity(trimmed(got), trimmed(want))


def pollock(data):
    goods = totals = 0
    shares = []
    for name, good, total in pollock_files(data):
        goods += good
        totals += total
        shares.append(good / total if total else 1.0)
        if shares[-1] < 0.999 and os.environ.get("VERBOSE"):
            print(f"#     {name}: {shares[-1]:.3f}")
    yield f"cells: {goods} of {totals} = {goods / totals:.4f}", goods / totals >= 0.99, None
    yield f"mean per file {sum(shares) / len(shares):.4f}", sum(shares) / len(shares) >= 0.97, None


def types(columns):
    names = {"text": "string"}
    for column in columns.split(";"):
        name, kind = column.replace("(no header)", "").strip().rsplit(":", 1)
        yield {"name": name.strip(), "type": names.get(kind.strip(), kind.strip())}


def duckdb_rejects(data):
    folder = data / "csv/duckdb"
    want, columns = {}, {}
    for row in csv.DictReader((folder / "EXPECTED-rejects.csv").open(newline="")):
        want.setdefault(row["file"], set())
        columns[row["file"]] = row["columns"]
        if row["problem"] != "line longer than the limit":
            want[row["file"]].add(int(row["bad_line"]))
    for name, lines in sorted(want.items()):
        schema = {"fields": list(types(columns[name]))}
        found, done = check_schema(schema, folder / "rejects" / name)
        got = {f["line"] for f in found if f.get("severity") == "error"}
        yield name, got == lines, (sorted(got ^ lines, key=str)[:9], done.stderr.decode()[:200])


def duckdb_encodings(data):
    folder = data / "csv/duckdb"
    for row in csv.DictReader((folder / "EXPECTED-encodings.csv").open(newline="")):
        if row["file"].endswith(".gz"):
            continue
        more = ("--encoding", row["encoding"]) if row["encoding"] == "Shift_JIS" else ()
        rows, _ = read(folder / "encodings" / row["file"], *more)
        good = len(rows) == int(row["records"]) and all(len(r) == int(row["columns"]) for r in rows)
        yield row["file"], good, (len(rows), rows[:2])


def duckdb_auto(data):
    left_out = {"mock_duckdb_test_data.csv"}  # five columns with commas, which the guess recorded there missed
    folder = data / "csv/duckdb"
    for row in csv.DictReader((folder / "EXPECTED-auto.csv").open(newline="")):
        if row["file"].endswith(".gz") or not row["columns"] or row["file"] in left_out:
            continue
        rows, _ = read(folder / "auto" / row["file"])
        n = int(row["data_rows"]) + (row["header"] == "yes")
        good = len(rows) == n and rows and len(rows[0]) == int(row["columns"])
        yield row["file"], good, (len(rows), n, rows[:2])


def messy_excel(data):
    folder = data / "csv/messy-excel"
    same = {"ASCII": "UTF-8"}
    for row in csv.DictReader((folder / "EXPECTED.csv").open(newline="")):
        about = findings(folder / row["file"])
        rows, _ = read(folder / row["file"])
        want = {"encoding": same.get(row["encoding"], row["encoding"]), "bom": row["bom"] == "yes",
                "separator": "\t" if row["delimiter"] == "TAB" else row["delimiter"],
                "header_row": int(row["header_line"]), "rows": int(row["data_rows"]), "columns": int(row["columns"])}
        got = {key: about[key] for key in want} if about else None
        yield row["file"], got == want and len(rows) == want["rows"] + 1, (got, want)


def library_schema_uk(data):
    folder = data / "schema/library-schema-uk"
    want = {}
    names = list(csv.DictReader((folder / "EXPECTED.csv").open(newline="")))
    for row in names:
        want.setdefault(row["file"], []).append(row)
    for name, rows in sorted(want.items()):
        path = folder / name
        schema = json.loads((folder / rows[0]["schema"]).read_text())
        found, _ = check_schema(schema, path)
        got = {(str(f["line"]), f["field"]) for f in found if f.get("severity") == "error"}
        faults = {(r["line"], r["column"]) for r in rows if r.get("line")}
        for line, column in sorted(faults):
            yield f"{name}:{line} {column}", (line, column) in got, None
        yield f"{name}: no other", not got - faults, sorted(got - faults)


SUITES = [csv_spectrum, csv_test_data, readr, csvkit, pollock, duckdb_rejects, duckdb_encodings, duckdb_auto,
          messy_excel, library_schema_uk]


def main():
    data, chosen = Path(sys.argv[1]), sys.argv[2:]
    number = 0
    failed = False
    for suite in SUITES:
        if chosen and suite.__name__ not in chosen:
            continue
        results = list(suite(data))
        good = sum(bool(r[1]) for r in results)
        number += 1
        failed = failed or good < len(results)
        print(f"{'ok' if good == len(results) else 'not ok'} {number} - {suite.__name__}: {good} of {len(results)}")
        for name, passed, why in results:
            if not passed or suite is pollock:
                print(f"#   {name}: {str(why)[:600] if os.environ.get('VERBOSE') else ''}")
    print(f"1..{number}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
