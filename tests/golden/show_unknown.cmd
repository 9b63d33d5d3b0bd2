wireprint --db sample.db show 999999
