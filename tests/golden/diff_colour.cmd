set -- $(wireprint --db sample.db members --tsv | awk -F '\t' '$2 == 1 { print $1 }')
wireprint --db sample.db diff --color always "$1" "$2" | cat -v | head -n 12
