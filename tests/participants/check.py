# SPDX-License-Identifier: GPL-3.0-or-later
"""What `stats` found, number by number, beside what was published ("printed": to the digits given) and what R finds."""
import csv
import sys

FOLDER = sys.argv[1]
count = 0
failed = False


def ok(good, name, detail=""):
    global count, failed
    count += 1
    failed |= not good
    if not good:
        print(f"# {detail}")
    print(f"{'ok' if good else 'not ok'} {count} - {name}")


def read(name):
    with open(f"{FOLDER}/{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def find(rows, indicator, kind, group, against=""):
    found = [r for r in rows if (r["indicator"], r["kind"], r["group"], r["against"]) == (indicator, kind, group, against)]
    return found[0] if len(found) == 1 else None


def number(row, column):
    return float(row[column]) if row and row[column] else float("nan")


def near(row, column, want, name, relative=1e-9):
    got = number(row, column)
    ok(abs(got - want) <= relative * abs(want), f"{name}: {column}", f"expected {want!r}, received {got!r}")


def printed(row, column, want, name):
    """A published number, in the digits it was printed with."""
    digits = len(want.partition(".")[2])
    got = number(row, column)
    ok(f"{got:.{digits}f}" == want, f"{name}: {column} as published", f"expected {want}, received {got!r}")


LALONDE_PUBLISHED = {  # treated, not treated, standardised mean difference
    "age": ("25.8162", "28.0303", "-0.3094"),
    "educ": ("10.3459", "10.2354", "0.0550"),
    "married": ("0.1892", "0.5128", None),
    "nodegree": ("0.7081", "0.5967", None),
    "re74": ("2095.57", "5619.24", "-0.7211"),
    "re75": ("1532.06", "2466.48", "-0.2903"),
    "re78": ("6349.14", "6984.17", None),
}

LALONDE_R = {  # sd, quartiles of the treated; sd, quartiles of the others
    "age": ((7.15501927478618, 20, 25, 29), (10.7866530174644, 19, 25, 35)),
    "educ": ((2.01065025640563, 9, 11, 12), (2.85523844087595, 9, 11, 12)),
    "re74": ((4886.62035315108, 0, 0, 1291.468), (6788.75079645538, 0, 2547.047, 9277.128)),
    "re75": ((3219.2508699216, 0, 0, 1817.284), (3291.99618331065, 0, 1086.726, 3881.419)),
    "re78": ((7867.40221773469, 485.2298, 4232.309, 9642.999), (7294.1617908684, 220.1813, 4975.505, 11688.82)),
}

LALONDE_WELCH = {  # difference, its limits, t, p
    "age": (-2.21408681408681574, -3.66836096823168889, -0.75981265994194247, -2.99107406579748858, 0.00291427440260211),
    "educ": (0.11051471051471, -0.286639302048439, 0.50766872307786, 0.546755972745104, 0.584797660188313),
    "re74": (-3523.66281773830, -4479.25842523865, -2568.06721023795, -7.24559377615606, 1.74783141336639e-12),
    "re75": (-934.42912933976, -1495.11622506384, -373.742033615675, -3.27756985861459, 1.15008478712992e-3),
    "re78": (-635.026212037421828, -1967.244405060976078, 697.191980986132535, -0.93772969793932, 0.349076655556669),
}


def lalonde():
    rows = read("lalonde")
    for group, n in (("trained", 185), ("comparison", 429)):
        near(find(rows, "people", "description", group), "value", n, f"lalonde, {group}")
    for indicator, (treated, others, smd) in LALONDE_PUBLISHED.items():
        one = find(rows, indicator, "description", "trained")
        printed(one, "value", treated, f"{indicator}, trained")
        printed(find(rows, indicator, "description", "comparison"), "value", others, f"{indicator}, comparison")
        if smd:
            got = number(find(rows, indicator, "comparison", "trained", "rest"), "difference") / number(one, "sd")
            ok(f"{got:.4f}" == smd, f"{indicator}: standardised mean difference as published", f"{smd}, {got!r}")
    for indicator, sides in LALONDE_R.items():
        for group, wanted in zip(("trained", "comparison"), sides):
            row = find(rows, indicator, "description", group)
            for column, want in zip(("sd", "q1", "median", "q3"), wanted):
                near(row, column, want, f"{indicator}, {group}")
    for indicator, wanted in LALONDE_WELCH.items():
        row = find(rows, indicator, "comparison", "trained", "rest")
        for column, want in zip(("difference", "difference_low", "difference_high", "statistic", "p"), wanted):
            near(row, column, want, f"{indicator}, Welch")
    for indicator, p in (("married", 1.63782715420248e-14), ("nodegree", 0.01062082720336812)):
        row = find(rows, indicator, "comparison", "trained", "rest")
        ok(row and row["test"] == "Fisher exact", f"{indicator}: the test")
        near(row, "p", p, f"{indicator}, Fisher")
    row = find(rows, "re78_median", "comparison", "trained", "rest")
    near(row, "statistic", 37525, "re78, Mann-Whitney")
    near(row, "p", 0.281773168081316, "re78, Mann-Whitney")
    for race, n in (("black", 156 + 87), ("hispan", 11 + 61), ("white", 18 + 281)):
        near(find(read("race"), "people", "description", race), "value", n, f"race {race}")
    both = {(r["treat"], r["race"]): float(r["value"]) for r in read("both")}
    want = {("trained", "black"): 156, ("trained", "hispan"): 11, ("trained", "white"): 18,
            ("comparison", "black"): 87, ("comparison", "hispan"): 61, ("comparison", "white"): 281}
    ok(both == want, "race within the groups as published", both)


STAR = {  # n, mean and sd as published; sd and quartiles of R; against the rest: t, p, limits of the difference
    "small.class": (1733, "932.0508", "76.4284", (76.4283598329081, 878, 924, 981),
                    (6.39658269617363, 1.82590983070478e-10, 9.59081185819975, 18.0694011773082)),
    "regular": (2000, "917.9420", "73.1534", (73.1533891571169, 866, 912, 961),
                (-3.35165177456644, 8.10530658173241e-4, -10.8127314906941, -2.83155025957270)),
    "regular.with.aide": (2015, "918.4973", "71.5801", (71.5801289706134, 870, 911, 957),
                          (-2.97867820769354852, 0.00291114070772075, -9.94007832789763413, -2.04903998446487368)),
}


def star():
    rows = read("star")
    for group, (n, mean, sd, spread, welch) in STAR.items():
        row = find(rows, "score", "description", group)
        near(row, "n", n, f"star, {group}")
        printed(row, "value", mean, f"star, {group}")
        printed(row, "sd", sd, f"star, {group}")
        for column, want in zip(("sd", "q1", "median", "q3"), spread):
            near(row, column, want, f"star, {group}")
        row = find(rows, "score", "comparison", group, "rest")
        for column, want in zip(("statistic", "p", "difference_low", "difference_high"), welch):
            near(row, column, want, f"star, {group}, Welch")
    row = find(rows, "score", "comparison", "", "groups")
    near(row, "statistic", 20.4675629978747, "star, Welch's analysis of variance")
    near(row, "p", 1.44212147124761e-9, "star, Welch's analysis of variance")


lalonde()
star()
print(f"1..{count}")
sys.exit(failed)
