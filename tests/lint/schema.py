# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schemas in indicators/schema and `yardstick lint` agree.

Every sound file of the sources passes both. A catalog and an initiative that have every key there is are spoilt in
every place, one at a time; whatever the schema finds wrong with them, lint finds wrong too.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import jsonschema

source, build = (os.path.abspath(path) for path in sys.argv[1:3])
tool = [os.path.join(build, 'tools', 'yardstick')]
count = 0


def verdict(good, name, offenders=()):
    global count
    count += 1
    for offender in list(offenders)[:20]:
        print('#', offender)
    print(f'{"ok" if good else "not ok"} {count} - {name}')


def load(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def validator(kind):
    schema = load(f'{source}/indicators/schema/{kind}.schema.json')
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def faulty_files(files):
    """Those of the files that lint names with an error; a hundred at a time, for together they are compared."""
    if len(files) > 100:
        return faulty_files(files[:100]) | faulty_files(files[100:])
    run = subprocess.run(tool + ['lint'] + files, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode not in (0, 3):
        verdict(False, f'lint ends with {run.returncode}', run.stdout.splitlines())
    return set(re.findall(r'^(.+?):\d+:\d+: error: ', run.stdout, re.M))


def places(node, path=()):
    """Every place in a document, as a path of keys and indexes."""
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from places(value, path + (i,))


def at(node, path):
    for step in path:
        node = node[step]
    return node


WRONG = {
    str: (7, None, ' ', 'no such ñ', {'en': 1}),
    int: ('no such', -1.5, None),
    float: ('no such', -1.5, None),
    bool: ('no such', 1),
    list: ([], [1], {}, 'no such ñ'),
    dict: ([], {}, True, 'no such ñ'),
}


def spoilt(document):
    """The document with one thing changed, in every place and in several ways."""
    text = json.dumps(document)
    for path in places(document):
        if path:
            if isinstance(path[-1], str):
                gone = json.loads(text)
                del at(gone, path[:-1])[path[-1]]
                yield f'{path} removed', gone
                other = json.loads(text)
                parent = at(other, path[:-1])
                parent[path[-1] + ' x'] = parent.pop(path[-1])
                yield f'{path} renamed', other
            for value in WRONG[type(at(document, path))]:
                other = json.loads(text)
                at(other, path[:-1])[path[-1]] = value
                yield f'{path} = {value!r}', other
        if isinstance(at(document, path), dict):
            more = json.loads(text)
            at(more, path)['surplus'] = 1
            yield f'{path} with a surplus key', more
        if isinstance(at(document, path), list) and at(document, path):
            more = json.loads(text)
            at(more, path).append(at(more, path)[0])
            yield f'{path} with its first element twice', more


def check_sound(kind, paths):
    check = validator(kind)
    wrong = [f'{path}: {error.message}' for path in paths for error in check.iter_errors(load(path))]
    verdict(paths and not wrong, f'every sound {kind} passes its schema', wrong)
    wrong = faulty_files(paths)
    verdict(not wrong, f'every sound {kind} passes lint', wrong)


def check_spoilt(kind, path, folder):
    check = validator(kind)
    files = {}
    accepted = 0
    for i, (change, document) in enumerate(spoilt(load(path))):
        name = os.path.join(folder, f'{kind}{i}.json')
        if check.is_valid(document):
            accepted += 1
            continue
        with open(name, 'w', encoding='utf-8') as file:
            json.dump(document, file)
        files[name] = change
    faulty = faulty_files(list(files))
    missed = [files[name] for name in files if name not in faulty]
    print(f'# {len(files)} spoilt, {accepted} changes that a schema allows')
    verdict(len(files) > 100 and not missed, f'lint finds whatever the schema finds in a spoilt {kind}', missed)


def check_complete(kind, path):
    """The file with every key has every key of the schema indeed."""
    keys, used = set(), set()
    for place in places(load(f'{source}/indicators/schema/{kind}.schema.json')):
        if len(place) > 1 and place[-2] == 'properties' and 'if' not in place:
            keys.add(place[-1])
    for place in places(load(path)):
        used.update(step for step in place if isinstance(step, str))
    verdict(not keys - used, f'the {kind} with every key has every key', sorted(keys - used))


def main():
    own = f'{source}/tests/lint/schema'
    initiatives = glob.glob(f'{source}/examples/*/initiative.json') + glob.glob(f'{source}/tests/libraries/*/initiative.json')
    catalogs = glob.glob(f'{source}/indicators/*.json') + glob.glob(f'{source}/tests/libraries/*/indicators/*.json')
    check_sound('initiative', initiatives + [f'{own}/initiative.json'])
    check_sound('catalog', catalogs + [f'{own}/indicators/full.json'])
    check_complete('initiative', f'{own}/initiative.json')
    check_complete('catalog', f'{own}/indicators/full.json')
    with tempfile.TemporaryDirectory(dir=build) as folder:
        os.mkdir(f'{folder}/indicators')
        with open(f'{folder}/indicators/full.json', 'w', encoding='utf-8') as file:
            json.dump(load(f'{own}/indicators/full.json'), file)
        check_spoilt('initiative', f'{own}/initiative.json', folder)
        check_spoilt('catalog', f'{own}/indicators/full.json', folder)
    print(f'1..{count}')


main()
