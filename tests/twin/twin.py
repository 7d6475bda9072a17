#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A brute-force twin of the aggregation.

Makes random initiatives with random files, lets yardstick aggregate them, computes every result again from the plain
tables of `yardstick export --what sqlite` by the rules of the manual (row by row, in Python and SQL), and compares.

    measures    count() count(condition) sum share share of rate mean, weighted, median quantile min max distinct (of
                people with either scope, of sites, of categories) reach, narrowed by records, given, formulas
    windows     period (month, quarter, year), ytd, rolling4, year; lag
    modifiers   where, exclude with its count, period by a date, latest (true, or fields), carry, each, bridges (recode,
                rescale) over two versions of the catalog
    forms       events, per site, rows with a period of their own, registers, complete, withdrawn; months, quarters and
                years mixed; every frequency; missing values of every kind
    groupings   all, partner, site, category, both, field with an enum
    columns     value, numerator, denominator, n, low and high where they bound a value or are Wilson's, reports expected
                and there, status; no row that should not be there

What must not change a byte: the order in which partners send, a file for several partners or for each its own, a file by
site or by month in parts, one thread or eight (also over as many rows as are read in parallel), a file superseded and sent
again, as of the time before anything that came later.

usage: twin.py [SEED] [CASES]     prints TAP; a failing initiative is kept and its folder named
"""
import csv
import datetime
import io
import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

FIRST_YEAR = 2016
MISSING = {"": "not_reported", "NA": "not_applicable", "REF": "refused", "SUP": "suppressed"}
BRIDGES = [{"from": "1", "field": "n", "rescale": [[0, 9], [0, 90]]},
           {"from": "1", "field": "size", "recode": {"small": "large"}}]
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

def make_indicator(rnd, k, register, scope):
    i = {"id": "i%02d" % k, "family": "outcome", "title": "I%d" % k, "unit": rnd.choice(["percent", "things"]),
         "polarity": "up", "form": "rows", "measure": rnd.choice(MEASURES)}
    if rnd.random() < 0.3:
        i["where"] = rnd.choice(["n > 4", "colour = 'red'", "flag", "n is not missing", "size in ('small')"])
    if rnd.random() < 0.3:
        i["exclude"] = [{"where": rnd.choice(["n = 7", "colour = 'blue'", "x < 0"]), "reason": "Out"}]
    if rnd.random() < 0.3:
        i["period"] = "day"
    if rnd.random() < 0.25:
        i["lag"] = rnd.choice([1, 2])
    if "period" not in i and rnd.random() < 0.3:
        i["latest"] = True if rnd.random() < 0.6 else rnd.choice([["id"], ["colour"], ["person", "size"]])
        if rnd.random() < 0.4:
            i["carry"] = True
    elif rnd.random() < 0.2:
        i["each"] = "person"
    if rnd.random() < 0.3:
        i["bridge"] = rnd.choice(BRIDGES)
    return i


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
    if rnd.random() < 0.4:
        form["fields"].append({"name": "org", "type": "string", "role": "partner"})
    indicators = [make_indicator(rnd, k, register, scope) for k in range(14)]
    if scope == "initiative":
        by_date = register or rnd.random() < 0.4
        for i in ({"id": "seen", "measure": "distinct(person)"}, {"id": "reached", "measure": "reach(n)", "records": "seen"}):
            i.update({"family": "outcome", "title": "R", "unit": "people", "polarity": "up", "form": "rows"})
            if by_date:
                i["period"] = "day"
            if rnd.random() < 0.3:
                i["exclude"] = [{"where": rnd.choice(["n = 7", "x < 0"]), "reason": "Out"}]
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
    return calendar, catalog, partners


def put_catalog(folder, catalog, version):
    """The two versions differ in what n may be, which a bridge knows."""
    catalog = json.loads(json.dumps(catalog))
    catalog["version"] = version
    if version == "1":
        next(f for f in catalog["forms"]["rows"]["fields"] if f["name"] == "n")["constraints"] = {"maximum": 9}
    json.dump(catalog, open(folder + "/indicators/twin.json", "w"), indent=1)


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


def make_file(rnd, calendar, catalog, partner, period, most=12, things=14):
    form = catalog["forms"]["rows"]
    names = [f["name"] for f in form["fields"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    keys = set()
    for _ in range(rnd.randint(0, 12) if most == 12 else most):
        row = {}
        for f in form["fields"]:
            row[f["name"]] = random_value(rnd, f)
        row["id"] = "k%d" % rnd.randint(1, things)
        if "org" in row:
            row["org"] = partner
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
            open(path, "w").write(make_file(rnd, calendar, catalog, p, period))
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


class Store:
    """An initiative's folder; the first files are sent under version 1 of its catalog, the others under version 2."""

    def __init__(self, folder, calendar, catalog, old):
        self.folder, self.calendar, self.catalog, self.old = folder, calendar, catalog, set(old)

    def copy(self, name):
        """The same initiative without a store."""
        folder = self.folder + name
        os.makedirs(folder)
        for part in ("initiative.json", "indicators"):
            copy = shutil.copytree if os.path.isdir(self.folder + "/" + part) else shutil.copy
            copy(self.folder + "/" + part, folder + "/" + part)
        return Store(folder, self.calendar, self.catalog, self.old)

    def submit(self, path, partner, period, when):
        put_catalog(self.folder, self.catalog, "1" if path.split("+")[0] in self.old else "2")
        partner = ["--partner", partner] if partner else []
        yardstick("-C", self.folder, "submit", *partner, "--form", "rows", "--period", self.calendar.name(period), path,
                  when=when)

    def submit_all(self, files):
        for k, (path, partner, period) in enumerate(files):
            self.submit(path, partner, period, 1500000000 + k * 86400)
        put_catalog(self.folder, self.catalog, "2")


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


def bridged(rows, indicator, subs):
    """The rows as the present definition reads them."""
    bridge = indicator.get("bridge")
    if not bridge:
        return rows
    out = []
    for r in rows:
        f = bridge["field"]
        if subs[r["sub"]]["old"] and r[f] is not None:
            r = dict(r)
            r[f] = bridge["recode"].get(r[f], r[f]) if "recode" in bridge else r[f] * 10
        out.append(r)
    return out


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


def newest_of_each(form, rows, window, indicator):
    best, carry = {}, indicator.get("carry")
    key = [k for k in form["primaryKey"] if k != "when"] if indicator["latest"] is True else indicator["latest"]
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
        if "latest" in indicator:
            return newest_of_each(form, newest, window, indicator), []
        chosen = [r for r in newest if "period" not in indicator or in_window(r, indicator, window)]
        if "each" in indicator:
            chosen = [r for r in chosen if "period" in indicator or holds(window, r["period"])]
            return join_each(form, chosen, indicator["each"]), []
        return chosen, []
    counted = counted_events(form, subs, rows)
    if "latest" in indicator:
        return newest_of_each(form, counted, window, indicator), []
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


def taken(indicator, rows):
    """The rows an indicator is about, and how many were excluded."""
    rows = [r for r in rows if "where" not in indicator or condition(r, indicator["where"]) is True]
    n = len(rows)
    for e in indicator.get("exclude", []):
        rows = [r for r in rows if condition(r, e["where"]) is not True]
    return rows, n - len(rows)


def wilson(x, n):
    z = 1.959963984540054
    middle, half = (x + z * z / 2) / (n + z * z), z / (n + z * z) * math.sqrt(x * (n - x) / n + z * z / 4)
    return middle - half, middle + half


def units_of(indicator, rows):
    """What each partner, site and period counts."""
    units, n = {}, 0
    for r in taken(indicator, rows)[0]:
        v = number(r, "n")[0]
        if v is not None:
            unit = (r["partner"], r["site"], r["period"])
            units[unit] = units.get(unit, 0) + v
            n += 1
    return units, n


def narrow(want, indicator, rows, records, people):
    """A reach between what records leave possible."""
    status, value, num, den, n, low, high = want
    if status != "ok" or value is not None or low is None:
        return want
    units = units_of(indicator, rows)[0]
    known = {}
    for r in taken(records, people)[0]:
        if r["person"] is None or r["site"] is None:
            continue
        own = r["period"]
        if "period" in records:
            day = datetime.date.fromisoformat(r["day"])
            own = (day.year * 12 + day.month - 1, 1)
        fits = [u for u in units if u[:2] == (r["partner"], r["site"]) and holds(u[2], own)]
        if fits:
            known.setdefault(min(fits, key=lambda u: u[2][0] * 16 + u[2][1]), set()).add(r["person"])
    known = {u: k for u, k in known.items() if len(k) <= units[u]}
    different = len(set().union(*known.values()))
    low, high = max(low, different), high - (sum(map(len, known.values())) - different)
    return status, low if low == high else None, num, den, n, low, high


def measure(indicator, rows, scope, longer):
    """(status, value, numerator, denominator, n, low, high); low and high only where they can be told easily."""
    rows = taken(indicator, rows)[0]
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
        suppressed = any(number(r, inside)[1] == "suppressed" for r in rows)
        units, n = units_of({}, rows)
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
        status, low, high = "incomplete", (low if value is None else value) if zero else None, None
        value = None
    if status == "ok" and (name == "share" or name == "rate" and indicator["unit"] == "percent"):
        if 0 <= num <= den:
            low, high = wilson(num, den)
        return status, value, num, den, n, low, high
    bounded = name in ("reach", "distinct", "sum", "rate", "min", "max", "given") or status == "incomplete"
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


def coverage(calendar, form, subs, partner, window, by_date):
    """Whether a partner is expected to report in a window, and whether it has."""
    mine = [(s["month"], s["months"]) for s in subs.values() if s["partner"] == partner]
    own_period = any(f["name"] == "when" for f in form["fields"])
    speak = [m for m in mine if (overlaps(m, window) if own_period else holds(window, m))]
    if not own_period and form.get("rows") != "register" and form.get("per") != "site":
        longer = [(s["id"], (s["month"], s["months"])) for s in subs.values() if s["partner"] == partner]
        longer = [(i, m) for i, m in longer if overlaps(m, window) and not holds(window, m)]
        speak = [(s["month"], s["months"]) for s in subs.values() if s["partner"] == partner and
                 holds(window, (s["month"], s["months"])) and
                 not any(i > s["id"] and holds(m, (s["month"], s["months"])) for i, m in longer)]
    months = {"month": 1, "quarter": 3, "year": 12}.get(form["frequency"], 0)
    if by_date:
        return 1, int(any(sum(m) >= sum(window) for m in mine))
    if not months:
        return 1, int(bool(speak))
    due = [at for at in range(window[0], sum(window)) if holds(window, calendar.around(at, months))]
    return int(bool(due)), int(bool(due) and all(any(holds(m, (at, 1)) for m in speak) for at in due))


def groups_of(grouping, chosen, longer):
    groups = {}
    for kind, rows in enumerate((chosen, longer)):
        for r in rows:
            groups.setdefault(group_key(r, grouping), ([], []))[kind].append(r)
    return groups


def zero_measure(indicator):
    return re.match(r"count|sum|distinct|reach", indicator["measure"]) is not None


def has_part(part, partner, scope):
    """Whether a partner has a number (a part of one, or the zero of those who reported) for a part of a formula."""
    indicator, rows, longer, reported = part[:4]
    mine = [r for r in rows if r["partner"] == partner]
    rest = [r for r in longer if r["partner"] == partner]
    if not mine and not rest:
        return partner in reported and zero_measure(indicator)
    want = measure(indicator, mine, scope, rest)
    if want[0] == "incomplete" or (want[4] or 0) > 0:
        return True
    return want[0] == "ok" and zero_measure(indicator) and partner in reported


def formula(parts, scope, partner, place):
    """i00 / i01 * 10 over the partners that have both: parts are (indicator, rows, longer, reported, members, longer
    members) of each, the members being those of a group: of one partner, or "" for all. place: the group has no other
    limit, so that no row is a zero."""
    partners = {r["partner"] for p in parts for r in p[1] + p[2]}.union(*(p[3] for p in parts))
    having = {p for p in partners if all(has_part(part, p, scope) for part in parts)}
    values = []
    for indicator, _, _, _, members, longer in parts:
        mine = [r for r in members if r["partner"] in having]
        rest = [r for r in longer if r["partner"] in having]
        if mine or rest:
            values.append(measure(indicator, mine, scope, rest))
        elif place and zero_measure(indicator) and (partner in having if partner else having):
            values.append(("ok", 0, None, None, 0, None, None))
        else:
            values.append(("no_data",) + (None,) * 6)
    order = ["ok", "incomplete", "suppressed", "no_data", "refused"]
    status = max((v[0] for v in values), key=order.index)
    a, b = values[0][1], values[1][1]
    if status == "ok" and (a is None or not b):
        status = "no_data" if b == 0 else "refused"
    if status != "ok":
        return status, None, "any", "any", "any", "any", "any"
    return status, a / b * 10, a, b, min(v[4] for v in values), None, None


class Comparison:
    """The lines of one aggregate beside the twin's."""

    def __init__(self, store, partners, subs, rows):
        self.calendar, self.catalog, self.partners = store.calendar, store.catalog, partners
        self.subs, self.rows = subs, rows
        self.form = self.catalog["forms"]["rows"]
        self.scope = next(f["scope"] for f in self.form["fields"] if f.get("role") == "participant")
        self.by_id = {i["id"]: i for i in self.catalog["indicators"]}
        self.complaints, self.compared = [], 0

    def chosen(self, indicator, window):
        rows = bridged(self.rows, indicator, self.subs)
        return rows_for(self.form, self.subs, rows, indicator, (window[0] - 3 * indicator.get("lag", 0), window[1]))

    def check(self, where, lines, want, cover, excluded):
        self.compared += 1
        if not lines:
            self.complaints.append("no row for %s" % (where,))
        fields = ["status", "value", "numerator", "denominator", "n", "low", "high"]
        for line in lines:
            bad = [f for f, w in zip(fields, want) if (line[f] != w if f == "status" else not close(line[f], w))]
            reports = (int(line["partners_expected"]), int(line["partners_reported"]))
            if bad or reports != cover:
                self.complaints.append("%s: %s differs: got %s, want %s; reports %s, want %s" % (
                    where, bad, [line[f] for f in fields], want, reports, cover))
            if ("excluded: %d (Out)" % excluded in line["note"]) != (excluded > 0):
                self.complaints.append("%s: excluded %d, but the note says %s" % (where, excluded, line["note"]))

    def one(self, got, indicator, period, window):
        """An indicator in a period: what its groups should be, and that there is no other."""
        covers = {p: coverage(self.calendar, self.form, self.subs, p, window, "period" in indicator) for p in self.partners}
        everybody = tuple(map(sum, zip(*covers.values())))
        chosen, longer = self.chosen(indicator, window)
        records = self.by_id.get(indicator.get("records"))
        people = self.chosen(records, window)[0] if records else []
        known = set()
        for grouping in GROUPINGS:
            people_of = groups_of(grouping, people, [])
            for key, (members, left_out) in groups_of(grouping, chosen, longer).items():
                want = measure(indicator, members, self.scope, left_out)
                if records:
                    want = narrow(want, indicator, members, records, people_of.get(key, ([], []))[0])
                at = (indicator["id"], self.calendar.name(period)) + key
                known.add(at)
                self.check((json.dumps(indicator), at), got.get(at, []), want, covers[key[0]] if key[0] else everybody,
                           taken(indicator, members)[1])
        for at, lines in got.items():
            if at[:2] != (indicator["id"], self.calendar.name(period)) or at in known:
                continue
            expected = covers[at[2]] if at[2] else everybody
            empty = all(line["n"] == "0" and line["value"] in ("", "0") for line in lines)
            if any(at[3:]) or not empty or (at[2] and not expected[0]) or (not at[2] and chosen):
                self.complaints.append("a row that should not be there: %s" % (lines,))

    def quotient(self, got, period, window):
        parts = []
        for indicator in (self.by_id["i00"], self.by_id["i01"]):
            covers = {p: coverage(self.calendar, self.form, self.subs, p, window, "period" in indicator)
                      for p in self.partners}
            parts.append((indicator,) + self.chosen(indicator, window) + ({p for p in covers if covers[p][1]},))
        for grouping in GROUPINGS:
            groups = [groups_of(grouping, p[1], p[2]) for p in parts]
            for key, (members, _) in groups[0].items():
                other = groups[1].get(key, ([], []))
                if not members:
                    continue
                want = formula([parts[0] + groups[0][key], parts[1] + other], self.scope, key[0], not any(key[1:]))
                lines = got.get(("quotient", self.calendar.name(period)) + key, [])
                self.compared += 1
                for line in lines:
                    fields = ["status", "value", "numerator", "denominator", "n"]
                    bad = [f for f, w in zip(fields, want) if (line[f] != w if f == "status" else not close(line[f], w))]
                    if bad:
                        self.complaints.append("quotient of %s %s: got %s, want %s" % (
                            json.dumps([p[0] for p in parts]), key, [line[f] for f in fields], want))
                if not lines:
                    self.complaints.append("no quotient for %s" % (key,))

    def compare(self, out, first, last, kind):
        got = {}
        for line in csv.DictReader(io.StringIO(out)):
            key = (line["indicator"], line["period"], line["partner"], line["site"], line["colour"], line["size"])
            got.setdefault(key, []).append(line)
        period = first
        while period <= last:
            window = self.calendar.window(kind, period)
            for indicator in self.catalog["indicators"]:
                if "form" in indicator:
                    self.one(got, indicator, period, window)
            self.quotient(got, period, window)
            period = (period[0] + period[1], period[1])
        complaints, self.complaints = ["%s: %s" % (kind, c) for c in self.complaints], []
        return complaints


def without_ties(catalog, out):
    """Lines of indicators for which no row is as new as another: of two rows of a period for one person, or one thing
    named by fields that are no key, the one received last is the newest."""
    tied = [i["id"] for i in catalog["indicators"] if "each" in i or isinstance(i.get("latest"), list)]
    if "i00" in tied or "i01" in tied:
        tied.append("quotient")
    return [line for line in out.splitlines() if line.split(",")[0] not in tied]


def differences(catalog, a, b):
    a, b = without_ties(catalog, a), without_ties(catalog, b)
    return [pair for pair in zip(a, b) if pair[0] != pair[1]][:2] or ([] if len(a) == len(b) else [len(a), len(b)])


def parts_of(rnd, folder, catalog, calendar, one):
    """A file in parts that say the same: by site, or the months of a quarter; itself alone where it cannot be."""
    path, partner, period = one
    form = catalog["forms"]["rows"]
    text = open(path).read().splitlines()
    header, rows = text[0].split(","), [line.split(",") for line in text[1:]]
    if form.get("per") == "site":
        at = header.index("site")
        keys = {(r[at] if r[at] in ("s1", "s2", "s3") else "", period) for r in rows}
        key_of = lambda r: (r[at] if r[at] in ("s1", "s2", "s3") else "", period)
    elif "when" in header and period[1] == 3:
        at = header.index("when")
        months = {calendar.name((period[0] + m, 1)): (period[0] + m, 1) for m in range(3)}
        keys = {("", p) for p in list(months.values()) + [period]}
        key_of = lambda r: ("", months.get(r[at], period))
    else:
        return [one]
    out = []
    for k, key in enumerate(sorted(keys, key=lambda k: (-k[1][1], k))): # the quarter before its months
        mine = [",".join(r) for r in rows if key_of(r) == key]
        piece = "%s+%d" % (path, k)
        open(piece, "w").write("\n".join([text[0]] + mine) + "\n")
        out.append((piece, partner, key[1]))
    return out or [one]


def together(files):
    """Files of different partners for one period as one file, where they stand side by side."""
    out, k = [], 0
    while k < len(files):
        run = [files[k]]
        while (k + len(run) < len(files) and files[k + len(run)][2] == files[k][2] and
               files[k + len(run)][1] not in [f[1] for f in run]):
            run.append(files[k + len(run)])
        k += len(run)
        texts = [open(f[0]).read().splitlines() for f in run]
        if len(run) == 1 or any(len(t) < 2 for t in texts): # who has no row has no name in it
            out += run
            continue
        path = run[0][0] + "+all"
        open(path, "w").write("\n".join(texts[0][:1] + [line for t in texts for line in t[1:]]) + "\n")
        out.append((path, None, run[0][2]))
    return out


def variants(rnd, store, files, first, last, window, out):
    """Other ways to the same store; returns complaints."""
    complaints = []
    def same(name, files):
        other = store.copy("-" + name.split()[0])
        other.submit_all(files)
        bad = differences(store.catalog, out, ask(other.folder, store.calendar, first, last, window))
        if bad:
            complaints.append("%s give other results: %s" % (name, bad))
            return
        shutil.rmtree(other.folder)

    grouped = by_partner(files)
    same("shuffled partners", [f for p in sorted(grouped, reverse=True) for f in grouped[p]])
    form = store.catalog["forms"]["rows"]
    pieces = [p for f in files for p in parts_of(rnd, store.folder, store.catalog, store.calendar, f)]
    if len(pieces) > len(files):
        same("split files", pieces)
    if any(f["name"] == "org" for f in form["fields"]) and not store.old:
        same("joined files", together(files))
    n = rnd.randint(1, len(files))
    prefix = store.copy("-prefix")
    prefix.submit_all(files[:n])
    if n and files[n - 1][0] in store.old:
        put_catalog(prefix.folder, store.catalog, "1")
    then = ask(prefix.folder, store.calendar, first, last, window)
    if ask(store.folder, store.calendar, first, last, window, as_of=at_time(n - 1)) != then:
        complaints.append("as of file %d is not what was known then" % n)
    shutil.rmtree(prefix.folder)
    return complaints


def at_time(k):
    return datetime.datetime.utcfromtimestamp(1500000000 + k * 86400).strftime("%Y-%m-%dT%H:%M:%SZ")


def supersede(rnd, store, files, first, last, window, out):
    """Something else in the place of the last file, then the last file again."""
    complaints = []
    path, partner, period = files[-1]
    store.submit(make_other(rnd, store, path, partner, period), partner, period, 1590000000)
    put_catalog(store.folder, store.catalog, "2")
    if ask(store.folder, store.calendar, first, last, window, as_of=at_time(len(files) - 1)) != out:
        complaints.append("as of the time before a resubmission differs")
    store.submit(path, partner, period, 1590086400)
    put_catalog(store.folder, store.catalog, "2")
    bad = differences(store.catalog, out, ask(store.folder, store.calendar, first, last, window))
    if bad and store.catalog["forms"]["rows"].get("per") != "site": # other sites of the file between them stay
        complaints.append("a file sent again after another one in its place gives other results: %s" % bad)
    return complaints


def make_other(rnd, store, path, partner, period):
    other = path + "+other"
    open(other, "w").write(make_file(rnd, store.calendar, store.catalog, partner, period))
    return other


def read_rows(store, path):
    subs, rows = plain_rows(read_export(store.folder, path), store.catalog["forms"]["rows"])
    old = {os.path.basename(f) for f in store.old}
    for s in subs.values():
        s["old"] = s["file"].split("+")[0] in old
    return subs, rows


def one_initiative(seed, tap):
    rnd = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="twin-")
    try:
        calendar, catalog, partners = make_initiative(rnd, folder)
        files = make_files(rnd, calendar, catalog, partners, folder)
        if not files:
            return 0
        store = Store(folder, calendar, catalog,
                      [f[0] for f in files[:rnd.randint(1, len(files))]] if rnd.random() < 0.4 else [])
        store.submit_all(files)
        comparison = Comparison(store, partners, *read_rows(store, folder + "/plain.sqlite"))
        complaints = []
        start = calendar.year_start(FIRST_YEAR * 12 + 11)
        asked = rnd.sample([("period", 3), ("period", 1), ("ytd", 3), ("rolling4", 3), ("year", 12), ("period", 12)], 3)
        for k, (window, months) in enumerate(asked):
            first = calendar.around(start + rnd.choice([0, 3, 6]), months)
            last = (first[0] + months * (2 if months < 12 else 1), months)
            out = ask(folder, calendar, first, last, window)
            complaints += comparison.compare(out, first, last, window)
            if (ask(folder, calendar, first, last, window, threads=1) !=
                    ask(folder, calendar, first, last, window, threads=8)):
                complaints.append("one thread and eight differ")
            if k == 0:
                complaints += variants(rnd, store, files, first, last, window, out)
        first, last = calendar.around(start, 3), calendar.around(start + 9, 3)
        complaints += supersede(rnd, store, files, first, last, "period",
                                ask(folder, calendar, first, last, "period"))
        if complaints:
            for c in complaints[:8]:
                print("# " + c.replace("\n", "\n# "))
            print("# %d complaints; the initiative is kept in %s" % (len(complaints), folder))
        tap(not complaints, "initiative %d: %d results agree" % (seed, comparison.compared))
        if not complaints:
            shutil.rmtree(folder)
        return comparison.compared
    except Failed as failure:
        print("# " + str(failure).replace("\n", "\n# "))
        tap(False, "initiative %d runs; it is kept in %s" % (seed, folder))
        return 0


def many_rows(seed, tap):
    """As many rows as are read by several threads at once."""
    rnd = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="twin-")
    calendar, catalog, partners = make_initiative(rnd, folder)
    start = calendar.year_start(FIRST_YEAR * 12 + 11)
    files = []
    os.makedirs(folder + "/files")
    for p in partners[:1] * 4 + partners[1:]:
        path, period = "%s/files/%s-%02d.csv" % (folder, p, len(files)), (start + 3 * (len(files) % 4), 3)
        open(path, "w").write(make_file(rnd, calendar, catalog, p, period, most=60000 // (3 + len(partners)),
                                        things=10 ** 6))
        files.append((path, p, period))
    store = Store(folder, calendar, catalog, [])
    store.submit_all(files)
    comparison = Comparison(store, partners, *read_rows(store, folder + "/plain.sqlite"))
    first = calendar.around(start, 12)
    out = [ask(folder, calendar, first, first, "period", threads=n) for n in (1, 8)]
    complaints = [] if out[0] == out[1] else ["one thread and eight differ"]
    first = calendar.around(start, 3)
    complaints += comparison.compare(ask(folder, calendar, first, first, "period", threads=8), first, first, "period")
    for c in complaints[:8]:
        print("# " + c[:1000].replace("\n", "\n# "))
    tap(not complaints, "initiative %d with many rows: %d results agree" % (seed, comparison.compared))
    shutil.rmtree(folder)


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
    many_rows(seed, tap)
    tap(results >= wanted, "%d results compared, at least %d wanted" % (results, wanted))
    print("1..%d" % count)


if __name__ == "__main__":
    main()
