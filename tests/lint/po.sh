#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Spanish is complete: every text of the library and of the tools has its translation.
cd "$top_srcdir" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if msgfmt --check -o /dev/null po/es.po 2>"$work/log"; then
    echo 'ok 1 - es.po is sound'
else
    sed 's/^/# /' "$work/log"
    echo 'not ok 1 - es.po is sound'
fi

# The same call as `make update-po`, but into a scratch file.
find lib tools -name '*.[ch]' | LC_ALL=C sort |
    xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=PLURAL:1,2 --no-wrap \
        --add-location=file --package-name=yardstick --files-from=- -o "$work/all.pot" 2>"$work/log"
msgmerge --quiet --no-fuzzy-matching --no-wrap --add-location=file -o "$work/es.po" po/es.po "$work/all.pot"
msgattrib --no-obsolete --no-wrap --untranslated "$work/es.po" >"$work/lacking"
msgattrib --no-obsolete --no-wrap --only-fuzzy "$work/es.po" >>"$work/lacking"
lacking=$(grep -c '^#:' "$work/lacking")
if [ "$lacking" -eq 0 ]; then
    echo 'ok 2 - every text has its Spanish'
else
    grep -E '^(#:|msgid|")' "$work/lacking" | sed 's/^/# /'
    echo "not ok 2 - every text has its Spanish: $lacking lacking"
fi

# Such texts differ from what the program looks up: "%lld" and a cast do not.
if grep -n '%<PRI' po/es.po | sed 's/^/# /' | grep .; then
    echo 'not ok 3 - no text has a format of <inttypes.h>'
else
    echo 'ok 3 - no text has a format of <inttypes.h>'
fi
echo 1..3
