wireprint --db sample.db show 1
