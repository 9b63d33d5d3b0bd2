wireprint --db sample.db members --tsv
wireprint --db sample.db members --json | head -n 2
