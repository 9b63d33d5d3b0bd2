wireprint --db sample.db log --tsv | head -n 5
wireprint --db sample.db log 999999
