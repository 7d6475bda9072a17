#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What goes wrong around the program: the answer is exit status 3 and one clear sentence, and the store is as before.
set -u
work=$top_builddir/tests/faults-work
PATH=$top_builddir/tools:$PATH
export PATH
unset YARDSTICK_CATALOGS LANG LANGUAGE
n=0

verdict() # verdict NAME FAULTS
{
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "$2" | sed 's/^/# /'
        echo "not ok $n - $1"
    fi
}

# A visit a line; as many as asked for, so that a file can be larger than any buffer on its way.
visits() # visits COUNT SEED
{
    awk -v n="$1" -v seed="$2" 'BEGIN {
        print "visit_id,on,minutes"
        for (i = 1; i <= n; i++) {
            printf "%s-%06d,2018-0%d-%02d,%d\n", seed, i, 1 + i % 3, 1 + i % 28, (i * 7919 + seed) % 240
        }
    }'
}

fresh() # fresh NAME: an initiative that holds one submission
{
    cp -R "$top_srcdir/tests/faults/initiative" "$work/$1"
    chmod -R u+w "$work/$1"
    cd "$work/$1" || exit 99
    visits 100 1 >north_visit_2018Q1.csv
    visits 60000 2 >south_visit_2018Q1.csv
    yardstick submit north_visit_2018Q1.csv >receipt 2>&1 || { cat receipt; exit 99; }
    state >../before
}

# What the store answers; when it cannot, its bytes.
state()
{
    yardstick log --format csv 2>/dev/null
    yardstick aggregate --period 2018Q1 --by partner --format csv 2>/dev/null || cat yardstick.db*
}

refused() # refused COMMAND...: prints what is wrong with the way it failed
{
    "$@" >out 2>err </dev/null
    rc=$?
    [ $rc -eq 3 ] || echo "exit status $rc, not 3"
    [ "$(wc -l <err)" -eq 1 ] || { echo 'not one sentence:'; cat err; }
    grep -q '^yardstick: ' err || { echo 'not the form of an error:'; cat err; }
    ! grep -qiE 'core dumped|sanitizer|assert' err || cat err
}

unchanged()
{
    state >../after
    cmp -s ../before ../after || { echo 'the store is not as before:'; diff ../before ../after | head -n 20; }
}

file_trouble()
{
    fresh files
    verdict 'a file that is not there' "$(refused yardstick submit nowhere.csv; unchanged)"
    mkdir folder.csv
    verdict 'a folder where a file should be' "$(refused yardstick check --form visit --partner north --period 2018Q1 \
        folder.csv; unchanged)"
    if [ "$(id -u)" -ne 0 ]; then
        chmod 000 south_visit_2018Q1.csv
        verdict 'a file that may not be read' "$(refused yardstick submit south_visit_2018Q1.csv; unchanged)"
    fi
    mv initiative.json elsewhere.json
    verdict 'no initiative' "$(refused yardstick aggregate)"
    printf '{ "initiative": "faults",' >initiative.json
    yardstick submit south_visit_2018Q1.csv >out 2>err
    verdict 'an initiative that is no JSON' "$([ $? -eq 3 ] && grep -q '^initiative.json:1:26: error: ' err || cat err)"
    mv elsewhere.json initiative.json
    verdict 'and all is well again' "$(unchanged)"
}

store_trouble()
{
    fresh foreign
    rm -f yardstick.db*
    echo 'visits,12' >yardstick.db
    cp yardstick.db ../foreign.db
    verdict 'a store that is no SQLite file' "$(refused yardstick submit south_visit_2018Q1.csv
        cmp yardstick.db ../foreign.db)"
    verdict 'and cannot be aggregated' "$(refused yardstick aggregate)"

    fresh newer
    sqlite3 yardstick.db 'PRAGMA user_version = 9999' >/dev/null
    verdict 'a newer store' "$(refused yardstick submit south_visit_2018Q1.csv)"
    verdict 'is not aggregated either' "$(refused yardstick aggregate)"
    verdict 'and keeps its version' "$([ "$(sqlite3 yardstick.db 'PRAGMA user_version')" = 9999 ] || echo changed)"

    fresh another
    rm -f yardstick.db*
    sqlite3 yardstick.db 'CREATE TABLE pets (name TEXT)' >/dev/null
    verdict "another program's database" "$(refused yardstick submit south_visit_2018Q1.csv
        [ "$(sqlite3 yardstick.db '.tables' | tr -d ' ')" = pets ] || echo 'tables were added')"

    fresh short
    sqlite3 yardstick.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    rm -f yardstick.db-wal yardstick.db-shm
    truncate -s 12000 yardstick.db
    verdict 'a store cut short' "$(refused yardstick verify)"
}

# A limit on the size of files is a disk that is full just there. The shell must not let the signal kill.
full_disk()
{
    fresh full
    for blocks in 20 200 600; do
        verdict "a disk full after $blocks blocks" "$(
            (trap '' XFSZ; ulimit -f $blocks; refused yardstick submit south_visit_2018Q1.csv)
            unchanged)"
    done
    verdict 'a full standard output' "$(yardstick aggregate --format csv 2>err >/dev/full
        [ $? -eq 3 ] && [ "$(wc -l <err)" -eq 1 ] || cat err)"
    yardstick submit south_visit_2018Q1.csv >receipt 2>&1
    verdict 'with room again the file is taken' "$([ $? -eq 0 ] || cat receipt)"
}

# Killed anywhere on its way: the submission stands whole or not at all, and sending it again makes it whole.
killed()
{
    fresh killed
    faults= whole=0 none=0
    copy=$work/killed.copy
    for delay in 0.001 0.003 0.005 0.01 0.015 0.02 0.03 0.04 0.06 0.1; do
        rm -rf "$copy"
        cp -R "$work/killed" "$copy"
        yardstick -C "$copy" submit south_visit_2018Q1.csv >/dev/null 2>&1 &
        pid=$!
        sleep $delay
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        rows=$(yardstick -C "$copy" aggregate --period 2018Q1 --indicator visits --by partner --format csv 2>err |
            awk -F, '$4 == "south" { print $6 }')
        case $rows in
        60000) whole=$((whole + 1)) ;;
        '') none=$((none + 1)) ;;
        *) faults="$faults after $delay s: $rows rows;" ;;
        esac
        yardstick -C "$copy" verify >verified 2>&1 || faults="$faults after $delay s: $(cat verified);"
        yardstick -C "$copy" submit south_visit_2018Q1.csv >receipt 2>&1 || faults="$faults again: $(cat receipt);"
    done
    echo "# killed 10 times: $whole whole, $none not at all"
    verdict 'killed at any time, whole or not at all' "$faults"
}

rm -rf "$work"
mkdir -p "$work"
for part in file_trouble store_trouble full_disk killed; do
    $part 2>&1
done
echo "1..$n"
