#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Damaged input, the same on every run: whatever comes in, the tool answers with one of its four exit statuses, in time.
# Of most use in a build with --enable-sanitizers. FUZZ_COUNT and FUZZ_SEED make it longer or different.
set -u
count=${FUZZ_COUNT-400} seed=${FUZZ_SEED-1}
work=$top_builddir/tests/fuzz-work
PATH=$top_builddir/tools:$PATH; export PATH
unset YARDSTICK_CATALOGS
rm -rf "$work"
mkdir -p "$work"
n=0
if [ ! -d "$top_srcdir/examples/paschalville/inbox" ]; then
    echo '1..0 # SKIP nothing to damage yet'
    exit 0
fi

# Many files to a call, since starting costs more than reading; of a bad lot each file is tried alone and named.
batch() # batch NAME COMMAND... -- FILE...
{
    n=$((n + 1)) name=$1 command=
    shift
    while [ "$1" != -- ]; do
        command="$command $1"
        shift
    done
    shift
    printf '%s\0' "$@" | xargs -0 -n 50 sh -c 'timeout 60 yardstick '"$command"' "$@" >/dev/null 2>"$0" </dev/null
        case $? in 0 | 1 | 2 | 3) exit 0 ;; esac
        for file; do
            timeout 20 yardstick '"$command"' "$file" >/dev/null 2>"$0" </dev/null
            rc=$?
            case $rc in 0 | 1 | 2 | 3) ;; *) echo "$file: exit status $rc"; tail -n 20 "$0" ;; esac
        done' "$work/err" >"$work/bad"
    if [ -s "$work/bad" ]; then
        head -n 60 "$work/bad" | sed 's/^/# /'
        echo "not ok $n - $name"
    else
        echo "ok $n - $name: $# files"
    fi
}

mutants() # mutants KIND FILE...: damaged copies in a folder of that name
{
    kind=$1
    shift
    mkdir -p "$work/$kind"
    "$PYTHON" "$top_srcdir/tests/fuzz/mutate.py" "$work/$kind" "$count" "$seed" "$@"
}

cp -R "$top_srcdir/examples/paschalville" "$work/initiative"
chmod -R u+w "$work/initiative"
cd "$work" || exit 99

mutants csv initiative/inbox/*.csv
batch 'check' -C initiative check -- csv/*
batch 'read' read -- csv/*
mutants catalogs "$top_srcdir"/indicators/*.json
batch 'lint of catalogs' lint -- catalogs/*
mutants initiatives initiative/initiative.json
batch 'lint of initiatives' lint -- initiatives/*
yardstick -C initiative submit initiative/inbox/*_FY2018Q[12].csv >submitted 2>&1
yardstick -C initiative dashboard -o dashboard.xlsx >>submitted 2>&1
count=$((count / 4)) # unpacking is slow
mutants workbooks dashboard.xlsx
batch 'read of workbooks' read -- workbooks/*
echo "1..$n"
