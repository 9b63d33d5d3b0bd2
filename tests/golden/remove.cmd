set -- $(wireprint --db sample.db members --tsv | awk -F '\t' '$2 == 1 { print $1 }')
wireprint --db sample.db remove "$1" nobody
echo $?
wireprint --db sample.db members --tsv | grep -c "^$1	"
wireprint --db sample.db remove "$2"
wireprint --db sample.db check
