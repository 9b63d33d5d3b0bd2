wireprint --db sample.db rules
wireprint --db sample.db rules --tsv | head -n 3
wireprint --db sample.db rules --json | head -n 1
