# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of “CSV on the Web”: their rules for tables, said as Table Schemas.

What a test says about its metadata document, and not about a table, is no rule for data: those tests are left out.
"""
import csv
import json
import re

from common import LeftOut, check_schema, errors, read, rows_of

NAMES = {"string": "string", "number": "number", "integer": "integer", "date": "date", "datetime": "datetime",
         "gYear": "year", "boolean": "boolean", "anyURI": "string", "xsd:date": "date"}
FORMATS = {"M/d/yyyy": "%m/%d/%Y", "yyyy-MM-ddTHH:mm": "%Y-%m-%dT%H:%M", "MM/dd/yyyy": "%m/%d/%Y",
           "yyyy-MM-dd": "%Y-%m-%d"}

DOCUMENT = "about the metadata document, not about a table"
LEFT_OUT = {
    "a table group without a table": ["074"],
    DOCUMENT: ["034", "035", "077", "078", "079", "080", "081", "082", "083", "084", "085", "086", "087", "088", "089",
               "090", "092",
               "098", "100", "103", "104", "108", "111", "128", "133", "134", "135", "136", "137", "138", "139", "140",
               "141", "142", "143", "144", "145", "146"],
    "the language of a title": ["109", "148"],
    "a header that no field asks for is a warning, not an error": ["107"],
    "a table with no header at all, which no form can say": ["023"],
}


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def titles_of(column):
    titles = column.get("titles", [])
    if isinstance(titles, dict):
        titles = [t for texts in titles.values() for t in as_list(texts)]
    return [t for t in as_list(titles) if isinstance(t, str)]


def field_of(column, references, header):
    """A column as a field: it is found by one of its titles, else by its name."""
    titles = titles_of(column) or [column.get("name", "")]
    field = {"name": next((t for t in titles if t in header), titles[0]), "type": "string",
             "constraints": {"required": False}}
    kind = column.get("datatype", "string")
    base = kind.get("base", "string") if isinstance(kind, dict) else kind
    field["type"] = NAMES.get(base, "string") if isinstance(base, str) else "string"
    if isinstance(kind, dict) and field["type"] == "boolean" and kind.get("format"):
        for name, word in zip(("trueValues", "falseValues"), kind["format"].split("|")):
            field[name] = [word] if word else ["FALSE" if name == "falseValues" else "TRUE"]
    elif isinstance(kind, dict) and kind.get("format") in FORMATS:
        field["format"] = FORMATS[kind["format"]]
    elif field["type"] == "date" and isinstance(kind, dict):
        field["type"] = "string"
    if column.get("required") is True:
        field["constraints"]["required"] = True
    if column.get("name") in references:
        field["constraints"]["enum"] = references[column["name"]]
    return field


def schema_of(table, references, null, header):
    """The schema of a table; every column it describes must be there."""
    description = table.get("tableSchema")
    columns = description.get("columns", []) if isinstance(description, dict) else []
    columns = [c for c in columns if isinstance(c, dict) and c.get("virtual") is not True]
    schema = {"fields": [field_of(c, references, header) for c in columns]}
    nulls = {n for part in (table, {"null": null}, *columns) for n in as_list(part.get("null")) if isinstance(n, str)}
    schema["missingValues"] = sorted({"", *nulls})
    titles = {c.get("name"): schema["fields"][i]["name"] for i, c in enumerate(columns)}
    key = [titles.get(k) for k in as_list(description.get("primaryKey") if isinstance(description, dict) else None)]
    if key and all(key):
        schema["primaryKey"] = key
    return schema, len(columns)


def load(path):
    return json.loads(path.read_text("utf-8"))


def tables_of(folder, row):
    """The tables of a test: (file, description, null, the group's other descriptions)."""
    start = folder / row["start"].split("?")[0]
    documents = [row["start"], row["metadata"], *row["needs"].split()]
    document = next((folder / d for d in documents if d.endswith(".json")), None)
    if document is None:
        return [(start, {}, [], {})]
    meta = load(document)
    if "tables" not in meta and "url" not in meta:
        return []
    described = meta.get("tables", [meta]) if isinstance(meta.get("tables", [meta]), list) else []
    group = {}
    for table in [t for t in described if isinstance(t, dict) and "url" in t]:
        if isinstance(table.get("tableSchema"), str):
            table["tableSchema"] = load(document.parent / table["tableSchema"])
        group[table["url"].split("?")[0]] = table
    return [(document.parent / url, table, table.get("null", meta.get("null", [])), group)
            for url, table in group.items()]


def referred(path, table, group):
    """Values of other tables that columns of this one refer to, by the name of the column: codes that are known."""
    description = table.get("tableSchema")
    out = {}
    for key in description.get("foreignKeys", []) if isinstance(description, dict) else []:
        if not isinstance(key, dict):
            continue
        reference, own = key["reference"], as_list(key["columnReference"])
        theirs = as_list(reference.get("columnReference"))
        for url, other in group.items():
            by_id = str(reference.get("schemaReference", "")).rsplit("/", 1)[-1]
            if len(own) != 1 or not (reference.get("resource") == url or
                                     by_id and other["tableSchema"].get("@id", "").endswith(by_id)):
                continue
            names = [c.get("name") for c in other["tableSchema"]["columns"]]
            root = path
            while not (root / url).exists():
                root = root.parent
            rows = rows_of((root / url).read_text("utf-8"))
            at = names.index(theirs[0])
            out[own[0]] = sorted({r[at] for r in rows[1:] if len(r) > at})
    return out


def csvw_validation(data):
    folder = data / "schema/csvw"
    reasons = {test: reason for reason, tests in LEFT_OUT.items() for test in tests}
    for row in csv.DictReader((folder / "EXPECTED.csv").open(newline="")):
        number = row["test"][4:]
        if row["suite"] != "validation":
            continue
        if number in reasons:
            yield row["test"], LeftOut(reasons[number]), None
            continue
        refused, why = False, []
        for path, table, null, group in tables_of(folder, row):
            if not path.exists():  # metadata of another table, which are not to be used
                path, table = folder / row["start"], {}
            header = [c.strip() for c in (read(path)[0] or [[]])[0]]
            schema, n = schema_of(table, referred(path, table, group), null, header)
            if n == 0:
                rows, done = read(path)
                refused |= done.returncode != 0 or len(rows) < 1
                continue
            found, done = check_schema(schema, path)
            # Every column described must be there: absent ones are told only where they are required.
            absent = [f["name"] for f in schema["fields"] if f["name"] not in header]
            refused |= bool(errors(found)) or done.returncode > 1 or bool(absent)
            why.append((path.name, errors(found)[:2], absent, done.stderr.decode()[:300]))
        yield f"{row['test']}: {row['verdict']}", refused == (row["verdict"] == "refuse"), why


def leaves(value):
    """The values of a JSON result as texts; what only says where something is on the web is not among them."""
    if isinstance(value, dict):
        return [x for k, v in value.items() if not k.startswith("@") for x in leaves(v)]
    if isinstance(value, list):
        return [x for v in value for x in leaves(v)]
    return ["true" if value is True else "false" if value is False else f"{value:g}" if isinstance(value, float) else
            str(value)]


def csvw_json(data):
    """The cells of tables that are described by nothing but themselves, against the JSON made of them."""
    folder = data / "schema/csvw"
    for row in csv.DictReader((folder / "EXPECTED.csv").open(newline="")):
        if row["suite"] == "validation":
            continue
        name = f"{row['suite']} {row['test']}"
        if row["verdict"] == "refuse":
            yield name, LeftOut("about the metadata document, or told by the test of validation"), None
        elif row["metadata"] or row["start"].endswith(".json") or re.search(r"\.json\b", row["needs"]):
            yield name, LeftOut("metadata turn the cells into something else"), None
        else:
            result = load(folder / row["result"])
            rows = result["tables"][0]["row"] if isinstance(result, dict) else [{"describes": r} for r in result]
            want = [leaves(r["describes"]) for r in rows]
            want = [[cell.strip() for cell in r] for r in want]
            got = [[cell.strip() for cell in r if cell.strip()] for r in read(folder / row["start"])[0]]
            yield name, want in (got, got[1:]), (got[:3], want[:3])


SUITES = [csvw_validation, csvw_json]
