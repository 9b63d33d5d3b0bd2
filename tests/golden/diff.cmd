set -- $(wireprint --db sample.db members --tsv | awk -F '\t' '$2 == 1 { print $1 }')
wireprint --db sample.db diff "$1" "$2"
COLUMNS=90 wireprint --db sample.db diff --side-by-side "$1" "$2"
wireprint --db sample.db diff --tsv "$1" "$2"
