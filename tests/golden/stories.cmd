wireprint --db sample.db stories
