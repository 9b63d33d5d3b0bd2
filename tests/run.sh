#!/bin/sh
# Sets up all that is needed, builds, and runs every test; the last line is
# "N passed, N failed". From the environment, all optional:
#   CC=clang                    the compiler
#   SANITIZE=address,undefined  sanitizers; asserts are then on
#   CHAR=signed|unsigned        what a plain char is
#   WERROR=1                    warnings are errors
#   FUZZ=1                      short runs of the fuzzers too; needs clang
#   BUILD=DIR                   where to build; build/ by default, or a
#                               build-... of its own for other settings
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

name=build options=
add() # NAME OPTION...: a setting, for the directory's name and for meson
{
    name=$name-$1
    shift
    options="$options $*"
}

need=$packages
case ${CC:-} in
'' | cc | gcc) ;;
*clang*) add clang && need="$need $packages_clang" ;;
*) add "$(basename "$CC" | tr -c 'A-Za-z0-9.\n' -)" ;;
esac
[ -z "${SANITIZE:-}" ] ||
    add "$(echo "$SANITIZE" | tr , -)" "-Db_sanitize=$SANITIZE" \
        -Db_lundef=false -Dbuildtype=debugoptimized
[ -z "${WERROR:-}" ] || add werror -Dwerror=true
[ -z "${FUZZ:-}" ] || add fuzz -Dfuzz=true -Db_lundef=false
case ${CHAR:-} in
'') ;;
signed | unsigned)
    add "$CHAR"
    CFLAGS="${CFLAGS:-} -f$CHAR-char"
    export CFLAGS
    ;;
*)
    echo "CHAR is signed or unsigned, not '$CHAR'" >&2
    exit 2
    ;;
esac
build=${BUILD:-$name}

if ! { need_packages $need &&
    configure "$build" -Dtests=enabled $options &&
    meson compile -C "$build"; }; then
    echo "It did not build; no test was run."
    echo "0 passed, 1 failed"
    exit 1
fi

need_packages $packages_browser ||
    echo "Without it, the test report_page is skipped."

export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
rm -f "$build/meson-logs/testlog.json"
meson test -C "$build" --no-rebuild --print-errorlogs || true
exec python3 tests/summary.py "$build/meson-logs/testlog.json"
