wireprint --db sample.db members --tsv | head -n 1
