#!/bin/sh
# install.sh SOURCE BUILD SANITIZE CC...: what `meson install` lays down is
# enough to build on. Every installed header compiles alone, as C and as C++;
# a program links by pkg-config alone and runs; and the shared library shows
# exactly the functions that the headers declare.
set -eu
source=$1 build=$2 sanitize=$3
shift 3
[ "$sanitize" = none ] || set -- "$@" "-fsanitize=$sanitize"

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
meson install -C "$build" --no-rebuild --quiet --destdir "$top" >/dev/null

pc=$(find "$top" -name wireprint.pc)
export PKG_CONFIG_PATH="${pc%/*}" PKG_CONFIG_SYSROOT_DIR="$top"
flags=$(pkg-config --cflags wireprint)
headers=$(find "$top" -path '*/include/wireprint/*.h')
[ -n "$headers" ] && [ -n "$flags" ]

for header in $headers; do
    for language in 'c -std=c11' 'c++ -std=c++11'; do
        printf '#include <wireprint/%s>\nint here;\n' "${header##*/}" |
            "$@" $flags -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
                -x $language -
    done
done

"$@" -std=c11 -o "$top/installed" "$source/tests/installed.c" $flags \
    $(pkg-config --libs wireprint)
library=$(find "$top" -name 'libwireprint.so.0')
LD_LIBRARY_PATH="${library%/*}" "$top/installed" \
    "$(pkg-config --modversion wireprint)"

awk -v plain=1 -f "$source/store/exports.awk" $headers | sort >"$top/declared"
nm -D --defined-only "$library" |
    awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' | sort >"$top/shown"
diff "$top/declared" "$top/shown"
