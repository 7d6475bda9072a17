# SPDX-License-Identifier: GPL-3.0-or-later
"""Running yardstick on a file, and what it says about it."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

csv.field_size_limit(1 << 30)


def run(*args):
    return subprocess.run(("yardstick",) + tuple(str(a) for a in args), capture_output=True, check=False)


def rows_of(text):
    return [row if row else [""] for row in csv.reader(io.StringIO(text, newline=""))]


def read(path, *more):
    done = run("read", *more, path)
    return rows_of(done.stdout.decode("utf-8", "surrogateescape")), done


def findings(path, *more):
    done = run("read", "--format", "json", *more, path)
    return json.loads(done.stdout) if done.returncode != 3 else None


def check_schema(schema, path):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(schema, f)
        f.flush()
        done = run("check", "--schema", f.name, "--format", "json", path)
    return found_in(done), done


def table(path, encoding="utf-8"):
    return rows_of(path.read_bytes().decode(encoding))


def found_in(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def check_form(form, path):
    """The findings of a file under a form of the definitions beside this script."""
    done = run("-C", HERE / "initiative", "check", "--partner", "suites", "--form", form, "--period", "2018Q1",
               "--format", "json", path)
    return found_in(done), done


def errors(found):
    return [f for f in found if f.get("severity") == "error"]


def stored(form, path, *more):
    """The rows of a file as they are stored under a form and exported: typed values, as text."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "initiative"
        shutil.copytree(HERE / "initiative", home)
        for p in [home, *home.rglob("*")]:  # the sources of a distribution are read-only
            p.chmod(p.stat().st_mode | 0o200)
        done = run("-C", home, "submit", "--partner", "suites", "--form", form, "--period", "2018Q1", *more, path)
        if done.returncode != 0:
            return None, done
        done = run("-C", home, "export", "--what", "records", "-o", Path(folder) / "records")
        rows = table(Path(folder) / "records" / f"{form}.csv")
        kept = [i for i, name in enumerate(rows[0]) if i >= rows[0].index("counts") + 1 and ":" not in name]
        return [[row[i] for i in kept] for row in rows], done


class LeftOut(str):
    """Why a test of a suite is not made."""
