#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs what the manual shows, in README.md, doc/*.md and examples/*/README.md. Two kinds of blocks are run, no others:
#   ```console   a session: after `$ ` a command (continued while a line ends in a backslash), then what it prints,
#                stdout and stderr together; a line of `...` stands for any lines, and a command with nothing under it
#                must merely succeed
#   ```sh        under a line `<!-- tested -->`: commands that must succeed
# A page is one session from top to bottom. It starts in a scratch copy of the page's folder; README.md and doc/ in one
# that holds examples/ and, as the quickstart leaves it, paschalville-demo.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1534334400 NO_COLOR=1
PATH=$top_builddir/tools:$PATH
export top_srcdir top_builddir LC_ALL TZ SOURCE_DATE_EPOCH NO_COLOR PATH
unset LANG LANGUAGE COLUMNS YARDSTICK_CATALOGS MAKEFLAGS MFLAGS MAKELEVEL CDPATH
work=$top_builddir/tests/docs-work

# Writes the commands of a page to N.cmd and what they are to print to N.want, N from 1.
split_page() # split_page PAGE FOLDER
{
    awk -v dir="$2" '
        /^```/ {
            inside = inside ? 0 : /^```console *$/ ? 1 : /^```sh *$/ && before == "<!-- tested -->" ? 2 : 3
            more = 0
            next
        }
        NF && !inside { before = $0 }
        inside == 2 && !NF { next }
        inside != 1 && inside != 2 { next }
        inside == 2 || more || /^\$ / {
            if (!more) { n++; file = dir "/" n; place[n] = FNR; printf "" >(file ".want") }
            more = /\\$/
            sub(/^\$ /, "")
            print >(file ".cmd")
            next
        }
        n { print >(file ".want") }
        END { for (i = 1; i <= n; i++) print place[i] >(dir "/places"); print n + 0 >(dir "/n") }' "$1"
}

# One shell runs the whole page, so that `cd` lasts; each command prints into a file of its own.
session() # session FOLDER
{
    i=1
    while [ -f "$1/$i.cmd" ]; do
        printf '{\n'
        cat "$1/$i.cmd"
        printf '} >"%s/%s.got" 2>&1 </dev/null; echo $? >"%s/%s.rc"\n' "$1" $i "$1" $i
        i=$((i + 1))
    done
}

agrees() # agrees WANT GOT; `...` stands for any number of lines
{
    awk 'NR == FNR { want[++m] = $0; next } { got[++n] = $0 }
        function fits(i, j) {
            for (; i <= m && want[i] != "..."; i++)
                if (j > n || want[i] != got[j++]) return 0
            if (i > m) return j == n + 1
            for (; j <= n + 1; j++) if (fits(i + 1, j)) return 1
            return 0
        }
        END { exit !fits(1, 1) }' "$1" "$2"
}

lay_out() # lay_out PAGE FOLDER: what the session finds around it
{
    mkdir -p "$2"
    case $1 in
    examples/*) cp -R "$top_srcdir/${1%/*}/." "$2" ;;
    *)
        cp -R "$top_srcdir/examples" "$2/examples"
        cp -R "$top_srcdir/examples/paschalville" "$2/paschalville-demo"
        ;;
    esac
    chmod -R u+w "$2"
}

rm -rf "$work"
n=0 failed=0
cd "$top_srcdir" || exit 99
for page in README.md doc/*.md examples/*/README.md; do
    [ -f "$page" ] || continue
    dir=$work/$(echo "$page" | tr / _)
    mkdir -p "$dir"
    split_page "$page" "$dir"
    [ "$(cat "$dir/n")" -gt 0 ] || continue
    lay_out "$page" "$dir/cwd"
    session "$dir" >"$dir/session"
    (cd "$dir/cwd" && HOME=$dir sh "$dir/session")
    i=1
    while [ -f "$dir/$i.cmd" ]; do
        n=$((n + 1)) verdict=ok
        rc=$(cat "$dir/$i.rc" 2>/dev/null || echo 'not run')
        if [ -s "$dir/$i.want" ]; then
            agrees "$dir/$i.want" "$dir/$i.got" || verdict='not ok'
        else
            [ "$rc" = 0 ] || verdict='not ok'
        fi
        printf '%s %d - %s:%s: %s\n' "$verdict" $n "$page" "$(sed -n ${i}p "$dir/places")" "$(head -n 1 "$dir/$i.cmd")"
        if [ "$verdict" != ok ]; then
            failed=1
            { echo "exit status $rc"; diff -u -L shown -L printed "$dir/$i.want" "$dir/$i.got"; } | sed 's/^/# /'
        fi
        i=$((i + 1))
    done
done
if [ $n -eq 0 ]; then
    echo '1..0 # SKIP no page shows a session yet'
else
    echo "1..$n"
fi
exit $failed
