"""What the Data Package specification (version 1) asks of datapackage.json, and whether the files are as it says."""
import csv, json, re, sys
from datetime import date, datetime

folder = sys.argv[1]
package = json.load(open(folder + "/datapackage.json", encoding="utf-8"))
TYPES = {
    "integer": int, "number": float, "string": str, "date": date.fromisoformat,
    "datetime": lambda t: datetime.strptime(t, "%Y-%m-%dT%H:%M:%SZ"),
    "boolean": {"true": True, "false": False, "1": True, "0": False}.__getitem__,
}
assert package["profile"] == "tabular-data-package" and re.fullmatch("[a-z0-9._-]+", package["name"])
assert all(s["title"] for s in package["sources"])
names = [r["name"] for r in package["resources"]]
assert names and len(set(names)) == len(names)
for resource in package["resources"]:
    assert re.fullmatch("[a-z0-9._-]+", resource["name"]) and not resource["path"].startswith(("/", ".."))
    assert resource["profile"] == "tabular-data-resource" and resource["encoding"] == "utf-8"
    schema = resource["schema"]
    fields = schema["fields"]
    raw = open(folder + "/" + resource["path"], "rb").read()
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
    for key in schema.get("foreignKeys", []):
        assert key["reference"]["resource"] in names
    print(f"{resource['name']}: {len(rows)} rows, {len(fields)} fields")
