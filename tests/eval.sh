#!/bin/sh
# eval.sh [--program FILE] [--bruteforce FILE] [--keep DIR] [SHARED]
#
# Measures how right and how costly the program is, and prints one table of
# what was got and what is asked. SHARED is the folder that holds eval/ and
# data/; without it $WIREPRINT_SHARED, else ../shared beside the clone. Where
# there is none, nothing is measured and that is no failure. The programs are
# those of build/ unless told otherwise; files are made in a folder that goes
# away again, or in DIR, which then also holds the pairs that were missed.
# Takes some minutes.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
program=$top/build/wireprint bruteforce=$top/build/tests/bruteforce keep=
shared=${WIREPRINT_SHARED:-$top/../shared}

while [ $# -gt 0 ]; do
    case $1 in
    --program | --bruteforce | --keep)
        [ $# -ge 2 ] || { echo "eval.sh: $1 takes a value" >&2; exit 2; }
        case $1 in
        --program) program=$2 ;;
        --bruteforce) bruteforce=$2 ;;
        --keep) keep=$2 ;;
        esac
        shift 2
        ;;
    -*)
        sed -n '2s/^# /usage: /p' "$0" >&2
        exit 2
        ;;
    *)
        shared=$1
        shift
        ;;
    esac
done

for need in eval/syndicate.py eval/score.py eval/releases.py \
    data/senate-2005.jsonl.gz data/senate-2005-pairs.tsv.gz; do
    if [ ! -r "$shared/$need" ]; then
        echo "eval.sh: skipped: no $need in $shared"
        exit 0
    fi
done
for need in "$program" "$bruteforce"; do
    if [ ! -x "$need" ]; then
        echo "eval.sh: $need is not there; build it, or name another" >&2
        exit 1
    fi
done

unset WIREPRINT_DB
if [ -z "$keep" ]; then
    keep=$(mktemp -d)
    trap 'rm -rf "$keep"' EXIT
    trap 'exit 1' INT TERM
fi
mkdir -p "$keep"
python3 -B "$top/tests/eval.py" "$program" "$bruteforce" "$shared" "$keep"
