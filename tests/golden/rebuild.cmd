wireprint --db sample.db members --tsv > before
wireprint --db sample.db rebuild --json
wireprint --db sample.db members --tsv | cmp - before && echo same
wireprint --db sample.db check
