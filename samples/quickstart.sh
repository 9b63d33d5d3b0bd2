#!/bin/sh
# Builds wireprint, adds the sample crawl to a new database, and shows what is
# found in it.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

top=$(mktemp -d "${TMPDIR:-/tmp}/wireprint.XXXXXX")
db=$top/crawl.db
wireprint=build/wireprint

need_packages $packages
[ -x "$wireprint" ] || echo "Building; this takes a minute the first time."
if ! { configure build && ninja -C build wireprint; } >"$top/log" 2>&1; then
    cat "$top/log" >&2
    exit 1
fi
rm "$top/log"

run() # ARGUMENT...: shows a command and runs it on the new database
{
    printf '\n$ wireprint %s\n' "$*"
    "$wireprint" --db "$db" "$@"
}

run add samples/crawl.jsonl
run stories
story=$("$wireprint" --db "$db" stories --tsv --limit 1 |
    awk -F '\t' '$1 ~ /^[0-9]+$/ { print $1; exit }')
run show "$story"

cat <<END

The database is $db. Go on with

    export WIREPRINT_DB=$db
    $wireprint match samples/pages/treaty-courier.txt
        who else ran what this page carries?
    $wireprint stories --min-sites 4 --sort first
        the widely carried stories, in the order in which they broke
    $wireprint help add
        how to add a crawl of your own
END
