# SPDX-License-Identifier: GPL-3.0-or-later
"""The suites of files that are hard to read. Each yields (name, good, why); good is a LeftOut where no test is made."""
import csv
import json
import os

from common import LeftOut, check_schema, errors, findings, read, run, stored, table


def csv_spectrum(data):
    for path in sorted((data / "csv/csv-spectrum/csvs").glob("*.csv")):
        if path.stem == "location_coordinates":
            yield path.stem, LeftOut("its JSON contradicts its CSV"), None
            continue
        want = json.loads((data / f"csv/csv-spectrum/json/{path.stem}.json").read_text())
        rows, _ = read(path)
        got = [dict(zip(rows[0], row)) for row in rows[1:]]
        yield path.stem, json.dumps(got) == json.dumps(want).replace(r"\r\n", r"\n"), (got[:2], want[:2])


def csv_test_data(data):
    for path in sorted((data / "csv/csv-test-data/csv").glob("*.csv")):
        if path.stem == "bad-header-wrong-header":
            yield path.stem, LeftOut("well formed: only who expects other headers can refuse it"), None
            continue
        rows, _ = read(path)
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


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


def csvkit(data):
    folder = data / "csv/csvkit"
    for a, b in (("test_utf16_big.csv", "test_utf16_little.csv"), ("test_skip_lines.csv", "dummy.csv"),
                 ("dummy.xlsx", "dummy.csv"), ("test_skip_lines.xlsx", "test.xlsx"), ("sheets.xlsx", "test.xlsx")):
        one, two = read(folder / a)[0], read(folder / b)[0]
        yield f"{a} = {b}", one == two and len(one) > 1, (one[:2], two[:2])
    one, two = read(folder / "sheets.xlsx", "--sheet", "ʤ")[0], table(folder / "testxlsx_unicode_converted.csv")
    yield "sheets.xlsx, sheet ʤ = testxlsx_unicode_converted.csv", one == two, (one, two)
    for form, name in (("blanks", "blanks"), ("locale", "test_locale"), ("dates", "test_date_format")):
        got, done = stored(form, folder / f"{name}.csv")
        want = table(folder / f"{name}_converted.csv")
        yield f"{name}.csv, stored = {name}_converted.csv", got == want, (got, want, done.stderr.decode())
    yield from csvkit_workbook(folder)
    found = findings(folder / "bad.csv")
    lines = [f["row"] for f in found["findings"] if f["severity"] == "error"]
    yield "bad.csv: two rows to report", len(set(lines)) == 2, found
    for name in ("dummy.xls", "test.xls", "testdbf.dbf", "testfixed", "testjson.json", "dummy.csv.gz", "dummy.csv.bz2"):
        done = run("read", folder / name)
        said = done.stderr.decode().splitlines()
        yield f"{name}: refused with advice", done.returncode == 3 and len(said) == 1 and "; " in said[0], said
    for name in ("testxls_converted.csv", "testdbf_converted.csv", "testfixed_converted.csv", "testjson_converted.csv"):
        yield name, LeftOut("the twin of a kind of file that is refused with advice"), None
    yield "sheetsxlsx_converted.csv", LeftOut("has a column that no sheet of sheets.xlsx has"), None


def csvkit_workbook(folder):
    """The workbook's cells as text, and as they are stored; the last header of the twin was invented."""
    want = [row[:7] for row in table(folder / "testxlsx_converted.csv")]
    truth = {"TRUE": "True", "FALSE": "False", "true": "True", "false": "False"}
    got = [[truth.get(c, c) for c in row[:7]] for row in read(folder / "test.xlsx")[0]]
    yield "test.xlsx = testxlsx_converted.csv", got == want, (got, want)
    got, done = stored("workbook", folder / "test.xlsx")
    for row in (got or [])[1:]:  # truth is exported as 1 and 0, a time of the day with its zone
        row[3] = {"1": "True", "0": "False"}.get(row[3], row[3])
        row[5] = row[5].removesuffix("Z")
    got = [[number(c) for c in row] for row in got or []]
    want = [[number(c) for c in row] for row in want]
    yield "test.xlsx, stored = testxlsx_converted.csv", got == want, (got, want, done.stderr.decode())


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
    yield f"score of cells: {goods} of {totals} = {goods / totals:.4f}", goods / totals >= 0.99, None
    yield f"score of files, their mean: {sum(shares) / len(shares):.4f}", sum(shares) / len(shares) >= 0.97, None


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
        got = {f["line"] for f in errors(found)}
        yield name, got == lines, (sorted(got ^ lines, key=str)[:9], done.stderr.decode()[:200])


def duckdb_encodings(data):
    folder = data / "csv/duckdb"
    for row in csv.DictReader((folder / "EXPECTED-encodings.csv").open(newline="")):
        if row["file"].endswith(".gz"):
            yield row["file"], LeftOut("packed: refused with advice"), None
            continue
        more = ("--encoding", row["encoding"]) if row["encoding"] == "Shift_JIS" else ()
        rows, _ = read(folder / "encodings" / row["file"], *more)
        good = len(rows) == int(row["records"]) and all(len(r) == int(row["columns"]) for r in rows)
        yield row["file"], good, (len(rows), rows[:2])


def duckdb_auto(data):
    folder = data / "csv/duckdb"
    for row in csv.DictReader((folder / "EXPECTED-auto.csv").open(newline="")):
        if row["file"].endswith(".gz"):
            yield row["file"], LeftOut("packed: refused with advice"), None
        elif not row["columns"]:
            yield row["file"], LeftOut("refused there for its mixed line ends, read here"), None
        elif row["file"] == "mock_duckdb_test_data.csv":
            yield row["file"], LeftOut("has five columns with commas, which the guess recorded there missed"), None
        else:
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


def duckdb_decimals(data):
    folder = data / "csv/duckdb/decimal_separators"
    both = {"fields": [{"name": "commas", "type": "number", "decimalChar": ","}, {"name": "periods", "type": "number"}]}
    one = {"fields": [{"name": "foo", "type": "number", "decimalChar": ","}]}
    for name, schema, good in (("decimal_separators.csv", both, True), ("decimal_separators_csv.csv", both, True),
                               ("invalid_char.csv", one, False), ("mixed_format_fail.csv", one, False)):
        found, _ = check_schema(schema, folder / name)
        yield name, not errors(found) == good and found[-1]["rows"] > 0, found


# The faults that can be seen by eye, as (line, code), and how many rows there are.
FRICTIONLESS = {
    "blank-headers.csv": (2, set()), "duplicate-headers.csv": (2, set()), "blank-rows.csv": (2, set()),
    "blank-rows-multiple.csv": (2, set()), "blank-rows-no-fields.csv": (2, set()), "blank-cells.csv": (5, set()),
    "defective-rows.csv": (2, {(2, "row-too-short"), (3, "row-too-long")}),
    "structure-errors.csv": (3, {(5, "row-too-long")}), "schema-errors.csv": (4, {(5, "row-too-long")}),
    "invalid.csv": (3, {(2, "row-too-short"), (3, "row-too-short"), (5, "row-too-long")}),
    "duplicate-rows.csv": (3, set()), "capital-valid.csv": (5, set()), "bom.csv": (2, set()), "long.csv": (6, set()),
    "empty.csv": (0, {(None, "empty-file")}), "without-rows.csv": (0, set()), "wide.csv": (3, set()),
    "leading-zeros.csv": (3, set()), "table-limits.csv": (3, set()), "delimiter.csv": (2, set()),
}


def frictionless(data):
    folder = data / "csv/frictionless"
    for name, (rows, faults) in FRICTIONLESS.items():
        found = findings(folder / name)
        got = {(f["line"], f["code"]) for f in errors(found["findings"])}
        yield name, found["rows"] == rows and got == faults, (found["rows"], got)
    zeros = read(folder / "leading-zeros.csv")[0]
    yield "leading-zeros.csv: as they stand", zeros == [["value"], ["01"], ["002"], ["00003"]], zeros
    found, _ = check_schema(json.loads((folder / "unique-field.json").read_text()), folder / "unique-field.csv")
    yield "unique-field.csv", [(f["line"], f["code"]) for f in errors(found)] == [(10, "duplicate-key")], found
    package = json.loads((folder / "number/datapackage.json").read_text())
    found, _ = check_schema(package["resources"][0]["schema"], folder / "number/number-test.csv")
    wrong = {f["line"] for f in errors(found) if f["field"] == "number"}
    yield "number-test.csv: 95% and $4.00 are no bare numbers, NaN and INF are numbers", wrong == {10, 11}, found
    for path in sorted(folder.glob("schema-*valid*.json")):
        done = run("check", "--schema", path, folder / "without-rows.csv")
        refused = done.returncode == 3 and path.name in done.stderr.decode()
        yield path.name, refused == ("invalid" in path.name), done.stderr


SUITES = [csv_spectrum, csv_test_data, readr, csvkit, pollock, duckdb_rejects, duckdb_encodings, duckdb_auto,
          duckdb_decimals, frictionless, messy_excel]
