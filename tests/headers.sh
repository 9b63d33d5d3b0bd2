#!/bin/sh
# headers.sh SOURCE BUILD CC...: every header of the tree compiles by itself,
# and twice over.
set -eu
source=$1 build=$2
shift 2

failed=0
flags=$(pkg-config --cflags libxml-2.0)
cd "$source"
for header in shingle/*.h store/*.h cli/*.h; do
    [ -f "$header" ] || continue
    printf '#include "%s"\n#include "%s"\nint here;\n' "$header" "$header" |
        "$@" -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror \
            -I. -I"$build" $flags -fsyntax-only -x c - || {
        echo "does not stand alone: $header"
        failed=1
    }
done
exit $failed
