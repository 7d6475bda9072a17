# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes damaged copies of files: mutate.py FOLDER COUNT SEED FILE...

The same arguments give the same copies. Each is the file with one to eight small accidents, of the kinds that make
readers stumble: bytes lost, doubled, swapped or turned, quotes and separators out of place, odd encodings, ends cut.
In every other copy of a workbook they befall the text of one of its parts instead of the packed bytes.
"""
import io
import os
import random
import sys
import zipfile

ODD = [
    b'"', b'""', b'"\n', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff", b"\xc3",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"-1", b"-9", b"1e999", b"-0",
    b"9223372036854775808", b"0.1234567890123456789", b"1.234,56", b"NaN", b"0000-00-00", b"2018-02-30",
    b"9999-12-31", b"{", b"}", b"[", b"]", b":", b"null", b"\\u0000", b"\\ud800", b"=1+1", b"'", b"`",
    b"(" * 300, b"[" * 3000, b"x" * 70000, b"%s%n", b"$", b" ", b"\xc2\xa0",
]


def accident(data, chance):
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 5, 40)))
    kind = chance.randrange(8)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:end] + data[at:end] + data[end:]
    if kind == 2 and at < len(data):
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1:]
    if kind == 3 and chance.random() < 0.2:
        return data[:at]
    if kind == 4:
        lines = data.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)
    if kind == 5:
        old, new = chance.choice(ODD), chance.choice(ODD)
        return data.replace(old, new, 1 + chance.randrange(3)) if old in data else data
    return data[:at] + chance.choice(ODD) + data[at:]


def accidents(data, chance):
    for _ in range(1 + chance.randrange(8)):
        data = accident(data, chance)
    return data


def repacked(data, chance):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist())
        hurt = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(zipfile.ZipInfo(name), accidents(part, chance) if name == hurt else part)
    return out.getvalue()


def main(folder, count, seed, files):
    chance = random.Random(int(seed))
    sources = []
    for path in files:
        with open(path, "rb") as file:
            data = file.read()
            sources.append((os.path.basename(path), data if path.endswith(".xlsx") else data[:20000]))
    for i in range(int(count)):
        name, data = chance.choice(sources)
        is_workbook = name.endswith(".xlsx") and chance.randrange(2)
        data = repacked(data, chance) if is_workbook else accidents(data, chance)
        with open(os.path.join(folder, f"{i:04}-{name}"), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:4], sys.argv[4:])
