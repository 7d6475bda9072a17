#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A brute-force twin of the aggregation.

Makes random initiatives with random files, lets yardstick aggregate them, computes every result again from the plain
tables of `yardstick export --what sqlite` by the rules of the manual (row by row, in Python and SQL), and compares.
Also checks what must not change a byte: the order of submission, one thread or several, resubmitting, as-of.

usage: twin.py [SEED] [CASES]     prints TAP; a failing initiative is kept and its folder named
"""
import csv
import datetime
import io
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

FIRST_YEAR = 2016
MISSING = {"": "not_reported", "NA": "not_applicable", "REF": "refused", "SUP": "suppressed"}
GROUPINGS = ["", "partner", "site", "colour", "partner,colour", "colour,size"]
MEASURES = ["count()", "count(flag)", "sum(n)", "sum(x)", "sum(x * 2 + n)", "share(flag)", "share(flag, n > 3)",
            "rate(x, n)", "mean(x)", "mean(x, n)", "median(x)", "quantile(x, 0.2)", "min(n)", "max(x)",
            "distinct(person)", "distinct(site)", "distinct(colour)", "reach(n)", "given(n)", "sum(if(flag, n, 0))"]


# Months are counted from January of year 0.

class Calendar:
    def __init__(self, first, named_for_end):
        self.first, self.named_for_end = first, named_for_end

    def year_start(self, month):
        return month - (month - (self.first - 1)) % 12

    def year_name(self, start):
        year = start // 12
        return year + 1 if self.first != 1 and self.named_for_end else year

    def name(self, period):
        start, months = period
        if months == 1:
            return "%04d-%02d" % (start // 12, start % 12 + 1)
        year = self.year_start(start)
        text = ("FY" if self.first != 1 else "") + "%04d" % self.year_name(year)
        return text if months == 12 else text + "Q%d" % ((start - year) // 3 + 1)

    def around(self, month, months):
        if months == 1:
            return (month, 1)
        year = self.year_start(month)
        return (year, 12) if months == 12 else (year + (month - year) // 3 * 3, 3)

    def window(self, kind, period):
        start, months = period
        end = start + months
        if kind == "year":
            return self.around(start, 12)
        if kind == "ytd":
            return (self.year_start(start), end - self.year_start(start))
        if kind == "rolling4":
            quarter_end = self.around(end - 1, 3)
            return (sum(quarter_end) - 12, 12)
        return period


def first_day(month):
    return datetime.date(month // 12, month % 12 + 1, 1)


def days(period):
    return first_day(period[0]), first_day(period[0] + period[1]) - datetime.timedelta(days=1)


def holds(a, b):
    return a[0] <= b[0] and b[0] + b[1] <= a[0] + a[1]


def overlaps(a, b):
    return a[0] < b[0] + b[1] and b[0] < a[0] + a[1]


# Making initiatives

def make_initiative(rnd, folder):
    fiscal = rnd.random() < 0.6
    calendar = Calendar(rnd.choice([4, 7, 10]) if fiscal else 1, rnd.random() < 0.5)
    scope = rnd.choice(["initiative", "partner"])
    register = rnd.random() < 0.35
    own_period = not register and rnd.random() < 0.4
    form = {
        "title": "Rows", "frequency": rnd.choice(["quarter", "quarter", "any", "month", "year"]),
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True}},
            {"name": "person", "type": "string", "role": "participant", "scope": scope},
            {"name": "site", "type": "string", "role": "site"},
            {"name": "colour", "type": "string", "dimension": "colour"},
            {"name": "size", "type": "string", "constraints": {"enum": ["small", "large"]}},
            {"name": "n", "type": "integer"},
            {"name": "x", "type": "number", "decimalChar": "."},
            {"name": "flag", "type": "boolean"},
            {"name": "day", "type": "date"},
        ],
        "primaryKey": ["id"], "missingValues": MISSING,
    }
    if own_period:
        form["fields"].append({"name": "when", "type": "string", "role": "period"})
        form["primaryKey"].append("when")
    if register:
        form["rows"] = "register"
        if rnd.random() < 0.5:
            form["complete"] = True
        if rnd.random() < 0.5:
            form["fields"].append({"name": "gone", "type": "boolean", "role": "withdrawn"})
    elif not own_period and rnd.random() < 0.3:
        form["per"] = "site"
    indicators = []
    for k in range(14):
        measure = rnd.choice(MEASURES)
        i = {"id": "i%02d" % k, "family": "outcome", "title": "I%d" % k, "unit": rnd.choice(["percent", "things"]),
             "polarity": "up", "form": "rows", "measure": measure}
        if rnd.random() < 0.3:
            i["where"] = rnd.choice(["n > 4", "colour = 'red'", "flag", "n is not missing", "size in ('small')"])
        if rnd.random() < 0.3:
            i["exclude"] = [{"where": rnd.choice(["n = 7", "colour = 'blue'", "x < 0"]), "reason": "Out"}]
        if rnd.random() < 0.3:
            i["period"] = "day"
        if rnd.random() < 0.25:
            i["lag"] = rnd.choice([1, 2])
        if not register and "period" not in i and rnd.random() < 0.3:
            i["latest"] = True
            if rnd.random() < 0.4:
                i["carry"] = True
        elif scope == "initiative" and "period" not in i and rnd.random() < 0.2:
            i["each"] = "person"
        indicators.append(i)
    indicators.append({"id": "quotient", "family": "outcome", "title": "Q", "unit": "things", "polarity": "up",
                       "measure": "indicator('i00') / indicator('i01') * 10"})
    partners = ["p%d" % p for p in range(rnd.randint(1, 4))]
    catalog = {"catalog": "twin", "version": "1", "title": "Twin",
               "dimensions": {"colour": {"title": "Colour",
                                         "categories": [{"code": c} for c in ["red", "green", "blue"]]}},
               "forms": {"rows": form}, "indicators": indicators}
    initiative = {"initiative": "twin", "title": "Twin", "languages": ["en"],
                  "calendar": {"period": "quarter", "year_starts": "%02d-01" % calendar.first,
                               "year_named_for": "end" if calendar.named_for_end else "start"},
                  "catalogs": ["twin"], "sites": "open",
                  "partners": [{"id": p, "name": p, "forms": ["rows"]} for p in partners],
                  "privacy": {"minimum_cell": 0}}
    os.makedirs(folder + "/indicators")
    json.dump(initiative, open(folder + "/initiative.json", "w"), indent=1)
    json.dump(catalog, open(folder + "/indicators/twin.json", "w"), indent=1)
    return calendar, catalog, partners


def random_value(rnd, field):
    if rnd.random() < 0.12 and not field.get("constraints", {}).get("required"):
        return rnd.choice(["", "NA", "REF"]) if rnd.random() < 0.97 else "SUP"
    kind = field["type"]
    if field.get("role") == "participant":
        return "P%d" % rnd.randint(1, 25)
    if field.get("role") == "site":
        return rnd.choice(["s1", "s2", "s3"])
    if kind == "integer":
        return str(rnd.randint(0, 9))
    if kind == "number":
        return "%.*f" % (rnd.randint(0, 3), rnd.uniform(-5, 60))
    if kind == "boolean":
        return rnd.choice(["true", "false"])
    if kind == "date":
        return (datetime.date(FIRST_YEAR, 1, 1) + datetime.timedelta(days=rnd.randint(0, 1400))).isoformat()
    if "dimension" in field:
        return rnd.choice(["red", "green", "blue"])
    return rnd.choice(["small", "large"])


def make_file(rnd, calendar, catalog, period):
    form = catalog["forms"]["rows"]
    names = [f["name"] for f in form["fields"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    keys = set()
    for _ in range(rnd.randint(0, 12)):
        row = {}
        for f in form["fields"]:
            row[f["name"]] = random_value(rnd, f)
        row["id"] = "k%d" % rnd.randint(1, 14)
        if "when" in row: # months of a quarter or the quarter itself; a key keeps to one length
            months = 1 if int(row["id"][1:]) % 2 and period[1] > 1 else period[1]
            start = period[0] + rnd.randrange(period[1] // months) * months
            row["when"] = calendar.name((start, months))
        key = (row["id"], row.get("when"))
        if key in keys:
            continue
        keys.add(key)
        if row.get("gone") and rnd.random() < 0.7:
            row["gone"] = "false"
        writer.writerow([row[n] for n in names])
    return out.getvalue()


def make_files(rnd, calendar, catalog, partners, folder):
    """A list of (path, partner, period) in the order of submission; some periods are sent again."""
    files = []
    start = calendar.year_start(FIRST_YEAR * 12 + 11)
    for p in partners:
        sent = []
        for q in range(rnd.randint(2, 7)):
            quarter = (start + 3 * q, 3)
            if rnd.random() < 0.15:
                continue
            if rnd.random() < 0.2 and "when" not in [f["name"] for f in catalog["forms"]["rows"]["fields"]]:
                sent += [(quarter[0] + m, 1) for m in range(3) if rnd.random() < 0.9]
            else:
                sent.append(quarter)
        if rnd.random() < 0.2 and not sent:
            sent.append(calendar.around(start, 12))
        sent += [s for s in sent if rnd.random() < 0.25]
        for k, period in enumerate(sent):
            path = "%s/files/%s-%02d.csv" % (folder, p, k)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write(make_file(rnd, calendar, catalog, period))
            files.append((path, p, period))
    by_partner = {p: [f for f in files if f[1] == p] for p in partners}
    mixed = []
    while any(by_partner.values()): # the order within a partner matters, that among partners does not
        p = rnd.choice([q for q in partners if by_partner[q]])
        mixed.append(by_partner[p].pop(0))
    return mixed


# Running yardstick

class Failed(Exception):
    pass


def yardstick(*args, when=None, threads=None):
    env = dict(os.environ, SOURCE_DATE_EPOCH=str(when or 1600000000))
    if threads:
        env["OMP_NUM_THREADS"] = str(threads)
    done = subprocess.run(["yardstick", *args], capture_output=True, env=env, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Failed("yardstick %s: exit %d\n%s" % (" ".join(args), done.returncode, done.stderr.decode()))
    return done.stdout.decode()


def submit_all(folder, files, calendar):
    for k, (path, partner, period) in enumerate(files):
        yardstick("-C", folder, "submit", "--partner", partner, "--form", "rows",
                  "--period", calendar.name(period), path,
                  when=1500000000 + k * 86400)


def ask(folder, calendar, first, last, window, **how):
    args = ["-C", folder, "aggregate", "--from", calendar.name(first), "--to", calendar.name(last), "--window", window,
            "--format", "csv"]
    for g in GROUPINGS:
        args += ["--by", g]
    if how.get("as_of"):
        args += ["--as-of", how.pop("as_of")]
    return yardstick(*args, **how)


# Computing again

def read_export(folder, path):
    yardstick("-C", folder, "export", "--what", "sqlite", "-o", path)
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    return db


def plain_rows(db, form):
    """Rows of every submission as dicts: values, with reasons under (field, 'missing')."""
    names = [f["name"] for f in form["fields"]]
    subs = {s["id"]: dict(s) for s in db.execute("SELECT * FROM submission ORDER BY id")}
    rows = []
    for r in db.execute('SELECT * FROM "rows" ORDER BY submission, row'):
        row = {"sub": r["submission"], "partner": r["partner"], "no": r["row"]}
        row["period"] = (r["month"], r["months"]) if r["month"] is not None else None
        for n in names:
            row[n] = r[n]
            row[n, "missing"] = r[n + ":missing"]
        rows.append(row)
    return subs, rows


def counted_events(form, subs, rows):
    counted = []
    for r in rows:
        mine = subs[r["sub"]]
        beaten = False
        for s in subs.values():
            if s["id"] <= r["sub"] or s["partner"] != r["partner"] or r["period"] is None:
                continue
            if not holds((s["month"], s["months"]), r["period"]):
                continue
            if form.get("per") == "site":
                sites = {q["site"] for q in rows if q["sub"] == s["id"]} - {None}
                beaten = beaten or r["site"] in sites
            else:
                beaten = True
        if not beaten:
            counted.append(r)
    return counted


def register_state(form, subs, rows, before):
    alive = {}
    order = sorted(subs.values(), key=lambda s: (s["month"] + s["months"], s["id"]))
    for s in order:
        span = (s["month"], s["months"])
        if sum(span) > before:
            continue
        if any(t["id"] > s["id"] and t["partner"] == s["partner"] and (t["month"], t["months"]) == span
               for t in subs.values()):
            continue
        if form.get("complete"):
            alive = {k: v for k, v in alive.items() if k[0] != s["partner"]}
        for r in rows:
            if r["sub"] == s["id"]:
                alive[r["partner"], r["id"]] = r
    return [r for r in alive.values() if not r.get("gone")]


def in_window(r, indicator, window):
    if "period" in indicator:
        return r["day"] is not None and days(window)[0].isoformat() <= r["day"] <= days(window)[1].isoformat()
    return r["period"] is not None and holds(window, r["period"])


def newest_of_each(form, rows, window, carry):
    best = {}
    key = [k for k in form["primaryKey"] if k != "when"]
    for r in rows:
        if r["period"] is None or sum(r["period"]) > sum(window) or (not carry and not holds(window, r["period"])):
            continue
        k = (r["partner"],) + tuple(r[f] if not r[f, "missing"] else None for f in key)
        rank = (sum(r["period"]), r["sub"], r["no"])
        if k not in best or rank > best[k][0]:
            best[k] = (rank, r)
    return [r for _, r in best.values()]


def join_each(form, rows, field):
    things = {}
    for r in rows:
        if r[field] is not None:
            things.setdefault(r[field], []).append(r)
    joined = []
    for members in things.values():
        members.sort(key=lambda r: (sum(r["period"]), r["sub"], r["no"]))
        out = {"partner": members[-1]["partner"], "sub": None, "no": 0, "period": None}
        for f in form["fields"]:
            n = f["name"]
            known = [r for r in members if not r[n, "missing"]]
            if known:
                adds = f["type"] in ("integer", "number")
                out[n] = math.fsum(r[n] for r in known) if adds else known[-1][n]
                out[n, "missing"] = None
            else:
                out[n], out[n, "missing"] = None, members[-1][n, "missing"]
        joined.append(out)
    return joined


def rows_for(form, subs, rows, indicator, window):
    """The rows of an indicator in a window, and those left out because they cover a longer period."""
    if form.get("rows") == "register":
        newest = register_state(form, subs, rows, 10 ** 9 if "period" in indicator else sum(window))
        chosen = [r for r in newest if "period" not in indicator or in_window(r, indicator, window)]
        if "each" in indicator:
            return join_each(form, [r for r in chosen if holds(window, r["period"])], indicator["each"]), []
        return chosen, []
    counted = counted_events(form, subs, rows)
    if "latest" in indicator:
        return newest_of_each(form, counted, window, indicator.get("carry")), []
    chosen = [r for r in counted if in_window(r, indicator, window)]
    if "each" in indicator:
        return join_each(form, chosen, indicator["each"]), []
    longer = [r for r in counted if "period" not in indicator and r["period"] is not None and
              overlaps(window, r["period"]) and not holds(window, r["period"])]
    return chosen, longer


def condition(r, text):
    """Three-valued: True, False or None."""
    field = text.split()[0]
    v = r[field]
    if text.endswith("is not missing"):
        return not r[field, "missing"]
    if v is None:
        return None
    return {"n > 4": lambda: v > 4, "n > 3": lambda: v > 3, "n = 7": lambda: v == 7, "x < 0": lambda: v < 0,
            "colour = 'red'": lambda: v == "red", "colour = 'blue'": lambda: v == "blue", "flag": lambda: bool(v),
            "size in ('small')": lambda: v == "small"}[text]()


def number(r, text):
    """(value, reason): the input of a measure."""
    def known(*fields):
        for f in fields:
            if r[f] is None:
                return r[f, "missing"]
        return None
    if text == "x * 2 + n":
        why = known("x", "n")
        return (None, why) if why else (r["x"] * 2 + r["n"], None)
    if text == "if(flag, n, 0)":
        if r["flag"] is None:
            return None, "unknown"
        return (r["n"], r["n", "missing"]) if r["flag"] else (0, None)
    return r[text], r[text, "missing"]


def quantile(values, p):
    values = sorted(values)
    h = (len(values) - 1) * p
    k = int(h)
    return values[k] + (h - k) * (values[min(k + 1, len(values) - 1)] - values[k])


def sql_sums(values):
    """SUM as SQLite adds, with its own guard against rounding left out: the comparison has a tolerance."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE v (x REAL)")
    db.executemany("INSERT INTO v VALUES (?)", [(v,) for v in values])
    return db.execute("SELECT count(*), total(x), min(x), max(x) FROM v").fetchone()


def measure(indicator, rows, scope, longer, reported):
    """(status, value, numerator, denominator, n, low, high); low and high only where they bound the value."""
    rows = [r for r in rows if "where" not in indicator or condition(r, indicator["where"]) is True]
    for e in indicator.get("exclude", []):
        rows = [r for r in rows if condition(r, e["where"]) is not True]
    name, inside = indicator["measure"].rstrip(")").split("(", 1)
    inside = indicator["measure"][len(name) + 1:-1]
    zero = name in ("count", "sum", "distinct", "reach")
    suppressed, n, value, num, den, low, high = False, 0, None, None, None, None, None
    if name == "count":
        results = [True if not inside else condition(r, inside) for r in rows]
        reasons = [r[inside, "missing"] for r, t in zip(rows, results) if t is None] if inside else []
        n, value = len([t for t in results if t is not None]), len([t for t in results if t])
        suppressed = "suppressed" in reasons
    elif name == "share":
        cond, _, of = inside.partition(", ")
        field = (of or cond).split()[0]
        known = [(condition(r, cond), condition(r, of) if of else condition(r, cond) is not None, r) for r in rows]
        suppressed = any((o is None if of else c is None) and r[field, "missing"] == "suppressed" for c, o, r in known)
        base = [(c, r) for c, o, r in known if o]
        num, den = len([1 for c, r in base if c]), len(base)
        n, value = den, num / den if den else None
    elif name in ("distinct",):
        known = [r for r in rows if r[inside] is not None]
        suppressed = any(r[inside, "missing"] == "suppressed" for r in rows)
        things = {((r["partner"],) if inside == "site" else ()) + (r[inside],) for r in known}
        n, value = len(known), len(things)
        if inside == "person" and scope == "partner":
            sizes = {}
            for r in known:
                sizes.setdefault(r["partner"], set()).add(r["person"])
            if len(sizes) > 1:
                value, low, high = None, max(map(len, sizes.values())), sum(map(len, sizes.values()))
    elif name == "reach":
        pairs = [(number(r, inside), r) for r in rows]
        suppressed = any(w == "suppressed" for (_, w), _ in pairs)
        units = {}
        for (v, w), r in pairs:
            if v is not None:
                n += 1
                unit = (r["partner"], r["site"], r["period"])
                units[unit] = units.get(unit, 0) + v
        value = sum(units.values())
        if len(units) > 1:
            value, low, high = None, max([0] + list(units.values())), value
    else:
        parts = inside.split(", ") if name in ("rate", "mean", "quantile") else [inside]
        p = float(parts.pop()) if name == "quantile" else 0.5
        inputs = [[number(r, part) for part in parts] for r in rows]
        for i in inputs:
            why = next((w for v, w in i if v is None), None)
            suppressed = suppressed or why == "suppressed"
        known = [[v for v, _ in i] for i in inputs if all(v is not None for v, _ in i)]
        n = len(known)
        if name == "rate":
            num, den = math.fsum(k[0] for k in known), math.fsum(k[1] for k in known)
            value = num / den if den else None
        elif name == "mean" and len(parts) == 2:
            num, den = math.fsum(k[0] * k[1] for k in known), math.fsum(k[1] for k in known)
            value = num / den if den else None
        elif known:
            count, total, least, most = sql_sums([k[0] for k in known])
            value = {"sum": total, "mean": total / count, "min": least, "max": most,
                     "given": total if count == 1 else None}.get(name)
            if name in ("median", "quantile"):
                value = quantile([k[0] for k in known], p)
            if name == "mean":
                num, den = total, count
        elif name == "sum":
            value = 0
    status = "ok"
    if n == 0 and (rows or longer or not zero):
        status, value, num, den, low, high = "no_data", None, None, None, None, None
    elif name == "given" and n != 1:
        status, value = "refused", None
    elif name in ("share", "rate", "mean") and value is None:
        status = "no_data"
    if suppressed:
        status, low, high = "incomplete", value if name in ("sum", "count") else None, None
        value = None
    bounded = name in ("reach", "distinct") or status == "incomplete"
    return status, value, num, den, n, low if bounded else "any", high if bounded else "any"


def close(text, want):
    if want == "any":
        return True
    if want is None:
        return text == ""
    return text != "" and math.isclose(float(text), want, rel_tol=1e-12, abs_tol=1e-12)


def reason_or(r, field):
    return r[field] if r[field] is not None else "[%s]" % r[field, "missing"]


def group_key(r, grouping):
    axes = grouping.split(",") if grouping else []
    key = [""] * 4 # partner, site, colour, size
    for a in axes:
        if a in ("partner", "site"):
            key[0] = r["partner"]
        if a == "site":
            key[1] = reason_or(r, "site")
        if a == "colour":
            key[2] = reason_or(r, "colour")
        if a == "size":
            key[3] = reason_or(r, "size")
    return tuple(key)


def compare(out, calendar, catalog, partners, subs, rows, first, last, window_kind):
    """Compares the lines of one aggregate with the twin's; returns (results compared, complaints)."""
    form = catalog["forms"]["rows"]
    scope = next(f["scope"] for f in form["fields"] if f.get("role") == "participant")
    got = {}
    for line in csv.DictReader(io.StringIO(out)):
        key = (line["indicator"], line["period"], line["partner"], line["site"], line["colour"], line["size"])
        got.setdefault(key, []).append(line)
    complaints, compared = [], 0
    period = first
    while period <= last:
        for indicator in catalog["indicators"]:
            if "form" not in indicator:
                continue
            asked = calendar.window(window_kind, period)
            window = (asked[0] - 3 * indicator.get("lag", 0), asked[1])
            chosen, longer = rows_for(form, subs, rows, indicator, window)
            for grouping in GROUPINGS:
                groups = {}
                for r in chosen:
                    groups.setdefault(group_key(r, grouping), ([], []))[0].append(r)
                for r in longer:
                    groups.setdefault(group_key(r, grouping), ([], []))[1].append(r)
                for key, (members, left_out) in groups.items():
                    want = measure(indicator, members, scope, left_out, True)
                    lines = got.get((indicator["id"], calendar.name(period)) + key, [])
                    compared += 1
                    if not lines:
                        complaints.append("no row for %s %s %s" % (indicator["id"], calendar.name(period), key))
                    for line in lines:
                        fields = ["status", "value", "numerator", "denominator", "n", "low", "high"]
                        bad = [f for f, w in zip(fields, want)
                               if (line[f] != w if f == "status" else not close(line[f], w))]
                        if bad:
                            complaints.append("%s (%s) %s %s: %s differs: got %s, want %s" % (
                                indicator["id"], json.dumps(indicator), calendar.name(period), key, bad,
                                [line[f] for f in fields], want))
        period = (period[0] + period[1], period[1])
    return compared, complaints


def without_each(catalog, out):
    """Lines of other indicators: of a person at two partners in one period the row received last is the newest."""
    each = tuple(i["id"] + "," for i in catalog["indicators"] if "each" in i)
    if "i00," in each or "i01," in each:
        each += ("quotient,",)
    return [line for line in out.splitlines() if not line.startswith(each)]


def one_initiative(seed, tap):
    rnd = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="twin-")
    try:
        calendar, catalog, partners = make_initiative(rnd, folder)
        files = make_files(rnd, calendar, catalog, partners, folder)
        if not files:
            return 0
        submit_all(folder, files, calendar)
        db = read_export(folder, folder + "/plain.sqlite")
        subs, rows = plain_rows(db, catalog["forms"]["rows"])
        compared, complaints = 0, []
        start = calendar.year_start(FIRST_YEAR * 12 + 11)
        for window, months in (("period", 3), ("period", 1), ("ytd", 3), ("rolling4", 3), ("year", 12)):
            first = calendar.around(start + rnd.choice([0, 3, 6]), months)
            last = (first[0] + months * (2 if months < 12 else 1), months)
            out = ask(folder, calendar, first, last, window)
            count, bad = compare(out, calendar, catalog, partners, subs, rows, first, last, window)
            compared += count
            complaints += ["%s: %s" % (window, b) for b in bad]
            if (ask(folder, calendar, first, last, window, threads=1) !=
                    ask(folder, calendar, first, last, window, threads=8)):
                complaints.append("one thread and eight differ")
            shuffled = folder + "-shuffled"
            if window == "period" and months == 3:
                other = dict(by_partner(files))
                again = [f for p in sorted(other, reverse=True) for f in other[p]]
                os.makedirs(shuffled)
                for name in ("initiative.json", "indicators"):
                    copy = shutil.copytree if os.path.isdir(folder + "/" + name) else shutil.copy
                    copy(folder + "/" + name, shuffled + "/" + name)
                submit_all(shuffled, again, calendar)
                if without_each(catalog, ask(shuffled, calendar, first, last, window)) != without_each(catalog, out):
                    complaints.append("another order of partners gives other results")
                shutil.rmtree(shuffled)
                when = (datetime.datetime.utcfromtimestamp(1500000000 + (len(files) - 1) * 86400)
                        .strftime("%Y-%m-%dT%H:%M:%SZ"))
                yardstick("-C", folder, "submit", "--partner", files[0][1], "--form", "rows", "--period",
                          calendar.name(files[0][2]), files[-1][0] if files[-1][1] == files[0][1] else files[0][0],
                          when=1590000000)
                if ask(folder, calendar, first, last, window, as_of=when) != out:
                    complaints.append("as of the time before a resubmission differs")
                subs, rows = plain_rows(read_export(folder, folder + "/again.sqlite"), catalog["forms"]["rows"])
        if complaints:
            for c in complaints[:8]:
                print("# " + c.replace("\n", "\n# "))
            print("# %d complaints; the initiative is kept in %s" % (len(complaints), folder))
        tap(not complaints, "initiative %d: %d results agree" % (seed, compared))
        if not complaints:
            shutil.rmtree(folder)
        return compared
    except Failed as failure:
        print("# " + str(failure).replace("\n", "\n# "))
        tap(False, "initiative %d runs; it is kept in %s" % (seed, folder))
        return 0


def by_partner(files):
    out = {}
    for f in files:
        out.setdefault(f[1], []).append(f)
    return out


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10 ** 6)
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    print("# seed %d" % seed)
    count, results = 0, 0

    def tap(good, name):
        nonlocal count
        count += 1
        print("%sok %d - %s" % ("" if good else "not ", count, name))
        sys.stdout.flush()

    while results < wanted and count < 400:
        results += one_initiative(seed + count, tap)
    tap(results >= wanted, "%d results compared, at least %d wanted" % (results, wanted))
    print("1..%d" % count)


main()
