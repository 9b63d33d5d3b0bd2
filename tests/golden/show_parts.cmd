wireprint --db sample.db show 1 --tsv
wireprint --db sample.db show 1 --json --part story
wireprint --db sample.db show 1 --json --part passages
