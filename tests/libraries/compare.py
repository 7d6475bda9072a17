# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what `aggregate --format csv` printed with published totals, cell by cell, and speaks TAP.

compare.py pls AGGREGATED PUBLISHED              five states of the US Public Libraries Survey
compare.py england AGGREGATED WHOLE SERVICES     forty English library services, and all of them together
compare.py quarters AGGREGATED FOLDER            their quarters, from the files of the folder
"""
import csv
import re
import sys
from decimal import Decimal

# Published for every library system but those with few staff: no program can add these up for the states concerned.
SUPPRESSED = {"SALARIES", "BENEFIT", "STAFFEXP", "OTHOPEXP"}
SUPPRESSED_STATES = {"ND", "NM"}

FILES = {
    "loans": "loans", "visits": "visits", "events": "events", "attendance": "event_attendance", "wifi_sessions": "wifi",
    "computer_hours": "computers",
}

COLUMNS = {
    "users": "Users", "events": "Events", "attendance": "Attendance", "loans": "Loans", "visits": "Visits",
    "computer_hours": "Computer hours", "wifi_sessions": "Wifi sessions",
}

tests = 0


def verdict(name, faults):
    global tests
    tests += 1
    print(f"{'not ' if faults else ''}ok {tests} - {name}")
    for fault in faults:
        print(f"# {fault}")


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def results(path):
    rows = read(path)
    found = {(row["indicator"], row["partner"]): row for row in rows}
    verdict("one result for each indicator and partner", [] if rows and len(found) == len(rows) else [f"{len(rows)} rows"])
    return found


def differs(row, want, status="ok"):
    """What is wrong with a result that should have this value; None stands for no value."""
    if row is None:
        return "there is no such result"
    got = Decimal(row["value"]) if row["value"] else None
    if got != want or row["status"] != status:
        return f"got {row['value']!r} {row['status']}, want {want} {status}"
    return None


def compare(name, cells):
    """cells: (label, row, want, status). Says how many were compared; that number is part of the name."""
    faults = [f"{label}: {fault}" for label, row, want, status in cells if (fault := differs(row, want, status))]
    verdict(f"{name}: {len(cells)} totals", faults)
    return len(cells)


def pls(aggregated, published):
    got = results(aggregated)
    compared = unknown = 0
    names = sorted({indicator for indicator, _ in got})
    states = read(published)
    for name in names:
        column = name.upper()
        cells = []
        for state in states:
            code, want = state["STABR"], Decimal(state[column])
            row = got.get((name, code))
            if want < 0:  # the state row has no total either
                unknown += 1
                verdict(f"{name} of {code} has no value", list(filter(None, [differs(row, None, "no_data")])))
            elif column in SUPPRESSED and code in SUPPRESSED_STATES:
                faults = list(filter(None, [differs(row, None, "incomplete")]))
                if not faults and not 0 < Decimal(row["low"] or 0) < want:
                    faults = [f"the known part {row['low']!r} is not between 0 and {want}"]
                verdict(f"{name} of {code} is incomplete", faults)
            else:
                cells.append((code, row, want, "ok"))
        n = compare(name, cells)
        if column not in SUPPRESSED:
            compared += n
    verdict("259 totals and one cell without", [] if (compared, unknown) == (259, 1) else [f"{compared} and {unknown}"])


def england(aggregated, whole, services):
    got, everywhere = results(aggregated), {row["indicator"]: row for row in read(whole)}
    compared = 0
    wanted = read(services)
    for name, column in COLUMNS.items():
        cells, silent, total = [], [], Decimal(0)
        for service in wanted:
            row = got.get((name, service["Authority code"]))
            if service[column]:
                total += Decimal(service[column])
                cells.append((service["Authority code"], row, Decimal(service[column]), "ok"))
            else:
                silent.append((service["Authority code"], row, None, "no_data"))
        compared += compare(name, cells)
        compare(f"{name}, not collected", silent)
        compare(f"{name}, all services", [("all", everywhere.get(name), total, "ok")])
        row = everywhere.get(name, {})
        coverage = (row.get("partners_reported"), row.get("partners_expected"))
        verdict(f"{name}, coverage", [] if coverage == (str(len(cells)), "40") else [f"got {coverage}"])
    verdict("214 totals", [] if compared == 214 else [str(compared)])


def quarters(aggregated, folder):
    """What the services sent, row by row: months and quarters add up, a year cannot be spread over its quarters."""
    got = {(row["indicator"], row["partner"], row["period"]): row for row in read(aggregated)}
    for name, file in sorted(FILES.items()):
        sums, longer = {}, {}
        for row in read(f"{folder}/{file}.csv"):
            start, length = row["Period"].split("/")
            quarter = "FY2023Q%d" % ((int(start[5:7]) - 4) % 12 // 3 + 1)
            if length == "P1Y":
                for k in range(1, 5):
                    at = row["Authority"], "FY2023Q%d" % k
                    longer[at] = longer.get(at, 0) + 1
            elif row["Count"].strip().isdigit():
                at = row["Authority"], quarter
                sums[at] = sums.get(at, 0) + Decimal(row["Count"])
        compare(f"{name}, quarters",
                [(at, got.get((name,) + at), total, "ok") for at, total in sorted(sums.items())])
        years = [(at, n) for at, n in sorted(longer.items()) if at not in sums]
        compare(f"{name}, years alone", [(at, got.get((name,) + at), None, "no_data") for at, _ in years])
        verdict(f"{name}, the note counts what is left out",
                [f"{at}: {got[(name,) + at]['note']}" for at, n in sorted(longer.items())
                 if not re.search(rf"\b{n} rows? covers? a longer period", got[(name,) + at]["note"])])


if __name__ == "__main__":
    {"pls": pls, "england": england, "quarters": quarters}[sys.argv[1]](*sys.argv[2:])
    print(f"1..{tests}")
