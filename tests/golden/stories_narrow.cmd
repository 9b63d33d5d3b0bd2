COLUMNS=60 wireprint --db sample.db stories
