# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparisons like for like beside a brute-force twin: which partners and reports both windows have is told again from
the plain tables, the measures are the twin's, and a change is split by its definition.

    panel.py [SEED [COMPARISONS]]
"""
import csv
import io
import math
import os
import random
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from twin import (FIRST_YEAR, Comparison, Failed, Store, close, coverage, formula, group_key, make_files,  # noqa: E402
                  make_initiative, measure, read_rows, yardstick)

GROUPINGS = ["", "partner", "colour", "partner,colour"]
ORDER = ["ok", "incomplete", "suppressed", "no_data", "refused"]


def needs_whole(form, indicator):
    return "latest" in indicator or "each" in indicator or (form.get("rows") == "register" and "period" not in indicator)


class Panel(Comparison):
    def step(self, window):
        months = {"month": 1, "quarter": 3, "year": 12}.get(self.form["frequency"], 0)
        return months if 0 < months < window[1] else window[1]

    def present(self, indicator, partner, window):
        """The months of a window, from 0, that a partner has reported for."""
        step, due, months = self.step(window), False, set()
        for at in range(0, window[1], step):
            expected, reported = coverage(self.calendar, self.form, self.subs, partner, (window[0] + at, step),
                                          "period" in indicator)
            due = due or bool(expected)
            if reported:
                months.update(range(at, at + step))
        if not due and any(r["partner"] == partner for r in self.chosen(indicator, window)[0]):
            months = set(range(window[1]))
        return months

    def match(self, indicators, then, now):
        """By partner the months in both windows, and who is in one alone."""
        whole, both, left_out = set(range(now[1])), {}, 0
        for p in self.partners:
            months, seen = set(whole), False
            for i in indicators:
                a, b = self.present(i, p, then), self.present(i, p, now)
                months &= a & b
                if a & b != whole and needs_whole(self.form, i):
                    months = set()
                seen = seen or bool(a | b)
            if months:
                both[p] = months
            elif seen:
                left_out += 1
        return both, left_out

    def rows_of(self, indicator, window, both):
        rows, longer = [], []
        for p, months in both.items():
            parts = [window]
            if len(months) < window[1]:
                step = self.step(window)
                parts = [(window[0] + at, step) for at in range(0, window[1], step)
                         if set(range(at, at + step)) <= months]
            for part in parts:
                chosen, left = self.chosen(indicator, part)
                rows += [r for r in chosen if r["partner"] == p]
                longer += [r for r in left if r["partner"] == p]
        return rows, longer

    def sides(self, indicator, then, now, both, members):
        out = []
        for window in (then, now):
            rows, longer = self.rows_of(indicator, window, both)
            rows, longer = [r for r in rows if members(r)], [r for r in longer if members(r)]
            known = measure(indicator, rows, self.scope, longer)
            out.append(known if both else ("no_data",) + (None,) * 6)
        return out

    def split(self, indicator, then, now, both, grouping):
        """(within, mix) of the whole and of each part; None where there is nothing to split."""
        keys = set()
        for window in (then, now):
            for rows in self.rows_of(indicator, window, both):
                keys |= {group_key(r, grouping) for r in rows}
        parts = {k: self.sides(indicator, then, now, both, lambda r, k=k: group_key(r, grouping) == k) for k in keys}
        if indicator["measure"].split("(")[0] not in ("share", "rate", "mean"):
            return None
        cells = {}
        for k, both_sides in parts.items():
            if any(s[0] not in ("ok", "no_data") for s in both_sides):
                return None
            cells[k] = [x or 0 for s in both_sides for x in s[2:4]]
            x1, n1, x2, n2 = cells[k]
            if n1 < 0 or n2 < 0 or (n1 == 0 and x1) or (n2 == 0 and x2):
                return None
        total = [math.fsum(c[i] for c in cells.values()) for i in range(4)]
        if total[1] <= 0 or total[3] <= 0:
            return None
        middle = (total[0] / total[1] + total[2] / total[3]) / 2
        given = {}
        for k, (x1, n1, x2, n2) in cells.items():
            r1, r2 = x1 / n1 if n1 else None, x2 / n2 if n2 else None
            if r1 is None and r2 is None:
                given[k] = (0, 0)
                continue
            r1, r2 = r2 if r1 is None else r1, r1 if r2 is None else r2
            s1, s2 = n1 / total[1], n2 / total[3]
            given[k] = ((s1 + s2) / 2 * (r2 - r1), (s2 - s1) * ((r1 + r2) / 2 - middle))
        return (math.fsum(g[0] for g in given.values()), math.fsum(g[1] for g in given.values())), given

    def near(self, text, want):
        if want is None:
            return text == ""
        return text != "" and math.isclose(float(text), want, rel_tol=1e-9, abs_tol=1e-9)

    def check_line(self, where, line, sides, split, counts):
        self.compared += 1
        bad = []
        for name, (status, value, num, den, _, low, high) in zip(("then", "now"), sides):
            wanted = ((name, value), (name + "_numerator", num), (name + "_denominator", den), (name + "_low", low),
                      (name + "_high", high))
            bad += [f for f, w in wanted if not close(line[f], w)]
        if line["status"] != max((s[0] for s in sides), key=ORDER.index):
            bad.append("status")
        change = None if sides[0][1] is None or sides[1][1] is None else sides[1][1] - sides[0][1]
        if not self.near(line["change"], change):
            bad.append("change")
        bad += [f for f, w in zip(("within", "mix"), split or (None, None)) if not self.near(line[f], w)]
        if line["over"]:
            size = max(1.0, abs(float(line["then"])), abs(float(line["now"])))
            if abs(float(line["within"]) + float(line["mix"]) - float(line["change"])) > 1e-12 * size:
                bad.append("within + mix")
        if (int(line["partners"]), int(line["partners_left_out"])) != counts:
            bad.append("partners")
        if bad:
            self.complaints.append("%s: %s differs: got %s, want %s, split %s, partners %s" % (
                where, bad, dict(line), sides, split, counts))

    def one_indicator(self, lines, indicator, then, now):
        both, left_out = self.match([indicator], then, now)
        counts = (len(both), left_out)
        whole = self.sides(indicator, then, now, both, lambda r: True)
        known = None not in (whole[0][1], whole[1][1])
        for grouping in GROUPINGS[1:]:
            split = self.split(indicator, then, now, both, grouping)
            split = split if known else None
            for line in lines:
                key = (line["partner"], line["site"], line["colour"], "")
                over = {"partner": "partner", "colour": "colour", "partner,colour": "partner,colour"}[grouping]
                if line["over"] == over:
                    self.check_line((indicator, grouping), line, whole, split and split[0], counts)
                if tuple(bool(k) for k in (key[0], key[2])) == ("partner" in grouping, "colour" in grouping):
                    want = self.sides(indicator, then, now, both, lambda r: group_key(r, grouping) == key)
                    self.check_line((indicator, key), line, want, split and split[1].get(key, (0, 0)), counts)
        totals = [line for line in lines if not (line["partner"] or line["colour"] or line["over"])]
        for line in totals:
            self.check_line((indicator, "whole"), line, whole, None, counts)
        if not [line for line in lines if not (line["partner"] or line["colour"])]:
            self.complaints.append("no whole of %s" % (indicator,))

    def quotient_of(self, lines, then, now):
        parts = [self.by_id[i] for i in ("i00", "i01")]
        both, left_out = self.match(parts, then, now)
        sides = []
        for window in (then, now):
            given = []
            for i in parts:
                rows, longer = self.rows_of(i, window, both)
                reported = {p for p in both if coverage(self.calendar, self.form, self.subs, p, window, "period" in i)[1]}
                given.append((i, rows, longer, reported, rows, longer))
            sides.append(formula(given, self.scope, "", True))
        for line in lines:
            if line["partner"] or line["colour"] or any(s[0] in ("no_data", "refused") for s in sides):
                continue
            self.compared += 1
            if not all(close(line[f], s[1]) for f, s in zip(("then", "now"), sides)):
                self.complaints.append("quotient of %s: got %s, want %s" % (parts, dict(line), sides))

    def pair(self, kind, then, now, folder):
        args = ["-C", folder, "aggregate", "--like-for-like", "--period", self.calendar.name(now), "--against",
                self.calendar.name(then), "--window", kind, "--format", "csv"]
        for g in GROUPINGS:
            args += ["--by", g]
        out = [yardstick(*args, threads=n) for n in (1, 8)]
        if out[0] != out[1]:
            self.complaints.append("one thread and eight differ")
        lines = {}
        for line in csv.DictReader(io.StringIO(out[0])):
            lines.setdefault(line["indicator"], []).append(line)
        windows = [self.calendar.window(kind, p) for p in (then, now)]
        for indicator in self.catalog["indicators"]:
            if "form" in indicator and "records" not in indicator:
                self.one_indicator(lines[indicator["id"]], indicator, *windows)
        self.quotient_of(lines["quotient"], *windows)


def one_initiative(seed, tap):
    rnd = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="panel-")
    try:
        calendar, catalog, partners = make_initiative(rnd, folder)
        files = make_files(rnd, calendar, catalog, partners, folder)
        if not files:
            return 0
        store = Store(folder, calendar, catalog, [])
        store.submit_all(files)
        panel = Panel(store, partners, *read_rows(store, folder + "/plain.sqlite"))
        start = calendar.year_start(FIRST_YEAR * 12 + 11)
        for kind, months, back in rnd.sample([("period", 3, 3), ("period", 1, 1), ("ytd", 3, 12), ("rolling4", 3, 12),
                                              ("year", 12, 12), ("period", 3, 6), ("period", 12, 12)], 4):
            now = calendar.around(start + rnd.choice([3, 6, 9, 12]), months)
            panel.pair(kind, calendar.around(now[0] - back, months), now, folder)
        for c in panel.complaints[:6]:
            print("# " + c.replace("\n", "\n# "))
        if panel.complaints:
            print("# %d complaints; the initiative is kept in %s" % (len(panel.complaints), folder))
        else:
            shutil.rmtree(folder)
        tap(not panel.complaints, "initiative %d: %d comparisons agree" % (seed, panel.compared))
        return panel.compared
    except Failed as failure:
        print("# " + str(failure).replace("\n", "\n# "))
        tap(False, "initiative %d runs; it is kept in %s" % (seed, folder))
        return 0


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

    while results < wanted and count < 200:
        results += one_initiative(seed + count, tap)
    tap(results >= wanted, "%d comparisons, at least %d wanted" % (results, wanted))
    print("1..%d" % count)


main()
