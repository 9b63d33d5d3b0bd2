wireprint --bd x stories
wireprint stories --sience 2024-03-05
wireprint stories --min 3
wireprint stories -q
wireprint stories --json=yes
wireprint stories --limit
wireprint stories -n
wireprint --db
