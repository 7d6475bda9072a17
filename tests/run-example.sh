#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The Paschalville example, from its inbox to its results, against its published and tabled totals and against what awk
# finds in the files themselves.
set -u
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}"
LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1532044800
export LC_ALL TZ SOURCE_DATE_EPOCH
unset YARDSTICK_CATALOGS LANG LANGUAGE COLUMNS
yardstick=$top_builddir/tools/yardstick
work=$top_builddir/tests/example-work
n=0 failed=0

is() # is NAME EXPECTED RECEIVED
{
    n=$((n + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $n - $1"
    else
        failed=1
        printf '%s\n' "expected: $2" "received: $3" | sed 's/^/# /'
        echo "not ok $n - $1"
    fi
}

# The columns asked for stand before the note, where a quoted comma may be: awk can split them.
results() # results ARGUMENT...
{
    "$yardstick" aggregate --format csv "$@"
}

column() # column NAME FILE: the values of a column, on one line
{
    awk -F, -v name="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
        { printf "%s%s", s, $c; s = " " }
        END { print "" }' "$2"
}

rm -rf "$work"
mkdir -p "$work"
cp -R "$top_srcdir/examples/paschalville" "$work/example"
chmod -R u+w "$work/example"
cd "$work/example" || exit 99

"$yardstick" lint >"$work/lint" 2>&1
is 'the definitions have no fault' 0 $?
"$yardstick" submit inbox >"$work/submit" 2>"$work/submit.err"
is 'the inbox is submitted' 0 $?
tail -n 5 "$work/submit.err" | sed 's/^/# /'
files=$(ls inbox/*.csv | wc -l | tr -d ' ')
is 'every file is stored' "$files stored, 0 unchanged, 0 rejected" "$(sed -n '$s/:.*//p' "$work/submit")"

"$yardstick" status --period FY2018Q4 >"$work/status"
is 'everything of the last quarter and its year came in time' \
    '40 reports: 40 complete, 0 late, 0 missing, 0 rejected, 0 not due yet' "$(tail -n 1 "$work/status")"

# Years: indicator, FY2017, FY2018, both. Sums of people count attendances, so they do add up.
results --window year --period FY2017 >"$work/2017"
results --window year --period FY2018 >"$work/2018"
year_value() # year_value INDICATOR COLUMN YEAR
{
    awk -F, -v id="$1" -v c="$2" '$1 == id { print $c }' "$work/$3"
}
while read -r id c first second both; do
    got="$(year_value "$id" "$c" 2017) $(year_value "$id" "$c" 2018)"
    is "$id, column $c: the two years" "$first $second" "$got"
    set -- $got
    is "$id, column $c: both add up to the published total" "$both" $((${1:-0} + ${2:-0}))
done <<'END'
jrl_visits 6 1095 1430 2525
jobfair_attendees 6 290 325 615
careerlink_signups 6 33 45 78
myplace_assessed 6 108 139 247
class_enrolled 7 71 94 165
class_enrolled 8 108 139 247
END
is 'any quarter of a year stands for its year' "$(column value "$work/2018")" \
    "$(results --window year --period FY2018Q2 >"$work/q2"; column value "$work/q2")"

# Quarters: the table of the README.
while read -r id values; do
    results --from FY2017Q1 --to FY2018Q4 --indicator "$id" >"$work/quarters"
    is "$id: eight quarters" "$values" "$(column value "$work/quarters")"
done <<'END'
jrl_visits 210 260 305 320 335 345 365 385
jrl_job_seekers 175 205 235 245 255 260 270 285
jobfair_attendees 0 140 0 150 0 160 0 165
careerlink_signups 6 8 9 10 10 11 12 12
myplace_assessed 20 26 30 32 33 34 35 37
END
results --from FY2017Q1 --to FY2018Q4 --indicator class_enrolled >"$work/quarters"
is 'class_enrolled: numerators' '13 17 20 21 22 23 24 25' "$(column numerator "$work/quarters")"
is 'class_enrolled: denominators' '20 26 30 32 33 34 35 37' "$(column denominator "$work/quarters")"
results --from FY2017Q1 --to FY2018Q4 --indicator jrl_visits --by site >"$work/sites"
is 'jrl_visits by site' '150 60 180 80 210 95 220 100 230 105 235 110 250 115 265 120' "$(column value "$work/sites")"

# The baselines are the results of the first year and of its last quarter, rounded.
results --period FY2017Q4 >"$work/2017Q4"
baseline='"indicator": "\([^"]*\)", "period": "\([^"]*\)", "value": \([0-9.]*\)'
wrong=$(sed -n "s/.*$baseline.*/\\1 \\2 \\3/p" initiative.json | while read -r id period value; do
    got=$(awk -F, -v id="$id" '$1 == id { print $6 < 1 ? int($6 * 1000 + 0.5) / 1000 : $6 }' "$work/${period#FY}")
    [ "$got" = "$value" ] || echo "$id $period: $value, computed $got"
done)
is 'the baselines are what the first year was' '' "$wrong"

results --period FY2018Q3 --indicator city_lf_rate >"$work/carried"
is 'a yearly figure is carried into the next quarters, and says so' \
    'carried over, the oldest value from 1 Jul 2016 – 30 Jun 2017' "$(sed -n '$s/.*,ok,"\(.*\)"/\1/p' "$work/carried")"

# People: a year is a union, over quarters and over both labs.
people() # people FILE...: distinct codes
{
    cat "$@" | grep -v participant_id | cut -d, -f1 | sort -u | wc -l | tr -d ' '
}
is '1,720 people in two years' 1720 "$(people inbox/*_lab-user_*)"
is 'the year counts each person once' "$(people inbox/*_lab-user_FY2018*)" "$(year_value jrl_job_seekers 6 2018)"
results --period FY2018Q4 --indicator jrl_job_seekers --by partner >"$work/partners"
is 'each lab counts its own people' "$(people inbox/flp_lab-user_FY2018Q4.csv) $(
    people inbox/southwest-cdc_lab-user_FY2018Q4.csv)" "$(column value "$work/partners")"

# A register: the newest state of each enrolment, by the quarter of the exit two quarters back, less the exclusions.
twin=$(cat inbox/*_job-seeker_FY2017Q*.csv inbox/*_job-seeker_FY2018Q*.csv | awk -F, '
    $1 != "participant_id" { exited[$1, $9] = $12; why[$1, $9] = $13; employed[$1, $9] = $17 }
    END {
        for (k in exited)
            if (exited[k] >= "2017-10-01" && exited[k] <= "2017-12-31" &&
                why[k] !~ /^(health|institutionalized|reserve_duty|deceased)$/) {
                all++; yes += employed[k] == "yes"; no += employed[k] == "no"
            }
        print yes, yes + no, yes, all
    }')
results --period FY2018Q4 --indicator employed_q2 --indicator wioa_er_q2 >"$work/outcomes"
is 'outcomes after exit follow the register' "$twin" "$(awk -F, 'NR > 1 { printf "%s%s %s", s, $7, $8; s = " " }' \
    "$work/outcomes")"

results --from FY2017Q1 --to FY2018Q4 >"$work/before"
"$yardstick" submit inbox >"$work/again" 2>&1
is 'sending everything again is no error' 0 $?
is 'and changes nothing' "0 stored, $files unchanged, 0 rejected" "$(sed -n '$s/:.*//p' "$work/again")"
results --from FY2017Q1 --to FY2018Q4 >"$work/after"
is 'no result moved' '' "$(diff "$work/before" "$work/after")"

echo "1..$n"
exit $failed
