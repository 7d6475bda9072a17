"""What the Data Package specification (version 1) asks of datapackage.json, and whether the files are as it says."""
import csv, hashlib, json, re, sys
from datetime import date, datetime

folder = sys.argv[1]
package = json.load(open(folder + "/datapackage.json", encoding="utf-8"))
TYPES = {
    "yearmonth": lambda t: datetime.strptime(t, "%Y-%m"), "year": lambda t: datetime.strptime(t, "%Y"),
    "time": lambda t: datetime.strptime(t, "%H:%M:%S"),
    "integer": int, "number": float, "string": str, "date": date.fromisoformat,
    "datetime": lambda t: datetime.strptime(t, "%Y-%m-%dT%H:%M:%SZ"),
    "boolean": {"true": True, "false": False, "1": True, "0": False}.__getitem__,
}
assert package["profile"] == "tabular-data-package" and re.fullmatch("[a-z0-9._-]+", package["name"])
assert all(s["title"] for s in package["sources"]) and set(package) <= {
    "profile", "name", "title", "description", "created", "sources", "resources"}
assert not package.get("created") or TYPES["datetime"](package["created"])
names = [r["name"] for r in package["resources"]]
assert names and len(set(names)) == len(names)
for resource in package["resources"]:
    assert re.fullmatch("[a-z0-9._-]+", resource["name"]) and not resource["path"].startswith(("/", ".."))
    assert resource["profile"] == "tabular-data-resource" and resource["encoding"] == "utf-8"
    schema = resource["schema"]
    fields = schema["fields"]
    assert len({f["name"] for f in fields}) == len(fields) and all(f["type"] in TYPES for f in fields)
    assert all(set(f) <= {"name", "type", "title", "description", "constraints"} for f in fields)
    raw = open(folder + "/" + resource["path"], "rb").read()
    assert resource["bytes"] == len(raw)
    assert resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(raw.decode("utf-8").splitlines(keepends=True))
    assert header == [f["name"] for f in fields], (header, fields)
    for row in rows:
        assert len(row) == len(fields)
        for cell, field in zip(row, fields):
            if cell not in schema["missingValues"]:
                TYPES[field["type"]](cell)
                assert cell in field.get("constraints", {}).get("enum", [cell]), (cell, field)
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    if keys:
        at = [header.index(k) for k in keys]
        assert len({tuple(r[i] for i in at) for r in rows}) == len(rows)
        assert not any(r[i] in schema["missingValues"] for r in rows for i in at)
    for key in schema.get("foreignKeys", []):
        other = package["resources"][names.index(key["reference"]["resource"])]
        targets = csv.DictReader(open(folder + "/" + other["path"], encoding="utf-8"))
        known = {row[key["reference"]["fields"]] for row in targets}
        at = header.index(key["fields"])
        assert {r[at] for r in rows} <= known, key
    print(f"{resource['name']}: {len(rows)} rows, {len(fields)} fields")
