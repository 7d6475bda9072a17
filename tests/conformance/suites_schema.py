# SPDX-License-Identifier: GPL-3.0-or-later
"""The suites of files with rules. Rules that are no Table Schema are said here, or as forms in initiative/."""
import csv
import json
import re

from common import LeftOut, check_form, check_schema, errors, read, run, table


def schema_of(*fields, **more):
    return {"fields": [f if isinstance(f, dict) else {"name": f, "type": "string"} for f in fields], **more}


def field(name, kind="string", **constraints):
    return {"name": name, "type": kind, "constraints": constraints}


def library_schema_uk(data):
    folder = data / "schema/library-schema-uk"
    want = {}
    for row in csv.DictReader((folder / "EXPECTED.csv").open(newline="")):
        want.setdefault(row["file"], []).append(row)
    for name, rows in sorted(want.items()):
        schema = json.loads((folder / rows[0]["schema"]).read_text())
        found, _ = check_schema(schema, folder / name)
        got = {(str(f["line"]), f["field"]) for f in errors(found)}
        faults = {(r["line"], r["column"]) for r in rows if r.get("line")}
        for line, column in sorted(faults):
            yield f"{name}:{line} {column}", (line, column) in got, None
        yield f"{name}: no other", not got - faults, sorted(got - faults)


def wdi_etp_uploader(data):
    folder = data / "schema/wdi-etp-uploader"
    countries = schema_of(field("id", required=True), field("name", required=True), field("slug", required=True))
    spending = schema_of(
        "Department", "Entity", {"name": "Date of Payment", "type": "date", "format": "%d/%m/%Y"}, "Expense Type",
        "Expense Area", "Supplier", {"name": "Transaction Number", "type": "integer"},
        {"name": "Amount", "type": "number"})
    want = {"valid.csv": (countries, set()), "invalid.csv": (countries, {3, 4}),
            "invalid-on-bis-modified-schema.csv": (spending, {3, 4})}
    for name, (schema, lines) in want.items():
        found, _ = check_schema(schema, folder / "examples" / name)
        got = {f["line"] for f in errors(found)}
        yield f"{name}: lines {sorted(lines)}", got == lines, found
    found, _ = check_schema(spending, folder / "examples/invalid-on-structure.csv")
    lines = {f["line"] for f in errors(found) if f["code"].startswith("row-too-")}
    codes = {f["code"] for f in found if f.get("line") == 1}
    yield "invalid-on-structure.csv: the header and the rows of wrong length", (
        lines == {3, 4, 5} and "blank-header" in codes), found
    schema = json.loads((folder / "etp-uploader-schema.json").read_text())
    found, done = check_schema(schema, folder / "examples/valid.csv")
    missing = {f["field"] for f in errors(found) if f.get("code") == "missing-column"}
    must = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
    yield "the schema asks for its columns in a file of another table", missing == must, (missing, must)


DATIM = ("de", "pe", "ou", "coc", "acoc", "value")


def known(data, column, *names):
    """Codes that stand in files in which that column is in order: what a partner's template would hold."""
    codes = set()
    for name in names:
        rows = table(data / f"schema/datim-validation/test-data-bad-{name}.csv")
        codes |= {row[rows[0].index(column)] for row in rows[1:]}
    return sorted(codes)


def datim(data):
    folder = data / "schema/datim-validation"
    lists = {"acoc-uid": ("acoc", ["periods"], 1), "mechs": ("acoc", ["periods"], 3), "de-uid": ("de", ["periods"], 1),
             "ou-uid": ("ou", ["periods"], 1)}
    for name, (column, good, n) in lists.items():
        fields = [field(c, enum=known(data, c, *good)) if c == column else c for c in DATIM]
        found, _ = check_schema(schema_of(*fields), folder / f"test-data-bad-{name}.csv")
        codes = {f["value"] for f in errors(found)}
        yield f"{name}: {n} unknown", len(codes) == n and {f["column"] for f in errors(found)} <= {
            "ABCDEF"[DATIM.index(column)]}, found
    truth = {"name": "value", "type": "boolean", "trueValues": ["TRUE", "True", "true", "1"],
             "falseValues": ["FALSE", "False", "false", "0"]}
    rows = {"periods": (field("pe", pattern=r"\d{4}(Q[1-4]|Oct)"), 2),
            "value": (field("value", pattern="0|-?[1-9][0-9]*"), 3),
            "value-option-sets": (field("value", enum=["POCT"]), 1),
            "boolean-value": (truth, 4), "true-only-value": (field("value", enum=["TRUE", "True", "true", "1"]), 8)}
    for name, (rule, n) in rows.items():
        fields = [rule if c == rule["name"] else c for c in DATIM]
        found, _ = check_schema(schema_of(*fields), folder / f"test-data-bad-{name}.csv")
        yield f"{name}: {n} rows", len({f["row"] for f in errors(found)}) == n, found
    for name, form, n in (("des-ous", "assigned", 1), ("de-disagg", "disaggregated", 1),
                          ("periods-mechanisms", "agreed", 4)):
        found, done = check_form(form, folder / f"test-data-bad-{name}.csv")
        bad = [f for f in errors(found) if f["code"].startswith("rule:")]
        good = len(bad) == n == len(errors(found))
        if (folder / f"test-data-bad-{name}.csv").read_text().count("BAD"):
            lines = table(folder / f"test-data-bad-{name}.csv")
            good = good and all(lines[f["row"] - 1][-1] == "BAD" for f in bad)
        yield f"{name}: {n} rows", good, (found, done.stderr.decode())


DFE_META = schema_of(
    field("col_name", required=True, unique=True, pattern=r"(?!(time_period|time_identifier|geographic_level|"
          r"country_code|country_name|region_code|region_name)$)[^ ]+"),
    field("col_type", required=True, enum=["Filter", "Indicator"]), field("label", required=True), "indicator_grouping",
    "indicator_unit", {"name": "indicator_dp", "type": "integer"}, "filter_hint", "filter_grouping_column")


def dfe_data(meta):
    """The schema of a data file: time and place, and the variables its metadata name."""
    fields = [field("time_period", required=True, pattern=r"\d{4}(\d{2})?"),
              field("time_identifier", required=True,
                    enum=["Academic year", "Calendar year", "Financial year", "Autumn term", "Summer term"] +
                         [f"Financial year Q{q}" for q in (1, 2, 3, 4)]),
              field("geographic_level", required=True, enum=["National", "Regional", "Local authority", "School"])]
    names = {f["name"] for f in fields}
    for row in csv.DictReader(meta):
        for name in (row["col_name"], row["filter_grouping_column"]):
            if name and name not in names:
                names.add(name)
                fields.append(field(name, required=True))
    return {"fields": fields}


def dfe_screener(data):
    folder = data / "schema/dfe-screener"
    left_out = {"time_identifier_mix": "a rule about several rows together",
                "filter_level": "a rule about several rows together",
                "invalid_meta_cols": "a column no field asks for is a warning, not an error"}
    faults = {  # in the data: what is said of them; None: the fault is in the metadata
        "meta_to_data_crosscheck": "missing-column", "time_identifier": "not-in-list",
        "geographic_level": "not-in-list",
        "duplicate_variable_names": "duplicate-column", "time_validation": "pattern"}
    for row in csv.DictReader((folder / "EXPECTED.csv").open(newline="")):
        name = row["data_file"].rsplit("/", 1)[1].removesuffix(".csv")
        meta, path = folder / row["meta_file"], folder / row["data_file"]
        in_meta, _ = check_schema(DFE_META, meta)
        schema = dfe_data(meta.read_text("utf-8", "replace").splitlines())
        in_data, _ = check_schema(schema, path)
        if name in left_out:
            yield name, LeftOut(left_out[name]), None
            good = not errors(in_meta) and not errors(in_data)
            yield f"{name}: nothing else", good, (errors(in_meta), errors(in_data))
        elif name == "geography_level_present":
            found, done = check_form("places", path)
            codes = {f["code"] for f in errors(found)}
            yield name, bool(codes) and codes <= {"rule:region", "rule:local-authority"}, (found[:3], done.stderr)
        elif name == "utf8":
            done = run("read", "--format", "json", "--encoding", "UTF-8", meta)
            found = json.loads(done.stdout)["findings"]
            yield name, {f["code"] for f in errors(found)} == {"bad-encoding"}, found
        elif name in faults:
            codes = {f["code"] for f in errors(in_data)}
            allowed = {faults[name], "missing-column"} if name == "duplicate_variable_names" else {faults[name]}
            yield name, faults[name] in codes <= allowed and not errors(in_meta), (in_meta, in_data[:3])
        else:
            place = {f["field"] for f in errors(in_meta)}
            yield name, place == {"col_type" if "col_type" in name else "col_name"}, in_meta
            if name in ("ob_unit_meta", "col_type", "col_type_blank"):
                yield f"{name}: the data are good", not errors(in_data), in_data[:3]


UID = "[A-Za-z][A-Za-z0-9]{10}"


def dhis2_values(kind="string", **more):
    names = ("categoryoptioncombo", "attributeoptioncombo", "storedby")
    return schema_of(field("dataelement", required=True, pattern=UID),
                     field("period", required=True, pattern=r"\d{4}-?\d{2}"),
                     field("orgunit", required=True, pattern=UID), *names,
                     {"name": "value", "type": kind, **more.pop("value", {})}, {"name": "timestamp", "type": "date"},
                     "comment", {"name": "followup", "type": "boolean"}, **more)


def dhis2(data):
    folder = data / "schema/dhis2"
    prefix = "dhis-test-integration__"
    for path in sorted([*folder.glob("*.xml"), *folder.glob("*.json")]):
        done = run("read", path)
        advised = done.returncode == 3 and "CSV UTF-8" in done.stderr.decode()
        yield f"{path.name}: refused with advice", advised, done.stderr
    values = folder / f"{prefix}dxf2__datavalueset__dataValueSetB.csv"
    found, _ = check_schema(dhis2_values("integer", primaryKey=["dataelement", "period", "orgunit"]), values)
    yield "dataValueSetB.csv: accepted", not errors(found) and found[-1]["rows"] == 12, found
    got = [row[5] for row in read(values)[0][1:]]
    twin = re.findall(r'value="(\d+)"', values.with_suffix(".xml").read_text())
    yield "dataValueSetB.csv: the values of its XML twin", got == twin == [str(10001 + i) for i in range(12)], got
    padded = folder / f"{prefix}analytics__csv__dataValues.csv"
    keyed = schema_of(field("dataelement", required=True, pattern=UID), field("period", "yearmonth", required=True),
                      field("orgunit", required=True, pattern=UID), field("value", required=True),
                      primaryKey=["dataelement", "period", "orgunit"])
    found, _ = check_schema(keyed, padded)
    yield "dataValues.csv: padded cells are accepted", not errors(found) and found[-1]["rows"] > 0, found
    truth = {"value": {"trueValues": ["true", "True", "t", "T", "1"], "falseValues": ["false", "False", "f", "F", "0"]}}
    path = folder / f"{prefix}dxf2__datavalueset__dataValueSetBooleanTest.csv"
    found, _ = check_schema(dhis2_values("boolean", **truth), path)
    words = truth["value"]["trueValues"] + truth["value"]["falseValues"]
    bad = [row[5] for row in table(path)[1:] if row[5] not in words]
    told = [f["value"] for f in errors(found)]
    yield "dataValueSetBooleanTest.csv: wrong words", told == bad and len(bad) >= 2, found
    path = folder / f"{prefix}dxf2__datavalueset__dataValueSetBooleanDuplicatesTest.csv"
    found, _ = check_schema(dhis2_values(primaryKey=["dataelement", "period", "orgunit"]), path)
    keys = [tuple(row[:3]) for row in table(path)[1:]]
    doubled = {i + 2 for i, key in enumerate(keys) if keys.count(key) > 1}
    got = {f["row"] for f in errors(found) if f["code"] == "duplicate-key"}
    yield "dataValueSetBooleanDuplicatesTest.csv: duplicates", got and got <= doubled and len(got) >= len(keys) - len(
        set(keys)), (got, doubled)
    found, _ = check_schema(dhis2_values(), folder / f"{prefix}dxf2__datavalueset__dataValueSetWithDataSetHeader.csv")
    short = [f["row"] for f in errors(found) if f["code"] == "row-too-short"]
    yield "dataValueSetWithDataSetHeader.csv: rows of ten cells", short == [2, 3, 4], found
    for name in ("dxf2__datavalueset__dataValueSetBNoHeader.csv", "csv__basic_objects_no_header.csv",
                 "csv__org_unit_group_memberships.csv"):
        yield name, LeftOut("has no header, which no form can say"), None
    yield from dhis2_objects(folder, prefix)


def dhis2_objects(folder, prefix):
    """Tables of the system's own objects: every one is well formed, and an identifier is one or is not there."""
    seen = ("NoHeader", "no_header", "memberships", "dataValue", "dataValues.csv")
    for path in sorted(folder.glob("*.csv")):
        if any(part in path.name for part in seen):
            continue
        header = [cell.strip() for cell in table(path)[0]]
        fields = [field(name, pattern="[A-Za-z0-9]{11}" if name.lower() in ("uid", "optionuid", "event", "orgunit") else
                        ".*") for name in header]
        found, _ = check_schema({"fields": fields}, path)
        rows = [row for row in read(path)[0][1:] if any(row)]
        short = [i for i, row in enumerate(table(path)) if row != [""] and len(row) != len(header)]
        good = not errors(found) or {f["code"] for f in errors(found)} == {"row-too-short"} and short
        yield path.name.removeprefix(prefix), good and found[-1]["rows"] == len(rows), found


SUITES = [library_schema_uk, wdi_etp_uploader, datim, dfe_screener, dhis2]
