wireprint --db sample.db check
