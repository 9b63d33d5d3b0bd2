wireprint --db sample.db stories --min-sites 5 --sort first --tsv
wireprint --db sample.db stories --since 2024-03-06 --until 2024-03-06 --sort last --tsv
wireprint --db sample.db stories --site www.alderney-courier.example --tsv
wireprint --db sample.db stories --min-copies 3 --limit 3 --sort copies --json
wireprint --db sample.db stories --limit 2
