wireprint --db sample.db agencies
wireprint --db sample.db agencies --tsv
wireprint --db sample.db agencies --since 2024-03-06 --json
wireprint --db sample.db agencies --all --tsv | grep ^kyodo
