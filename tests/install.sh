#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What `make install` puts down is enough to build and run a program against, and to run the tool.
set -u
if [ "${YARDSTICK_SANITIZED-}" ]; then
    echo '1..0 # SKIP a sanitized library asks its users for the sanitizer'
    exit 0
fi
work=$top_builddir/tests/install-work
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 99
n=0

step() # step NAME COMMAND...
{
    n=$((n + 1)) name=$1
    shift
    if "$@" >log 2>&1; then
        echo "ok $n - $name"
    else
        sed 's/^/# /' log
        echo "not ok $n - $name"
    fi
}

compile()
{
    cat >program.c <<'END'
#include <stdio.h>
#include <yardstick/error.h>

int main(void)
{
    puts(ys_status_name(YS_OK));
    return 0;
}
END
    flags=$(PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$work/root pkg-config --cflags --libs yardstick) &&
        ${CC:-cc} -std=c17 -Wall -Wextra -Werror -o program program.c $flags
}

run()
{
    [ "$(LD_LIBRARY_PATH=${pc%/pkgconfig/*} ./program)" = ok ]
}

headers()
{
    for header in "$top_srcdir"/lib/yardstick/*.h; do
        [ -f "$(find root -path "*/yardstick/${header##*/}")" ] || echo "not installed: ${header##*/}"
    done >absent
    cat absent
    [ ! -s absent ]
}

unset MAKEFLAGS MFLAGS MAKELEVEL
step 'make install' make -s -C "$top_builddir" install DESTDIR="$work/root"
pc=$(find "$work/root" -name yardstick.pc)
step 'every public header is installed' headers
step 'a program compiles with what pkg-config says' compile
step 'and runs' run
step 'make uninstall' make -s -C "$top_builddir" uninstall DESTDIR="$work/root"
step 'leaves nothing behind' test -z "$(find root -type f 2>/dev/null)"
echo "1..$n"
