wireprint --db sample.db furniture nowhere.example
wireprint --db sample.db furniture --min-words 500 --tsv
wireprint --db sample.db furniture --limit 1
wireprint --db sample.db furniture --limit 1 --tsv | wc -l
