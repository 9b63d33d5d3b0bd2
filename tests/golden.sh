#!/bin/sh
# golden.sh PROGRAM SOURCE [--update] [CASE...]
#
# Runs the cases in tests/golden and compares what the program says with what
# is kept there. A case NAME is
#     NAME.cmd   shell commands
#     NAME.out   their standard output
#     NAME.err   their standard error; no file: none
#     NAME.rc    the exit code of the last of them; no file: 0
# They run in an empty folder that has samples/ and sample.db, a database with
# samples/crawl.jsonl in it, of the case's own. What a clock decides is masked
# in both outputs. --update writes what was got in place of what is kept; look
# at `git diff` before it is committed.
set -u
program=$(realpath "$1") source=$(realpath "$2")
shift 2
update=
if [ "${1:-}" = --update ]; then
    update=1
    shift
fi

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
trap 'exit 1' INT TERM
mkdir "$top/bin"
ln -s "$program" "$top/bin/wireprint"
PATH=$top/bin:$PATH
COLUMNS=100 TERM=dumb TZ=UTC LC_ALL=C.UTF-8
export PATH COLUMNS TERM TZ LC_ALL
unset WIREPRINT_DB NO_COLOR

# Times and rates of a run.
mask()
{
    sed -E -e 's/^((seconds|articles\/s|MB\/s) +)[0-9.,]+$/\1#/' \
        -e 's/("(seconds|articles_per_second|megabytes_per_second)":)[0-9.]+/\1#/g'
}

wireprint --db "$top/sample.db" add --quiet "$source/samples/crawl.jsonl" \
    2>"$top/sample.err" || cat "$top/sample.err" >&2

# Whether what was got for NAME.$2 is what is kept; $3 is said of no file.
same()
{
    printf '%s' "$3" >"$top/kept"
    [ ! -f "$1.$2" ] || cp "$1.$2" "$top/kept"
    cmp -s "$top/kept" "$top/got.$2"
}

keep()
{
    printf '%s' "$3" >"$top/kept"
    if cmp -s "$top/kept" "$top/got.$2" && [ "$2" != out ]; then
        rm -f "$1.$2"
    else
        cp "$top/got.$2" "$1.$2"
    fi
}

run_case()
{
    rm -rf "$top/run"
    mkdir "$top/run"
    ln -s "$source/samples" "$top/run/samples"
    [ ! -f "$top/sample.db" ] || cp "$top/sample.db" "$top/run/"
    (cd "$top/run" && sh "$1.cmd" </dev/null) >"$top/raw.out" 2>"$top/raw.err"
    echo $? >"$top/got.rc"
    mask <"$top/raw.out" >"$top/got.out"
    mask <"$top/raw.err" >"$top/got.err"
}

passed=0 failed=0
for cmd in "$source"/tests/golden/*.cmd; do
    base=${cmd%.cmd} name=$(basename "$cmd" .cmd)
    if [ $# -gt 0 ]; then
        case " $* " in *" $name "*) ;; *) continue ;; esac
    fi
    run_case "$base"
    bad=
    for part in out err rc; do
        none=
        [ $part != rc ] || none='0
'
        if [ -n "$update" ]; then
            keep "$base" $part "$none"
        elif ! same "$base" $part "$none"; then
            bad=1
            echo "$name: $part differs (kept: -, got: +)"
            diff -u "$top/kept" "$top/got.$part" | sed -n '3,60p'
        fi
    done
    if [ -n "$bad" ]; then failed=$((failed + 1)); else passed=$((passed + 1)); fi
done
echo "golden: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
