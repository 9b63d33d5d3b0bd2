wireprint --db own.db add --quiet --agencies samples/agencies.txt samples/later.jsonl
wireprint --db own.db agencies
wireprint --db own.db agencies tarnwire
wireprint --db own.db add --quiet --agencies samples/agencies.txt samples/later.jsonl
wireprint --db own.db add --quiet --agencies /dev/null samples/later.jsonl
wireprint --db own.db check
wireprint --db own.db rebuild --agencies /dev/null >/dev/null
wireprint --db own.db agencies
wireprint --db own.db rebuild --agencies samples/agencies.txt >/dev/null
wireprint --db own.db agencies --tsv
wireprint --db own.db check
