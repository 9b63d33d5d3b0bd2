wireprint --db sample.db expire --before 2024-03-06
wireprint --db sample.db members --tsv | wc -l
wireprint --db sample.db check
