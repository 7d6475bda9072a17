#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs public suites of files and prints a score for each, and each test that is left out with the reason.

usage: score.py DATA [SUITE]...      DATA holds csv/ and schema/; yardstick is taken from PATH
A suite is a function that yields (name, good, why); good is a LeftOut where no test is made. VERBOSE=1 tells why.
"""
import os
import sys
from pathlib import Path


import csvw
import suites_csv
import suites_schema
from common import LeftOut

SUITES = suites_csv.SUITES + suites_schema.SUITES + csvw.SUITES


def show(results):
    """What failed, and what was left out, by its reason."""
    reasons = {}
    for name, good, why in results:
        if isinstance(good, LeftOut):
            reasons.setdefault(good, []).append(name)
        elif not good or name.startswith("score "):
            print(f"#   {name}: {str(why)[:900] if os.environ.get('VERBOSE') else ''}")
    for reason, names in reasons.items():
        print(f"#   left out, {reason}: {', '.join(names)}")


def main():
    data, chosen = Path(sys.argv[1]), sys.argv[2:]
    number = 0
    failed = False
    for suite in SUITES:
        if chosen and suite.__name__ not in chosen:
            continue
        results = list(suite(data))
        made = [good for _, good, _ in results if not isinstance(good, LeftOut)]
        good = sum(map(bool, made))
        number += 1
        failed = failed or good < len(made)
        left_out = f", {len(results) - len(made)} left out" if len(results) > len(made) else ""
        print(f"{'ok' if good == len(made) else 'not ok'} {number} - {suite.__name__}: {good} of {len(made)}{left_out}")
        show(results)
    print(f"1..{number}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
