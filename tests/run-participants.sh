#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two well-known studies of people, submitted as they were published: the means, standard deviations and differences
# that `stats` finds against those that were published and those of R 4.2 (t.test, wilcox.test, fisher.test, chisq.test,
# oneway.test, quantile). The data do not travel with the sources: they are looked for in $YARDSTICK_SHARED, else in
# ../shared beside the checkout.
: "${top_srcdir=$(cd "$(dirname "$0")/.." && pwd)}" "${top_builddir=$(pwd)}" "${PYTHON=/usr/bin/python3}"
shared=${YARDSTICK_SHARED-$top_srcdir/../shared}/data/participants
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
unset LANG LANGUAGE YARDSTICK_CATALOGS
if [ ! -f "$shared/lalonde/MatchIt_lalonde.csv" ] || [ ! -f "$shared/star/Ecdat_Star.csv" ]; then
    echo "1..0 # SKIP no data of participants in $shared"
    exit 0
fi
yardstick=$top_builddir/tools/yardstick
work=$top_builddir/tests/participants-work
rm -rf "$work"
mkdir -p "$work"
cp -R "$top_srcdir/tests/participants/." "$work"
chmod -R u+w "$work"
exec 3>"$work/log"
"$yardstick" -C "$work/lalonde" submit --partner nsw --period 1978 "$shared/lalonde/MatchIt_lalonde.csv" >&3 2>&3 &&
    "$yardstick" -C "$work/star" submit --partner tennessee --period 1985 "$shared/star/Ecdat_Star.csv" >&3 2>&3 &&
    "$yardstick" -C "$work/lalonde" stats --compare treat --format csv >"$work/lalonde.csv" 2>&3 &&
    "$yardstick" -C "$work/lalonde" stats people --compare race --format csv >"$work/race.csv" 2>&3 &&
    "$yardstick" -C "$work/lalonde" aggregate --indicator people --by treat,race --format csv >"$work/both.csv" 2>&3 &&
    "$yardstick" -C "$work/star" stats --compare classk --format csv >"$work/star.csv" 2>&3 ||
    { sed 's/^/# /' "$work/log"; echo 'Bail out! the data could not be submitted or studied'; exit 1; }
"$PYTHON" "$top_srcdir/tests/participants/check.py" "$work"
