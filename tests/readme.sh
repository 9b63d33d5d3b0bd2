#!/bin/sh
# readme.sh PROGRAM SOURCE: runs the README's examples in order, as they
# stand in its ```sh blocks, with the samples at hand.
set -eu
program=$(realpath "$1") source=$2

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
ln -s "$source/samples" "$top/samples"
mkdir "$top/bin"
ln -s "$program" "$top/bin/wireprint"

awk '/^```/ { on = $0 == "```sh"; next } on' "$source/README.md" \
    >"$top/examples"
[ -s "$top/examples" ]
cd "$top"
unset WIREPRINT_DB
PATH=$top/bin:$PATH sh -eux ./examples
