wireprint --db sample.db furniture
wireprint --db sample.db furniture https://www.alderney-courier.example/front --tsv
wireprint --db sample.db furniture --min-words 48 --json
